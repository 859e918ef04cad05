//! Claims by the million: columns in, columns out.
//!
//! **The main decision: one row a line, the rows of a claim together, and a finding is a row too.** That is how warehouses
//! hold claims; nothing is nested, and Spark, DuckDB or a spreadsheet can join the findings back by claim and line. Rows of
//! a claim that are not together would be checked separately and look clean: they are found and reported.
//!
//! Rejected:
//! - *A claim as a nested value a row.* Half the readers cannot write it.
//! - *Sorting the input ourselves.* It would hold the file in memory; whoever has it in a table sorts it better.

mod cast;
mod cells;
mod claims;
mod columns;
mod find;
mod flow;
mod found;
mod header;
mod lines;
mod named;
mod names;
mod order;
mod parts;
mod problem;
mod read;
mod sheet;
mod tally;
mod whole;
mod write;

pub use claims::{ClaimRows, claims};
pub use columns::Columns;
pub use find::Checker;
pub use flow::{Done, Progress, run};
pub use found::findings_schema;
pub use header::{Header, known_columns};
pub use problem::Problem;
pub use read::{COLUMN_MARKS, Format, Input};
pub use tally::{Counts, LAYERS, OUTCOMES};
pub use write::Output;
