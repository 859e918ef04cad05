//! Names of the columns that only whole claims have, the first preferred.

/// Columns of the claim, each taken from its first line; a line may name another place and provider.
pub(crate) const PLACE: [&str; 3] = ["place_of_service", "pos", "place"];
pub(crate) const SETTING: [&str; 1] = ["setting"];
pub(crate) const MAC: [&str; 3] = ["mac", "contractor", "carrier"];
pub(crate) const LOCALITY: [&str; 2] = ["locality", "loc"];
pub(crate) const PROVIDER: [&str; 3] = ["provider", "npi", "rendering_npi"];
pub(crate) const BORN: [&str; 3] = ["born", "birth_date", "date_of_birth"];
pub(crate) const SEX: [&str; 2] = ["sex", "gender"];
/// Columns of the line.
pub(crate) const CHARGE: [&str; 3] = ["charge", "charge_amount", "billed_amount"];
pub(crate) const DIAGNOSES: [&str; 4] = ["diagnoses", "diagnosis", "icd10", "dx"];

/// The names of each column that claims are read from, in addition to those of every line.
pub(crate) fn meanings() -> impl Iterator<Item = &'static [&'static str]> {
    let all: [&'static [&'static str]; 9] = [
        &PLACE, &SETTING, &MAC, &LOCALITY, &PROVIDER, &BORN, &SEX, &CHARGE, &DIAGNOSES,
    ];
    all.into_iter()
}

/// Whether a column of this name is one that claims are read from, in addition to those of every line.
pub(crate) fn known(name: &str) -> bool {
    meanings().any(|names| names.iter().any(|n| n.eq_ignore_ascii_case(name)))
}
