//! Markdown of the pages, rendered lightly for a terminal: paragraphs, bold, lists, tables.

use crate::layout::Layout;
use crate::style::Role;
use crate::table::{Align, table};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

/// Appends Markdown to the layout, indented by a number of columns.
pub fn markdown(layout: &mut Layout, indent: usize, text: &str) {
    // Formatted separately, so that its first paragraph comes directly under the text before it.
    let mut inner = Layout::new(layout.terminal());
    let mut writer = Writer {
        layout: &mut inner,
        indent,
        inline: String::new(),
        lists: vec![],
        mark: None,
        table: None,
        style: vec![],
    };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.flush();
    layout.lines(&inner.finish());
}

struct Writer<'a> {
    layout: &'a mut Layout,
    indent: usize,
    /// Words of the current paragraph or cell.
    inline: String,
    /// Lists that are open; a numbered one holds its next number.
    lists: Vec<Option<u64>>,
    /// The mark of a list item that has no text yet.
    mark: Option<String>,
    table: Option<Table>,
    style: Vec<Role>,
}

#[derive(Default)]
struct Table {
    align: Vec<Align>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    row: Vec<String>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak => self.inline.push(' '),
            Event::Rule => self.layout.gap(),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        match self.style.last() {
            Some(role) => self.inline.push_str(&self.layout.paint(*role, text)),
            None => self.inline.push_str(text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.style.push(Role::Strong),
            Tag::Emphasis => self.style.push(Role::Quote),
            Tag::Heading { .. } => {
                self.layout.gap();
                self.style.push(Role::Strong);
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.layout.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                });
            }
            Tag::Paragraph if self.lists.is_empty() => self.layout.gap(),
            Tag::Table(align) => {
                self.layout.gap();
                let align = align.iter().map(|a| {
                    if *a == Alignment::Right {
                        Align::Right
                    } else {
                        Align::Left
                    }
                });
                self.table = Some(Table {
                    align: align.collect(),
                    ..Table::default()
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => {
                self.style.pop();
            }
            TagEnd::Heading(_) => {
                self.style.pop();
                self.flush();
            }
            TagEnd::Paragraph | TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some(table) = &mut self.table {
                    table.row.push(cell);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = std::mem::take(&mut table.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(Table {
                    align, head, rows, ..
                }) = self.table.take()
                {
                    let text = table(self.layout.terminal(), self.indent, &head, &align, &rows);
                    self.layout.lines(&text);
                }
            }
            _ => {}
        }
    }

    /// Writes the current words as a paragraph or list item.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inline);
        if text.trim().is_empty() {
            return;
        }
        let indent = self.indent + 2 * self.lists.len().saturating_sub(1);
        match self.mark.take() {
            Some(mark) => self.layout.item(indent, &mark, text.trim()),
            None if self.lists.is_empty() => self.layout.paragraph(indent, text.trim()),
            None => self.layout.paragraph(indent + 2, text.trim()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Terminal;

    fn check(text: &str, expected: &str) {
        let mut layout = Layout::new(Terminal {
            colour: false,
            width: 40,
        });
        markdown(&mut layout, 2, text);
        assert_eq!(layout.finish(), expected);
    }

    #[test]
    fn paragraphs_and_lists() {
        check(
            "One **bold** word\nand `44120`.\n\n- first item that is longer than one line\n- second\n  - inner\n\n1. a\n2. b",
            "  One bold word and 44120.\n\n  • first item that is longer than one\n    line\n  • second\n    • inner\n\n  1. a\n  2. b\n",
        );
    }

    #[test]
    fn tables() {
        check(
            "| In | Code |\n| --- | ---: |\n| one piece | 1 |\n",
            "  In         Code\n  ─────────  ────\n  one piece     1\n",
        );
    }
}
