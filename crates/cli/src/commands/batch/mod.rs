//! `ligature code --batch`: many notes, one JSON line each, in the order in which they came.
//!
//! Lines are read in lots, a lot is coded on all threads, and its answers are written before the next lot is read: memory
//! stays small however long the file, and the order is kept without numbering. A line that cannot be read, or a note
//! on which the program fails, costs that line only.

pub mod lines;
mod record;
mod sink;

use super::code::Args;
use crate::{input, session::Session};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use jiff::civil::Date;
use ligature_codes::DateOfService;
use ligature_coding::Engine;
use ligature_note::Reader;
use lines::Lines;
use rayon::prelude::*;
use record::{Input, Output};
use sink::Sink;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

/// Bytes of lines that make a lot.
const LOT_BYTES: usize = 16 * 1024 * 1024;
/// Lines that make a lot.
const LOT_LINES: usize = 2048;
/// Bytes that are read at a time.
const BUFFER: usize = 1024 * 1024;
/// Bad lines that are reported one by one; the rest are only counted.
const REPORTED: usize = 20;

/// Codes a batch.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let Some(path) = &args.batch else {
        return Ok(ExitCode::from(2));
    };
    let reader = BufReader::with_capacity(BUFFER, input::reader(path)?);
    let mut sink = Sink::open(&args.out, path)?;
    let engine = session.source()?.engine()?;
    let date = args.date.map(DateOfService::date);
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads)
        .build()
        .context("no threads could be started")?;
    let bar = crate::progress::bytes(input::size(path));
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut lines = Lines::new(reader);
    loop {
        let lot = lines
            .lot(LOT_LINES, LOT_BYTES)
            .with_context(|| format!("{} cannot be read", input::name(path)))?;
        if lot.is_empty() {
            break;
        }
        let outputs: Vec<Output> = threads.install(|| {
            lot.par_iter()
                .map(|line| output(&engine, line, date))
                .collect()
        });
        for (line, output) in lot.iter().zip(&outputs) {
            tally.add(line.number, output, &bar);
            sink.write(output.text.as_bytes())?;
        }
        bar.set_position(lines.bytes_read());
    }
    sink.finish()?;
    bar.finish_and_clear();
    tally.summary(start.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// The output line for one input line.
fn output((reader, engine): &(Reader, Engine), line: &lines::Line, date: Option<Date>) -> Output {
    let input = match Input::parse(line) {
        Ok(input) => input,
        Err(bad) => return Output::problem(bad.id, bad.problem),
    };
    // The note is text already: it is coded as it stands, so that offsets point into the caller's own string.
    // Decoding only tells whether it is a note at all.
    if let Err(reason) = ligature_note::decode(input.note.as_bytes()) {
        return Output::problem(input.id, reason.to_string());
    }
    match catch_unwind(AssertUnwindSafe(|| {
        engine.code(reader.read_events(&input.note), date)
    })) {
        Ok(answer) => Output::answer(input.id, &answer),
        Err(_) => Output::problem(
            input.id,
            "the program failed on this note; please report it".to_owned(),
        ),
    }
}

/// What is told at the end.
#[derive(Default)]
struct Tally {
    notes: usize,
    coded: usize,
    bad: usize,
}

impl Tally {
    fn add(&mut self, number: usize, output: &Output, bar: &ProgressBar) {
        self.notes += 1;
        self.coded += usize::from(output.codes > 0);
        let Some(problem) = &output.problem else {
            return;
        };
        self.bad += 1;
        if self.bad <= REPORTED {
            bar.suspend(|| eprintln!("ligature: line {number}: {problem}"));
        } else if self.bad == REPORTED + 1 {
            bar.suspend(|| {
                eprintln!(
                    "ligature: more bad lines follow; the field problem of the output has them all"
                )
            });
        }
    }

    fn summary(&self, seconds: f64) {
        let rate = self.notes as f64 / seconds.max(1e-9);
        let good = self.notes - self.bad;
        eprintln!(
            "{} answered ({} with a code), {} bad, {:.2} s, {rate:.0} notes a second",
            crate::render::counted(good, "note"),
            self.coded,
            crate::render::counted(self.bad, "line"),
            seconds
        );
    }
}
