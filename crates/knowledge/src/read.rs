//! From TOML to values, keeping the place of each. Whatever cannot be taken is reported, left out, and the rest is
//! read on: one wrong key never hides the next.

use crate::problem::{Problem, Severity};
use crate::source::AuthoredFile;
use crate::suggest::did_you_mean;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, ValueDeserializer};

/// A value with the table that it was read from.
#[derive(Debug)]
pub(crate) struct Placed<'s, T> {
    pub(crate) value: T,
    pub(crate) node: Node<'s>,
}

/// Each value with its table.
pub(crate) fn parts<'a, 's, T>(
    items: &'a [Placed<'s, T>],
) -> impl Iterator<Item = (&'a T, &'a Node<'s>)> {
    items.iter().map(|item| (&item.value, &item.node))
}

/// A table of a file, for finding the places of what it holds.
#[derive(Debug, Clone)]
pub(crate) struct Node<'s> {
    pub(crate) source: &'s AuthoredFile,
    table: Spanned<DeValue<'s>>,
}

/// A step down into a table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An element of a list; of a single value: that value.
    At(usize),
    /// The key itself.
    Name(&'a str),
}

impl<'s> Node<'s> {
    /// The place of an item; where the path leads nowhere, that of the nearest item above.
    pub(crate) fn span(&self, path: &[Step<'_>]) -> Range<usize> {
        let mut here = &self.table;
        for step in path {
            let next = match (step, here.get_ref()) {
                (Step::Key(key), DeValue::Table(table)) => table.get(*key),
                (Step::At(index), DeValue::Array(array)) => array.get(*index),
                (Step::Name(key), DeValue::Table(table)) => {
                    if let Some((name, _)) = table.get_key_value(*key) {
                        return name.span();
                    }
                    None
                }
                _ => None,
            };
            match next {
                Some(next) => here = next,
                None => break,
            }
        }
        here.span()
    }

    /// An error at a place.
    pub(crate) fn error(&self, path: &[Step<'_>], message: impl Into<String>) -> Problem {
        self.source
            .problem(&self.span(path), Severity::Error, message.into())
    }

    /// A warning at a place.
    pub(crate) fn warning(&self, path: &[Step<'_>], message: impl Into<String>) -> Problem {
        self.source
            .problem(&self.span(path), Severity::Warning, message.into())
    }
}

/// A file being read: lists of tables are taken out one by one, the rest at the end.
pub(crate) struct Reader<'s, 'p> {
    source: &'s AuthoredFile,
    root: DeTable<'s>,
    span: Range<usize>,
    problems: &'p mut Vec<Problem>,
}

impl<'s, 'p> Reader<'s, 'p> {
    /// Parses the TOML of a file; every syntax error is reported.
    pub(crate) fn new(source: &'s AuthoredFile, problems: &'p mut Vec<Problem>) -> Self {
        let (root, errors) = DeTable::parse_recoverable(source.toml());
        let end = source.toml().len();
        for error in errors {
            let span = error.span().unwrap_or(end..end);
            problems.push(source.problem(&span, Severity::Error, error.message().to_owned()));
        }
        let span = root.span();
        Self {
            source,
            root: root.into_inner(),
            span,
            problems,
        }
    }

    /// Takes out the list of tables `[[key]]`.
    pub(crate) fn items<T: for<'de> Deserialize<'de>>(&mut self, key: &str) -> Vec<Placed<'s, T>> {
        let Some(list) = self.root.remove(key) else {
            return Vec::new();
        };
        let span = list.span();
        let DeValue::Array(list) = list.into_inner() else {
            let help = format!("write `[[{key}]]` above each of them");
            self.problems.push(
                self.source
                    .problem(
                        &span,
                        Severity::Error,
                        format!("`{key}` is a list of tables"),
                    )
                    .with_help(help),
            );
            return Vec::new();
        };
        let mut items = Vec::with_capacity(list.len());
        for item in list.iter() {
            if item.get_ref().is_table() {
                items.extend(self.value(item.clone()));
            } else {
                let message = format!("each `{key}` must be a table, this is another value");
                self.problems
                    .push(self.source.problem(&item.span(), Severity::Error, message));
            }
        }
        items
    }

    /// Takes what is left of the file.
    pub(crate) fn rest<T: for<'de> Deserialize<'de>>(mut self) -> Option<Placed<'s, T>> {
        let root = std::mem::take(&mut self.root);
        let span = self.span.start..self.span.start;
        self.value(Spanned::new(span, DeValue::Table(root)))
    }

    /// Reads a value; whatever is refused is reported, taken out, and the reading begun again.
    fn value<T: for<'de> Deserialize<'de>>(
        &mut self,
        mut table: Spanned<DeValue<'s>>,
    ) -> Option<Placed<'s, T>> {
        loop {
            let error = match T::deserialize(ValueDeserializer::from(table.clone())) {
                Ok(value) => {
                    return Some(Placed {
                        value,
                        node: Node {
                            source: self.source,
                            table,
                        },
                    });
                }
                Err(error) => error,
            };
            let span = error.span().unwrap_or_else(|| table.span());
            let (message, help) = in_words(error.message());
            let mut problem = self.source.problem(&span, Severity::Error, message);
            problem.help = help;
            self.problems.push(problem);
            if !remove(&mut table, &span) {
                return None;
            }
        }
    }
}

/// Removes the innermost entry or element at `span`. False if there is none.
fn remove(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    let holds = |range: Range<usize>| range.start <= span.start && span.end <= range.end;
    match value.get_mut() {
        DeValue::Table(table) => {
            let Some(key) = table
                .iter()
                .find(|(key, value)| {
                    holds(key.span()) || holds(value.span()) || reaches(value, span)
                })
                .map(|(key, _)| key.clone())
            else {
                return false;
            };
            let deeper = !holds(key.span())
                && table
                    .get_mut(key.get_ref().as_ref())
                    .is_some_and(|value| remove(value, span));
            deeper || table.remove(key.get_ref().as_ref()).is_some()
        }
        DeValue::Array(array) => {
            let Some(index) = array
                .iter()
                .position(|value| holds(value.span()) || reaches(value, span))
            else {
                return false;
            };
            if array
                .get_mut(index)
                .is_some_and(|value| remove(value, span))
            {
                return true;
            }
            let mut kept = DeArray::new();
            for (_, value) in array.iter().enumerate().filter(|(at, _)| *at != index) {
                kept.push(value.clone());
            }
            *array = kept;
            true
        }
        _ => false,
    }
}

/// Whether something inside is at `span`: the span of a `[table]` is that of its heading alone.
fn reaches(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    let holds = |range: Range<usize>| range.start <= span.start && span.end <= range.end;
    match value.get_ref() {
        DeValue::Table(table) => table
            .iter()
            .any(|(key, value)| holds(key.span()) || holds(value.span()) || reaches(value, span)),
        DeValue::Array(array) => array
            .iter()
            .any(|value| holds(value.span()) || reaches(value, span)),
        _ => false,
    }
}

/// serde's message in the words of an author, with the nearest valid name where it lists the valid ones.
fn in_words(message: &str) -> (String, Option<String>) {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let suggestion = |what| match names.split_first() {
        Some((wrong, names)) if !names.is_empty() => {
            Some(did_you_mean(wrong, names.iter().copied(), what))
        }
        _ => None,
    };
    let first = names.first().copied().unwrap_or_default();
    if message.starts_with("unknown field") {
        (
            format!("`{first}` is not a key of this table"),
            suggestion("keys"),
        )
    } else if message.starts_with("unknown variant") {
        (
            format!("`{first}` is not a value that this key can have"),
            suggestion("values"),
        )
    } else if message.contains("untagged enum Want") {
        (
            "a condition is a word or a list of words".to_owned(),
            Some(
                "write \"x\", \"not x\", \"any\", \"none\" or a list such as [\"x\", \"y\"]"
                    .to_owned(),
            ),
        )
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let expected = rest
            .rsplit_once(", expected ")
            .map_or("something else", |(_, expected)| expected);
        let (what, help) = match expected {
            "a sequence" => ("a list", Some("write it in brackets: [\"…\", \"…\"]")),
            "a map" => ("a table", Some("write it in braces: { key = \"…\" }")),
            "a string" => ("text", Some("write it in quotation marks: \"…\"")),
            "a boolean" => ("true or false", None),
            "usize" | "u32" => ("a whole number", None),
            other => (other, None),
        };
        (format!("{what} is expected here"), help.map(str::to_owned))
    } else {
        (message.to_owned(), None)
    }
}
