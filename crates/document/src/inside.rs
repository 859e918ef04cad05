//! A document inside another: an attachment in base64, a rich text in a field.

use crate::error::Unreadable;
use crate::model::{Contents, Document, Format};
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Reads the bytes of a document inside another.
pub(crate) struct Inside<'a>(pub &'a dyn Fn(&[u8]) -> Result<Contents, Unreadable>);

impl Inside<'_> {
    /// The documents of an attachment, marked with the format around it. What cannot be read is a sentence in `dropped`.
    pub fn read(&self, bytes: &[u8], around: Format, dropped: &mut Vec<String>) -> Vec<Document> {
        match (self.0)(bytes) {
            Ok(contents) => {
                dropped.extend(contents.dropped);
                let mut documents = contents.documents;
                for document in &mut documents {
                    document.within = Some(around);
                }
                documents
            }
            Err(why) => {
                dropped.push(format!("an attachment that cannot be read ({why})"));
                Vec::new()
            }
        }
    }
}

/// Bytes written in base64, of either alphabet, with or without padding; white space in it does not count.
pub(crate) fn base64(text: &str) -> Result<Vec<u8>, String> {
    let packed: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let alphabet = match packed.iter().any(|b| matches!(b, b'-' | b'_')) {
        true => &URL_SAFE,
        false => &STANDARD,
    };
    let loose = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(alphabet, loose);
    engine.decode(&packed).map_err(|error| match error {
        base64::DecodeError::InvalidByte(at, _) => {
            format!("its base64 has a wrong character at {}", at + 1)
        }
        _ => "its base64 is cut off".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_every_kind_is_read() {
        let check = |text: &str, bytes: Result<&[u8], &str>| {
            assert_eq!(
                base64(text),
                bytes.map(<[u8]>::to_vec).map_err(str::to_owned)
            );
        };
        check("Ym93ZWw=", Ok(b"bowel"));
        check("Ym93ZWw", Ok(b"bowel"));
        check("Ym93\r\n  ZWw=", Ok(b"bowel"));
        check("-_-_", Ok(&[0xFB, 0xFF, 0xBF]));
        check("+/+/", Ok(&[0xFB, 0xFF, 0xBF]));
        check("Ym93Z*w=", Err("its base64 has a wrong character at 6"));
        check("Ym93Z", Err("its base64 is cut off"));
    }
}
