//! Questions that are codes: a whole one, the beginning of one, or a range.

use ligature_catalog::{ArchivedCatalog, CodeId, Status, System, plain};

/// Codes that a question names by their characters, best first; `None` if it is not such a question.
pub(crate) fn by_code(
    catalog: &ArchivedCatalog,
    text: &str,
    systems: &[System],
    most: usize,
    takes: &dyn Fn(CodeId) -> bool,
) -> Option<Vec<CodeId>> {
    let text = text.trim();
    if let Some((from, to)) = ends(text) {
        let found: Vec<CodeId> = systems
            .iter()
            .flat_map(|s| between(catalog, *s, &from, &to))
            .filter(|id| takes(*id))
            .take(most)
            .collect();
        if !found.is_empty() {
            return Some(found);
        }
        return mistyped_range(catalog, systems, &from, &to, most, takes);
    }
    if !looks_like_code(text) {
        // modifiers have two letters
        let modifier = |s: &System| {
            catalog.find(*s, text).filter(|id| {
                takes(*id)
                    && catalog
                        .row(*id)
                        .is_some_and(|r| catalog.status(r) == Status::Modifier)
            })
        };
        let found: Vec<CodeId> = systems.iter().filter_map(modifier).collect();
        return (!found.is_empty()).then_some(found);
    }
    let mut found: Vec<CodeId> = Vec::new();
    for system in systems {
        let exact = catalog.find(*system, text).filter(|id| takes(*id));
        found.extend(exact);
    }
    for system in systems {
        let mut begun: Vec<CodeId> = catalog
            .begin(*system, text)
            .filter(|id| takes(*id) && !found.contains(id))
            .take(4 * most)
            .collect();
        // what is shorter is wider
        begun.sort_by_key(|id| {
            let row = catalog.row(*id);
            let block =
                row.is_some_and(|r| matches!(catalog.status(r), Status::Block | Status::Chapter));
            (block, row.map_or(0, |r| r.code.len.to_native()), *id)
        });
        found.extend(begun.into_iter().take(most));
    }
    found.truncate(most);
    let exact = found.len();
    if exact < most.min(NEAR_ENOUGH) {
        for code in near(&plain(text)) {
            let more = systems.iter().filter_map(|s| catalog.find(*s, &code));
            found.extend(more.filter(|id| takes(*id)));
        }
        for code in swaps(&plain(text)) {
            let begun = systems
                .iter()
                .flat_map(|s| catalog.begin(*s, &code).take(2));
            let at = exact.min(found.len());
            let more: Vec<CodeId> = begun.filter(|id| takes(*id)).collect();
            found.splice(at..at, more);
        }
        if found.is_empty() {
            for code in near(&plain(text)) {
                let begun = systems
                    .iter()
                    .flat_map(|s| catalog.begin(*s, &code).take(3));
                found.extend(begun.filter(|id| takes(*id)).take(most));
            }
        }
        let mut seen = Vec::new();
        found.retain(|id| !seen.contains(id) && (seen.push(*id), true).1);
        found.truncate(most);
    }
    (!found.is_empty()).then_some(found)
}

/// A range of which one end is mistyped: the shortest range that is one slip away.
fn mistyped_range(
    catalog: &ArchivedCatalog,
    systems: &[System],
    from: &str,
    to: &str,
    most: usize,
    takes: &dyn Fn(CodeId) -> bool,
) -> Option<Vec<CodeId>> {
    let mut best: Option<(CodeId, CodeId)> = None;
    let mut offer = |a: &str, b: &str| {
        for system in systems {
            if let (Some(a), Some(b)) = (catalog.find(*system, a), catalog.find(*system, b))
                && a <= b
                && best.is_none_or(|(x, y)| b - a < y - x)
            {
                best = Some((a, b));
            }
        }
    };
    for other in near(from) {
        offer(&other, to);
    }
    for other in near(to) {
        offer(from, &other);
    }
    let (a, b) = best?;
    Some((a..=b).filter(|id| takes(*id)).take(most).collect())
}

/// With fewer codes than this, those one slip of the finger away are offered too.
const NEAR_ENOUGH: usize = 5;

/// Codes with two neighbours swapped.
fn swaps(code: &str) -> Vec<String> {
    let chars: Vec<char> = code.chars().collect();
    (1..chars.len())
        .map(|at| {
            let mut swapped = chars.clone();
            swapped.swap(at - 1, at);
            swapped.into_iter().collect()
        })
        .collect()
}

/// Codes one slip away: two characters swapped, one doubled or left out, a neighbour on the keyboard.
fn near(code: &str) -> Vec<String> {
    const KEYS: [&str; 4] = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
    let chars: Vec<char> = code.chars().collect();
    let text = |c: &[char]| c.iter().collect::<String>();
    let mut all = swaps(code);
    for at in 0..chars.len() {
        let mut shorter = chars.clone();
        shorter.remove(at);
        all.push(text(&shorter));
    }
    for (at, c) in chars.iter().enumerate() {
        for row in KEYS {
            let Some(place) = row.find(*c) else { continue };
            let beside = [place.checked_sub(1), Some(place + 1)];
            for other in beside
                .into_iter()
                .flatten()
                .filter_map(|p| row.chars().nth(p))
            {
                let mut changed = chars.clone();
                changed[at] = other;
                all.push(text(&changed));
            }
        }
    }
    for at in 0..=chars.len() {
        for c in ('0'..='9').chain('A'..='Z') {
            let mut longer = chars.clone();
            longer.insert(at, c);
            all.push(text(&longer));
        }
    }
    all
}

/// Letters and digits of a code, with a digit among them and at most one dot.
fn looks_like_code(text: &str) -> bool {
    let plain = plain(text);
    (2..=8).contains(&plain.len())
        && !text.contains(' ')
        && plain.bytes().all(|b| b.is_ascii_alphanumeric())
        && plain.bytes().any(|b| b.is_ascii_digit())
}

/// The two ends of a range: `44120-44130`, `44120 to 44130`, `K55–K64`.
fn ends(text: &str) -> Option<(String, String)> {
    let text = text
        .replace(['\u{2013}', '\u{2014}'], "-")
        .replace(" to ", "-");
    let (from, to) = text.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    (looks_like_code(from) && looks_like_code(to)).then(|| (plain(from), plain(to)))
}

fn between<'a>(
    catalog: &'a ArchivedCatalog,
    system: System,
    from: &'a str,
    to: &'a str,
) -> impl Iterator<Item = CodeId> + 'a {
    let codes = catalog.of(system);
    codes
        .map(move |id| (id, catalog.row(id).map_or("", |r| catalog.str(&r.code))))
        .skip_while(move |(_, code)| *code < from)
        .take_while(move |(_, code)| *code <= to || code.starts_with(to))
        .filter(|(_, code)| !code.contains('-'))
        .map(|(id, _)| id)
}
