//! Titles of ICD-10-PCS codes put together from the labels of a table, in the manner of CMS's long titles.
//!
//! They are close to CMS's own and not the same: prefer a file of titles where there is one.

/// Operations that are named without "of" before the body part.
const BARE: [&str; 7] = [
    "Bypass",
    "Map",
    "Release",
    "Repair",
    "Reposition",
    "Supplement",
    "Transfer",
];

/// Operations done to the device or the substance, with the word before the body part.
const ON_DEVICE: [(&str, &str, &str); 6] = [
    ("Change", "Change", "in"),
    ("Insertion", "Insertion of", "into"),
    ("Introduction", "Introduction of", "into"),
    ("Removal", "Removal of", "from"),
    ("Revision", "Revision of", "in"),
    ("Transfusion", "Transfusion of", "into"),
];

/// An axis of a table: its name, and its values with their labels.
#[derive(Default)]
pub(super) struct Axis {
    pub(super) title: String,
    pub(super) labels: Vec<(String, String)>,
}

/// A chosen value for each of the four axes of a row.
pub(super) type Chosen<'a> = [&'a str; 4];

/// The title of a code.
pub(super) fn title(section: &str, operation: &str, axes: &[Axis], chosen: Chosen<'_>) -> String {
    let by_approach = axes.get(1).is_some_and(|a| a.title == "Approach");
    let plain = axes.first().is_some_and(|a| a.title.contains("Qualifier"));
    if by_approach && !plain {
        return procedure(section, operation, chosen);
    }
    let [part, second, third, fourth] = chosen;
    let mut title = operation.to_owned();
    let mut using = second;
    if plain {
        using = "";
        add(&mut title, ", ", part);
        add(&mut title, ", ", second);
    } else {
        add(&mut title, " of ", &turned(part));
    }
    add(&mut title, " using ", using);
    if section == "B" && something(using) && !using.contains("Contrast") {
        title.push_str(" Contrast");
    }
    add(&mut title, ", ", third);
    add(&mut title, ", ", fourth);
    title
}

fn procedure(
    section: &str,
    operation: &str,
    [part, approach, device, qualifier]: Chosen<'_>,
) -> String {
    let device = turned(device);
    let acts_on = ON_DEVICE
        .iter()
        .find(|(name, ..)| *name == operation && something(&device));
    let part = turned(part);
    let mut title = match (acts_on, operation) {
        (Some((_, act, into)), _) => format!("{act} {device} {into} {part}"),
        (_, "Control") => format!("Control Bleeding in {part}"),
        (_, "Extirpation") => format!("Extirpation of Matter from {part}"),
        (_, "Fragmentation") => format!("Fragmentation in {part}"),
        (_, "Detachment") => format!("Detachment at {part}"),
        (_, bare) if BARE.contains(&bare) => format!("{bare} {part}"),
        (_, other) => format!("{other} of {part}"),
    };
    let target = matches!(operation, "Bypass" | "Transfer") && section == "0";
    if target {
        add(&mut title, " to ", &turned(qualifier));
    }
    if acts_on.is_none() {
        add(
            &mut title,
            if section == "0" { " with " } else { " using " },
            &device,
        );
    }
    let last = qualifier == "Diagnostic" || section == "X";
    if !target && !last {
        add(&mut title, ", ", qualifier);
    }
    add(&mut title, ", ", approach);
    if !approach.starts_with("Via ") && something(approach) {
        title.push_str(" Approach");
    }
    if last && !target {
        add(&mut title, ", ", qualifier);
    }
    title
}

fn add(title: &mut String, before: &str, label: &str) {
    if something(label) {
        title.push_str(before);
        title.push_str(label);
    }
}

fn something(label: &str) -> bool {
    !(label.is_empty() || label == "None" || label.starts_with("No "))
}

/// `Kidney, Left` as `Left Kidney`.
fn turned(label: &str) -> String {
    match label.split_once(", ") {
        Some((noun, before)) if !before.contains(", ") => format!("{before} {noun}"),
        _ => label.to_owned(),
    }
}
