//! Servers of every habit: the file comes whole, or there is a reason.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{Answer, Server};
use ligature_fetch::{Limits, Trouble, fetch, mirrored, refuse_insecure};
use std::fs;
use std::time::Duration;

/// A file of so many bytes; each number gives another one.
fn file(seed: u8, length: usize) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

fn limits() -> Limits {
    Limits {
        bytes: 1_000_000,
        tries: 3,
        pause: Duration::from_millis(1),
        answer: Duration::from_secs(5),
        silence: Duration::from_secs(5),
    }
}

/// What comes of asking a server that answers like this.
#[derive(Default)]
struct Case {
    name: &'static str,
    answers: Vec<Answer>,
    /// The file that must be there; `None`: none.
    gives: Option<Vec<u8>>,
    /// The requests that the server must have received, in order.
    asks: &'static [&'static str],
    /// What the reason must say.
    says: &'static str,
    /// Bytes that stay for the next call.
    stays: Option<u64>,
    /// The first call is broken off for good; a second one follows.
    twice: bool,
}

fn check(case: Case) {
    let name = case.name;
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("set.zip");
    let server = Server::new(case.answers);
    let mut limits = limits();
    if case.twice {
        limits.tries = 1;
        let first = fetch(&server.address, &to, &limits, &mut |_| ());
        assert!(
            matches!(first, Err(Trouble::BrokenOff { .. })),
            "{name}: {first:?}"
        );
        assert!(!to.exists(), "{name}: half a file has no name");
    }
    let got = fetch(&server.address, &to, &limits, &mut |_| ());
    let said = got.as_ref().err().map(ToString::to_string);
    match &case.gives {
        Some(bytes) => {
            assert_eq!(said, None, "{name}");
            assert!(fs::read(&to).unwrap() == *bytes, "{name}: other bytes");
            assert_eq!(got.unwrap(), bytes.len() as u64, "{name}");
        }
        None => {
            let said = said.unwrap();
            assert!(said.contains(case.says), "{name}: {said}");
            assert!(!to.exists(), "{name}");
        }
    }
    assert_eq!(server.requests(), case.asks, "{name}");
    let left = fs::metadata(dir.path().join("set.zip.part"))
        .ok()
        .map(|about| about.len());
    assert_eq!(left, case.stays, "{name}: what stays");
    let remembered = dir.path().join("set.zip.part.json").exists();
    assert_eq!(
        remembered,
        case.stays.is_some(),
        "{name}: what is remembered"
    );
}

fn good(body: Vec<u8>) -> Answer {
    Answer {
        body,
        etag: "\"one\"",
        kind: "application/zip",
        ..Answer::default()
    }
}

fn cut(body: Vec<u8>, at: usize) -> Answer {
    Answer {
        cut: Some(at),
        ..good(body)
    }
}

#[test]
fn files_that_come() {
    let one = || file(1, 300_000);
    let two = || file(2, 250_000);
    let changed = |body| Answer {
        etag: "\"two\"",
        ..good(body)
    };
    check(Case {
        name: "whole at once",
        answers: vec![good(one())],
        gives: Some(one()),
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "broken off in the middle, continued automatically",
        answers: vec![cut(one(), 120_000), good(one())],
        gives: Some(one()),
        asks: &["all", "bytes=120000- if \"one\""],
        ..Case::default()
    });
    check(Case {
        name: "broken off, continued by a later call",
        answers: vec![cut(one(), 120_000), good(one())],
        gives: Some(one()),
        asks: &["all", "bytes=120000- if \"one\""],
        twice: true,
        ..Case::default()
    });
    check(Case {
        name: "broken off more often than is tried, each time further on",
        answers: vec![
            cut(one(), 50_000),
            cut(one(), 50_000),
            cut(one(), 50_000),
            cut(one(), 50_000),
            good(one()),
        ],
        gives: Some(one()),
        asks: &[
            "all",
            "bytes=50000- if \"one\"",
            "bytes=100000- if \"one\"",
            "bytes=150000- if \"one\"",
            "bytes=200000- if \"one\"",
        ],
        ..Case::default()
    });
    let whole_only = |answer| Answer {
        whole_only: true,
        ..answer
    };
    check(Case {
        name: "a server without ranges: from the beginning",
        answers: vec![whole_only(cut(one(), 120_000)), whole_only(good(one()))],
        gives: Some(one()),
        asks: &["all", "bytes=120000- if \"one\""],
        ..Case::default()
    });
    check(Case {
        name: "another file meanwhile: from the beginning",
        answers: vec![cut(one(), 120_000), changed(two())],
        gives: Some(two()),
        asks: &["all", "bytes=120000- if \"one\""],
        twice: true,
        ..Case::default()
    });
    check(Case {
        name: "another file meanwhile, and a server that continues with it anyway",
        answers: vec![
            cut(one(), 120_000),
            Answer {
                careless: true,
                ..changed(two())
            },
        ],
        gives: Some(two()),
        asks: &["all", "bytes=120000- if \"one\"", "all"],
        ..Case::default()
    });
    let unmarked = |answer| Answer { etag: "", ..answer };
    check(Case {
        name: "two versions cannot be distinguished: from the beginning",
        answers: vec![unmarked(cut(one(), 120_000)), unmarked(good(one()))],
        gives: Some(one()),
        asks: &["all", "all"],
        ..Case::default()
    });
    let status = |status| Answer {
        status: Some(status),
        ..Answer::default()
    };
    check(Case {
        name: "overloaded at first",
        answers: vec![status("503 Service Unavailable"), good(one())],
        gives: Some(one()),
        asks: &["all", "all"],
        ..Case::default()
    });
}

#[test]
fn files_that_do_not_come() {
    let one = || file(1, 300_000);
    let status = |status| Answer {
        status: Some(status),
        ..Answer::default()
    };
    check(Case {
        name: "not there",
        answers: vec![status("404 Not Found")],
        says: "is not there (the server answers 404)",
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "not given out",
        answers: vec![status("403 Forbidden")],
        says: "(it answers 403)",
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "overloaded for good",
        answers: vec![status("503 Service Unavailable")],
        says: "cannot answer now (503)",
        asks: &["all", "all", "all"],
        ..Case::default()
    });
    let page = b"\r\n<!DOCTYPE html><title>Terms</title>".to_vec();
    check(Case {
        name: "a web page that says so",
        answers: vec![Answer {
            kind: "text/html; charset=utf-8",
            ..good(page.clone())
        }],
        says: "the address answered with a web page",
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "a web page under another name",
        answers: vec![good(page)],
        says: "the address answered with a web page",
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "too big by its own word",
        answers: vec![Answer {
            claims: Some(3_000_000_000),
            ..good(one())
        }],
        says: "is larger than 1 MB",
        asks: &["all"],
        ..Case::default()
    });
    check(Case {
        name: "never further than this",
        answers: vec![Answer {
            whole_only: true,
            ..cut(one(), 120_000)
        }],
        says: "broke off after 120000 bytes of 300000",
        asks: &[
            "all",
            "bytes=120000- if \"one\"",
            "bytes=120000- if \"one\"",
        ],
        stays: Some(120_000),
        ..Case::default()
    });
}

#[test]
fn nobody_there() {
    // a port that was free a moment ago
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("set.zip");
    let mut reports = Vec::new();
    let address = format!("http://127.0.0.1:{port}/set.zip");
    let said = fetch(&address, &to, &limits(), &mut |p| reports.push(p)).unwrap_err();
    assert!(
        said.to_string().contains("127.0.0.1 cannot be reached"),
        "{said}"
    );
    assert_eq!(
        reports.len(),
        2,
        "two pauses between three tries: {reports:?}"
    );
}

#[test]
fn two_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("set.zip");
    let held = fs::File::create(dir.path().join("set.zip.part")).unwrap();
    held.lock().unwrap();
    let server = Server::new(vec![good(file(1, 10))]);
    let said = fetch(&server.address, &to, &limits(), &mut |_| ()).unwrap_err();
    assert!(matches!(said, Trouble::Busy { .. }), "{said}");
    drop(held);
    fetch(&server.address, &to, &limits(), &mut |_| ()).unwrap();
}

#[test]
fn a_complete_file_without_its_name_is_not_requested_again() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("set.zip");
    let server = Server::new(vec![good(file(1, 10))]);
    fs::write(dir.path().join("set.zip.part"), file(1, 10)).unwrap();
    let remembered = format!(
        r#"{{"address": "{}", "etag": null, "last_modified": null, "whole": 10}}"#,
        server.address
    );
    fs::write(dir.path().join("set.zip.part.json"), remembered).unwrap();
    fetch(&server.address, &to, &limits(), &mut |_| ()).unwrap();
    assert_eq!(fs::read(&to).unwrap(), file(1, 10));
    assert!(server.requests().is_empty());
}

/// `taken`, or the beginning of the reason.
fn check_address(address: &str, expected: &str) {
    let got = match refuse_insecure(address) {
        Ok(_) => "taken".to_owned(),
        Err(trouble) => trouble.to_string(),
    };
    assert!(got.contains(expected), "{address}: {got}");
}

#[test]
fn addresses() {
    check_address("https://www.cms.gov/files/zip/a.zip", "taken");
    check_address("http://127.0.0.1:8000/a.zip", "taken");
    check_address("http://localhost/a.zip", "taken");
    check_address("http://[::1]:80/a.zip", "taken");
    check_address("http://www.cms.gov/a.zip", "begins with http://");
    check_address("http://127.0.0.1.example.org/a.zip", "begins with http://");
    check_address("ftp://ftp.cdc.gov/a.zip", "not a web address");
    check_address("file:///etc/passwd", "not a web address");
    check_address("/etc/passwd", "not a web address");
    check_address("", "not a web address");
}

#[test]
fn mirrors() {
    let address = "https://www.cms.gov/files/zip/a.zip?x=1";
    for (base, expected) in [
        (
            "https://mirror.example",
            "https://mirror.example/files/zip/a.zip?x=1",
        ),
        (
            "https://mirror.example/cms/",
            "https://mirror.example/cms/files/zip/a.zip?x=1",
        ),
    ] {
        assert_eq!(mirrored(address, base).unwrap(), expected);
    }
    assert!(mirrored(address, "http://mirror.example").is_err());
}
