//! The place of the book in the user's data folder.

use crate::manifest::FORMAT;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What the process finds around it: read once, so that tests can bring their own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    pub(crate) ligature_book: Option<PathBuf>,
    pub(crate) data_home: Option<PathBuf>,
    pub(crate) home: Option<PathBuf>,
    pub(crate) temporary: PathBuf,
}

/// The folder of the book, and what the user should know about the choice.
#[derive(Debug)]
pub(crate) struct Place {
    /// Absent: no folder can be trusted.
    pub(crate) dir: Option<PathBuf>,
    pub(crate) remark: Option<String>,
}

impl Surroundings {
    pub(crate) fn of_process() -> Self {
        let folder = |name: &str| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        Self {
            ligature_book: folder("LIGATURE_BOOK"),
            // The XDG base directory specification says to ignore a relative path.
            data_home: folder("XDG_DATA_HOME").filter(|path| path.is_absolute()),
            home: folder("HOME")
                .or_else(|| folder("USERPROFILE"))
                .filter(|path| path.is_absolute()),
            temporary: env::temp_dir(),
        }
    }

    /// The folder for the book of this format, built from knowledge of this checksum.
    pub(crate) fn place(&self, checksum: &str) -> Place {
        let name = format!("book-{FORMAT}-{}", checksum.get(..12).unwrap_or(checksum));
        let home = self
            .home
            .as_ref()
            .map(|home| home.join(".local").join("share"));
        if let Some(data) = self.data_home.clone().or(home) {
            return Place {
                dir: Some(data.join("ligature").join(name)),
                remark: None,
            };
        }
        let shared = self.temporary.join("ligature");
        let shown = shared.display();
        if let Err(error) = fs::create_dir_all(&shared) {
            let remark = format!(
                "no home folder is known, and {shown} cannot be made ({error}): the built-in knowledge is used in memory"
            );
            return Place {
                dir: None,
                remark: Some(remark),
            };
        }
        if !is_ours(&shared) {
            let remark = format!(
                "no home folder is known, and {shown} belongs to somebody else: the built-in knowledge is used in memory"
            );
            return Place {
                dir: None,
                remark: Some(remark),
            };
        }
        let remark = format!("no home folder is known, so the book is kept in {shown}");
        Place {
            dir: Some(shared.join(name)),
            remark: Some(remark),
        }
    }
}

/// Whether no other user could have put a book into a folder, where its parent is writable by all users.
#[cfg(unix)]
fn is_ours(dir: &Path) -> bool {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    const OTHERS_WRITE: u32 = 0o022;
    let Ok(about) = fs::symlink_metadata(dir) else {
        return false;
    };
    // A new file belongs to this user; so its owner shows who this user is.
    let Ok(probe) = crate::temporary::TemporaryFolder::new(dir) else {
        return false;
    };
    let ours = fs::metadata(&probe.path).is_ok_and(|new| new.uid() == about.uid());
    about.is_dir() && ours && about.permissions().mode() & OTHERS_WRITE == 0
}

#[cfg(not(unix))]
fn is_ours(_: &Path) -> bool {
    true // The temporary folder is the user's own.
}
