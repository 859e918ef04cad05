//! The doors over HTTP. There are two: the site, where a note goes in and its codes come out with the words that support
//! them, and where every code of every loaded set has a page; and the API (`/api/v1`), the same tools for programs. Both ask
//! the one gate ([`ligature_tools::Gate`]), and see nothing behind it.
//!
//! # The main decision: pages are documents, made whole on the server
//!
//! A page is complete HTML before any script runs. Choosing a decision is following a link to its anchor; CSS
//! rules on `:target` show it; posting a note is a form. The one script (`assets/site.js`) makes the same things
//! quicker: hover, keyboard, dropping a file. So the page prints, works in a locked-down browser of a hospital, reads well in a
//! screen reader, and `ligature code --format html` is the very same view written to a file ([`answer_html`]).
//!
//! Rejected:
//! - *A client-side application over JSON*: the evidence would be cut into spans a second time in another language, and
//!   nothing would be left without a script.
//! - *Server-sent fragments (htmx)*: there is one request a note; it would save nothing here.
//! - *A template language read at run time*: maud checks markup when the crate is compiled and escapes by default, which
//!   matters where the content is a note from outside.
//! - *A handler that reads tables itself*: it would check, meter and word its refusals in its own way. All of that is the
//!   gate's; a page only says it.
//! - *Inline scripts and styles with nonces*: without them the content-security policy is shorter and fixed.
//!
//! # What it must never do
//!
//! Decide a code (that is `coding`), store or log a note, put a note into a URL, connect to another host, or listen on
//! anything but this machine.

mod api;
mod app;
mod assets;
mod audit;
mod claims;
mod code_pages;
mod form;
mod guard;
mod load;
mod locality;
mod markdown;
mod marks;
mod notes;
mod pages;
mod pairs;
mod reference;
mod refused;
mod remit;
mod segments;
mod serve;
mod site;
mod tools;
mod view;
mod words;

pub use load::Loader;
pub use serve::{ServeError, serve, serve_blocking, serve_when_ready};
pub use site::{Site, router, today};
pub use view::answer_html;
