//! From a file of lines to a file of findings, in parts that survive an interruption.
//!
//! While the output is being written there is a folder of parts next to it. Each part is a whole file with its own name, and the journal
//! has a line for each that is done; a run that finds them goes on after them. At the end the parts are put together and
//! the folder goes. What is written does not depend on interruptions.

use crate::columns::Problem;
use crate::find::Checker;
use crate::found::findings_schema;
use crate::lines::Words;
use crate::order::{Ascends, Order, Standing};
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

/// Batches of rows that are read before they are checked.
const READ: usize = 4;

/// Batches of findings that wait to be written: a group of rows is written at once, and the checks continue meanwhile.
const FOUND: usize = 16;

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

/// Checks a file of lines and writes the findings. `seal` identifies book and program: with another one, or for another
/// setting, the parts of an interrupted run are thrown away; with the same the run continues.
///
/// # Errors
/// [`Problem`], with the file, the column and the row.
pub fn run(
    checker: &Checker<'_>,
    input: &Path,
    output: &Path,
    seal: &str,
    mut report: impl FnMut(Progress),
) -> Result<Done, Problem> {
    let seal = format!("{seal} {}", checker.setting().name());
    let format = Format::named(output).unwrap_or(Format::Parquet);
    let mut parts = Parts::of_output(output, format, &fingerprint(input, &seal)?)?;
    let resumed = parts.rows();
    let standing = parts.done.last().map(|done| &done.standing);
    let ascend = standing.is_none_or(|standing| standing.ascends.any());
    let order = Order::after(standing);
    if !(ascend && attempt(checker, input, &mut parts, order, &mut report)?) {
        // the claims do not ascend: on from the parts that are done, remembering which were seen
        let order = Order::remembering_from(input, parts.rows())?;
        attempt(checker, input, &mut parts, order, &mut report)?;
    }
    let schema = match parts.done.first() {
        Some(first) => Input::open(&parts.path(first.part), 0)?.schema.clone(),
        None => findings_schema(&arrow_schema::DataType::Utf8),
    };
    let counts = parts.put_together(output, &schema)?;
    Ok(Done { counts, resumed })
}

/// What the writer gets.
enum Step {
    /// Findings of some rows.
    Found(Vec<RecordBatch>, Box<Counts>),
    /// The part ends before this row of the input, and the order of its claims so far.
    Ends(u64, Standing),
}

/// What the reader gives: rows and in which orders the claims ascend until their end; nothing, if they do no longer.
type ReadBatch = Result<Option<(Rows, Ascends)>, Problem>;

/// Goes on after the parts that are done. Gives whether it came to the end; if not, the claims do not ascend.
fn attempt(
    checker: &Checker<'_>,
    input: &Path,
    parts: &mut Parts,
    mut order: Order,
    report: &mut impl FnMut(Progress),
) -> Result<bool, Problem> {
    let resumed = parts.rows();
    let source = Input::lines(input, resumed)?;
    let (of, sheet) = (source.rows, source.sheet.clone());
    let attempted = std::thread::scope(|scope| {
        // rows are read and findings written while others are checked
        let (send, batches) = sync_channel::<ReadBatch>(READ);
        scope.spawn(move || {
            for rows in Whole::new(source, resumed) {
                let batch = rows.and_then(|rows| {
                    let ascend = order.look(&rows.columns.claims, rows.before)?;
                    Ok(ascend.then_some((rows, order.ascends)))
                });
                if send.send(batch).is_err() {
                    break;
                }
            }
        });
        let (steps, taken) = sync_channel::<Step>(FOUND);
        let writer = scope.spawn(|| write(parts, taken));
        let checked = check(checker, batches, resumed, &steps, |rows| {
            report(Progress { rows, of });
        });
        drop(steps);
        let written = writer.join();
        let ended = checked?;
        match written {
            Ok(written) => written?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(ended)
    });
    attempted.map_err(|problem: Problem| problem.of_sheet(&sheet))
}

/// Checks all rows. Gives whether it came to the end; if not, the claims do not ascend.
fn check(
    checker: &Checker<'_>,
    batches: Receiver<ReadBatch>,
    resumed: u64,
    steps: &std::sync::mpsc::SyncSender<Step>,
    mut report: impl FnMut(u64),
) -> Result<bool, Problem> {
    // the writer is gone if it failed: its error is returned
    let send = |step| steps.send(step).is_ok();
    let (mut at, mut part) = (resumed, resumed / PART);
    let (mut standing, mut words) = (None, Words::default());
    for batch in batches {
        let Some((mut rows, ascends)) = batch? else {
            // a part that is whole is kept
            if let Some(standing) = standing.filter(|_| at / PART != part) {
                send(Step::Ends(at, standing));
            }
            return Ok(false);
        };
        loop {
            // a claim that begins in the next stretch begins the next part
            if rows.before / PART != part {
                part = rows.before / PART;
                if let Some(standing) = standing.take()
                    && !send(Step::Ends(rows.before, standing))
                {
                    return Ok(true);
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
            let some = rows.slice(0, now).columns;
            let (found, counts) = checker.look(&some, &mut words)?;
            standing = Standing::after(&some.claims, ascends);
            at = rows.before + now as u64;
            if !send(Step::Found(found, Box::new(counts))) {
                return Ok(true);
            }
            report(at);
            if now == count {
                break;
            }
            rows = rows.slice(now, count);
        }
    }
    if let Some(standing) = standing {
        send(Step::Ends(at, standing));
    }
    Ok(true)
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
        self.rows.push_batch(found).map_err(crate::found::arrow)?;
        self.write()
    }

    fn write(&mut self) -> Result<(), Problem> {
        while let Some(batch) = self.rows.next_completed_batch() {
            self.output.write(&batch)?;
        }
        Ok(())
    }

    fn end(mut self, parts: &mut Parts, end: (u64, Standing)) -> Result<(), Problem> {
        self.rows
            .finish_buffered_batch()
            .map_err(crate::found::arrow)?;
        self.write()?;
        parts.add(self.output, end, self.counts)
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
            Step::Ends(row, standing) => {
                if let Some(part) = open.take() {
                    part.end(parts, (row, standing))?;
                }
            }
        }
    }
    Ok(())
}
