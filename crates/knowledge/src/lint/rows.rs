//! Rows that an earlier row of the same table always takes first.

use super::finding::Finding;
use crate::check::{bare, wanted};
use crate::item::Item;
use crate::model::{Family, Knowledge, Row, Want};
use std::collections::BTreeMap;

pub(super) fn findings(knowledge: &Knowledge) -> Vec<Finding> {
    let tree = Tree::of(knowledge);
    let mut findings = Vec::new();
    for (family, table) in knowledge.families.iter().enumerate() {
        for (at, row) in table.rows.iter().enumerate() {
            let earlier = table
                .rows
                .iter()
                .take(at)
                .position(|earlier| takes(&tree, table, earlier, row));
            if let Some(earlier) = earlier {
                let message = format!(
                    "this row is never reached: row {} of the table is met whenever this one is",
                    earlier + 1
                );
                let item = Item::Row { family, row: at };
                findings.push(Finding::warning(
                    item,
                    message,
                    Some("put the row with more conditions first"),
                ));
            }
        }
    }
    findings
}

/// Whether `earlier` is met whenever `later` is.
fn takes(tree: &Tree<'_>, family: &Family, earlier: &Row, later: &Row) -> bool {
    let open = |bound: &Option<String>, other: &Option<String>, first: bool| match (bound, other) {
        (None, _) => true,
        (Some(bound), Some(other)) => {
            if first {
                bound <= other
            } else {
                bound >= other
            }
        }
        (Some(_), None) => false,
    };
    open(&earlier.from, &later.from, true)
        && open(&earlier.until, &later.until, false)
        && earlier.when.iter().all(|(kind, want)| {
            [later.when.get(kind), family.select.get(kind)]
                .into_iter()
                .flatten()
                .any(|known| tree.implies(known, want))
        })
}

/// Concept to the wider ones.
struct Tree<'a>(BTreeMap<&'a str, &'a [String]>);

impl<'a> Tree<'a> {
    fn of(knowledge: &'a Knowledge) -> Self {
        Self(
            knowledge
                .lexicon
                .concepts
                .iter()
                .map(|c| (c.id.as_str(), c.is_a.as_slice()))
                .collect(),
        )
    }

    /// Whether whatever meets `known` meets `wanted`. In both, one of the plain conditions holds and every `not`.
    fn implies(&self, known: &Want, wanted: &Want) -> bool {
        let (known, known_not) = sides(known);
        let (wanted, wanted_not) = sides(wanted);
        let meets = |known: &str| wanted.iter().any(|wanted| self.one_implies(known, wanted));
        let bars = |wanted: &str| {
            // What is not within the wider is not within the narrower; and nothing is within nothing.
            known == ["none"] || known_not.iter().any(|known| self.is_a(wanted, known, 0))
        };
        (wanted.is_empty() || !known.is_empty() && known.iter().all(|known| meets(known)))
            && wanted_not.iter().all(|wanted| bars(wanted))
    }

    fn one_implies(&self, known: &str, wanted: &str) -> bool {
        known == wanted || known != "none" && (wanted == "any" || self.is_a(known, wanted, 0))
    }

    fn is_a(&self, narrow: &str, wide: &str, depth: usize) -> bool {
        const DEEPEST: usize = 50; // A circle is reported elsewhere; here it must only end.
        narrow == wide
            || depth < DEEPEST
                && self
                    .0
                    .get(narrow)
                    .is_some_and(|up| up.iter().any(|next| self.is_a(next, wide, depth + 1)))
    }
}

/// The plain conditions of a want, and what its `not` conditions bar.
fn sides(want: &Want) -> (Vec<&str>, Vec<&str>) {
    let (barred, plain): (Vec<&str>, Vec<&str>) = wanted(want)
        .iter()
        .map(String::as_str)
        .partition(|text| text.starts_with("not "));
    (plain, barred.into_iter().map(bare).collect())
}
