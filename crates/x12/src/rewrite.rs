//! An 837P written again with changes: what is not to be changed stays as it was, byte for byte.

use crate::claim::MOST_MODIFIERS;
use crate::part::{ClaimLoop, Part};
use crate::parts::Parts;
use crate::problem::Problem;
use crate::remit::sum;
use crate::segment::Segment;
use crate::value::decimal;
use ligature_codes::Modifier;
use rust_decimal::Decimal;
use std::io::{self, Read, Write};

/// What to change in one claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimChange {
    /// The lines in their new order, by their old places counted from 0. A line that is not named is left out.
    /// None: as they are.
    pub order: Option<Vec<usize>>,
    /// What to change on lines.
    pub lines: Vec<LineChange>,
}

/// What to change on one line. None: as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineChange {
    /// Which line, by its old place counted from 0.
    pub line: usize,
    /// All modifiers that it shall have, in their order; at most four.
    pub modifiers: Option<Vec<Modifier>>,
    /// Units or minutes (SV104).
    pub units: Option<Decimal>,
    /// Charge (SV102). The claim's total (CLM02) changes by as much.
    pub charge: Option<Decimal>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// There is no such line.
    #[error("the claim has {lines} lines, so there is no line {} to change", .line + 1)]
    NoLine {
        /// Which one, counted from 0.
        line: usize,
        /// How many there are.
        lines: usize,
    },
    /// A line is named twice in the new order.
    #[error("line {} occurs twice in the new order", .line + 1)]
    Twice {
        /// Which, counted from 0.
        line: usize,
    },
    /// No line would be left.
    #[error("the new order leaves the claim without a line")]
    NoneLeft,
    /// More modifiers than a line can hold.
    #[error("line {} would have {modifiers} modifiers; at most {MOST_MODIFIERS} fit", .line + 1)]
    Modifiers {
        /// Which line, counted from 0.
        line: usize,
        /// How many were given.
        modifiers: usize,
    },
    /// The line has no SV1 that could be changed.
    #[error("line {} has no service (SV1) that could be changed", .line + 1)]
    NoService {
        /// Which, counted from 0.
        line: usize,
    },
    /// The total cannot be kept, for an amount is no number.
    #[error("the claim's total cannot be kept: its charge, or that of a line, is not a number")]
    Total,
}

/// Why a file could not be written with changes.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// The source or the sink failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A change cannot be made.
    #[error("claim {}: {error}", .claim + 1)]
    Change {
        /// Which claim of the file, counted from 0.
        claim: usize,
        /// Why.
        #[source]
        error: ChangeError,
    },
}

/// Reads a file and writes it with the changes that `change` gives for each claim (`None`: as it is). Claims are numbered
/// from 0. Only SV1 and LX of changed lines, CLM02 where charges change, and SE01 where lines are left out differ from
/// the original. What is wrong with the file is handed over as it is met: to `change` what the reader noticed in the
/// segments of the claim, to `tell` all else; nothing of it is held.
///
/// # Errors
/// A change that cannot be made, and what source and sink say. What was written until then is to be thrown away.
pub fn rewrite(
    input: impl Read,
    out: &mut impl Write,
    mut change: impl FnMut(usize, &ClaimLoop, &[Problem]) -> Option<ClaimChange>,
    mut tell: impl FnMut(&[Problem]),
) -> Result<(), RewriteError> {
    let mut reader = Parts::new(input);
    let mut claims = 0;
    // Segments of the transaction so far, and whether lines were left out of it.
    let (mut held, mut fewer) = (0, false);
    while let Some(part) = reader.next() {
        let part = part?;
        let noticed = reader.problems_until(&part);
        if !matches!(part, Part::Claim(_)) {
            tell(&noticed);
        }
        match part {
            Part::Claim(claim) => {
                let segments = match change(claims, &claim, &noticed) {
                    None => claim.segments,
                    Some(change) => {
                        let changed = changed(&claim.segments, &change).map_err(|error| {
                            RewriteError::Change {
                                claim: claims,
                                error,
                            }
                        })?;
                        fewer |= real(&changed) != real(&claim.segments);
                        changed
                    }
                };
                claims += 1;
                held += real(&segments);
                segments.iter().try_for_each(|s| s.write(out))?;
            }
            Part::End(end, _) => {
                if let Some(end) = end {
                    if fewer {
                        let count = (held + 1).to_string();
                        end.with_elements(&[(1, count)]).write(out)?;
                    } else {
                        end.write(out)?;
                    }
                }
                (held, fewer) = (0, false);
            }
            part => {
                if part.segments().iter().any(|s| s.id() == "ST") {
                    (held, fewer) = (0, false);
                }
                held += real(part.segments());
                part.write(out)?;
            }
        }
    }
    tell(&reader.problems());
    Ok(())
}

fn real(segments: &[Segment]) -> usize {
    segments.iter().filter(|s| !s.is_filler()).count()
}

/// The segments of a claim with the changes made.
///
/// # Errors
/// [`ChangeError`].
pub fn changed(segments: &[Segment], change: &ClaimChange) -> Result<Vec<Segment>, ChangeError> {
    let starts: Vec<usize> = segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| segment.id() == "LX")
        .map(|(at, _)| at)
        .collect();
    let head = starts.first().copied().unwrap_or(segments.len());
    let mut lines: Vec<Vec<Segment>> = starts
        .iter()
        .enumerate()
        .map(|(at, from)| {
            let to = starts.get(at + 1).copied().unwrap_or(segments.len());
            segments.get(*from..to).unwrap_or_default().to_vec()
        })
        .collect();
    let count = lines.len();
    let before = total(&lines);
    for wanted in &change.lines {
        let Some(line) = lines.get_mut(wanted.line) else {
            return Err(ChangeError::NoLine {
                line: wanted.line,
                lines: count,
            });
        };
        service(line, wanted)?;
    }
    if let Some(order) = &change.order {
        lines = ordered(lines, order)?;
    }
    let after = total(&lines);
    let mut result = segments.get(..head).unwrap_or_default().to_vec();
    if before != after {
        let claim = result.first_mut().ok_or(ChangeError::Total)?;
        let sum = match (decimal(claim.element(2)), before, after) {
            (Some(sum), Some(before), Some(after)) => after
                .checked_sub(before)
                .and_then(|more| sum.checked_add(more))
                .ok_or(ChangeError::Total)?,
            _ => return Err(ChangeError::Total),
        };
        *claim = claim.with_elements(&[(2, sum.to_string())]);
    }
    result.extend(lines.into_iter().flatten());
    Ok(result)
}

/// The sum of the charges; none if one is no number.
fn total(lines: &[Vec<Segment>]) -> Option<Decimal> {
    let services = lines.iter().flatten().filter(|s| s.id() == "SV1");
    let charges = services
        .map(|service| decimal(service.element(2)))
        .collect::<Option<Vec<_>>>()?;
    Some(sum(charges.into_iter()))
}

/// Changes the SV1 of a line.
fn service(line: &mut [Segment], wanted: &LineChange) -> Result<(), ChangeError> {
    let at = wanted.line;
    let service = line
        .iter_mut()
        .find(|segment| segment.id() == "SV1")
        .ok_or(ChangeError::NoService { line: at })?;
    let mut changes = Vec::new();
    if let Some(modifiers) = &wanted.modifiers {
        if modifiers.len() > MOST_MODIFIERS {
            return Err(ChangeError::Modifiers {
                line: at,
                modifiers: modifiers.len(),
            });
        }
        let was = service.components(1).skip(2).take(MOST_MODIFIERS);
        // as they are read, not as they are typed: ` rt` is RT already
        let was = was.filter(|modifier| !modifier.is_empty());
        let was = was.map(|modifier| modifier.parse().ok());
        if !was.eq(modifiers.iter().copied().map(Some)) {
            let now = modifiers.iter().map(ToString::to_string).collect();
            changes.push((1, with_modifiers(service, now)));
        }
    }
    let mut number = |element: usize, wanted: Option<Decimal>| {
        let was = decimal(service.element(element));
        if let Some(wanted) = wanted.filter(|wanted| was != Some(*wanted)) {
            changes.push((element, wanted.to_string()));
        }
    };
    number(2, wanted.charge);
    number(4, wanted.units);
    if !changes.is_empty() {
        *service = service.with_elements(&changes);
    }
    Ok(())
}

/// SV101 with other modifiers: code system and code before them, a description behind them.
fn with_modifiers(service: &Segment, modifiers: Vec<String>) -> String {
    let old: Vec<&str> = service.components(1).collect();
    let mut new: Vec<String> = (0..2)
        .map(|at| old.get(at).copied().unwrap_or_default().to_owned())
        .collect();
    new.extend(modifiers);
    let behind = old.get(2 + MOST_MODIFIERS..).unwrap_or_default();
    if !behind.is_empty() {
        new.resize(2 + MOST_MODIFIERS, String::new());
        new.extend(behind.iter().map(|text| (*text).to_owned()));
    }
    while new.last().is_some_and(String::is_empty) {
        new.pop();
    }
    new.join(&char::from(service.delimiters().component).to_string())
}

/// The lines in another order, numbered anew where that changes anything.
fn ordered(lines: Vec<Vec<Segment>>, order: &[usize]) -> Result<Vec<Vec<Segment>>, ChangeError> {
    let count = lines.len();
    if order.is_empty() && count > 0 {
        return Err(ChangeError::NoneLeft);
    }
    if order.iter().copied().eq(0..count) {
        return Ok(lines);
    }
    let mut left: Vec<Option<Vec<Segment>>> = lines.into_iter().map(Some).collect();
    let mut result = Vec::with_capacity(order.len());
    for line in order {
        let Some(place) = left.get_mut(*line) else {
            return Err(ChangeError::NoLine {
                line: *line,
                lines: count,
            });
        };
        let mut segments = place.take().ok_or(ChangeError::Twice { line: *line })?;
        let number = (result.len() + 1).to_string();
        if let Some(lx) = segments.first_mut()
            && lx.element(1) != number
        {
            *lx = lx.with_elements(&[(1, number)]);
        }
        result.push(segments);
    }
    Ok(result)
}
