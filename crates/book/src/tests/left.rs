//! What killed processes left next to a book is removed by the next one; what a running process makes stays.

use super::sample;
use crate::build;
use crate::temporary::TemporaryFolder;
use std::fs::{self, File};
use std::process::{Command, Stdio, id};

/// Puts a folder next to a place, with these files in it, builds a book there, and looks whether the folder is gone.
fn check(name: &str, files: &[&str], gone: bool) {
    let dir = tempfile::tempdir().unwrap();
    let left = dir.path().join(name);
    fs::create_dir(&left).unwrap();
    for file in files {
        fs::write(left.join(file), "half of it").unwrap();
    }
    build(&sample(), &dir.path().join("book")).unwrap();
    assert_eq!(!left.exists(), gone, "{name} with {files:?}");
    for file in files {
        assert_eq!(!left.join(file).exists(), gone, "{file} in {name}");
    }
}

/// The number of a process that has ended.
fn dead() -> u32 {
    let mut child = Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    child.id()
}

#[test]
fn of_the_dead() {
    let dead = dead();
    let parts = ["manifest.json", "knowledge.rkyv"];
    check(&format!(".book-{dead}-0.tmp"), &[], true);
    check(&format!(".book-{dead}-12.tmp"), &parts, true);
    check(&format!("book.new-{dead}"), &parts, true);
    check(&format!("book.new-{dead}"), &["catalog.rkyv"], true);
    // an earlier process with the same number, as in a container where it is always the same
    check(&format!(".book-{}-99999.tmp", id()), &parts, true);
}

#[test]
fn of_others() {
    let dead = dead();
    check(&format!("book.new-{dead}"), &["notes.txt"], false);
    check(&format!("other.new-{dead}"), &["manifest.json"], false);
    check("book.new-", &[], false);
    check("book.new-x", &[], false);
    check(&format!(".book-{dead}.tmp"), &[], false);
    check(&format!(".book-{dead}-x.tmp"), &[], false);
    check(&format!(".book-{dead}-1.tmp.old"), &[], false);
    check("book.publishers", &["manifest.json"], false);
}

#[test]
fn of_the_living() {
    let mut child = Command::new("sleep")
        .arg("600")
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let parts = ["manifest.json"];
    check(&format!(".book-{}-0.tmp", child.id()), &parts, false);
    check(&format!("book.new-{}", child.id()), &parts, false);
    child.kill().unwrap();
    child.wait().unwrap();
    check(&format!(".book-{}-0.tmp", child.id()), &parts, true);
}

#[test]
fn of_a_living_process_that_only_its_lock_shows() {
    let dir = tempfile::tempdir().unwrap();
    // its number is not known here, as that of a process in another container
    let left = dir.path().join(format!(".book-{}-0.tmp", dead()));
    fs::create_dir(&left).unwrap();
    let lock = File::open(&left).unwrap();
    lock.try_lock().unwrap();
    let ours = TemporaryFolder::new(dir.path()).unwrap();
    build(&sample(), &dir.path().join("book")).unwrap();
    assert!(left.exists() && ours.path.exists());
    drop(lock);
    build(&sample(), &dir.path().join("another")).unwrap();
    assert!(!left.exists() && ours.path.exists());
}

#[test]
fn a_file_of_such_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(format!(".book-{}-0.tmp", dead()));
    fs::write(&file, "mine").unwrap();
    build(&sample(), &dir.path().join("book")).unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[test]
fn a_book_that_waits_for_its_place_is_held() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (
        dir.path().join("book"),
        dir.path().join(format!("book.new-{}", id())),
    );
    build(&sample(), &old).unwrap();
    build(&sample(), &new).unwrap();
    let free = |path: &std::path::Path| File::open(path).unwrap().try_lock().is_ok();
    assert!(!free(&new), "another process would take it for left over");
    crate::replace(&new, &old).unwrap();
    assert!(free(&old) && !new.exists());
}
