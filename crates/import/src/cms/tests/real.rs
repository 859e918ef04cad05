//! The publishers' files.

use super::{Real, check_real, shared};
use crate::read::{Layout, open, take};
use ligature_catalog::{Batch, Status};
use std::collections::HashMap;

const FY2025: &str = "2024-10-01 2025-09-30";
const OCTOBER: &str = "2025-10-01 2025-12-31";
const LAST_ICD9: &str = "2014-10-01 2015-09-30";
const LAST_GEM: &str = "2017-10-01 2018-09-30";

#[test]
fn they_give_what_their_provenance_says() {
    let real = |file, layout, label, days, counts| Real {
        file,
        layout,
        label,
        days,
        counts,
    };
    check_real(&[
        real(
            "icd10pcs/icd10pcs-codes-2024.txt.gz",
            Layout::Icd10pcsCodes,
            "FY2024",
            "2023-10-01 2024-09-30",
            [78_603, 0, 0, 0, 0, 78_603, 0],
        ),
        // 78,948 codes, 908 tables, 114 body systems, 17 sections; 2,661 rows
        real(
            "icd10pcs/icd10pcs_tables_2025.xml.gz",
            Layout::Icd10pcsTables,
            "FY2025",
            FY2025,
            [79_987, 852, 0, 0, 0, 2_661, 0],
        ),
        // 3,215 main terms and 21,269 below them
        real(
            "icd10pcs/icd10pcs_index_2025.xml.gz",
            Layout::Icd10pcsIndex,
            "FY2025",
            FY2025,
            [0, 0, 0, 18_838, 0, 24_484, 0],
        ),
        // 930 values and 60 devices
        real(
            "icd10pcs/icd10pcs_definitions_2025.xml.gz",
            Layout::Icd10pcsDefinitions,
            "FY2025",
            FY2025,
            [0, 6, 0, 2_526, 0, 990, 0],
        ),
        real(
            "hcpcs-level2/HCPC2019_CONTR_ANWEB.txt.gz",
            Layout::HcpcsFixed,
            "January 2019",
            "2019-01-01 2019-12-31",
            [6_800, 0, 0, 0, 0, 11_622, 0],
        ),
        real(
            "hcpcs-level2/HCPC2025_OCT_ANWEB.rebuilt.txt.gz",
            Layout::HcpcsFixed,
            "October 2025",
            OCTOBER,
            [8_846, 0, 0, 0, 0, 16_006, 0],
        ),
        real(
            "hcpcs-level2/HCPC2025_OCT_ANWEB.xlsx",
            Layout::HcpcsWorkbook,
            "October 2025",
            OCTOBER,
            [8_846, 0, 0, 0, 0, 8_846, 0],
        ),
        real(
            "icd9cm/CMS32_DESC_LONG_DX.txt.gz",
            Layout::Icd9Diagnoses,
            "v32",
            LAST_ICD9,
            [14_567, 0, 0, 0, 0, 14_567, 0],
        ),
        real(
            "icd9cm/CMS32_DESC_SHORT_DX.txt.gz",
            Layout::Icd9Diagnoses,
            "v32",
            LAST_ICD9,
            [14_567, 0, 0, 0, 0, 14_567, 0],
        ),
        real(
            "icd9cm/CMS32_DESC_LONG_SG.txt.gz",
            Layout::Icd9Procedures,
            "v32",
            LAST_ICD9,
            [3_882, 0, 0, 0, 0, 3_882, 0],
        ),
        real(
            "icd9cm/CMS32_DESC_SHORT_SG.txt.gz",
            Layout::Icd9Procedures,
            "v32",
            LAST_ICD9,
            [3_882, 0, 0, 0, 0, 3_882, 0],
        ),
        real(
            "gems/2018_I9gem.rebuilt.txt.gz",
            Layout::Gem,
            "GEM 2018",
            LAST_GEM,
            [0, 0, 24_860, 0, 0, 24_860, 0],
        ),
        real(
            "gems/icd9toicd10cmgem.csv.gz",
            Layout::Gem,
            "GEM 2018",
            LAST_GEM,
            [0, 0, 23_912, 0, 0, 23_912, 0],
        ),
        real(
            "gems/icd10cmtoicd9gem.csv.gz",
            Layout::Gem,
            "GEM 2018",
            LAST_GEM,
            [0, 0, 78_838, 0, 0, 78_838, 0],
        ),
        // 547 categories below 22 body systems and one for factors
        real(
            "ccsr/DXCCSR-Reference-File-v2023-1.xlsx",
            Layout::CcsrWorkbook,
            "v2023.1",
            "2022-10-01 2023-09-30",
            [570, 0, 86_288, 0, 0, 86_288, 0],
        ),
    ]);
}

fn batch(layout: Layout, file: &str) -> Option<Batch> {
    let (sources, _) = open(&shared()?.join(file));
    take(layout, &sources[0]).ok()?.batch
}

#[test]
fn the_hcpcs_text_file_and_its_workbook_say_the_same() {
    let fixed = batch(
        Layout::HcpcsFixed,
        "hcpcs-level2/HCPC2025_OCT_ANWEB.rebuilt.txt.gz",
    );
    let book = batch(
        Layout::HcpcsWorkbook,
        "hcpcs-level2/HCPC2025_OCT_ANWEB.xlsx",
    );
    let (Some(fixed), Some(book)) = (fixed, book) else {
        return;
    };
    let words = |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ");
    for (one, other) in fixed.entries.iter().zip(&book.entries) {
        assert_eq!(words(&one.title), words(&other.title), "{}", one.code);
        assert_eq!(
            (&one.code, &one.short, one.standing),
            (&other.code, &other.short, other.standing)
        );
    }
}

#[test]
fn titles_put_together_from_tables_are_mostly_those_of_cms() {
    let codes = batch(Layout::Icd10pcsCodes, "icd10pcs/icd10pcs-codes-2024.txt.gz");
    let tables = batch(
        Layout::Icd10pcsTables,
        "icd10pcs/icd10pcs_tables_2025.xml.gz",
    );
    let (Some(codes), Some(tables)) = (codes, tables) else {
        return;
    };
    let official: HashMap<&str, &str> = codes
        .entries
        .iter()
        .map(|e| (e.code.as_str(), e.title.as_str()))
        .collect();
    let (mut same, mut both) = (0, 0);
    for entry in tables
        .entries
        .iter()
        .filter(|e| e.status == Status::Billable)
    {
        if let Some(title) = official.get(entry.code.as_str()) {
            both += 1;
            same += usize::from(*title == entry.title);
        }
    }
    println!("{same} of {both} titles are the same");
    assert!(same * 10 > both * 8);
}
