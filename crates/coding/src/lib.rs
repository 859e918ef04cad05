//! Choosing codes (placeholder head)
mod concepts;
mod decide;
mod engine;
mod model;
mod neighbours;
mod weigh;

pub use engine::Engine;
pub use model::*;
