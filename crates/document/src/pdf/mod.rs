//! PDF with text: characters with their places become lines in reading order.
//!
//! **The main decision: the places of the characters decide, not the order in which a program drew them.** `hayro` (pure
//! Rust, kept by the maintainers of Typst's renderer, tested with files of pdf.js and pdfium) interprets the pages; we take
//! characters and their places, and make words, lines, columns and paragraphs of them.
//!
//! Rejected: `pdf-extract` and `lopdf` (they panic on damaged files, and give text in drawing order).

mod columns;
mod flow;
mod glyphs;
mod guard;
mod lines;
mod missing;
mod repeated;

use crate::error::{Unreadable, broken};
use crate::model::{Contents, Document, Format, Left, remark};
use crate::tidy::{flat, tidy};
use glyphs::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use ligature_note::Remark;
use missing::Missing;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF.
///
/// # Errors
/// When it is encrypted, broken, a scan, or has fonts without characters.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Unreadable> {
    guard::check(bytes)?;
    // The library is not meant to panic. If it does on a damaged file, that file is the one that is refused.
    let read = catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let (pages, title, missing) = read.unwrap_or_else(|payload| {
        Err(match payload.downcast::<glyphs::TooMuch>() {
            Ok(_) => Unreadable::Laborious(Format::Pdf),
            Err(_) => broken(Format::Pdf, "its structure is damaged"),
        })
    })?;
    if missing.lost.len() >= missing.all {
        let what = match missing.all {
            0 => return Err(broken(Format::Pdf, "it has no page")),
            1 => "its page".to_owned(),
            count => format!("all of its {count} pages"),
        };
        let cut = if missing.cut {
            " (the file is cut off)"
        } else {
            ""
        };
        let why = format!("the content of {what} is missing or damaged{cut}");
        return Err(broken(Format::Pdf, why));
    }
    write(pages, title, &missing)
}

/// The characters of all pages, the title among the properties, and what is missing.
fn pages(bytes: &[u8]) -> Result<(Vec<Page>, Option<String>, Missing), Unreadable> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Unreadable::Encrypted("a PDF document")
        }
        LoadPdfError::Decryption(_) => {
            broken(Format::Pdf, "it is encrypted in a way that is not known")
        }
        LoadPdfError::Invalid if missing::is_cut(bytes) => {
            broken(Format::Pdf, "it is cut off: its end is missing")
        }
        LoadPdfError::Invalid => broken(Format::Pdf, "its list of objects is damaged or cut off"),
    })?;
    let title = pdf.metadata().title.as_deref().map(property);
    let pages = glyphs::pages(&pdf);
    let missing = Missing::of(&pdf, bytes, &pages);
    Ok((pages, title, missing))
}

/// What is missing in words, and what of the text may be none of the note.
fn remarks(missing: &Missing, recognised: bool) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |kind: &str, numbers: &[usize], one: &str, several: &str| {
        if !numbers.is_empty() {
            let what = if numbers.len() == 1 { one } else { several };
            let message = format!("{} {what}", missing::pages(numbers));
            remarks.push(remark(kind, message));
        }
    };
    add(
        "lost-pages",
        &missing.lost,
        "could not be read: its content is missing or damaged.",
        "could not be read: their contents are missing or damaged.",
    );
    add(
        "lost-pages",
        &missing.partial,
        "could not be read in whole: a part of its content is missing or damaged.",
        "could not be read in whole: parts of their contents are missing or damaged.",
    );
    add(
        "struck-out",
        &missing.struck,
        "has struck-out passages, which cannot be separated from the text and are still in it: check what they are.",
        "have struck-out passages, which cannot be separated from the text and are still in it: check what they are.",
    );
    if !recognised {
        add(
            "invisible-text",
            &missing.invisible,
            "has text that is not visible on the page, as scans have; it was read with the rest: check that it belongs to the note.",
            "have text that is not visible on the pages, as scans have; it was read with the rest: check that it belongs to the note.",
        );
    }
    if missing.unordered {
        remarks.push(remark(
            "lost-pages",
            "The list of pages of the PDF is damaged: pages may be missing or in another order.",
        ));
    }
    if missing.cut {
        remarks.push(remark(
            "cut-off",
            "The PDF is cut off: its end is missing. Check that nothing of the note is missing.",
        ));
    }
    remarks
}

/// A text among the properties: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn property(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    };
    flat(text.trim_matches('\0'))
}

/// A title that somebody gave; programs that print give the name of a file, or that there is none.
fn own_title(title: &str) -> Option<String> {
    let title = title.strip_prefix("Microsoft Word - ").unwrap_or(title);
    let none = ["", "untitled", "(anonymous)", "anonymous"];
    (!none.contains(&title.to_lowercase().as_str())).then(|| title.to_owned())
}

/// From characters to a document.
fn write(
    pages: Vec<Page>,
    title: Option<String>,
    missing: &Missing,
) -> Result<Contents, Unreadable> {
    let count = pages.len();
    let sum = |of: fn(&Page) -> usize| pages.iter().map(of).sum::<usize>();
    let (pictures, unmapped, invisible) = (
        sum(|p| p.pictures),
        sum(|p| p.unmapped),
        sum(|p| p.invisible),
    );
    let (letters, turned, marks) = (sum(|p| p.letters()), sum(|p| p.turned), sum(|p| p.marks));
    let empty = pages
        .iter()
        .filter(|p| p.letters() == 0 && p.pictures > 0)
        .count();
    if unmapped * 5 > letters + unmapped {
        return Err(Unreadable::Unmapped);
    }
    let segments = pages
        .into_iter()
        .map(|page| (page.height, lines::segments(page.glyphs)));
    let mut segments: Vec<_> = segments.collect();
    let repeated = repeated::take_out(&mut segments);
    let blocks: Vec<Vec<columns::Block>> = segments
        .into_iter()
        .map(|(_, segments)| columns::blocks(segments))
        .collect();
    let written = flow::text(&blocks);
    let text = tidy(&written.text);
    let words = text.chars().filter(|c| c.is_alphanumeric()).count();
    // a stamp or a page number on the picture of a page is no text of a note
    if pictures >= count && words < 40 {
        return Err(Unreadable::Scanned(count));
    }
    let mut left = Left::default();
    left.add(
        "repeated line at the edge of a page (header, footer, page number)",
        "repeated lines at the edges of pages (headers, footers, page numbers)",
        repeated + marks,
    );
    left.add(
        "page that is a picture without text",
        "pages that are pictures without text",
        empty,
    );
    left.add("picture", "pictures", pictures.saturating_sub(empty));
    left.add(
        "character of turned text (a watermark or stamp)",
        "characters of turned text (watermarks or stamps)",
        turned,
    );
    left.add(
        "page that could not be read",
        "pages that could not be read",
        missing.lost.len(),
    );
    let dropped = left.words();
    if text.is_empty() {
        let format = Format::Pdf;
        return Err(Unreadable::NoText { format, dropped });
    }
    let mut document = Document::new(Format::Pdf, text);
    document.title = title.and_then(|title| own_title(&title));
    document.dropped = dropped;
    document.remarks = remarks(missing, invisible * 2 > letters);
    if unmapped > 0 {
        document.remarks.push(remark(
            "characters-replaced",
            "Some characters of the PDF are not known and are shown as \u{FFFD}.",
        ));
    }
    if invisible * 2 > letters {
        document.remarks.push(remark(
            "recognised-text",
            "The text of the PDF was recognised in pictures of its pages (OCR): check words and numbers that decide.",
        ));
    }
    if written.unsure > 0 {
        document.remarks.push(remark(
            "divided-words",
            format!(
                "{} at the end of a line kept the hyphen, as it may belong to the word.",
                match written.unsure {
                    1 => "1 word divided".to_owned(),
                    count => format!("{count} words divided"),
                }
            ),
        ));
    }
    Ok(Contents::one(document))
}
