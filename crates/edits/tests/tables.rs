//! Tables that were built and archived give what was put in.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use jiff::civil::{Date, date};
use ligature_codes::day;
use ligature_edits::{
    AddOnRow, ArchivedEdits, Fixed, Ids, Indicators, Key, Kind, LimitRow, Pair, PairCounts,
    PairRow, Rows, Setting, Table, TableRelease, Tables, Two, ValueRow, build,
};
use proptest::prelude::*;
use rkyv::rancor::Error;

fn key(code: &str) -> Key {
    Key::pack(code.as_bytes()).unwrap()
}

fn source(kind: Kind, quarter: i8) -> TableRelease {
    let from = date(2024, 3 * (quarter - 1) + 1, 1);
    TableRelease {
        kind,
        setting: Setting::Practitioner,
        label: format!("2024 Q{quarter}"),
        from,
        to: from
            .checked_add(jiff::Span::new().months(3))
            .unwrap()
            .yesterday()
            .unwrap(),
        dated: false,
        publisher: "CMS".to_owned(),
        licence: String::new(),
        file: format!("q{quarter}.txt"),
        part: None,
        revision: 0,
    }
}

fn table(source: TableRelease, rows: Rows) -> Table {
    Table {
        source,
        rows,
        read: 0,
        refused: vec![],
    }
}

fn with_tables<T>(tables: Vec<Table>, ask: impl FnOnce(Tables<'_>) -> T) -> T {
    let bytes = rkyv::to_bytes::<Error>(&build(tables).unwrap()).unwrap();
    let edits = rkyv::access::<ArchivedEdits, Error>(&bytes).unwrap();
    let ids = Ids::new(edits);
    ask(Tables::new(edits, &ids))
}

fn pair(one: &str, two: &str, from: Option<Date>, to: Option<Date>, indicator: u8) -> PairRow {
    PairRow {
        one: key(one),
        two: key(two),
        from,
        to,
        indicator,
        reason: 0,
    }
}

/// What the release that answers for a day says of two codes: `column one/column two indicator`, live ones only.
fn pair_terms(tables: &Tables<'_>, on: Date, a: &str, b: &str) -> Option<Vec<String>> {
    let answering = tables.answering(Kind::Pairs, Setting::Practitioner, day(on))?;
    let (Some(a), Some(b)) = (tables.id(key(a)), tables.id(key(b))) else {
        return Some(vec![]);
    };
    let pairs = tables
        .pairs(answering.source, a, b)
        .filter(|p| p.live(day(on)));
    Some(
        pairs
            .map(|p| {
                format!(
                    "{}/{} {}",
                    tables.key(p.one),
                    tables.key(p.two),
                    p.indicator
                )
            })
            .collect(),
    )
}

#[test]
fn a_pair_is_found_in_either_order_and_as_of_the_day() {
    let reasons = vec!["Misuse of Column Two code with Column One code".to_owned()];
    let third = vec![
        pair("44120", "44005", None, None, 1),
        pair("44005", "44120", None, Some(date(2024, 7, 31)), 0),
        pair("44120", "49000", None, None, 0),
        pair("44120", "36000", None, None, 9),
    ];
    let fourth = vec![pair("44120", "44005", None, None, 0)];
    let tables = vec![
        table(source(Kind::Pairs, 3), Rows::Pairs(third, reasons.clone())),
        table(source(Kind::Pairs, 4), Rows::Pairs(fourth, reasons)),
    ];
    with_tables(tables, |tables| {
        let check = |on: Date, a: &str, b: &str, expected: Option<&[&str]>| {
            let got = pair_terms(&tables, on, a, b);
            assert_eq!(
                got.as_deref(),
                expected
                    .map(|e| e.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
                    .as_deref(),
                "{on} {a} {b}"
            );
        };
        check(
            date(2024, 7, 31),
            "44005",
            "44120",
            Some(&["44005/44120 0", "44120/44005 1"]),
        );
        check(date(2024, 8, 1), "44120", "44005", Some(&["44120/44005 1"]));
        check(
            date(2024, 10, 1),
            "44120",
            "44005",
            Some(&["44120/44005 0"]),
        );
        check(date(2024, 8, 1), "49000", "44120", Some(&["44120/49000 0"]));
        check(date(2024, 8, 1), "36000", "44120", Some(&[]));
        check(date(2024, 8, 1), "44120", "44121", Some(&[]));
        check(date(2024, 6, 30), "44120", "44005", None);
        check(date(2025, 1, 1), "44120", "44005", None);
    });
}

#[test]
fn a_table_with_dated_rows_covers_days_before_it() {
    let rows = vec![pair(
        "44120",
        "44005",
        Some(date(1996, 1, 1)),
        Some(date(2023, 12, 31)),
        1,
    )];
    let mut of = source(Kind::Pairs, 3);
    of.dated = true;
    with_tables(vec![table(of, Rows::Pairs(rows, vec![]))], |tables| {
        assert_eq!(
            pair_terms(&tables, date(2023, 5, 1), "44120", "44005").unwrap(),
            ["44120/44005 1"]
        );
        assert!(
            pair_terms(&tables, date(2024, 5, 1), "44120", "44005")
                .unwrap()
                .is_empty()
        );
        assert!(pair_terms(&tables, date(2024, 12, 1), "44120", "44005").is_none());
    });
}

#[test]
fn a_table_in_parts_is_whole_when_all_parts_are_there() {
    let part = |n: u8, one: &str| {
        let mut of = source(Kind::Pairs, 3);
        of.part = Some((n, 2));
        table(
            of,
            Rows::Pairs(vec![pair(one, "99213", None, None, 1)], vec![]),
        )
    };
    let whole = |tables: Vec<Table>| {
        with_tables(tables, |t| {
            t.sources()
                .map(|(_, s)| (s.missing, s.rows))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(whole(vec![part(1, "10021")]), [(vec![2], 1)]);
    assert_eq!(whole(vec![part(2, "10021")]), [(vec![1], 1)]);
    assert_eq!(
        whole(vec![part(1, "10021"), part(2, "44120")]),
        [(vec![], 2)]
    );
    assert_eq!(
        whole(vec![part(1, "10021"), part(1, "10021")]),
        [(vec![2], 1)]
    );
}

#[test]
fn limits_and_addons_by_release() {
    let limits = vec![LimitRow {
        code: key("44121"),
        units: 3,
        mai: 3,
        reason: 0,
    }];
    let addons = vec![AddOnRow {
        addon: key("44121"),
        primary: Some(key("44120")),
        kind: 1,
        from: None,
        to: None,
    }];
    let tables = vec![
        table(
            source(Kind::Limits, 3),
            Rows::Limits(limits, vec!["Clinical: Data".to_owned()]),
        ),
        table(source(Kind::AddOns, 3), Rows::AddOns(addons)),
    ];
    with_tables(tables, |tables| {
        let on = day(date(2024, 8, 1));
        let limit = tables
            .answering(Kind::Limits, Setting::Practitioner, on)
            .unwrap()
            .source;
        let found = tables
            .limit(limit, tables.id(key("44121")).unwrap())
            .unwrap();
        assert_eq!(
            (found.units, found.mai, tables.limit_reason(&found)),
            (3, 3, "Clinical: Data")
        );
        assert!(
            tables
                .limit(limit, tables.id(key("44120")).unwrap())
                .is_none()
        );
        let addon = tables
            .answering(Kind::AddOns, Setting::Practitioner, on)
            .unwrap()
            .source;
        let edits: Vec<_> = tables
            .addons(addon, tables.id(key("44121")).unwrap())
            .collect();
        assert_eq!(edits.len(), 1);
        assert_eq!(edits[0].primary.map(|p| tables.key(p)), Some(key("44120")));
    });
}

#[test]
fn a_table_that_is_given_twice_counts_once() {
    let limit = |units: u32| {
        let rows = ["44121", "44120"].map(|code| LimitRow {
            code: key(code),
            units,
            mai: 3,
            reason: 0,
        });
        let reasons = vec!["Clinical: Data".to_owned()];
        table(source(Kind::Limits, 3), Rows::Limits(rows.into(), reasons))
    };
    let addons = || {
        let rows = ["44120", "44140", "44120"].map(|primary| AddOnRow {
            addon: key("44121"),
            primary: Some(key(primary)),
            kind: 1,
            from: None,
            to: None,
        });
        table(source(Kind::AddOns, 3), Rows::AddOns(rows.into()))
    };
    let value = |modifier: &[u8; 2], work: i32| ValueRow {
        code: key("71045"),
        modifier: *modifier,
        status: b'A',
        work: Fixed(work),
        facility: Fixed(0),
        nonfacility: Fixed(0),
        malpractice: Fixed(0),
        rare: [false; 2],
        global: *b"XXX",
        shares: [Fixed(0); 3],
        indicators: Indicators::default(),
        endoscopy_base: None,
        factor: Fixed(0),
    };
    let values = |first: i32| {
        let rows = vec![value(b"  ", first), value(b"26", 2), value(b"TC", 3)];
        table(source(Kind::Values, 3), Rows::Values(rows))
    };
    let tables = vec![limit(3), limit(4), addons(), addons(), values(1), values(7)];
    with_tables(tables, |tables| {
        let sources: Vec<_> = tables.sources().collect();
        let rows = |kind: Kind| {
            let (id, source) = sources.iter().find(|(_, s)| s.kind == kind).unwrap();
            (*id, source.rows)
        };
        let id = |code: &str| tables.id(key(code)).unwrap();
        let (limits, kept) = rows(Kind::Limits);
        // the file that is given last counts
        assert_eq!(
            (tables.limit(limits, id("44121")).unwrap().units, kept),
            (4, 2)
        );
        let (addons, kept) = rows(Kind::AddOns);
        assert_eq!((tables.addons(addons, id("44121")).count(), kept), (2, 2));
        let (values, kept) = rows(Kind::Values);
        let work: Vec<i32> = tables
            .values(values, id("71045"))
            .map(|v| v.work.0)
            .collect();
        assert_eq!((work, kept), (vec![7, 2, 3], 3));
    });
}

/// Limits of one code, of a release.
fn limits(source: TableRelease, units: u32) -> Table {
    let row = LimitRow {
        code: key("44121"),
        units,
        mai: 3,
        reason: 0,
    };
    table(
        source,
        Rows::Limits(vec![row], vec!["Clinical: Data".to_owned()]),
    )
}

#[test]
fn the_newest_release_that_covers_a_day_answers() {
    let of = |label: &str, from: Date, to: Date, dated: bool, units: u32| {
        let mut of = source(Kind::Limits, 1);
        (of.label, of.from, of.to, of.dated) = (label.to_owned(), from, to, dated);
        limits(of, units)
    };
    let check = |tables: &[Table], on: Date, expected: Option<&str>| {
        let mut reversed = tables.to_vec();
        reversed.reverse();
        for tables in [tables.to_vec(), reversed] {
            with_tables(tables, |tables| {
                let answering = tables.answering(Kind::Limits, Setting::Practitioner, day(on));
                let label = answering.map(|a| tables.source(a.source).unwrap().label);
                assert_eq!(label.as_deref(), expected, "{on}");
            });
        }
    };
    let year = || of("2024", date(2024, 1, 1), date(2024, 12, 31), false, 1);
    let quarter = || of("2024 Q3", date(2024, 7, 1), date(2024, 9, 30), false, 2);
    let both = [year(), quarter()];
    check(&both, date(2024, 6, 30), Some("2024"));
    check(&both, date(2024, 7, 1), Some("2024 Q3"));
    check(&both, date(2024, 10, 1), Some("2024"));
    check(&both, date(2025, 1, 1), None);
    // of two that begin on one day, the one that ends later
    let first = of("2024 Q1", date(2024, 1, 1), date(2024, 3, 31), false, 3);
    check(&[year(), first.clone()], date(2024, 2, 1), Some("2024"));
    // of two with the same days, the one that the other is a variant of
    let variant = of("2024 QPP", date(2024, 1, 1), date(2024, 12, 31), false, 4);
    check(&[year(), variant], date(2024, 2, 1), Some("2024"));
    // before both, where the rows carry their own days: the newer one has every correction
    let older = of("2023 Q1", date(2023, 1, 1), date(2023, 3, 31), true, 5);
    let newer = of("2023 Q3", date(2023, 7, 1), date(2023, 9, 30), true, 6);
    let histories = [older, newer, first];
    check(&histories, date(2022, 5, 1), Some("2023 Q3"));
    check(&histories, date(2023, 2, 1), Some("2023 Q1"));
    check(&histories, date(2023, 5, 1), Some("2023 Q3"));
    check(&histories, date(2023, 11, 1), None);
}

#[test]
fn a_correction_takes_the_place_of_what_it_corrects() {
    let part = |number: u8, revision: u16, file: &str, two: &[&str]| {
        let mut of = source(Kind::Pairs, 3);
        (of.part, of.revision, of.file) = (Some((number, 2)), revision, file.to_owned());
        let rows = two.iter().map(|two| pair("44120", two, None, None, 1));
        table(of, Rows::Pairs(rows.collect(), vec![]))
    };
    let check = |tables: Vec<Table>, pairs: &[&str], superseded: &[&str]| {
        with_tables(tables, |tables| {
            let (release, source) = tables.sources().next().unwrap();
            let of = tables.id(key("44120")).unwrap();
            let all: Vec<String> = tables
                .pairs_of(release, of)
                .map(|p| tables.key(p.two).to_string())
                .collect();
            assert_eq!(
                (all.as_slice(), source.superseded.as_slice()),
                (
                    pairs
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .as_slice(),
                    superseded
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .as_slice(),
                )
            );
        });
    };
    let (first, second) = (
        || part(1, 0, "f1r0", &["44005", "44010"]),
        || part(2, 0, "f2r0", &["49000"]),
    );
    check(vec![first(), second()], &["44005", "44010", "49000"], &[]);
    // a row that the correction no longer prints is gone, in whichever order the files come
    let corrected = || part(1, 1, "f1r1", &["44005"]);
    check(
        vec![first(), second(), corrected()],
        &["44005", "49000"],
        &["f1r0"],
    );
    check(
        vec![corrected(), first(), second()],
        &["44005", "49000"],
        &["f1r0"],
    );
    // the other part stays as it was
    let both = vec![corrected(), part(2, 2, "f2r2", &["36000"]), second()];
    check(both, &["36000", "44005"], &["f2r0"]);
}

#[test]
fn reasons_that_find_no_number_are_refused() {
    let many = |count: usize| {
        let reasons: Vec<String> = (0..count).map(|n| format!("reason {n}")).collect();
        build(vec![table(
            source(Kind::Pairs, 3),
            Rows::Pairs(vec![], reasons),
        )])
    };
    for count in [0, 1, 65_535] {
        assert!(many(count).is_ok(), "{count}");
    }
    for count in [65_536, 70_000] {
        let why = many(count).unwrap_err().to_string();
        assert!(why.contains("more than 65,535 different reasons"), "{why}");
    }
}

#[test]
fn all_pairs_of_a_code_and_how_many_deny() {
    let rows = vec![
        pair("44120", "44005", None, None, 1),
        pair("44120", "49000", None, None, 0),
        pair("44204", "44120", None, None, 1),
        pair("44120", "36000", None, Some(date(2020, 1, 1)), 0),
        pair("44120", "36001", None, None, 9),
        pair("49000", "44005", None, None, 1),
    ];
    with_tables(
        vec![table(source(Kind::Pairs, 3), Rows::Pairs(rows, vec![]))],
        |tables| {
            let (release, _) = tables.sources().next().unwrap();
            let of = tables.id(key("44120")).unwrap();
            let all: Vec<String> = tables
                .pairs_of(release, of)
                .map(|p| format!("{}/{}", tables.key(p.one), tables.key(p.two)))
                .collect();
            assert_eq!(
                all,
                [
                    "44120/36000",
                    "44120/36001",
                    "44120/44005",
                    "44204/44120",
                    "44120/49000"
                ]
            );
            let (counted, counts) = tables.pair_counts(Setting::Practitioner, of).unwrap();
            assert_eq!((counted, counts), (release, PairCounts { one: 2, two: 1 }));
            assert!(tables.pair_counts(Setting::Outpatient, of).is_none());
        },
    );
}

#[test]
fn the_newest_whole_release_is_counted() {
    let mut part = source(Kind::Pairs, 4);
    part.part = Some((1, 4));
    let rows = |codes: &[&str]| {
        let rows = codes.iter().map(|two| pair("44120", two, None, None, 1));
        Rows::Pairs(rows.collect(), vec![])
    };
    let tables = vec![
        table(source(Kind::Pairs, 2), rows(&["44005"])),
        table(source(Kind::Pairs, 3), rows(&["44005", "49000"])),
        table(part, rows(&["44010"])),
    ];
    with_tables(tables, |tables| {
        let of = tables.id(key("44120")).unwrap();
        let (counted, counts) = tables.pair_counts(Setting::Practitioner, of).unwrap();
        assert_eq!(tables.source(counted).unwrap().label, "2024 Q3");
        assert_eq!(counts, PairCounts { one: 2, two: 0 });
        assert_eq!(tables.newest_pairs(Setting::Practitioner), Some(counted));
    });
}

fn codes() -> impl Strategy<Value = String> {
    (0_u32..12).prop_map(|n| format!("{:05}", 44_000 + n * 7))
}

/// Pairs that are looked up step by step, as in a batch, are found as they are one by one.
fn by_steps(tables: &Tables<'_>, on: i32, a: &str, b: &str) {
    let setting = Setting::Practitioner;
    let ids = tables.id(key(a)).zip(tables.id(key(b)));
    let release = tables.at(setting, on).pairs.zip(tables.pair_edits(setting));
    let (Some((a, b)), Some((at, pairs))) = (ids, release) else {
        return;
    };
    let two = Two::of(a, b);
    let tile = pairs.tile(two);
    let is = pairs.near(two) && pairs.has(tile, two);
    let edited = is.then(|| pairs.edited(two, pairs.place(tile, two)));
    let by_steps: Vec<Pair> = edited
        .into_iter()
        .flat_map(|edited| at.of(edited))
        .collect();
    let one_by_one = tables.pairs(at.answering.source, a, b);
    assert_eq!(by_steps, one_by_one.collect::<Vec<_>>());
}

/// For all days that count as one, the same release answers.
fn steady(tables: &Tables<'_>, on: i32) {
    let answering = |day| tables.answering(Kind::Pairs, Setting::Practitioner, day);
    let (first, last) = tables.steady(on);
    assert!(first <= on && on <= last);
    for day in [first, first.saturating_add(1), last.saturating_sub(1), last] {
        assert_eq!(answering(day), answering(on), "{day} is not as {on}");
    }
}

proptest! {
    /// Any rows in any releases: what is found is what a plain look through the rows finds.
    #[test]
    fn as_a_plain_look_through_the_rows(
        rows in prop::collection::vec((1_i8..4, codes(), codes(), prop::option::of(0_i32..400), 0_u8..3), 0..200),
        asks in prop::collection::vec((codes(), codes(), 0_i32..300), 1..20),
    ) {
        let first = day(date(2024, 1, 1));
        let made: Vec<(i8, PairRow)> = rows
            .into_iter()
            .filter(|(_, one, two, _, _)| one != two)
            .map(|(quarter, one, two, to, i)| {
                let to = to.map(|d| ligature_codes::date(first + d));
                (quarter, pair(&one, &two, None, to, [0, 1, 9][usize::from(i)]))
            })
            .collect();
        let tables = (1..4).map(|q| {
            let rows = made.iter().filter(|(of, _)| *of == q).map(|(_, r)| r.clone()).collect();
            table(source(Kind::Pairs, q), Rows::Pairs(rows, vec!["why".to_owned()]))
        });
        with_tables(tables.collect(), |tables| {
            for (a, b, on) in asks {
                let on = ligature_codes::date(first + on);
                let quarter = (on.month() + 2) / 3;
                let both = [key(&a), key(&b)];
                let mut plain: Vec<String> = made
                    .iter()
                    .filter(|(of, r)| *of == quarter && [[r.one, r.two], [r.two, r.one]].contains(&both))
                    .filter(|(_, r)| r.indicator != 9 && r.to.is_none_or(|to| on <= to))
                    .map(|(_, r)| format!("{}/{} {}", r.one, r.two, r.indicator))
                    .collect();
                let mut got = pair_terms(&tables, on, &a, &b).unwrap_or_default();
                plain.sort();
                got.sort();
                got.dedup();
                plain.dedup();
                assert_eq!(got, if quarter < 4 { plain } else { vec![] });
                by_steps(&tables, day(on), &a, &b);
                steady(&tables, day(on));
                let (Some(source), Some(id)) = (tables.answering(Kind::Pairs, Setting::Practitioner, day(on)), tables.id(key(&a))) else {
                    continue;
                };
                let listed = tables.pairs_of(source.source, id).filter(|p| p.one == id || p.two == id).count();
                let mut printed: Vec<_> = made
                    .iter()
                    .filter(|(of, r)| *of == quarter && [r.one, r.two].contains(&key(&a)))
                    .map(|(_, r)| (r.one, r.two, r.to, r.indicator))
                    .collect();
                printed.sort_unstable();
                printed.dedup();
                assert_eq!(listed, printed.len());
            }
        });
    }
}
