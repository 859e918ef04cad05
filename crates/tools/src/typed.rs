//! A claim as people type it: a line each, `44121 x 2`, `99213-25`, `2024-08-02 99213 by 1234567893`.

use ligature_claim::{Claim, example};
use ligature_knowledge::ClaimExample;

/// A claim as it is typed into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedClaim {
    /// Lines, one a row: a day if it differs, code, modifiers, units, practitioner.
    pub lines: String,
    /// What was billed before, one a row, each with its day.
    pub earlier: String,
    /// Date of service.
    pub date: String,
    /// Place of service, two digits.
    pub place: String,
    /// Contractor and number of the locality.
    pub locality: String,
    /// Whose claim: a setting's name; empty: a practitioner's.
    pub setting: String,
    /// The patient's date of birth; may be empty.
    pub born: String,
    /// The patient's sex, `F` or `M`; may be empty.
    pub sex: String,
}

impl TypedClaim {
    /// The claim that was typed.
    ///
    /// # Errors
    /// What cannot be read, in words that name the line.
    pub fn claim(&self) -> Result<Claim, String> {
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
            lines.map(str::to_owned).collect()
        };
        let written = ClaimExample {
            date: self.date.trim().to_owned(),
            place: self.place.trim().to_owned(),
            setting: self.setting.trim().to_owned(),
            lines: lines(&self.lines),
            earlier: lines(&self.earlier),
            born: self.born.trim().to_owned(),
            sex: self.sex.trim().to_owned(),
            ..ClaimExample::default()
        };
        if written.lines.is_empty() {
            return Err("no line was typed".to_owned());
        }
        let mut claim = example::claim(&written)?;
        claim.locality = self.locality.trim().to_owned();
        Ok(claim)
    }

    /// A claim as one would type it. Charges and diagnoses are left out.
    #[must_use]
    pub fn of(claim: &Claim) -> TypedClaim {
        let words = example::words_of(claim);
        TypedClaim {
            lines: words.lines.join("\n"),
            earlier: words.earlier.join("\n"),
            date: words.date,
            place: words.place,
            locality: claim.locality.clone(),
            setting: words.setting,
            born: words.born,
            sex: words.sex,
        }
    }
}
