//! The numbers of lists, which Word computes when it shows them.

use crate::error::Unreadable;
use crate::model::Format;
use crate::xml::{self, child, children};
use roxmltree::Node;
use std::collections::HashMap;

/// Levels that a list has.
const LEVELS: usize = 9;

/// How a level is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet,
    Number,
    Letter,
    Nothing,
}

/// A level of a list: its marks and its first number.
type Level = (Mark, usize);

/// The lists of a document.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// By the number of a list: its abstract list, and its levels.
    lists: HashMap<String, (String, HashMap<usize, Level>)>,
    /// By the name of a style: its list and level.
    styles: HashMap<String, (String, usize)>,
    /// By abstract list: the last number of each level.
    last: HashMap<String, [Option<usize>; LEVELS]>,
}

impl Numbering {
    /// Reads the parts `numbering.xml` and `styles.xml`.
    ///
    /// # Errors
    /// When one of them is no XML.
    pub fn read(numbering: &str, styles: &str) -> Result<Self, Unreadable> {
        let mut read = Self::default();
        if !numbering.is_empty() {
            let tree = xml::tree(numbering, Format::Docx, "")?;
            read.lists(tree.root_element());
        }
        if !styles.is_empty() {
            let tree = xml::tree(styles, Format::Docx, "")?;
            for style in children(tree.root_element(), "style") {
                let name = value(style, "styleId");
                let list = child(style, "pPr").and_then(|p| list_of(p));
                if let (Some(name), Some((Some(list), level))) = (name, list) {
                    read.styles.insert(name.to_owned(), (list, level));
                }
            }
        }
        Ok(read)
    }

    fn lists(&mut self, root: Node<'_, '_>) {
        let mut kinds: HashMap<&str, HashMap<usize, Level>> = HashMap::new();
        for kind in children(root, "abstractNum") {
            let levels = children(kind, "lvl").filter_map(level);
            if let Some(id) = value(kind, "abstractNumId") {
                kinds.insert(id, levels.collect());
            }
        }
        for list in children(root, "num") {
            let kind = child(list, "abstractNumId").and_then(|id| value(id, "val"));
            let (Some(id), Some(kind)) = (value(list, "numId"), kind) else {
                continue;
            };
            let levels = kinds.get(kind).cloned().unwrap_or_default();
            // a list that begins anew counts for itself
            let counted = match child(list, "lvlOverride") {
                Some(_) => format!("{kind} {id}"),
                None => kind.to_owned(),
            };
            self.lists.insert(id.to_owned(), (counted, levels));
        }
    }

    /// The mark of a paragraph by its properties, with the space after it: `2. `, `- `, or nothing.
    pub fn mark(&mut self, properties: Node<'_, '_>) -> String {
        let style = child(properties, "pStyle").and_then(|style| value(style, "val"));
        let styled = style.and_then(|style| self.styles.get(style)).cloned();
        let (list, level) = match list_of(properties) {
            Some((Some(list), level)) => (list, level),
            Some((None, level)) => (styled.map(|s| s.0).unwrap_or_default(), level),
            None => match styled {
                Some(styled) => styled,
                None => return String::new(),
            },
        };
        // list 0 means: none
        let Some((kind, levels)) = self.lists.get(&list) else {
            return String::new();
        };
        let (mark, first) = levels.get(&level).copied().unwrap_or((Mark::Bullet, 1));
        let last = self.last.entry(kind.clone()).or_default();
        let number = last[level].map_or(first, |last| last + 1);
        last[level] = Some(number);
        last[level + 1..].fill(None);
        match mark {
            Mark::Bullet => "- ".to_owned(),
            Mark::Number => format!("{number}. "),
            Mark::Letter => format!("{}. ", letters(number)),
            Mark::Nothing => String::new(),
        }
    }
}

/// List and level in the properties of a paragraph; the list may be that of the style.
fn list_of(properties: Node<'_, '_>) -> Option<(Option<String>, usize)> {
    let numbers = child(properties, "numPr")?;
    let list = child(numbers, "numId").and_then(|id| value(id, "val"));
    let level = child(numbers, "ilvl").and_then(|level| value(level, "val"));
    let level = level.and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((list.map(str::to_owned), usize::min(level, LEVELS - 1)))
}

fn level(node: Node<'_, '_>) -> Option<(usize, Level)> {
    let number = value(node, "ilvl")?.parse().ok()?;
    let kind = child(node, "numFmt").and_then(|kind| value(kind, "val"));
    let mark = match kind.unwrap_or("decimal") {
        "bullet" => Mark::Bullet,
        "lowerLetter" | "upperLetter" => Mark::Letter,
        "none" => Mark::Nothing,
        _ => Mark::Number,
    };
    let first = child(node, "start").and_then(|start| value(start, "val"));
    Some((
        number,
        (
            mark,
            first.and_then(|first| first.parse().ok()).unwrap_or(1),
        ),
    ))
}

/// `a` to `z`, then `aa` as Word writes it.
fn letters(number: usize) -> String {
    let at = number.max(1) - 1;
    let letter = char::from(b'a' + (at % 26) as u8);
    letter.to_string().repeat((at / 26 + 1).min(10))
}

/// An attribute by its local name: Word writes all of them with a prefix.
pub(crate) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let attribute = node
        .attributes()
        .find(|attribute| attribute.name() == name)?;
    Some(attribute.value())
}

/// Whether a property is there and not switched off.
pub(crate) fn is_on(properties: Node<'_, '_>, name: &str) -> bool {
    let property = child(properties, name);
    property.is_some_and(|p| !matches!(value(p, "val"), Some("0" | "false" | "off")))
}
