//! The body of a Word document as lines of text.

use super::marks::Styles;
use super::numbering::{Numbering, is_on, value};
use crate::limits::LEVELS;
use crate::model::Left;
use crate::tidy::row;
use crate::xml::{child, children};
use roxmltree::Node;

/// Writes a body.
pub(crate) struct Body {
    out: String,
    left: Left,
    numbering: Numbering,
    styles: Styles,
    /// The style of the paragraph that is open.
    style: Option<String>,
    /// Text boxes of the paragraph that is open: they follow it.
    boxes: Vec<String>,
    level: usize,
}

impl Body {
    pub fn new(numbering: Numbering, styles: Styles) -> Self {
        Self {
            out: String::new(),
            left: Left::default(),
            numbering,
            styles,
            style: None,
            boxes: Vec::new(),
            level: 0,
        }
    }

    /// The text, and what was left out.
    pub fn finish(self) -> (String, Left) {
        (self.out, self.left)
    }

    /// Reads the main part.
    pub fn document(&mut self, root: Node<'_, '_>) {
        for body in children(root, "body") {
            self.blocks(body);
        }
    }

    /// Paragraphs, tables and what holds them.
    fn blocks(&mut self, node: Node<'_, '_>) {
        if self.level >= LEVELS {
            self.left.too_deep();
            return;
        }
        self.level += 1;
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "p" => self.paragraph(part),
                "tbl" => self.table(part),
                "altChunk" => self.left.add("embedded document", "embedded documents", 1),
                "del" | "moveFrom" => self.deleted(part),
                "sectPr" => {}
                // content controls, tracked insertions and the like
                _ => self.blocks(part),
            }
        }
        self.level -= 1;
    }

    fn paragraph(&mut self, paragraph: Node<'_, '_>) {
        let outside = std::mem::take(&mut self.boxes);
        let mark = match child(paragraph, "pPr") {
            Some(properties) => self.numbering.mark(properties),
            None => String::new(),
        };
        let style = child(paragraph, "pPr")
            .and_then(|properties| child(properties, "pStyle"))
            .and_then(|style| value(style, "val"));
        // a text box in the paragraph has paragraphs of its own
        let around = std::mem::replace(&mut self.style, style.map(str::to_owned));
        let from = self.out.len();
        self.runs(paragraph);
        self.style = around;
        // a number without words is an empty item
        if !self.out[from..].trim().is_empty() {
            self.out.insert_str(from, &mark);
        }
        // the end of a deleted paragraph joins it to the next one
        let joined = child(paragraph, "pPr")
            .and_then(|properties| child(properties, "rPr"))
            .is_some_and(|properties| child(properties, "del").is_some());
        if !joined {
            self.out.push('\n');
        }
        for text in std::mem::replace(&mut self.boxes, outside) {
            self.out.push_str(&text);
            self.out.push('\n');
        }
    }

    /// Runs and what holds them.
    fn runs(&mut self, node: Node<'_, '_>) {
        if self.level >= LEVELS {
            self.left.too_deep();
            return;
        }
        self.level += 1;
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "r" => self.run(part),
                "del" | "moveFrom" => self.deleted(part),
                "pPr" | "rPr" => {}
                "commentReference" | "commentRangeStart" | "commentRangeEnd" => {}
                _ => self.runs(part),
            }
        }
        self.level -= 1;
    }

    fn run(&mut self, run: Node<'_, '_>) {
        let marks = self.styles.marks(run, self.style.as_deref());
        if marks.hidden {
            self.left.add(
                "passage of hidden text",
                "passages of hidden text",
                usize::from(has_text(run)),
            );
            return;
        }
        if marks.struck || marks.struck_twice {
            self.left.add(
                "passage that is struck out",
                "passages that are struck out",
                usize::from(has_text(run)),
            );
            return;
        }
        for part in run.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "t" => self.out.push_str(part.text().unwrap_or_default()),
                "tab" | "ptab" => self.out.push('\t'),
                "br" | "cr" => self.out.push('\n'),
                "noBreakHyphen" => self.out.push('-'),
                "sym" => self
                    .out
                    .push(symbol(value(part, "char").unwrap_or_default())),
                "fldChar" => {
                    if let Some(field) = child(part, "ffData") {
                        self.field(field);
                    }
                }
                "footnoteReference" | "endnoteReference" => {}
                "commentReference" => self.left.add("comment", "comments", 1),
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(part),
                _ => {}
            }
        }
    }

    /// The mark of a check box, and the choice of a list, in a form.
    fn field(&mut self, field: Node<'_, '_>) {
        if let Some(check) = child(field, "checkBox") {
            let marked = match child(check, "checked") {
                Some(_) => is_on(check, "checked"),
                None => is_on(check, "default"),
            };
            self.out.push_str(if marked { "[x] " } else { "[ ] " });
        } else if let Some(list) = child(field, "ddList") {
            let chosen = child(list, "result").and_then(|r| value(r, "val"));
            let chosen: usize = chosen.and_then(|r| r.parse().ok()).unwrap_or(0);
            if let Some(entry) = children(list, "listEntry").nth(chosen) {
                self.out.push_str(value(entry, "val").unwrap_or_default());
            }
        }
    }

    /// A picture, or a box with text in it.
    fn drawing(&mut self, drawing: Node<'_, '_>) {
        // the second form of the same thing, for older programs
        let seen = |node: &Node<'_, '_>| {
            !node
                .ancestors()
                .any(|a| a.is_element() && a.tag_name().name() == "Fallback")
        };
        let mut boxes = drawing
            .descendants()
            .filter(|node| node.is_element() && node.tag_name().name() == "txbxContent")
            .filter(seen)
            .peekable();
        if boxes.peek().is_none() {
            let (one, several) = match drawing.tag_name().name() {
                "object" => ("embedded object", "embedded objects"),
                _ => ("picture", "pictures"),
            };
            self.left.add(one, several, 1);
            return;
        }
        for text_box in boxes {
            // a box in a box is read with the outer one
            let inner = text_box.ancestors().skip(1);
            if inner
                .take_while(|a| *a != drawing)
                .any(|a| a.tag_name().name() == "txbxContent")
            {
                continue;
            }
            let outside = std::mem::take(&mut self.out);
            self.blocks(text_box);
            let text = std::mem::replace(&mut self.out, outside);
            self.boxes.push(text.trim_end().to_owned());
        }
    }

    fn table(&mut self, table: Node<'_, '_>) {
        self.left.add(
            "table that was written row by row",
            "tables that were written row by row",
            1,
        );
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        let labelled = rows.iter().all(|cells| cells.len() <= 2);
        for cells in &rows {
            self.out.push_str(&row(cells, labelled));
            self.out.push('\n');
        }
    }

    fn rows(&mut self, node: Node<'_, '_>, rows: &mut Vec<Vec<String>>) {
        if self.level >= LEVELS {
            self.left.too_deep();
            return;
        }
        self.level += 1;
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "tr" if is_deleted_row(part) => self.deleted(part),
                "tr" => {
                    let mut cells = Vec::new();
                    self.cells(part, &mut cells);
                    rows.push(cells);
                }
                "tblPr" | "tblGrid" => {}
                _ => self.rows(part, rows),
            }
        }
        self.level -= 1;
    }

    fn cells(&mut self, node: Node<'_, '_>, cells: &mut Vec<String>) {
        if self.level >= LEVELS {
            return;
        }
        self.level += 1;
        for part in node.children().filter(Node::is_element) {
            match part.tag_name().name() {
                "tc" => {
                    let outside = std::mem::take(&mut self.out);
                    self.blocks(part);
                    let text = std::mem::replace(&mut self.out, outside);
                    cells.push(text.trim().to_owned());
                }
                "trPr" | "tblPrEx" => {}
                _ => self.cells(part, cells),
            }
        }
        self.level -= 1;
    }

    fn deleted(&mut self, part: Node<'_, '_>) {
        let one = "deleted passage (tracked change)";
        self.left.add(
            one,
            "deleted passages (tracked changes)",
            usize::from(has_text(part)),
        );
    }
}

fn is_deleted_row(row: Node<'_, '_>) -> bool {
    child(row, "trPr").is_some_and(|properties| child(properties, "del").is_some())
}

fn has_text(node: Node<'_, '_>) -> bool {
    let mut runs = node
        .descendants()
        .filter(|n| matches!(n.tag_name().name(), "t" | "delText"));
    runs.any(|run| run.text().is_some_and(|text| !text.trim().is_empty()))
}

/// A character of a symbol font, by its number in hexadecimal digits.
fn symbol(number: &str) -> char {
    match u32::from_str_radix(number, 16).unwrap_or(0) & 0xFF {
        0xFE | 0xFD | 0x52 | 0x54 | 0x78 => '\u{2612}',
        0xA8 | 0x6F => '\u{2610}',
        0xFC => '\u{2713}',
        0xB0 => '\u{B0}',
        0xB1 => '\u{B1}',
        0xB3 => '\u{2265}',
        0xA3 => '\u{2264}',
        0xB4 => '\u{D7}',
        0x6D => '\u{B5}',
        0xE0 => '\u{2192}',
        _ => '\u{2022}',
    }
}
