//! From a file of lines to a file of findings, in parts that survive an interruption.
//!
//! Beside the output stands a folder of parts while it grows. Each part is a whole file with its own name, and the journal
//! has a line for each that is done; a run that finds them goes on after them. At the end the parts are put together and
//! the folder goes. What is written does not depend on interruptions.

use crate::columns::Problem;
use crate::find::{Checker, findings_schema};
use crate::order::Order;
use crate::parts::{Parts, fingerprint};
use crate::read::{Format, Input};
use crate::tally::Counts;
use crate::whole::{Rows, Whole};
use crate::write::Output;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use arrow_select::coalesce::BatchCoalescer;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

/// Rows of the input of which a part holds the findings.
const PART: u64 = 1 << 20;

/// Findings that are written at a time.
const ROWS: usize = 1 << 16;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Rows in all, where the file says so.
    pub of: Option<u64>,
}

/// A run that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// What was checked, the parts of an earlier run included.
    pub counts: Counts,
    /// Rows that an earlier run had done.
    pub resumed: u64,
}

/// Checks a file of lines and writes the findings. `seal` tells books and programs apart: with another one, or for another
/// setting, the parts of an interrupted run are thrown away; with the same it is gone on with.
///
/// # Errors
/// [`Problem`], with the file, the column and the row.
pub fn run(
    checker: &Checker<'_>,
    input: &Path,
    output: &Path,
    seal: &str,
    mut tell: impl FnMut(Progress),
) -> Result<Done, Problem> {
    let seal = &format!("{seal} {}", checker.setting().name());
    match attempt(checker, input, output, seal, false, &mut tell)? {
        Some(done) => Ok(done),
        // the claims do not ascend: once more, remembering which were seen
        None => {
            attempt(checker, input, output, seal, true, &mut tell)?.ok_or(Problem::Apart { row: 0 })
        }
    }
}

/// What the writer gets.
enum Step {
    /// Findings of some rows.
    Found(Vec<RecordBatch>, Box<Counts>),
    /// The part ends before this row of the input.
    Ends(u64),
}

fn attempt(
    checker: &Checker<'_>,
    input: &Path,
    output: &Path,
    seal: &str,
    remembers: bool,
    tell: &mut impl FnMut(Progress),
) -> Result<Option<Done>, Problem> {
    let format = Format::named(output).unwrap_or(Format::Parquet);
    let mut parts = Parts::beside(output, format, &fingerprint(input, seal, remembers)?)?;
    // an order that remembers has to see every claim again
    let resumed = if remembers { 0 } else { parts.rows() };
    let mut order = Order::default();
    if remembers {
        parts.done.clear();
        order = Order::remembering();
    }
    let source = Input::lines(input, resumed)?;
    let of = source.rows;
    let stopped = std::thread::scope(|scope| -> Result<bool, Problem> {
        // rows are read and findings written while others are checked
        let (send, lots) = sync_channel::<Result<Option<Rows>, Problem>>(2);
        scope.spawn(move || {
            for rows in Whole::new(source, resumed) {
                let rows = rows.and_then(|rows| order.look(rows));
                if send.send(rows).is_err() {
                    break;
                }
            }
        });
        let (steps, taken) = sync_channel::<Step>(2);
        let writer = scope.spawn(|| write(&mut parts, taken));
        let checked = check(checker, lots, resumed, &steps, |rows| {
            tell(Progress { rows, of });
        });
        drop(steps);
        let written = writer.join();
        let stopped = checked?;
        match written {
            Ok(written) => written?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(stopped)
    })?;
    if stopped {
        return Ok(None);
    }
    let schema = match parts.done.first() {
        Some(first) => Input::open(&parts.path(first.part), 0)?.schema.clone(),
        None => findings_schema(&arrow_schema::DataType::Utf8),
    };
    let counts = parts.put_together(output, &schema)?;
    Ok(Some(Done { counts, resumed }))
}

/// Checks all rows. Gives whether it stopped because claims do not ascend.
fn check(
    checker: &Checker<'_>,
    lots: Receiver<Result<Option<Rows>, Problem>>,
    resumed: u64,
    steps: &std::sync::mpsc::SyncSender<Step>,
    mut tell: impl FnMut(u64),
) -> Result<bool, Problem> {
    // the writer is gone if it failed: what it says is told
    let send = |step| steps.send(step).is_ok();
    let (mut at, mut part) = (resumed, resumed / PART);
    for rows in lots {
        let Some(mut rows) = rows? else {
            return Ok(true);
        };
        loop {
            // a claim that begins in the next stretch begins the next part
            if rows.before / PART != part {
                part = rows.before / PART;
                if !send(Step::Ends(rows.before)) {
                    return Ok(false);
                }
            }
            let count = rows.columns.len();
            // a part ends before the first claim that begins after its stretch
            let edge = (rows.before / PART + 1) * PART - rows.before;
            let edge = usize::try_from(edge).unwrap_or(usize::MAX);
            let now = if edge < count {
                rows.begins_at(edge)
            } else {
                count
            };
            let (found, counts) = checker.look(&rows.slice(0, now).columns)?;
            at = rows.before + now as u64;
            if !send(Step::Found(found, Box::new(counts))) {
                return Ok(false);
            }
            tell(at);
            if now == count {
                break;
            }
            rows = rows.slice(now, count);
        }
    }
    if at > resumed {
        send(Step::Ends(at));
    }
    Ok(false)
}

/// A part that is being written.
struct Growing {
    output: Output,
    rows: BatchCoalescer,
    counts: Counts,
}

impl Growing {
    fn begin(parts: &Parts, schema: &SchemaRef) -> Result<Growing, Problem> {
        let at = parts.path(parts.next());
        Ok(Growing {
            output: Output::create(&at, parts.written_as(), schema)?,
            rows: BatchCoalescer::new(schema.clone(), ROWS),
            counts: Counts::default(),
        })
    }

    fn add(&mut self, found: RecordBatch) -> Result<(), Problem> {
        self.rows.push_batch(found).map_err(crate::find::arrow)?;
        self.write()
    }

    fn write(&mut self) -> Result<(), Problem> {
        while let Some(batch) = self.rows.next_completed_batch() {
            self.output.write(&batch)?;
        }
        Ok(())
    }

    fn end(mut self, parts: &mut Parts, rows: u64) -> Result<(), Problem> {
        self.rows
            .finish_buffered_batch()
            .map_err(crate::find::arrow)?;
        self.write()?;
        parts.add(self.output, rows, self.counts)
    }
}

/// Writes findings as they come, part by part.
fn write(parts: &mut Parts, steps: Receiver<Step>) -> Result<(), Problem> {
    let mut open: Option<Growing> = None;
    for step in steps {
        match step {
            Step::Found(found, counts) => {
                for found in found {
                    let part = match &mut open {
                        Some(part) => part,
                        None => open.insert(Growing::begin(parts, &found.schema())?),
                    };
                    part.add(found)?;
                }
                if let Some(part) = &mut open {
                    part.counts.add(*counts);
                }
            }
            Step::Ends(row) => {
                if let Some(part) = open.take() {
                    part.end(parts, row)?;
                }
            }
        }
    }
    Ok(())
}
