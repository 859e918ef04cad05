//! The publishers' files.

use crate::cms::tests::shared;
use crate::read::{Layout, open, recognise, take};
use ligature_edits::{Rows, Table};
use std::time::Instant;

const THIRD: &str = "2024-07-01 2024-09-30";

/// Reads a real file and compares its release, rows, lines read and lines refused.
fn check(file: &str, layout: Layout, release: &str, counts: [usize; 3]) -> Option<Table> {
    let (sources, problems) = open(&shared()?.join(file));
    assert!(problems.is_empty(), "{file}: {problems:?}");
    assert_eq!(recognise(&sources[0].bytes), Some(layout), "{file}");
    let began = Instant::now();
    let table = take(layout, &sources[0]).unwrap().table.unwrap();
    println!("{file}: {} rows in {:?}", table.rows.len(), began.elapsed());
    let s = &table.source;
    let dated = if s.dated { " dated" } else { "" };
    let part = s
        .part
        .map_or(String::new(), |(n, of)| format!(" part {n} of {of}"));
    let found = format!("{} {} {}{dated}{part}", s.label, s.from, s.to);
    assert_eq!(found, release, "{file}");
    let read = usize::try_from(table.read).unwrap();
    assert_eq!(
        [table.rows.len(), read, table.refused.len()],
        counts,
        "{file}: {:?}",
        table.refused.first()
    );
    Some(table)
}

#[test]
fn pair_edits_are_all_there() {
    let all = 2_546_017;
    let Some(table) = check(
        "ncci-ptp/ptp-practitioner-2024q3.txt.xz",
        Layout::Ptp,
        &format!("PTP 2024 Q3 {THIRD}"),
        [all, all, 0],
    ) else {
        return;
    };
    let Rows::Pairs(rows, reasons) = &table.rows else {
        panic!("not pairs");
    };
    let with = |indicator: u8| rows.iter().filter(|r| r.indicator == indicator).count();
    assert_eq!([with(0), with(1), with(9)], [739_553, 1_707_611, 98_853]);
    assert_eq!(rows.iter().filter(|r| r.to.is_none()).count(), 1_669_820);
    assert_eq!(rows.iter().filter(|r| r.to.is_some()).count(), 876_197);
    assert_eq!(reasons.len(), 12);
    check(
        "ncci-ptp/ccipra-v322r0-f1.layout-excerpt.txt",
        Layout::Ptp,
        "PTP 2026 Q3 2026-07-01 2026-09-30 dated part 1 of 4",
        [20, 20, 0],
    );
}

#[test]
fn other_tables_are_all_there() {
    let mue = "ncci-mue/MCR_MUE_";
    for (file, release, rows) in [
        (
            format!("{mue}PractitionerServices_Eff_07-01-2024.csv.xz"),
            format!("MUE 2024 Q3 {THIRD}"),
            14_677,
        ),
        (
            format!("{mue}OutpatientHospitalServices_Eff_07-01-2024.csv.xz"),
            format!("MUE 2024 Q3 {THIRD}"),
            14_628,
        ),
        (
            format!("{mue}PractitionerServices_Eff_04-01-2024.csv.xz"),
            "MUE 2024 Q2 2024-04-01 2024-06-30".to_owned(),
            14_679,
        ),
    ] {
        check(&file, Layout::Mue, &release, [rows, rows, 0]);
    }
    for (file, release, rows) in [
        (
            "ncci-aoc/AOC_V2024Q2-MCR.txt.xz",
            "AOC 2024 Q2 2024-04-01 2024-12-31 dated",
            8_186,
        ),
        (
            "ncci-aoc/AOC_active_2024-06-03.txt.xz",
            "AOC 2024 Q2 in force 2024-04-01 2024-12-31",
            7_465,
        ),
    ] {
        check(file, Layout::AddOn, release, [rows, rows, 0]);
    }
    for (file, release, rows) in [
        (
            "pprrvu/PPRRVU2025_Oct.csv.xz",
            "RVU25D 2025-10-01 2025-12-31".to_owned(),
            19_090,
        ),
        (
            "pprrvu/PPRRVU2024_Jul.csv.xz",
            format!("RVU24C {THIRD}"),
            18_664,
        ),
    ] {
        check(file, Layout::Pprrvu, &release, [rows, rows, 0]);
    }
    for year in [2024, 2025] {
        let release = format!("GPCI {year} {year}-01-01 {year}-12-31");
        check(
            &format!("gpci/GPCI{year}.csv.xz"),
            Layout::Gpci,
            &release,
            [109, 109, 0],
        );
    }
}

#[test]
fn a_list_of_changes_is_known() {
    let Some(root) = shared() else { return };
    let (sources, _) =
        open(&root.join("ncci-ptp/ptp-practitioner-2024q2-to-2024q3-changes.txt.xz"));
    assert_eq!(recognise(&sources[0].bytes), Some(Layout::PtpChanges));
}
