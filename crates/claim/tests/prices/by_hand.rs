//! Lines that were worked out by hand: facts of RVU24C and GPCI 2024, factor 33.2875.

use crate::{RULES, SMALL, amounts, claim};

/// Manhattan: indices 1.065, 1.166, 1.656. Place of service 11 is an office, 21 an inpatient hospital, 24 a surgery centre.
const OFFICE: &str = "2024-08-14 11 13202-01";
const HOSPITAL: &str = "2024-08-14 21 13202-01";
const CENTRE: &str = "2024-08-14 24 13202-01";

fn check(what: &str, of: &str, lines: &[&str], expected: &[&str]) {
    let priced = SMALL.price(&RULES, &claim(of, lines));
    let reasons: Vec<_> = priced
        .lines
        .iter()
        .filter_map(|l| l.not_priced.clone())
        .collect();
    assert_eq!(amounts(&priced), expected, "{what}: {reasons:?}");
}

#[test]
fn the_formula() {
    // (1.45 × 1.065 + 3.55 × 1.166 + 0.19 × 1.656) × 33.2875 = 199.6647…
    check("in an office", OFFICE, &["11402"], &["199.66"]);
    // (1.45 × 1.065 + 1.85 × 1.166 + 0.19 × 1.656) × 33.2875 = 133.6818…
    check("in a facility", HOSPITAL, &["11402"], &["133.68"]);
    // (7.96 × 1 + 5.85 × 0.869 + 2.01 × 0.575) × 33.2875 = 472.6600…
    check("Alabama", "2024-08-14 24 10112-00", &["49505"], &["472.66"]);
    check(
        "its only locality",
        "2024-08-14 24 10112-",
        &["49505"],
        &["472.66"],
    );
    check(
        "a zero lost",
        "2024-08-14 24 10112-0",
        &["49505"],
        &["472.66"],
    );
    check("lower case, blanks", HOSPITAL, &[" 44120 "], &["1432.71"]);
}

#[test]
fn several_procedures() {
    // 1432.71; 1070.04 × 0.5; 672.91 × 0.5 = 336.455
    check(
        "the highest in full, whatever its line",
        HOSPITAL,
        &["49593-59", "44120", "60240-59"],
        &["336.46", "1432.71", "535.02"],
    );
    // 878.95; half of 328.85, 304.37, 199.66, 150.10; then by report.
    check(
        "the sixth is paid by report",
        OFFICE,
        &[
            "14040", "46221-59", "12031-59", "11402-59", "11042-59", "11730-59", "20610-59",
        ],
        &["878.95", "164.43", "152.19", "99.83", "75.05", "-", "-"],
    );
    // 199.66 + 199.66 × 0.5 + 199.66 × 0.5
    check(
        "every unit takes a rank",
        OFFICE,
        &["11402 x 3"],
        &["399.32"],
    );
    check("six units of a ranked code", OFFICE, &["11402 x 6"], &["-"]);
    // 199.66 + 199.66 × 0.5 + 199.66 × 0.5 × 0.5 = 349.405
    check(
        "part of a unit takes a rank, and is paid that part",
        OFFICE,
        &["11402 x 2.5"],
        &["349.41"],
    );
    // 103.22 × 2.5
    check("not ranked", OFFICE, &["99213 x 2.5"], &["258.05"]);
    // 103.22 in full, and it does not push the excision down.
    check(
        "a visit with surgery",
        OFFICE,
        &["11402", "99213-25"],
        &["199.66", "103.22"],
    );
    check(
        "of equals the earlier is the first",
        OFFICE,
        &["11402", "11402-59"],
        &["199.66", "99.83"],
    );
    check(
        "each day has ranks of its own",
        HOSPITAL,
        &["44120", "2024-08-15: 49593"],
        &["1432.71", "672.91"],
    );
    check(
        "a line by report keeps its rank",
        HOSPITAL,
        &["44120-22", "49593-59"],
        &["-", "336.46"],
    );
}

#[test]
fn add_ons() {
    // 280.04 × 2
    check(
        "by the unit",
        HOSPITAL,
        &["44120", "44121 x 2"],
        &["1432.71", "560.08"],
    );
    check(
        "outside the ranking",
        HOSPITAL,
        &["44120", "44121 x 2", "49593-59"],
        &["1432.71", "560.08", "336.46"],
    );
}

#[test]
fn endoscopies() {
    // 284.48; 224.98 − 207.42
    check(
        "a family",
        CENTRE,
        &["45385", "45380-59"],
        &["284.48", "17.56"],
    );
    // 17.56 × 1.5
    check(
        "a family with part of a unit",
        CENTRE,
        &["45385", "45380-59 x 1.5"],
        &["284.48", "26.34"],
    );
    check("alone, no family", CENTRE, &["45380"], &["224.98"]);
    // The family is 302.04 and is rank 1; 222.89 × 0.5 = 111.445
    check(
        "a family and surgery",
        CENTRE,
        &["45385", "45380-59", "46221-59"],
        &["284.48", "17.56", "111.45"],
    );
    // 302.04 is rank 1; 237.40 rank 2: 219.52 × 0.5; (155.99 − 138.11) × 0.5
    check(
        "two families",
        CENTRE,
        &["43239-59", "45380-59", "45385", "43251"],
        &["8.94", "17.56", "284.48", "109.76"],
    );
    check(
        "the base with its family",
        CENTRE,
        &["45378", "45385"],
        &["0.00", "284.48"],
    );
    // 284.48 + (284.48 − 207.42)
    check("two units", CENTRE, &["45385 x 2"], &["361.54"]);
    // The base cannot be on two sides (indicator 2): 302.92 × 1.5; 276.99 × 1.5 − 73.82
    check(
        "both sides",
        CENTRE,
        &["31267-50", "31254-50"],
        &["454.38", "341.67"],
    );
    // It can: 639.62 × 1.5; (587.54 − 486.07) × 1.5 = 152.205
    check(
        "both sides, and the base",
        CENTRE,
        &["29881-50", "29875-50"],
        &["959.43", "152.21"],
    );
    check(
        "broken off, with a row of its own",
        OFFICE,
        &["45378-53"],
        &["195.50"],
    );
}

#[test]
fn two_sides() {
    // 620.05 × 1.5 = 930.075
    check("indicator 1", CENTRE, &["49505-50"], &["930.08"]);
    // 930.075 × 0.5 = 465.0375
    check(
        "as a lower rank",
        HOSPITAL,
        &["49505-50", "44120"],
        &["465.04", "1432.71"],
    );
    // 781.02 is less than 930.075 but more than 620.05.
    check(
        "ranked with both sides",
        HOSPITAL,
        &["47562", "49505-50"],
        &["390.51", "930.08"],
    );
    check(
        "indicator 2: no increase",
        OFFICE,
        &["69210-50"],
        &["55.15"],
    );
    check(
        "indicator 0: no increase",
        OFFICE,
        &["11402-50"],
        &["199.66"],
    );
    // 70.74 × 2, and the second one's professional component 95 %.
    check(
        "indicator 3, imaging",
        HOSPITAL,
        &["73721-26-50"],
        &["137.94"],
    );
    check(
        "on two lines",
        CENTRE,
        &["64721-RT", "64721-LT"],
        &["518.70", "259.35"],
    );
    check(
        "on two lines, an endoscopy: the sides come before the family",
        CENTRE,
        &["29881-RT", "29881-LT"],
        &["639.62", "319.81"],
    );
    check(
        "on two lines, indicator 2: one fee for both",
        OFFICE,
        &["69210-RT", "69210-LT"],
        &["55.15", "0.00"],
    );
    // 199.66, and 199.66 × 0.5 as rank 2
    check(
        "on two lines, indicator 0, said to be apart",
        OFFICE,
        &["11402-RT", "11402-LT-59"],
        &["199.66", "99.83"],
    );
    // As one procedure of 930.075 they are rank 2: 620.05 × 0.5; 310.025 × 0.5
    check(
        "on two lines, as a lower rank",
        HOSPITAL,
        &["49505-RT", "49505-LT", "44120"],
        &["310.03", "155.01", "1432.71"],
    );
}

#[test]
fn two_units_may_be_two_sides_only_where_both_are_paid_more() {
    // 64721 has bilateral indicator 1, 11402 indicator 0
    for (line, expected) in [("64721 x 2", true), ("11402 x 2", false)] {
        let priced = SMALL.price(&RULES, &claim(OFFICE, &[line]));
        let mut remarks = priced.lines[0].remarks.iter();
        let says = remarks.any(|r| r.says.contains("bill 50 with one unit"));
        assert_eq!(says, expected, "{line}");
    }
}

#[test]
fn lines_of_other_places_and_hands() {
    let mut claim = claim(OFFICE, &["11402", "11402-59"]);
    claim.lines[1].place_of_service = "22".to_owned();
    // in an office 199.66; in a facility 133.6818…, half of it by rank
    let priced = SMALL.price(&RULES, &claim);
    assert_eq!(amounts(&priced), ["199.66", "66.84"]);
    // another practitioner's line is not ranked with it
    claim.lines[1].provider = "1234567893".to_owned();
    let priced = SMALL.price(&RULES, &claim);
    assert_eq!(amounts(&priced), ["199.66", "133.68"]);
}

#[test]
fn roles() {
    // 1432.71 × 0.16 = 229.2336; 781.02 × 0.136 = 106.21872
    check("assistant", HOSPITAL, &["44120-80"], &["229.23"]);
    check(
        "assistant, no resident",
        HOSPITAL,
        &["44120-82"],
        &["229.23"],
    );
    check("not a physician", HOSPITAL, &["47562-AS"], &["106.22"]);
    check(
        "named twice, paid once",
        HOSPITAL,
        &["47562-80-AS"],
        &["106.22"],
    );
    // 672.91 × 0.5 × 0.136 = 45.757…
    check(
        "assistant of two procedures",
        HOSPITAL,
        &["44120-AS", "49593-AS"],
        &["194.85", "45.76"],
    );
    check(
        "the assistant's line takes no rank of the surgeon's",
        HOSPITAL,
        &["44120", "44120-AS"],
        &["1432.71", "194.85"],
    );
    // 29875 has assistant indicator 0: priced, with the remark that documents are needed. 587.54 × 0.16
    check(
        "assistant with documents",
        CENTRE,
        &["29875-80"],
        &["94.01"],
    );
    check("assistant not payable", CENTRE, &["45385-80"], &["-"]);
    // 1814.59 × 0.625 = 1134.11875; 1432.71 × 0.625 = 895.44375
    check("co-surgeon", HOSPITAL, &["22558-62"], &["1134.12"]);
    check(
        "co-surgeon with documents",
        HOSPITAL,
        &["44120-62"],
        &["895.44"],
    );
    check("co-surgeon not payable", OFFICE, &["11402-62"], &["-"]);
    // 781.02 × 0.5 × 0.16 = 62.4816
    check(
        "rank, then role",
        HOSPITAL,
        &["44120-80", "47562-80"],
        &["229.23", "62.48"],
    );
}

#[test]
fn the_global_period() {
    // 1222.41 × 0.81 = 990.1521
    check(
        "return for a complication",
        HOSPITAL,
        &["49002-78"],
        &["990.15"],
    );
    check(
        "it has no shares: all of it",
        HOSPITAL,
        &["49593-78"],
        &["672.91"],
    );
    check("staged", HOSPITAL, &["44120-58"], &["1432.71"]);
    check("unrelated", HOSPITAL, &["44120-79"], &["1432.71"]);
    // 1432.71 × 0.90 = 1289.439; × 0.10 = 143.271
    check("surgery only", HOSPITAL, &["44120-54"], &["1289.44"]);
    check("care after it only", HOSPITAL, &["44120-55"], &["143.27"]);
    check("care after what has none", HOSPITAL, &["49593-55"], &["-"]);
}

#[test]
fn components() {
    check("global", OFFICE, &["95810"], &["722.09"]);
    check("technical", OFFICE, &["95810-TC"], &["594.35"]);
    check("professional", OFFICE, &["95810-26"], &["127.74"]);
    // 39.56 × 2
    check("by the unit", HOSPITAL, &["88305-26 x 2"], &["79.12"]);
    check("no such row", OFFICE, &["11402-26"], &["-"]);
}

#[test]
fn further_tests_of_a_day() {
    // 156.26 − 99.91 × 0.5 − 56.34 × 0.05 = 103.488
    check(
        "imaging",
        OFFICE,
        &["71250", "73721"],
        &["103.49", "239.51"],
    );
    // 225.01 − 150.70 × 0.25 = 187.335; the technical component of the other is higher, though it is less in all.
    check(
        "cardiovascular",
        OFFICE,
        &["93306", "93880"],
        &["187.34", "220.18"],
    );
    // 41.29 − 18.02 × 0.2 = 37.686
    check(
        "ophthalmology",
        OFFICE,
        &["92133", "92083"],
        &["37.69", "72.39"],
    );
    check(
        "readings are not reduced",
        HOSPITAL,
        &["93306-26", "93880-26"],
        &["74.31", "41.92"],
    );
    // 2 × 32.81 − 0.5 × 0.42 × 1.166 × 33.2875; 30.16 − 0.5 × 0.37 × 1.166 × 33.2875
    check(
        "therapy",
        OFFICE,
        &["97110-GP x 2", "97140-GP"],
        &["57.47", "22.98"],
    );
    check(
        "its parts are not printed",
        OFFICE,
        &["93015", "93880"],
        &["-", "220.18"],
    );
}

#[test]
fn alone_or_bundled() {
    check("alone", OFFICE, &["36598"], &["136.44"]);
    check(
        "it takes no rank",
        OFFICE,
        &["36598", "69210"],
        &["-", "55.15"],
    );
    check(
        "with a visit",
        OFFICE,
        &["36598", "99213"],
        &["-", "103.22"],
    );
}

#[test]
fn the_order_to_report() {
    let check = |lines: &[&str], expected: &[u32]| {
        let priced = SMALL.price(&RULES, &claim(HOSPITAL, lines));
        assert_eq!(priced.sequence, expected, "{lines:?}");
    };
    check(&["49593-59", "44121", "44120"], &[3, 2, 1]);
    check(
        &["44139", "60240", "44121", "44140", "44120"],
        &[4, 1, 5, 3, 2],
    );
    check(&["44139", "44120"], &[2, 1]);
    check(&["44121", "99999", "44799"], &[1, 2, 3]);
}

#[test]
fn the_steps_are_the_arithmetic() {
    let lines = ["44120", "44121 x 2", "49593-59"];
    let priced = SMALL.price(&RULES, &claim(HOSPITAL, &lines));
    let steps = |at: usize| -> Vec<String> {
        let of = priced.lines[at].steps.iter();
        of.map(|s| format!("{}: {} = {}", s.label, s.expression, s.result))
            .collect()
    };
    assert_eq!(
        steps(1),
        [
            "Fee in a facility (place of service 21): (4.44 work × 1.065 + 1.64 expense × 1.166 + 1.07 malpractice × 1.656) × 33.2875 = 280.0397485 = 280.04",
            "2 units, add-on, outside the ranking: 280.04 × 2 = 560.08",
        ]
    );
    assert_eq!(
        steps(2)[1..],
        [
            "Rank 2 of 2: 50 %: 672.91 × 0.5 = 336.455",
            "To the cent: 336.455 = 336.46",
        ]
    );
    assert_eq!(priced.total.unwrap().to_string(), "2329.25");
    assert_eq!(priced.sequence, [1, 2, 3]);
    let releases: Vec<&str> = priced.tables.iter().map(|t| t.release.as_str()).collect();
    assert_eq!(releases, ["RVU24C", "GPCI 2024", "AOC 2024"]);
}
