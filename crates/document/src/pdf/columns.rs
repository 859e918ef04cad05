//! Reading order: columns of prose are read one after the other; cells of a table, and values next to their labels, row by
//! row.

use super::lines::Segment;

/// Lines that both columns have, at least.
const LINES: usize = 4;
/// Characters of a line of prose, on average; labels have fewer.
const PROSE: usize = 25;
/// Width of the space between columns, as a part of the font's height.
const GUTTER: f64 = 0.8;
/// Starting points of columns that are tried.
const TRIED: usize = 12;
/// Columns inside columns.
const DEEPEST: usize = 3;
/// Between the cells of a row.
const CELL: &str = "   ";

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub text: String,
    /// Where it begins.
    pub start: f64,
    /// Where its last piece begins: the value next to a label.
    pub left: f64,
    pub right: f64,
    pub base: f64,
    pub size: f64,
    /// Width of its first word.
    pub first: f64,
}

/// Lines that are read together.
pub(crate) type Block = Vec<Line>;

/// The blocks of a page in reading order.
pub(crate) fn blocks(mut segments: Vec<Segment>) -> Vec<Block> {
    segments.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut blocks = Vec::new();
    order(&segments, 0, &mut blocks);
    blocks
}

fn order(segments: &[Segment], level: usize, blocks: &mut Vec<Block>) {
    if segments.is_empty() {
        return;
    }
    let columns = if level < DEEPEST {
        columns(segments)
    } else {
        None
    };
    let Some((from, to, start)) = columns else {
        blocks.push(rows(segments));
        return;
    };
    order(&segments[..from], level + 1, blocks);
    let (left, right): (Vec<Segment>, Vec<Segment>) = segments[from..to]
        .iter()
        .cloned()
        .partition(|segment| segment.left < start);
    order(&left, level + 1, blocks);
    order(&right, level + 1, blocks);
    order(&segments[to..], level + 1, blocks);
}

/// The longest run of pieces that are two columns of prose, and where the right one begins.
fn columns(segments: &[Segment]) -> Option<(usize, usize, f64)> {
    let mut starts: Vec<f64> = segments.iter().map(|segment| segment.left).collect();
    starts.sort_by(f64::total_cmp);
    let mut tried: Vec<(usize, f64)> = Vec::new();
    for start in starts {
        match tried.last_mut() {
            Some((count, first)) if start - *first < 3.0 => *count += 1,
            _ => tried.push((1, start)),
        }
    }
    tried.retain(|(count, _)| *count >= LINES);
    tried.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    tried.truncate(TRIED);
    let runs = tried
        .into_iter()
        .filter_map(|(_, start)| longest(segments, start - 0.5));
    runs.max_by_key(|(from, to, _)| to - from)
}

/// The longest run of pieces none of which reaches across the space before a place, if both sides are prose.
fn longest(segments: &[Segment], start: f64) -> Option<(usize, usize, f64)> {
    let crosses =
        |segment: &Segment| segment.left < start && segment.right > start - GUTTER * segment.size;
    let mut best = None;
    let mut from = 0;
    for at in 0..=segments.len() {
        let ends = segments.get(at).is_none_or(&crosses);
        if !ends {
            continue;
        }
        let run = &segments[from..at];
        let longer = best.is_none_or(|(from, to, _)| at - from > to - from);
        if run.len() >= 2 * LINES && longer && is_prose(run, start) {
            best = Some((from, at, start));
        }
        from = at + 1;
    }
    best
}

/// Whether both sides of a place are prose next to each other.
fn is_prose(run: &[Segment], start: f64) -> bool {
    let (left, right): (Vec<&Segment>, Vec<&Segment>) =
        run.iter().partition(|segment| segment.left < start);
    let prose = |side: &[&Segment]| {
        let characters: usize = side
            .iter()
            .map(|segment| segment.text.chars().count())
            .sum();
        let labels = side
            .iter()
            .filter(|segment| segment.text.ends_with(':'))
            .count();
        let width = |segment: &&Segment| segment.right - segment.left;
        let widest = side.iter().map(width).fold(0.0, f64::max);
        let full = side
            .iter()
            .filter(|segment| width(segment) > 0.7 * widest)
            .count();
        side.len() >= LINES
            && characters >= PROSE * side.len()
            && labels * 4 <= side.len()
            && full * 2 >= side.len()
    };
    if !prose(&left) || !prose(&right) {
        return false;
    }
    let reach = |side: &[&Segment]| {
        let bases = || side.iter().map(|segment| segment.base);
        (
            bases().fold(f64::MAX, f64::min),
            bases().fold(f64::MIN, f64::max),
        )
    };
    let ((a, b), (c, d)) = (reach(&left), reach(&right));
    let common = f64::min(b, d) - f64::max(a, c);
    common >= 0.3 * f64::min(b - a, d - c)
}

/// Pieces row by row.
fn rows(segments: &[Segment]) -> Block {
    let mut lines: Block = Vec::new();
    let mut row: Vec<&Segment> = Vec::new();
    for segment in segments {
        let same = row.first().is_some_and(|first| {
            segment.base - first.base < 0.5 * f64::max(first.size, segment.size)
        });
        if !same {
            lines.extend(line(&mut row));
        }
        row.push(segment);
    }
    lines.extend(line(&mut row));
    lines
}

fn line(row: &mut Vec<&Segment>) -> Option<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let (first, last) = (*row.first()?, *row.last()?);
    let texts: Vec<&str> = row.iter().map(|segment| segment.text.as_str()).collect();
    let line = Line {
        text: texts.join(CELL),
        start: first.left,
        left: last.left,
        right: last.right,
        base: first.base,
        size: row.iter().map(|segment| segment.size).fold(0.0, f64::max),
        first: first.first - first.left,
    };
    row.clear();
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, left: f64, base: f64) -> Segment {
        Segment {
            text: text.to_owned(),
            left,
            right: left + 5.0 * text.len() as f64,
            base,
            size: 10.0,
            first: left + 5.0 * text.find(' ').unwrap_or(text.len()) as f64,
        }
    }

    fn check(segments: Vec<Segment>, blocks_of: &[&[&str]]) {
        let blocks = blocks(segments);
        let got: Vec<Vec<&str>> = blocks
            .iter()
            .map(|b| b.iter().map(|l| l.text.as_str()).collect())
            .collect();
        assert_eq!(got, blocks_of);
    }

    #[test]
    fn columns_of_prose_are_read_one_after_the_other() {
        let mut segments = vec![segment(
            "A title across both of the columns of the page, which is wide",
            0.0,
            0.0,
        )];
        for at in 1..=5 {
            let base = 12.0 * f64::from(at);
            segments.push(segment("the left column has lines with words", 0.0, base));
            // lines of columns need not be level
            segments.push(segment(
                "the right column has lines with words",
                200.0,
                base + 3.0,
            ));
        }
        segments.push(segment(
            "A last line across both of the columns, which is wide too",
            0.0,
            90.0,
        ));
        let left = ["the left column has lines with words"; 5];
        let right = ["the right column has lines with words"; 5];
        check(
            segments,
            &[
                &["A title across both of the columns of the page, which is wide"],
                &left,
                &right,
                &["A last line across both of the columns, which is wide too"],
            ],
        );
    }

    #[test]
    fn labels_and_cells_are_read_row_by_row() {
        let labels = [
            "PREOPERATIVE DIAGNOSIS:",
            "POSTOPERATIVE DIAGNOSIS:",
            "ESTIMATED BLOOD LOSS:",
            "PROCEDURE:",
        ];
        let segments = labels.iter().enumerate().flat_map(|(at, label)| {
            let base = 12.0 * at as f64;
            [
                segment(label, 0.0, base),
                segment("the value of this field in some words", 200.0, base),
            ]
        });
        let rows = labels.map(|label| format!("{label}   the value of this field in some words"));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check(segments.collect(), &[&rows]);
        let cells = (0..5).flat_map(|at| {
            let base = 12.0 * f64::from(at);
            [
                segment("Ileum", 0.0, base),
                segment("20 cm", 100.0, base),
                segment("left", 200.0, base),
            ]
        });
        check(cells.collect(), &[&["Ileum   20 cm   left"; 5]]);
    }
}
