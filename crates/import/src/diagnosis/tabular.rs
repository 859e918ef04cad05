//! The tabular list: chapters, blocks, and codes within codes, with their instructions.
//!
//! Codes of seven characters are not in it; it defines the characters for a code and all below it. They are written
//! out here, under the code that needs them, filled up with X where that code is shorter than six characters.

use super::shared::{MOST_ROWS, code, is_code, release, undated, year};
use super::xml::{Held, Step, Walk, attribute};
use ligature_catalog::{Batch, CodeEntry, Note, NoteKind, Standing, Status};
use quick_xml::events::BytesStart;
use std::collections::HashSet;

/// A chapter, block or code that is open.
struct Open {
    kind: Kind,
    line: u64,
    /// Empty until it is read, and where it was refused.
    code: String,
    title: String,
    /// The seventh characters that it defines, with their meanings.
    sevenths: Vec<(char, String)>,
    /// Seventh characters that some codes within do not take.
    except: Vec<Except>,
    entered: bool,
    refused: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chapter,
    Block,
    Code,
}

struct Taking<'a> {
    walk: Walk<'a>,
    name: &'a str,
    batch: Batch,
    /// Neither the file nor its name says for which year it is.
    undated: bool,
    open: Vec<Open>,
    held: Held,
    group: Option<NoteKind>,
    character: Option<char>,
}

pub(super) fn take(name: &str, text: &str) -> Result<Batch, String> {
    let mut taking = Taking {
        walk: Walk::new(text),
        name,
        batch: Batch::new(release(name, None, true)?),
        undated: undated(name, None),
        open: Vec::new(),
        held: Held::default(),
        group: None,
        character: None,
    };
    loop {
        match taking.walk.step()? {
            Step::Open(element) => taking.opened(&element)?,
            Step::Close(name) => taking.closed(&name)?,
            Step::Text(text) => taking.held.add(&text)?,
            Step::Done => {
                nest(&mut taking.batch.entries);
                if taking.undated {
                    taking.batch.assume();
                }
                return Ok(taking.batch);
            }
        }
        if taking.batch.entries.len() > MOST_ROWS {
            return Err("it holds more codes than ICD-10-CM can have".to_owned());
        }
    }
}

/// Puts blocks under the wide blocks of their chapter. The publisher writes a wide block (`M00-M25`) as an element of its
/// own in addition to the narrower ones (`M00-M02`); it has notes and no codes, and they hold for all codes of its range.
fn nest(entries: &mut [CodeEntry]) {
    let with_codes: HashSet<&str> = entries
        .iter()
        .filter(|e| e.status != Status::Block)
        .map(|e| e.parent.as_str())
        .collect();
    let ends = |code: &str| {
        code.split_once('-')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    let blocks = || entries.iter().filter(|e| e.status == Status::Block);
    let wide: Vec<(String, String, String, String)> = blocks()
        .filter(|e| !with_codes.contains(e.code.as_str()))
        .filter_map(|e| {
            let (from, to) = ends(&e.code)?;
            Some((from, to, e.code.clone(), e.parent.clone()))
        })
        .collect();
    for entry in entries.iter_mut().filter(|e| e.status == Status::Block) {
        let Some((from, to)) = ends(&entry.code) else {
            continue;
        };
        let around = wide.iter().filter(|(a, b, code, chapter)| {
            *code != entry.code && *chapter == entry.parent && *a <= from && to <= *b
        });
        // the narrowest begins last, or else ends first
        let nearest = around.min_by_key(|(a, b, ..)| (std::cmp::Reverse(a), b));
        if let Some((_, _, code, _)) = nearest {
            entry.parent.clone_from(code);
        }
    }
}

/// What the notes within an element of this name are.
fn note_kind(element: &str) -> Option<NoteKind> {
    Some(match element {
        "includes" => NoteKind::Includes,
        "inclusionTerm" => NoteKind::InclusionTerm,
        "excludes1" => NoteKind::Excludes1,
        "excludes2" => NoteKind::Excludes2,
        "codeFirst" => NoteKind::CodeFirst,
        "useAdditionalCode" => NoteKind::UseAdditional,
        "codeAlso" => NoteKind::CodeAlso,
        "sevenChrDef" => NoteKind::SeventhCharacter,
        "sevenChrNote" | "notes" => NoteKind::Note,
        _ => return None,
    })
}

impl Taking<'_> {
    fn opened(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        match element.name().into_inner() {
            "ICD10CM.tabular" if attribute(element, "isAddenda") == "true" => {
                return Err("it lists changes only (addenda), not all codes".to_owned());
            }
            "introduction" | "deactivated" => self.walk.pass()?,
            "chapter" => self.push(Kind::Chapter),
            "section" => self.open_block(element),
            "diag" => {
                self.enter(true);
                self.push(Kind::Code);
            }
            "version" | "name" | "desc" | "note" => self.held.begin(),
            "extension" => self.open_character(element),
            other => self.open_group(other),
        }
        Ok(())
    }

    fn open_group(&mut self, element: &str) {
        let Some(kind) = note_kind(element) else {
            return;
        };
        self.group = Some(kind);
        self.character = None;
        let line = self.walk.line();
        let late = kind == NoteKind::SeventhCharacter
            && self
                .open
                .last()
                .is_some_and(|o| o.kind == Kind::Code && o.entered);
        if late {
            self.batch.refuse(
                line,
                "its seventh characters come after the codes that need them",
            );
        }
    }

    fn open_character(&mut self, element: &BytesStart<'_>) {
        self.held.begin();
        let said = attribute(element, "char").to_ascii_uppercase();
        let mut characters = said.chars();
        self.character = characters.next().filter(char::is_ascii_alphanumeric);
        if self.character.is_none() || characters.next().is_some() {
            self.character = None;
            let line = self.walk.line();
            self.batch
                .refuse(line, "a seventh character is not one letter or digit");
        }
    }

    fn push(&mut self, kind: Kind) {
        self.batch.read += 1;
        let line = self.walk.line();
        self.open.push(Open {
            kind,
            line,
            code: String::new(),
            title: String::new(),
            sevenths: Vec::new(),
            except: Vec::new(),
            entered: false,
            refused: false,
        });
    }

    fn open_block(&mut self, element: &BytesStart<'_>) {
        self.enter(true);
        self.push(Kind::Block);
        let id = attribute(element, "id").to_ascii_uppercase();
        self.name_it(range(id), "the section has no range of codes as its id");
    }

    fn closed(&mut self, element: &str) -> Result<(), String> {
        match element {
            "chapter" | "section" | "diag" => {
                self.enter(false);
                self.open.pop();
            }
            "version" => {
                let said = year(&self.held.end());
                self.batch.release = release(self.name, said, true)?;
                self.undated = undated(self.name, said);
            }
            "name" => self.close_name(),
            "desc" => {
                let title = self.held.end();
                if let Some(open) = self.open.last_mut() {
                    open.title = match open.kind {
                        Kind::Code => title,
                        _ => without_range(&title).to_owned(),
                    };
                }
            }
            "note" => {
                let text = self.held.end();
                self.note(text);
            }
            "extension" => self.close_character(),
            other if note_kind(other).is_some() => self.group = None,
            _ => {}
        }
        Ok(())
    }

    fn close_name(&mut self) {
        let said = self.held.end();
        match self.open.last().map(|o| o.kind) {
            Some(Kind::Chapter) => {
                let numbered = said.len() < 4 && said.parse::<u8>().is_ok();
                self.name_it(numbered.then_some(said), "the chapter has no number");
            }
            Some(Kind::Code) => {
                self.name_it(
                    code(&said),
                    "what should be a code is not of ICD-10-CM's form",
                );
            }
            _ => {}
        }
    }

    /// Names what is open, or refuses it.
    fn name_it(&mut self, said: Option<String>, why: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        match said {
            Some(code) => open.code = code,
            None if !open.refused => {
                open.refused = true;
                self.batch.refuse(open.line, why);
            }
            None => {}
        }
    }

    fn close_character(&mut self) {
        let meaning = self.held.end();
        let (Some(character), Some(open)) = (self.character, self.open.last_mut()) else {
            return;
        };
        if open.sevenths.iter().all(|(known, _)| *known != character) {
            open.sevenths.push((character, meaning.clone()));
        }
        self.note(meaning);
    }

    /// A note at what is open; one among seventh characters says more of the one before it.
    fn note(&mut self, text: String) {
        let (Some(kind), Some(open)) = (self.group, self.open.last()) else {
            return;
        };
        let code = open.code.clone();
        if text.is_empty() || code.is_empty() {
            return;
        }
        let (kind, text) = match (kind, self.character) {
            (NoteKind::SeventhCharacter, Some(character)) => (kind, format!("{character}  {text}")),
            (NoteKind::SeventhCharacter, None) => (NoteKind::Note, text),
            _ => (kind, text),
        };
        if text.contains("7th character") && text.contains("not apply") {
            self.except(&text);
        }
        self.batch.notes.push(Note { code, kind, text });
    }

    /// A note that takes seventh characters away from some codes. One in other words is refused with a message, as
    /// codes that are not valid would be given for valid otherwise.
    fn except(&mut self, text: &str) {
        let line = self.walk.line();
        let Some(open) = self.open.last_mut() else {
            return;
        };
        match Except::parse(text) {
            Some(except) => open.except.push(except),
            None => self.batch.refuse(
                line,
                format!(
                    "{}: the words about seventh characters that do not apply are not understood",
                    open.code
                ),
            ),
        }
    }

    /// Gives what is open as an entry, once: before the first within it, or at its end.
    fn enter(&mut self, holds_others: bool) {
        let Some(open) = self.open.last_mut().filter(|o| !o.entered) else {
            return;
        };
        open.entered = true;
        if open.code.is_empty() {
            self.name_it(None, "a chapter or code has no name");
            return;
        }
        let Some((open, above)) = self.open.split_last() else {
            return;
        };
        let sevenths = match open.kind {
            Kind::Code if !holds_others && open.code.len() < 7 => sevenths(&self.open),
            _ => &[],
        };
        let status = match open.kind {
            Kind::Chapter => Status::Chapter,
            Kind::Block => Status::Block,
            Kind::Code if holds_others || !sevenths.is_empty() => Status::Header,
            Kind::Code => Status::Billable,
        };
        let parent = above.iter().rev().find(|o| !o.code.is_empty());
        self.batch.entries.push(CodeEntry {
            code: open.code.clone(),
            title: open.title.clone(),
            short: String::new(),
            status,
            parent: parent.map(|o| o.code.clone()).unwrap_or_default(),
            standing: Standing::default(),
        });
        let full = sevenths.iter().map(|(c, meaning)| full(open, *c, meaning));
        let except = || self.open.iter().flat_map(|o| &o.except);
        self.batch
            .entries
            .extend(full.filter(|e| !except().any(|x| x.forbids(&e.code))));
    }
}

/// Seventh characters that do not apply where the sixth is one of these.
struct Except {
    sevenths: Vec<char>,
    sixths: Vec<char>,
}

impl Except {
    /// From the words of a note: `7th characters D and S do not apply to codes in category S06 with 6th character 7 -
    /// death …, or 8 - death …`.
    fn parse(text: &str) -> Option<Except> {
        let (sevenths, codes) = text.split_once("do not apply")?;
        let (_, sixths) = codes.split_once("6th character")?;
        let except = Except {
            sevenths: single(sevenths, |c| c.is_ascii_uppercase() || c.is_ascii_digit()),
            sixths: single(sixths, |c| c.is_ascii_digit()),
        };
        (!except.sevenths.is_empty() && !except.sixths.is_empty()).then_some(except)
    }

    fn forbids(&self, code: &str) -> bool {
        let at = |place| code.chars().nth(place);
        at(5).is_some_and(|c| self.sixths.contains(&c))
            && at(6).is_some_and(|c| self.sevenths.contains(&c))
    }
}

/// The words of one character that fit.
fn single(text: &str, fits: fn(char) -> bool) -> Vec<char> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.parse().ok().filter(|c| fits(*c)))
        .collect()
}

/// The seventh characters that hold for the innermost: its own, or those of the nearest above it.
fn sevenths(open: &[Open]) -> &[(char, String)] {
    open.iter()
        .rev()
        .map(|o| o.sevenths.as_slice())
        .find(|s| !s.is_empty())
        .unwrap_or_default()
}

/// A code of seven characters.
fn full(of: &Open, character: char, meaning: &str) -> CodeEntry {
    let title = match (of.title.as_str(), meaning) {
        ("", only) | (only, "") => only.to_owned(),
        (title, meaning) => format!("{title}, {meaning}"),
    };
    CodeEntry {
        code: format!("{:X<6}{character}", of.code),
        title,
        short: String::new(),
        status: Status::Billable,
        parent: of.code.clone(),
        standing: Standing::default(),
    }
}

/// A block's name. One of a single category (`C7A`) is named `C7A-C7A`, as its code is the name of the category within.
fn range(id: String) -> Option<String> {
    let fits = id.len() < 16 && id.split('-').all(is_code);
    fits.then(|| match id.contains('-') {
        true => id,
        false => format!("{id}-{id}"),
    })
}

/// A title without the range of codes in brackets at its end.
fn without_range(title: &str) -> &str {
    let Some((head, range)) = title.rsplit_once('(') else {
        return title;
    };
    match range.strip_suffix(')') {
        Some(range) if range.split('-').all(is_code) => head.trim_end(),
        _ => title,
    }
}
