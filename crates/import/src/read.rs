//! Recognising files by their content, and passing them to their reader.

use crate::imported::Imported;
pub(crate) use crate::layout::Layout;
pub use crate::source::{Problem, SourceFile, files, open};

/// The layout of a file by its content.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<Layout> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    // mappings first: a row of one looks like a code with a title
    crate::cms::recognise(bytes, head)
        .or_else(|| crate::diagnosis::recognise(head))
        .or_else(|| crate::fees::recognise(bytes, head))
}

/// Reads a file of a layout.
///
/// # Errors
/// [`Problem::Shape`] where the file is not of that layout after all; nothing is kept then.
pub fn take(layout: Layout, source: &SourceFile) -> Result<Imported, Problem> {
    let taken = match layout {
        Layout::Icd10cmOrder
        | Layout::Icd10cmCodes
        | Layout::Icd10cmTabular
        | Layout::Icd10cmIndex
        | Layout::Icd10cmTable => crate::diagnosis::take(layout, source).map(Imported::codes),
        Layout::Pprrvu | Layout::Mue | Layout::AddOn | Layout::Cpt | Layout::Cdt => {
            crate::fees::take(layout, source)
        }
        Layout::Ptp
        | Layout::PtpChanges
        | Layout::Gpci
        | Layout::Anesthesia
        | Layout::Outpatient => crate::claims::take(layout, source).map(Imported::claims),
        _ => crate::cms::take(layout, source).map(Imported::codes),
    };
    taken
        .and_then(Imported::checked)
        .map_err(|why| Problem::Shape {
            file: source.name.clone(),
            layout: layout.name(),
            why,
        })
}
