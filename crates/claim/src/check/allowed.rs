//! Which modifiers may let a denied line pass, and on which line; whether one is proper is a matter of the note.

use crate::rules::Rules;
use ligature_knowledge::ClaimModifier;
use schemars::JsonSchema;
use serde::Serialize;

/// Modifiers that would let a line pass, if the note supports one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Allowed {
    /// The line that would carry it.
    pub line: u32,
    /// Those that `resolve` names.
    pub modifiers: Vec<String>,
    /// An anatomic modifier would serve as well, where one says the place.
    pub anatomic: bool,
}

impl Allowed {
    pub(super) fn new(line: u32, modifiers: &[&[u8; 2]], anatomic: bool) -> Allowed {
        let text = |m: &&[u8; 2]| String::from_utf8_lossy(*m).into_owned();
        Allowed {
            line,
            modifiers: modifiers.iter().map(text).collect(),
            anatomic,
        }
    }

    /// The modifiers that are named, as the rules describe them. One that no rule describes is not offered.
    pub fn named<'r>(&'r self, rules: &'r Rules) -> impl Iterator<Item = &'r ClaimModifier> {
        let listed = &rules.authored.modifiers;
        let named = self.modifiers.iter();
        named.filter_map(|m| listed.iter().find(|of| of.modifier == *m))
    }

    /// The anatomic modifiers, where one of them would serve.
    pub fn places<'r>(&self, rules: &'r Rules) -> impl Iterator<Item = &'r ClaimModifier> {
        let anatomic = self.anatomic;
        let listed = rules.authored.modifiers.iter();
        listed.filter(move |m| anatomic && m.passes_pairs && m.kind == "anatomic")
    }

    /// Whether a modifier is one of them.
    #[must_use]
    pub fn has(&self, rules: &Rules, modifier: &str) -> bool {
        let mut all = self.named(rules).chain(self.places(rules));
        all.any(|m| m.modifier == modifier)
    }
}
