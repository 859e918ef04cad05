//! `ligature fetch`: the list, a release from a mirror on this machine, and files that are not what they should be.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;
use std::io::{BufRead as _, BufReader, Cursor, Write as _};
use std::net::TcpListener;
use std::thread;

const CODES: &str = "A000    Cholera due to Vibrio cholerae 01, biovar cholerae\r\n\
A001    Cholera due to Vibrio cholerae 01, biovar eltor\r\n\
A009    Cholera, unspecified\r\n\
A0100   Typhoid fever, unspecified\r\n";

const LIST: &str = r#"[[release]]
name = "codes-2026"
what = "Four codes"
publisher = "Somebody"
addresses = ["https://example.org/files/codes.zip"]
layouts = ["icd10cm-codes"]
from = "2025-10-01"
licence = "free"
checked = "unverified"

[[release]]
name = "edits-2026q1"
what = "Edits under terms"
publisher = "Somebody"
addresses = ["https://example.org/files/edits-1.zip", "https://example.org/files/edits-2.zip"]
layouts = ["icd10cm-codes"]
from = "2026-01-01"
to = "2026-03-31"
licence = "under terms"
accept = "terms that somebody wrote"
checked = "2026-01-31"
"#;

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut out);
    archive
        .start_file(
            "icd10cm-codes-2026.txt",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap();
    out.into_inner()
}

/// A mirror that gives out one body at every path that ends in `.zip`; the first answer is cut at `cut`.
fn mirror(status: &'static str, body: Vec<u8>, mut cut: Option<usize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/mirror", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut reader = BufReader::new(&stream);
            while reader.read_line(&mut head).unwrap() > 2 {}
            assert!(head.starts_with("GET /mirror/files/"), "{head}");
            let from: usize = head
                .to_lowercase()
                .split_once("range: bytes=")
                .and_then(|(_, rest)| rest.split_once('-')?.0.parse().ok())
                .unwrap_or(0);
            let status = if from > 0 {
                "206 Partial Content"
            } else {
                status
            };
            let rest = &body[from..];
            let head = format!(
                "HTTP/1.1 {status}\r\nETag: \"a\"\r\nContent-Length: {}\r\nContent-Range: bytes {from}-{}/{}\r\nConnection: close\r\n\r\n",
                rest.len(),
                body.len(),
                body.len()
            );
            let end = cut.take().unwrap_or(rest.len());
            // who asks may hang up first
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(&rest[..end]));
        }
    });
    base
}

/// Runs `fetch` against a mirror.
struct Case {
    mirror: String,
    args: &'static [&'static str],
    code: i32,
    /// What must be said, on either stream.
    says: &'static [&'static str],
    /// The files in the folder afterwards.
    leaves: &'static [&'static str],
}

fn check(workspace: &Workspace, case: Case) {
    let args = [
        &[
            "fetch",
            "--dir",
            "lists",
            "--to",
            "out",
            "--from",
            &case.mirror,
        ][..],
        case.args,
    ]
    .concat();
    let run = workspace.run(&args);
    let text = format!("{}{}", run.out, run.err);
    assert_eq!(run.code, case.code, "{:?}: {text}", case.args);
    for part in case.says {
        assert!(text.contains(part), "{:?}: {part}: {text}", case.args);
    }
    let mut left: Vec<String> = std::fs::read_dir(workspace.path("out"))
        .map(|files| {
            files
                .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    left.sort();
    assert_eq!(left, case.leaves, "{:?}: {text}", case.args);
}

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    std::fs::create_dir_all(workspace.path("lists/releases")).unwrap();
    workspace.file("lists/releases/some.toml", LIST);
    workspace
}

#[test]
fn from_a_mirror() {
    let good = || zipped(CODES.as_bytes());
    let cases = [
        Case {
            mirror: mirror("200 OK", good(), None),
            args: &["codes-2026"],
            code: 0,
            says: &["codes-2026.zip (", "): ICD-10-CM codes and titles\n"],
            leaves: &["codes-2026.zip"],
        },
        Case {
            mirror: mirror("200 OK", good(), Some(100)),
            args: &["codes-2026"],
            code: 0,
            says: &[
                "127.0.0.1 broke off after 100 bytes of ",
                "; trying again in 1 s",
                "): ICD-10-CM codes and titles\n",
            ],
            leaves: &["codes-2026.zip"],
        },
        Case {
            mirror: mirror("200 OK", zipped(b"something else"), None),
            args: &["codes-2026", "--import"],
            code: 1,
            says: &[
                "ligature: codes-2026: the file has the wrong content: ICD-10-CM codes and titles is missing; \
                 it has nothing that Ligature knows; it is kept as out/codes-2026.zip.refused and not imported",
            ],
            leaves: &["codes-2026.zip.refused"],
        },
        Case {
            mirror: mirror("200 OK", good()[..200].to_vec(), None),
            args: &["codes-2026"],
            code: 1,
            says: &["the zip archive is damaged or cut short"],
            leaves: &["codes-2026.zip.refused"],
        },
        Case {
            mirror: mirror("200 OK", b"<html><title>Accept?</title>".to_vec(), None),
            args: &["codes-2026"],
            code: 1,
            says: &["the address answered with a web page instead of a file"],
            leaves: &[],
        },
        Case {
            mirror: mirror("404 Not Found", Vec::new(), None),
            args: &["codes-2026"],
            code: 1,
            says: &[
                "is not there (the server answers 404)",
                "this address of the list was never verified",
            ],
            leaves: &[],
        },
        Case {
            mirror: mirror("200 OK", good(), None),
            args: &["codes-2026", "edits-2026q1"],
            code: 1,
            says: &[
                "fetching it means that you accept terms that somebody wrote. Add --accept-terms if you do; nothing was fetched",
            ],
            leaves: &[],
        },
        Case {
            mirror: mirror("200 OK", good(), None),
            args: &["edits-2026q1", "--accept-terms"],
            code: 0,
            says: &[
                "you accept terms that somebody wrote.",
                "edits-2026q1-2.zip",
            ],
            leaves: &["edits-2026q1-1.zip", "edits-2026q1-2.zip"],
        },
        Case {
            mirror: mirror("200 OK", good(), None),
            args: &["codes-2062"],
            code: 1,
            says: &["there is no release “codes-2062”: did you mean `codes-2026`?"],
            leaves: &[],
        },
        Case {
            mirror: "http://mirror.example".to_owned(),
            args: &["codes-2026"],
            code: 1,
            says: &["begins with http://"],
            leaves: &[],
        },
    ];
    for case in cases {
        check(&workspace(), case);
    }
}

#[test]
fn what_is_there_already_is_not_fetched_again() {
    let workspace = workspace();
    std::fs::create_dir(workspace.path("out")).unwrap();
    workspace.file("out/codes-2026.zip", zipped(CODES.as_bytes()));
    let unreachable = || "http://127.0.0.1:9".to_owned();
    check(
        &workspace,
        Case {
            mirror: unreachable(),
            args: &["codes-2026"],
            code: 0,
            says: &["codes-2026.zip is there already: ICD-10-CM codes and titles"],
            leaves: &["codes-2026.zip"],
        },
    );
    workspace.file("out/codes-2026.zip", "mine");
    check(
        &workspace,
        Case {
            mirror: unreachable(),
            args: &["codes-2026"],
            code: 1,
            says: &[
                "is there already, and has the wrong content",
                "move it away",
            ],
            leaves: &["codes-2026.zip"],
        },
    );
}

#[test]
fn fetched_and_added_to_the_book() {
    let workspace = workspace();
    workspace
        .run(&["book", "build", "--out", "book"])
        .answered();
    let base = mirror("200 OK", zipped(CODES.as_bytes()), None);
    let args = ["--book", "book", "fetch", "--dir", "lists", "--from", &base];
    let run = workspace.run(&[&args[..], &["codes-2026", "--import"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("took 4 codes"), "{}", run.out);
    let shown = workspace
        .run(&["--book", "book", "show", "A00.1"])
        .answered();
    assert!(shown.contains("biovar eltor"), "{shown}");
}

#[test]
fn the_list() {
    let workspace = workspace();
    let text = workspace.run(&["fetch", "--dir", "lists"]).answered();
    for part in [
        "codes-2026",
        "Four codes",
        "from 2025-10-01",
        "(*)",
        "The addresses of 1 of 2 releases",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let shipped = workspace.run(&["fetch"]).answered();
    for part in ["icd10cm-2026", "pprrvu-2026q1", "ccsr-2026"] {
        assert!(shipped.contains(part), "{part}: {shipped}");
    }
}

#[test]
fn a_layout_that_there_is_not() {
    let workspace = workspace();
    let list = LIST.replacen("icd10cm-codes", "icd10cm-coeds", 1);
    workspace.file("lists/releases/some.toml", list);
    let run = workspace.run(&["knowledge", "check", "--dir", "lists", "--quiet"]);
    let place = "lists/releases/some.toml:6:12: error: there is no layout `icd10cm-coeds`";
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains(place), "{}", run.out);
    assert!(
        run.out.contains("did you mean `icd10cm-codes`?"),
        "{}",
        run.out
    );
}
