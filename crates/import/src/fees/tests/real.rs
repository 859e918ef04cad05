//! The publishers' files.

use crate::cms::tests::{Real, check_real};
use crate::read::Layout;

const SECOND: &str = "2024-04-01 2024-06-30";
const THIRD: &str = "2024-07-01 2024-09-30";

#[test]
fn they_give_what_their_provenance_says() {
    let real = |file, layout, label, days, counts| Real {
        file,
        layout,
        label,
        days,
        counts,
    };
    let batches = check_real(&[
        real(
            "pprrvu/PPRRVU2025_Oct.csv.xz",
            Layout::Pprrvu,
            "RVU25D",
            "2025-10-01 2025-12-31",
            [10_881, 0, 0, 0, 343_990, 19_090, 0],
        ),
        real(
            "pprrvu/PPRRVU2024_Jul.csv.xz",
            Layout::Pprrvu,
            "RVU24C",
            THIRD,
            [10_752, 0, 0, 0, 336_316, 18_664, 0],
        ),
        real(
            "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q3",
            THIRD,
            [0, 0, 0, 0, 44_031, 14_677, 0],
        ),
        real(
            "ncci-mue/MCR_MUE_PractitionerServices_Eff_04-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q2",
            SECOND,
            [0, 0, 0, 0, 44_037, 14_679, 0],
        ),
        real(
            "ncci-mue/MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q3",
            THIRD,
            [0, 0, 0, 0, 43_884, 14_628, 0],
        ),
        real(
            "ncci-aoc/AOC_V2024Q2-MCR.txt.xz",
            Layout::AddOn,
            "AOC 2024 Q2",
            SECOND,
            [0, 0, 8_186, 0, 0, 8_186, 0],
        ),
        real(
            "ncci-aoc/AOC_active_2024-06-03.txt.xz",
            Layout::AddOn,
            "AOC 2024 Q2",
            SECOND,
            [0, 0, 7_465, 0, 0, 7_465, 0],
        ),
    ]);
    for batch in batches {
        assert!(
            batch
                .entries
                .iter()
                .all(|e| e.title.is_empty() && e.short.is_empty())
        );
    }
}
