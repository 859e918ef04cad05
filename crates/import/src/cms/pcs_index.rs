//! ICD-10-PCS index: terms, the codes or tables that they lead to, and the terms or values that they refer to.

use super::columns::is_pcs;
use super::named;
use super::xml::{Piece, walk};
use ligature_catalog::{Batch, IndexTerm, System};

struct Index {
    batch: Batch,
    year: Option<i16>,
    /// Titles from the main term down; a term without its own title has none.
    path: Vec<String>,
    /// The term, value or table that is referred to, and its codes, while inside "see" or "use".
    refer: Option<(String, Vec<String>)>,
    words: String,
}

/// Reads the index; `batch.read` counts terms of every level.
///
/// # Errors
/// A sentence, if it is no whole XML file or does not say for which year it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut index = Index {
        batch: Batch::new(named::fiscal(System::Icd10pcs, 2000, name)),
        year: None,
        path: Vec::new(),
        refer: None,
        words: String::new(),
    };
    walk(text, |piece| {
        match piece {
            Piece::Open(element, _) => index.open(element),
            Piece::Text(words) => words.clone_into(&mut index.words),
            Piece::Close(element) => index.close(element),
        }
        Ok(())
    })?;
    let year = index
        .year
        .or_else(|| named::in_name(name, named::year))
        .ok_or("it does not say for which year it is")?;
    index.batch.release = named::fiscal(System::Icd10pcs, year, name);
    Ok(index.batch)
}

impl Index {
    fn open(&mut self, element: &str) {
        self.keep_reference();
        self.words.clear();
        match element {
            "mainTerm" => self.path = vec![String::new()],
            "term" => self.path.push(String::new()),
            "see" | "seeAlso" | "use" => self.refer = Some((String::new(), Vec::new())),
            _ => {}
        }
        if matches!(element, "mainTerm" | "term") {
            self.batch.read += 1;
        }
    }

    /// Words before a code inside of "see" are the reference itself.
    fn keep_reference(&mut self) {
        if let Some((see, _)) = &mut self.refer
            && see.is_empty()
        {
            see.push_str(&self.words);
        }
    }

    fn close(&mut self, element: &str) {
        let words = std::mem::take(&mut self.words);
        match element {
            "version" => self.year = words.parse().ok().filter(|y| (2000..2100).contains(y)),
            "title" => {
                if let Some(last) = self.path.last_mut() {
                    *last = words;
                }
            }
            "code" | "codes" | "tab" => match &mut self.refer {
                Some((_, codes)) => codes.push(words),
                None => self.term(words, String::new()),
            },
            "see" | "seeAlso" | "use" => {
                let (see, codes) = self.refer.take().unwrap_or_default();
                let see = if see.is_empty() { words } else { see };
                if codes.is_empty() {
                    self.term(String::new(), see);
                } else {
                    for code in codes {
                        self.term(code, see.clone());
                    }
                }
            }
            "term" | "mainTerm" => {
                self.path.pop();
            }
            _ => {}
        }
    }

    fn term(&mut self, code: String, see: String) {
        let titles: Vec<&str> = self
            .path
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        let path = titles.join(", ");
        let line = self.batch.read;
        if path.is_empty() {
            return self
                .batch
                .refuse(line, "a code or reference without a term");
        }
        if !(code.is_empty() || is_pcs(&code) && code.len() <= 7) {
            return self
                .batch
                .refuse(line, "a term leads to what is no code of ICD-10-PCS");
        }
        if code.is_empty() && see.is_empty() {
            return self.batch.refuse(line, "a term leads nowhere");
        }
        self.batch.terms.push(IndexTerm {
            system: System::Icd10pcs,
            path,
            code,
            see,
        });
    }
}
