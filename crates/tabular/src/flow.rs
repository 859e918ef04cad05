//! From a file of lines to a file of findings, in parts that survive an interruption.
//!
//! Beside the output stands a folder of parts while it grows. Each part is a whole file with its own name, and the journal
//! has a line for each that is done; a run that finds them goes on after them. At the end the parts are put together and
//! the folder goes. What is written does not depend on interruptions.

use crate::columns::{Columns, Problem};
use crate::find::{Checker, Counts, findings_schema};
use crate::order::{Order, Sorted};
use crate::read::{Format, Input, said};
use crate::write::Output;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use arrow_select::concat::concat_batches;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

/// Rows of a part.
const PART: u64 = 1 << 20;

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

/// A line of the journal.
#[derive(Serialize, Deserialize)]
struct Entry {
    part: u32,
    /// Rows of the input that are done with this part.
    rows: u64,
    counts: Counts,
}

/// What a run hangs on: with anything else, the parts are of no use.
#[derive(Serialize, Deserialize, PartialEq)]
struct Fingerprint {
    input: String,
    bytes: u64,
    changed: u64,
    seal: String,
    remembers: bool,
}

struct Parts {
    dir: PathBuf,
    done: Vec<Entry>,
}

impl Parts {
    /// The parts beside an output, if they are of the same input and the same book; else none.
    fn beside(output: &Path, print: &Fingerprint) -> Result<Parts, Problem> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let dir = output.with_file_name(format!(".{name}.parts"));
        let text = fs::read_to_string(dir.join("journal")).unwrap_or_default();
        let mut lines = text.lines();
        let same = lines
            .next()
            .and_then(|first| serde_json::from_str::<Fingerprint>(first).ok())
            .is_some_and(|first| first == *print);
        if same {
            // a line that was cut off is the last, and its part is done again
            let done = lines
                .map_while(|line| serde_json::from_str(line).ok())
                .collect();
            return Ok(Parts { dir, done });
        }
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(|e| said("removing", &dir, e))?;
        }
        fs::create_dir_all(&dir).map_err(|e| said("making", &dir, e))?;
        let parts = Parts {
            dir,
            done: Vec::new(),
        };
        parts.note(&serde_json::to_string(print).unwrap_or_default())?;
        Ok(parts)
    }

    fn note(&self, line: &str) -> Result<(), Problem> {
        let path = self.dir.join("journal");
        let failed = |e| said("writing", &path, e);
        let text = fs::read_to_string(&path).unwrap_or_default();
        // what was cut off is left out
        let mut whole: String = text
            .lines()
            .take(1 + self.done.len())
            .map(|l| format!("{l}\n"))
            .collect();
        whole.push_str(line);
        whole.push('\n');
        let new = self.dir.join("journal.new");
        let mut file = fs::File::create(&new).map_err(failed)?;
        file.write_all(whole.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        fs::rename(&new, &path).map_err(failed)
    }

    fn path(&self, part: u32) -> PathBuf {
        self.dir.join(format!("{part:06}.arrow"))
    }

    fn rows(&self) -> u64 {
        self.done.last().map_or(0, |e| e.rows)
    }

    /// Ends a part.
    fn add(&mut self, output: Output, rows: u64, counts: Counts) -> Result<(), Problem> {
        output.finish()?;
        let part = u32::try_from(self.done.len()).unwrap_or(u32::MAX);
        let entry = Entry { part, rows, counts };
        self.note(&serde_json::to_string(&entry).unwrap_or_default())?;
        self.done.push(entry);
        Ok(())
    }

    /// Puts the parts together under the output's name.
    fn put_together(
        &self,
        output: &Path,
        format: Format,
        schema: &SchemaRef,
    ) -> Result<Counts, Problem> {
        let mut whole = Output::create(output, format, schema)?;
        let mut counts = Counts::default();
        for entry in &self.done {
            for batch in Input::open(&self.path(entry.part), 0)? {
                whole.write(&batch?)?;
            }
            counts.add(entry.counts);
        }
        whole.finish()?;
        fs::remove_dir_all(&self.dir).map_err(|e| said("removing", &self.dir, e))?;
        Ok(counts)
    }
}

/// Checks a file of lines and writes the findings. `seal` tells books apart. A run that was interrupted is gone on with.
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
    match attempt(checker, input, output, seal, false, &mut tell)? {
        Some(done) => Ok(done),
        // the claims do not ascend: once more, remembering which were seen
        None => {
            attempt(checker, input, output, seal, true, &mut tell)?.ok_or(Problem::Apart { row: 0 })
        }
    }
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
    let mut parts = Parts::beside(output, &fingerprint(input, seal, remembers)?)?;
    // an order that remembers has to see every claim again
    let resumed = if remembers { 0 } else { parts.rows() };
    if remembers {
        parts.done.clear();
    }
    let mut order = if remembers {
        Order::remembering()
    } else {
        Order::default()
    };
    let source = Input::open(input, resumed)?;
    let (rows, mut row) = (source.rows, resumed);
    let mut schema = None;
    let mut open: Option<(Output, Counts, u64)> = None;
    let stopped = std::thread::scope(|scope| -> Result<bool, Problem> {
        // the next batch is read while this one is checked
        let (send, batches) = sync_channel::<Result<RecordBatch, Problem>>(2);
        scope.spawn(move || {
            for batch in source {
                if send.send(batch).is_err() {
                    break;
                }
            }
        });
        let mut rest: Option<RecordBatch> = None;
        loop {
            let next = batches.recv().ok().transpose()?;
            let last = next.is_none();
            let whole = match (rest.take(), next) {
                (None, None) => break,
                (Some(rest), None) => rest,
                (None, Some(next)) => next,
                (Some(rest), Some(next)) => {
                    concat_batches(&next.schema(), [&rest, &next]).map_err(crate::find::arrow)?
                }
            };
            let now = match last {
                true => whole.num_rows(),
                false => begins_last(&Columns::of(&whole, row)?),
            };
            rest = (now < whole.num_rows()).then(|| whole.slice(now, whole.num_rows() - now));
            if now == 0 {
                continue;
            }
            let lines = whole.slice(0, now);
            if order.look(&Columns::of(&lines, row)?, row)? == Sorted::No {
                return Ok(true);
            }
            let (found, counts) = checker.check(&lines, row)?;
            row += now as u64;
            schema.get_or_insert_with(|| found.schema());
            let (part, sum, begun) = match &mut open {
                Some(open) => open,
                None => {
                    let at = parts.path(u32::try_from(parts.done.len()).unwrap_or(u32::MAX));
                    let part = Output::create(&at, Format::Arrow, &found.schema())?;
                    open.insert((part, Counts::default(), row - now as u64))
                }
            };
            part.write(&found)?;
            sum.add(counts);
            let full = row - *begun >= PART;
            if full && let Some((part, sum, _)) = open.take() {
                parts.add(part, row, sum)?;
            }
            tell(Progress {
                rows: row,
                of: rows,
            });
        }
        Ok(false)
    })?;
    if stopped {
        return Ok(None);
    }
    if let Some((part, sum, _)) = open.take() {
        parts.add(part, row, sum)?;
    }
    let schema = match schema {
        Some(schema) => schema,
        None => match parts.done.first() {
            Some(first) => Input::open(&parts.path(first.part), 0)?.schema.clone(),
            None => findings_schema(&arrow_schema::DataType::Utf8),
        },
    };
    let counts = parts.put_together(output, format, &schema)?;
    Ok(Some(Done { counts, resumed }))
}

/// Where the last claim of a batch begins: it may go on in the next.
fn begins_last(columns: &Columns) -> usize {
    let mut at = columns.len().saturating_sub(1);
    while at > 0 && columns.claims.same(at - 1, at) {
        at -= 1;
    }
    at
}

fn fingerprint(input: &Path, seal: &str, remembers: bool) -> Result<Fingerprint, Problem> {
    let about = fs::metadata(input).map_err(|e| said("opening", input, e))?;
    let changed = about
        .modified()
        .ok()
        .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    Ok(Fingerprint {
        input: input
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: about.len(),
        changed: changed.map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX)),
        seal: seal.to_owned(),
        remembers,
    })
}
