//! The events of an XML file with its text put together.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// No publisher's file nests deeper.
const DEEPEST: usize = 64;

/// The next item of the file.
pub(crate) enum Piece<'a> {
    /// An element begins.
    Open(&'a str, &'a BytesStart<'a>),
    /// Text up to the next tag, trimmed and never empty.
    Text(&'a str),
    /// An element ends.
    Close(&'a str),
}

/// Gives every piece of a file in its order.
///
/// # Errors
/// A sentence, if it is no whole XML file or the taker refuses it.
pub(crate) fn walk(
    text: &str,
    mut each: impl FnMut(Piece<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut words = String::new();
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|e| damaged(text, reader.error_position(), &e.to_string()))?;
        match event {
            Event::Text(t) => words.push_str(&t),
            Event::CData(t) => words.push_str(&t),
            Event::GeneralRef(r) => words.push_str(&resolved(&r)?),
            Event::DocType(t) => refuse_entities(&t)?,
            Event::Start(tag) => {
                give_text(&mut words, &mut each)?;
                depth += 1;
                if depth > DEEPEST {
                    return Err(
                        "its elements are nested deeper than any publisher nests them".to_owned(),
                    );
                }
                each(Piece::Open(tag.local_name().as_ref(), &tag))?;
            }
            Event::Empty(tag) => {
                give_text(&mut words, &mut each)?;
                each(Piece::Open(tag.local_name().as_ref(), &tag))?;
                each(Piece::Close(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => {
                give_text(&mut words, &mut each)?;
                depth = depth.saturating_sub(1);
                each(Piece::Close(tag.local_name().as_ref()))?;
            }
            Event::Eof if depth > 0 => {
                return Err("it breaks off before its last element is closed".to_owned());
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn give_text(
    words: &mut String,
    each: &mut impl FnMut(Piece<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let trimmed = words.trim();
    if !trimmed.is_empty() {
        each(Piece::Text(trimmed))?;
    }
    words.clear();
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Ok(c.to_string());
    }
    resolve_predefined_entity(reference)
        .map(str::to_owned)
        .ok_or_else(|| "it uses an entity that XML does not know".to_owned())
}

fn refuse_entities(doctype: &str) -> Result<(), String> {
    if doctype.to_ascii_uppercase().contains("<!ENTITY") {
        return Err("it declares entities, which no publisher's file does".to_owned());
    }
    Ok(())
}

fn damaged(text: &str, at: u64, why: &str) -> String {
    let upto = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let line = text.as_bytes()[..upto]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        + 1;
    format!("its XML is damaged at line {line} ({why})")
}

/// An attribute's value; empty if there is none.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    tag.try_get_attribute(name)
        .ok()
        .flatten()
        .map(|a| a.value.trim().to_owned())
        .unwrap_or_default()
}
