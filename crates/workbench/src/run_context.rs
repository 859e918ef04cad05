//! What every command of an author shares.

use ligature_coding::Answer;
use ligature_terminal::{Out, Terminal};
use std::path::Path;

/// One run of the program.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// Where answers are printed, and in which layout.
    pub out: &'a Out,
    /// The folder of the book to use; `None`: see [`ligature_assembly::locate`].
    pub book: Option<&'a Path>,
    /// How the answer to a note is shown to a user.
    pub answer: fn(&Answer, Terminal) -> String,
}
