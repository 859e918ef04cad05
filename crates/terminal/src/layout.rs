//! Paragraphs, labelled lines and headings, wrapped to the width.

use crate::style::{Role, Terminal};
use textwrap::{Options, WordSplitter};

/// Columns that a label takes, with the space after it, unless more are given.
const LABEL: usize = 12;

/// A text being formatted.
pub struct Layout {
    terminal: Terminal,
    label: usize,
    text: String,
}

impl Layout {
    /// An empty text for this terminal.
    pub fn new(terminal: Terminal) -> Self {
        Self {
            terminal,
            label: LABEL,
            text: String::new(),
        }
    }

    /// Makes room for labels that are known to be long.
    pub fn make_room_for<'a>(&mut self, labels: impl Iterator<Item = &'a str>) {
        let longest = labels.map(textwrap::core::display_width).max().unwrap_or(0);
        self.label = self.label.max(longest + 2);
    }

    /// Width and colours that it is formatted for.
    pub fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// `text` in the colour of its role, if colours are wanted.
    pub fn paint(&self, role: Role, text: &str) -> String {
        self.terminal.paint(role, text)
    }

    /// One empty line, never two.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// Lines as they are.
    pub fn lines(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(line));
    }

    /// A heading after a gap.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        let text = self.paint(Role::Heading, text);
        self.line(&text);
    }

    /// A paragraph, every line indented by a number of columns.
    pub fn paragraph(&mut self, indent: usize, text: &str) {
        let indent = " ".repeat(indent);
        self.hanging(&indent, &indent, text);
    }

    /// A paragraph that begins with a mark (`- `, `1. `) and hangs behind it.
    pub fn item(&mut self, indent: usize, mark: &str, text: &str) {
        let first = format!("{}{mark}", " ".repeat(indent));
        let rest = " ".repeat(textwrap::core::display_width(&first));
        self.hanging(&first, &rest, text);
    }

    /// A label in its own column, the text next to it.
    pub fn labelled(&mut self, indent: usize, label: &str, text: &str) {
        let space = " ".repeat(
            self.label
                .saturating_sub(textwrap::core::display_width(label))
                .max(1),
        );
        let mark = format!("{}{space}", self.paint(Role::Faint, label));
        self.item(indent, &mark, text);
    }

    /// Several texts next to one label, each beginning on a new line.
    pub fn labelled_all(
        &mut self,
        indent: usize,
        label: &str,
        texts: impl IntoIterator<Item = String>,
    ) {
        for (n, text) in texts.into_iter().enumerate() {
            self.labelled(indent, if n == 0 { label } else { "" }, &text);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    fn hanging(&mut self, first: &str, rest: &str, text: &str) {
        if text.trim().is_empty() {
            return self.line(first);
        }
        let options = Options::new(self.terminal.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.line(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_their_own_column() {
        let mut layout = Layout::new(Terminal {
            colour: false,
            width: 40,
        });
        layout.labelled_all(
            2,
            "Evidence",
            [
                "one two three four five six seven".to_owned(),
                "eight".to_owned(),
            ],
        );
        assert_eq!(
            layout.finish(),
            "  Evidence    one two three four five\n              six seven\n              eight\n"
        );
    }

    #[test]
    fn colours_take_no_width() {
        let text = |colour| {
            let mut layout = Layout::new(Terminal { colour, width: 40 });
            let word = layout.paint(Role::Quote, "word");
            layout.paragraph(0, &[word.as_str(); 20].join(" "));
            layout.finish().lines().count()
        };
        assert_eq!(text(true), text(false));
    }
}
