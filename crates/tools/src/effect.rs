//! What a modifier would do to a claim: findings and prices before it and after it.

use crate::answers::ToolError;
use crate::library::Library;
use ligature_claim::Claim;
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use rust_decimal::Decimal;

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// A finding denies it.
    pub denied: bool,
    /// What the schedule allows if it is payable; nothing without a locality or a price.
    pub allowed: Option<Decimal>,
}

/// A line before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub line: u32,
    /// Its code.
    pub code: String,
    /// Before.
    pub before: Standing,
    /// After.
    pub after: Standing,
}

/// What a modifier did.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The line that now carries it.
    pub line: u32,
    /// The modifier.
    pub modifier: String,
    /// The claim with it.
    pub claim: Claim,
    /// Its findings.
    pub checked: Checked,
    /// Its prices, where the claim names a locality.
    pub priced: Option<Priced>,
    /// The line that carries it, and every line whose standing it changed.
    pub changes: Vec<Change>,
}

impl Library {
    /// Adds a modifier that a finding allows to a line, and says what changed. Whether it is proper is a matter of the note.
    ///
    /// # Errors
    /// [`ToolError::Wrong`] for a modifier that no finding of the claim allows on the line (with indicator 0: none), or that
    /// the line has no room for; as [`Library::check`].
    pub fn effect(&self, claim: &Claim, line: u32, modifier: &str) -> Result<Effect, ToolError> {
        let modifier = modifier.trim().to_ascii_uppercase();
        let before = self.check(claim)?;
        let rules = &self.claim_rules().0;
        let mut ways = before.findings.iter().filter_map(|f| f.allowed.as_ref());
        if !ways.any(|way| way.line == line && way.has(rules, &modifier)) {
            return Err(ToolError::Wrong(format!(
                "no finding of this claim allows {modifier} on line {line}"
            )));
        }
        let with = claim
            .with_modifier(line, &modifier)
            .map_err(ToolError::Wrong)?;
        let checked = self.check(&with)?;
        let prices = |of: &Claim| match of.locality.is_empty() {
            true => Ok(None),
            false => self.price(of).map(Some),
        };
        let (was_priced, priced) = (prices(claim)?, prices(&with)?);
        let numbered = (1..).zip(&with.lines).map(|(place, l)| match l.line {
            0 => (place, l),
            named => (named, l),
        });
        let changes = numbered.filter_map(|(number, of)| {
            let change = Change {
                line: number,
                code: of.code.trim().to_ascii_uppercase(),
                before: standing(&before, was_priced.as_ref(), number, &of.code),
                after: standing(&checked, priced.as_ref(), number, &of.code),
            };
            (number == line || change.before != change.after).then_some(change)
        });
        Ok(Effect {
            line,
            modifier,
            changes: changes.collect(),
            claim: with,
            checked,
            priced,
        })
    }
}

fn standing(checked: &Checked, priced: Option<&Priced>, line: u32, code: &str) -> Standing {
    let mut findings = checked.findings.iter();
    let price = priced.and_then(|p| p.lines.iter().find(|l| l.line == line));
    Standing {
        denied: findings.any(|f| f.denies_line(line, code)),
        allowed: price.and_then(|p| p.allowed),
    }
}
