//! From what was found out about a line to its amount and the steps to it.

use super::answer::{PricedLine, Step};
use super::money::{cents, number, plain, shown, tidy};
use super::work::{Portion, Work};
use ligature_codes::Units;
use rust_decimal::Decimal;

/// How amounts are rounded, as a step says it.
const ROUNDING: &str = "Convention of this program: the fee is rounded to the cent, half up, and so is each line at its end";

/// The line with its steps; it has an amount unless something refused it.
pub(crate) fn finish(work: Work) -> PricedLine {
    let mut steps = Vec::new();
    let amount = arithmetic(&work, &mut steps);
    for step in &mut steps {
        step.result = tidy(step.result);
    }
    let mut not_priced = work.stop;
    let mut allowed = None;
    if not_priced.is_none() {
        match amount {
            Some(amount) if !amount.is_sign_negative() || amount.is_zero() => {
                allowed = Some(cents(amount.abs()));
            }
            Some(_) => {
                not_priced = Some("what the tables take off it is more than its fee".to_owned());
            }
            None => not_priced = Some("the amounts are too large to compute".to_owned()),
        }
    }
    PricedLine {
        line: work.number,
        code: work.code,
        modifiers: work.modifiers,
        units: work.units,
        allowed,
        not_priced,
        steps,
        remarks: work.remarks,
    }
}

/// Goes through the steps; nothing if there is no fee or a number is too large.
fn arithmetic(work: &Work, steps: &mut Vec<Step>) -> Option<Decimal> {
    let fee = work.fee.as_ref()?;
    let row = match work.row.map(|r| r.modifier) {
        Some(modifier) if modifier != *b"  " => {
            format!(", row {}", String::from_utf8_lossy(&modifier))
        }
        _ => String::new(),
    };
    let label = if work.anesthesia {
        "Anesthesia".to_owned()
    } else {
        format!("Fee {}{row}", work.place.words())
    };
    steps.push(Step {
        label,
        expression: fee.expression.clone(),
        result: fee.cents,
        source: fee.source.clone(),
    });
    let mut each = fee.cents;
    if let Some((times, said)) = &work.bilateral {
        each = each.checked_mul(*times)?;
        steps.push(Step {
            label: "Both sides".to_owned(),
            expression: format!("{} × {}", shown(fee.cents), plain(*times)),
            result: each,
            source: said.source.clone(),
        });
    }
    let mut amount = Decimal::ZERO;
    for portion in &work.portions {
        let (result, expression) = one(each, portion)?;
        amount = amount.checked_add(result)?;
        if portion.times == Units::ONE && portion.label.is_empty() && work.portions.len() == 1 {
            continue;
        }
        steps.push(Step {
            label: label_of(portion),
            expression,
            result,
            source: portion.source.clone(),
        });
    }
    if work.portions.len() > 1 {
        let shown: Vec<String> = work
            .portions
            .iter()
            .filter_map(|p| Some(shown(one(each, p)?.0)))
            .collect();
        steps.push(Step {
            label: "Sum".to_owned(),
            expression: shown.join(" + "),
            result: amount,
            source: String::new(),
        });
    }
    for cut in &work.cuts {
        let off = cut
            .of
            .checked_mul(number(cut.times))?
            .checked_mul(cut.share)?;
        let expression = format!(
            "{} − {} × {} × {}",
            shown(amount),
            shown(cut.of),
            cut.times,
            plain(cut.share)
        );
        amount = amount.checked_sub(off)?;
        steps.push(Step {
            label: cut.label.clone(),
            expression,
            result: amount,
            source: cut.source.clone(),
        });
    }
    for factor in &work.factors {
        let expression = format!("{} × {}", shown(amount), plain(factor.share));
        amount = amount.checked_mul(factor.share)?;
        steps.push(Step {
            label: factor.label.clone(),
            expression,
            result: amount,
            source: factor.source.clone(),
        });
    }
    if cents(amount) != amount {
        steps.push(Step {
            label: "To the cent".to_owned(),
            expression: shown(amount),
            result: cents(amount),
            source: ROUNDING.to_owned(),
        });
    }
    Some(amount)
}

/// What some units come to, and the numbers of it.
fn one(each: Decimal, portion: &Portion) -> Option<(Decimal, String)> {
    let (left, mut expression) = match &portion.less {
        Some((less, _)) => (
            each.checked_sub(*less)?.max(Decimal::ZERO),
            format!("({} − {})", shown(each), shown(*less)),
        ),
        None => (each, shown(each)),
    };
    if portion.times != Units::ONE {
        expression.push_str(&format!(" × {}", portion.times));
    }
    if portion.share != Decimal::ONE || portion.times == Units::ONE {
        expression.push_str(&format!(" × {}", plain(portion.share)));
    }
    let result = left
        .checked_mul(number(portion.times))?
        .checked_mul(portion.share)?;
    Some((result, expression))
}

/// `2 units; rank 2 of 3: 50 %`, with a capital letter.
fn label_of(portion: &Portion) -> String {
    let units = match portion.times {
        Units::ONE => String::new(),
        times => format!("{times} units"),
    };
    let parts: Vec<&str> = [units.as_str(), portion.label.as_str()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    let label = parts.join(", ");
    let mut letters = label.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "One unit".to_owned(),
    }
}
