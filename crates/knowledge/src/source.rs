//! The text of an authored file, and places in it.

use crate::problem::{Excerpt, Problem, Severity};
use std::ops::Range;

/// The kind of file, by its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Lexicon,
    Family,
    Policies,
    Page,
    Examples,
    Names,
    Ranges,
    Search,
    Claims,
    Remits,
    Releases,
}

impl Part {
    /// The folders, in the order in which they are read.
    pub(crate) const FOLDERS: &'static [(&'static str, Part)] = &[
        ("lexicon", Part::Lexicon),
        ("families", Part::Family),
        ("policies", Part::Policies),
        ("procedures", Part::Page),
        ("examples", Part::Examples),
        ("names", Part::Names),
        ("ranges", Part::Ranges),
        ("search", Part::Search),
        ("claims", Part::Claims),
        ("remits", Part::Remits),
        ("releases", Part::Releases),
    ];

    /// The ending that its files have.
    pub(crate) fn extension(self) -> &'static str {
        if self == Part::Page { "md" } else { "toml" }
    }
}

/// An authored file.
#[derive(Debug, Clone)]
pub(crate) struct AuthoredFile {
    /// Its name in problems.
    pub(crate) path: String,
    pub(crate) part: Part,
    /// Its text, lines ended by `\n` alone.
    pub(crate) text: String,
    /// The TOML in it, at the same offsets as in `text`.
    toml: Option<String>,
    /// For a page: where the Markdown begins.
    pub(crate) body: usize,
}

impl AuthoredFile {
    /// Takes the text in: drops a byte order mark and carriage returns.
    pub(crate) fn new(path: String, part: Part, text: &str) -> Self {
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let mut source = Self {
            path,
            part,
            text,
            toml: None,
            body: 0,
        };
        if part == Part::Page {
            source.find_front_matter();
        }
        source
    }

    /// The TOML of the file. For a page that is its front matter, whose first fence is turned into a comment
    /// so that offsets stay those of the file; without front matter it is empty.
    pub(crate) fn toml(&self) -> &str {
        match (&self.toml, self.part) {
            (Some(front), _) => front,
            (None, Part::Page) => "",
            (None, _) => &self.text,
        }
    }

    /// Whether a page has front matter between two lines `+++`.
    pub(crate) fn has_front_matter(&self) -> bool {
        self.toml.is_some()
    }

    fn find_front_matter(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let fence = line.trim_end() == "+++";
            if at == 0 && !fence {
                return;
            }
            if at > 0 && fence {
                self.toml = self.text.get(3..at).map(|front| format!("###{front}"));
                self.body = at + line.len();
                return;
            }
            at += line.len();
        }
    }

    /// Line and column (in characters) of a byte, both counted from 1.
    pub(crate) fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.before(byte);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    fn before(&self, byte: usize) -> &str {
        let mut end = byte.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(..end).unwrap_or("")
    }

    /// A problem at a place of this file.
    pub(crate) fn problem(
        &self,
        span: &Range<usize>,
        severity: Severity,
        message: String,
    ) -> Problem {
        let (line, column) = self.position(span.start);
        Problem {
            file: self.path.clone(),
            line,
            column,
            severity,
            message,
            help: None,
            excerpt: Some(self.excerpt(span)),
        }
    }

    /// The line around a place, cut on both sides where it is long.
    fn excerpt(&self, span: &Range<usize>) -> Excerpt {
        const LONGEST: usize = 110;
        const LEAD: usize = 50;
        let before = self.before(span.start);
        let start_byte = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self
            .text
            .get(start_byte..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or("");
        let mut start = before.get(start_byte..).unwrap_or("").chars().count();
        let marked = self
            .text
            .get(before.len()..span.end.max(before.len()))
            .unwrap_or("");
        let mut width = marked.lines().next().unwrap_or("").chars().count().max(1);
        let length = line.chars().count();
        let mut text = line.to_owned();
        if length > LONGEST {
            let from = start.saturating_sub(LEAD);
            let cut: String = line.chars().skip(from).take(LONGEST).collect();
            let (head, tail) = (
                if from > 0 { "…" } else { "" },
                if from + LONGEST < length { "…" } else { "" },
            );
            text = format!("{head}{cut}{tail}");
            start = start - from + usize::from(from > 0);
            width = width.min(LONGEST.saturating_sub(start)).max(1);
        }
        Excerpt { text, start, width }
    }
}
