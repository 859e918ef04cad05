//! Bytes as they were written, out of the bytes as they are kept: gzip unpacked, UTF-16 as UTF-8. It comes before the format
//! is recognised: a message in UTF-16 that is read as plain text would lose which of its lines were deleted.

use crate::error::Unreadable;
use crate::limits::UNPACKED;
use crate::model::remark;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
use ligature_note::Remark;
use std::borrow::Cow;
use std::fmt::Write;
use std::io::Read;

/// Bytes by which UTF-16 without a mark is known.
const HEAD: usize = 64;

/// The bytes to read, and what was done to get them.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<Remark>), Unreadable> {
    let mut remarks = Vec::new();
    let bytes = match bytes.starts_with(b"\x1F\x8B") {
        true => {
            remarks.push(remark(
                "unpacked",
                "The file was packed (gzip); it was unpacked.",
            ));
            Cow::Owned(gzip(bytes)?)
        }
        false => Cow::Borrowed(bytes),
    };
    if bytes.get(257..262) == Some(&b"ustar"[..]) {
        return Err(Unreadable::NotRead {
            what: "a tar archive",
            instead: "unpack it and give the note in it",
        });
    }
    let Some((encoding, marked)) = wide(&bytes) else {
        return Ok((bytes, remarks));
    };
    let (text, _, bad) = encoding.decode(&bytes);
    // what is no UTF-16 is left to be read as other bytes are
    if bad && !marked {
        return Ok((bytes, remarks));
    }
    if bad {
        remarks.push(remark(
            "characters-replaced",
            "Some bytes are not valid text and are shown as \u{FFFD}.",
        ));
    }
    if !marked {
        remarks.push(remark(
            "encoding-assumed",
            "The file has no byte order mark; it was read as UTF-16.",
        ));
    }
    let text = match text.trim_start().starts_with("{\\rtf") {
        true => escaped(&text),
        false => text.into_owned(),
    };
    Ok((Cow::Owned(text.into_bytes()), remarks))
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes)
        .take(UNPACKED as u64 + 1)
        .read_to_end(&mut unpacked);
    if unpacked.len() > UNPACKED {
        return Err(Unreadable::GzipExpands);
    }
    match read {
        Ok(_) => Ok(unpacked),
        Err(_) => Err(Unreadable::GzipDamaged(unpacked.len())),
    }
}

/// The kind of UTF-16, and whether a mark names it.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, bool)> {
    match bytes {
        // UTF-32, which no system of notes writes
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, ..] => return Some((UTF_16LE, true)),
        [0xFE, 0xFF, ..] => return Some((UTF_16BE, true)),
        _ => {}
    }
    let text = |b: u8| matches!(b, 0x0B | b'\t' | b'\r' | b'\n' | b' '..=b'~');
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let pairs = || head.chunks_exact(2);
    let of = |high: usize| {
        // a letter with an accent, or a sign beyond Latin, is in one of a few pairs
        let plain = pairs().filter(|pair| pair[high] == 0 && text(pair[1 - high]));
        let begins = pairs()
            .take(2)
            .all(|pair| pair[high] == 0 && text(pair[1 - high]));
        head.len() >= 4 && begins && plain.count() * 2 >= pairs().count()
    };
    match () {
        () if of(1) => Some((UTF_16LE, false)),
        () if of(0) => Some((UTF_16BE, false)),
        () => None,
    }
}

/// A rich text with its letters beyond ASCII as control words: its bytes are of code pages, not of UTF-8.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim_start().chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        out.push_str("{\\uc0");
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{}", unit.cast_signed());
        }
        out.push('}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unpacked;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn little(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn big(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_kept_in_another_form_is_read() {
        let check = |bytes: &[u8], text: &str, kinds: &[&str]| {
            let (got, remarks) = unpacked(bytes).unwrap();
            assert_eq!(String::from_utf8_lossy(&got), text);
            let got: Vec<&str> = remarks.iter().map(|r| r.kind.as_str()).collect();
            assert_eq!(got, kinds);
        };
        check(b"bowel", "bowel", &[]);
        check(&[b"\xFF\xFE", &little("MSH|é")[..]].concat(), "MSH|é", &[]);
        check(&[b"\xFE\xFF", &big("MSH|é")[..]].concat(), "MSH|é", &[]);
        check(&little("MSH|é≥x"), "MSH|é≥x", &["encoding-assumed"]);
        check(&big("{\"a\""), "{\"a\"", &["encoding-assumed"]);
        check(
            &little("{\\rtf1 é😀}"),
            "{\\rtf1 {\\uc0\\u233}{\\uc0\\u-10179\\u-8704}}",
            &["encoding-assumed"],
        );
        check(&packed(b"bowel"), "bowel", &["unpacked"]);
        check(
            &packed(&little("bowel")),
            "bowel",
            &["unpacked", "encoding-assumed"],
        );
        check(
            &[packed(b"bo"), packed(b"wel")].concat(),
            "bowel",
            &["unpacked"],
        );
        check(b"a\0b\0\0\0\0\0\0\0\0\0", "a\0b\0\0\0\0\0\0\0\0\0", &[]);
    }

    #[test]
    fn what_cannot_be_unpacked_is_refused() {
        let check = |bytes: &[u8], part: &str| {
            let why = unpacked(bytes).unwrap_err().to_string();
            assert!(why.contains(part), "{why}");
        };
        let whole = packed(b"The bowel was resected.");
        check(&whole[..whole.len() - 12], "cut off or damaged");
        check(&packed(&vec![b' '; 65 * 1024 * 1024]), "larger than 64 MB");
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        check(&packed(&tar), "a tar archive");
    }
}
