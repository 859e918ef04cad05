//! The pages, as functions from values to markup. None reads a clock, a file or a request.

mod answer;
pub(crate) mod audit;
pub(crate) mod claims;
mod codes;
mod decision;
mod frame;
mod home;
mod layout;
pub(crate) mod load;
pub(crate) mod locality;
mod next;
mod note;
mod parts;
pub(crate) mod reference;
pub(crate) mod remit;
mod rest;
pub(crate) mod tools;

pub(crate) use answer::answer;
pub use answer::answer_html;
pub(crate) use codes::codes;
pub(crate) use frame::Frame;
pub(crate) use home::{Form, home};
pub(crate) use layout::problem;
pub(crate) use parts::prose;
