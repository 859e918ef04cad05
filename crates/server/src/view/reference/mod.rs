//! The pages of the code sets: looking up, a code with all that is known of it, stepping through, releases.
//!
//! Each shows an answer of the tools as it is, and says which releases it rests on. Nothing here asks for anything.

mod browse;
mod compare;
mod entry;
mod found;
mod instructions;
mod pairs;
mod parts;
mod releases;
mod strip;
mod tables;
mod together;
mod written;

pub(crate) use browse::{HeadingPage, heading_page, sets};
pub(crate) use compare::{Pair, compare};
pub(crate) use entry::{CodePage, entry};
pub(crate) use found::{Found, SearchForm, found, suggestions};
pub(crate) use pairs::{Listed, no_pairs, pairs};
pub(crate) use parts::{address, escaped, kept_from, unloaded};
pub(crate) use releases::{Compared, Side, diff, releases};
pub(crate) use together::family;
pub(crate) use written::unknown_code;
