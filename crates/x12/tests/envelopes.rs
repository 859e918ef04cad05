//! Envelopes: separators, counts, control numbers, files that are cut or no files at all.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{PROFESSIONAL, REMITTANCE, read, said, written};
use std::io::Read;

/// Reads a file, holds it against what is expected to be said, and writes it again.
fn check(name: &str, file: &[u8], claims: usize, expected: &[&str]) {
    let document = read(file);
    assert_eq!(said(&document.problems), expected, "{name}");
    assert_eq!(document.claims().count(), claims, "{name}");
    assert!(written(&document) == file, "{name}");
}

#[test]
fn separators_are_those_of_the_file() {
    let mixed = PROFESSIONAL
        .replace('*', "|")
        .replace(':', ">")
        .replace('^', "!");
    check("others", mixed.as_bytes(), 4, &[]);
    check(
        "no line breaks",
        PROFESSIONAL.replace('\n', "").as_bytes(),
        4,
        &[],
    );
    check(
        "CRLF",
        PROFESSIONAL.replace('\n', "\r\n").as_bytes(),
        4,
        &[],
    );
    check(
        "line break alone",
        PROFESSIONAL.replace("~\n", "\n").as_bytes(),
        4,
        &[],
    );
    check(
        "CRLF alone",
        PROFESSIONAL.replace("~\n", "\r\n").as_bytes(),
        4,
        &[],
    );
    check(
        "byte order mark",
        format!("\u{feff} \r\n{PROFESSIONAL}\n\n").as_bytes(),
        4,
        &[],
    );
    let dashes = PROFESSIONAL.replace('~', "\u{1d}").replace('*', "\u{1c}");
    check("control characters", dashes.as_bytes(), 4, &[]);
    let latin: Vec<u8> = PROFESSIONAL
        .bytes()
        .map(|b| if b == b'J' { 0xdc } else { b })
        .collect();
    assert_eq!(read(&latin).claims().count(), 4);
    assert!(written(&read(&latin)) == latin);
}

#[test]
fn several_interchanges_each_with_its_own_separators() {
    let second = PROFESSIONAL.replace('*', "|").replace("~\n", "\n");
    check("two", format!("{PROFESSIONAL}{second}").as_bytes(), 8, &[]);
    check(
        "three",
        format!("{second}{PROFESSIONAL}{second}").as_bytes(),
        12,
        &[],
    );
    let rubbish = format!("{PROFESSIONAL}\u{1}\u{2}rubbish{second}");
    assert_eq!(read(rubbish.as_bytes()).claims().count(), 8);
}

/// One change, and what is said of it.
fn changed(from: &str, to: &str, expected: &[&str]) {
    let file = PROFESSIONAL.replacen(from, to, 1);
    assert_ne!(file, PROFESSIONAL, "{from}");
    check(from, file.as_bytes(), 4, expected);
}

#[test]
fn counts_and_control_numbers() {
    changed(
        "SE*72",
        "SE*73",
        &[
            "segment 74 (SE), byte 1816: error: SE01, the number of segments, is 73, but the transaction has 72",
        ],
    );
    changed(
        "SE*72",
        "SE*x",
        &[
            "segment 74 (SE), byte 1816: error: SE01, the number of segments, is not 72, as the transaction has",
        ],
    );
    changed(
        "SE*72*0001",
        "SE*72*1",
        &[
            "segment 74 (SE), byte 1819: error: SE02, the control number, is not the one of the opening (ST02)",
        ],
    );
    changed(
        "GE*1*7",
        "GE*1*8",
        &[
            "segment 75 (GE), byte 1830: error: GE02, the control number, is not the one of the opening (GS06)",
        ],
    );
    changed(
        "GE*1*7",
        "GE*2*7",
        &[
            "segment 75 (GE), byte 1828: error: GE01, the number of transactions, is 2, but the group has 1",
        ],
    );
    changed(
        "IEA*1*000000042",
        "IEA*1*42",
        &[
            "segment 76 (IEA), byte 1839: error: IEA02, the control number, is not the one of the opening (ISA13)",
        ],
    );
}

#[test]
fn what_is_lost_of_the_envelopes() {
    changed(
        "SE*72*0001~\n",
        "",
        &[
            "segment 74 (GE), byte 1813: error: the transaction before this segment is not closed: its SE segment is missing",
        ],
    );
    changed(
        "GE*1*7~\n",
        "",
        &[
            "segment 75 (IEA), byte 1825: error: the group before this segment is not closed: its GE segment is missing",
        ],
    );
    changed(
        "IEA*1*000000042~\n",
        "",
        &[
            "segment 75 (GE), byte 1825: error: the file ends inside an interchange: its IEA segment is missing, so the file may be cut",
        ],
    );
    changed(
        "GS*HC*CLINIC*CLEARING*20260112*0900*7*X*005010X222A1~\n",
        "",
        &[
            "segment 2 (ST), byte 107: error: no GS segment opens what this segment belongs to",
            "segment 74 (GE), byte 1771: error: no GS segment opens what this segment belongs to",
            "segment 75 (IEA), byte 1783: error: IEA01, the number of groups, is 1, but the interchange has 0",
        ],
    );
    let bare = PROFESSIONAL.split_once("\n").unwrap().1;
    assert!(said(&read(bare.as_bytes()).problems)[0].contains("does not begin with ISA"));
    assert_eq!(read(bare.as_bytes()).claims().count(), 4);
}

#[test]
fn what_is_no_file_of_claims() {
    check(
        "empty",
        b"",
        0,
        &["segment 0, byte 0: error: there is no interchange here: an 837P begins with ISA"],
    );
    check(
        "space",
        b" \n",
        0,
        &["segment 0, byte 0: error: there is no interchange here: an 837P begins with ISA"],
    );
    let no = "segment 0, byte 0: error: this is not X12: an interchange begins with ISA, and none begins here";
    check("a letter", b"Dear Sir or Madam,\n", 0, &[no]);
    check("JSON", b"{\"a\": 1}", 0, &[no]);
    let rubbish: Vec<u8> = (0..300_000_u32)
        .map(|at| ((at * 7919) >> 3) as u8)
        .collect();
    let document = read(&rubbish);
    assert!(written(&document) == rubbish);
    assert_eq!(said(&document.problems)[0], no);
}

/// What follows an opening of a claim, and what is said of end marks and of length.
fn claim_with(what: &str, expected: &[&str]) {
    let file = format!("GS*HC*A~ST*837*1~CLM*1~{what}LX*1~");
    let document = read(file.as_bytes());
    let mut said = said(&document.problems);
    said.retain(|s| s.contains("two end marks") || s.contains("more than"));
    assert_eq!(said, expected, "{} bytes", what.len());
    assert!(written(&document) == file.as_bytes());
}

#[test]
fn what_is_no_segment_has_its_limit_and_is_said_once() {
    let empty =
        "segment 3, byte 23: warning: there are two end marks here with no segment between them";
    let long = "segment 3 (CLM), byte 17: error: this claim has more than 10000 segments or 8000000 bytes; what is beyond is not read";
    claim_with("", &[]);
    claim_with("~", &[empty]);
    claim_with("~~ ~\n~", &[empty]);
    claim_with(&"~".repeat(300_000), &[empty]);
    claim_with(&"K3*~".repeat(10_000), &[long]);
    claim_with(&"x".repeat(9_000_000), &[long]);
}

/// Files that were made to cost time and memory without end.
#[test]
fn no_file_costs_more_than_its_length() {
    let check = |name: &str, file: String| {
        let document = read(file.as_bytes());
        assert!(written(&document) == file.as_bytes(), "{name}");
        assert!(document.problems.len() < file.len() / 4, "{name}");
    };
    let header = &PROFESSIONAL[..PROFESSIONAL.find("BHT").unwrap()];
    check("beginnings without an end", "ST*837*".repeat(300_000));
    check(
        "end marks of nothing",
        format!("ST*837*{}", "\n".repeat(60_000)).repeat(20),
    );
    for line in ["a\n", "HL*1**20*", "\nLX*1", "ISA*", "ST*", "\n"] {
        check(
            line,
            format!("{header}NTE*{}*~", line.repeat(600_000 / line.len())),
        );
    }
}

#[test]
fn a_file_cut_anywhere_keeps_what_stands_before_the_cut() {
    for file in [PROFESSIONAL, REMITTANCE] {
        for cut in 0..file.trim_end().len() {
            let document = read(&file.as_bytes()[..cut]);
            assert!(written(&document) == file.as_bytes()[..cut], "{cut}");
            assert!(!document.problems.is_empty(), "{cut}");
            let whole = file[..cut].matches("CLM*").count() + file[..cut].matches("CLP*").count();
            let found = document.claims().count() + document.payments().count();
            assert!(found + 1 >= whole, "{cut}: {found} of {whole}");
        }
    }
}

/// A source that gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let (Some((first, rest)), Some(place)) = (self.0.split_first(), into.first_mut()) else {
            return Ok(0);
        };
        *place = *first;
        self.0 = rest;
        Ok(1)
    }
}

#[test]
fn a_slow_source_reads_the_same() {
    let (slow, fast) = (
        ligature_x12::Document::read(Slow(PROFESSIONAL.as_bytes())).unwrap(),
        read(PROFESSIONAL.as_bytes()),
    );
    assert_eq!(format!("{slow:?}"), format!("{fast:?}"));
}

#[test]
fn a_long_file_is_read_a_claim_at_a_time() {
    let one = &PROFESSIONAL
        [PROFESSIONAL.find("CLM*CLAIM-1").unwrap()..PROFESSIONAL.find("CLM*CLAIM-2").unwrap()];
    let many = 20_000;
    let file = PROFESSIONAL.replacen(one, &one.repeat(many), 1);
    let mut parts = ligature_x12::Parts::new(file.as_bytes());
    let claims = parts
        .by_ref()
        .filter(|part| matches!(part, Ok(ligature_x12::Part::Claim(_))))
        .count();
    assert_eq!(claims, many + 3);
    assert_eq!(parts.problems().len(), 1);
}
