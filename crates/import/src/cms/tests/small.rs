//! Small files of every layout.

use super::sheets::xlsx;
use super::{Small, check};
use crate::read::Layout;

#[test]
fn every_layout_is_known_and_read() {
    for small in all() {
        check(&small);
    }
}

/// A HCPCS record of 320 characters.
fn record(
    code: &str,
    sequence: &str,
    kind: char,
    long: &str,
    short: &str,
    dates: [&str; 3],
    action: &str,
) -> String {
    let [added, effective, terminated] = dates;
    let line = format!("{code:>5}{sequence}{kind}{long:<80}{short:<28}");
    let dates = format!("{added:<8}{effective:<8}{terminated:<8}{action:<1}");
    format!("{line:<268}{dates:<52}\r\n")
}

fn hcpcs() -> Vec<u8> {
    let mut text = vec![
        "***Disclaimers\t\t\r\n\t\t\r\n*Some of it is in bold.\u{a0}\t\r\n".to_owned(),
        record(
            "A1",
            "00100",
            '7',
            "Dressing for one wound",
            "Dressing for one wound",
            ["20020701", "20020701", ""],
            "N",
        ),
        record(
            "A0021",
            "00100",
            '3',
            "Ambulance service, outside state per mile,",
            "Outside state ambulance",
            ["19850101", "19970101", ""],
            "N",
        ),
        record(
            "A0021",
            "00200",
            '4',
            "transport \u{2013} and back",
            "",
            [""; 3],
            "",
        ),
        record(
            "C9001",
            "00100",
            '3',
            "A thing that went",
            "Thing",
            ["20180101", "20181001", "20181231"],
            "D",
        ),
        record(
            "D0120",
            "00100",
            '3',
            "not to be read",
            "not to be read",
            ["20180101", "20180101", ""],
            "N",
        ),
        record("D0120", "00200", '4', "not to be read", "", [""; 3], ""),
        record(
            "44120",
            "00100",
            '3',
            "not to be read",
            "not to be read",
            ["20180101", "20180101", ""],
            "N",
        ),
        record(
            "G0001",
            "00200",
            '4',
            "whose beginning is lost",
            "",
            [""; 3],
            "",
        ),
        record(
            "G0002",
            "00100",
            '3',
            "Back again",
            "",
            ["20000101", "20190101", ""],
            "R",
        ),
        record(
            "G0003",
            "00100",
            '3',
            "No such day",
            "",
            ["20000231", "20190101", ""],
            "N",
        ),
        "a stray line\r\n".to_owned(),
    ];
    text.push("\r\n".to_owned());
    let text = text.concat();
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

fn hcpcs_book() -> Vec<u8> {
    let header: &[&str] = &[
        "HCPC",
        "SEQNUM",
        "RECID",
        "LONG DESCRIPTION",
        "SHORT DESCRIPTION",
        "ADD DT",
        "ACT EFF DT",
        "TERM DT",
        "ACTION CD",
    ];
    let rows: &[&[&str]] = &[
        header,
        &[
            "   A1",
            "0010",
            "7",
            "Dressing for one wound",
            "Dressing",
            "20020701",
            "20020701",
            "",
            "N",
        ],
        &[
            "C9001",
            "0010",
            "3",
            "A thing &amp; more",
            "Thing",
            "20180101",
            "20181001",
            "20251231",
            "D",
        ],
        &[
            "D0120",
            "0010",
            "3",
            "not to be read",
            "",
            "20180101",
            "20180101",
            "",
            "N",
        ],
        &[
            "C9002", "0010", "", "no kind", "", "20180101", "20180101", "", "N",
        ],
    ];
    xlsx(&[("Read me", &[&["nothing"]]), ("HCPC2025_OCT_ANWEB", rows)])
}

fn ccsr_book() -> Vec<u8> {
    xlsx(&[
        (
            "Table_of_Contents",
            &[&["lists of the CCSR categories, v2023.1"]],
        ),
        (
            "Naming_Conventions",
            &[
                &["List of body systems, v2023.1"],
                &["CCSR for ICD-10-CM Body System", "3-Character Abbreviation"],
                &["Diseases of the digestive system", "DIG"],
            ],
        ),
        (
            "CCSR_Categories",
            &[
                &["CCSR Category", "CCSR Category Description"],
                &["DIG001", "Intestinal infection"],
                &["NoDX1", "Only used where there is none"],
            ],
        ),
        (
            "DX_to_CCSR_Mapping",
            &[
                &["v2023.1"],
                &[
                    "ICD-10-CM Code",
                    "ICD-10-CM Code Description",
                    "CCSR Category",
                    "CCSR Category Description",
                    "Inpatient Default CCSR (Y/N/X)",
                    "Outpatient Default CCSR (Y/N/X)",
                ],
                &[
                    "A000",
                    "Cholera",
                    "DIG001",
                    "Intestinal infection",
                    "Y",
                    "Y",
                ],
                &[
                    "A000",
                    "Cholera",
                    "INF003",
                    "Bacterial infections",
                    "N",
                    "N",
                ],
                &["", "Cholera", "INF003", "Bacterial infections", "N", "N"],
            ],
        ),
    ])
}

/// All small files of these readers.
pub(super) fn all() -> Vec<Small> {
    let small = |layout, name, bytes: Vec<u8>, gives| Small {
        layout,
        name,
        bytes,
        gives,
    };
    let text =
        |layout, name, text: &str, gives| small(layout, name, text.as_bytes().to_vec(), gives);
    vec![
        text(
            Layout::Icd10pcsCodes,
            "codes.txt",
            include_str!("files/codes.txt"),
            include_str!("files/codes.gives"),
        ),
        text(
            Layout::Icd10pcsOrder,
            "a.zip: icd10pcs_order_2026.txt",
            include_str!("files/order.txt"),
            include_str!("files/order.gives"),
        ),
        text(
            Layout::Icd10pcsTables,
            "t.xml",
            include_str!("files/tables.xml"),
            include_str!("files/tables.gives"),
        ),
        text(
            Layout::Icd10pcsIndex,
            "April-1-2026.xml",
            include_str!("files/index.xml"),
            include_str!("files/index.gives"),
        ),
        text(
            Layout::Icd10pcsDefinitions,
            "d.xml",
            include_str!("files/definitions.xml"),
            include_str!("files/definitions.gives"),
        ),
        text(
            Layout::Icd10pcsTables,
            "entity.xml",
            include_str!("files/entity.xml"),
            "it declares entities, which no publisher's file does\n",
        ),
        text(
            Layout::Icd10pcsTables,
            "cut.xml",
            "<ICD10PCS.tabular><version>2025</version>",
            "it breaks off before its last element is closed\n",
        ),
        small(
            Layout::HcpcsFixed,
            "HCPC_ANWEB.txt",
            hcpcs(),
            include_str!("files/hcpcs.gives"),
        ),
        small(
            Layout::HcpcsWorkbook,
            "HCPC2025_JAN_ANWEB.xlsx",
            hcpcs_book(),
            include_str!("files/hcpcs_book.gives"),
        ),
        text(
            Layout::Icd9Diagnoses,
            "CMS31_DESC_LONG_DX.txt",
            include_str!("files/icd9_dx.txt"),
            include_str!("files/icd9_dx.gives"),
        ),
        text(
            Layout::Icd9Procedures,
            "short.txt",
            include_str!("files/icd9_sg.txt"),
            include_str!("files/icd9_sg.gives"),
        ),
        text(
            Layout::Gem,
            "2017_I9gem.txt",
            "0010  A000    00000\r\n36570 NoDx    11000\r\n99673 T82818A 10111\r\nV140  Z880    10000\r\n",
            include_str!("files/gem.gives"),
        ),
        text(
            Layout::Gem,
            "i10gem.txt",
            "A000    0010  00000\nZ880    V140  10000\nS72001A 82000 10000\n",
            include_str!("files/gem_back.gives"),
        ),
        text(
            Layout::Gem,
            "gem_i9pcs.txt",
            "0001  6A750Z7 10000\n0010  3E03305 10112\n9999  NoPCS   11000\n",
            include_str!("files/gem_pcs.gives"),
        ),
        text(
            Layout::Gem,
            "gem_pcsi9.txt",
            "0016070 0234  10000\r\n00160J0 0232  10000\r\n",
            include_str!("files/gem_pcs_back.gives"),
        ),
        text(
            Layout::Gem,
            "one.txt",
            "V140  V140  10000\n",
            "its codes do not show whether it maps from ICD-9-CM to ICD-10 or back\n",
        ),
        text(
            Layout::Gem,
            "nber.csv",
            "\"icd10cm\",\"icd9cm\",\"flags\",\"approximate\"\n\"Z880\",\"V140\",\"10000\",1\n\"A0100\",\"0020\",\"1000\",1\n",
            include_str!("files/gem_csv.gives"),
        ),
        small(
            Layout::CcsrWorkbook,
            "DXCCSR.xlsx",
            ccsr_book(),
            include_str!("files/ccsr_book.gives"),
        ),
        text(
            Layout::CcsrCsv,
            "DXCCSR_v2025-1.csv",
            include_str!("files/ccsr.csv"),
            include_str!("files/ccsr.gives"),
        ),
    ]
}
