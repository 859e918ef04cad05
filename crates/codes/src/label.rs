//! The names of code sets as people write them before codes and in questions.

use crate::system::System;

/// Words in upper case, and the sets that they name, likeliest first.
pub(crate) type Label = (&'static [&'static str], &'static [System]);

const ICD10: &[System] = &[System::Icd10cm, System::Icd10pcs];
const ICD9: &[System] = &[System::Icd9dx, System::Icd9sg];
const ICD: &[System] = &[
    System::Icd10cm,
    System::Icd10pcs,
    System::Icd9dx,
    System::Icd9sg,
];
/// Sets of diagnoses.
pub(crate) const DIAGNOSES: &[System] = &[System::Icd10cm, System::Icd9dx];
/// HCPCS level I is CPT.
const HCPCS: &[System] = &[System::Hcpcs, System::Cpt];
const PROCEDURES: &[System] = &[
    System::Cpt,
    System::Hcpcs,
    System::Icd10pcs,
    System::Icd9sg,
    System::Cdt,
];

/// Names that are nothing else, longer ones first.
const SETS: &[Label] = &[
    (&["HCPCS", "LEVEL", "II"], HCPCS),
    (&["HCPCS", "LEVEL", "2"], HCPCS),
    (&["ICD", "10", "CM"], &[System::Icd10cm]),
    (&["ICD", "10", "PCS"], &[System::Icd10pcs]),
    (&["ICD", "9", "CM"], ICD9),
    (&["ICD10", "CM"], &[System::Icd10cm]),
    (&["ICD10", "PCS"], &[System::Icd10pcs]),
    (&["ICD9", "CM"], ICD9),
    (&["HCPCS", "II"], HCPCS),
    (&["ICD", "10"], ICD10),
    (&["ICD", "9"], ICD9),
    (&["CPT", "4"], &[System::Cpt]),
    (&["ICD10CM"], &[System::Icd10cm]),
    (&["ICD10PCS"], &[System::Icd10pcs]),
    (&["ICD9CM"], ICD9),
    (&["ICD10"], ICD10),
    (&["ICD9"], ICD9),
    (&["CPT4"], &[System::Cpt]),
    (&["CPT"], &[System::Cpt]),
    (&["CPTS"], &[System::Cpt]),
    (&["HCPCS"], HCPCS),
    (&["PCS"], &[System::Icd10pcs]),
];

/// Labels that only what stands behind them tells from other words: an `ICD` is a device as well.
const OTHERS: &[Label] = &[
    (&["ICD"], ICD),
    (&["CDT"], &[System::Cdt]),
    (&["CCSR"], &[System::Ccsr]),
    (&["DX"], DIAGNOSES),
    (&["DXS"], DIAGNOSES),
    (&["DIAG"], DIAGNOSES),
    (&["DIAGNOSIS"], DIAGNOSES),
    (&["DIAGNOSES"], DIAGNOSES),
    (&["PX"], PROCEDURES),
    (&["PROC"], PROCEDURES),
    (&["PROCEDURE"], PROCEDURES),
    (&["PROCEDURES"], PROCEDURES),
    (&["CODE"], &[]),
    (&["CODES"], &[]),
];

/// Labels that people write before codes, word by word (hyphens between the words are ignored), longer ones of a set first.
pub(crate) fn all() -> impl Iterator<Item = &'static Label> {
    SETS.iter().chain(OTHERS)
}

/// The sets that some words name wherever they are: `icd-10`, `CPT`, `hcpcs level ii`.
#[must_use]
pub fn named_sets(text: &str) -> Option<&'static [System]> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let label = SETS.iter().find(|(label, _)| *label == words.as_slice());
    label.map(|(_, systems)| *systems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let sets = named_sets(text).unwrap_or_default();
        let sets: Vec<&str> = sets.iter().map(|set| set.id()).collect();
        assert_eq!(sets.join(" "), expected, "{text}");
    }

    #[test]
    fn names_of_sets() {
        check("icd-10", "icd10cm icd10pcs");
        check("(ICD-9-CM)", "icd9dx icd9sg");
        check("Cpt", "cpt");
        check("hcpcs level II", "hcpcs cpt");
        check("icd", "");
        check("dx", "");
        check("", "");
    }
}
