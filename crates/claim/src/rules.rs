//! The authored rules for claims, made ready for asking.

use ligature_codes::{DateOfService, day};
use ligature_edits::Key;
use ligature_knowledge::{ClaimModifier, ClaimRules, Principle};
use rustc_hash::FxHashMap;

/// Modifiers, each a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModifierSet([u64; 21]);

/// The number of a modifier of two digits or capital letters.
fn number(modifier: [u8; 2]) -> Option<usize> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(usize::from(b - b'0')),
        b'A'..=b'Z' => Some(usize::from(b - b'A') + 10),
        _ => None,
    };
    Some(digit(modifier[0])? * 36 + digit(modifier[1])?)
}

impl ModifierSet {
    fn insert(&mut self, modifier: [u8; 2]) {
        if let Some(word) =
            number(modifier).and_then(|n| self.0.get_mut(n / 64).map(|w| (w, n % 64)))
        {
            *word.0 |= 1 << word.1;
        }
    }

    /// Whether a modifier is in it.
    #[must_use]
    #[inline]
    pub fn has(&self, modifier: [u8; 2]) -> bool {
        number(modifier).is_some_and(|n| self.0.get(n / 64).is_some_and(|w| w >> (n % 64) & 1 == 1))
    }
}

/// Codes of a list: single ones, ranges, groups; without those excepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeList {
    within: Vec<(Key, Key)>,
    except: Vec<(Key, Key)>,
}

impl CodeList {
    fn of(codes: &[String], rules: &ClaimRules) -> CodeList {
        let mut list = CodeList::default();
        for one in codes {
            match rules.groups.iter().find(|g| g.id == *one) {
                Some(group) => {
                    list.within
                        .extend(group.codes.iter().filter_map(|c| range(c)));
                    list.except
                        .extend(group.except.iter().filter_map(|c| range(c)));
                }
                None => list.within.extend(range(one)),
            }
        }
        list
    }

    /// Whether a code is in it.
    #[must_use]
    pub fn has(&self, key: Key) -> bool {
        let within = |ranges: &[(Key, Key)]| {
            ranges
                .iter()
                .any(|(low, high)| (*low..=*high).contains(&key))
        };
        within(&self.within) && !within(&self.except)
    }
}

/// A code, or a range of codes `low-high` whose last characters are alike.
fn range(text: &str) -> Option<(Key, Key)> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    Some((Key::pack(low.as_bytes())?, Key::pack(high.as_bytes())?))
}

/// A principle with its codes.
#[derive(Debug, Clone)]
pub struct ReadyPrinciple {
    /// What is part.
    pub part: CodeList,
    /// Of what.
    pub whole: CodeList,
    /// Modifiers of the part with which it may stand.
    pub unless: ModifierSet,
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
    /// As authored.
    pub says: Principle,
}

/// The authored rules, ready for asking.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Modifiers that may pass a pair edit of indicator 1.
    pub passing: ModifierSet,
    /// All modifiers that are described.
    pub modifiers: FxHashMap<[u8; 2], ClaimModifier>,
    /// Principles.
    pub principles: Vec<ReadyPrinciple>,
    /// Groups by name.
    pub groups: FxHashMap<String, CodeList>,
    /// As authored.
    pub authored: ClaimRules,
}

impl Rules {
    /// From what authors wrote.
    #[must_use]
    pub fn new(authored: &ClaimRules) -> Rules {
        let mut rules = Rules {
            authored: authored.clone(),
            ..Rules::default()
        };
        for modifier in &authored.modifiers {
            if let Ok(bytes) = <[u8; 2]>::try_from(modifier.modifier.as_bytes()) {
                if modifier.passes_pairs {
                    rules.passing.insert(bytes);
                }
                rules.modifiers.insert(bytes, modifier.clone());
            }
        }
        let on = |text: &str, else_day: i32| {
            DateOfService::parse(text).map_or(else_day, |d| day(d.date()))
        };
        rules.principles = authored
            .principles
            .iter()
            .map(|p| {
                let mut unless = ModifierSet::default();
                for modifier in p
                    .unless
                    .iter()
                    .filter_map(|m| <[u8; 2]>::try_from(m.as_bytes()).ok())
                {
                    unless.insert(modifier);
                }
                ReadyPrinciple {
                    part: CodeList::of(&p.part, authored),
                    whole: CodeList::of(&p.whole, authored),
                    unless,
                    from: on(&p.from, i32::MIN),
                    to: on(&p.until, i32::MAX),
                    says: p.clone(),
                }
            })
            .collect();
        rules.groups = authored
            .groups
            .iter()
            .map(|g| {
                (
                    g.id.clone(),
                    CodeList::of(std::slice::from_ref(&g.id), authored),
                )
            })
            .collect();
        rules
    }
}
