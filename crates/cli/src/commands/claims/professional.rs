//! Claims of an 837P.

use super::intake::Taken;
use anyhow::{Context as _, Result};
use ligature_professional::{claim, told};
use ligature_x12::{Part, Parts};
use std::io::Read;

/// Reads a file to its end and hands over its claims, so many at a time. What is wrong with the file stands with the claim
/// that follows it.
pub fn each(
    name: &str,
    input: impl Read,
    lot: usize,
    mut take: impl FnMut(Vec<Taken>) -> Result<()>,
) -> Result<()> {
    let mut parts = Parts::new(input);
    let mut some: Vec<Taken> = Vec::new();
    let mut count = 0;
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{name} cannot be read"))?;
        let mut remarks: Vec<String> = parts.problems().iter().map(told).collect();
        if let Part::Claim(one) = &part {
            count += 1;
            let (claim, problems) = claim(one);
            remarks.extend(problems.iter().map(told));
            some.push(Taken {
                at: format!("{name}, claim {count}"),
                claim: Ok(claim),
                remarks,
            });
        } else if let (Some(last), false) = (some.last_mut(), remarks.is_empty()) {
            last.remarks.append(&mut remarks);
        } else {
            some.extend(alone(name, remarks));
        }
        if some.len() >= lot {
            take(std::mem::take(&mut some))?;
        }
    }
    some.extend(alone(name, parts.problems().iter().map(told).collect()));
    if count == 0 {
        some.extend(alone(
            name,
            vec!["the file holds no claim of an 837P".to_owned()],
        ));
    }
    take(some)
}

/// What is wrong with the file where no claim stands beside it.
fn alone(name: &str, remarks: Vec<String>) -> impl Iterator<Item = Taken> {
    let name = name.to_owned();
    remarks.into_iter().map(move |why| Taken {
        at: name.clone(),
        claim: Err(why),
        remarks: Vec::new(),
    })
}
