//! From batches to a catalog.

use crate::batch::{Batch, Fact, IndexTerm, Link, LinkKind, Note, Status};
use crate::rows::{Ranges, newest_notes, parent, span_rows};
use crate::store::{
    Catalog, CodeRow, FactRow, LinkRow, NONE, NoteRow, ReleaseRow, Rows, Span, TermRow, TitleRow,
};
use crate::text::Text;
use ligature_codes::System;
use ligature_codes::day;
use rustc_hash::FxHashMap;

/// The publisher of what Ligature's authors write themselves.
pub const OURS: &str = "the authors of Ligature";

/// As many releases as a code has bits for.
const MOST_RELEASES: usize = 64;

/// As many names of facts as a byte can number.
const MOST_FACT_NAMES: usize = 256;

/// Why a catalog cannot be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildError {
    /// More releases than a code can distinguish.
    TooManyReleases(usize),
    /// More text than four gigabytes.
    TooMuchText,
    /// More names of facts than a fact can tell apart; the first that found no place.
    TooManyFactNames(String),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::TooManyReleases(n) => write!(
                f,
                "the code sets were read from {n} files, and a book holds at most {MOST_RELEASES} of them: leave {} of the oldest out",
                n.saturating_sub(MOST_RELEASES)
            ),
            BuildError::TooMuchText => f.write_str("the files hold more than 4 GB of text"),
            BuildError::TooManyFactNames(name) => write!(
                f,
                "the files give facts of more than {MOST_FACT_NAMES} kinds, and a book holds no more: there is no place for `{name}`"
            ),
        }
    }
}

impl std::error::Error for BuildError {}

/// A code while it is built.
struct Made {
    key: (System, Box<str>),
    status: Status,
    title: Span,
    short: Span,
    parent: Box<str>,
    listed: u64,
    billable: u64,
    from: i32,
    to: i32,
    titles: Vec<TitleRow>,
}

/// A catalog while it is built.
struct Builder {
    text: Text,
    made: Vec<Made>,
    places: FxHashMap<(System, Box<str>), usize>,
    releases: Vec<ReleaseRow>,
    fact_names: Vec<String>,
}

impl Catalog {
    /// Puts batches together; older releases first or last, in any order.
    ///
    /// # Errors
    /// [`BuildError`]
    pub fn build(
        batches: Vec<(String, Batch)>,
        attested: Vec<String>,
    ) -> Result<Catalog, BuildError> {
        if batches.len() > MOST_RELEASES {
            return Err(BuildError::TooManyReleases(batches.len()));
        }
        let mut batches = batches;
        // the newest release has the last word on a title; of one release, the longer list
        batches.sort_by(|a, b| {
            (
                a.1.release.system,
                a.1.release.from,
                a.1.release.to,
                &a.1.release.file,
            )
                .cmp(&(
                    b.1.release.system,
                    b.1.release.from,
                    b.1.release.to,
                    &b.1.release.file,
                ))
        });
        let mut builder = Builder {
            text: Text::default(),
            made: Vec::new(),
            places: FxHashMap::default(),
            releases: Vec::new(),
            fact_names: Vec::new(),
        };
        for (number, (what, batch)) in batches.iter().enumerate() {
            builder.take(number, what, batch);
            builder.mention(number, batch);
        }
        builder.finish(batches, attested)
    }
}

impl Builder {
    /// Takes a batch in; `what` says what was read ("ICD-10-CM order file").
    fn take(&mut self, number: usize, what: &str, batch: &Batch) {
        let release = &batch.release;
        let bit = 1_u64 << number;
        let count = |billable: bool| {
            let of = |s: Status| (s == Status::Billable) == billable && s != Status::Modifier;
            u32::try_from(batch.entries.iter().filter(|e| of(e.status)).count()).unwrap_or(u32::MAX)
        };
        self.releases.push(ReleaseRow {
            system: release.system as u8,
            label: release.label.clone(),
            what: what.to_owned(),
            from: day(release.from),
            to: day(release.to),
            publisher: release.publisher.clone(),
            licence: release.licence.clone(),
            file: release.file.clone(),
            complete: release.complete,
            read: batch.read,
            billable: count(true),
            headers: count(false),
            refused: u32::try_from(batch.refused.len()).unwrap_or(u32::MAX),
        });
        for entry in &batch.entries {
            let key = (release.system, entry.code.as_str().into());
            let title = self.text.add(&entry.title);
            let short = if entry.short == entry.title {
                Span::default()
            } else {
                self.text.add(&entry.short)
            };
            let at = self.place(key, entry.status);
            let made = &mut self.made[at];
            made.status = entry.status;
            made.listed |= bit;
            if matches!(entry.status, Status::Billable | Status::Modifier) {
                made.billable |= bit;
            }
            if title.len > 0 && title != made.title {
                if made.title.len > 0 {
                    let release = made.listed.wrapping_sub(bit).checked_ilog2().unwrap_or(0);
                    made.titles.push(TitleRow {
                        release: u8::try_from(release).unwrap_or(0),
                        title: made.title,
                    });
                }
                made.title = title;
            }
            if short.len > 0 {
                made.short = short;
            }
            if !entry.parent.is_empty() {
                made.parent = entry.parent.as_str().into();
            }
            if let Some(from) = entry.standing.from {
                made.from = day(from);
            }
            made.to = entry.standing.to.map_or(made.to, day);
            if entry.standing.from.is_some() && entry.standing.to.is_none() {
                made.to = i32::MAX;
            }
        }
    }

    /// Procedure codes that a table only mentions: nothing else is known of them, but they are codes.
    fn mention(&mut self, number: usize, batch: &Batch) {
        let facts = batch.facts.iter().map(|f| (f.system, f.code.as_str()));
        let edits = batch.links.iter().filter(|l| l.kind == LinkKind::AddOn);
        let links = edits.flat_map(|l| [(l.system, l.code.as_str()), (l.to_system, l.to.as_str())]);
        let mut before = None;
        for named in facts.chain(links) {
            let (system, code) = named;
            let procedure = matches!(system, System::Cpt | System::Hcpcs) && !code.is_empty();
            if !procedure || before.replace(named) == Some(named) {
                continue;
            }
            let at = self.place((system, code.into()), Status::Billable);
            self.made[at].listed |= 1 << number;
        }
    }

    /// The place of a code; a new one where it is not known yet.
    fn place(&mut self, key: (System, Box<str>), status: Status) -> usize {
        *self.places.entry(key.clone()).or_insert_with(|| {
            self.made.push(Made {
                key,
                status,
                title: Span::default(),
                short: Span::default(),
                parent: Box::default(),
                listed: 0,
                billable: 0,
                from: i32::MIN,
                to: i32::MAX,
                titles: Vec::new(),
            });
            self.made.len() - 1
        })
    }

    fn finish(
        mut self,
        batches: Vec<(String, Batch)>,
        attested: Vec<String>,
    ) -> Result<Catalog, BuildError> {
        let mut all = std::mem::take(&mut self.made);
        all.sort_by(|a, b| a.key.cmp(&b.key));
        let places: FxHashMap<(System, &str), u32> = all
            .iter()
            .enumerate()
            .map(|(at, m)| ((m.key.0, &*m.key.1), at as u32))
            .collect();
        let find = |system: System, code: &str| places.get(&(system, code)).copied();
        let ranges = Ranges::of(all.iter().map(|m| (m.key.0, &*m.key.1, m.status)));
        let parents: Vec<u32> = all
            .iter()
            .map(|m| parent((m.key.0, &m.key.1), &m.parent, &ranges, &find))
            .collect();
        let mut codes: Vec<CodeRow> = Vec::with_capacity(all.len());
        let mut titles = Vec::new();
        for (made, parent) in all.iter().zip(&parents) {
            let own = Rows {
                at: titles.len() as u32,
                len: made.titles.len() as u32,
            };
            titles.extend(made.titles.iter().copied());
            codes.push(CodeRow {
                system: made.key.0 as u8,
                status: made.status as u8,
                code: self.text.add(&made.key.1),
                title: made.title,
                short: made.short,
                parent: *parent,
                children: Rows::default(),
                listed: made.listed,
                billable: made.billable,
                from: made.from,
                to: made.to,
                notes: Rows::default(),
                links: Rows::default(),
                back: Rows::default(),
                facts: Rows::default(),
                titles: own,
                terms: Rows::default(),
            });
        }
        let mut children: Vec<u32> = (0..codes.len() as u32)
            .filter(|c| parents[*c as usize] != NONE)
            .collect();
        children.sort_by_key(|c| (parents[*c as usize], *c));
        span_rows(
            &mut codes,
            children.iter().map(|c| parents[*c as usize]),
            |c| &mut c.children,
        );

        let mut notes: Vec<(u32, NoteRow)> = Vec::new();
        let mut links: Vec<LinkRow> = Vec::new();
        let mut terms: Vec<TermRow> = Vec::new();
        let mut facts: Vec<(u32, FactRow)> = Vec::new();
        // of one table the newest release of a code's instructions counts
        for (number, (_, batch)) in batches.into_iter().enumerate() {
            let release = number as u8;
            let system = batch.release.system;
            for note in batch.notes {
                self.note(system, release, &note, &find, &mut notes);
            }
            for link in batch.links {
                self.link(release, &link, &find, &mut links);
            }
            for term in batch.terms {
                self.term(&term, &find, &mut terms);
            }
            for fact in batch.facts {
                self.fact(release, &fact, &find, &mut facts)?;
            }
        }
        newest_notes(&mut notes);
        notes.sort_by_key(|n| n.0);
        span_rows(&mut codes, notes.iter().map(|n| n.0), |c| &mut c.notes);
        links.sort_by_key(|l| (l.from, l.kind, l.to));
        links.dedup_by(|a, b| (a.from, a.to, a.kind, a.flags) == (b.from, b.to, b.kind, b.flags));
        span_rows(&mut codes, links.iter().map(|l| l.from), |c| &mut c.links);
        let mut back: Vec<u32> = (0..links.len() as u32)
            .filter(|l| links[*l as usize].to != NONE)
            .collect();
        back.sort_by_key(|l| (links[*l as usize].to, *l));
        span_rows(
            &mut codes,
            back.iter().map(|l| links[*l as usize].to),
            |c| &mut c.back,
        );
        terms.sort_by_key(|t| t.code);
        span_rows(
            &mut codes,
            terms.iter().map(|t| t.code).take_while(|c| *c != NONE),
            |c| &mut c.terms,
        );
        facts.sort_by_key(|f| (f.0, f.1.release));
        span_rows(&mut codes, facts.iter().map(|f| f.0), |c| &mut c.facts);
        if self.text.full {
            return Err(BuildError::TooMuchText);
        }
        Ok(Catalog {
            releases: self.releases,
            codes,
            children,
            notes: notes.into_iter().map(|n| n.1).collect(),
            links,
            back,
            titles,
            terms,
            facts: facts.into_iter().map(|f| f.1).collect(),
            fact_names: self.fact_names,
            attested,
            text: self.text.bytes,
        })
    }

    fn note(
        &mut self,
        system: System,
        release: u8,
        note: &Note,
        find: &dyn Fn(System, &str) -> Option<u32>,
        notes: &mut Vec<(u32, NoteRow)>,
    ) {
        if let Some(code) = find(system, &note.code) {
            let text = self.text.add(&note.text);
            notes.push((
                code,
                NoteRow {
                    kind: note.kind as u8,
                    release,
                    text,
                },
            ));
        }
    }

    fn link(
        &mut self,
        release: u8,
        link: &Link,
        find: &dyn Fn(System, &str) -> Option<u32>,
        links: &mut Vec<LinkRow>,
    ) {
        let Some(from) = find(link.system, &link.code) else {
            return;
        };
        let to = find(link.to_system, &link.to);
        if to.is_none() && !link.to.is_empty() {
            return;
        }
        let flags = self.text.add(&link.flags);
        links.push(LinkRow {
            kind: link.kind as u8,
            release,
            from,
            to: to.unwrap_or(NONE),
            flags,
        });
    }

    fn term(
        &mut self,
        term: &IndexTerm,
        find: &dyn Fn(System, &str) -> Option<u32>,
        terms: &mut Vec<TermRow>,
    ) {
        let plain: String = term
            .code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let code = (!plain.is_empty())
            .then(|| find(term.system, &plain))
            .flatten();
        let path = self.text.add(&term.path);
        let see = self.text.add(&term.see);
        terms.push(TermRow {
            system: term.system as u8,
            code: code.unwrap_or(NONE),
            path,
            see,
        });
    }

    fn fact(
        &mut self,
        release: u8,
        fact: &Fact,
        find: &dyn Fn(System, &str) -> Option<u32>,
        facts: &mut Vec<(u32, FactRow)>,
    ) -> Result<(), BuildError> {
        let Some(code) = find(fact.system, &fact.code) else {
            return Ok(());
        };
        let known = self.fact_names.iter().position(|n| n == fact.name);
        let name = known.unwrap_or_else(|| {
            self.fact_names.push(fact.name.to_owned());
            self.fact_names.len() - 1
        });
        let name =
            u8::try_from(name).map_err(|_| BuildError::TooManyFactNames(fact.name.to_owned()))?;
        let modifier = self.text.add(&fact.modifier);
        let value = self.text.add(&fact.value);
        facts.push((
            code,
            FactRow {
                release,
                name,
                modifier,
                value,
            },
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{CodeEntry, Release, Standing};
    use jiff::civil::date;

    fn batch(number: usize, facts: impl Iterator<Item = &'static str>) -> (String, Batch) {
        let mut batch = Batch::new(Release {
            system: System::Cpt,
            label: format!("release {number}"),
            from: date(2024, 1, 1),
            to: date(2024, 12, 31),
            publisher: "CMS".to_owned(),
            licence: String::new(),
            file: format!("{number:03}.csv"),
            complete: true,
        });
        batch.entries.push(CodeEntry {
            code: "44120".to_owned(),
            title: String::new(),
            short: String::new(),
            status: Status::Billable,
            parent: String::new(),
            standing: Standing::default(),
        });
        batch.facts.extend(facts.map(|name| Fact {
            system: System::Cpt,
            code: "44120".to_owned(),
            modifier: String::new(),
            name,
            value: "1".to_owned(),
        }));
        ("table".to_owned(), batch)
    }

    /// Names of facts live as long as the program: so do these.
    fn names(count: usize) -> impl Iterator<Item = &'static str> {
        (0..count).map(|n| &*Box::leak(format!("fact-{n}").into_boxed_str()))
    }

    #[test]
    fn every_fact_keeps_its_name_or_the_book_is_refused() {
        let built = |count: usize| Catalog::build(vec![batch(0, names(count))], vec![]);
        for count in [255, 256] {
            let catalog = built(count).unwrap();
            let last = catalog.facts.last().unwrap();
            assert_eq!(
                catalog.fact_names[usize::from(last.name)],
                format!("fact-{}", count - 1)
            );
        }
        for count in [257, 300] {
            let error = built(count).unwrap_err();
            assert_eq!(error, BuildError::TooManyFactNames("fact-256".to_owned()));
            assert!(error.to_string().contains("`fact-256`"), "{error}");
        }
    }

    #[test]
    fn a_book_of_too_many_files_is_refused() {
        let built = |count: usize| {
            let batches = (0..count).map(|n| batch(n, names(0)));
            Catalog::build(batches.collect(), vec![])
        };
        for count in [1, 63, 64] {
            let listed = built(count).unwrap().codes[0].listed;
            assert_eq!(listed.count_ones() as usize, count);
        }
        for (count, says) in [
            (65, "leave 1 of the oldest"),
            (100, "leave 36 of the oldest"),
        ] {
            let error = built(count).unwrap_err();
            assert_eq!(error, BuildError::TooManyReleases(count));
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
