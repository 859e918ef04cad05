//! Anesthesia: base units and time units.

use super::answer::Remark;
use super::money::{cents, number, plain, shown};
use super::schedule::Fee;
use super::schedule::{Schedule, answering};
use super::work::{Portion, Work};
use ligature_codes::Units;
use ligature_edits::Kind;
use rust_decimal::{Decimal, RoundingStrategy};

/// Minutes of a time unit (Medicare Claims Processing Manual, chapter 12, section 50).
const MINUTES: Decimal = Decimal::from_parts(15, 0, 0, false, 0);

/// Prices an anesthesia line: (base units + time units) × the factor. Units of such a line are minutes, as Medicare wants
/// them reported; a time unit is a quarter of an hour, to one decimal place. The factor is the authored one of kind
/// `anesthesia`, which is the locality's.
pub(crate) fn price(schedule: &Schedule<'_>, work: &mut Work) {
    match fee(schedule, work) {
        Ok(fee) => {
            work.remarks.push(Remark {
                says: format!("The {} units of the line are taken as minutes.", work.units),
                source: "CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12, section 50, 2024".to_owned(),
            });
            work.portions = vec![Portion {
                times: Units::ONE,
                less: None,
                share: Decimal::ONE,
                label: String::new(),
                source: String::new(),
            }];
            work.fee = Some(fee);
        }
        Err(why) => work.refuse(why),
    }
}

fn fee(schedule: &Schedule<'_>, work: &Work) -> Result<Fee, String> {
    work.place.facility.clone()?;
    let (Some(date), Some(id)) = (work.date, work.id) else {
        return Err("no date of service: fees hold for days".to_owned());
    };
    let source = answering(
        &schedule.tables,
        Kind::Anesthesia,
        ligature_codes::day(date),
    )
    .ok_or_else(|| format!("it is anesthesia, and no table of base units for {date} is loaded"))?
    .source;
    let base = schedule
        .tables
        .base_units(source, id)
        .ok_or("it is anesthesia, and the table of base units has no row for it")?;
    let factor = schedule.rules.factor("anesthesia", date).ok_or_else(|| {
        format!("it is anesthesia, and no anesthesia factor for {date} is authored")
    })?;
    let time = (number(work.units) / MINUTES)
        .round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    let all = (Decimal::from(base) + time)
        .checked_mul(factor.dollars)
        .ok_or("the amounts are too large to compute")?;
    let label = schedule
        .tables
        .source(source)
        .map_or(String::new(), |s| s.label);
    Ok(Fee {
        cents: cents(all),
        expense: Decimal::ZERO,
        expression: format!(
            "({base} base units + {} minutes / 15 = {} time units) × {} = {}",
            work.units,
            plain(time),
            plain(factor.dollars),
            shown(all)
        ),
        source: format!("{label}; {}", factor.source),
    })
}
