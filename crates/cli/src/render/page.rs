//! The page of a code, with its facts.

use super::markdown::markdown;
use super::{Layout, Role, Terminal};
use ligature_catalog::Payment;
use ligature_knowledge::{Facts, Page};

/// The page, for a coder at a terminal.
pub fn page(page: &Page, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let code = layout.paint(Role::Code, &page.code);
    let name = layout.paint(Role::Strong, &page.name);
    layout.item(0, &format!("{code}  "), &name);
    layout.gap();
    facts(&mut layout, &page.facts);
    for (heading, text) in &page.sections {
        layout.heading(heading);
        markdown(&mut layout, 2, text);
    }
    layout.finish()
}

/// Facts of the public tables, each group with the release it was read from.
fn facts(layout: &mut Layout, facts: &Facts) {
    if facts.rvu_release.is_empty() {
        let text = layout.paint(
            Role::Faint,
            "No facts of the public tables are on this page.",
        );
        layout.paragraph(2, &text);
    } else {
        let fees = [
            ("Status", explained(&facts.status, status)),
            ("Global", explained(&facts.global, global)),
            ("Work RVU", facts.work_rvu.clone()),
            (
                "Facility",
                explained(&facts.total_facility_rvu, |_| {
                    Some("total RVU in a facility")
                }),
            ),
            ("Multiple", explained(&facts.multiple, multiple)),
            ("Bilateral", explained(&facts.bilateral, bilateral)),
            ("Assistant", explained(&facts.assistant, assistant)),
            ("Co-surgeon", explained(&facts.co_surgeon, second_surgeon)),
            ("Team", explained(&facts.team, second_surgeon)),
        ];
        for (label, text) in fees.iter().filter(|(_, text)| !text.is_empty()) {
            layout.labelled(2, label, text);
        }
        from(
            layout,
            "Medicare physician fee schedule",
            &facts.rvu_release,
        );
    }
    match facts.mue {
        Some(units) => {
            let day = match facts.mai {
                Some(1) => "a claim line",
                Some(2 | 3) => "a day",
                _ => "",
            };
            layout.labelled(
                2,
                "Unit limit",
                format!("{units} {day} (MUE)").replace("  ", " ").as_str(),
            );
            from(
                layout,
                "Medically unlikely edits, practitioner",
                &facts.mue_release,
            );
        }
        None if !facts.mue_release.is_empty() => {
            layout.labelled(
                2,
                "Unit limit",
                "none published, which is not the same as no limit",
            );
            from(
                layout,
                "Medically unlikely edits, practitioner",
                &facts.mue_release,
            );
        }
        None => {}
    }
    if !facts.primaries.is_empty() {
        layout.labelled(2, "Add-on to", &facts.primaries.join(", "));
        from(layout, "Add-on code edits", &facts.addon_release);
    }
}

fn from(layout: &mut Layout, table: &str, release: &str) {
    if !release.is_empty() {
        let text = layout.paint(Role::Faint, &format!("({table}, {release})"));
        layout.labelled(2, "", &text);
    }
}

/// An indicator with what it means, where that is known.
fn explained(value: &str, meaning: impl Fn(&str) -> Option<&'static str>) -> String {
    if value.is_empty() {
        return String::new();
    }
    meaning(value).map_or_else(|| value.to_owned(), |words| format!("{value}, {words}"))
}

fn status(value: &str) -> Option<&'static str> {
    Payment::of(value).map(|p| p.words)
}

fn global(value: &str) -> Option<&'static str> {
    Some(match value {
        "000" => "the day of the operation only",
        "010" => "10 days after the operation",
        "090" => "the day before to 90 days after the operation",
        "XXX" => "no global period",
        "YYY" => "set by the contractor",
        "ZZZ" => "that of the code it goes with",
        _ => return None,
    })
}

fn multiple(value: &str) -> Option<&'static str> {
    Some(match value {
        "0" => "no reduction beside other procedures",
        "2" => "ranked and reduced beside other procedures",
        "3" => "endoscopy family rule",
        "9" => "the concept does not apply",
        _ => return None,
    })
}

fn bilateral(value: &str) -> Option<&'static str> {
    Some(match value {
        "0" => "no bilateral payment",
        "1" => "150 percent when done on both sides",
        "2" => "already valued for both sides",
        "3" => "each side paid in full",
        "9" => "the concept does not apply",
        _ => return None,
    })
}

fn assistant(value: &str) -> Option<&'static str> {
    Some(match value {
        "0" => "paid with documentation of need",
        "1" => "not paid",
        "2" => "paid",
        "9" => "the concept does not apply",
        _ => return None,
    })
}

fn second_surgeon(value: &str) -> Option<&'static str> {
    Some(match value {
        "0" => "not paid",
        "1" => "paid with documentation of need",
        "2" => "paid",
        "9" => "the concept does not apply",
        _ => return None,
    })
}
