//! Every sample file: written as it was read, and read as far as it goes.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{read, said, samples, written};

#[test]
fn samples_are_written_as_they_were_read() {
    for (name, bytes) in samples() {
        assert!(written(&read(&bytes)) == bytes, "{name}");
    }
}

#[test]
fn samples_are_read() {
    let (mut claims, mut payments, mut lines) = (0, 0, 0);
    for (name, bytes) in samples() {
        let document = read(&bytes);
        claims += document.claims().count();
        payments += document.payments().count();
        for claim in document.claims() {
            lines += claim.read().0.lines.len();
        }
        println!(
            "{name}: {} claims, {} payments",
            document.claims().count(),
            document.payments().count()
        );
        for problem in said(&document.problems) {
            println!("  {problem}");
        }
        if name.contains("837") && !name.contains("837i") {
            assert!(document.claims().count() > 0, "{name}");
        } else if name.contains("835") {
            assert!(document.payments().count() > 0, "{name}");
        }
    }
    println!("{claims} claims with {lines} lines, {payments} payments");
}

#[test]
fn what_is_broken_on_purpose_is_said() {
    let samples = samples();
    let check = |part: &str, expected: &str| {
        for (name, bytes) in samples.iter().filter(|(name, _)| name.contains(part)) {
            let problems = said(&read(bytes).problems);
            assert!(
                problems.iter().any(|p| p.contains(expected)),
                "{name}: {problems:#?}"
            );
        }
    };
    check(
        "missing_loops",
        "SE01, the number of segments, is 25, but the transaction has 19",
    );
    check(
        "bad_segment_identifier",
        "segment 6, byte 280: error: no claim or payment has a segment with this identifier",
    );
    check(
        "example9",
        "SV101-2, the procedure code, cannot be determined: the element is not divided by the separator that ISA16 names",
    );
    check(
        "valid_different",
        "CLM02, the total charge, is 500, but the lines' charges add up to 12.25",
    );
    check("blue_cross", "does not begin with ISA");
    check(
        "837i",
        "institutional claims (837I) are not read, only professional claims (837P)",
    );
    check("004010X098A1", "version 4010");
}
