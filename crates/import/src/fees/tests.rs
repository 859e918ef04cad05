//! Small files in the publishers' layouts, and the publishers' own where they are at hand.

use crate::cms::tests::{Real, check_real};
use crate::read::Layout;

#[test]
fn the_real_files_give_what_their_provenance_says() {
    let real = |file, layout, label, days, counts| Real {
        file,
        layout,
        label,
        days,
        counts,
    };
    check_real(&[
        real(
            "pprrvu/PPRRVU2025_Oct.csv.xz",
            Layout::Pprrvu,
            "RVU25D",
            "2025-10-01 2025-12-31",
            [0; 7],
        ),
        real(
            "pprrvu/PPRRVU2024_Jul.csv.xz",
            Layout::Pprrvu,
            "RVU24C",
            "2024-07-01 2024-09-30",
            [0; 7],
        ),
        real(
            "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q3",
            "2024-07-01 2024-09-30",
            [0; 7],
        ),
        real(
            "ncci-mue/MCR_MUE_PractitionerServices_Eff_04-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q2",
            "2024-04-01 2024-06-30",
            [0; 7],
        ),
        real(
            "ncci-mue/MCR_MUE_OutpatientHospitalServices_Eff_07-01-2024.csv.xz",
            Layout::Mue,
            "MUE 2024 Q3",
            "2024-07-01 2024-09-30",
            [0; 7],
        ),
        real(
            "ncci-aoc/AOC_V2024Q2-MCR.txt.xz",
            Layout::AddOn,
            "AOC 2024 Q2",
            "2024-04-01 2024-06-30",
            [0; 7],
        ),
        real(
            "ncci-aoc/AOC_active_2024-06-03.txt.xz",
            Layout::AddOn,
            "AOC 2024 Q2",
            "2024-04-01 2024-06-30",
            [0; 7],
        ),
    ]);
}
