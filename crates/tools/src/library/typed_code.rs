//! A code as a person types it, found in the loaded code sets.

use super::meant;
use super::range::point_fits;
use ligature_catalog::{ArchivedCatalog, CodeId, Status};
use ligature_codes::{System, Systems, Written, tidy, written};

/// The code sets that print a point in their codes.
const POINTED: [System; 3] = [System::Icd10cm, System::Icd9dx, System::Icd9sg];

/// What a text that names one code leads to.
#[derive(Debug, Default)]
pub(super) struct TypedCode {
    /// The code in each set that has it, likeliest set first.
    pub ids: Vec<CodeId>,
    /// Modifiers that were typed with it, as far as a loaded set lists them.
    pub modifiers: Vec<CodeId>,
    /// How many codes the text names.
    pub count: usize,
    /// The text is a range of codes that no set has as a heading.
    pub is_range: bool,
}

/// The code that a text names: a heading of a set (`K55-K64`), or one code with its label, point, modifiers and units.
pub(super) fn typed_code(catalog: &ArchivedCatalog, set: Option<Systems>, text: &str) -> TypedCode {
    let text = tidy(text);
    let text = text.trim();
    let as_typed = in_sets(catalog, meant(set), text);
    if !as_typed.is_empty() {
        return TypedCode {
            ids: as_typed,
            count: 1,
            ..TypedCode::default()
        };
    }
    let all = written(text).unwrap_or_default();
    let [one] = all.as_slice() else {
        return TypedCode {
            count: all.len(),
            ..TypedCode::default()
        };
    };
    TypedCode {
        ids: match &one.to {
            _ if one.corrected => Vec::new(),
            None => sets_of(set, one)
                .iter()
                .map(|sets| in_sets(catalog, sets, &one.code))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            Some(_) => Vec::new(),
        },
        modifiers: modifiers(catalog, one),
        count: 1,
        is_range: one.to.is_some(),
    }
}

/// The code of a text, without its label, modifiers and units and in upper case; a text that is no code as it is.
pub(super) fn code_of(text: &str) -> String {
    match written(text).as_deref() {
        Some([one]) if one.to.is_none() && !one.corrected => one.code.clone(),
        _ => tidy(text).trim().to_uppercase(),
    }
}

/// Where a code is looked for, one choice after the other: the sets that the request and the label both mean; then, as labels
/// are often wrong, those of the request; last, for a misplaced point, the sets that have points.
pub(super) fn sets_of(set: Option<Systems>, one: &Written) -> Vec<Vec<System>> {
    let wanted = meant(set);
    let labelled: Vec<System> = one
        .systems
        .iter()
        .copied()
        .filter(|s| wanted.contains(s))
        .collect();
    let fits = |sets: Vec<System>| -> Vec<System> {
        sets.into_iter()
            .filter(|s| point_fits(*s, &one.code))
            .collect()
    };
    let all = [fits(labelled), fits(wanted.to_vec())];
    all.into_iter().filter(|sets| !sets.is_empty()).collect()
}

/// The modifiers of a code that a loaded set lists.
pub(super) fn modifiers(catalog: &ArchivedCatalog, one: &Written) -> Vec<CodeId> {
    let find = |modifier: &String| {
        let mut found = System::ALL
            .iter()
            .filter_map(|set| catalog.find(*set, modifier));
        found.find(|id| {
            catalog
                .row(*id)
                .is_some_and(|row| catalog.status(row) == Status::Modifier)
        })
    };
    one.modifiers.iter().filter_map(find).collect()
}

/// A code in each of some sets. A code with a point belongs to a set that prints one there; a point in a place where no set
/// prints one is ignored, in the sets that have points.
fn in_sets(catalog: &ArchivedCatalog, sets: &[System], code: &str) -> Vec<CodeId> {
    let find = |sets: &mut dyn Iterator<Item = &System>| -> Vec<CodeId> {
        sets.filter_map(|set| catalog.find(*set, code)).collect()
    };
    let found = find(&mut sets.iter().filter(|set| point_fits(**set, code)));
    match found.is_empty() && code.contains('.') {
        true => find(&mut sets.iter().filter(|set| POINTED.contains(set))),
        false => found,
    }
}
