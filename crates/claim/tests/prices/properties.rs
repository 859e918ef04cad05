//! What holds for any claim over any table.

use crate::tables::{small, source, table, value};
use crate::{Book, RULES, SMALL};
use jiff::civil::date;
use ligature_claim::{Claim, Line};
use ligature_edits::{Kind, Rows, Table};
use proptest::prelude::*;
use rust_decimal::Decimal;

const MODIFIERS: [&str; 24] = [
    "22", "26", "50", "51", "52", "53", "54", "55", "56", "58", "59", "62", "66", "78", "79", "80",
    "82", "AS", "TC", "RT", "LT", "XS", "qk", "?",
];

fn codes() -> Vec<String> {
    let known = include_str!("rvu24c.csv")
        .lines()
        .map(|l| l[..5].to_owned());
    known
        .chain(["99999".to_owned(), "x".to_owned(), String::new()])
        .collect()
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let units = prop_oneof![8 => 1_u32..4, 1 => 0_u32..12, 1 => any::<u32>()];
    let modifiers = prop::collection::vec(prop::sample::select(&MODIFIERS[..]), 0..4);
    let one = (prop::sample::select(codes()), modifiers, units, 0_i8..8).prop_map(
        |(code, modifiers, units, day)| Line {
            code,
            modifiers: modifiers.into_iter().map(str::to_owned).collect(),
            units: units.into(),
            date_of_service: (day == 0).then(|| date(2024, 8, 15)),
            ..Line::default()
        },
    );
    prop::collection::vec(one, 0..9)
}

fn claim(lines: Vec<Line>, place: &str) -> Claim {
    Claim {
        date_of_service: Some(date(2024, 8, 14)),
        place_of_service: place.to_owned(),
        locality: "13202-01".to_owned(),
        lines,
        ..Claim::default()
    }
}

fn sound(book: &Book, claim: &Claim) {
    let priced = book.price(&RULES, claim);
    assert_eq!(priced.lines.len(), claim.lines.len());
    let mut total: Option<Decimal> = None;
    for line in &priced.lines {
        assert_ne!(line.allowed.is_some(), line.not_priced.is_some());
        if let Some(amount) = line.allowed {
            assert!(!amount.is_sign_negative(), "{line:?}");
            assert_eq!(amount.scale(), 2);
            assert_eq!(
                line.steps.last().map(|s| s.result.normalize()),
                Some(amount.normalize())
            );
            total = Some(total.unwrap_or_default() + amount);
        }
    }
    assert_eq!(priced.total, total);
    let missing = priced.lines.iter().filter(|l| l.allowed.is_none()).count();
    assert_eq!(priced.not_priced as usize, missing);
    let mut sequence = priced.sequence.clone();
    sequence.sort_unstable();
    let numbers: Vec<u32> = priced.lines.iter().map(|l| l.line).collect();
    assert_eq!(sequence, numbers);
}

/// A row of any numbers and indicators.
fn row() -> impl Strategy<Value = String> {
    let number = || prop_oneof![0_i64..3_000, -1_i64..2_147_483_647];
    let of = |letters: &'static str| prop::sample::select(letters.chars().collect::<Vec<char>>());
    let global = prop::sample::select(vec!["000", "010", "090", "XXX", "ZZZ", "YYY"]);
    let modifier = prop::sample::select(vec!["", "", "26", "TC", "53"]);
    (
        (prop::sample::select(codes()), modifier, of("AAARTJCB?")),
        (number(), number(), number(), number()),
        (of("01234579"), global, 0_u32..200, 0_u32..200),
        (of("012345679z"), of("01239"), of("0129"), of("0129"), of("0129")),
        prop::sample::select(vec!["", "45378", "44120", "49593"]),
    )
        .prop_map(|((code, modifier, status), n, g, i, base)| {
            let code = if code.len() == 5 { code } else { "44120".to_owned() };
            let n = [n.0, n.1, n.2, n.3].map(|n| Decimal::new(n, 4));
            format!(
                "{code},{modifier},{status},{},{},,{},,{},{},{},0.{:03},0.{:03},0.10,{},{},{},{},{},{base}",
                n[0], n[1], n[2], n[3], g.0, g.1, g.2, g.3, i.0, i.1, i.2, i.3, i.4
            )
        })
}

proptest! {
    #[test]
    fn never_negative_and_the_sum_of_its_lines(lines in lines(), place in prop::sample::select(vec!["11", "21", "24", ""])) {
        sound(&SMALL, &claim(lines, place));
    }

    #[test]
    fn over_any_table(rows in prop::collection::vec(row(), 1..30), lines in lines()) {
        let values = rows.iter().map(|r| value(r)).collect();
        let of = source(Kind::Values, "any", date(2024, 7, 1), date(2024, 9, 30));
        let others = small().into_iter().filter(|t| t.source.kind != Kind::Values);
        let tables: Vec<Table> = others.chain([table(of, Rows::Values(values))]).collect();
        sound(&Book::new(tables), &claim(lines, "21"));
    }

    /// What a line is paid does not hang on its place, but for lines of one fee: there the earlier takes the higher rank.
    #[test]
    fn the_order_of_lines_changes_nothing(lines in lines(), seed in any::<u64>()) {
        let mut once: Vec<Line> = Vec::new();
        for line in lines {
            if !once.iter().any(|l| l.code == line.code) {
                once.push(line);
            }
        }
        let mut other: Vec<(usize, Line)> = once.iter().cloned().enumerate().collect();
        let mixed = |at: usize| (at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17);
        other.sort_by_key(|(at, _)| mixed(*at));
        let first = SMALL.price(&RULES, &claim(once, "21"));
        let moved: Vec<Line> = other.iter().map(|(_, l)| l.clone()).collect();
        let second = SMALL.price(&RULES, &claim(moved, "21"));
        for (place, (at, _)) in other.iter().enumerate() {
            prop_assert_eq!(first.lines[*at].allowed, second.lines[place].allowed);
        }
        prop_assert_eq!(first.total, second.total);
    }
}
