//! Tables whose cells wrap, in plain text.

use crate::style::{Role, Terminal};
use textwrap::core::display_width;

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Between two columns.
const GUTTER: usize = 2;
/// No column is made narrower than this by wrapping, in columns of the terminal.
const NARROWEST: usize = 8;

/// Formats rows under a head, indented by a number of columns. Cells may hold colours; the widest columns give way
/// until the table fits.
pub fn table(
    terminal: Terminal,
    indent: usize,
    head: &[String],
    align: &[Align],
    rows: &[Vec<String>],
) -> String {
    let columns = head.len();
    let mut widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(at))
                .chain(head.get(at));
            cells.map(|cell| display_width(cell)).max().unwrap_or(0)
        })
        .collect();
    shrink(
        &mut widths,
        terminal
            .width
            .saturating_sub(indent + GUTTER * columns.saturating_sub(1)),
    );

    let mut text = String::new();
    let head: Vec<String> = head
        .iter()
        .map(|cell| terminal.paint(Role::Strong, cell))
        .collect();
    push_row(&mut text, indent, &widths, align, &head);
    let rule: Vec<String> = widths
        .iter()
        .map(|width| terminal.paint(Role::Faint, &"─".repeat(*width)))
        .collect();
    push_row(&mut text, indent, &widths, align, &rule);
    for row in rows {
        push_row(&mut text, indent, &widths, align, row);
    }
    text
}

/// Takes columns from the widest until all fit.
fn shrink(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return,
        }
    }
}

fn push_row(text: &mut String, indent: usize, widths: &[usize], align: &[Align], row: &[String]) {
    let cells: Vec<Vec<String>> = widths
        .iter()
        .enumerate()
        .map(|(at, width)| {
            let cell = row.get(at).map_or("", String::as_str);
            let options = textwrap::Options::new((*width).max(1))
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            textwrap::wrap(cell, options)
                .into_iter()
                .map(std::borrow::Cow::into_owned)
                .collect()
        })
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for n in 0..height {
        let mut line = " ".repeat(indent);
        for (at, width) in widths.iter().enumerate() {
            let cell = cells
                .get(at)
                .and_then(|lines| lines.get(n))
                .map_or("", String::as_str);
            let space = " ".repeat(width.saturating_sub(display_width(cell)));
            if at > 0 {
                line.push_str(&" ".repeat(GUTTER));
            }
            match align.get(at) {
                Some(Align::Right) => line.extend([space.as_str(), cell]),
                _ => line.extend([cell, space.as_str()]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_wrap_and_numbers_align_right() {
        let terminal = Terminal {
            colour: false,
            width: 30,
        };
        let head = ["File".to_owned(), "Passed".to_owned()];
        let rows = [
            vec!["a rather long name of a file".to_owned(), "7".to_owned()],
            vec!["b".to_owned(), "12".to_owned()],
        ];
        let text = table(terminal, 0, &head, &[Align::Left, Align::Right], &rows);
        assert_eq!(
            text,
            "File                    Passed\n\
             ──────────────────────  ──────\n\
             a rather long name of        7\n\
             a file\n\
             b                           12\n"
        );
    }
}
