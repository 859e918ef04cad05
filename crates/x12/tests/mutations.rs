//! Damaged files: nothing panics, nothing is damaged in silence, and what was not touched is still read.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{PROFESSIONAL, REMITTANCE, read, written};
use ligature_x12::Document;
use proptest::prelude::*;

/// A small generator with a seed (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// What was read of each claim or payment, without places in the file.
fn claims(document: &Document) -> Vec<String> {
    let claims = document.claims().map(|claim| {
        let (read, _) = claim.read();
        let lines: Vec<_> = read
            .lines
            .iter()
            .map(|l| (l.code, &l.modifiers, l.charge, l.units, l.days, l.control))
            .collect();
        format!(
            "{} {:?} {:?} {lines:?} {:?}",
            read.id, read.charge, read.diagnoses, claim.context
        )
    });
    let payments = document.payments().map(|payment| {
        let (read, _) = payment.read();
        let lines: Vec<_> = read
            .services
            .iter()
            .map(|l| {
                let adjustments: Vec<_> = l
                    .adjustments
                    .iter()
                    .map(|a| (a.group, a.reason, a.amount))
                    .collect();
                (
                    &l.service,
                    l.charge,
                    l.paid,
                    l.units,
                    l.days,
                    adjustments,
                    &l.remarks,
                )
            })
            .collect();
        format!(
            "{} {} {:?} {:?} {lines:?}",
            read.id, read.status, read.charge, read.paid
        )
    });
    claims.chain(payments).collect()
}

/// The segments of a file with their end marks.
fn segments(file: &str) -> Vec<Vec<u8>> {
    file.as_bytes()
        .split_inclusive(|b| *b == b'~')
        .map(<[u8]>::to_vec)
        .collect()
}

/// For each claim: its first segment, and the first behind it.
fn ranges(segments: &[Vec<u8>]) -> Vec<(usize, usize)> {
    let id = |at: usize| {
        let text = String::from_utf8_lossy(&segments[at]).trim().to_owned();
        text.split('*').next().unwrap_or_default().to_owned()
    };
    let mut found = Vec::new();
    for from in (0..segments.len()).filter(|at| matches!(id(*at).as_str(), "CLM" | "CLP")) {
        let to = (from + 1..segments.len())
            .find(|at| matches!(id(*at).as_str(), "CLM" | "CLP" | "HL" | "SE" | "PLB"))
            .unwrap();
        found.push((from, to));
    }
    found
}

/// One piece of damage between two segments. True if it can change only segments in that range.
fn damage(segments: &mut Vec<Vec<u8>>, (from, to): (usize, usize), random: &mut Random) {
    let at = from + random.below(to - from);
    let other = from + random.below(to - from);
    let byte = random.below(segments[at].len());
    match random.below(9) {
        0 => drop(segments.remove(at)),
        1 => segments.insert(at, segments[at].clone()),
        2 => segments.swap(at, other),
        3 => segments[at][byte] = random.below(256) as u8,
        4 => segments[at][byte] ^= 1 << random.below(8),
        5 => drop(segments[at].remove(byte)),
        6 => segments[at].insert(byte, b"*:~^\n x0"[random.below(8)]),
        7 => segments[at].truncate(byte),
        _ => {
            let marks = b"*:~^>|\n";
            let (was, is) = (marks[random.below(7)], marks[random.below(7)]);
            for b in segments[at].iter_mut().filter(|b| **b == was) {
                *b = is;
            }
        }
    }
}

#[test]
fn damage_inside_a_claim_leaves_the_others() {
    const ROUNDS: u64 = 5_000;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let one_line = PROFESSIONAL.replace('\n', "");
    for file in [PROFESSIONAL, REMITTANCE, &one_line] {
        let whole = segments(file);
        let ranges = ranges(&whole);
        let sound = claims(&read(file.as_bytes()));
        assert_eq!(ranges.len(), sound.len());
        for round in 0..ROUNDS {
            let touched = random.below(ranges.len());
            let mut damaged = whole.clone();
            damage(&mut damaged, ranges[touched], &mut random);
            let bytes = damaged.concat();
            let document = read(&bytes);
            let shown = || {
                format!(
                    "round {round}, claim {touched}:\n{}",
                    String::from_utf8_lossy(&bytes)
                )
            };
            assert!(written(&document) == bytes, "{}", shown());
            let found = claims(&document);
            for (at, claim) in sound.iter().enumerate().filter(|(at, _)| *at != touched) {
                // A claim whose opening is gone may leave its segments to the one before it.
                let from = ranges[touched].0;
                let lost = at + 1 == touched && damaged.get(from) != whole.get(from);
                // What names a subscriber, moved among the lines, may begin the next one: then that is said.
                let untold = at > touched
                    && document.problems.iter().any(|p| {
                        p.message
                            .starts_with("whose claim this is cannot be determined")
                    });
                let id = claim.split(' ').next().unwrap();
                assert!(
                    found.contains(claim)
                        || ((lost || untold) && found.iter().any(|f| f.starts_with(id))),
                    "{at} of {}\n{claim}\n{found:#?}",
                    shown()
                );
            }
            // Damage is said, or what was read is still a claim.
            assert!(
                !document.problems.is_empty() || found.len() >= sound.len(),
                "{}",
                shown()
            );
        }
    }
}

#[test]
fn damage_anywhere_is_said_or_read() {
    const ROUNDS: u64 = 5_000;
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for file in [PROFESSIONAL, REMITTANCE] {
        let whole = segments(file);
        for round in 0..ROUNDS {
            let mut damaged = whole.clone();
            for _ in 0..=random.below(4) {
                let range = (0, damaged.len());
                damage(&mut damaged, range, &mut random);
            }
            let mut bytes = damaged.concat();
            if random.below(4) == 0 {
                bytes.truncate(random.below(bytes.len()));
            }
            let document = read(&bytes);
            assert!(written(&document) == bytes, "round {round}");
            let found = document.claims().count() + document.payments().count();
            assert!(
                found == 4 || !document.problems.is_empty(),
                "round {round}:\n{}",
                String::from_utf8_lossy(&bytes)
            );
            for problem in &document.problems {
                assert!(
                    problem.place.offset <= bytes.len() as u64,
                    "round {round}: {problem}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_and_written(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let document = read(&bytes);
        prop_assert!(written(&document) == bytes);
        prop_assert!(!document.problems.is_empty());
    }

    #[test]
    fn any_segments_are_read_and_written(
        body in "((CLM|CLP|SV1|SVC|HI|LX|HL|SE|ST|GS|ISA|NM1|REF|CAS|PLB|DTP)([*:][A-Z0-9.-]{0,6}){0,12}[~\n]){0,40}"
    ) {
        let header = &PROFESSIONAL[..PROFESSIONAL.find("BHT").unwrap()];
        let file = format!("{header}{body}");
        prop_assert!(written(&read(file.as_bytes())) == file.as_bytes());
    }
}
