//! Claims for measuring: made by a seed from the tables of a book, and checked in memory by the clock.
//!
//! `make bench` runs it (`scripts/bench-claims.sh`); directly:
//! `cargo bench -p ligature-tabular --bench claims -- generate --book DIR --lines 5000000 claims.parquet`, then `measure`.

mod measure;
mod mix;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use ligature_book::Book;
use ligature_edits::{Ids, Tables};
use std::path::PathBuf;

#[derive(Parser)]
struct Args {
    /// What to do.
    #[command(subcommand)]
    what: What,
    /// Cargo says this to every bench.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum What {
    /// Make claims.
    Generate {
        /// Folder of a book with the payers' tables.
        #[arg(long)]
        book: PathBuf,
        /// Lines, about three a claim.
        #[arg(long, default_value_t = 5_000_000)]
        lines: usize,
        /// The same seed makes the same claims.
        #[arg(long, default_value_t = 44120)]
        seed: u64,
        /// A file of Parquet, Arrow or CSV.
        out: PathBuf,
    },
    /// Check a file's claims in memory: only the checks are timed.
    Measure {
        /// Folder of a book with the payers' tables.
        #[arg(long)]
        book: PathBuf,
        /// Times, of which the median is printed.
        #[arg(long, default_value_t = 5)]
        times: usize,
        /// The claims.
        file: PathBuf,
    },
}

fn main() -> Result<()> {
    let args = Args::parse();
    let (What::Generate { book, .. } | What::Measure { book, .. }) = &args.what;
    let book = Book::open(book)?;
    let edits = book.edits().context("the book holds no payers' tables")?;
    let ids = Ids::new(edits);
    let tables = Tables::new(edits, &ids);
    match &args.what {
        What::Generate {
            lines, seed, out, ..
        } => mix::generate(tables, *lines, *seed, out),
        What::Measure { times, file, .. } => {
            measure::measure(tables, &book.to_knowledge()?.claims, *times, file)
        }
    }
}
