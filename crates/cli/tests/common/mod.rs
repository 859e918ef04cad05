//! Running the program as a person would, in a temporary folder.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use assert_cmd::Command;
use std::path::PathBuf;
use tempfile::TempDir;

/// A bowel resection in plain words.
pub const NOTE: &str = "OPERATION PERFORMED: Small bowel resection.\n\
\n\
PROCEDURE IN DETAIL: A midline laparotomy was made. A 12 cm segment of jejunum was resected\n\
with the GIA stapler and the mesentery was divided with the LigaSure. A side-to-side stapled\n\
anastomosis was made. The fascia was closed with running PDS.\n";

/// A folder with files to run on.
pub struct Workspace {
    folder: TempDir,
}

/// The result of a run.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Workspace {
    /// An empty folder. The book is built here once, so that its messages are not in a test's standard error.
    pub fn new() -> Self {
        static BUILT: std::sync::Once = std::sync::Once::new();
        let workspace = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        BUILT.call_once(|| drop(workspace.run(&["book", "info"])));
        workspace
    }

    /// Where a file of this folder is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), bytes).unwrap();
        self
    }

    /// What a file holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program in this folder.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, args: &[&str], input: impl Into<Vec<u8>>) -> Run {
        let output = self.command(args).write_stdin(input).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The command, to be changed further.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("ligature").unwrap();
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("LIGATURE_BOOK")
            .env("XDG_DATA_HOME", data_home())
            .env_remove("NO_COLOR")
            .env("COLUMNS", "100");
        command
    }
}

/// A data folder for all tests, so that the book is built once, by whichever needs it first.
pub fn data_home() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("data")
}

impl Run {
    /// Answered: 0 and nothing on standard error.
    #[track_caller]
    pub fn answered(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Could not: 1, one line on standard error that holds this, nothing on standard output.
    #[track_caller]
    pub fn refused(&self, part: &str) {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(
            self.err.starts_with("ligature: ") && self.err.contains(part),
            "{}",
            self.err
        );
    }

    /// Wrong usage: 2.
    #[track_caller]
    pub fn misused(&self, part: &str) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(self.err.contains(part), "{}", self.err);
    }
}
