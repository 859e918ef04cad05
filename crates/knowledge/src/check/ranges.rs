//! Ranges of codes with our own names: each is a range with a short name, and none crosses another.

use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Step, parts};
use ligature_codes::CodeRange;

/// The greatest length of a name, in words: it is shown in lists and in the path above a code.
const LONGEST: usize = 10;

pub(super) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    let mut known: Vec<CodeRange> = Vec::new();
    for (range, node) in parts(&draft.ranges) {
        let words = range.name.split_whitespace().count();
        if !(1..=LONGEST).contains(&words) {
            problems.push(node.error(
                &[Step::Key("name")],
                format!("the name of a range has one to {LONGEST} words; this has {words}"),
            ));
        }
        let read = match CodeRange::parse(&range.codes) {
            Ok(read) => read,
            Err(error) => {
                problems.push(node.error(&[Step::Key("codes")], error.to_string()));
                continue;
            }
        };
        // the catalog knows a range by how it is written
        if read.to_string() != range.codes {
            problems.push(
                node.error(&[Step::Key("codes")], "a range is written without spaces")
                    .with_help(format!("write {read}")),
            );
        }
        if known.contains(&read) {
            problems.push(node.error(&[Step::Key("codes")], format!("{read} has a name already")));
            continue;
        }
        for other in known.iter().filter(|other| other.crosses(&read)) {
            problems.push(
                node.error(
                    &[Step::Key("codes")],
                    format!("{read} overlaps {other} in part"),
                )
                .with_help("a range is inside another, or shares no code with it"),
            );
        }
        known.push(read);
    }
}
