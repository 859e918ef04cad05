//! The mapped files: the only place with unsafe code.

use crate::error::{BookError, tried};
use crate::manifest::Part;
use memmap2::{Mmap, MmapOptions};
use rkyv::Portable;
use rkyv::api::high::HighValidator;
use rkyv::bytecheck::CheckBytes;
use rkyv::rancor::Error;
use std::fs::File;
use std::io;
use std::marker::PhantomData;
use std::path::Path;

/// Bytes of a file that were found to be an archive of a type.
pub(crate) struct Mapped<T> {
    bytes: Mmap,
    holds: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for Mapped<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mapped({} bytes)", self.bytes.len())
    }
}

/// What is checked when a file is opened. The structure always is; it alone makes reading safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The checksum too: the file is small.
    Nothing,
    /// The size only: the file is large, and `verify` checks every byte of it.
    Checksum,
}

impl<T> Mapped<T>
where
    T: Portable + for<'a> CheckBytes<HighValidator<'a, Error>>,
{
    /// Maps the file of a part and checks size, structure and (unless trusted) checksum.
    pub(crate) fn open(dir: &Path, part: &Part, trust: Trust) -> Result<Self, BookError> {
        let path = dir.join(&part.file);
        let (book, name) = (|| dir.to_owned(), || part.file.clone());
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BookError::FileMissing {
                    dir: book(),
                    file: name(),
                });
            }
            other => tried("opening", &path, other)?,
        };
        let about = tried("reading", &path, file.metadata())?;
        let (expected, found) = (part.bytes, about.len());
        if !about.is_file() {
            return Err(BookError::FileMissing {
                dir: book(),
                file: name(),
            });
        }
        if expected != found {
            return Err(BookError::WrongSize {
                dir: book(),
                file: name(),
                expected,
                found,
            });
        }
        let bytes = tried("opening", &path, map(&file))?;
        if trust == Trust::Nothing && blake3::hash(&bytes).to_hex().as_str() != part.blake3 {
            return Err(BookError::Altered {
                dir: book(),
                file: name(),
            });
        }
        match rkyv::access::<T, Error>(&bytes) {
            Ok(_) => Ok(Self {
                bytes,
                holds: PhantomData,
            }),
            Err(_) => Err(BookError::Damaged {
                dir: book(),
                file: name(),
                why: "does not hold what its format promises".to_owned(),
            }),
        }
    }

    /// What the file holds, in place.
    pub(crate) fn get(&self) -> &T {
        // SAFETY: `open` is the only way to make a `Mapped`, and there `rkyv::access` found these very bytes to be a
        // valid archive of this type. The map is private to this value and never written through; that no one writes
        // to the file is what a book promises (see `map`).
        #[allow(unsafe_code)]
        unsafe {
            rkyv::access_unchecked::<T>(&self.bytes)
        }
    }
}

/// Maps a file for reading.
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: a map is undefined behaviour only if the file is changed under it. A book's files are written in another
    // folder, renamed into place and never opened for writing again: updating is building another folder.
    #[allow(unsafe_code)]
    unsafe {
        MmapOptions::new().map(file)
    }
}
