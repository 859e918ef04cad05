//! No bytes make a reader panic.

use super::sheets::{parts, zipped};
use super::small::all;
use crate::cms;
use crate::cms::ccsr::MAPPING;
use crate::read::{Layout, Source, recognise};
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

fn read_as_all(name: &str, bytes: Vec<u8>) {
    let _ = recognise(&bytes);
    let source = Source {
        name: name.to_owned(),
        bytes,
    };
    for layout in LAYOUTS {
        let _ = cms::take(layout, &source);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in ".{0,30}") {
        read_as_all(&name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let all = all();
        let mut bytes = which.get(&all).bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let keep = if cut.index(3) == 0 { cut.index(bytes.len()) } else { bytes.len() };
        bytes.truncate(keep);
        read_as_all("x2025.txt", bytes);
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
        read_as_all("x.xlsx", zipped(&parts));
    }
}
