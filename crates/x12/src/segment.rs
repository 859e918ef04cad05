//! One segment: its bytes as they came, and its elements and components.

use crate::delimiters::Delimiters;
use std::io::{self, Write};

/// A segment with the bytes it was read from. Writing those bytes of every segment of a file gives the file again.
///
/// A segment without an identifier ([`is_filler`](Self::is_filler)) holds bytes that are none: white space at the end of a
/// file, rubbish between interchanges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    raw: Vec<u8>,
    /// Where the content begins and ends in `raw`: white space before it, the end mark after it.
    content: (usize, usize),
    /// The content as text, where it is not the bytes themselves: other encoding, or line breaks inside.
    text: Option<String>,
    number: u64,
    offset: u64,
    delimiters: Delimiters,
}

impl Segment {
    /// Bytes `raw` that begin at `start` of the file, with content at `content`.
    pub(crate) fn new(
        raw: Vec<u8>,
        content: (usize, usize),
        number: u64,
        start: u64,
        delimiters: Delimiters,
    ) -> Self {
        let mut segment = Self {
            raw,
            content,
            text: None,
            number,
            offset: start + content.0 as u64,
            delimiters,
        };
        let bytes = segment.content();
        let broken = bytes.iter().any(|b| matches!(b, b'\r' | b'\n'));
        segment.text = match std::str::from_utf8(bytes) {
            Ok(_) if !broken => None,
            Ok(text) => Some(text.replace(['\r', '\n'], "")),
            // Latin-1, in which every byte is a letter.
            Err(_) => Some(bytes.iter().map(|b| char::from(*b)).collect()),
        };
        segment
    }

    /// Bytes that are no segment.
    pub(crate) fn filler(raw: Vec<u8>, number: u64, start: u64, delimiters: Delimiters) -> Self {
        Self::new(raw, (0, 0), number, start, delimiters)
    }

    fn content(&self) -> &[u8] {
        self.raw
            .get(self.content.0..self.content.1)
            .unwrap_or_default()
    }

    /// The text between the white space before the segment and its end mark. Latin-1 is taken where it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.text {
            Some(text) => text,
            None => std::str::from_utf8(self.content()).unwrap_or_default(),
        }
    }

    /// The bytes of the file: white space before the segment, the segment, its end mark.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Which segment of the file, counted from 1; for what is no segment: of the one before it.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Where its identifier is in the file, in bytes from 0.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Where what follows it begins in the file.
    pub(crate) fn end(&self) -> u64 {
        self.offset + self.raw.len().saturating_sub(self.content.0) as u64
    }

    /// The marks by which it is cut.
    #[must_use]
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// Whether these are bytes that are no segment.
    #[must_use]
    pub fn is_filler(&self) -> bool {
        self.content.0 == self.content.1
    }

    /// The identifier: `CLM`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.element(0)
    }

    /// An element, counted from 1 (`CLM02` is 2); empty if there is none.
    #[must_use]
    pub fn element(&self, element: usize) -> &str {
        self.elements().nth(element).unwrap_or_default()
    }

    /// All elements, the identifier first.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        self.text().split(char::from(self.delimiters.element))
    }

    /// A component of an element, both counted from 1 (`SV101-2` is 1, 2); empty if there is none.
    #[must_use]
    pub fn component(&self, element: usize, component: usize) -> &str {
        component
            .checked_sub(1)
            .and_then(|at| self.components(element).nth(at))
            .unwrap_or_default()
    }

    /// The components of an element; of an element that is no composite: itself.
    pub fn components(&self, element: usize) -> impl Iterator<Item = &str> {
        self.element(element)
            .split(char::from(self.delimiters.component))
    }

    /// Where an element or component begins in the file; element 0 is the segment, component 0 the element.
    #[must_use]
    pub fn offset_of(&self, element: usize, component: usize) -> u64 {
        let mut left = (element, component.saturating_sub(1));
        for (at, byte) in self.content().iter().enumerate() {
            match left {
                (0, 0) => return self.offset + at as u64,
                (0, _) if *byte == self.delimiters.element => return self.offset + at as u64,
                (0, more) if *byte == self.delimiters.component => left = (0, more - 1),
                (more @ 1.., rest) if *byte == self.delimiters.element => left = (more - 1, rest),
                _ => {}
            }
        }
        self.offset + self.content().len() as u64
    }

    /// The same segment with other elements (counted from 1), each given whole. White space and end mark stay.
    pub(crate) fn with_elements(&self, changes: &[(usize, String)]) -> Self {
        let separator = char::from(self.delimiters.element).to_string();
        let mut elements: Vec<String> = self.elements().map(str::to_owned).collect();
        for (at, value) in changes {
            while elements.len() <= *at {
                elements.push(String::new());
            }
            if let Some(element) = elements.get_mut(*at) {
                element.clone_from(value);
            }
        }
        let text = elements.join(&separator);
        let (lead, tail) = (
            self.raw.get(..self.content.0).unwrap_or_default(),
            self.raw.get(self.content.1..).unwrap_or_default(),
        );
        // What was read as Latin-1 is written so again.
        let latin = std::str::from_utf8(self.content()).is_err();
        let body: Vec<u8> = if latin {
            text.chars()
                .map(|c| u8::try_from(c).unwrap_or(b'?'))
                .collect()
        } else {
            text.into_bytes()
        };
        let content = (lead.len(), lead.len() + body.len());
        let raw = [lead, &body, tail].concat();
        Self::new(
            raw,
            content,
            self.number,
            self.offset - self.content.0 as u64,
            self.delimiters,
        )
    }

    /// Writes the bytes of the segment.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(raw: &[u8]) -> Segment {
        let end = raw.len() - 1;
        Segment::new(raw.to_vec(), (1, end), 3, 100, Delimiters::USUAL)
    }

    #[test]
    fn elements_and_components_are_counted_from_one() {
        let sv1 = segment(b"\nSV1*HC:99213:25*40*UN~");
        assert_eq!(
            (sv1.id(), sv1.element(2), sv1.element(9)),
            ("SV1", "40", "")
        );
        assert_eq!(
            (
                sv1.component(1, 2),
                sv1.component(1, 4),
                sv1.component(1, 0)
            ),
            ("99213", "", "")
        );
        assert_eq!(
            (
                sv1.offset_of(0, 0),
                sv1.offset_of(1, 0),
                sv1.offset_of(1, 2)
            ),
            (101, 105, 108)
        );
        assert_eq!(
            (
                sv1.offset_of(2, 0),
                sv1.offset_of(1, 9),
                sv1.offset_of(20, 0)
            ),
            (117, 116, 122)
        );
    }

    #[test]
    fn a_changed_element_leaves_the_rest() {
        let changed = segment(b"\nCLM*A\xdc*40***11~").with_elements(&[(2, "50".to_owned())]);
        assert_eq!(changed.raw(), b"\nCLM*A\xdc*50***11~");
        let longer = segment(b"\nLX*1~").with_elements(&[(3, "x".to_owned())]);
        assert_eq!(longer.raw(), b"\nLX*1**x~");
    }

    #[test]
    fn a_wrapped_line_reads_as_one() {
        assert_eq!(segment(b"\nCLM*A1\r\n23*40~").element(1), "A123");
    }
}
