//! Walking an XML text: elements opened and closed, their text unescaped, and nothing that a text could do to its reader.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// The publisher's elements are nested at most twelve deep.
const DEEPEST: usize = 64;

/// The publisher's longest text has fewer than a thousand characters.
const LONGEST: usize = 1 << 13;

/// What is met next.
pub(super) enum Step<'a> {
    /// An element begins. An empty element is closed in the next step.
    Open(BytesStart<'a>),
    /// An element ends: its name.
    Close(Cow<'a, str>),
    /// A piece of text.
    Text(Cow<'a, str>),
    /// The end, with every element closed.
    Done,
}

/// A walk through an XML text.
pub(super) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    depth: usize,
    counted: usize,
    line: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str) -> Walk<'a> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Walk {
            reader,
            text,
            depth: 0,
            counted: 0,
            line: 1,
        }
    }

    /// The line that was reached, from 1.
    pub(super) fn line(&mut self) -> u64 {
        let at = usize::try_from(self.reader.buffer_position())
            .unwrap_or(usize::MAX)
            .clamp(self.counted, self.text.len());
        let more = &self.text.as_bytes()[self.counted..at];
        self.line += more.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = at;
        self.line
    }

    /// The next step; an `Err` ends the walk.
    pub(super) fn step(&mut self) -> Result<Step<'a>, String> {
        loop {
            let Ok(event) = self.reader.read_event() else {
                return Err(format!("its XML is broken at line {}", self.line()));
            };
            return Ok(match event {
                Event::Start(element) => self.open(element)?,
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::Close(element.name().into_inner().to_owned().into())
                }
                Event::Text(text) => Step::Text(text.into_inner()),
                Event::CData(text) => Step::Text(text.into_inner()),
                Event::GeneralRef(entity) => Step::Text(self.entity(&entity)?),
                Event::DocType(content) if content.contains("<!ENTITY") => {
                    return Err("it declares entities, which no publisher's file does".to_owned());
                }
                Event::Eof if self.depth > 0 => {
                    return Err(format!(
                        "it ends in the middle, at line {}: is it cut short?",
                        self.line()
                    ));
                }
                Event::Eof => Step::Done,
                _ => continue,
            });
        }
    }

    fn open(&mut self, element: BytesStart<'a>) -> Result<Step<'a>, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!(
                "at line {} its elements are nested deeper than in any publisher's file",
                self.line()
            ));
        }
        Ok(Step::Open(element))
    }

    fn entity(&mut self, entity: &BytesRef<'a>) -> Result<Cow<'a, str>, String> {
        if let Ok(Some(character)) = entity.resolve_char_ref() {
            return Ok(character.to_string().into());
        }
        match resolve_xml_entity(entity) {
            Some(text) => Ok(text.into()),
            None => Err(format!(
                "at line {} it uses an entity that XML does not know",
                self.line()
            )),
        }
    }

    /// Passes over what is left of the element that was just opened.
    pub(super) fn pass(&mut self) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Step::Done = self.step()? {
                break;
            }
        }
        Ok(())
    }
}

/// An attribute's value, trimmed; empty where it is not there.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    element
        .try_get_attribute(name)
        .ok()
        .flatten()
        .and_then(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok())
        .map(|value| value.trim().to_owned())
        .unwrap_or_default()
}

/// The text of the element that is read just now, if its text is wanted.
#[derive(Default)]
pub(super) struct Held {
    text: String,
    on: bool,
}

impl Held {
    /// Starts again.
    pub(super) fn begin(&mut self) {
        self.text.clear();
        self.on = true;
    }

    /// Takes a piece of text in.
    pub(super) fn add(&mut self, piece: &str) -> Result<(), &'static str> {
        if !self.on {
            return Ok(());
        }
        if self.text.len() + piece.len() > LONGEST {
            return Err("it holds a text longer than any of the publisher's");
        }
        self.text.push_str(piece);
        Ok(())
    }

    /// The text so far.
    pub(super) fn so_far(&self) -> &str {
        &self.text
    }

    /// Ends, and gives the text with its white space made single.
    pub(super) fn end(&mut self) -> String {
        self.on = false;
        super::shared::clean(&std::mem::take(&mut self.text))
    }
}
