//! Clinical documents (CDA release 2, C-CDA): the narrative of the sections, or the body that is not XML.

use crate::day::packed;
use crate::error::Unreadable;
use crate::inside::{Inside, base64};
use crate::limits::LEVELS;
use crate::model::{Contents, Document, Format, Left};
use crate::tidy::{flat, row, tidy};
use crate::xml::{self, child, children};
use jiff::civil::Date;
use roxmltree::Node;

/// Reads a clinical document.
///
/// # Errors
/// When the XML is broken, or has no text.
pub(crate) fn read(bytes: &[u8], inside: &Inside<'_>) -> Result<Contents, Unreadable> {
    let text = xml::text(bytes);
    let tree = xml::tree(&text, Format::Cda, "")?;
    let root = tree.root_element();
    let title = child(root, "title")
        .map(words)
        .filter(|title| !title.is_empty());
    let title =
        title.or_else(|| child(root, "code").and_then(|code| attribute(code, "displayName")));
    let date = day(root);
    let mut narrative = Narrative::default();
    let mut bodies = children(root, "component").flat_map(|component| component.children());
    let mut documents = Vec::new();
    let mut dropped = Vec::new();
    let body =
        bodies.find(|body| matches!(body.tag_name().name(), "structuredBody" | "nonXMLBody"));
    match body {
        Some(body) if body.tag_name().name() == "nonXMLBody" => {
            documents = other_body(body, inside, &mut dropped);
        }
        Some(body) => narrative.sections(body),
        None => dropped.push("no body, only the particulars of patient and author".to_owned()),
    }
    dropped.extend(narrative.left.words());
    let text = tidy(&narrative.out);
    if !text.is_empty() {
        let mut document = Document::new(Format::Cda, text);
        document.dropped = std::mem::take(&mut dropped);
        documents.push(document);
    }
    for document in &mut documents {
        document.title = document.title.take().or_else(|| title.clone());
        document.date = document.date.or(date);
    }
    let format = Format::Cda;
    if documents.is_empty() {
        return Err(Unreadable::NoText { format, dropped });
    }
    Ok(Contents {
        format,
        documents,
        dropped,
    })
}

/// The day of the service, else of the encounter, else of the document.
fn day(root: Node<'_, '_>) -> Option<Date> {
    let mut services = children(root, "documentationOf").filter_map(|of| child(of, "serviceEvent"));
    let service = services.find_map(time);
    let encounter = || {
        let of = child(root, "componentOf")?;
        time(child(of, "encompassingEncounter")?)
    };
    service.or_else(encounter).or_else(|| time(root))
}

/// The day in `effectiveTime`: its value, or its beginning.
fn time(of: Node<'_, '_>) -> Option<Date> {
    let time = child(of, "effectiveTime")?;
    let low = child(time, "low").and_then(|low| low.attribute("value"));
    packed(time.attribute("value").or(low)?)
}

/// A body that is not XML: a PDF, a rich text, in base64.
fn other_body(body: Node<'_, '_>, inside: &Inside<'_>, dropped: &mut Vec<String>) -> Vec<Document> {
    let Some(text) = child(body, "text") else {
        return Vec::new();
    };
    let content = text.text().unwrap_or_default();
    if content.trim().is_empty() {
        if child(text, "reference").is_some() {
            dropped.push("a body that is elsewhere (a reference)".to_owned());
        }
        return Vec::new();
    }
    match text.attribute("representation") {
        Some("B64") => match base64(content) {
            Ok(bytes) => inside.read(&bytes, Format::Cda, dropped),
            Err(why) => {
                dropped.push(format!("a body that cannot be read ({why})"));
                Vec::new()
            }
        },
        _ => inside.read(content.as_bytes(), Format::Cda, dropped),
    }
}

fn attribute(node: Node<'_, '_>, name: &str) -> Option<String> {
    let value = flat(node.attribute(name)?);
    (!value.is_empty()).then_some(value)
}

/// All words of an element in one line.
fn words(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter(|n| n.is_text())
        .filter_map(|n| n.text());
    flat(&texts.collect::<Vec<_>>().join(" "))
}

/// Whether the style of an element has a line through it. The standard has no such style; senders have their own names.
fn is_struck(part: Node<'_, '_>) -> bool {
    let styles = part.attribute("styleCode").unwrap_or_default();
    let mut styles = styles.split_whitespace().map(str::to_ascii_lowercase);
    styles.any(|style| style.contains("strike") || style.contains("linethrough"))
}

/// The narrative of sections as lines.
#[derive(Default)]
struct Narrative {
    out: String,
    left: Left,
    level: usize,
    /// Whether line ends of the file are layout: in cells and items.
    flowing: bool,
}

impl Narrative {
    /// The sections in a body or in a section.
    fn sections(&mut self, node: Node<'_, '_>) {
        if self.level >= LEVELS {
            self.left.add(
                "section that is nested too deep",
                "sections that are nested too deep",
                1,
            );
            return;
        }
        self.level += 1;
        for component in children(node, "component") {
            for section in children(component, "section") {
                self.section(section);
            }
        }
        self.level -= 1;
    }

    fn section(&mut self, section: Node<'_, '_>) {
        let title = child(section, "title")
            .map(words)
            .filter(|title| !title.is_empty());
        let title = title
            .or_else(|| child(section, "code").and_then(|code| attribute(code, "displayName")));
        let from = self.out.len();
        if let Some(text) = child(section, "text") {
            self.line();
            self.block(text);
            self.line();
        }
        let empty = self.out[from..].trim().is_empty();
        if let (Some(title), false) = (title, empty) {
            // the sign by which a line is a heading
            let colon = if title.ends_with([':', '.', '?']) {
                ""
            } else {
                ":"
            };
            self.out.insert_str(from, &format!("\n{title}{colon}\n"));
        }
        let entries = children(section, "entry").count();
        self.left.add("coded entry", "coded entries", entries);
        self.sections(section);
    }

    /// What is in an element of the narrative.
    fn block(&mut self, node: Node<'_, '_>) {
        if self.level >= LEVELS {
            self.left.too_deep();
            return;
        }
        self.level += 1;
        for part in node.children() {
            if part.is_text() {
                self.text(part.text().unwrap_or_default());
            } else if part.is_element() {
                self.element(part);
            }
        }
        self.level -= 1;
    }

    fn element(&mut self, part: Node<'_, '_>) {
        match part.tag_name().name() {
            "br" => self.out.push('\n'),
            "paragraph" | "caption" | "p" | "div" => {
                self.line();
                self.block(part);
                self.line();
            }
            "content" if part.attribute("revised") == Some("delete") => {
                self.left.add("deleted passage", "deleted passages", 1);
            }
            "del" | "s" | "strike" => self.struck(),
            _ if is_struck(part) => self.struck(),
            "list" | "ul" | "ol" => self.list(part),
            "table" => self.table(part),
            "renderMultiMedia" | "img" => self.left.add("picture", "pictures", 1),
            "footnoteRef" => {}
            _ => self.block(part),
        }
    }

    /// Text with its line ends: they are layout in some files and lines in others, and a reader of notes joins what is
    /// one sentence.
    fn text(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 && !self.flowing {
                self.line();
            } else if at > 0 && !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
            for word in line.split_inclusive(char::is_whitespace) {
                let bare = word.trim_end();
                self.out.push_str(bare);
                if bare.len() < word.len()
                    && !self.out.is_empty()
                    && !self.out.ends_with([' ', '\n'])
                {
                    self.out.push(' ');
                }
            }
        }
    }

    fn struck(&mut self) {
        self.left.add(
            "passage that is struck out",
            "passages that are struck out",
            1,
        );
    }

    fn list(&mut self, list: Node<'_, '_>) {
        let ordered =
            list.attribute("listType") == Some("ordered") || list.tag_name().name() == "ol";
        self.line();
        for caption in children(list, "caption") {
            self.block(caption);
            self.line();
        }
        let items = list
            .children()
            .filter(|n| matches!(n.tag_name().name(), "item" | "li"));
        for (at, item) in items.enumerate() {
            let text = self.flowing(item);
            if text.is_empty() {
                continue;
            }
            let mark = if ordered {
                format!("{}. ", at + 1)
            } else {
                "- ".to_owned()
            };
            self.out.push_str(&mark);
            self.out.push_str(&text);
            self.line();
        }
    }

    fn table(&mut self, table: Node<'_, '_>) {
        self.left.add(
            "table that was written row by row",
            "tables that were written row by row",
            1,
        );
        self.line();
        for caption in children(table, "caption") {
            self.block(caption);
            self.line();
        }
        let mut headed = false;
        let mut rows = Vec::new();
        for part in table.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "tr" => rows.push(part),
                "thead" | "tbody" | "tfoot" => rows.extend(children(part, "tr")),
                _ => {}
            }
        }
        for line in rows {
            let cells = line
                .children()
                .filter(|n| matches!(n.tag_name().name(), "td" | "th"));
            let cells: Vec<_> = cells.collect();
            headed |= cells.len() > 1 && cells.iter().all(|cell| cell.tag_name().name() == "th");
            let cells: Vec<String> = cells.into_iter().map(|cell| self.flowing(cell)).collect();
            self.out.push_str(&row(&cells, !headed));
            self.line();
        }
    }

    /// The text of a cell or an item.
    fn flowing(&mut self, part: Node<'_, '_>) -> String {
        let outside = (std::mem::take(&mut self.out), self.flowing);
        self.flowing = true;
        self.block(part);
        let text;
        (text, (self.out, self.flowing)) = (std::mem::take(&mut self.out), outside);
        text.trim().to_owned()
    }

    /// Ends the line, if something is on it.
    fn line(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::error::Unreadable;
    use crate::inside::Inside;
    use crate::model::{Contents, Document, Format};

    fn plain(bytes: &[u8]) -> Result<Contents, Unreadable> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Ok(Contents::one(Document::new(Format::Text, text)))
    }

    fn file(header: &str, body: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">{header}<component>{body}</component></ClinicalDocument>"
        )
    }

    #[track_caller]
    fn check(section: &str, text: &str, dropped: &[&str]) {
        let body = format!(
            "<structuredBody><component><section>{section}</section></component></structuredBody>"
        );
        let contents = read(file("", &body).as_bytes(), &Inside(&plain)).unwrap();
        assert_eq!(contents.documents[0].text, text);
        assert_eq!(contents.documents[0].dropped, dropped);
    }

    #[test]
    fn narrative_is_read_in_lines() {
        check(
            "<title>Procedure</title><text>Small bowel<br/>resection &amp; <content>join</content></text>",
            "Procedure:\nSmall bowel\nresection & join",
            &[],
        );
        check(
            "<title>FINDINGS:</title><text><paragraph>One.</paragraph><paragraph>Two.</paragraph></text><entry/><entry/>",
            "FINDINGS:\nOne.\nTwo.",
            &["2 coded entries"],
        );
        check(
            "<code displayName='Plan'/><text><list listType='ordered'><item>a</item><item><paragraph>b</paragraph></item></list><list><caption>C</caption><item>d</item></list></text>",
            "Plan:\n1. a\n2. b\nC\n- d",
            &[],
        );
        check(
            "<text>no <content revised='delete'>stoma</content>leak<renderMultiMedia/></text>",
            "no leak",
            &["1 deleted passage", "1 picture"],
        );
        check(
            "<text>no <content styleCode='Bold Strikethrough'>stoma</content>leak</text>",
            "no leak",
            &["1 passage that is struck out"],
        );
        check(
            "<title>A</title><text/><component><section><title>B</title><text>c</text></section></component>",
            "B:\nc",
            &[],
        );
        check(
            "<text>\n   The bowel was\n   <content>resected</content>.\n </text>",
            "The bowel was\nresected.",
            &[],
        );
    }

    #[test]
    fn tables_are_written_row_by_row() {
        let dropped = ["1 table that was written row by row"];
        check(
            "<text><table><thead><tr><th>Act</th><th>Day</th></tr></thead><tbody><tr><td>Ileal\n  resection</td><td>1</td></tr></tbody></table></text>",
            "Act\tDay\nIleal resection\t1",
            &dropped,
        );
        check(
            "<text><table><tr><th>Procedure</th><td>Ileal resection</td></tr></table></text>",
            "Procedure: Ileal resection",
            &dropped,
        );
    }

    #[test]
    fn title_and_day_come_from_the_header() {
        let check = |header: &str, title: Option<&str>, day: Option<&str>| {
            let body = "<nonXMLBody><text mediaType='text/plain'>note</text></nonXMLBody>";
            let contents = read(file(header, body).as_bytes(), &Inside(&plain)).unwrap();
            let one = &contents.documents[0];
            assert_eq!(
                (one.title.as_deref(), one.date.map(|d| d.to_string())),
                (title, day.map(str::to_owned))
            );
        };
        check(
            "<title>Operative Note</title><effectiveTime value='20240820'/><documentationOf><serviceEvent><effectiveTime><low value='202408141030'/></effectiveTime></serviceEvent></documentationOf>",
            Some("Operative Note"),
            Some("2024-08-14"),
        );
        check(
            "<code displayName='Surgical operation note'/><effectiveTime value='20240820101010+0000'/>",
            Some("Surgical operation note"),
            Some("2024-08-20"),
        );
        check("<effectiveTime nullFlavor='UNK'/>", None, None);
    }

    #[test]
    fn other_bodies_are_read_or_named() {
        let check = |text: &str, read_as: Result<&str, &str>| {
            let body = format!("<nonXMLBody>{text}</nonXMLBody>");
            let got = read(file("", &body).as_bytes(), &Inside(&plain));
            match (got, read_as) {
                (Ok(contents), Ok(text)) => assert_eq!(contents.documents[0].text, text),
                (Err(why), Err(part)) => assert!(why.to_string().contains(part), "{why}"),
                (got, expected) => panic!("{got:?} is not {expected:?}"),
            }
        };
        check("<text representation='B64'>Ym93\nZWw=</text>", Ok("bowel"));
        check(
            "<text representation='B64'>Ym9*</text>",
            Err("its base64 has a wrong character at 4"),
        );
        check("<text><reference value='a.pdf'/></text>", Err("elsewhere"));
        check("", Err("without the text of a note"));
    }
}
