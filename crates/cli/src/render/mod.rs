//! What the tools answer, as text for people.

mod answer;
mod audit;
mod explain;
mod page;
mod quotes;
mod reading;
#[cfg(test)]
mod tests;

pub use answer::{about_note, answer};
pub use audit::audit;
pub use explain::explanation;
pub use page::page;
pub use reading::reading;
