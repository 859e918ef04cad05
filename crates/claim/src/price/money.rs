//! Exact decimals, and how they are written.

use ligature_codes::Units;
use ligature_edits::Fixed;
use rust_decimal::{Decimal, RoundingStrategy};

/// A number of a table.
pub(crate) fn exact(number: Fixed) -> Decimal {
    Decimal::new(i64::from(number.0), 4).normalize()
}

/// A relative value of a table as people write it: two places, more where it has more.
#[must_use]
pub fn relative_value(number: Fixed) -> String {
    shown(exact(number))
}

/// Units as a number to multiply a fee with.
pub(crate) fn number(units: Units) -> Decimal {
    let thousandths = i64::try_from(units.thousandths()).unwrap_or(i64::MAX);
    Decimal::new(thousandths, 3).normalize()
}

/// To the cent, half up.
pub(crate) fn cents(amount: Decimal) -> Decimal {
    let mut rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    rounded
}

/// Without zeros at its end beyond the cents.
pub(crate) fn tidy(number: Decimal) -> Decimal {
    let mut short = number.normalize();
    if short.scale() < 2 {
        short.rescale(2);
    }
    short
}

/// With two places at least, and as many as it has.
pub(crate) fn shown(number: Decimal) -> String {
    tidy(number).to_string()
}

/// As short as it can be: `1`, `0.5`, `1.065`.
pub(crate) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// As a percentage: `62.5 %`.
pub(crate) fn percent(share: Decimal) -> String {
    match share.checked_mul(Decimal::ONE_HUNDRED) {
        Some(hundredths) => format!("{} %", plain(hundredths)),
        None => plain(share),
    }
}

/// An amount as people write it: `$1,432.71`.
#[must_use]
pub fn dollars(amount: Decimal) -> String {
    let text = format!("{:.2}", amount.abs());
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let digits = whole.len();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (digits - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() {
        "-"
    } else {
        ""
    };
    format!("{sign}${grouped}.{cents}")
}
