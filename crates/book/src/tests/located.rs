//! Which book is found, and what happens where none can be.

use super::{listed, sample, sample_book};
use crate::locate::{Surroundings, locate_in};
use crate::{Book, BookError, FORMAT, Held, Located, Origin};
use std::fs;
use std::path::Path;

/// A machine with a home folder.
fn home(dir: &Path) -> Surroundings {
    Surroundings {
        home: Some(dir.to_owned()),
        temporary: dir.join("tmp"),
        ..Surroundings::default()
    }
}

fn book(located: &Located) -> &Book {
    located
        .book()
        .unwrap_or_else(|| panic!("in memory: {:?}", located.remarks))
}

#[test]
fn the_order_is_option_variable_data_folder() {
    let (_one, option) = sample_book();
    let (_two, variable) = sample_book();
    let dir = tempfile::tempdir().unwrap();
    let mut around = home(dir.path());
    around.ligature_book = Some(variable.clone());
    let found = |explicit: Option<&Path>, around: &Surroundings| {
        book(&locate_in(explicit, around).unwrap())
            .info()
            .dir
            .clone()
    };
    assert_eq!(found(Some(&option), &around), option);
    assert_eq!(found(None, &around), variable);
    around.ligature_book = None;
    let name = format!("book-{FORMAT}-{}", &Origin::embedded().checksum[..12]);
    assert_eq!(
        found(None, &around),
        dir.path().join(".local/share/ligature").join(&name)
    );
    around.data_home = Some(dir.path().join("data"));
    assert_eq!(
        found(None, &around),
        dir.path().join("data/ligature").join(&name)
    );
}

#[test]
fn a_named_book_must_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let nothing = dir.path().join("nothing");
    let mut around = home(dir.path());
    assert!(matches!(
        locate_in(Some(&nothing), &around),
        Err(BookError::Missing { .. })
    ));
    around.ligature_book = Some(nothing.clone());
    assert!(matches!(
        locate_in(None, &around),
        Err(BookError::Missing { .. })
    ));
    assert!(
        !nothing.exists() && !dir.path().join(".local").exists(),
        "nothing is built in its place"
    );
}

#[test]
fn the_built_in_knowledge_is_built_once() {
    let dir = tempfile::tempdir().unwrap();
    let around = home(dir.path());
    let first = locate_in(None, &around).unwrap();
    assert_eq!(
        first.to_knowledge().unwrap(),
        ligature_knowledge::embedded().0
    );
    let path = book(&first).info().dir.clone();
    let made = fs::metadata(&path).unwrap().modified().unwrap();
    let second = locate_in(None, &around).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), made);
    assert_eq!(book(&second).info(), book(&first).info());
    assert_eq!(listed(path.parent().unwrap()).len(), 1);
}

#[test]
fn many_at_once_all_get_the_same_book() {
    let dir = tempfile::tempdir().unwrap();
    let around = home(dir.path());
    let expected = ligature_knowledge::embedded().0;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let located = locate_in(None, &around).unwrap();
                assert_eq!(book(&located).to_knowledge().unwrap(), expected);
            });
        }
    });
    assert_eq!(
        listed(&dir.path().join(".local/share/ligature")).len(),
        1,
        "nothing is left over"
    );
}

#[test]
fn a_damaged_book_of_our_own_is_built_again() {
    let dir = tempfile::tempdir().unwrap();
    let around = home(dir.path());
    let path = book(&locate_in(None, &around).unwrap()).info().dir.clone();
    for file in ["knowledge.rkyv", "manifest.json"] {
        for spoil in [
            |path: &Path| fs::write(path, "x"),
            |path: &Path| fs::remove_file(path),
        ] {
            spoil(&path.join(file)).unwrap();
            let repaired = locate_in(None, &around).unwrap();
            assert_eq!(book(&repaired).info().dir, path);
            assert!(
                repaired
                    .remarks
                    .iter()
                    .any(|r| r.contains("was built again")),
                "{:?}",
                repaired.remarks
            );
            assert_eq!(listed(path.parent().unwrap()).len(), 1);
        }
    }
}

#[test]
fn where_nothing_can_be_written_memory_serves() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    // No folder can be made below a file, not even by an administrator.
    let mut around = home(&file);
    let located = locate_in(None, &around).unwrap();
    assert!(matches!(located.held, Held::Memory(_)));
    assert!(
        located.remarks.iter().any(|r| r.contains("used in memory")),
        "{:?}",
        located.remarks
    );
    assert_eq!(
        located.to_knowledge().unwrap(),
        ligature_knowledge::embedded().0
    );
    let first = ligature_knowledge::embedded().0.pages.first().cloned();
    assert_eq!(
        located
            .page(first.as_ref().map_or("", |page| &page.code))
            .unwrap(),
        first
    );
    // No home at all: the temporary folder, with a remark; if that is no folder, memory.
    around.home = None;
    around.temporary = dir.path().join("tmp");
    let located = locate_in(None, &around).unwrap();
    assert!(
        book(&located)
            .info()
            .dir
            .starts_with(dir.path().join("tmp/ligature"))
    );
    assert!(
        located.remarks[0].contains("no home folder is known"),
        "{:?}",
        located.remarks
    );
    around.temporary = file;
    assert!(locate_in(None, &around).unwrap().book().is_none());
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_write_is_not_trusted() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let shared = dir.path().join("ligature");
    fs::create_dir(&shared).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o777)).unwrap();
    let around = Surroundings {
        temporary: dir.path().to_owned(),
        ..Surroundings::default()
    };
    let located = locate_in(None, &around).unwrap();
    assert!(located.book().is_none());
    assert!(
        located.remarks[0].contains("belongs to somebody else"),
        "{:?}",
        located.remarks
    );
}

#[test]
fn a_named_book_is_never_mended() {
    let (_dir, out) = sample_book();
    fs::write(out.join("knowledge.rkyv"), "x").unwrap();
    let around = home(_dir.path());
    assert!(matches!(
        locate_in(Some(&out), &around),
        Err(BookError::WrongSize { .. })
    ));
    assert_eq!(fs::read(out.join("knowledge.rkyv")).unwrap(), b"x");
    assert_ne!(sample(), ligature_knowledge::embedded().0);
}
