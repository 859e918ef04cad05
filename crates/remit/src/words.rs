//! A code and its meaning.

use crate::answer::Meaning;
use ligature_knowledge::RemitCode;
use rust_decimal::Decimal;

/// What is known of a code; `what` it is, where nothing is.
pub(crate) fn meaning(code: &str, known: Option<&RemitCode>, what: &str) -> Meaning {
    match known {
        Some(known) => Meaning {
            code: shown(code),
            means: known.means.clone(),
            cause: known.cause.clone(),
            next: known.next.clone(),
            layers: known.layers.clone(),
            known: true,
        },
        None => unknown(
            code,
            format!("This {what} code is not known here: look it up with the payer."),
        ),
    }
}

/// A code of which nothing is known but what is given.
pub(crate) fn unknown(code: &str, means: String) -> Meaning {
    Meaning {
        code: shown(code),
        means,
        cause: String::new(),
        next: String::new(),
        layers: Vec::new(),
        known: false,
    }
}

/// A code of a file: short, and without what a terminal would act on.
pub(crate) fn shown(code: &str) -> String {
    code.chars().filter(|c| !c.is_control()).take(12).collect()
}

/// A sum; none, where it would overflow.
pub(crate) fn sum(mut amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
}
