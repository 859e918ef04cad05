//! Bounds, so that no file costs more than a note is worth.

/// Most bytes that one part of a file may have when it is unpacked.
pub(crate) const UNPACKED: usize = 64 * 1024 * 1024;
/// Most levels of documents inside documents: a Bundle with a CDA with a PDF has three.
pub(crate) const DEEPEST: usize = 4;
/// Most documents of one file.
pub(crate) const DOCUMENTS: usize = 200;
/// Most elements, texts and comments of one XML file.
pub(crate) const NODES: u32 = 2_000_000;
/// Most levels of elements that are walked; what is below is dropped and reported.
pub(crate) const LEVELS: usize = 200;
/// Stack of the thread that reads a file: libraries go down with the nesting of what they read.
pub(crate) const STACK: usize = 32 * 1024 * 1024;
