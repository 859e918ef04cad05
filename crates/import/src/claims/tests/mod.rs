//! Small files in the publishers' layouts, and the publishers' own where they are available.

mod never;
mod real;

use crate::cms::tests::sheets::xlsx;
use crate::cms::tests::{Small, check};
use crate::read::{Layout, SourceFile, recognise, take};
use ligature_edits::{Fixed, Rows, Table};
use std::fmt::Write;

/// A table line by line, for comparing. Numbers are ten-thousandths.
pub(crate) fn table_text(table: &Table) -> String {
    let s = &table.source;
    let dated = if s.dated { " dated" } else { "" };
    let part = s.part.map(|(n, of)| format!(" part {n} of {of}"));
    let mut out = format!(
        "table {:?} {:?}: {} {} {}{dated}{} read {}\n",
        s.kind,
        s.setting,
        s.label,
        s.from,
        s.to,
        part.unwrap_or_default(),
        table.read
    );
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let letters = |bytes: &[u8]| {
        let shown = bytes.iter().filter(|b| **b != 0);
        shown.map(|b| char::from(*b)).collect::<String>()
    };
    let why = |texts: &[String], at: u16| texts.get(usize::from(at)).cloned().unwrap_or_default();
    let mut line = |text: String| writeln!(out, "  {}", text.trim_end()).unwrap();
    match &table.rows {
        Rows::Pairs(rows, reasons) => rows.iter().for_each(|r| {
            let days = format!("{}..{}", day(r.from), day(r.to));
            let why = why(reasons, r.reason);
            line(format!("{} {} {days} {} [{why}]", r.one, r.two, r.indicator));
        }),
        Rows::Limits(rows, reasons) => rows.iter().for_each(|r| {
            let why = why(reasons, r.reason);
            line(format!("{} {} mai {} [{why}]", r.code, r.units, r.mai));
        }),
        Rows::AddOns(rows) => rows.iter().for_each(|r| {
            let primary = r.primary.map_or("contractor".to_owned(), |p| p.to_string());
            let days = format!("{}..{}", day(r.from), day(r.to));
            line(format!("{} {primary} type {} {days}", r.addon, r.kind));
        }),
        Rows::Values(rows) => rows.iter().for_each(|r| {
            let i = &r.indicators;
            let numbers = |all: &[Fixed]| {
                let all: Vec<String> = all.iter().map(|f| f.0.to_string()).collect();
                all.join(" ")
            };
            line(format!(
                "{} [{}] {} rvu {} rare {:?} global {} shares {} indicators {} supervision {} base {} factor {}",
                r.code,
                letters(&r.modifier).trim(),
                letters(&[r.status]),
                numbers(&[r.work, r.facility, r.nonfacility, r.malpractice]),
                r.rare,
                letters(&r.global),
                numbers(&r.shares),
                letters(&[i.pctc, i.multiple, i.bilateral, i.assistant, i.co_surgeon, i.team]),
                letters(&i.supervision),
                r.endoscopy_base.map_or("none".to_owned(), |b| b.to_string()),
                r.factor.0,
            ));
        }),
        Rows::Localities(rows) => rows.iter().for_each(|r| {
            line(format!(
                "{} {} {} {} {} {} {}",
                r.mac, r.state, r.number, r.name, r.work.0, r.expense.0, r.malpractice.0
            ));
        }),
        Rows::Anesthesia(rows) => rows
            .iter()
            .for_each(|r| line(format!("{} {}", r.code, r.units))),
        Rows::Outpatient(rows) => rows.iter().for_each(|r| {
            let rate = r.rate.map_or("none".to_owned(), |rate| rate.to_string());
            line(format!("{} {} apc {} rate {rate}", r.code, letters(&r.status), r.apc));
        }),
    }
    for r in &table.refused {
        writeln!(out, "refused {}: {}", r.line, r.why).unwrap();
    }
    out
}

#[test]
fn every_layout_is_known_and_read() {
    for small in all() {
        check(&small);
    }
}

#[test]
fn a_list_of_changes_is_known_and_not_taken() {
    let text = "Change\tColumn 1\tColumn 2\tDeletion Date *=no data\tModifier\tPTP Edit Rationale\n\
        added\t44120\t44005\t*\t1\tMore extensive procedure\n";
    let layout = recognise(text.as_bytes()).unwrap();
    assert_eq!(layout, Layout::PtpChanges);
    assert!(layout.passed_over().unwrap().contains("list of changes"));
    let source = SourceFile {
        name: "ptp-practitioner-2024q2-to-2024q3-changes.txt".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    assert!(take(layout, &source).is_err());
}

#[test]
fn a_table_of_the_wrong_shape_is_refused_whole() {
    let line = |n: usize, indicator: &str| {
        format!("44120\t44{n:03}\t\t20200101\t*\t{indicator}\tSequential procedure\n")
    };
    let good: String = (0..80).map(|n| line(n, "1")).collect();
    let check = |bad: usize, expected: Option<&str>| {
        let bytes = (0..bad).fold(good.clone(), |all, n| all + &line(n, "7"));
        let source = SourceFile {
            name: "ccipra-v302r0-f1.txt".to_owned(),
            bytes: bytes.into_bytes(),
        };
        let said = take(Layout::Ptp, &source).err().map(|p| p.to_string());
        assert_eq!(said.as_deref(), expected);
    };
    check(0, None);
    check(8, None);
    check(
        9,
        Some(
            "ccipra-v302r0-f1.txt: looks like procedure-to-procedure edits (PTP), but 9 of its 89 lines cannot be read \
             (line 81: 44120 and 44000 have a modifier indicator other than 0, 1 and 9): nothing of it was imported",
        ),
    );
}

/// All small files of these readers, and of tables in a workbook.
fn all() -> Vec<Small> {
    let text = |layout, name, text: &str, gives| Small {
        layout,
        name,
        bytes: text.as_bytes().to_vec(),
        gives,
    };
    let ptp = include_str!("files/ptp.txt");
    let latin = ptp.replace("All rights", "\u{a9} All rights");
    let latin = encoding_rs::WINDOWS_1252.encode(&latin).0.into_owned();
    let base_units: &[&[&str]] = &[
        &["2024 anesthesia base units"],
        &["Code", "Base Units"],
        &["00100", "5"],
        &["104", "4"],
        &["00120", "4.5"],
    ];
    let mue: &[&[&str]] = &[
        &[
            "HCPCS/CPT Code",
            "Practitioner Services MUE Values",
            "MUE Adjudication Indicator",
            "MUE Rationale",
        ],
        &["44120", "1", "2 Date of Service Edit: Policy", "Anatomic"],
    ];
    vec![
        text(
            Layout::Ptp,
            "ccipra-v322r0-f1.txt",
            ptp,
            include_str!("files/ptp.gives"),
        ),
        Small {
            layout: Layout::Ptp,
            name: "medicare-ncci-2024q3-hospital.zip: ccioph-v302r0-f4.TXT",
            bytes: latin,
            gives: include_str!("files/ptp_hospital.gives"),
        },
        text(
            Layout::Ptp,
            "practitioner ptp effective 07-01-2024.txt",
            include_str!("files/ptp_bare.txt"),
            include_str!("files/ptp_bare.gives"),
        ),
        text(
            Layout::Ptp,
            "ptp-practitioner-2024q3.csv",
            include_str!("files/ptp.csv"),
            include_str!("files/ptp_csv.gives"),
        ),
        text(
            Layout::Ptp,
            "renamed.txt",
            ptp,
            "neither its notice nor its name says whether it is for practitioners (ccipra) or hospitals (ccioph)\n",
        ),
        text(
            Layout::Ptp,
            "practitioner.txt",
            ptp,
            "neither its notice nor its name says for which quarter it is (give it a name such as ccipra-v302r0-f1.txt)\n",
        ),
        text(
            Layout::Gpci,
            "a.csv",
            include_str!("files/gpci.csv"),
            include_str!("files/gpci.gives"),
        ),
        text(
            Layout::Gpci,
            "addendum_e.csv",
            include_str!("files/gpci_both.csv"),
            include_str!("files/gpci_both.gives"),
        ),
        Small {
            layout: Layout::Anesthesia,
            name: "base.xlsx",
            bytes: xlsx(&[("Notes", &[&["nothing"]]), ("Units", base_units)]),
            gives: include_str!("files/anesthesia.gives"),
        },
        text(
            Layout::Anesthesia,
            "anesthesia.csv",
            "CPT Code,Short Descriptor,2025 Base Units\n00100,not to be read,5\n00102,not to be read,6.0\n",
            "table Anesthesia Practitioner: anesthesia 2025 2025-01-01 2025-12-31 read 2\n  00100 5\n  00102 6\n",
        ),
        text(
            Layout::Outpatient,
            "b.csv",
            include_str!("files/addendum_b.csv"),
            include_str!("files/addendum_b.gives"),
        ),
        text(
            Layout::Outpatient,
            "2024_July_Web_Addendum_B.06242024.csv",
            "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n44120,not to be read,C,,,\n",
            "table Outpatient Outpatient: OPPS addendum B 2024 Q3 2024-07-01 2024-09-30 read 1\n  44120 C  apc 0 rate none\n",
        ),
        text(
            Layout::Outpatient,
            "b.csv",
            "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n44120,,C,,,\n",
            "neither its title nor its name says for which quarter it is (give it a name such as 2024_July_Addendum_B.csv)\n",
        ),
        Small {
            layout: Layout::Mue,
            name: "MUE_Eff_07-01-2024.xlsx",
            bytes: xlsx(&[("MUE", mue)]),
            gives: include_str!("files/mue_book.gives"),
        },
    ]
}
