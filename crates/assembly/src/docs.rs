//! What each code can be found by.

use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, CodeId, NoteKind, Status, System};
use ligature_knowledge::Knowledge;
use ligature_search::Doc;
use rustc_hash::FxHashMap;

/// The documents of the search index: every code with its title, the words that people use for it, its index entries and
/// what it is listed under.
pub fn docs<'a>(
    catalog: &'a ArchivedCatalog,
    knowledge: &'a Knowledge,
) -> impl Iterator<Item = Doc> + 'a {
    let names: FxHashMap<&str, (&str, &[String])> = knowledge
        .names
        .iter()
        .map(|n| (n.code.as_str(), (n.name.as_str(), n.words.as_slice())))
        .collect();
    let pages: FxHashMap<&str, &str> = knowledge
        .pages
        .iter()
        .map(|p| (p.code.as_str(), p.name.as_str()))
        .collect();
    (0..catalog.codes.len() as CodeId).filter_map(move |id| {
        let row = catalog.row(id)?;
        Some(doc(catalog, row, id, &names, &pages))
    })
}

fn doc(
    catalog: &ArchivedCatalog,
    row: &ArchivedCodeRow,
    id: CodeId,
    names: &FxHashMap<&str, (&str, &[String])>,
    pages: &FxHashMap<&str, &str>,
) -> Doc {
    let code = catalog.str(&row.code);
    let system = catalog.system(row);
    let ours = (system == System::Cpt).then(|| names.get(code)).flatten();
    let page = (system == System::Cpt).then(|| pages.get(code)).flatten();
    let published = catalog.str(&row.title);
    let title = match (published, page, ours) {
        ("", Some(page), _) => (*page).to_owned(),
        ("", None, Some((name, _))) => (*name).to_owned(),
        (title, ..) => title.to_owned(),
    };
    let mut aliases: Vec<String> = ours.map(|(_, words)| words.to_vec()).unwrap_or_default();
    if let (Some(_), Some((name, _))) = (page, ours) {
        aliases.push((*name).to_owned());
    }
    let short = catalog.str(&row.short);
    if !short.is_empty() && system == System::Hcpcs {
        aliases.push(short.to_owned());
    }
    let mut terms: Vec<String> = catalog.terms(row).take(60).map(str::to_owned).collect();
    let inclusion = catalog
        .notes(row)
        .filter(|(kind, ..)| matches!(kind, NoteKind::InclusionTerm | NoteKind::Includes));
    terms.extend(inclusion.map(|(_, text, _)| text.to_owned()));
    let above: Vec<String> = catalog
        .above(row)
        .filter_map(|a| catalog.row(a))
        // our range says less about a code than the code's own name, in words that many codes share
        .filter(|a| !catalog.ours(a))
        .map(|a| catalog.str(&a.title).to_owned())
        .take(3)
        .collect();
    // a seventh character or a longer code is what its category is called by
    for up in catalog.above(row).take(2).filter_map(|a| catalog.row(a)) {
        if catalog.status(up) == Status::Header {
            terms.extend(catalog.terms(up).take(8).map(str::to_owned));
        }
    }
    Doc {
        id,
        title,
        aliases,
        terms,
        above,
        worth: worth(catalog, row),
    }
}

/// Codes of the newest release that may be reported on a claim first; old releases last.
fn worth(catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> f32 {
    let status = match catalog.status(row) {
        Status::Billable => 1.0,
        Status::Header => 0.85,
        Status::Modifier => 0.6,
        Status::Block => 0.5,
        Status::Chapter => 0.4,
    };
    let newest = catalog
        .releases
        .iter()
        .enumerate()
        .filter(|(_, r)| r.system == row.system && r.complete)
        .map(|(at, _)| at)
        .max();
    let current = newest.is_none_or(|at| row.listed.to_native() & (1 << at) != 0);
    let old = matches!(
        catalog.system(row),
        System::Icd9dx | System::Icd9sg | System::Ccsr
    );
    // codes that Medicare does not take, for it has others, come after those
    let taken = !catalog
        .facts(row)
        .any(|(name, _, value, _)| name == "status" && value == "I");
    // most injuries are looked for as they are first treated
    let title = catalog.str(&row.title);
    let visit = if title.ends_with(", sequela") {
        0.6
    } else if title.contains("subsequent encounter") {
        0.8
    } else {
        1.0
    };
    // what happened is looked for before how it happened
    let cause = catalog
        .above(row)
        .filter_map(|above| catalog.row(above))
        .any(|above| catalog.str(&above.title).starts_with("External causes"));
    status
        * visit
        * if cause { 0.3 } else { 1.0 }
        * if taken { 1.0 } else { 0.4 }
        * if current { 1.0 } else { 0.4 }
        * if old { 0.5 } else { 1.0 }
}
