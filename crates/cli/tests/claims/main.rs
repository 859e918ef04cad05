//! Claims from files: every authored example and the evaluation claims over the publishers' tables, and bad input.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod faults;
mod professional;

use assert_cmd::Command;
use ligature_tabular::{Format, Input, Output};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Folders of the publishers' files that claims are answered from.
const FOLDERS: [&str; 5] = ["ncci-ptp", "ncci-mue", "ncci-aoc", "pprrvu", "gpci"];

static SHARED: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|a| a.join("shared"));
    let found = folders.find(|f| FOLDERS.iter().all(|of| f.join("data").join(of).is_dir()));
    if found.is_none() {
        eprintln!("skipped: the publishers' tables are not here (shared/data)");
    }
    found
});

/// A book with the payers' tables.
static TABLES: LazyLock<Option<tempfile::TempDir>> = LazyLock::new(|| {
    let shared = SHARED.as_ref()?;
    let dir = tempfile::tempdir().unwrap();
    let data = FOLDERS.map(|of| shared.join("data").join(of));
    let out = dir.path().join("book");
    let built = Command::cargo_bin("ligature")
        .unwrap()
        .args(["book", "build", "--data"])
        .args(&data)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    Some(dir)
});

fn run(args: &[&str], input: &str) -> (bool, String, String) {
    let mut command = Command::cargo_bin("ligature").unwrap();
    if let Some(dir) = TABLES.as_ref() {
        command.arg("--book").arg(dir.path().join("book"));
    }
    let output = command.args(args).write_stdin(input).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn every_authored_claim_has_its_findings() {
    if TABLES.is_some() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let (good, out, err) = run(&["knowledge", "claims", "--dir", dir.to_str().unwrap()], "");
        assert!(good, "{out}{err}");
    }
}

/// Lines of JSON of the evaluation folder, and the answers to them.
fn evaluated(command: &str, file: &str) -> Vec<(Value, Value)> {
    let Some(file) = SHARED
        .as_ref()
        .map(|s| s.join("eval").join(file))
        .filter(|f| f.is_file())
    else {
        return Vec::new();
    };
    let text = fs::read_to_string(&file).unwrap();
    let (good, out, err) = run(&[command, file.to_str().unwrap(), "--format", "jsonl"], "");
    assert!(good, "{err}");
    let read = |line: &str| serde_json::from_str(line).unwrap();
    text.lines().map(read).zip(out.lines().map(read)).collect()
}

#[test]
fn evaluation_prices_are_right_to_the_cent() {
    for (claim, answer) in evaluated("price", "prices_dev.jsonl") {
        assert_eq!(answer["total"], claim["expect"]["total"], "{}", claim["id"]);
    }
}

#[test]
fn evaluation_claims_have_their_outcomes() {
    let quiet = ["ok", "info", "no_data", "unknown"];
    for (claim, answer) in evaluated("check", "claims_dev.jsonl") {
        let of = |list: &Value| {
            let all = list.as_array().unwrap().iter();
            let speaks = all.filter(|f| !quiet.contains(&f["outcome"].as_str().unwrap()));
            let mut words: Vec<String> = speaks
                .map(|f| format!("{} {} {}", f["layer"], f["column_one"], f["column_two"]))
                .collect();
            words.sort();
            words
        };
        assert_eq!(
            of(&answer["findings"]),
            of(&claim["expect"]),
            "{}",
            claim["id"]
        );
    }
}

/// An input, and its error message: the place, and what is expected; never what was sent.
#[track_caller]
fn check(input: &str, expected: &[&str]) {
    let (good, out, err) = run(&["check", "-"], input);
    assert!(!good, "{out}{err}");
    for part in expected {
        assert!(err.contains(part), "{err}");
    }
    assert!(!err.contains("Smith") && !out.contains("Smith"), "{err}");
}

#[test]
fn bad_input_is_reported_with_its_place() {
    check("", &["is empty"]);
    check("{\"id\": \"a\", \"lines\": [}\n{}", &["line 1", "not JSON"]);
    check("[{\"lines\": [", &["line 1", "not JSON"]);
    check(
        "{\"lines\": [{\"code\": \"44120\", \"units\": \"Smith\"}]}\n",
        &[
            "line 1",
            "lines[0].units",
            "must be a number from 0 to 999999 with at most three decimals",
        ],
    );
    check(
        "{\"lines\": [{\"code\": \"44120\", \"date_of_service\": \"Smith\"}]}\n",
        &["lines[0].date_of_service", "must be a day of the calendar"],
    );
    check("{\"lines\": \"Smith\"}\n", &["`lines` must be a list"]);
    check("ISA*00*Smith~", &["segment"]);
}

#[test]
fn a_bad_line_costs_itself_only() {
    if TABLES.is_none() {
        return;
    }
    let good = "{\"date_of_service\": \"2024-08-14\", \"lines\": [{\"code\": \"44120\"}, {\"code\": \"49000\"}]}";
    let (fine, out, err) = run(
        &["check", "-", "--format", "jsonl"],
        &format!("{good}\n{{\n{good}\n"),
    );
    assert!(!fine);
    assert_eq!(out.lines().count(), 2, "{err}");
    assert!(
        err.contains("line 2") && err.contains("2 claims were answered"),
        "{err}"
    );
    let (_, out, _) = run(&["check", "-"], good);
    assert!(
        out.contains("denied   49000 is bundled into 44120")
            && out.contains("without line 2 (49000)"),
        "{out}"
    );
}

#[test]
fn parts_of_units_are_kept_through_every_door() {
    if TABLES.is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let json = "{\"date_of_service\": \"2024-08-14\", \"lines\": [{\"code\": \"A0425\", \"units\": 12.5}]}";
    let csv = "claim,date_of_service,code,units\nA,2024-08-14,A0425,12.5\nA,2024-08-14,99213,1\n";
    let sent = professional::professional(&[&["A0425"]]).replace("*UN*1*", "*UN*12.5*");
    for (name, text) in [("a.json", json), ("a.csv", csv), ("a.837", &sent)] {
        let file = dir.path().join(name).display().to_string();
        fs::write(&file, text).unwrap();
        let (good, out, err) = run(&["price", &file, "--format", "jsonl"], "");
        assert!(good, "{name}: {out}{err}");
        let line: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        let line = &line["lines"][0];
        assert_eq!(
            (&line["code"], &line["units"]),
            (&"A0425".into(), &12.5.into()),
            "{name}"
        );
        let (good, out, err) = run(&["check", &file], "");
        assert!(good && out.contains("A0425 x 12.5"), "{name}: {out}{err}");
    }
    let whole = json.replace("12.5", "2.0");
    let (_, out, _) = run(&["price", "-", "--format", "jsonl"], &whole);
    assert!(out.contains("\"units\":2,"), "{out}");
    let unknown = json.replacen('{', "{\"setting\": \"Smith\", ", 1);
    check(
        &unknown,
        &["`setting` must be one of practitioner, outpatient, supplier"],
    );
}

/// A made-up remittance: the operation paid at its fee, the freeing of adhesions denied as bundled.
const REMITTANCE: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *240901*1200*^*00501*000000001*0*P*:~\
GS*HP*PAYER*PROVIDER*20240901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*1432.71*C*NON************20240901~\
TRN*1*12345*1512345678~N1*PR*PAYER~N1*PE*PROVIDER*XX*1234567893~LX*1~CLP*A1*1*6000*1432.71*0*MB*9~\
SVC*HC:44120*4000*1432.71~CAS*CO*45*2567.29~SVC*HC:44005:59*2000*0~CAS*CO*97*2000~SE*12*0001~GE*1*1~IEA*1*000000001~";

#[test]
fn a_denial_is_compared_with_our_own_check() {
    if TABLES.is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let claims = dir.path().join("claims.jsonl");
    let sent = "{\"id\": \"A1\", \"date_of_service\": \"2024-08-14\", \"lines\": [{\"code\": \"44120\"}, {\"code\": \"44005\", \"modifiers\": [\"59\"]}]}\n";
    fs::write(&claims, sent).unwrap();
    let with = ["remit", "-", "--claims", claims.to_str().unwrap()];
    let (good, out, err) = run(&with, REMITTANCE);
    assert!(good, "{err}");
    let whole = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "PAYER paid PROVIDER $1,432.71 on 2024-09-01",
        "$2,567.29 the provider writes it off (CO-45)",
        "Our check says the same",
        "no modifier separates them",
    ] {
        assert!(whole.contains(part), "{part}: {out}");
    }
    let (_, out, _) = run(&["remit", "-", "--format", "csv"], REMITTANCE);
    assert_eq!(out.lines().count(), 3, "{out}");
    for name in ["denials.parquet", "denials.arrow", "denials.csv"] {
        let to = dir.path().join(name);
        let (good, out, err) = run(&["remit", "-", "--out", to.to_str().unwrap()], REMITTANCE);
        assert!(good && out.contains("1 claim, 2 rows"), "{out}{err}");
        let batches = Input::open(&to, 0).unwrap().map(Result::unwrap);
        assert_eq!(batches.map(|b| b.num_rows()).sum::<usize>(), 2);
    }
    let (good, _, err) = run(&["remit", "-", "--out", "denials.txt"], REMITTANCE);
    assert!(!good && err.contains(".parquet"), "{err}");
    let (good, _, err) = run(&["remit", "-"], "Smith");
    assert!(
        !good && err.contains("no payment") && !err.contains("Smith"),
        "{err}"
    );
}

/// What `ligature remit` says, where this was sent; with more than one space nowhere.
#[track_caller]
fn check_remit(remittance: &str, sent: &str, more: &[&str], parts: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let claims = dir.path().join("claims.jsonl");
    fs::write(&claims, sent).unwrap();
    let with = ["remit", "-", "--claims", claims.to_str().unwrap()];
    let (good, out, err) = run(&[&with, more].concat(), remittance);
    assert!(good, "{err}");
    let all = format!("{out}{err}");
    let whole = all.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(whole.contains(part), "{part}: {all}");
    }
}

#[test]
fn of_a_remittance_nothing_is_dropped() {
    let claim = |day: &str| {
        format!(
            "{{\"id\": \"A1\", \"date_of_service\": \"{day}\", \"lines\": [{{\"code\": \"44120\"}}, {{\"code\": \"44005\"}}]}}\n"
        )
    };
    let twice = [claim("2024-08-14"), claim("2024-08-15")].concat();
    let unknown = "2 different claims were sent under this number";
    check_remit(REMITTANCE, &twice, &[], &[unknown]);
    let broken = format!("{}{{\n", claim("2024-08-14"));
    check_remit(
        REMITTANCE,
        &broken,
        &[],
        &["line 2: column", "this is not JSON"],
    );
    let none = "no claim of this number is among those that were sent";
    check_remit(&REMITTANCE.replace("*A1*", "*A2*"), &twice, &[], &[none]);
    let kept = REMITTANCE
        .replace("*1432.71*C", "*1400*C")
        .replace("SE*12", "PLB*1234567893*20241231*WO:A0*40*L6*-7.29~SE*13");
    let parts = [
        "less $32.71 kept for no claim, makes $1,400.00",
        "$40.00 kept from the payment (WO, for A0)",
        "$7.29 added to the payment (L6)",
    ];
    check_remit(&kept, &claim("2024-08-14"), &[], &parts);
    let row = "payment,PAYER,12345,2024-09-01,";
    check_remit(&kept, &claim("2024-08-14"), &["--format", "csv"], &[row]);
    let line = "{\"transaction\":{";
    check_remit(&kept, &claim("2024-08-14"), &["--format", "jsonl"], &[line]);
    if TABLES.is_some() {
        let supplier = ["--setting", "supplier"];
        check_remit(
            REMITTANCE,
            &claim("2024-08-14"),
            &supplier,
            &["no pair edits are loaded"],
        );
    }
}

/// A table in Parquet of so many claims of two lines.
fn many(dir: &Path, claims: usize) -> PathBuf {
    use std::fmt::Write as _;
    let mut text = "claim,date_of_service,code,modifiers,units\n".to_owned();
    for claim in 0..claims {
        let other = ["44005", "49000", "44121", "99213"][claim % 4];
        let _ = writeln!(
            text,
            "{claim:08},2024-08-14,44120,,1\n{claim:08},2024-08-14,{other},,2"
        );
    }
    let (plain, file) = (dir.join("lines.csv"), dir.join("lines.parquet"));
    fs::write(&plain, text).unwrap();
    let table = Input::open(&plain, 0).unwrap();
    let mut out = Output::create(&file, Format::Parquet, &table.schema).unwrap();
    for batch in table {
        out.write(&batch.unwrap()).unwrap();
    }
    out.finish().unwrap();
    file
}

#[test]
fn a_batch_that_was_killed_goes_on_to_the_same_findings() {
    if TABLES.is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let lines = many(dir.path(), 1_400_000);
    let whole = dir.path().join("whole.parquet");
    let (good, out, err) = run(
        &[
            "check",
            lines.to_str().unwrap(),
            "--out",
            whole.to_str().unwrap(),
        ],
        "",
    );
    assert!(good && out.contains("1,400,000 claims"), "{out}{err}");
    let book = TABLES.as_ref().unwrap().path().join("book");
    let killed = dir.path().join("killed.parquet");
    let journal = dir.path().join(".killed.parquet.parts").join("journal");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("ligature"))
        .arg("--book")
        .arg(book)
        .arg("check")
        .args([&lines, &PathBuf::from("--out"), &killed])
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // as soon as one part is in the journal
    while child.try_wait().unwrap().is_none()
        && fs::read_to_string(&journal)
            .unwrap_or_default()
            .lines()
            .count()
            < 2
    {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!killed.exists(), "the run was over before it was killed");
    let (good, out, err) = run(
        &[
            "check",
            lines.to_str().unwrap(),
            "--out",
            killed.to_str().unwrap(),
        ],
        "",
    );
    assert!(good && out.contains("continued after"), "{out}{err}");
    assert!(fs::read(&whole).unwrap() == fs::read(&killed).unwrap());
    assert!(!dir.path().join(".killed.parquet.parts").exists());
}

#[test]
fn a_table_is_checked_in_full_without_out() {
    if TABLES.is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("lines.csv");
    fs::write(
        &file,
        "claim,date_of_service,code,modifiers,place_of_service\nA,2024-08-14,44120,,21\nA,2024-08-14,49000,59,21\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let (good, out, err) = run(&["check", file], "");
    assert!(
        good && out.contains("Claim A") && out.contains("49000"),
        "{out}{err}"
    );
    let out = dir.path().join("out.txt");
    let (good, _, err) = run(&["check", file, "--out", out.to_str().unwrap()], "");
    assert!(!good && err.contains(".parquet, .arrow or .csv"), "{err}");
    let (good, _, err) = run(&["check", file, "--out", file], "");
    assert!(!good && err.contains("overwrite the claims"), "{err}");
    fs::write(file, "claim,code\nA,44120\n").unwrap();
    let (good, _, err) = run(&["check", file], "");
    assert!(
        !good && err.contains("no column `date_of_service`"),
        "{err}"
    );
}

#[test]
fn a_column_that_is_not_read_is_named() {
    if TABLES.is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (file, found) = (dir.path().join("lines.csv"), dir.path().join("found.csv"));
    let (file, found) = (file.to_str().unwrap(), found.to_str().unwrap());
    let check = |header: &str, strict: &str, expected: &str| {
        fs::write(file, format!("{header}\nA,2024-08-14,44120,9\n")).unwrap();
        for out in [&[][..], &["--out", found]] {
            let _ = fs::remove_file(found);
            let args = [&["check", file], out].concat();
            let (good, _, err) = run(&args, "");
            assert!(err.contains(expected), "{out:?}: {err}");
            let args = [&["--strict"], &args[..]].concat();
            let (kept, _, err) = run(&args, "");
            assert!(err.contains(expected), "{out:?}: {err}");
            assert_eq!(
                (good, kept),
                (strict != "refused always", strict == "taken")
            );
        }
    };
    let day = "claim,date_of_service";
    check(&format!("{day},code,units"), "taken", "");
    check(
        &format!("{day},code,unit"),
        "refused if strict",
        "unknown column `unit`: did you mean `units`?",
    );
    check(
        &format!("{day},code,hcpcs"),
        "taken",
        "column `hcpcs` is not read, because `code` means the same and is",
    );
    check(
        &format!("{day},code,Code"),
        "refused always",
        "column `code` occurs twice",
    );
}

const NOTE: &str = "OPERATION: Exploratory laparotomy, small bowel resection.\n\
A midline incision was made. Adhesions were freed. The ischemic jejunum was divided with a stapler and removed, and a side-to-side \
stapled anastomosis was made. A second ischemic segment of ileum was resected with its own anastomosis. The fascia was closed.\n";

#[test]
fn a_note_becomes_a_claim_that_keeps_its_evidence() {
    if TABLES.is_none() {
        return;
    }
    let about = ["--claim", "--place", "21", "--locality", "13202-01"];
    let mut args = vec!["code", "-", "--date", "2024-08-14"];
    args.extend(about);
    let (good, out, err) = run(&args, NOTE);
    assert!(good, "{out}{err}");
    for part in [
        "44120",
        "44121",
        "side-to-side",
        "$1,432.71",
        "$280.04",
        "Checked.",
        "Payable as it stands",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    args.extend(["--format", "json"]);
    let (good, out, err) = run(&args, NOTE);
    assert!(good, "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let codes: Vec<&str> = answer["claim"]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["44120", "44121"]);
    for earned in answer["earned"].as_array().unwrap() {
        let words = earned["evidence"][0]["text"].as_str().unwrap();
        assert!(NOTE.contains(words), "{words}");
    }
    let (good, _, err) = run(&["code", "-", "--claim"], "The bowel was inspected.");
    assert!(!good && err.contains("supports no code"), "{err}");
    let (good, _, err) = run(&["code", "-", "--claim"], NOTE);
    assert!(!good && err.contains("--date"), "{err}");
}
