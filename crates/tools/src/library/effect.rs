//! What a modifier would do to a claim: findings and prices before it and after it.

use super::{Call, Library};
use crate::contract::ModifierText;
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::Claim;
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a modifier would do to a claim. Whether it is proper is a matter of the note.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct EffectRequest {
    /// The claim.
    #[schemars(extend("examples" = [{"date_of_service": "2024-08-14", "lines": [{"code": "44120"}, {"code": "49591"}]}]))]
    pub claim: Claim,
    /// Number of the line that would carry the modifier.
    #[schemars(range(min = 1, max = 999_999), extend("examples" = [2]))]
    pub line: u32,
    /// The modifier: one that a finding of the claim allows on the line.
    pub modifier: ModifierText,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Standing {
    /// A finding denies it.
    pub denied: bool,
    /// What the schedule allows if it is payable; nothing without a locality or a price.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub allowed: Option<Decimal>,
}

/// A line before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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

impl Redact for Effect {}

impl Ask for EffectRequest {
    const TOOL: &'static str = "modifier_effect";
    type Answer = Effect;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Effect, Failure> {
        library.effect(&self.claim, self.line, &self.modifier)
    }
}

impl Library {
    /// Adds a modifier that a finding allows to a line, and says what changed. One that no finding of the claim allows on the
    /// line (with indicator 0: none), or that the line has no room for, is refused.
    fn effect(&self, claim: &Claim, line: u32, modifier: &str) -> Result<Effect, Failure> {
        let modifier = modifier.trim().to_ascii_uppercase();
        let with = claim
            .with_modifier(line, &modifier)
            .map_err(Failure::Conflict)?;
        let before = self.check(claim)?;
        let rules = &self.claim_rules().0;
        let mut ways = before.findings.iter().filter_map(|f| f.allowed.as_ref());
        if !ways.any(|way| way.line == line && way.has(rules, &modifier)) {
            return Err(Failure::Conflict(format!(
                "no finding of this claim allows {modifier} on line {line}"
            )));
        }
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
