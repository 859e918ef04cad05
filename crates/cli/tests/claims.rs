//! Claims from files: every authored example and the evaluation claims over the publishers' tables, and bad input.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

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

/// An input, and what is told of it: the place, and what was wanted; never what was sent.
#[track_caller]
fn check(input: &str, told: &[&str]) {
    let (good, out, err) = run(&["check", "-"], input);
    assert!(!good, "{out}{err}");
    for part in told {
        assert!(err.contains(part), "{err}");
    }
    assert!(!err.contains("Smith") && !out.contains("Smith"), "{err}");
}

#[test]
fn bad_input_is_told_with_its_place() {
    check("", &["is empty"]);
    check("{\"id\": \"a\", \"lines\": [}\n{}", &["line 1", "not JSON"]);
    check("[{\"lines\": [", &["line 1", "not JSON"]);
    check(
        "{\"lines\": [{\"code\": \"44120\", \"units\": \"Smith\"}]}\n",
        &["line 1", "lines[0].units", "a whole number is wanted"],
    );
    check(
        "{\"lines\": [{\"code\": \"44120\", \"date_of_service\": \"Smith\"}]}\n",
        &["lines[0].date_of_service", "a day such as"],
    );
    check("{\"lines\": \"Smith\"}\n", &["lines", "a list is wanted"]);
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
        out.contains("no modifier separates them") && out.contains("1 denied"),
        "{out}"
    );
}

/// A remittance of our own: the operation paid at its fee, the freeing of adhesions denied as bundled.
const REMITTANCE: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *240901*1200*^*00501*000000001*0*P*:~\
GS*HP*PAYER*PROVIDER*20240901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*1432.71*C*NON************20240901~\
TRN*1*12345*1512345678~N1*PR*PAYER~N1*PE*PROVIDER*XX*1234567893~LX*1~CLP*A1*1*6000*1432.71*0*MB*9~\
SVC*HC:44120*4000*1432.71~CAS*CO*45*2567.29~SVC*HC:44005:59*2000*0~CAS*CO*97*2000~SE*12*0001~GE*1*1~IEA*1*000000001~";

#[test]
fn a_denial_is_held_against_our_own_check() {
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
        "$2,567.29 the provider bears it (CO-45)",
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
        assert!(good && out.contains("1 claim, 2 adjustments"), "{out}{err}");
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
    assert!(good && out.contains("gone on after"), "{out}{err}");
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
    assert!(
        !good && err.contains("take the place of the claims"),
        "{err}"
    );
    fs::write(file, "claim,code\nA,44120\n").unwrap();
    let (good, _, err) = run(&["check", file], "");
    assert!(
        !good && err.contains("no column `date_of_service`"),
        "{err}"
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
        "Nothing of these tables",
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
    assert!(!good && err.contains("earns no code"), "{err}");
    let (good, _, err) = run(&["code", "-", "--claim"], NOTE);
    assert!(!good && err.contains("--date"), "{err}");
}

/// An 837P with a claim for each list of services, all of one day.
fn professional(claims: &[&[&str]]) -> String {
    let mut body = vec![
        "ST*837*0001*005010X222A1".to_owned(),
        "BHT*0019*00*1*20240901*1200*CH".into(),
        "NM1*41*2*CLINIC*****46*1".into(),
        "PER*IC*DESK*TE*5550000000".into(),
        "NM1*40*2*PAYER*****46*2".into(),
        "HL*1**20*1".into(),
        "NM1*85*2*CLINIC*****XX*1234567893".into(),
        "N3*1 ROAD".into(),
        "N4*ALBANY*NY*12207".into(),
        "REF*EI*123456789".into(),
        "HL*2*1*22*0".into(),
        "SBR*P*18*******MB".into(),
        "NM1*IL*1*A*B****MI*1".into(),
        "DMG*D8*19500101*F".into(),
        "NM1*PR*2*PAYER*****PI*2".into(),
    ];
    for (at, services) in claims.iter().enumerate() {
        body.push(format!(
            "CLM*C{at}*{}***21:B:1*Y*A*Y*Y",
            services.len() * 100
        ));
        body.push("HI*ABK:K5660".into());
        for (line, service) in services.iter().enumerate() {
            body.push(format!("LX*{}", line + 1));
            body.push(format!("SV1*HC:{service}*100*UN*1***1"));
            body.push("DTP*472*D8*20240814".into());
            body.push(format!("REF*6R*L{line}"));
        }
    }
    let count = body.len() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240901*1200*^*00501*000000001*0*P*:~\nGS*HC*CLINIC*PAYER*20240901*1200*1*X*005010X222A1~\n{}~\nSE*{count}*0001~\nGE*1*1~\nIEA*1*000000001~\n",
        body.join("~\n")
    )
}

#[test]
fn an_837p_goes_out_in_the_order_of_the_schedule_and_else_as_it_was() {
    let Some(_) = TABLES.as_ref() else { return };
    let dir = tempfile::tempdir().unwrap();
    let [file, out, again] =
        ["a.837", "b.837", "c.837"].map(|name| dir.path().join(name).display().to_string());
    let came = professional(&[
        // an add-on before its primary, and a lesser operation before both
        &["49000:59", "44121", "44120"],
        &["44120", "44121"],
        &["99213:25"],
    ]);
    fs::write(&file, &came).unwrap();
    let (fine, said, told) = run(&["check", &file, "--out", &out], "");
    assert!(fine && told.is_empty(), "{said}{told}");
    for words in [
        "3 claims: 1 in another order, 2 as it was",
        "claim 1: 44120, 44121, 49000 (was 49000, 44121, 44120)",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let went = fs::read_to_string(&out).unwrap();
    let wanted = came.replacen(
        "LX*1~\nSV1*HC:49000:59*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L0~\nLX*2~\nSV1*HC:44121*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L1~\nLX*3~\nSV1*HC:44120*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L2~\n",
        "LX*1~\nSV1*HC:44120*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L2~\nLX*2~\nSV1*HC:44121*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L1~\nLX*3~\nSV1*HC:49000:59*100*UN*1***1~\nDTP*472*D8*20240814~\nREF*6R*L0~\n",
        1,
    );
    assert_ne!(came, wanted);
    assert_eq!(went, wanted);
    // the tables of the setting that is named are the ones asked
    let (fine, said, _) = run(&["check", &file, "--setting", "outpatient"], "");
    assert!(fine && said.contains("no pair edits were"), "{said}");
    // once more changes nothing
    let (fine, said, _) = run(&["check", &out, "--out", &again], "");
    assert!(fine && said.contains("0 in another order"), "{said}");
    assert_eq!(fs::read_to_string(&again).unwrap(), went);
    // a void stays, and so does a claim whose days no schedule speaks for; a table is no place for claims
    let void = came.replace("21:B:1", "21:B:8");
    let old = came.replace("20240814", "19990814");
    for (text, words) in [
        (void, "3 claims left as sent"),
        (old, "no fee schedule of the day"),
    ] {
        fs::write(&file, &text).unwrap();
        let (fine, said, _) = run(&["check", &file, "--out", &again], "");
        assert!(
            fine && said
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains(words),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&again).unwrap(), text);
    }
    fs::write(&file, &came).unwrap();
    let table = dir.path().join("x.parquet").display().to_string();
    let (fine, _, told) = run(&["check", &file, "--out", &table], "");
    assert!(!fine && told.contains(".837"), "{told}");
    // the claims themselves are not written over
    let (fine, _, told) = run(&["check", &file, "--out", &file], "");
    assert!(!fine && told.contains("take the place"), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), came);
}

#[test]
fn the_public_samples_go_out_with_all_their_segments() {
    let (Some(_), Some(shared)) = (TABLES.as_ref(), SHARED.as_ref()) else {
        return;
    };
    let packed = shared.join("data/x12-samples/x12-samples.tar.xz");
    let dir = tempfile::tempdir().unwrap();
    let unpacked = std::process::Command::new("tar")
        .args([
            "-xJf".as_ref(),
            packed.as_os_str(),
            "-C".as_ref(),
            dir.path().as_os_str(),
        ])
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        eprintln!("skipped: the samples of X12 are not here");
        return;
    }
    let mut folders = vec![dir.path().to_owned()];
    let mut seen = 0;
    let out = dir.path().join("out.837").display().to_string();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(came) = fs::read(&path) else { continue };
            let text = String::from_utf8_lossy(&came);
            if !text.starts_with("ISA") || !text.contains("005010X222") {
                continue;
            }
            let (fine, said, told) =
                run(&["check", &path.display().to_string(), "--out", &out], "");
            if !fine {
                assert!(told.contains("no claim of an 837P"), "{told}");
                continue;
            }
            seen += 1;
            let went = fs::read(&out).unwrap();
            // lines may change places: all but their numbers is there
            let rest = |bytes: &[u8]| {
                let mut all: Vec<Vec<u8>> =
                    bytes.split(|b| *b == b'~').map(<[u8]>::to_vec).collect();
                all.retain(|segment| !segment.trim_ascii().starts_with(b"LX"));
                all.sort();
                all
            };
            assert_eq!(rest(&came), rest(&went), "{}", path.display());
            if said.contains("0 in another order") {
                assert!(came == went, "{}", path.display());
            }
        }
    }
    eprintln!("{seen} samples");
    assert!(seen > 0);
}
