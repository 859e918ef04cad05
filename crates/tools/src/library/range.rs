//! Questions that are codes: a whole one, the beginning of one, or a range.

use super::slips::slips;
use ligature_catalog::{ArchivedCatalog, CodeId, Status, plain};
use ligature_codes::System;

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
        let mut found: Vec<CodeId> = systems
            .iter()
            .flat_map(|s| between(catalog, *s, &from, &to))
            .filter(|id| takes(*id))
            .take(LONGEST)
            .collect();
        // an end that is no code may be mistyped: then a much shorter range was meant
        if unknown_end(catalog, systems, &from, &to)
            && let Some((a, b)) = mistyped_range(catalog, systems, &from, &to)
            && (found.is_empty() || (b - a + 1) as usize * MUCH_SHORTER <= found.len())
        {
            let heading = |id: &CodeId| {
                catalog
                    .row(*id)
                    .is_some_and(|r| catalog.str(&r.code).contains('-'))
            };
            let all = (a..=b).filter(|id| takes(*id) && !heading(id));
            found = all.take(most).collect();
        }
        found.truncate(most);
        return (!found.is_empty()).then_some(found);
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
    let here: Vec<System> = systems
        .iter()
        .copied()
        .filter(|s| point_fits(*s, text))
        .collect();
    for system in &here {
        let exact = catalog.find(*system, text).filter(|id| takes(*id));
        found.extend(exact);
    }
    let exact = found.len();
    for system in &here {
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
    if found.len() < most.min(NEAR_ENOUGH) {
        // where the code is one, near codes of the same set are the likelier ones
        let of: Vec<System> = found[..exact.min(found.len())]
            .iter()
            .filter_map(|id| catalog.row(*id).map(|r| catalog.system(r)))
            .collect();
        let mut near = near_codes(catalog, text, systems, &of, takes);
        if near.is_empty() && found.is_empty() && text.contains('.') {
            near = near_codes(catalog, &plain(text), systems, &of, takes);
        }
        for id in near {
            if found.len() < most && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Codes one slip away from what was typed, likeliest first; where the slip gives the beginning of codes, the first of them.
fn near_codes(
    catalog: &ArchivedCatalog,
    text: &str,
    systems: &[System],
    of: &[System],
    takes: &dyn Fn(CodeId) -> bool,
) -> Vec<CodeId> {
    let mut near: Vec<(f32, CodeId)> = Vec::new();
    for slip in slips(text) {
        for system in systems.iter().filter(|s| point_fits(**s, &slip.text)) {
            let cost = slip.cost
                + if of.is_empty() || of.contains(system) {
                    0.0
                } else {
                    1.0
                };
            match catalog.find(*system, &slip.text).filter(|id| takes(*id)) {
                Some(id) => near.push((cost, id)),
                None => {
                    let begun = catalog.begin(*system, &slip.text).filter(|id| takes(*id));
                    let more = if of.is_empty() { 0.0 } else { BEGUN };
                    near.extend(begun.take(2).map(|id| (cost + more, id)));
                }
            }
        }
    }
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.into_iter().map(|(_, id)| id).collect()
}

/// Codes of a range that are looked at.
const LONGEST: usize = 5000;
/// A range with one misspelling corrected is meant when the range as typed is so many times as long.
const MUCH_SHORTER: usize = 5;

/// What a code costs more that only begins with what may have been meant, where a whole code was typed.
const BEGUN: f32 = 0.1;

/// Whether the point of a code is where the code set prints it; a code without one fits everywhere.
pub(super) fn point_fits(system: System, text: &str) -> bool {
    let Some(at) = text.find('.') else {
        return true;
    };
    match system {
        System::Icd10cm => at == 3,
        System::Icd9dx => at == if text.starts_with(['E', 'e']) { 4 } else { 3 },
        System::Icd9sg => at == 2,
        System::Cpt | System::Hcpcs | System::Icd10pcs | System::Cdt | System::Ccsr => false,
    }
}

/// A range of which one end is mistyped: the shortest range that is one slip away.
fn mistyped_range(
    catalog: &ArchivedCatalog,
    systems: &[System],
    from: &str,
    to: &str,
) -> Option<(CodeId, CodeId)> {
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
    for other in slips(from) {
        offer(&other.text, to);
    }
    for other in slips(to) {
        offer(from, &other.text);
    }
    best
}

/// Whether an end of the range is no code of any of the sets.
fn unknown_end(catalog: &ArchivedCatalog, systems: &[System], from: &str, to: &str) -> bool {
    let both = |s: &System| catalog.find(*s, from).is_some() && catalog.find(*s, to).is_some();
    !systems.iter().any(both)
}

/// With fewer codes than this, those one slip of the finger away are offered too.
const NEAR_ENOUGH: usize = 5;

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
