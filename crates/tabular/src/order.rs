//! Whether the rows of each claim stand together.

use crate::columns::{Claims, Columns, Problem};
use crate::whole::Rows;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Finds claims whose rows stand apart. While claims ascend nothing is remembered; where they do not, the table is begun
/// again, and eight bytes a claim are.
#[derive(Debug, Default)]
pub(crate) struct Order {
    last: Option<Last>,
    seen: Option<FxHashSet<u64>>,
}

#[derive(Debug, PartialEq, PartialOrd, Hash)]
enum Last {
    Number(i64),
    Name(String),
}

impl Order {
    /// One that remembers from the first claim.
    pub(crate) fn remembering() -> Order {
        Order {
            last: None,
            seen: Some(FxHashSet::default()),
        }
    }

    /// Looks at rows whose first begins a claim and whose last ends one. Gives them back; nothing, if claims do not ascend:
    /// then the table is begun again with [`Order::remembering`].
    pub(crate) fn look(&mut self, rows: Rows) -> Result<Option<Rows>, Problem> {
        let (columns, row) = (&rows.columns, rows.before);
        let begins = (0..columns.len()).filter(|at| *at == 0 || !columns.claims.same(at - 1, *at));
        if let Some(seen) = &mut self.seen {
            for at in begins {
                if !seen.insert(hash(columns, at)) {
                    return Err(Problem::Apart {
                        row: row + at as u64 + 1,
                    });
                }
            }
            return Ok(Some(rows));
        }
        for at in begins.filter(|at| *at > 0) {
            if !columns.claims.ascend(at - 1, at) {
                return Ok(None);
            }
        }
        if columns.is_empty() {
            return Ok(Some(rows));
        }
        let first = last(columns, 0);
        if self.last.as_ref().is_some_and(|before| *before >= first) {
            return Ok(None);
        }
        self.last = Some(last(columns, columns.len() - 1));
        Ok(Some(rows))
    }
}

fn last(columns: &Columns, row: usize) -> Last {
    match &columns.claims {
        Claims::Numbers(ids) => Last::Number(ids.value(row)),
        Claims::Names(ids) => Last::Name(ids.value(row).to_owned()),
    }
}

fn hash(columns: &Columns, row: usize) -> u64 {
    let mut hasher = FxHasher::default();
    match &columns.claims {
        Claims::Numbers(ids) => ids.value(row).hash(&mut hasher),
        Claims::Names(ids) => ids.value(row).hash(&mut hasher),
    }
    hasher.finish()
}
