//! A table of lines as the file that its reader takes: unpacked, in UTF-8.

use crate::source::Source;
use encoding_rs::WINDOWS_1252;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use tempfile::NamedTempFile;

/// Bytes that are looked at at a time.
const PIECE: usize = 1 << 20;

/// A copy of a table that cannot be read as it is kept: packed, through a pipe, or in an encoding of one byte a character, which
/// then is that of Windows in the West. Nothing if it is read where it is.
///
/// # Errors
/// If it cannot be read, or the copy not be written.
pub(crate) fn copy(
    source: &Source<'_>,
    reader: impl Read,
    start: &[u8],
) -> io::Result<Option<NamedTempFile>> {
    let kept = match source.path() {
        Some(_) if !source.is_packed()? => None,
        _ => Some(copied(reader)?),
    };
    let path = kept.as_ref().map(NamedTempFile::path).or(source.path());
    let Some(path) = path.filter(|_| !is_binary(start)) else {
        return Ok(kept);
    };
    if is_utf8(path)? {
        return Ok(kept);
    }
    let decoded = DecodeReaderBytesBuilder::new()
        .encoding(Some(WINDOWS_1252))
        .build(File::open(path)?);
    copied(decoded).map(Some)
}

/// A file that can be opened again.
pub(crate) fn copied(mut reader: impl Read) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    io::copy(&mut reader, &mut file)?;
    Ok(file)
}

/// Whether a file is Parquet or Arrow.
pub(crate) fn is_binary(start: &[u8]) -> bool {
    start.starts_with(b"PAR1") || start.starts_with(b"ARROW1") || start.starts_with(&[0xff; 4])
}

fn is_utf8(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; PIECE];
    let mut left = 0;
    loop {
        let read = file.read(piece.get_mut(left..).unwrap_or_default())?;
        let text = piece.get(..left + read).unwrap_or_default();
        if read == 0 {
            return Ok(left == 0);
        }
        match std::str::from_utf8(text) {
            Ok(_) => left = 0,
            // a character that goes on in the next piece
            Err(cut) if cut.error_len().is_none() => {
                let from = cut.valid_up_to();
                left = text.len() - from;
                piece.copy_within(from..from + left, 0);
            }
            Err(_) => return Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a table is read as.
    fn check(bytes: &[u8], expected: &str) {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let source = Source::file(file.path());
        let copy = copy(&source, source.open().unwrap(), bytes).unwrap();
        let path = copy.as_ref().map_or(file.path(), NamedTempFile::path);
        assert_eq!(std::fs::read(path).unwrap(), expected.as_bytes());
    }

    #[test]
    fn tables_of_older_programs_are_read() {
        check("claim,name\n1,José\n".as_bytes(), "claim,name\n1,José\n");
        check(b"claim,name\n1,Jos\xe9\n", "claim,name\n1,José\n");
        check(
            b"claim,name\n1,\x93x\x94\n",
            "claim,name\n1,\u{201c}x\u{201d}\n",
        );
        // a character that two pieces share
        let long = format!("{}é", "a".repeat(PIECE - 1));
        check(long.as_bytes(), &long);
    }
}
