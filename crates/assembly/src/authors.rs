//! Where the authored files are.

use ligature_knowledge::Loaded;
use std::path::{Path, PathBuf};

/// The folder that is used when none is named.
const USUAL: &str = "knowledge";

/// The folder of the authored files: the one given, else `./knowledge` if it is there; `None`: the files that came with
/// the program.
#[must_use]
pub fn folder(given: Option<&Path>) -> Option<PathBuf> {
    given
        .map(Path::to_owned)
        .or_else(|| Some(PathBuf::from(USUAL)).filter(|dir| dir.is_dir()))
}

/// The authored files of a folder, or those that came with the program, with all that is wrong with them.
#[must_use]
pub fn load(folder: Option<&Path>) -> Loaded {
    folder.map_or_else(Loaded::embedded, Loaded::from_dir)
}
