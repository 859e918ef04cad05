//! Whether the rows of each claim are together.

use crate::columns::{Claims, Problem};
use crate::read::Input;
use rustc_hash::{FxHashSet, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::path::Path;

/// In which orders claims ascend. While they do in one, none comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ascends {
    /// By their letters: "10" before "9", as a warehouse sorts texts.
    letters: bool,
    /// The shorter first, then by their letters: "9" before "10", as who counts does.
    length: bool,
}

impl Ascends {
    const BOTH: Ascends = Ascends::numbers(true);
    const NEITHER: Ascends = Ascends::numbers(false);

    /// Numbers have one order.
    pub(crate) const fn numbers(ascend: bool) -> Ascends {
        Ascends {
            letters: ascend,
            length: ascend,
        }
    }

    /// From one text to the next.
    #[inline]
    pub(crate) fn texts(a: &str, b: &str) -> Ascends {
        let letters = a < b;
        let length = match a.len() == b.len() {
            true => letters,
            false => a.len() < b.len(),
        };
        Ascends { letters, length }
    }

    fn and(self, other: Ascends) -> Ascends {
        Ascends {
            letters: self.letters && other.letters,
            length: self.length && other.length,
        }
    }

    pub(crate) fn any(self) -> bool {
        self.letters || self.length
    }
}

/// How far claims were looked at: what whoever goes on has to know of those before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    last: Last,
    /// In no order: then those before are remembered.
    pub(crate) ascends: Ascends,
}

impl Standing {
    /// After the last of these claims; nothing, if there are none.
    pub(crate) fn after(claims: &Claims, ascends: Ascends) -> Option<Standing> {
        let last = Last::of(claims, claims.len().checked_sub(1)?);
        Some(Standing { last, ascends })
    }
}

/// The claim that was last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Last {
    Number(i64),
    Name(String),
}

impl Last {
    fn of(claims: &Claims, row: usize) -> Last {
        match claims {
            Claims::Numbers(ids) => Last::Number(ids.value(row)),
            Claims::Names(ids) => Last::Name(ids.value(row).to_owned()),
        }
    }

    fn ascends(&self, to: &Last) -> Ascends {
        match (self, to) {
            (Last::Number(a), Last::Number(b)) => Ascends::numbers(a < b),
            (Last::Name(a), Last::Name(b)) => Ascends::texts(a, b),
            _ => Ascends::NEITHER,
        }
    }
}

/// Finds claims whose rows are not together. While claims ascend nothing is remembered; where they do not, eight bytes a claim
/// are, and those before are read again.
#[derive(Debug)]
pub(crate) struct Order {
    last: Option<Last>,
    pub(crate) ascends: Ascends,
    seen: Option<FxHashSet<u64>>,
}

impl Order {
    /// One that has seen nothing yet, or as much as an earlier one.
    pub(crate) fn after(standing: Option<&Standing>) -> Order {
        Order {
            last: standing.map(|s| s.last.clone()),
            ascends: standing.map_or(Ascends::BOTH, |s| s.ascends),
            seen: None,
        }
    }

    /// One that remembers from the first claim.
    pub(crate) fn remembering() -> Order {
        Order {
            last: None,
            ascends: Ascends::NEITHER,
            seen: Some(FxHashSet::default()),
        }
    }

    /// One that remembers the claims of the first rows of a file.
    pub(crate) fn remembering_from(file: &Path, rows: u64) -> Result<Order, Problem> {
        let mut order = Order::remembering();
        if rows == 0 {
            return Ok(order);
        }
        let mut before = 0;
        for batch in Input::claims(file)? {
            let batch = batch?;
            let left = usize::try_from(rows - before).unwrap_or(usize::MAX);
            let claims = Claims::of(&batch.slice(0, batch.num_rows().min(left)), before)?;
            order.look(&claims, before)?;
            before += claims.len() as u64;
            if before == rows {
                break;
            }
        }
        Ok(order)
    }

    /// Looks at the claims of the next rows, with the number of rows before. Gives false if claims do not ascend: then whoever
    /// asks goes on with one that remembers.
    pub(crate) fn look(&mut self, claims: &Claims, before: u64) -> Result<bool, Problem> {
        let Some(end) = claims.len().checked_sub(1) else {
            return Ok(true);
        };
        let first = Last::of(claims, 0);
        if let Some(seen) = &mut self.seen {
            let begins = (1..=end).filter(|at| !claims.same(at - 1, *at));
            let goes_on = self.last.as_ref() == Some(&first);
            for at in (!goes_on).then_some(0).into_iter().chain(begins) {
                if !seen.insert(hash(claims, at)) {
                    return Err(Problem::Apart {
                        row: before + at as u64 + 1,
                    });
                }
            }
        } else {
            if let Some(last) = &self.last {
                self.ascends = self.ascends.and(last.ascends(&first));
            }
            self.ascends = self.ascends.and(ascends(claims));
            if !self.ascends.any() {
                return Ok(false);
            }
        }
        self.last = Some(Last::of(claims, end));
        Ok(true)
    }
}

/// In which orders the claims of rows ascend.
fn ascends(claims: &Claims) -> Ascends {
    match claims {
        Claims::Numbers(ids) => Ascends::numbers(ids.values().is_sorted()),
        Claims::Names(ids) => {
            let begins = (1..claims.len()).filter(|at| !claims.same(at - 1, *at));
            let mut all = Ascends::BOTH;
            for at in begins {
                all = all.and(Ascends::texts(ids.value(at - 1), ids.value(at)));
                if !all.any() {
                    break;
                }
            }
            all
        }
    }
}

fn hash(claims: &Claims, row: usize) -> u64 {
    let mut hasher = FxHasher::default();
    match claims {
        Claims::Numbers(ids) => ids.value(row).hash(&mut hasher),
        Claims::Names(ids) => ids.value(row).hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Int64Array, StringArray};

    /// Looks at batches of claims; the result is the same if it is interrupted after each.
    fn check(batches: &[&[&str]], ascend: bool) {
        let names = |batch: &&[&str]| Claims::Names(StringArray::from(batch.to_vec()));
        let numbers = |batch: &&[&str]| {
            let all: Result<Vec<i64>, _> = batch.iter().map(|id| id.parse::<i64>()).collect();
            Claims::Numbers(Int64Array::from(all.unwrap()))
        };
        check_batches(&batches.iter().map(names).collect::<Vec<_>>(), ascend);
        let plain = |id: &&&str| id.parse::<i64>().is_ok_and(|n| n.to_string() == **id);
        if batches
            .iter()
            .all(|batch| batch.iter().all(|id| plain(&id)))
        {
            let numbers: Vec<Claims> = batches.iter().map(numbers).collect();
            let all = batches.concat();
            let rises = |pair: &[&str]| {
                let [a, b] = [pair[0], pair[1]].map(|id| id.parse::<i64>().unwrap());
                a <= b
            };
            check_batches(&numbers, all.windows(2).all(rises));
        }
    }

    fn check_batches(batches: &[Claims], ascend: bool) {
        for interrupted in [false, true] {
            let mut order = Order::after(None);
            let all = batches.iter().all(|claims| {
                let goes_on = order.look(claims, 0).unwrap();
                if interrupted {
                    let standing = Standing::after(claims, order.ascends).unwrap();
                    let kept = serde_json::to_string(&standing).unwrap();
                    order = Order::after(Some(&serde_json::from_str(&kept).unwrap()));
                }
                goes_on
            });
            assert_eq!(all, ascend, "interrupted: {interrupted}");
        }
    }

    #[test]
    fn claims_that_ascend() {
        check(&[&["1", "1", "2"], &["3"]], true);
        check(&[&["8", "9"], &["10", "11"], &["99", "100"]], true);
        check(&[&["1", "10", "11"], &["2", "20"]], true);
        check(&[&["008", "009", "010"], &["998", "999"], &["1000"]], true);
        check(&[&["A9", "A10"], &["A11"]], true);
        // the same number is not the same claim
        check(&[&["1", "01"], &["001"]], true);
        check(&[&["01", "1"], &["2"]], true);
    }

    #[test]
    fn claims_that_may_come_again() {
        check(&[&["1", "2"], &["1"]], false);
        check(&[&["1", "2"], &["2", "1"]], false);
        check(&[&["2", "1"]], false);
        // neither order holds from beginning to end
        check(&[&["9", "10"], &["11", "2"]], false);
        check(&[&["9", "10"], &["2", "9"]], false);
        check(&[&["1", "10", "2"], &["10"]], false);
    }
}
