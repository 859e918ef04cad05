//! ICD-10-CM: the order file, the codes with their titles, the tabular list, the index and the tables.
//!
//! A code is distinguished from one of ICD-10-PCS by its form (it begins with a letter, and a file of it holds codes of four to six
//! characters), the XML files by their first element. The year comes from the file where it says so (`<version>`), else
//! from its name, else it is the year that `shared` names, and the batch says so. A file whose name says April is in force from 1 April, any other from 1 October
//! of the year before.

mod index;
mod order;
mod shared;
mod tabular;
#[cfg(test)]
mod tests;
mod xml;

use crate::layout::Layout;
use crate::source::{SourceFile, text};
use ligature_catalog::Batch;

pub(crate) fn take(layout: Layout, source: &SourceFile) -> Result<Batch, String> {
    let text = text(&source.bytes);
    match layout {
        Layout::Icd10cmOrder => order::take_order(&source.name, &text),
        Layout::Icd10cmCodes => order::take_codes(&source.name, &text),
        Layout::Icd10cmTabular => tabular::take(&source.name, &text),
        Layout::Icd10cmIndex | Layout::Icd10cmTable => index::take(&source.name, &text),
        _ => Err("it is no file of ICD-10-CM".to_owned()),
    }
}

pub(crate) fn recognise(head: &[u8]) -> Option<Layout> {
    let text = text(head);
    if text.trim_start().starts_with('<') {
        return recognise_xml(&text);
    }
    order::recognise(&text)
}

fn recognise_xml(text: &str) -> Option<Layout> {
    let mut walk = xml::Walk::new(text);
    let mut index = false;
    while let Ok(step) = walk.step() {
        match step {
            xml::Step::Open(element) => match element.name().into_inner() {
                "ICD10CM.tabular" => return Some(Layout::Icd10cmTabular),
                "ICD10CM.index" => index = true,
                "indexHeading" if index => return Some(Layout::Icd10cmTable),
                "letter" | "mainTerm" => break,
                _ if !index => break,
                _ => {}
            },
            xml::Step::Done => break,
            _ => {}
        }
    }
    index.then_some(Layout::Icd10cmIndex)
}
