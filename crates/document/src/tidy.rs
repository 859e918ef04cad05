//! Text as a reader of notes likes it: no spaces at line ends, never two blank lines together.

/// Lines without white space at their ends, one blank line at most between two others, none at the beginning and the end.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.split('\n') {
        let line = line.trim_end();
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(line);
    }
    out
}

/// Runs of white space as one space, none at the ends.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cells of one row in a line; a value of several lines keeps them. In a table of labels and values the label gets the
/// colon that a line of text would have.
pub(crate) fn row(cells: &[String], labelled: bool) -> String {
    match cells {
        [cell] => lines(cell).join("\n"),
        [label, value] if labelled && !value.trim().is_empty() => {
            let label = flat(label);
            let value = lines(value);
            let colon = if is_label(&label) { ":" } else { "" };
            let space = match (value.len(), colon) {
                (2.., _) => "\n",
                (_, ":") => " ",
                _ => "\t",
            };
            format!("{label}{colon}{space}{}", value.join("\n"))
        }
        cells => {
            let cells = cells.iter().map(|cell| lines(cell).join("; "));
            cells.collect::<Vec<_>>().join("\t").trim_end().to_owned()
        }
    }
}

/// The lines of a cell that are not empty.
fn lines(cell: &str) -> Vec<String> {
    cell.lines()
        .map(flat)
        .filter(|line| !line.is_empty())
        .collect()
}

/// Whether a cell can name what is next to it: short, and without a sign at its end.
fn is_label(cell: &str) -> bool {
    let last = cell.chars().next_back();
    cell.len() <= 60 && last.is_some_and(|c| c.is_alphanumeric() || c == ')')
}

#[cfg(test)]
mod tests {
    use super::{row, tidy};

    #[test]
    fn lines_are_tidied() {
        assert_eq!(tidy("\n\n a  \n\n\n\nb\t\nc\n\n"), " a\n\nb\nc");
        assert_eq!(tidy(" \n "), "");
    }

    #[test]
    fn rows_are_written_in_a_line() {
        let check = |cells: &[&str], labelled, line: &str| {
            let cells: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
            assert_eq!(row(&cells, labelled), line);
        };
        check(
            &["Procedure", "Ileal resection"],
            true,
            "Procedure: Ileal resection",
        );
        check(
            &["Procedure:", "Ileal resection"],
            true,
            "Procedure:\tIleal resection",
        );
        check(
            &["Procedure", "Ileal resection"],
            false,
            "Procedure\tIleal resection",
        );
        check(&["a", "b", "c"], true, "a\tb\tc");
        check(&["a", ""], true, "a");
        check(
            &["Procedures", "1. Resection\n2. Stoma"],
            true,
            "Procedures:\n1. Resection\n2. Stoma",
        );
        check(&["x\ny", "b", "c"], false, "x; y\tb\tc");
        check(&["x\n y"], true, "x\ny");
    }
}
