//! Imported files are kept next to the book, so that a later import adds to it.

use anyhow::{Context, Result};
use ligature_import::files;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that a book was made of, each under a name that begins with the checksum of its content: files of one name
/// from different folders are kept side by side, and a file that is given twice is kept once.
pub(crate) struct Kept {
    dir: PathBuf,
}

impl Kept {
    /// Those next to a book.
    pub(crate) fn next_to(book: &Path) -> Kept {
        let name = book.file_name().unwrap_or_default().to_string_lossy();
        Kept {
            dir: book.with_file_name(format!("{name}.publishers")),
        }
    }

    /// Keeps copies of files, and gives what was kept before and is not among them. A copy appears whole or not at all.
    ///
    /// # Errors
    /// If one cannot be written.
    pub(crate) fn add(&self, taken: &[PathBuf]) -> Result<Vec<PathBuf>> {
        let before = self.files()?;
        let now = self.put(taken)?;
        Ok(before.into_iter().filter(|f| !now.contains(f)).collect())
    }

    /// Keeps copies of files, and of nothing else.
    ///
    /// # Errors
    /// If one cannot be written or removed.
    pub(crate) fn only(&self, taken: &[PathBuf]) -> Result<()> {
        for old in self.add(taken)? {
            fs::remove_file(&old)
                .with_context(|| format!("{} cannot be removed", old.display()))?;
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<PathBuf>> {
        if !self.dir.is_dir() {
            return Ok(Vec::new());
        }
        files(&self.dir).with_context(|| format!("{} cannot be read", self.dir.display()))
    }

    fn put(&self, files: &[PathBuf]) -> Result<HashSet<PathBuf>> {
        if files.is_empty() {
            return Ok(HashSet::new());
        }
        fs::create_dir_all(&self.dir)
            .with_context(|| format!("{} cannot be made", self.dir.display()))?;
        let mut places = HashSet::new();
        for file in files {
            let sum = checksum(file)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            // a file that was kept before gets the same name again
            let bare = name.strip_prefix(&format!("{sum}-")).unwrap_or(&name);
            let place = self.dir.join(format!("{sum}-{bare}"));
            if !place.exists() {
                let part = self.dir.join(format!(".{sum}-{}", std::process::id()));
                fs::copy(file, &part)
                    .and_then(|_| fs::rename(&part, &place))
                    .with_context(|| {
                        format!(
                            "{} cannot be kept in {}",
                            file.display(),
                            self.dir.display()
                        )
                    })?;
            }
            places.insert(place);
        }
        Ok(places)
    }
}

/// The first sixteen digits of a file's BLAKE3.
fn checksum(file: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update_mmap(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let mut sum = hasher.finalize().to_hex().to_string();
    sum.truncate(16);
    Ok(sum)
}
