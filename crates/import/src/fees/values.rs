//! A row of the fee schedule as claims ask for it: numbers in ten-thousandths, indicators as they are printed.

use super::table::cell;
use crate::gathered::key;
use ligature_edits::{Fixed, Indicators, ValueRow};

/// Where the columns are; nothing: the table has none of that name.
#[derive(Default)]
pub(super) struct Columns {
    named: Vec<(&'static str, usize)>,
    /// Marks of services that are rare in a facility; elsewhere.
    rare: [Option<usize>; 2],
    supervision: Option<usize>,
}

impl Columns {
    /// From the columns that are facts as well, and the header's names: over two lines, and of the last line alone.
    pub(super) fn new(
        named: &[(&'static str, usize)],
        full: &[String],
        last: &[String],
    ) -> Columns {
        let marks = |names: &[String], name: &str| -> Vec<usize> {
            let same = names.iter().enumerate().filter(|(_, n)| *n == name);
            same.map(|(at, _)| at).collect()
        };
        let mut rare = marks(full, "naindicator");
        if rare.is_empty() {
            // the third of that name is the family of diagnostic imaging
            rare = marks(last, "indicator");
        }
        Columns {
            named: named.to_vec(),
            rare: [rare.get(1).copied(), rare.first().copied()],
            supervision: last.iter().position(|n| n == "procedures"),
        }
    }

    fn text<'a>(&self, record: &'a csv::StringRecord, name: &str) -> &'a str {
        let at = self.named.iter().find(|(n, _)| *n == name);
        at.map_or("", |(_, at)| cell(record, *at))
    }
}

/// A row; blank numbers are nought.
///
/// # Errors
/// A sentence, if a value is not a number.
pub(super) fn row(columns: &Columns, record: &csv::StringRecord) -> Result<ValueRow, String> {
    let printed = cell(record, 0);
    let code = key(printed.as_bytes()).ok_or("a row without a procedure code")?;
    let number = |name: &str| match columns.text(record, name) {
        "" => Ok(Fixed(0)),
        digits => Fixed::parse(digits)
            .ok_or_else(|| format!("{printed} has a value in the column {name} that is no number")),
    };
    let longer =
        |name: &str| format!("{printed} has a value in the column {name} that is too long");
    // an indicator is one character; what is longer is no indicator, and its beginning is not taken for one
    let sign = |name: &str| match columns.text(record, name).as_bytes() {
        [] => Ok(0),
        [one] => Ok(*one),
        _ => Err(longer(name)),
    };
    let marked = |at: Option<usize>| at.is_some_and(|at| cell(record, at) == "NA");
    Ok(ValueRow {
        code,
        modifier: letters(cell(record, 1)).ok_or_else(|| longer("modifier"))?,
        status: sign("status")?,
        work: number("work-rvu")?,
        facility: number("facility-pe-rvu")?,
        nonfacility: number("nonfacility-pe-rvu")?,
        malpractice: number("mp-rvu")?,
        rare: columns.rare.map(marked),
        global: letters(columns.text(record, "global-days"))
            .ok_or_else(|| longer("global-days"))?,
        shares: [number("pre-op")?, number("intra-op")?, number("post-op")?],
        indicators: Indicators {
            pctc: sign("pctc")?,
            multiple: sign("multiple-procedure")?,
            bilateral: sign("bilateral")?,
            assistant: sign("assistant")?,
            co_surgeon: sign("co-surgeon")?,
            team: sign("team-surgeon")?,
            supervision: letters(columns.supervision.map_or("", |at| cell(record, at)))
                .ok_or_else(|| longer("supervision"))?,
        },
        endoscopy_base: match columns.text(record, "endoscopic-base") {
            "" => None,
            base => Some(key(base.as_bytes()).ok_or_else(|| {
                format!("{printed} has a base of its endoscopies that is no procedure code")
            })?),
        },
        factor: number("conversion-factor")?,
    })
}

/// A text filled with blanks; nothing if it is longer.
fn letters<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut all = [b' '; N];
    all.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::super::pprrvu;

    /// The row of a code with some cells in the place of others.
    fn check(from: &str, to: &str, refused: &str) {
        let text = include_str!("tests/files/pprrvu.csv").replace(from, to);
        let taken = pprrvu::read(&text, "PPRRVU2025_Oct.csv").unwrap();
        let batch = taken.batch.unwrap();
        let why: Vec<&str> = batch.refused.iter().map(|r| r.why.as_str()).collect();
        assert_eq!(
            why.iter().filter(|why| why.contains(refused)).count(),
            1,
            "{to}: {why:?}"
        );
        let codes = batch.entries.iter().map(|e| e.code.as_str());
        assert!(!codes.into_iter().any(|c| c == "44120"), "{to}");
    }

    #[test]
    fn what_is_longer_than_its_column_is_not_cut_to_fit() {
        const INDICATORS: &str = "2,0,2,1,0,45378";
        check(
            INDICATORS,
            "22,0,2,1,0,45378",
            "44120 has a value in the column multiple-procedure that is too long",
        );
        check(
            INDICATORS,
            "2,0,2x,1,0,45378",
            "44120 has a value in the column assistant that is too long",
        );
        check(
            "0,090,",
            "0,0900,",
            "44120 has a value in the column global-days that is too long",
        );
        check(
            INDICATORS,
            "2,0,2,1,0,4537",
            "44120 has a base of its endoscopies that is no procedure code",
        );
    }
}
