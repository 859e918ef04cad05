//! ICD-10-PCS definitions: other words for operations, body parts, approaches and devices.
//!
//! Other words become index terms that refer to the value to be used. Where a section has one operation or one approach
//! only, its definition is a note at the section; other operations are defined at their tables, by the tables themselves.

use super::columns::is_pcs;
use super::named;
use super::xml::{Piece, attribute, walk};
use ligature_catalog::{Batch, IndexTerm, Note, NoteKind, System};

/// A value with its definition and its other words.
#[derive(Default)]
struct Term {
    titles: Vec<String>,
    definition: Vec<String>,
    includes: Vec<String>,
}

struct Definitions {
    batch: Batch,
    year: Option<i16>,
    section: String,
    position: String,
    /// Values of the axis so far, and the definition of the first.
    count: usize,
    definition: String,
    term: Option<Term>,
    device: String,
    words: String,
}

/// Reads the definitions; `batch.read` counts values and devices.
///
/// # Errors
/// A sentence, if it is no whole XML file or does not say for which year it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut all = Definitions {
        batch: Batch::new(named::fiscal(System::Icd10pcs, 2000, name)),
        year: None,
        section: String::new(),
        position: String::new(),
        count: 0,
        definition: String::new(),
        term: None,
        device: String::new(),
        words: String::new(),
    };
    walk(text, |piece| {
        match piece {
            Piece::Open(element, tag) => {
                all.words.clear();
                match element {
                    "section" => all.section = attribute(tag, "code"),
                    "axis" => all.axis(attribute(tag, "pos")),
                    "terms" => all.term = Some(Term::default()),
                    _ => {}
                }
            }
            Piece::Text(words) => words.clone_into(&mut all.words),
            Piece::Close(element) => all.close(element),
        }
        Ok(())
    })?;
    let year = all
        .year
        .or_else(|| named::in_name(name, named::year))
        .ok_or("it does not say for which year it is")?;
    all.batch.release = named::fiscal(System::Icd10pcs, year, name);
    Ok(all.batch)
}

impl Definitions {
    fn axis(&mut self, position: String) {
        self.position = position;
        self.count = 0;
        self.definition.clear();
    }

    fn close(&mut self, element: &str) {
        let words = std::mem::take(&mut self.words);
        match (element, &mut self.term) {
            ("version", _) => self.year = words.parse().ok().filter(|y| (2000..2100).contains(y)),
            ("title", Some(term)) => term.titles.push(words),
            ("definition" | "explanation", Some(term)) if words != "None" => {
                term.definition.push(words)
            }
            ("includes", Some(term)) => term.includes.push(words),
            ("terms", _) => self.close_term(),
            ("axis", _) => self.close_axis(),
            ("device", _) => self.device = words,
            ("parent", _) => {
                let device = std::mem::take(&mut self.device);
                self.batch.read += 1;
                self.refer(&device, &words);
            }
            _ => {}
        }
    }

    fn close_term(&mut self) {
        let Some(term) = self.term.take() else { return };
        self.batch.read += 1;
        self.count += 1;
        if self.count == 1 && !term.definition.is_empty() {
            let title = term.titles.first().map_or("", String::as_str);
            self.definition = format!("{title}: {}", term.definition.join(". "));
        }
        // operations list their examples in one sentence, other axes one name in each element
        let sentence = self.position == "3";
        for title in &term.titles {
            for words in &term.includes {
                if sentence {
                    words.split(", ").for_each(|w| self.refer(w, title));
                } else {
                    self.refer(words, title);
                }
            }
        }
    }

    fn close_axis(&mut self) {
        let definition = std::mem::take(&mut self.definition);
        if self.count == 1 && !definition.is_empty() && is_pcs(&self.section) {
            self.batch.notes.push(Note {
                code: self.section.clone(),
                kind: NoteKind::Note,
                text: definition,
            });
        }
    }

    fn refer(&mut self, words: &str, to: &str) {
        let words = words.trim();
        if words.is_empty() || to.is_empty() {
            let line = self.batch.read;
            return self.batch.refuse(
                line,
                "another word without the value to use, or the other way round",
            );
        }
        self.batch.terms.push(IndexTerm {
            system: System::Icd10pcs,
            path: format!("{words} (use {to})"),
            code: String::new(),
            see: to.to_owned(),
        });
    }
}
