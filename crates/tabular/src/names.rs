//! Names of the columns that lines and claims are read from, of each column the first preferred.

/// Names under which each column is taken, the first preferred.
pub(crate) const CLAIM: [&str; 6] = [
    "claim",
    "claim_id",
    "claim_number",
    "claim_no",
    "clm_id",
    "id",
];
pub(crate) const DAY: [&str; 5] = [
    "date_of_service",
    "service_date",
    "dos",
    "from_date",
    "date",
];
pub(crate) const CODE: [&str; 9] = [
    "code",
    "procedure_code",
    "proc_code",
    "procedure",
    "hcpcs",
    "hcpcs_code",
    "hcpcs_cd",
    "cpt",
    "cpt_code",
];
pub(crate) const UNITS: [&str; 6] = [
    "units",
    "quantity",
    "qty",
    "srvc_cnt",
    "units_of_service",
    "service_units",
];
pub(crate) const LINE: [&str; 4] = ["line", "line_number", "line_no", "line_num"];
pub(crate) const MODIFIERS: [&str; 4] = ["modifiers", "modifier", "mods", "mod"];
pub(crate) const SINGLE: [[&str; 3]; 4] = [
    ["modifier_1", "modifier1", "mod1"],
    ["modifier_2", "modifier2", "mod2"],
    ["modifier_3", "modifier3", "mod3"],
    ["modifier_4", "modifier4", "mod4"],
];

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

/// The names of each column that lines are read from.
pub(crate) fn of_lines() -> impl Iterator<Item = &'static [&'static str]> {
    let all: [&'static [&'static str]; 6] = [&CLAIM, &DAY, &CODE, &UNITS, &LINE, &MODIFIERS];
    all.into_iter().chain(SINGLE.iter().map(|names| &names[..]))
}

/// Whether a column of this name is one that lines are read from; whether its values are words of few.
pub(crate) fn wanted(name: &str) -> (bool, bool) {
    let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let words = is(&CODE) || is(&MODIFIERS) || SINGLE.iter().any(|names| is(names));
    (
        words || is(&CLAIM) || is(&DAY) || is(&UNITS) || is(&LINE),
        words,
    )
}
