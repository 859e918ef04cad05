//! Reading an archived catalog in place.

use crate::batch::{LinkKind, NoteKind, Status};
use crate::store::{ArchivedCatalog, ArchivedCodeRow, ArchivedRows, ArchivedSpan, NONE};
use ligature_codes::System;

/// A code's place in the catalog.
pub type CodeId = u32;

impl ArchivedCatalog {
    /// The text of a span; empty where it points outside.
    #[must_use]
    pub fn str(&self, span: &ArchivedSpan) -> &str {
        let at = span.at.to_native() as usize;
        let bytes = self.text.get(at..at + span.len.to_native() as usize);
        bytes
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or("")
    }

    /// A code's row.
    #[must_use]
    pub fn row(&self, id: CodeId) -> Option<&ArchivedCodeRow> {
        self.codes.get(id as usize)
    }

    /// A code's code set.
    #[must_use]
    pub fn system(&self, row: &ArchivedCodeRow) -> System {
        System::ALL
            .get(row.system as usize)
            .copied()
            .unwrap_or(System::Cpt)
    }

    /// The code as its publisher prints it.
    #[must_use]
    pub fn printed(&self, row: &ArchivedCodeRow) -> String {
        self.system(row).printed(self.str(&row.code))
    }

    /// The code of a set, written with or without its dot, in any case.
    #[must_use]
    pub fn find(&self, system: System, code: &str) -> Option<CodeId> {
        let plain = plain(code);
        let key = (system as u8, plain.as_str());
        let found = self
            .codes
            .binary_search_by(|row| (row.system, self.str(&row.code)).cmp(&key));
        found.ok().and_then(|at| u32::try_from(at).ok())
    }

    /// The codes of a set that begin with these characters, in order.
    #[must_use]
    pub fn begin(&self, system: System, prefix: &str) -> std::ops::Range<CodeId> {
        let plain = plain(prefix);
        let from = self.codes.partition_point(|row| {
            (row.system, self.str(&row.code)) < (system as u8, plain.as_str())
        });
        let until = from
            + self.codes[from..].partition_point(|row| {
                row.system == system as u8 && self.str(&row.code).starts_with(&plain)
            });
        from as CodeId..until as CodeId
    }

    /// All codes of a set.
    #[must_use]
    pub fn of(&self, system: System) -> std::ops::Range<CodeId> {
        let from = self.codes.partition_point(|row| row.system < system as u8);
        let until = self.codes.partition_point(|row| row.system <= system as u8);
        from as CodeId..until as CodeId
    }

    /// What kind of row it is in the newest release.
    #[must_use]
    pub fn status(&self, row: &ArchivedCodeRow) -> Status {
        match row.status {
            0 => Status::Billable,
            1 => Status::Header,
            2 => Status::Chapter,
            3 => Status::Block,
            _ => Status::Modifier,
        }
    }

    /// Whether all its text was written by Ligature's authors: a range of codes with our own name.
    #[must_use]
    pub fn ours(&self, row: &ArchivedCodeRow) -> bool {
        let listed = row.listed.to_native();
        let mut by = self.releases.iter().enumerate();
        listed != 0 && by.all(|(at, r)| listed & (1 << at) == 0 || r.publisher == crate::OURS)
    }

    fn rows<'a, T>(&'a self, table: &'a [T], rows: &ArchivedRows) -> &'a [T] {
        let at = rows.at.to_native() as usize;
        table
            .get(at..at + rows.len.to_native() as usize)
            .unwrap_or(&[])
    }

    /// The rows above it, nearest first.
    pub fn above(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = CodeId> {
        let mut next = row.parent.to_native();
        let mut left = 12;
        std::iter::from_fn(move || {
            let id = (next != NONE && left > 0).then_some(next)?;
            left -= 1;
            next = self.row(id).map_or(NONE, |r| r.parent.to_native());
            Some(id)
        })
    }

    /// The rows directly below it.
    pub fn below(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = CodeId> {
        self.rows(&self.children, &row.children)
            .iter()
            .map(|c| c.to_native())
    }

    /// Its instructions.
    pub fn notes(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = (NoteKind, &str, u8)> {
        self.rows(&self.notes, &row.notes)
            .iter()
            .map(|n| (note_kind(n.kind), self.str(&n.text), n.release))
    }

    /// Where it leads: kind, code, flags, release.
    pub fn links(
        &self,
        row: &ArchivedCodeRow,
    ) -> impl Iterator<Item = (LinkKind, CodeId, &str, u8)> {
        self.rows(&self.links, &row.links).iter().map(|l| {
            (
                link_kind(l.kind),
                l.to.to_native(),
                self.str(&l.flags),
                l.release,
            )
        })
    }

    /// What leads to it: kind, code, flags, release.
    pub fn back(
        &self,
        row: &ArchivedCodeRow,
    ) -> impl Iterator<Item = (LinkKind, CodeId, &str, u8)> {
        self.rows(&self.back, &row.back)
            .iter()
            .filter_map(|l| self.links.get(l.to_native() as usize))
            .map(|l| {
                (
                    link_kind(l.kind),
                    l.from.to_native(),
                    self.str(&l.flags),
                    l.release,
                )
            })
    }

    /// Facts of tables: name, modifier, value, release.
    pub fn facts(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = (&str, &str, &str, u8)> {
        self.rows(&self.facts, &row.facts).iter().map(|f| {
            let name = self
                .fact_names
                .get(f.name as usize)
                .map_or("", |n| n.as_str());
            (name, self.str(&f.modifier), self.str(&f.value), f.release)
        })
    }

    /// Index entries that lead to it.
    pub fn terms(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = &str> {
        self.rows(&self.terms, &row.terms)
            .iter()
            .map(|t| self.str(&t.path))
    }

    /// Titles of other releases.
    pub fn titles(&self, row: &ArchivedCodeRow) -> impl Iterator<Item = (&str, u8)> {
        self.rows(&self.titles, &row.titles)
            .iter()
            .map(|t| (self.str(&t.title), t.release))
    }

    /// The name of a release in words: `ICD-10-CM FY2025`.
    #[must_use]
    pub fn release(&self, at: u8) -> String {
        self.releases.get(at as usize).map_or(String::new(), |r| {
            let system = System::ALL.get(r.system as usize).map_or("", |s| s.name());
            format!("{system} {}", r.label)
        })
    }
}

/// A code in upper case without dots or spaces.
#[must_use]
pub fn plain(code: &str) -> String {
    code.chars()
        .filter(|c| !matches!(c, '.' | ' '))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn note_kind(number: u8) -> NoteKind {
    const ALL: [NoteKind; 9] = [
        NoteKind::Includes,
        NoteKind::InclusionTerm,
        NoteKind::Excludes1,
        NoteKind::Excludes2,
        NoteKind::CodeFirst,
        NoteKind::UseAdditional,
        NoteKind::CodeAlso,
        NoteKind::SeventhCharacter,
        NoteKind::Note,
    ];
    ALL.get(number as usize).copied().unwrap_or(NoteKind::Note)
}

fn link_kind(number: u8) -> LinkKind {
    match number {
        0 => LinkKind::Gem,
        1 => LinkKind::Ccsr,
        3 => LinkKind::Supports,
        4 => LinkKind::Neighbour,
        _ => LinkKind::AddOn,
    }
}
