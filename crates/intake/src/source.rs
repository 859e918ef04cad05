//! A named input that can be opened.

use crate::unpack::{Input, is_packed, unpacked};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A named input. Files and memory can be read as often as needed, a pipe once.
pub struct Source<'a> {
    name: String,
    of: Of<'a>,
}

enum Of<'a> {
    File(PathBuf),
    Memory(&'a [u8]),
    Once(Mutex<Option<Input<'a>>>),
}

impl<'a> Source<'a> {
    /// A file, named by its path. It is opened when it is read; it must be a regular file, since it may be read twice.
    #[must_use]
    pub fn file(path: &Path) -> Source<'a> {
        Source {
            name: path.display().to_string(),
            of: Of::File(path.to_owned()),
        }
    }

    /// A file under another name: a pipe that was kept.
    pub(crate) fn kept_as(name: &str, path: &Path) -> Source<'static> {
        Source {
            name: name.to_owned(),
            of: Of::File(path.to_owned()),
        }
    }

    /// Bytes in memory.
    #[must_use]
    pub fn memory(name: &str, bytes: &'a [u8]) -> Source<'a> {
        Source {
            name: name.to_owned(),
            of: Of::Memory(bytes),
        }
    }

    /// A reader that can be read once: standard input, a pipe.
    pub fn once(name: &str, reader: impl Read + Send + 'a) -> Source<'a> {
        Source {
            name: name.to_owned(),
            of: Of::Once(Mutex::new(Some(Box::new(reader)))),
        }
    }

    /// Its name, for people: `claims.837`, `standard input`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it can be opened more than once.
    #[must_use]
    pub fn again(&self) -> bool {
        !matches!(self.of, Of::Once(_))
    }

    /// Its path, if it is a file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.of {
            Of::File(path) => Some(path),
            Of::Memory(_) | Of::Once(_) => None,
        }
    }

    /// Opens it, from its beginning: unpacked (gzip) and decoded (UTF-16).
    ///
    /// # Errors
    /// If there is no such file or it may not be read; if it can be opened once only and was opened before.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send + 'a>> {
        let bounded = matches!(self.of, Of::Memory(_));
        unpacked(self.kept()?, bounded)
    }

    /// Whether it is packed or in an encoding that is not read as it is. One that can be read once only is not looked into.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub(crate) fn is_packed(&self) -> io::Result<bool> {
        Ok(self.again() && is_packed(&mut self.kept()?)?)
    }

    /// Its bytes as they are kept.
    fn kept(&self) -> io::Result<Input<'a>> {
        match &self.of {
            Of::File(path) => Ok(Box::new(File::open(path)?)),
            Of::Memory(bytes) => Ok(Box::new(*bytes)),
            Of::Once(reader) => {
                let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
                let spent = || io::Error::other("it was read before, and can be read once only");
                reader.take().ok_or_else(spent)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &Source<'_>, again: bool) {
        let text = || -> io::Result<String> {
            let mut text = String::new();
            source.open()?.read_to_string(&mut text)?;
            Ok(text)
        };
        assert_eq!(text().unwrap(), "claims");
        assert_eq!(source.again(), again, "{}", source.name());
        assert_eq!(text().is_ok(), again, "{}", source.name());
    }

    #[test]
    fn files_and_memory_are_opened_again_and_pipes_are_not() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "claims").unwrap();
        check(&Source::file(file.path()), true);
        check(&Source::memory("memory", b"claims"), true);
        check(&Source::once("standard input", &b"claims"[..]), false);
    }
}
