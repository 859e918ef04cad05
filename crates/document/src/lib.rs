//! From a file of any usual format to the text of a note.
//!
//! **The main decision: a file is a list of documents, each with its text and with what is not in it.** The format is known
//! from the bytes, never from the name. Whatever is left out (pictures, page headers, deleted passages, other segments) is
//! named in plain words; what cannot be read at all is refused by name. Kept crates read what is binary or nested: `hayro`
//! (PDF), `zip` and `roxmltree` (DOCX, CDA), `html5ever` (HTML), `serde_json` (FHIR), `base64`, `encoding_rs`. RTF and
//! HL7 v2 have our own small readers, as those that exist stop at what people's systems really write.
//!
//! A file that is made to do harm costs no more than a bound: unpacked size, nesting, numbers of elements, drawings and
//! documents (`limits.rs`). Nothing here prints, and no error quotes the file.
//!
//! Rejected:
//! - *One crate that reads everything.* Those that exist lose what matters here: what was deleted, hidden, or left out.
//! - *Other programs (pdftotext, LibreOffice).* The workbench is one program that needs nothing else.

mod cda;
mod day;
mod docx;
mod error;
mod fhir;
mod hl7;
mod html;
mod inside;
mod kind;
mod limits;
mod model;
mod pdf;
mod rtf;
mod same;
mod tidy;
mod unpack;
mod xml;

pub use error::Unreadable;
pub use model::{Contents, Document, Format};

use error::too_large;
use inside::Inside;
use ligature_note::{LARGEST_NOTE, Remark};

/// Reads a file: its documents in order, with what was left out.
///
/// # Errors
/// [`Unreadable`], when there is no text of a note in it, or it is larger than [`LARGEST_NOTE`].
pub fn read(bytes: &[u8]) -> Result<Contents, Unreadable> {
    if bytes.len() > LARGEST_NOTE {
        return Err(too_large(bytes.len()));
    }
    let (bytes, remarks) = unpack::unpacked(bytes)?;
    if bytes.len() > LARGEST_UNPACKED {
        return Err(too_large(bytes.len()));
    }
    let format = kind::kind(&bytes)?;
    let read = match format {
        Format::Text => text(&bytes),
        format => on_own_stack(format, &bytes),
    };
    let mut contents = read?;
    preceded(&mut contents, remarks);
    same::without_copies(&mut contents.documents, &mut contents.dropped);
    if contents.documents.len() > limits::DOCUMENTS {
        return Err(Unreadable::Documents(contents.documents.len()));
    }
    let size: usize = contents
        .documents
        .iter()
        .map(|document| document.text.len())
        .sum();
    match size > LARGEST_NOTE {
        true => Err(too_large(size)),
        false => Ok(contents),
    }
}

/// Most bytes of a file when it is unpacked and in UTF-8, which needs up to three bytes where UTF-16 has two.
const LARGEST_UNPACKED: usize = LARGEST_NOTE / 2 * 3;

/// Puts remarks on the file as a whole before those of its first document.
fn preceded(contents: &mut Contents, remarks: Vec<Remark>) {
    if let Some(first) = contents.documents.first_mut() {
        first.remarks.splice(0..0, remarks);
    }
}

/// The format that a text is written in, where it is one that has to be read: a rich text, a message, markup. A note that
/// merely mentions such signs is plain text.
pub fn written_in(text: &str) -> Option<Format> {
    let start = kind::start(text.as_bytes());
    // what is refused by its first bytes, such as a picture, can be the beginning of a plain text
    match kind::kind(start) {
        Ok(Format::Text) => None,
        Ok(format) => Some(format),
        Err(Unreadable::NotRead { .. }) => kind::refused_markup(start),
        Err(_) => None,
    }
}

/// Reads on a thread with room for deep nesting: how deep libraries go is not known for each of them.
fn on_own_stack(format: Format, bytes: &[u8]) -> Result<Contents, Unreadable> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(limits::STACK);
        let reading = thread.spawn_scoped(scope, || read_as(format, bytes, 1));
        let read = reading.ok().and_then(|thread| thread.join().ok());
        read.unwrap_or_else(|| {
            Err(error::broken(
                format,
                "the program failed on it; please report it, without the file",
            ))
        })
    })
}

/// Reads bytes of a format, `level` deep inside documents.
fn read_as(format: Format, bytes: &[u8], level: usize) -> Result<Contents, Unreadable> {
    let deeper = |bytes: &[u8]| match level >= limits::DEEPEST {
        true => Err(Unreadable::Nested),
        false => {
            let (bytes, remarks) = unpack::unpacked(bytes)?;
            let mut contents = read_as(kind::kind(&bytes)?, &bytes, level + 1)?;
            preceded(&mut contents, remarks);
            Ok(contents)
        }
    };
    let inside = Inside(&deeper);
    match format {
        Format::Text => text(bytes),
        Format::Html => page(bytes),
        Format::Pdf => pdf::read(bytes),
        Format::Docx => docx::read(bytes),
        Format::Rtf => rtf::read(kind::start(bytes)),
        Format::Hl7 => hl7::read(bytes, &inside),
        Format::Cda => cda::read(bytes, &inside),
        Format::Fhir => fhir::read(bytes, &inside),
    }
}

/// Plain text: as [`ligature_note::decode`] reads it.
fn text(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let decoded = ligature_note::decode(bytes)?;
    let mut document = Document::new(Format::Text, decoded.text);
    document.remarks = decoded.remarks;
    Ok(Contents::one(document))
}

/// A web page: its text, decoded as plain text is.
fn page(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let decoded = ligature_note::decode(bytes)?;
    let (text, left) = html::read(&decoded.text);
    let dropped = left.words();
    if text.is_empty() {
        let format = Format::Html;
        return Err(Unreadable::NoText { format, dropped });
    }
    let mut document = Document::new(Format::Html, text);
    document.remarks = decoded.remarks;
    document.dropped = dropped;
    Ok(Contents::one(document))
}
