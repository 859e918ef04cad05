//! XML: its bytes as text, its root, and its tree within bounds.

use crate::error::{Unreadable, broken};
use crate::limits::NODES;
use crate::model::Format;
use encoding_rs::Encoding;
use roxmltree::{Document, Node, ParsingOptions};
use std::borrow::Cow;

/// Bytes in which a root element is looked for.
const HEAD: usize = 16 * 1024;

/// The beginning of markup as text; nothing if the bytes do not begin with `<`.
pub(crate) fn head(bytes: &[u8]) -> Option<String> {
    let text = text(&bytes[..bytes.len().min(HEAD)]);
    let from = text.trim_start();
    from.starts_with('<').then(|| from.to_owned())
}

/// The text of XML by its byte order mark, or by the encoding that its first line names; else UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    let first = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let named = first
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    match named {
        // the first line was read byte by byte, so that it cannot be UTF-16, whatever it says
        Some(encoding) if encoding.is_ascii_compatible() => encoding.decode(bytes).0,
        _ => String::from_utf8_lossy(bytes),
    }
}

/// The name of the root element without its prefix, and its namespace, from the beginning of a file.
pub(crate) fn root(head: &str) -> Option<(String, String)> {
    let mut rest = head;
    let tag = loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.to_ascii_lowercase().starts_with("<!doctype html") => {
                return Some(("html".to_owned(), String::new()));
            }
            // a type with declarations of its own, each of which ends as it does
            _ if rest.starts_with("<!") => match rest.find(['[', '>']) {
                Some(at) if rest[at..].starts_with('[') => "]>",
                _ => ">",
            },
            _ => break rest.strip_prefix('<')?,
        };
        rest = rest.split_once(end)?.1;
    };
    let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let attribute = match prefix {
        "" => "xmlns=".to_owned(),
        prefix => format!("xmlns:{prefix}="),
    };
    let space = tag
        .split_once(&attribute)
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .unwrap_or_default();
    (!local.is_empty()).then(|| (local.to_owned(), space.to_owned()))
}

/// The tree of XML.
///
/// # Errors
/// [`Unreadable::Broken`] with line and column.
pub(crate) fn tree<'t>(
    text: &'t str,
    format: Format,
    part: &str,
) -> Result<Document<'t>, Unreadable> {
    let bounds = ParsingOptions {
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text.trim_start_matches('\u{FEFF}').trim_start(), bounds).map_err(
        |error| {
            // the words of the library can quote names of the file
            let at = error.pos();
            let (what, row, column) = match error {
                roxmltree::Error::DtdDetected => {
                    ("it has a document type definition, which is not read", 1, 1)
                }
                roxmltree::Error::NodesLimitReached => {
                    ("it has more elements than a note can need", 1, 1)
                }
                roxmltree::Error::UnexpectedEndOfStream | roxmltree::Error::UnclosedRootNode => {
                    let last = text.rsplit('\n').next().unwrap_or_default();
                    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
                    (
                        "the XML ends too early",
                        lines + 1,
                        last.chars().count() + 1,
                    )
                }
                _ => ("it is not valid XML", at.row as usize, at.col as usize),
            };
            let place = match (row, column) {
                (0 | 1, 0 | 1) => String::new(),
                (row, column) => format!(" (line {row}, column {column}{part})"),
            };
            broken(format, format!("{what}{place}"))
        },
    )
}

/// The first child element of a name.
pub(crate) fn child<'a, 't>(node: Node<'a, 't>, name: &str) -> Option<Node<'a, 't>> {
    children(node, name).next()
}

/// All child elements of a name.
pub(crate) fn children<'a, 't, 'n>(
    node: Node<'a, 't>,
    name: &'n str,
) -> impl Iterator<Item = Node<'a, 't>> + use<'a, 't, 'n> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

#[cfg(test)]
mod tests {
    use super::{root, text, tree};
    use crate::model::Format;

    #[test]
    fn encodings_are_read() {
        assert_eq!(text("<a>é</a>".as_bytes()), "<a>é</a>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(text(latin).ends_with("<a>é</a>"));
        let lying = b"<?xml version='1.0' encoding='UTF-16'?><a>b</a>";
        assert!(text(lying).ends_with("<a>b</a>"));
        assert_eq!(text(b"\xFF\xFE<\0a\0/\0>\0"), "<a/>");
    }

    #[test]
    fn roots_are_found() {
        let check = |head: &str, name: &str, space: &str| {
            assert_eq!(root(head), Some((name.to_owned(), space.to_owned())));
        };
        check(
            "<?xml version='1.0'?>\n<!-- <x> --><a:b c='d' xmlns:a='e'/>",
            "b",
            "e",
        );
        check("<!DOCTYPE HTML PUBLIC 'x'><html>", "html", "");
        check("<!DOCTYPE a><b>", "b", "");
        check(
            "<!DOCTYPE a [<!ENTITY b 'c'> <!ENTITY d 'e'>]>\n<a>",
            "a",
            "",
        );
        check("<!DOCTYPE a SYSTEM 'x' [ ]><a xmlns='b'>", "a", "b");
        check("<a\nxmlns=\"b\">", "a", "b");
        assert_eq!(root("< 5 ml"), None);
        assert_eq!(root("<!-- no end"), None);
    }

    #[test]
    fn what_is_broken_has_its_place() {
        let check = |xml: &str, why: &str| {
            let error = tree(xml, Format::Cda, "").unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        };
        check("<a>\n<b></a>", "it is not valid XML (line 2, column");
        check("<a>\n<b>", "the XML ends too early");
        check(
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "document type definition",
        );
    }
}
