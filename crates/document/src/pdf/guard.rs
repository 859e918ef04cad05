//! Refuses a PDF that is small and becomes huge, before anything of it is unpacked into memory.

use crate::error::Unreadable;
use crate::model::Format;
use flate2::read::ZlibDecoder;
use std::io::{Cursor, Read, Write};

/// Most bytes that one stream may have when it is unpacked; a page of pixels has about 100 MB.
const STREAM: u64 = 256 * 1024 * 1024;
/// Most bytes of all streams together.
const ALL: u64 = 1024 * 1024 * 1024;
/// How often a stream may be packed in itself.
const LAYERS: usize = 3;

/// Unpacks every stream to nowhere, and counts.
///
/// # Errors
/// [`Unreadable::Expands`].
pub(crate) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut all = 0;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        at += found + b"stream".len();
        let data = bytes[at..].strip_prefix(b"\r").unwrap_or(&bytes[at..]);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if !is_packed(data) {
            continue;
        }
        all += size(data)?;
        if all > ALL {
            return Err(Unreadable::Expands(Format::Pdf));
        }
    }
    Ok(())
}

/// How many bytes a stream has when it is unpacked, through all its layers.
fn size(data: &[u8]) -> Result<u64, Unreadable> {
    let mut layer: Box<dyn Read + '_> = Box::new(data);
    for _ in 0..LAYERS {
        let mut unpacked = ZlibDecoder::new(layer);
        let mut head = [0; 2];
        let start = read_some(&mut unpacked, &mut head);
        let again = start == 2 && is_packed(&head);
        layer = Box::new(Cursor::new(head).take(start as u64).chain(unpacked));
        if !again {
            break;
        }
    }
    // damaged data ends where it is damaged
    let mut counted = Counted(0);
    let _ = std::io::copy(&mut layer.take(STREAM + 1), &mut counted);
    match counted.0 > STREAM {
        true => Err(Unreadable::Expands(Format::Pdf)),
        false => Ok(counted.0),
    }
}

/// Counts what is written to it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn read_some(from: &mut impl Read, head: &mut [u8]) -> usize {
    let mut have = 0;
    while have < head.len() {
        match from.read(&mut head[have..]) {
            Ok(0) | Err(_) => break,
            Ok(read) => have += read,
        }
    }
    have
}

/// Whether data begins as zlib does: 32 KB of window or less, and a sum that fits.
fn is_packed(data: &[u8]) -> bool {
    match data {
        [first, second, ..] => {
            first & 0x0F == 8
                && first >> 4 <= 7
                && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0
        }
        _ => false,
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_becomes_huge_is_refused() {
        let check = |data: &[u8], fits: bool| {
            let file = [b"%PDF-1.7 1 0 obj <<>> stream\r\n", data, b"\nendstream"].concat();
            assert_eq!(super::check(&file).is_ok(), fits);
        };
        let huge = packed(&vec![0; 300 * 1024 * 1024]);
        check(&packed(b"BT (a) Tj ET"), true);
        check(b"no zlib", true);
        check(b"", true);
        check(&huge, false);
        check(&packed(&huge), false);
        check(&huge[..huge.len() / 4], true);
    }
}
