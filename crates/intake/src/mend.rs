//! What spreadsheets and people make of codes in a column or a field: read as it was meant, and said.

use ligature_claim::{Claim, Line};
use ligature_codes::{Units, spreadsheet_code, whole_number, written};

/// How many characters a procedure code has.
const LENGTH: usize = 5;

/// Reads the codes of a claim as they were meant. What was done is given in sentences without their full stops; they name
/// lines and no values.
#[must_use]
pub fn corrected(claim: &mut Claim) -> Vec<String> {
    let mut remarks = Vec::new();
    for (place, line) in (1..).zip(&mut claim.lines) {
        let number = if line.line == 0 { place } else { line.line };
        if let Some(why) = code(line) {
            remarks.push(format!("line {number}: {why}"));
        }
        for modifier in &mut line.modifiers {
            if let Some(number) = whole_number(modifier).filter(|m| m.len() == 2) {
                *modifier = number.to_owned();
            }
        }
    }
    remarks
}

/// Reads the code of a line; what was done to it, if anything.
fn code(line: &mut Line) -> Option<&'static str> {
    let text = line.code.trim();
    if text.len() == LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some(code) = spreadsheet_code(text) {
        let digits = whole_number(text).unwrap_or(text).len();
        line.code = code;
        return Some(match digits {
            LENGTH => {
                "the code is a number with decimals, as spreadsheets write it; it is read without them"
            }
            _ => "the code has lost its leading zeros, as in a spreadsheet; it is read with them",
        });
    }
    let all = written(text)?;
    let [one] = all.as_slice() else {
        return None;
    };
    if one.below || one.corrected || one.to.is_some() || one.code.len() != LENGTH {
        return None;
    }
    line.code.clone_from(&one.code);
    line.modifiers.splice(0..0, one.modifiers.iter().cloned());
    let counted = one.units.filter(|_| line.units == Units::ONE);
    line.units = counted.unwrap_or(line.units);
    let bare = one.modifiers.is_empty() && one.units.is_none();
    Some(match bare {
        true => "other characters stand around the code; it is read without them",
        false => "modifiers or units stand with the code; they are read apart from it",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code as it is in a column, and as it is read: code, modifiers, units, and a part of the remark.
    fn check(text: &str, expected: &str, remark: &str) {
        let mut claim = Claim {
            lines: vec![Line {
                code: text.to_owned(),
                ..Line::default()
            }],
            ..Claim::default()
        };
        let remarks = corrected(&mut claim).join("; ");
        let line = &claim.lines[0];
        let read = format!("{}|{}|{}", line.code, line.modifiers.join(" "), line.units);
        assert_eq!(read, expected, "{text}");
        assert_eq!(remarks.is_empty(), remark.is_empty(), "{text}: {remarks}");
        assert!(remarks.contains(remark), "{text}: {remarks}");
    }

    #[test]
    fn codes_of_columns() {
        check("44120", "44120||1", "");
        check(" j1100", " j1100||1", "");
        check(
            "44120.0",
            "44120||1",
            "line 1: the code is a number with decimals",
        );
        check("44120.00", "44120||1", "decimals");
        check("840", "00840||1", "leading zeros");
        check("1999", "01999||1", "leading zeros");
        check("840.0", "00840||1", "leading zeros");
        check("=\"00840\"", "00840||1", "other characters");
        check("CPT 44120", "44120||1", "other characters");
        check("44120-22", "44120|22|1", "apart");
        check("44121 x2", "44121||2", "apart");
        // what cannot be determined stays as it is: the checks say that it is no code
        check("12", "12||1", "");
        check("44120, 44005", "44120, 44005||1", "");
        check("44120-44130", "44120-44130||1", "");
        check("K56.60", "K56.60||1", "");
        check("", "||1", "");
    }
}
