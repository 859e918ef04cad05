//! The one text of a catalog.

use crate::store::Span;
use rustc_hash::FxHashMap;

/// One text, each string in it once.
#[derive(Default)]
pub(crate) struct Text {
    /// All of it.
    pub(crate) bytes: Vec<u8>,
    known: FxHashMap<Box<str>, Span>,
    /// A string did not fit any more.
    pub(crate) full: bool,
}

impl Text {
    /// Adds a string and gives its place.
    pub(crate) fn add(&mut self, text: &str) -> Span {
        let text = text.trim();
        if text.is_empty() {
            return Span::default();
        }
        if let Some(span) = self.known.get(text) {
            return *span;
        }
        let (Ok(at), Ok(len)) = (u32::try_from(self.bytes.len()), u32::try_from(text.len())) else {
            self.full = true;
            return Span::default();
        };
        let span = Span { at, len };
        self.bytes.extend_from_slice(text.as_bytes());
        self.known.insert(text.into(), span);
        span
    }
}
