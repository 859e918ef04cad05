//! Files of any packing, opened, and their text.

use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Why a whole file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be read.
    #[error("{file}: could not be read: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system or the unpacker says.
        why: String,
    },
    /// It is larger than any publisher's file, once unpacked.
    #[error(
        "{file}: unpacks to more than {limit} MB, more than any publisher's file: left out (is it a zip bomb?)"
    )]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        limit: u64,
    },
    /// Its content is in no known layout.
    #[error("{file}: not in a layout that Ligature knows")]
    Unknown {
        /// The file.
        file: String,
    },
    /// It begins like a layout, but the rest does not fit.
    #[error("{file}: looks like {layout}, but {why}: nothing of it was imported")]
    Shape {
        /// The file.
        file: String,
        /// The layout.
        layout: &'static str,
        /// What is wrong, with the place.
        why: String,
    },
}

/// A file's content, unpacked.
pub struct SourceFile {
    /// Its name for messages: the file, and inside an archive `archive.zip: inner.txt`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// No publisher's file unpacks to more, in bytes.
const LARGEST: u64 = 1 << 29;

/// Reads and unpacks a file: a zip gives all files in it; gzip and xz are undone.
///
/// # Errors
/// [`Problem`], one for each file that could not be read; the others are still given.
pub fn open(path: &Path) -> (Vec<SourceFile>, Vec<Problem>) {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let unreadable = |why: String| Problem::Unreadable {
        file: name.clone(),
        why,
    };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) => return (vec![], vec![unreadable(error.to_string())]),
    };
    let length = file.metadata().map(|m| m.len()).unwrap_or(0);
    if length > LARGEST {
        return (
            vec![],
            vec![Problem::TooLarge {
                file: name,
                limit: LARGEST >> 20,
            }],
        );
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    if let Err(error) = BufReader::new(file)
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
    {
        return (vec![], vec![unreadable(error.to_string())]);
    }
    unpack(name, bytes)
}

fn unpack(name: String, bytes: Vec<u8>) -> (Vec<SourceFile>, Vec<Problem>) {
    match bytes.as_slice() {
        [b'P', b'K', 3, 4, ..] if !workbook(&bytes) => unzip(&name, &bytes),
        [0x1f, 0x8b, ..] => undo(name, flate2::read::MultiGzDecoder::new(bytes.as_slice())),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => {
            let mut out = Limited(Vec::new());
            let done = lzma_rs::xz_decompress(&mut BufReader::new(bytes.as_slice()), &mut out);
            match done {
                Ok(()) => unpacked(name, out.0),
                Err(_) if out.0.len() as u64 > LARGEST => (vec![], vec![too_large(name)]),
                Err(error) => (
                    vec![],
                    vec![Problem::Unreadable {
                        file: name,
                        why: format!("{error:?}"),
                    }],
                ),
            }
        }
        _ => (vec![SourceFile { name, bytes }], vec![]),
    }
}

/// A vector that takes no more than [`LARGEST`].
struct Limited(Vec<u8>);

impl std::io::Write for Limited {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        self.0.extend_from_slice(more);
        if self.0.len() as u64 > LARGEST {
            return Err(std::io::Error::other("too large"));
        }
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn too_large(file: String) -> Problem {
    Problem::TooLarge {
        file,
        limit: LARGEST >> 20,
    }
}

fn undo(name: String, packed: impl Read) -> (Vec<SourceFile>, Vec<Problem>) {
    let mut bytes = Vec::new();
    match packed.take(LARGEST + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LARGEST => (vec![], vec![too_large(name)]),
        Ok(_) => unpacked(name, bytes),
        Err(error) => (
            vec![],
            vec![Problem::Unreadable {
                file: name,
                why: error.to_string(),
            }],
        ),
    }
}

/// What came out of one packing is not unpacked again: archives within archives are how bombs are built.
fn unpacked(name: String, bytes: Vec<u8>) -> (Vec<SourceFile>, Vec<Problem>) {
    (vec![SourceFile { name, bytes }], vec![])
}

/// An Excel workbook is a zip with this file in it.
fn workbook(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|z| {
        z.file_names()
            .any(|n| n.is_ok_and(|n| n == "xl/workbook.xml"))
    })
}

fn unzip(name: &str, bytes: &[u8]) -> (Vec<SourceFile>, Vec<Problem>) {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    let mut left = LARGEST;
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            return (
                vec![],
                vec![Problem::Unreadable {
                    file: name.to_owned(),
                    why: format!("the zip archive is damaged or cut short ({error})"),
                }],
            );
        }
    };
    for at in 0..archive.len() {
        let inner = match archive.by_index(at) {
            Ok(inner) => inner,
            Err(error) => {
                problems.push(Problem::Unreadable {
                    file: format!("{name}: file {} of the archive", at + 1),
                    why: error.to_string(),
                });
                continue;
            }
        };
        if !inner.is_file() {
            continue;
        }
        let full = format!("{name}: {}", inner.name().unwrap_or_default());
        if inner.size() > left {
            problems.push(too_large(full));
            break;
        }
        let mut out = Vec::new();
        match inner.take(left + 1).read_to_end(&mut out) {
            Ok(_) if out.len() as u64 > left => {
                problems.push(too_large(full));
                break;
            }
            Ok(_) => {
                left -= out.len() as u64;
                sources.push(SourceFile {
                    name: full,
                    bytes: out,
                });
            }
            Err(error) => problems.push(Problem::Unreadable {
                file: full,
                why: error.to_string(),
            }),
        }
    }
    (sources, problems)
}

/// All files below a folder in the order of their names; a file is itself.
///
/// # Errors
/// If the folder cannot be listed.
pub fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        std::fs::metadata(path)?;
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|e| e.path())
        .collect();
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        let name = entry
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with('.') {
            all.extend(files(&entry)?);
        }
    }
    Ok(all)
}

/// A text in UTF-8; other bytes are read in the Windows code page that CMS uses.
pub(crate) fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let other = encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&other.0);
    }
    text.into()
}

/// A head without the line that its end cuts through.
pub(crate) fn whole_lines(head: &[u8], of: usize) -> &[u8] {
    if head.len() == of {
        return head;
    }
    match head.iter().rposition(|b| *b == b'\n') {
        Some(at) => &head[..at],
        None => head,
    }
}
