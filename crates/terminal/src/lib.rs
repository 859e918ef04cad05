//! Text for people at a terminal: colours, widths, wrapping, tables, progress.
//!
//! **The main decision: everything is formatted into a `String` first, and written at once.** [`Layout`], [`table`] and
//! [`markdown`] take text and a [`Terminal`] (its width, and whether it shows colours) and give text, so that they can be
//! tested without a terminal; [`Out`] is the one place that writes. No type of the domain appears here: a program that has a
//! decision or a page to show turns it into labels, paragraphs and rows itself.
//!
//! Rejected:
//! - *A framework for whole screens.* The output is read once, piped and searched; nothing moves but a progress bar.
//! - *Writing to standard output line by line.* A reader that goes away would be met in a hundred places.
//! - *Colours by name at the places that print.* A [`Role`] says what a text is; its colour is chosen once.

mod layout;
mod markdown;
mod out;
pub mod progress;
mod style;
mod table;
mod words;

pub use layout::Layout;
pub use markdown::markdown;
pub use out::Out;
pub use style::{Colour, Role, Terminal};
pub use table::{Align, table};
pub use words::{counted, grouped, on_one_line};
