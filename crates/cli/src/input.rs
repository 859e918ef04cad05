//! Getting a note or a file from a path or from standard input, with a reason when it cannot be read as one.

use anyhow::{Context, Result, anyhow, bail};
use ligature_tools::{Decoded, LARGEST_NOTE, NotText, Source, decode_note};
use std::fs::File;
use std::io::{ErrorKind, IsTerminal, Read};
use std::path::Path;

/// The name that means standard input or output.
pub const STANDARD: &str = "-";

/// Reads and decodes one note.
///
/// # Errors
/// When there is no such file, it is a folder, cannot be read, or holds no text. The reason names the file and
/// never its text.
pub fn note(path: &Path) -> Result<Decoded> {
    let bytes = if is_standard(path) {
        standard_input()?
    } else {
        file(path)?
    };
    decode_note(&bytes).with_context(|| name(path))
}

/// Opens a file for reading.
///
/// # Errors
/// With a reason that a person understands.
pub fn open(path: &Path) -> Result<File> {
    if path.is_dir() {
        bail!(
            "{} is a folder, not a file: name one note, or put several notes in a JSON-lines file and use --batch",
            path.display()
        );
    }
    File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!("there is no file {}", path.display()),
        ErrorKind::PermissionDenied => anyhow!("{} may not be read by you", path.display()),
        _ => anyhow!("{} cannot be opened: {error}", path.display()),
    })
}

/// A file, or standard input, that the gate reads. A pipe is read once; a file as often as needed.
///
/// # Errors
/// As [`open`].
pub fn source(path: &Path) -> Result<Source<'static>> {
    if is_standard(path) {
        return Ok(Source::once("standard input", std::io::stdin()));
    }
    let file = open(path)?;
    match file.metadata().is_ok_and(|about| about.is_file()) {
        true => Ok(Source::file(path)),
        false => Ok(Source::once(&path.display().to_string(), file)),
    }
}

/// How many bytes a file has; none for a pipe and standard input.
pub fn size(path: &Path) -> Option<u64> {
    let about = std::fs::metadata(path).ok();
    let file = about.filter(|about| !is_standard(path) && about.is_file());
    file.map(|about| about.len())
}

/// Bytes by which a file is known.
const HEAD: u64 = 4096;

/// Whether a file begins as X12 does; not looked at for standard input, which can be read only once.
///
/// # Errors
/// When it cannot be read.
pub fn is_x12(path: &Path) -> Result<bool> {
    if is_standard(path) {
        return Ok(false);
    }
    let mut head = Vec::new();
    let read = open(path)?.take(HEAD).read_to_end(&mut head);
    read.with_context(|| format!("{} cannot be read", name(path)))?;
    Ok(ligature_tools::looks_like_x12(&head))
}

/// Whether two paths lead to one file.
pub fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Whether the path means standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

/// The path in words for people.
pub fn name(path: &Path) -> String {
    if is_standard(path) {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn file(path: &Path) -> Result<Vec<u8>> {
    let file = open(path)?;
    let size = file
        .metadata()
        .map_or(0, |data| usize::try_from(data.len()).unwrap_or(usize::MAX));
    if size > LARGEST_NOTE {
        return Err(NotText::TooLarge(size)).with_context(|| name(path));
    }
    limited(file, path)
}

fn standard_input() -> Result<Vec<u8>> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Paste the note; end it with Ctrl-D on a new line.");
    }
    limited(input.lock(), Path::new(STANDARD))
}

/// Reads to the end, but never more than a note may hold: the end of a pipe or device may not come.
fn limited(reader: impl Read, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = LARGEST_NOTE as u64 + 1;
    reader
        .take(most)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", name(path)))?;
    if bytes.len() > LARGEST_NOTE {
        bail!(
            "{}: more than {} MB is too large for one note: put several notes in a JSON-lines file and use --batch",
            name(path),
            LARGEST_NOTE / 1_048_576
        );
    }
    Ok(bytes)
}
