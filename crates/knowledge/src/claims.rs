//! What authors write for claims: modifiers, factors, shares and principles (`knowledge/claims/*.toml`).

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use serde::Deserialize;

/// Everything authored for claims.
#[derive(Debug, Clone, Default, PartialEq, Archive, Store, Restore)]
pub struct ClaimRules {
    /// Modifiers that claims carry.
    pub modifiers: Vec<ClaimModifier>,
    /// Conversion factors by the days they hold.
    pub factors: Vec<Factor>,
    /// What share of the fee a role is paid.
    pub shares: Vec<Share>,
    /// What further procedures of a session are paid, by rank.
    pub ranks: Vec<Ranks>,
    /// Where the practice expense of a facility is paid.
    pub places: Vec<Places>,
    /// What the status codes of the fee schedule mean for a price.
    pub statuses: Vec<Status>,
    /// Codes that principles name together.
    pub groups: Vec<CodeGroup>,
    /// What is part of what, where no pair edit need be published.
    pub principles: Vec<Principle>,
    /// Codes that are for patients of one sex or of an age.
    pub patients: Vec<PatientRule>,
}

/// An author's test of the checks of claims.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimExample {
    /// Name.
    pub id: String,
    /// What it shows, in a sentence.
    pub shows: String,
    /// Date of service.
    pub date: String,
    /// Place of service, two digits.
    pub place: String,
    /// `practitioner` (if empty), `outpatient` or `supplier`.
    pub setting: String,
    /// Lines: `"44120"`, `"44121 x 2"`, `"99213-25"`, `"2024-08-02 99213"` where the day differs, `"99292 by 1234567893"`
    /// where the practitioner does.
    pub lines: Vec<String>,
    /// What was done before, by the same practitioner if none is named: `"2024-08-01 44120"`.
    pub earlier: Vec<String>,
    /// Date of birth, where the claim gives it.
    pub born: String,
    /// `F` or `M`, where the claim gives it.
    pub sex: String,
    /// All findings and principles: `"bundling deny 44120/49000"`, `"units deny_all_units 44121"`,
    /// `"bundling info 44120/44005"` (column one, column two). Notes need not be named.
    pub expect: Vec<String>,
    /// Findings that must not be there, in the same words.
    pub never: Vec<String>,
    /// Publisher, document, section, year.
    pub rule: String,
}

/// A modifier of a claim's line.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimModifier {
    /// Two characters.
    pub modifier: String,
    /// What it is about: `anatomic`, `global`, `distinct`, `role`, `component`, `amount`, `repeat`, `information`.
    pub kind: String,
    /// It may pass a pair edit of indicator 1.
    pub passes_pairs: bool,
    /// The side that it names: `left`, `right`, or none.
    pub side: String,
    /// What it means to the payer.
    pub says: String,
    /// What the note has to say for it to be proper.
    pub needs: String,
    /// When it would be improper.
    pub improper: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// A conversion factor.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Factor {
    /// `physician`, `qualifying-apm` or `anesthesia`.
    pub kind: String,
    /// Dollars for one relative value unit.
    pub dollars: String,
    /// First date of service.
    pub from: String,
    /// Last date of service.
    pub until: String,
    /// Publisher, document, year.
    pub source: String,
}

/// What share of the fee a line with a modifier is paid. A modifier has several where its indicator decides.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Share {
    /// The modifier.
    pub modifier: String,
    /// The share: `0.16` is 16 %. Empty: by report, no share is published, unless `of` or `row` says otherwise.
    pub share: String,
    /// The share is the sum of these shares of the fee schedule: `before`, `during`, `after` the operation.
    pub of: Vec<String>,
    /// The fee schedule has separate rows for this modifier; a code without such a row is not priced with it.
    pub row: bool,
    /// The indicator of the fee schedule that allows it: `assistant`, `co-surgeon`, `team`, `bilateral`; empty: none does.
    pub indicator: String,
    /// Values of the indicator with which it is paid.
    pub paid: Vec<String>,
    /// Values of the indicator with which it is paid when the documents support it.
    pub documented: Vec<String>,
    /// The rule in a sentence.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// What procedures of one session are paid by rank, or how parts of the fee of further ones are reduced.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Ranks {
    /// Values of the multiple-procedure indicator.
    pub indicators: Vec<String>,
    /// Shares from the first rank on; by report after the last. Empty: the whole fee is not ranked.
    pub shares: Vec<String>,
    /// The shares are taken after the family's base code was taken off.
    pub endoscopy: bool,
    /// Share of the professional component that all but the highest are paid; empty: it is not reduced.
    pub professional: String,
    /// The same of the technical component.
    pub technical: String,
    /// The same of the practice expense.
    pub expense: String,
    /// The rule in a sentence.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// Places of service where the practice expense of a facility is paid; everywhere else the other one is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Places {
    /// Places of service, two digits each.
    pub facility: Vec<String>,
    /// The rule in a sentence.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// What a status code of the fee schedule means for a price.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Status {
    /// The code: one letter.
    pub status: String,
    /// `fee`: the relative values are paid; `alone`: they are, if nothing else of the schedule is paid that day;
    /// `anesthesia`: base and time units are; `none`: the schedule sets no price.
    pub priced: String,
    /// What it says, in a sentence that ends after "not priced: " where there is no price.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// Codes under one name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct CodeGroup {
    /// Its name.
    pub id: String,
    /// Codes and ranges of codes (`44005-44130`).
    pub codes: Vec<String>,
    /// Codes and ranges that are not in it.
    pub except: Vec<String>,
}

/// A principle between codes: it holds whether or not a pair edit is published.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Principle {
    /// Codes, ranges or names of groups that are part of …
    pub part: Vec<String>,
    /// … these.
    pub whole: Vec<String>,
    /// Modifiers that allow the part to be billed; empty: none.
    pub unless: Vec<String>,
    /// First date of service; empty: always.
    pub from: String,
    /// Last date of service; empty: still.
    pub until: String,
    /// The inclusion of the policies that says why: `because`, `source` and, if none is given here, `resolve` are its own.
    pub included: Option<String>,
    /// The rule in a sentence.
    pub because: String,
    /// What the note would have to say, or what to do.
    pub resolve: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// Codes that are, by their own definition, for patients of one sex or of an age.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct PatientRule {
    /// Codes, ranges or names of groups.
    pub codes: Vec<String>,
    /// `F` or `M`; empty: either.
    pub sex: String,
    /// The age from which on, in days, months or years (`5 years`); empty: from birth.
    pub youngest: String,
    /// The age below which (`12 years`: until the day before the twelfth birthday); empty: any.
    pub below: String,
    /// Modifiers with which the line is still payable.
    pub unless: Vec<String>,
    /// The patients that the codes are for, in a sentence.
    pub because: String,
    /// What to look at, or to choose instead.
    pub resolve: String,
    /// Publisher, document, section, year.
    pub source: String,
}
