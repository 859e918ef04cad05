//! From bytes to notes or claims, the same for every door.
//!
//! **The main decision: one reader for all doors, and it only returns values.** The command line, the pages and the API read
//! the same bytes as the same claims, with the same remarks and the same limits. A format is known by its first bytes.
//! Claims come in batches, so that a file of any size is read in little memory. What is wrong with one claim costs that claim
//! only: it comes as a value at its place. Nothing here prints, and no message quotes a value of the file.
//!
//! Rejected:
//! - *A loop for each door.* There were three for an 837P, and they differed: in line numbers, in dates, in what was reported.
//! - *Calling back with each claim.* An iterator can be stopped, counted and queried for its progress.
//! - *A list of known field names.* The JSON schema of the claim has them, and cannot be out of date.

mod bounds;
mod claims;
mod columns;
mod ebcdic;
mod json;
mod lines;
mod mend;
mod note;
mod note_line;
mod professional;
mod rows;
mod schema;
mod source;
mod table;
mod taken;
mod unknown;
mod unpack;
mod value;

pub use bounds::{Bad, KEYWORDS, NOT_BLANK, bounds, fill, held_against, required};
pub use claims::{Claims, Options, history};
pub use columns::ColumnRemarks;
pub use lines::{Line, Lines};
pub use mend::corrected;
pub use note::{
    Contents, Decoded, Document, Format, LARGEST_NOTE, NotPlain, NotText, Unreadable, check_plain,
    documents, note, plain_note,
};
pub use note_line::{BadNote, NoteLine};
pub use professional::NO_CLAIM;
pub use schema::{plain, plain_request, resolved};
pub use source::Source;
pub use taken::{Taken, Trouble};
pub use unknown::{Unknown, remark, unknown_fields};
pub use value::{MOST_ELEMENTS, NotJson, json};
