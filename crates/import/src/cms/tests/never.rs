//! No bytes make a reader panic.

use super::damage::{anything, damage, read_as_all};
use super::sheets::{parts, zipped};
use super::small::all;
use crate::cms::ccsr::MAPPING;
use crate::cms::take;
use crate::read::Layout;
use proptest::prelude::*;

const LAYOUTS: [Layout; 12] = [
    Layout::Icd10pcsOrder,
    Layout::Icd10pcsCodes,
    Layout::Icd10pcsTables,
    Layout::Icd10pcsIndex,
    Layout::Icd10pcsDefinitions,
    Layout::HcpcsFixed,
    Layout::HcpcsWorkbook,
    Layout::Icd9Diagnoses,
    Layout::Icd9Procedures,
    Layout::Gem,
    Layout::CcsrWorkbook,
    Layout::CcsrCsv,
];

#[test]
fn a_cell_without_a_place_makes_no_reader_panic() {
    let row: &[&str] = &["A000", "Cholera", "DIG001", "Infection", "Y", "N"];
    let mut parts = parts(&[("CCSR v2023.1", &[&MAPPING, row])]);
    let sheet = &mut parts.first_mut().unwrap().1;
    let there = String::from_utf8(sheet.clone()).unwrap();
    let nowhere = there.replace(r#"r="B2""#, r#"r="INLINESTR2""#);
    assert_ne!(nowhere, there);
    *sheet = nowhere.into_bytes();
    read_as_all(&LAYOUTS, take, "x.xlsx", zipped(&parts));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic((bytes, name) in anything()) {
        read_as_all(&LAYOUTS, take, &name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(which in any::<prop::sample::Index>(), damage in damage()) {
        let all = all();
        read_as_all(&LAYOUTS, take, "x2025.txt", damage.of(&which.get(&all).bytes));
    }

    #[test]
    fn no_damage_inside_a_workbook_makes_a_reader_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut parts = parts(&[("CCSR v2023.1", &[&MAPPING, &["A000", "Cholera", "DIG001", "Infection", "Y", "N"]])]);
        for (part, at, byte) in changes {
            let bytes = &mut part.get_mut(&mut parts).1;
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_as_all(&LAYOUTS, take, "x.xlsx", zipped(&parts));
    }
}
