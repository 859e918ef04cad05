//! The authored rules for claims, made ready for asking.

use crate::model::Sex;
use ligature_codes::{Age, DateOfService, day};
use ligature_edits::Key;
use ligature_knowledge::{ClaimModifier, ClaimRules, CodeGroup, PatientRule, Principle};
use rustc_hash::FxHashMap;

/// What says that two services were distinct, the last choice last; an anatomic modifier that says it goes before them.
pub(crate) const DISTINCT: [&[u8; 2]; 5] = [b"XE", b"XS", b"XP", b"XU", b"59"];

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
    fn of(modifiers: &[String]) -> ModifierSet {
        let mut set = ModifierSet::default();
        let all = modifiers.iter().map(|m| m.as_bytes());
        for modifier in all.filter_map(|m| <[u8; 2]>::try_from(m).ok()) {
            set.insert(modifier);
        }
        set
    }

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

/// So deep may groups name groups.
const DEEP: usize = 4;

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
                Some(group) => list.add(group, rules, 0),
                None => list.within.extend(range(one)),
            }
        }
        list
    }

    /// The codes of a group, of the groups that it names, and of theirs.
    fn add(&mut self, group: &CodeGroup, rules: &ClaimRules, deep: usize) {
        for one in &group.codes {
            match rules.groups.iter().find(|g| g.id == *one) {
                Some(within) if deep < DEEP => self.add(within, rules, deep + 1),
                Some(_) => {}
                None => self.within.extend(range(one)),
            }
        }
        self.except
            .extend(group.except.iter().filter_map(|c| range(c)));
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
    /// Modifiers that allow the part to be billed.
    pub unless: ModifierSet,
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
    /// As authored.
    pub says: Principle,
}

/// The patients that some codes are for.
#[derive(Debug, Clone)]
pub struct ReadyPatient {
    /// The codes.
    pub codes: CodeList,
    /// Of which sex.
    pub sex: Option<Sex>,
    /// From which age on.
    pub youngest: Option<Age>,
    /// Below which age.
    pub below: Option<Age>,
    /// Modifiers with which a line is still paid.
    pub unless: ModifierSet,
    /// As authored.
    pub says: PatientRule,
}

impl ReadyPatient {
    fn of(rule: &PatientRule, rules: &ClaimRules) -> ReadyPatient {
        ReadyPatient {
            codes: CodeList::of(&rule.codes, rules),
            sex: match rule.sex.as_str() {
                "F" => Some(Sex::F),
                "M" => Some(Sex::M),
                _ => None,
            },
            youngest: Age::parse(&rule.youngest).ok(),
            below: Age::parse(&rule.below).ok(),
            unless: ModifierSet::of(&rule.unless),
            says: rule.clone(),
        }
    }
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Side {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }
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
    /// The patients that codes are for.
    pub patients: Vec<ReadyPatient>,
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
            .map(|p| ReadyPrinciple {
                part: CodeList::of(&p.part, authored),
                whole: CodeList::of(&p.whole, authored),
                unless: ModifierSet::of(&p.unless),
                from: on(&p.from, i32::MIN),
                to: on(&p.until, i32::MAX),
                says: p.clone(),
            })
            .collect();
        let patients = authored.patients.iter();
        rules.patients = patients.map(|p| ReadyPatient::of(p, authored)).collect();
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
    /// The side that a modifier names.
    #[must_use]
    pub fn side(&self, modifier: [u8; 2]) -> Option<Side> {
        match self.modifiers.get(&modifier)?.side.as_str() {
            "left" => Some(Side::Left),
            "right" => Some(Side::Right),
            _ => None,
        }
    }
}
