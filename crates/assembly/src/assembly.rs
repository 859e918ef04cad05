//! A book that is about to be made.

use crate::authors;
use crate::build::build;
use crate::keep::Kept;
use crate::licence::Licences;
use crate::material::{Material, read};
use anyhow::{Result, bail};
use ligature_book::{Info, Located, Origin};
use ligature_knowledge::{Knowledge, Problem};
use ligature_terminal::counted;
use std::path::{Path, PathBuf};

/// Everything that a book is made of, read and not yet written.
pub struct Assembly {
    knowledge: Knowledge,
    origin: Origin,
    licences: Licences,
    material: Material,
    out: PathBuf,
    /// Whether the files that were kept next to the book stay part of it.
    adds: bool,
}

impl Assembly {
    /// A book of authored files and publishers' files, to be written to `out`, and of nothing else. `authors` is the folder of
    /// the authored files; `None`: see [`authors::folder`].
    ///
    /// # Errors
    /// If there are errors in the authored files, or a path is not there.
    pub fn of_authors(
        authors: Option<&Path>,
        data: &[PathBuf],
        licences: Licences,
        out: &Path,
    ) -> Result<Self> {
        let dir = authors::folder(authors);
        let loaded = authors::load(dir.as_deref());
        refuse_errors(&loaded.problems)?;
        let origin = match &dir {
            Some(dir) => Origin {
                what: format!("the authored files in {}", dir.display()),
                ..Origin::default()
            },
            None => Origin::embedded(),
        };
        let material = match data {
            [] => Material::default(),
            data => read(data, &licences)?,
        };
        Ok(Self {
            knowledge: loaded.knowledge,
            origin,
            licences,
            material,
            out: out.to_owned(),
            adds: false,
        })
    }

    /// The book that is in use with publishers' files added to it. Licences that were attested when it was made count.
    ///
    /// # Errors
    /// If the book is in memory only, cannot be read, or a path is not there.
    pub fn added_to(book: Located, paths: &[PathBuf], licences: Licences) -> Result<Self> {
        let Some(held) = book.book() else {
            bail!("there is no folder for a book: name one with --book");
        };
        let out = held.info().dir.clone();
        let knowledge = book.to_knowledge()?;
        let attested = held.catalog().map(|catalog| {
            let lines = catalog.attested.iter();
            lines.map(|line| line.as_str().to_owned()).collect()
        });
        let licences = licences.with(attested.unwrap_or_default());
        // the map of the old book is let go before the new one is made
        drop(book);
        Ok(Self {
            knowledge,
            origin: Origin::embedded(),
            material: read(paths, &licences)?,
            licences,
            out,
            adds: true,
        })
    }

    /// What was read of each file and what was left out, for people; empty if no files were named.
    #[must_use]
    pub fn report(&self) -> &str {
        &self.material.report
    }

    /// Makes the book. One that is there is replaced in one step; readers in flight keep the old one. The files are kept
    /// next to it: before the books are exchanged if they are added, so that the next import adds to them, else after it.
    ///
    /// # Errors
    /// If there is nothing to add, the files do not fit a book, it cannot be written, or a folder of other things is in
    /// its place.
    pub fn write(mut self) -> Result<Info> {
        if !self.adds {
            let files = std::mem::take(&mut self.material.files);
            let info = build(&self.knowledge, self.material, &self.origin, &self.out)?;
            Kept::next_to(&self.out).only(&files)?;
            return Ok(info);
        }
        if self.material.batches.is_empty() && self.material.tables.is_empty() {
            bail!("nothing was imported, and the book is unchanged");
        }
        let older = Kept::next_to(&self.out).add(&self.material.files)?;
        if !older.is_empty() {
            let before = read(&older, &self.licences)?;
            self.material.batches.extend(before.batches);
            // of rows that are given again, the last count
            self.material.tables.splice(0..0, before.tables);
        }
        build(&self.knowledge, self.material, &self.origin, &self.out)
    }
}

/// What a book holds of code sets and of payers' tables: `4 codes, 12 unit limits`.
#[must_use]
pub fn holdings(info: &Info) -> String {
    let parts = info
        .manifest
        .contents
        .iter()
        .filter(|p| p.name == "catalog" || p.name == "edits");
    let all: Vec<String> = parts
        .flat_map(|p| p.holds.iter().map(|(what, n)| format!("{n} {what}")))
        .collect();
    all.join(", ")
}

/// An error that counts the errors of the authored files and shows the first.
fn refuse_errors(problems: &[Problem]) -> Result<()> {
    let mut errors = problems.iter().filter(|problem| problem.is_error());
    let Some(first) = errors.next() else {
        return Ok(());
    };
    let count = counted(1 + errors.count(), "error");
    bail!(
        "no book is built from files with errors ({count}; ligature knowledge check shows all); the first: {}:{}:{}: {}",
        first.file,
        first.line,
        first.column,
        first.message
    )
}
