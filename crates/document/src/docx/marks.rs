//! Whether the words of a run are shown as they are: hidden and struck-out words are no words of a note.

use super::numbering::{is_on, value};
use crate::model::Format;
use crate::xml::{self, child, children};
use roxmltree::Node;
use std::collections::HashMap;

/// Most styles that are based on each other.
const BASED: usize = 20;

/// What conceals words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub hidden: bool,
    pub struck: bool,
    pub struck_twice: bool,
}

/// What properties of a run say; nothing where they say nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    hidden: Option<bool>,
    struck: Option<bool>,
    struck_twice: Option<bool>,
}

impl Said {
    fn of(properties: Node<'_, '_>) -> Said {
        let said = |name| child(properties, name).map(|_| is_on(properties, name));
        Said {
            hidden: said("vanish"),
            struck: said("strike"),
            struck_twice: said("dstrike"),
        }
    }

    fn or(self, other: Said) -> Said {
        Said {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            struck_twice: self.struck_twice.or(other.struck_twice),
        }
    }
}

/// The marks that styles give.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    /// By name: what a style says itself, and the style that it is based on.
    all: HashMap<String, (Said, Option<String>)>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    defaults: Said,
}

impl Styles {
    /// Reads the part `styles.xml`; what is broken gives no style.
    pub fn read(styles: &str) -> Self {
        let mut read = Self::default();
        let Ok(tree) = xml::tree(styles, Format::Docx, "") else {
            return read;
        };
        let root = tree.root_element();
        let defaults = child(root, "docDefaults")
            .and_then(|all| child(all, "rPrDefault"))
            .and_then(|run| child(run, "rPr"));
        read.defaults = defaults.map(Said::of).unwrap_or_default();
        for style in children(root, "style") {
            let Some(name) = value(style, "styleId") else {
                continue;
            };
            let paragraph = value(style, "type") == Some("paragraph");
            if paragraph && matches!(value(style, "default"), Some("1" | "true" | "on")) {
                read.usual = Some(name.to_owned());
            }
            let said = child(style, "rPr").map(Said::of).unwrap_or_default();
            let based = child(style, "basedOn").and_then(|based| value(based, "val"));
            let based = based.map(str::to_owned);
            read.all.insert(name.to_owned(), (said, based));
        }
        read
    }

    fn said(&self, name: Option<&str>) -> Said {
        let mut said = Said::default();
        let mut next = name;
        for _ in 0..BASED {
            let Some((own, based)) = next.and_then(|name| self.all.get(name)) else {
                break;
            };
            said = said.or(*own);
            next = based.as_deref();
        }
        said
    }

    /// The marks of a run in a paragraph of a style. Styles of the paragraph and of the run switch each other off, and what
    /// the run says itself counts before both.
    pub fn marks(&self, run: Node<'_, '_>, paragraph: Option<&str>) -> Marks {
        let properties = child(run, "rPr");
        let own = properties.map(Said::of).unwrap_or_default();
        let style = properties
            .and_then(|own| child(own, "rStyle"))
            .and_then(|style| value(style, "val"));
        let around = self.said(paragraph.or(self.usual.as_deref()));
        let style = self.said(style);
        let mark = |of: fn(Said) -> Option<bool>| {
            let styled = match (of(around), of(style)) {
                (Some(around), Some(style)) => Some(around != style),
                (around, style) => around.or(style),
            };
            of(own).or(styled).or(of(self.defaults)).unwrap_or(false)
        };
        Marks {
            hidden: mark(|said| said.hidden),
            struck: mark(|said| said.struck),
            struck_twice: mark(|said| said.struck_twice),
        }
    }
}
