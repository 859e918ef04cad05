//! `ligature code --batch`: many notes, one JSON line each, in the order in which they came.
//!
//! Lines are read in batches, a batch is coded on all threads, and its answers are written before the next is read: memory
//! stays small however long the file, and the order is kept without numbering. A line that cannot be read, or a note
//! on which the program fails, costs that line only, and the status is 1.

mod record;
mod sink;

use super::code::Args;
use crate::{input, session::Session};
use anyhow::Result;
use ligature_terminal::{counted, progress};
use ligature_tools::CodeRequest;
use record::Output;
use sink::Sink;
use std::io;
use std::process::ExitCode;
use std::time::Instant;

/// Bad lines that are reported one by one; the rest are only counted.
const REPORTED: usize = 20;

/// Codes a batch.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let Some(path) = &args.batch else {
        return Ok(ExitCode::from(2));
    };
    let source = input::source(path)?;
    let mut sink = Sink::open(&args.out, path)?;
    let gate = session.gate()?;
    gate.warm();
    let context = session.context();
    let batch = gate.batch::<CodeRequest>(&context)?;
    let bar = progress::bytes(input::size(path));
    let start = Instant::now();
    let mut tally = Tally::default();
    batch.notes(
        &source,
        args.date,
        args.threads,
        |note| match note.answer {
            Ok(answer) => Output::answer(note.line, note.id, answer),
            Err(problem) => Output::problem(note.line, note.id, problem),
        },
        |remark| bar.suspend(|| eprintln!("ligature: {remark}")),
        |outputs, bytes| {
            for output in &outputs {
                tally.add(output, &|line| bar.suspend(|| eprintln!("{line}")));
                sink.write(output.text.as_bytes()).map_err(|error| {
                    match error.downcast::<io::Error>() {
                        Ok(error) => error,
                        Err(error) => io::Error::other(error),
                    }
                })?;
            }
            bar.set_position(bytes);
            Ok(())
        },
    )?;
    batch.finish()?;
    sink.finish()?;
    bar.finish_and_clear();
    tally.summary(start.elapsed().as_secs_f64());
    Ok(match tally.bad {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// What is said at the end.
#[derive(Default)]
struct Tally {
    notes: usize,
    coded: usize,
    bad: usize,
}

impl Tally {
    fn add(&mut self, output: &Output, say: &dyn Fn(&str)) {
        self.notes += 1;
        self.coded += usize::from(output.codes > 0);
        let Some(problem) = &output.problem else {
            return;
        };
        self.bad += 1;
        if self.bad <= REPORTED {
            say(&format!("ligature: line {}: {problem}", output.number));
        } else if self.bad == REPORTED + 1 {
            say("ligature: more bad lines follow; the field problem of the output has them all");
        }
    }

    fn summary(&self, seconds: f64) {
        let rate = self.notes as f64 / seconds.max(1e-9);
        let good = self.notes - self.bad;
        eprintln!(
            "{} answered ({} with a code), {} bad, {:.2} s, {rate:.0} notes a second",
            counted(good, "note"),
            self.coded,
            counted(self.bad, "line"),
            seconds
        );
    }
}
