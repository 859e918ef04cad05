//! The alphabetic index, the index of external causes, and the tables of neoplasms and drugs: terms within terms.
//!
//! A term gives a row for each code that it leads to, and one row where it only refers elsewhere. "See" and "see also" are
//! kept alike as the words of the term referred to; "see category" and "see subcategory" keep that word before their code.
//! A term that holds only other terms is part of their path and gives no row.

use super::shared::{MOST_ROWS, code, release, undated, year};
use super::xml::{Held, Step, Walk, attribute};
use ligature_catalog::{Batch, IndexTerm, System};
use quick_xml::events::BytesStart;

/// The publisher's longest path has fewer than five hundred characters.
const LONGEST_PATH: usize = 1 << 12;

/// A term that is open.
#[derive(Default)]
struct Open {
    line: u64,
    /// Length of the path without it.
    before: usize,
    codes: Vec<String>,
    see: Vec<String>,
    /// Columns of a table, with their codes.
    cells: Vec<(u8, String)>,
    entered: bool,
    /// Something in it leads somewhere, or says that nothing does (`--` in a table).
    leads: bool,
}

struct Taking<'a> {
    walk: Walk<'a>,
    name: &'a str,
    batch: Batch,
    /// Neither the file nor its name says for which year it is.
    undated: bool,
    open: Vec<Open>,
    path: String,
    heads: Vec<(u8, String)>,
    held: Held,
    column: u8,
    after_modifier: bool,
}

pub(super) fn take(name: &str, text: &str) -> Result<Batch, String> {
    let mut taking = Taking {
        walk: Walk::new(text),
        name,
        batch: Batch::new(release(name, None, false)?),
        undated: undated(name, None),
        open: Vec::new(),
        path: String::new(),
        heads: Vec::new(),
        held: Held::default(),
        column: 0,
        after_modifier: false,
    };
    loop {
        match taking.walk.step()? {
            Step::Open(element) => taking.opened(&element)?,
            Step::Close(name) => taking.closed(&name)?,
            Step::Text(text) => taking.add(&text)?,
            Step::Done => {
                if taking.undated {
                    taking.batch.assume();
                }
                return Ok(taking.batch);
            }
        }
        if taking.batch.terms.len() > MOST_ROWS {
            return Err("it holds more terms than an index of ICD-10-CM can have".to_owned());
        }
    }
}

impl Taking<'_> {
    fn opened(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        match element.name().into_inner() {
            "ICD10CM.index" if attribute(element, "isAddenda") == "true" => {
                return Err("it lists changes only (addenda), not all terms".to_owned());
            }
            "mainTerm" | "term" => self.push(),
            "version" | "title" | "code" | "manif" | "see" | "seeAlso" | "seecat" | "subcat" => {
                self.held.begin()
            }
            "head" | "cell" => {
                self.held.begin();
                self.column = attribute(element, "col").parse().unwrap_or(0);
            }
            "nemod" if !self.held.so_far().is_empty() => self.held.add(" ")?,
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self) {
        self.enter(true);
        self.batch.read += 1;
        self.open.push(Open {
            line: self.walk.line(),
            before: self.path.len(),
            ..Open::default()
        });
    }

    /// Text; a word straight after a modifier's bracket is parted from it.
    fn add(&mut self, text: &str) -> Result<(), String> {
        if std::mem::take(&mut self.after_modifier) && text.starts_with(char::is_alphanumeric) {
            self.held.add(" ")?;
        }
        Ok(self.held.add(text)?)
    }

    fn closed(&mut self, element: &str) -> Result<(), String> {
        self.after_modifier = element == "nemod";
        match element {
            "mainTerm" | "term" => self.pop(),
            "version" => {
                let said = year(&self.held.end());
                self.batch.release = release(self.name, said, false)?;
                self.undated = undated(self.name, said);
            }
            "head" => {
                let head = self.held.end();
                self.heads.push((self.column, head));
            }
            "title" => {
                let title = self.held.end();
                self.title(&title);
            }
            "code" | "manif" | "see" | "seeAlso" | "seecat" | "subcat" | "cell" => {
                let text = self.held.end();
                self.lead(element, &text);
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes a term's words into the path; some hold where to look instead.
    fn title(&mut self, title: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let title = title.replace(" (s)", "(s)");
        let (words, see) = parted(&title);
        open.leads |= see.is_some();
        open.see.extend(see);
        self.path.truncate(open.before);
        if open.before > 0 {
            self.path.push_str(", ");
        }
        self.path.push_str(words);
    }

    fn lead(&mut self, element: &str, text: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.leads |= !text.is_empty();
        if text.trim_matches('-').is_empty() {
            return;
        }
        match element {
            "see" | "seeAlso" => open.see.push(text.to_owned()),
            "seecat" => open.see.push(format!("category {text}")),
            "subcat" => open.see.push(format!("subcategory {text}")),
            _ => match (leading(text), element) {
                (Some(code), "cell") => open.cells.push((self.column, code)),
                (Some(code), _) => open.codes.push(code),
                // words instead of a manifestation's code name the site more precisely
                (None, "manif") if self.path.len() < LONGEST_PATH => {
                    self.path.push_str(", ");
                    self.path.push_str(text);
                }
                (None, _) => {
                    let line = self.walk.line();
                    self.batch
                        .refuse(line, "what should be a code is not of ICD-10-CM's form");
                }
            },
        }
    }

    fn pop(&mut self) {
        self.enter(false);
        if let Some(open) = self.open.pop() {
            self.path.truncate(open.before);
        }
    }

    /// Gives the rows of what is open, once: before the first within it, or at its end.
    fn enter(&mut self, holds_others: bool) {
        let Some(open) = self.open.last_mut().filter(|o| !o.entered) else {
            return;
        };
        open.entered = true;
        if self.path.len() > LONGEST_PATH {
            self.batch
                .refuse(open.line, "its words are longer than any publisher's");
            return;
        }
        if !open.leads && !holds_others {
            self.batch
                .refuse(open.line, "it leads to no code and to no other term");
            return;
        }
        let see = see(&open.see, &open.codes);
        let row = |path: String, code: &str, see: &str| IndexTerm {
            system: System::Icd10cm,
            path,
            code: code.to_owned(),
            see: see.to_owned(),
        };
        for (at, code) in open.codes.iter().enumerate() {
            let see = if at == 0 { see.as_str() } else { "" };
            self.batch.terms.push(row(self.path.clone(), code, see));
        }
        if open.codes.is_empty() && !see.is_empty() {
            self.batch.terms.push(row(self.path.clone(), "", &see));
        }
        for (column, code) in &open.cells {
            let head = self.heads.iter().find(|(known, _)| known == column);
            let path = match head {
                Some((_, head)) => format!("{}, {head}", self.path),
                None => format!("{}, column {column}", self.path),
            };
            self.batch.terms.push(row(path, code, ""));
        }
    }
}

/// Words and, where a title itself says so, where to look instead: `Earache - code by site`, `Anorexia (see Appetite)`.
fn parted(title: &str) -> (&str, Option<String>) {
    for (mark, kept) in [
        (" - code ", " - "),
        (" -- code ", " -- "),
        (" - omit code", " - "),
    ] {
        if let Some(at) = title.find(mark) {
            return (
                &title[..at],
                title.get(at + kept.len()..).map(str::to_owned),
            );
        }
    }
    match title
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once(" (see "))
    {
        Some((words, see)) => (
            words,
            Some(
                see.trim_start_matches("also")
                    .trim_start_matches([',', ' '])
                    .to_owned(),
            ),
        ),
        None => (title, None),
    }
}

/// A code of the index: a dash at its end means that characters must be added.
fn leading(text: &str) -> Option<String> {
    let text = text.trim_matches(['[', ']', ' ']);
    let stem = text.trim_end_matches('-');
    let mut code = code(stem.trim_end_matches('.'))?;
    if stem.len() < text.len() {
        code.push('-');
    }
    Some(code)
}

/// The terms referred to, as one text. `categories T17 and` comes before its second category, which is given as a code.
fn see(see: &[String], codes: &[String]) -> String {
    let mut said = see.join("; ");
    let unfinished = ["and", "or", "category", "categories"]
        .iter()
        .any(|last| said.rsplit(' ').next() == Some(last));
    if let (true, Some(code)) = (unfinished, codes.first()) {
        said.push(' ');
        said.push_str(&System::Icd10cm.printed(code));
    }
    said
}
