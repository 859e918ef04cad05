//! "Did you mean …?"

/// Most names that a message lists.
const LISTED: usize = 14;

/// The name nearest to `wrong`, if one is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lowered = wrong.to_lowercase();
    let most = (wrong.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lowered, &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, name)| {
            *distance <= most || begins(&lowered, name) || swapped(&lowered, name)
        })
        .min()
        .map(|(_, name)| name)
}

/// The beginning of the name, or more than the name.
fn begins(a: &str, b: &str) -> bool {
    const ENOUGH: usize = 3;
    let short = a.len().min(b.len());
    short >= ENOUGH && (a.starts_with(b) || b.starts_with(a))
}

/// The same words in another order or with other marks between: `bowel_small` and `small-bowel`.
fn swapped(a: &str, b: &str) -> bool {
    fn parts(text: &str) -> Vec<String> {
        let mut parts: Vec<_> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .collect();
        parts.sort();
        parts
    }
    parts(a) == parts(b)
}

/// "did you mean `x`?", or the names there are; `what` says of what kind they are, such as "codes".
#[must_use]
pub fn did_you_mean<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
    what: &str,
) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    if let Some(name) = nearest(wrong, names.iter().copied()) {
        return format!("did you mean `{name}`?");
    }
    match names.len() {
        0 => format!("there are no {what} yet"),
        1..=LISTED => format!("the {what} are {}", quoted(&names)),
        all => format!("none of the {all} {what} is written like this"),
    }
}

/// `a`, `b`, `c`
pub(crate) fn quoted(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
