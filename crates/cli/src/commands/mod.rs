//! One module a command: its arguments with their help, and what it does with them.

pub mod audit;
pub mod batch;
pub mod book;
pub mod claims;
pub mod code;
pub mod compare;
pub mod completions;
pub mod diff;
pub mod events;
pub mod explain;
pub mod fetch;
pub mod import;
pub mod knowledge;
mod lookup;
pub mod pairs;
pub mod remit;
pub mod schema;
pub mod search;
pub mod serve;
pub mod show;
pub mod tool;
