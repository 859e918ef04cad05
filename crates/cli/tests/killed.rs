//! An import that is killed at any moment: the book that was there still answers, and the next import gives the book that
//! it would have given.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Moments spread over the whole of an import, and as many more over its last third, where files are written.
const MOMENTS: u32 = 12;

fn ligature(workspace: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ligature"));
    command
        .args(args)
        .current_dir(workspace)
        .env_remove("LIGATURE_BOOK")
        .env("XDG_DATA_HOME", workspace.join("data"))
        .stdin(Stdio::null());
    command
}

/// Runs to its end; what it says.
fn run(workspace: &Path, args: &[&str]) -> String {
    let output = ligature(workspace, args).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{args:?}: {text}");
    text
}

const IMPORT: [&str; 4] = ["--book", "book", "import", "pcs-2025.txt"];

/// A folder with a book of some diagnoses, and a file of procedures to be imported.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let mut diagnoses = String::new();
    let mut procedures = String::new();
    for n in 0..1000 {
        let _ = write!(
            diagnoses,
            "A{:02}{}    Fever of the kind {n}, with a rash\r\n",
            n / 10,
            n % 10
        );
        let _ = write!(
            procedures,
            "0016{n:03} Passage from the place {n}, Open Approach\r\n"
        );
    }
    fs::write(workspace.path().join("icd10cm-2025.txt"), diagnoses).unwrap();
    fs::write(workspace.path().join("pcs-2025.txt"), procedures).unwrap();
    let build = [
        "book",
        "build",
        "--out",
        "book",
        "--data",
        "icd10cm-2025.txt",
    ];
    run(workspace.path(), &build);
    workspace
}

/// Every file of a folder with its bytes.
fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The same workspace once more.
fn copy(workspace: &Path) -> tempfile::TempDir {
    let other = tempfile::tempdir().unwrap();
    for part in ["", "book", "book.publishers"] {
        fs::create_dir_all(other.path().join(part)).unwrap();
        for entry in fs::read_dir(workspace.join(part)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                let to = other.path().join(part).join(entry.file_name());
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    other
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Kills an import after so long. Then the book must be whole and answer, and an import that is left alone must give
/// `expected` and leave nothing next to it. Whether it was alive when it was killed.
fn check(workspace: &Path, moment: Duration, expected: &BTreeMap<String, Vec<u8>>) -> bool {
    let workspace = copy(workspace);
    let workspace = workspace.path();
    let mut child = ligature(workspace, &IMPORT)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(moment);
    child.kill().unwrap(); // SIGKILL
    let hit = !child.wait().unwrap().success();
    let after = format!("killed after {moment:?}, next to it {:?}", names(workspace));

    let whole = run(workspace, &["book", "verify", "book"]);
    assert!(whole.contains("is complete"), "{after}: {whole}");
    let shown = run(workspace, &["--book", "book", "show", "A00.1"]);
    assert!(shown.contains("Fever of the kind 1"), "{after}: {shown}");
    let found = run(workspace, &["--book", "book", "search", "fever rash"]);
    assert!(found.contains("Fever of the kind"), "{after}: {found}");

    run(workspace, &IMPORT);
    let got = content(&workspace.join("book"));
    let same: Vec<&String> = got.keys().collect();
    assert_eq!(same, expected.keys().collect::<Vec<_>>(), "{after}");
    for (name, bytes) in expected {
        assert!(got.get(name) == Some(bytes), "{after}: {name} differs");
    }
    let left = names(workspace);
    let wanted = [
        "book",
        "book.publishers",
        "icd10cm-2025.txt",
        "pcs-2025.txt",
    ];
    assert_eq!(left, wanted, "{after}");
    hit
}

#[test]
fn an_import_that_is_killed() {
    let workspace = workspace();
    let workspace = workspace.path();
    let mut whole = Duration::MAX;
    let mut expected = BTreeMap::new();
    for _ in 0..3 {
        let undisturbed = copy(workspace);
        let start = Instant::now();
        run(undisturbed.path(), &IMPORT);
        whole = whole.min(start.elapsed());
        expected = content(&undisturbed.path().join("book"));
        let shown = run(undisturbed.path(), &["--book", "book", "show", "0016001"]);
        assert!(shown.contains("place 1"), "{shown}");
    }

    // a little past the end too: the exchange of the books comes last
    whole = whole.mul_f64(1.15);
    // a number between 0 and 1, the same in each run
    let mut state = 20_261_123_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    let mut hit = 0;
    for n in 0..MOMENTS {
        let part = (f64::from(n) + random()) / f64::from(MOMENTS);
        hit += u32::from(check(workspace, whole.mul_f64(part), &expected));
        hit += u32::from(check(
            workspace,
            whole.mul_f64(2.0 / 3.0 + part / 3.0),
            &expected,
        ));
    }
    println!(
        "{hit} of {} imports were killed before their end",
        2 * MOMENTS
    );
}
