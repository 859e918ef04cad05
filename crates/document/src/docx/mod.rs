//! Word documents (DOCX): paragraphs, tables, lists and text boxes of the body; the rest is counted.

mod body;
mod numbering;
mod package;

use crate::error::Unreadable;
use crate::model::{Contents, Document, Format};
use crate::tidy::{flat, tidy};
use crate::xml;
use body::Body;
use numbering::Numbering;
use package::Package;

/// Reads a Word document.
///
/// # Errors
/// When the archive holds another kind of document or none, is broken, becomes too large, or has no text.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let mut package = Package::open(bytes)?;
    let numbering = package.part("numbering.xml")?.unwrap_or_default();
    let styles = package.part("styles.xml")?.unwrap_or_default();
    // how lists are numbered is no reason to refuse a note
    let numbering = Numbering::read(&numbering, &styles).unwrap_or_default();
    let main = package.main()?;
    let tree = xml::tree(&main, Format::Docx, " of its text")?;
    let mut body = Body::new(numbering);
    body.document(tree.root_element());
    let (text, mut left) = body.finish();
    for (part, one, several) in [
        ("header", "page header", "page headers"),
        ("footer", "page footer", "page footers"),
        ("footnotes", "footnote or page of footnotes", "footnotes"),
        ("endnotes", "endnote or page of endnotes", "endnotes"),
    ] {
        left.add(one, several, package.parts_with_text(part));
    }
    let text = tidy(&text);
    let dropped = left.words();
    if text.is_empty() {
        let format = Format::Docx;
        return Err(Unreadable::NoText { format, dropped });
    }
    let mut document = Document::new(Format::Docx, text);
    document.title = package
        .title()
        .map(|title| flat(&title))
        .filter(|title| !title.is_empty());
    document.dropped = dropped;
    Ok(Contents::one(document))
}
