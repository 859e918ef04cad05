//! Claims: may these lines be billed together, and what will they pay.

use crate::answers::ToolError;
use crate::library::Library;
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use ligature_claim::{Claim, MOST_LINES, check, price};

impl Library {
    /// Checks a claim as of the dates of service of its lines: findings in layers, and which layers had no data.
    ///
    /// # Errors
    /// [`ToolError::Wrong`] for a claim without lines or with too many; [`ToolError::NoData`] if no payer's table was taken in.
    pub fn check(&self, claim: &Claim) -> Result<Checked, ToolError> {
        sound(claim)?;
        Ok(check::check(
            self.tables()?,
            &self.claim_rules().0,
            self.catalog().ok(),
            claim,
        ))
    }

    /// Prices a claim by the Medicare physician fee schedule of the dates of service of its lines.
    ///
    /// # Errors
    /// As [`Library::check`].
    pub fn price(&self, claim: &Claim) -> Result<Priced, ToolError> {
        sound(claim)?;
        Ok(price::price(self.tables()?, &self.claim_rules().1, claim))
    }
}

fn sound(claim: &Claim) -> Result<(), ToolError> {
    let why = match claim.lines.len() {
        0 => "the claim has no lines".to_owned(),
        n if n > MOST_LINES => format!("the claim has {n} lines; {MOST_LINES} are taken at once"),
        _ => return Ok(()),
    };
    Err(ToolError::Wrong(why))
}
