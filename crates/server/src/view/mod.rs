//! The pages, as functions from values to markup. None reads a clock, a file or a request.

mod answer;
pub(crate) mod claims;
mod code;
mod codes;
mod decision;
mod home;
mod layout;
mod note;
mod parts;
pub(crate) mod reference;
mod rest;

pub(crate) use answer::answer;
pub use answer::answer_html;
pub(crate) use code::{code_page, unknown_code};
pub(crate) use codes::codes;
pub(crate) use home::{Form, home};
pub(crate) use layout::problem;
