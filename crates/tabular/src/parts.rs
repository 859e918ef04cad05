//! The parts of an unfinished run: a folder next to the output, with a journal.
//!
//! A part holds the findings of claims that begin within a stretch of rows of the input; where a run stopped and went on
//! does not change it. Parts of Parquet are joined without reading them: their row groups are copied.

use crate::columns::Problem;
use crate::order::Standing;
use crate::read::{Format, Input, file_problem};
use crate::tally::Counts;
use crate::write::{Output, append};
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A line of the journal.
#[derive(Serialize, Deserialize)]
pub(crate) struct JournalLine {
    pub(crate) part: u32,
    /// Rows of the input that are done with this part.
    pub(crate) rows: u64,
    /// Length of its file.
    bytes: u64,
    /// How far its claims were looked at.
    pub(crate) standing: Standing,
    pub(crate) counts: Counts,
}

/// What a run hangs on: with anything else, the parts are of no use.
#[derive(Serialize, Deserialize, PartialEq)]
pub(crate) struct Fingerprint {
    input: String,
    bytes: u64,
    changed: u64,
    seal: String,
}

pub(crate) struct Parts {
    dir: PathBuf,
    format: Format,
    pub(crate) done: Vec<JournalLine>,
}

impl Parts {
    /// The parts of an output, if they are of the same input and the same book; else none.
    pub(crate) fn of_output(
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
            let mut parts = Parts {
                dir,
                format,
                done: Vec::new(),
            };
            // a line that was cut off is the last: its part is done again, and so is what comes after a part that is
            // gone or was not written to its end
            for entry in lines.map_while(|line| serde_json::from_str::<JournalLine>(line).ok()) {
                let whole = fs::metadata(parts.path(entry.part)).map(|about| about.len());
                if entry.part != parts.next() || whole.ok() != Some(entry.bytes) {
                    break;
                }
                parts.done.push(entry);
            }
            return Ok(parts);
        }
        let parts = Parts {
            dir,
            format,
            done: Vec::new(),
        };
        parts.remove()?;
        fs::create_dir_all(&parts.dir).map_err(|e| file_problem("making", &parts.dir, e))?;
        parts.note(&serde_json::to_string(print).unwrap_or_default())?;
        Ok(parts)
    }

    /// Removes the folder. The journal goes first: without it, parts that are left belong to no run.
    fn remove(&self) -> Result<(), Problem> {
        let gone = |done: std::io::Result<()>, path: &Path| match done {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(file_problem("removing", path, e))
            }
            _ => Ok(()),
        };
        let journal = self.dir.join("journal");
        gone(fs::remove_file(&journal), &journal)?;
        gone(fs::remove_dir_all(&self.dir), &self.dir)
    }

    fn note(&self, line: &str) -> Result<(), Problem> {
        let path = self.dir.join("journal");
        let failed = |e| file_problem("writing", &path, e);
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

    /// The number of the part that comes next.
    pub(crate) fn next(&self) -> u32 {
        u32::try_from(self.done.len()).unwrap_or(u32::MAX)
    }

    /// Ends a part.
    pub(crate) fn add(
        &mut self,
        output: Output,
        end: (u64, Standing),
        counts: Counts,
    ) -> Result<(), Problem> {
        output.finish()?;
        let part = self.next();
        let path = self.path(part);
        let about = fs::metadata(&path).map_err(|e| file_problem("reading", &path, e))?;
        let entry = JournalLine {
            part,
            rows: end.0,
            bytes: about.len(),
            standing: end.1,
            counts,
        };
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
        self.remove()?;
        Ok(counts)
    }
}

pub(crate) fn fingerprint(input: &Path, seal: &str) -> Result<Fingerprint, Problem> {
    let about = fs::metadata(input).map_err(|e| file_problem("opening", input, e))?;
    let changed = about
        .modified()
        .ok()
        .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    // files of one name in two folders are often made by one program at one time
    let place = fs::canonicalize(input).map_err(|e| file_problem("opening", input, e))?;
    Ok(Fingerprint {
        input: place.to_string_lossy().into_owned(),
        bytes: about.len(),
        changed: changed.map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX)),
        seal: seal.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Claims;
    use crate::found::findings_schema;
    use crate::order::Ascends;
    use arrow_array::RecordBatch;
    use arrow_schema::DataType;

    fn add(parts: &mut Parts, rows: u64) {
        let schema = findings_schema(&DataType::Utf8);
        let path = parts.path(parts.next());
        let mut output = Output::create(&path, parts.written_as(), &schema).unwrap();
        output.write(&RecordBatch::new_empty(schema)).unwrap();
        let claims = Claims::Numbers(vec![0].into());
        let standing = Standing::after(&claims, Ascends::numbers(true)).unwrap();
        let end = (rows, standing);
        parts.add(output, end, Counts::default()).unwrap();
    }

    /// Parts that are left of three when something has befallen their folder; the run ends well with them.
    fn check(befalls: impl Fn(&Path), left: usize) {
        for (name, format) in [("a.parquet", Format::Parquet), ("a.csv", Format::Csv)] {
            let dir = tempfile::tempdir().unwrap();
            let output = dir.path().join(name);
            fs::write(dir.path().join("lines"), "").unwrap();
            let print = || fingerprint(&dir.path().join("lines"), "seal").unwrap();
            let mut parts = Parts::of_output(&output, format, &print()).unwrap();
            (1..4).for_each(|rows| add(&mut parts, rows));
            befalls(&parts.dir);
            let mut parts = Parts::of_output(&output, format, &print()).unwrap();
            assert_eq!((parts.done.len(), parts.rows()), (left, left as u64));
            (left..3).for_each(|at| add(&mut parts, at as u64 + 1));
            let again = Parts::of_output(&output, format, &print()).unwrap();
            assert_eq!((again.done.len(), again.rows()), (3, 3));
            let schema = findings_schema(&DataType::Utf8);
            again.put_together(&output, &schema).unwrap();
            assert!(output.exists() && !again.dir.exists());
        }
    }

    /// The file of a part.
    fn part(dir: &Path, part: &str) -> PathBuf {
        let path = dir.join(format!("{part}.parquet"));
        match path.exists() {
            true => path,
            false => dir.join(format!("{part}.arrow")),
        }
    }

    #[test]
    fn a_run_goes_on_after_the_parts_that_are_whole() {
        check(|_| (), 3);
        check(|dir| fs::remove_file(part(dir, "000000")).unwrap(), 0);
        check(|dir| fs::remove_file(part(dir, "000001")).unwrap(), 1);
        check(|dir| fs::write(part(dir, "000002"), "PAR1").unwrap(), 2);
        check(|dir| fs::remove_file(dir.join("journal")).unwrap(), 0);
        check(
            |dir| {
                let journal = fs::read_to_string(dir.join("journal")).unwrap();
                fs::write(
                    dir.join("journal"),
                    journal.get(..journal.len() - 9).unwrap(),
                )
                .unwrap();
            },
            2,
        );
    }

    #[test]
    fn parts_are_of_one_file() {
        let dir = tempfile::tempdir().unwrap();
        let then = std::time::SystemTime::UNIX_EPOCH;
        let prints = ["a", "b"].map(|folder| {
            let path = dir.path().join(folder);
            fs::create_dir(&path).unwrap();
            let file = fs::File::create(path.join("lines")).unwrap();
            file.set_modified(then).unwrap();
            fingerprint(&path.join("lines"), "seal").unwrap()
        });
        assert!(prints[0] != prints[1]);
    }
}
