//! Temporary folders in which a book is built, next to its place; and removing those of processes that were killed.

use crate::error::{BookError, tried};
use crate::manifest::FILE;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// A new folder with a unique name; removed when dropped, unless it was moved.
///
/// It is locked as long as its process lives, whatever ends it: so others know, in other containers too, whether it is
/// left over.
pub(crate) struct TemporaryFolder {
    pub(crate) path: PathBuf,
    /// Absent where the system knows no locks for folders.
    lock: Option<File>,
    moved: bool,
}

impl TemporaryFolder {
    pub(crate) fn new(parent: &Path) -> Result<Self, BookError> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        const MOST: u32 = 10_000;
        let mut refused = 0;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!(".book-{}-{number}.tmp", process::id()));
            match fs::create_dir(&path) {
                // Left behind by a process of the same number that was killed, or made by one of another container.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && refused < MOST => {
                    refused += 1
                }
                other => {
                    tried("making the folder", &path, other)?;
                    match lock(&path) {
                        // Somebody took it for left over before it was locked.
                        Lock::Others if refused < MOST => refused += 1,
                        got => {
                            return Ok(Self {
                                path,
                                lock: got.held(),
                                moved: false,
                            });
                        }
                    }
                }
            }
        }
    }

    /// It has another name now, and is not to be removed. One that is about to be exchanged with a book stays locked
    /// until [`release`].
    pub(crate) fn moved_to(mut self, out: &Path) {
        self.moved = true;
        if let (Some(lock), true) = (self.lock.take(), process_of(out, None).is_some()) {
            waiting().push((out.to_owned(), lock));
        }
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if !self.moved {
            // What cannot be removed stays; no one reads a folder of this name.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Books that wait to be exchanged with another, with their locks.
fn waiting() -> std::sync::MutexGuard<'static, Vec<(PathBuf, File)>> {
    static WAITING: Mutex<Vec<(PathBuf, File)>> = Mutex::new(Vec::new());
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The book that was made here is in its place.
pub(crate) fn release(new: &Path) {
    waiting().retain(|(path, _)| path != new);
}

/// Removes what killed processes left next to a book: `.book-PID-N.tmp` and `BOOK.new-PID`. What cannot be
/// removed stays.
///
/// A folder is removed only if no process of its number runs here and no process holds its lock; a `BOOK.new-PID` only if
/// there is nothing in it but the files of a book.
pub(crate) fn sweep(parent: &Path, book: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(process) = process_of(&path, Some(book)).filter(|_| folder) else {
            continue;
        };
        // one with this process's number is locked by it, or belongs to an earlier process with that number
        if process != process::id() && lives(process) {
            continue;
        }
        if let Lock::Ours(lock) = lock(&path)
            && (is_temporary(&path) || only_a_book(&path))
        {
            let _ = fs::remove_dir_all(&path);
            drop(lock);
        }
    }
}

/// The number of the process that made a folder, from its name: `.book-PID-N.tmp`, or `BOOK.new-PID` of this book
/// (without one: of any).
fn process_of(path: &Path, book: Option<&Path>) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    if is_temporary(path) {
        let rest = name.strip_prefix(".book-")?;
        return rest.split('-').next()?.parse().ok();
    }
    let (of, number) = name.rsplit_once(".new-")?;
    let same = match book {
        Some(book) => book.file_name().is_some_and(|name| name == of),
        None => true,
    };
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    number.parse().ok().filter(|_| same && digits)
}

fn is_temporary(path: &Path) -> bool {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && text.len() < 11;
    path.file_name()
        .and_then(|name| name.to_str()?.strip_prefix(".book-")?.strip_suffix(".tmp"))
        .and_then(|rest| rest.split_once('-'))
        .is_some_and(|(process, count)| {
            number(process) && number(count) && !process.is_empty() && !count.is_empty()
        })
}

/// Whether there is nothing in a folder but the files of a book, or some of them.
fn only_a_book(dir: &Path) -> bool {
    let part = |path: &Path| {
        path.file_name().is_some_and(|name| name == FILE)
            || path.extension().is_some_and(|ending| ending == "rkyv")
    };
    fs::read_dir(dir).is_ok_and(|entries| {
        entries
            .into_iter()
            .all(|entry| entry.is_ok_and(|entry| part(&entry.path())))
    })
}

/// The result of requesting a folder's lock.
enum Lock {
    /// Held from now on.
    Ours(File),
    /// Somebody else has it, or the folder is gone.
    Others,
    /// The system does not know.
    Unknown,
}

impl Lock {
    fn held(self) -> Option<File> {
        match self {
            Self::Ours(lock) => Some(lock),
            Self::Others | Self::Unknown => None,
        }
    }
}

fn lock(dir: &Path) -> Lock {
    let folder = match File::open(dir) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Lock::Others,
        Err(_) => return Lock::Unknown,
    };
    match folder.try_lock() {
        // whoever had it before may have removed the folder
        Ok(()) if dir.exists() => Lock::Ours(folder),
        Ok(()) | Err(TryLockError::WouldBlock) => Lock::Others,
        Err(TryLockError::Error(_)) => Lock::Unknown,
    }
}

/// Whether a process of this number runs on this machine, as far as is known.
#[cfg(unix)]
fn lives(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let number = i32::try_from(process).ok().and_then(Pid::from_raw);
    number.is_none_or(|number| test_kill_process(number) != Err(Errno::SRCH))
}

#[cfg(not(unix))]
fn lives(_: u32) -> bool {
    true // Not known; so nothing is taken away.
}
