//! A note from bytes: the one way in, with the one limit ([`LARGEST_NOTE`]) for every door.

pub use ligature_note::{Decoded, LARGEST_NOTE, NotText};

/// The text of a note, and what was guessed or replaced to read it.
///
/// # Errors
/// [`NotText`] when the bytes are empty, larger than [`LARGEST_NOTE`], or not text.
pub fn note(bytes: &[u8]) -> Result<Decoded, NotText> {
    ligature_note::decode(bytes)
}
