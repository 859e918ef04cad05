//! The parts of a run that is not at its end: a folder beside the output, with a journal.
//!
//! A part holds the findings of claims that begin within a stretch of rows of the input; where a run stopped and went on
//! does not change it. Parts of Parquet are put together without reading them: their row groups are copied.

use crate::columns::Problem;
use crate::read::{Format, Input, said};
use crate::tally::Counts;
use crate::write::{Output, append};
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A line of the journal.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) part: u32,
    /// Rows of the input that are done with this part.
    pub(crate) rows: u64,
    pub(crate) counts: Counts,
}

/// What a run hangs on: with anything else, the parts are of no use.
#[derive(Serialize, Deserialize, PartialEq)]
pub(crate) struct Fingerprint {
    input: String,
    bytes: u64,
    changed: u64,
    seal: String,
    remembers: bool,
}

pub(crate) struct Parts {
    dir: PathBuf,
    format: Format,
    pub(crate) done: Vec<Entry>,
}

impl Parts {
    /// The parts beside an output, if they are of the same input and the same book; else none.
    pub(crate) fn beside(
        output: &Path,
        format: Format,
        print: &Fingerprint,
    ) -> Result<Parts, Problem> {
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
            return Ok(Parts { dir, format, done });
        }
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(|e| said("removing", &dir, e))?;
        }
        fs::create_dir_all(&dir).map_err(|e| said("making", &dir, e))?;
        let parts = Parts {
            dir,
            format,
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

    /// What a part is written as.
    pub(crate) fn written_as(&self) -> Format {
        match self.format {
            Format::Parquet => Format::Parquet,
            Format::Arrow | Format::Csv => Format::Arrow,
        }
    }

    pub(crate) fn path(&self, part: u32) -> PathBuf {
        let ending = match self.written_as() {
            Format::Parquet => "parquet",
            _ => "arrow",
        };
        self.dir.join(format!("{part:06}.{ending}"))
    }

    pub(crate) fn rows(&self) -> u64 {
        self.done.last().map_or(0, |e| e.rows)
    }

    /// Ends a part.
    pub(crate) fn add(&mut self, output: Output, rows: u64, counts: Counts) -> Result<(), Problem> {
        output.finish()?;
        let part = u32::try_from(self.done.len()).unwrap_or(u32::MAX);
        let entry = Entry { part, rows, counts };
        self.note(&serde_json::to_string(&entry).unwrap_or_default())?;
        self.done.push(entry);
        Ok(())
    }

    /// Puts the parts together under the output's name.
    pub(crate) fn put_together(
        &self,
        output: &Path,
        schema: &SchemaRef,
    ) -> Result<Counts, Problem> {
        let mut counts = Counts::default();
        self.done.iter().for_each(|entry| counts.add(entry.counts));
        let parts: Vec<PathBuf> = self.done.iter().map(|e| self.path(e.part)).collect();
        match self.format {
            Format::Parquet => append(output, schema, &parts)?,
            format => {
                let mut whole = Output::create(output, format, schema)?;
                for part in &parts {
                    for batch in Input::open(part, 0)? {
                        whole.write(&batch?)?;
                    }
                }
                whole.finish()?;
            }
        }
        fs::remove_dir_all(&self.dir).map_err(|e| said("removing", &self.dir, e))?;
        Ok(counts)
    }
}

pub(crate) fn fingerprint(
    input: &Path,
    seal: &str,
    remembers: bool,
) -> Result<Fingerprint, Problem> {
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
