//! Faults that were found by trying to break the readers of claims: what is lost is said, and ends with a status.

use super::professional::professional;
use super::{TABLES, run};
use std::fs;

/// What a file of claims leads to: whether it ends well, and a part of what is said; never a word that names a person.
fn check(name: &str, text: &str, ends_well: bool, says: &str) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(name).display().to_string();
    fs::write(&file, text).unwrap();
    let (good, out, err) = run(&["check", &file, "--format", "jsonl"], "");
    assert_eq!(good, ends_well, "{name}: {out}{err}");
    assert!(err.contains(says) && !err.contains("DOE"), "{name}: {err}");
}

#[test]
fn a_service_that_cannot_be_read_ends_with_a_status() {
    if TABLES.is_none() {
        return;
    }
    let file = professional(&[&["44120", "44005"], &["99213"]]);
    let lost = "1 claim has a service that could not be read";
    check("whole.837", &file, true, "");
    // units that are none, a second service on one line, a line without a service
    check(
        "units.837",
        &file.replacen("UN*1*", "UN*two*", 1),
        false,
        lost,
    );
    let second = file.replacen("DTP*472", "SV1*HC:44121*100*UN*1***1~\nDTP*472", 1);
    check("second.837", &second, false, lost);
    check(
        "none.837",
        &file.replacen("SV1*HC:44120*100*UN*1***1~\n", "", 1),
        false,
        lost,
    );
    let fine = file.replacen("UN*1*", "UN*1.0005*", 1);
    check("fine.837", &fine, false, "SV104 (byte");
}

#[test]
fn a_table_that_is_none_is_refused() {
    if TABLES.is_none() {
        return;
    }
    let header = "claim,date_of_service,code,units\n";
    check(
        "a.csv",
        "DOE_JOHN,2024-08-14,44120,1\n",
        false,
        "no column `claim`",
    );
    check(
        "b.csv",
        "DOE;44120;2024-08-14\nDOE;44005;2024-08-14\n",
        false,
        "no column `claim`",
    );
    let wide = format!("{header}{}\n", "x,".repeat(2100));
    check("c.csv", &wide, false, "line 2");
    let named: Vec<String> = (0..2100).map(|n| format!("c{n}")).collect();
    check(
        "d.csv",
        &format!("claim,date_of_service,code,{}\n", named.join(",")),
        false,
        "more than 2000 columns",
    );
    // rows as a spreadsheet numbers them
    let rows = format!("{header}A,2024-08-14,44120,1\n,,,\nA,,44005,1\n");
    check("e.csv", &rows, false, "is empty in row 4");
    check(
        "f.csv",
        &format!("{header}A,14/8/2024,44120,1\n"),
        false,
        "in row 2: expected a date",
    );
    check(
        "g.csv",
        &format!("{header}A,8/14/2024,44120,1\n"),
        true,
        "month first",
    );
    check(
        "h.csv",
        "44120 x 1\n44121 x 2\n",
        false,
        "no claims that can be read",
    );
}

#[test]
fn json_of_which_something_would_be_lost_is_refused() {
    if TABLES.is_none() {
        return;
    }
    let line = r#"{"code": "44120"}"#;
    let twice = format!(r#"{{"date_of_service": "2024-08-14", "lines": [{line}], "lines": []}}"#);
    check("a.json", &twice, false, "a field occurs twice");
    let inside = r#"{"date_of_service": "2024-08-14", "lines": [{"code": "44120", "units": 1, "units": 9}]}"#;
    check("b.json", inside, false, "a field occurs twice");
    let long = format!("[{}1]", "1,".repeat(100_000));
    check("c.json", &long, false, "more than 100,000 elements");
    let short = r#"{"date": "2024-08-14", "lines": [{"code": "44120"}]}"#;
    check("d.json", short, true, "did you mean `date_of_service`?");
}

#[test]
fn a_pipe_is_read_as_the_file_is() {
    if TABLES.is_none() {
        return;
    }
    let check = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("claims").display().to_string();
        fs::write(&file, text).unwrap();
        let (good, out, _) = run(&["check", &file, "--format", "jsonl"], "");
        let (piped, of_pipe, _) = run(&["check", "-", "--format", "jsonl"], text);
        assert_eq!((good, out), (piped, of_pipe));
    };
    // two claims of one patient and day are earlier services to each other
    let two = professional(&[&["44120"], &["44005"]]);
    let (_, out, _) = run(&["check", "-", "--format", "jsonl"], &two);
    assert!(out.contains("44005 is bundled into 44120"), "{out}");
    check(&two);
    check(&two.replace("44005", "99213"));
    check("claim,date_of_service,code\nA,2024-08-14,840\n");
}

#[test]
fn codes_of_spreadsheets_are_read_at_every_door() {
    if TABLES.is_none() {
        return;
    }
    let check = |code: &str, read: &str| {
        let claim =
            format!(r#"{{"date_of_service": "2024-08-14", "lines": [{{"code": "{code}"}}]}}"#);
        let (good, out, err) = run(&["tool", "check", "-"], &claim);
        assert!(
            good && out.contains(&format!("\"code\": \"{read}\"")),
            "{code}: {out}{err}"
        );
        assert!(out.contains("line 1: the code"), "{code}: {out}");
    };
    check("44120.0", "44120");
    check("840", "00840");
    check("44120.00", "44120");
}

#[test]
fn a_file_that_breaks_off_is_written_again_with_a_status() {
    if TABLES.is_none() {
        return;
    }
    let check = |text: &str, ends_well: bool, says: &str| {
        let dir = tempfile::tempdir().unwrap();
        let [file, out] = ["a.837", "b.837"].map(|n| dir.path().join(n).display().to_string());
        fs::write(&file, text).unwrap();
        let (good, said, err) = run(&["check", &file, "--out", &out], "");
        assert_eq!(good, ends_well, "{said}{err}");
        assert!(format!("{said}{err}").contains(says), "{said}{err}");
    };
    let file = professional(&[&["44120", "44005"]]);
    check(&file, true, "written:");
    let end = file.find("SE*").unwrap();
    check(&file[..end], false, "the file breaks off");
    let institutional = file
        .replace("SV1*HC:44120*100*UN*1***1", "SV2*0360*HC:44120*100*UN*1")
        .replace("SV1*HC:44005*100*UN*1***1", "SV2*0360*HC:44005*100*UN*1");
    check(&institutional, false, "institutional or dental");
}
