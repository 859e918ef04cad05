//! Bytes as they were written, out of the bytes as they are kept: unpacked, and in UTF-8 or one byte a character.

use crate::ebcdic;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use std::io::{self, Cursor, Read};

/// An open input.
pub(crate) type Input<'a> = Box<dyn Read + Send + 'a>;

/// Bytes by which packing and encoding are known.
const HEAD: usize = 4;

/// Bytes that are read at once: a format is known by the first of them.
const AT_HAND: usize = 1 << 16;

/// The most bytes that a packed text in memory may have when it is unpacked: 256 MiB.
const MOST_IN_MEMORY: u64 = 256 << 20;

/// What has to be done to an input before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Plain,
    Gzip,
    Ebcdic,
    Utf16(&'static Encoding),
}

fn kept(head: &[u8]) -> Kept {
    let text = |b: u8| matches!(b, b'\t' | b'\r' | b'\n' | b' '..=b'~');
    match *head.get(..head.len().min(HEAD)).unwrap_or_default() {
        [0x1f, 0x8b, ..] => Kept::Gzip,
        [a, b, c, _] if [a, b, c] == ebcdic::ISA => Kept::Ebcdic,
        [0xff, 0xfe, 0, 0] => Kept::Plain,
        [0xff, 0xfe, ..] => Kept::Utf16(UTF_16LE),
        [0xfe, 0xff, ..] => Kept::Utf16(UTF_16BE),
        [a, 0, b, 0] if text(a) && text(b) => Kept::Utf16(UTF_16LE),
        [0, a, 0, b] if text(a) && text(b) => Kept::Utf16(UTF_16BE),
        _ => Kept::Plain,
    }
}

/// Whether an input is kept in another form than the one in which it is read.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn is_packed(input: &mut Input<'_>) -> io::Result<bool> {
    Ok(kept(&head(input)?) != Kept::Plain)
}

/// The input unpacked (gzip, several members too) and decoded (UTF-16 with or without its mark, EBCDIC). `bounded`: it is held in
/// memory, and what grows beyond a bound is an error.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn unpacked(mut input: Input<'_>, bounded: bool) -> io::Result<Input<'_>> {
    let start = head(&mut input)?;
    let whole: Input<'_> = Box::new(Cursor::new(start.clone()).chain(input));
    Ok(match kept(&start) {
        Kept::Plain => whole,
        Kept::Gzip => {
            let left = if bounded { MOST_IN_MEMORY } else { u64::MAX };
            let inside = Bounded {
                input: MultiGzDecoder::new(whole),
                left,
            };
            // a text that was packed twice is no text
            decoded(Box::new(inside))?
        }
        Kept::Utf16(_) | Kept::Ebcdic => decoded(whole)?,
    })
}

fn decoded(mut input: Input<'_>) -> io::Result<Input<'_>> {
    let start = head(&mut input)?;
    let whole = Cursor::new(start.clone()).chain(input);
    let mut text: Input<'_> = match kept(&start) {
        Kept::Utf16(encoding) => Box::new(
            DecodeReaderBytesBuilder::new()
                .encoding(Some(encoding))
                .bom_override(true)
                .build(whole),
        ),
        Kept::Ebcdic => Box::new(ebcdic::Decoded(whole)),
        Kept::Plain | Kept::Gzip => return Ok(Box::new(whole)),
    };
    // a decoder gives its first bytes in small pieces
    let start = head(&mut text)?;
    Ok(Box::new(Cursor::new(start).chain(text)))
}

/// The first [`AT_HAND`] bytes, or all there are. A pipe may give them in small pieces; what an input is does not depend on that.
fn head(input: &mut Input<'_>) -> io::Result<Vec<u8>> {
    let mut head = vec![0; AT_HAND];
    let mut length = 0;
    while length < AT_HAND {
        match input.read(head.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    head.truncate(length);
    Ok(head)
}

/// A reader that fails beyond a bound.
struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let most = MOST_IN_MEMORY >> 20;
            io::Error::other(format!("it is larger than {most} MB when it is unpacked"))
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        units
            .flat_map(|u| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            })
            .collect()
    }

    fn check(bytes: &[u8], expected: &str) {
        let mut text = Vec::new();
        let mut input = unpacked(Box::new(bytes), true).unwrap();
        input.read_to_end(&mut text).unwrap();
        assert_eq!(String::from_utf8_lossy(&text), expected);
    }

    #[test]
    fn texts_are_read_however_they_are_kept() {
        let text = "ISA*00*  ~\n{\"é\": 1}";
        check(text.as_bytes(), text);
        check(b"", "");
        check(b"a", "a");
        check(&gzip(text.as_bytes()), text);
        check(&[gzip(b"one "), gzip(b"two")].concat(), "one two");
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            check(&utf16(text, mark, big), text);
            check(&gzip(&utf16(text, mark, big)), text);
        }
        let ebcdic = [0xc9, 0xe2, 0xc1, 0x5c, 0xf0, 0xf0, 0x5c, 0xa1];
        check(&ebcdic, "ISA*00*~");
        check(&gzip(&ebcdic), "ISA*00*~");
        // an Arrow stream is no text
        check(
            &[0xff, 0xff, 0xff, 0xff, 1],
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{1}",
        );
    }

    #[test]
    fn what_grows_too_large_in_memory_is_an_error() {
        let large = gzip(&vec![b' '; (MOST_IN_MEMORY + 1) as usize]);
        let mut input = unpacked(Box::new(large.as_slice()), true).unwrap();
        let error = io::copy(&mut input, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("256 MB"), "{error}");
        let mut free = unpacked(Box::new(large.as_slice()), false).unwrap();
        assert_eq!(
            io::copy(&mut free, &mut io::sink()).unwrap(),
            MOST_IN_MEMORY + 1
        );
    }

    #[test]
    fn a_packed_file_that_breaks_off_is_an_error() {
        let whole = gzip("ISA*00*".repeat(1000).as_bytes());
        let input = unpacked(Box::new(&whole[..whole.len() - 9]), true);
        let read = input.and_then(|mut input| io::copy(&mut input, &mut io::sink()));
        assert!(read.is_err());
    }
}
