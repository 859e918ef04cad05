//! What would resolve a pair edit, what would be improper, and the modifiers that would do.

use super::{Allowed, ClaimCheck};
use crate::rules::DISTINCT;
use ligature_edits::{Key, Pair};

/// What to do, what would be improper, which modifiers may let the line pass.
pub(super) type Advice = (String, String, Option<Allowed>);

impl ClaimCheck<'_, '_> {
    /// About the lines of a pair edit, column one and column two.
    pub(super) fn pair_advice(
        &self,
        one: usize,
        two: usize,
        pair: &Pair,
        passed_by: Option<[u8; 2]>,
    ) -> Advice {
        if pair.indicator != 1 {
            return (
                "Take the line of column two off. It is not appealable with a modifier: the indicator is 0.".to_owned(),
                "Adding 59, an X modifier or an anatomic modifier to get around this edit.".to_owned(),
                None,
            );
        }
        if let Some(modifier) = passed_by {
            let rule = self.rules.modifiers.get(&modifier);
            let needs = rule.map(|r| r.needs.clone()).filter(|n| !n.is_empty());
            let improper = rule.map(|r| r.improper.clone()).unwrap_or_default();
            return (
                needs.map_or_else(String::new, |n| format!("The note has to show: {n}")),
                improper,
                None,
            );
        }
        if self.lines.get(two).is_none() {
            return (
                "The line of the earlier claim is the one that is not paid: correct that claim, if the note does not show that the two were separate.".to_owned(),
                "A modifier on this claim for work on the same organ through the same approach at the same session.".to_owned(),
                None,
            );
        }
        let key = |place: usize| self.lines.get(place).and_then(|l| l.key);
        if self.in_group("visit", key(two)) {
            return self.of_a_visit(two, one);
        }
        let mut advice = self.of_distinct_services(two);
        let within = self.tables.key(pair.one);
        self.by_principle(key(two), within, two, &mut advice);
        let tests = [Some(within), key(two)];
        if tests
            .into_iter()
            .all(|key| self.in_group("laboratory", key))
        {
            self.further(two, b"91", &mut advice);
        }
        advice
    }

    /// The visit with a procedure.
    fn of_a_visit(&self, visit: usize, other: usize) -> Advice {
        let line = self.lines.get(other);
        let global = line
            .and_then(|l| self.schedule(l.id, l.core.day))
            .map(|(v, _)| v.global);
        let modifier = match global == Some(*b"090") {
            true => b"57",
            false => b"25",
        };
        let rule = self.rules.modifiers.get(modifier);
        let needs = rule.map_or("", |r| r.needs.as_str());
        (
            format!(
                "Modifier {} on the visit (line {}), if the note shows: {needs}",
                String::from_utf8_lossy(modifier),
                self.number(visit)
            ),
            rule.map_or_else(String::new, |r| r.improper.clone()),
            Some(Allowed::new(self.number(visit), &[modifier], false)),
        )
    }

    fn of_distinct_services(&self, two: usize) -> Advice {
        (
            format!(
                "If the note shows another site, another session, another lesion or another injury: an anatomic modifier \
                 where one says it, else {}, on line {}. Otherwise take that line off.",
                in_order(&DISTINCT),
                self.number(two)
            ),
            "A modifier for work on the same organ through the same approach at the same session: contiguous work is not separate."
                .to_owned(),
            Some(Allowed::new(self.number(two), &DISTINCT, true)),
        )
    }

    /// A principle about the two codes may know of a modifier that says more than 59: it is named first.
    fn by_principle(&self, part: Option<Key>, whole: Key, two: usize, advice: &mut Advice) {
        let Some(part) = part else { return };
        let on = self.lines.get(two).map_or(0, |l| l.core.day);
        let mut rules = self.rules.principles.iter();
        let rule = rules.find(|r| {
            let days = r.from <= on && on <= r.to;
            days && r.part.has(part) && r.whole.has(whole)
        });
        let Some(rule) = rule else { return };
        let distinct = |m: &[u8; 2]| DISTINCT.contains(&m);
        let unless = rule.says.unless.iter().map(|m| m.as_bytes());
        let unless = unless.filter_map(|m| <&[u8; 2]>::try_from(m).ok());
        let better: Vec<[u8; 2]> = unless.filter(|m| !distinct(m)).copied().collect();
        let passes = |m: &&[u8; 2]| self.rules.passing.has(**m);
        let anatomic = |m: &&[u8; 2]| self.rules.side(**m).is_none();
        let better: Vec<&[u8; 2]> = better.iter().filter(passes).filter(anatomic).collect();
        if better.is_empty() {
            return;
        }
        advice.0 = format!("{} {}", rule.says.resolve, advice.0);
        let all: Vec<&[u8; 2]> = better.into_iter().chain(DISTINCT).collect();
        advice.2 = Some(Allowed::new(self.number(two), &all, true));
    }

    /// One more modifier that would do, with what the note must show for it.
    fn further(&self, two: usize, modifier: &[u8; 2], advice: &mut Advice) {
        let Some(rule) = self.rules.modifiers.get(modifier) else {
            return;
        };
        let name = &rule.modifier;
        advice.0 = format!(
            "Modifier {name}, if the note shows: {} {}",
            rule.needs, advice.0
        );
        let all: Vec<&[u8; 2]> = std::iter::once(modifier).chain(DISTINCT).collect();
        advice.2 = Some(Allowed::new(self.number(two), &all, true));
    }
}

/// `XE, XS, XP or XU, else 59`: the last one last.
fn in_order(modifiers: &[&[u8; 2]]) -> String {
    let text = |m: &&[u8; 2]| String::from_utf8_lossy(*m).into_owned();
    let words: Vec<String> = modifiers.iter().map(text).collect();
    match words.as_slice() {
        [first @ .., or, last] => format!("{} or {or}, else {last}", first.join(", ")),
        words => words.join(""),
    }
}
