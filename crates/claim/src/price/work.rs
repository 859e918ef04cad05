//! A line while it is being priced.

use super::answer::Remark;
use super::rules::{Pays, Said, Way};
use super::schedule::{Day, Fee, Place, Schedule};
use crate::{Claim, Line};
use jiff::civil::Date;
use ligature_codes::{Modifier, Units};
use ligature_edits::{Id, Key, Values};
use rust_decimal::Decimal;

/// Global days of add-ons: they follow their primary, outside every ranking.
const WITH_PRIMARY: [u8; 3] = *b"ZZZ";

/// A line while it is being priced.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    /// Its place in the claim.
    pub at: usize,
    /// Its number.
    pub number: u32,
    pub code: String,
    pub modifiers: Vec<String>,
    pub units: Units,
    pub place: Place,
    /// Who did it; empty: as the claim says.
    pub provider: String,
    pub date: Option<Date>,
    pub id: Option<Id>,
    pub row: Option<Values>,
    /// Total relative value: the line's place in the sequence.
    pub weight: Decimal,
    pub fee: Option<Fee>,
    /// It is anesthesia.
    pub anesthesia: bool,
    /// It is paid only when nothing else is paid that day: who says so.
    pub alone: Option<Said>,
    /// What both sides multiply the fee by, and who says so.
    pub bilateral: Option<(Decimal, Said)>,
    /// An assistant's line: assistants are ranked among themselves.
    pub assists: bool,
    /// Shares of the modifiers, after ranks.
    pub factors: Vec<Factor>,
    /// Which units are paid which share; empty: none were ranked.
    pub portions: Vec<Portion>,
    /// What is taken off parts of the fee.
    pub cuts: Vec<Cut>,
    pub remarks: Vec<Remark>,
    /// Why it has no price.
    pub stop: Option<String>,
    /// It takes a rank: it was done and may be paid, whether or not its own price is known.
    pub ranks: bool,
}

/// A share by modifier.
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    pub label: String,
    pub share: Decimal,
    pub source: String,
}

/// Units that are paid one share.
#[derive(Debug, Clone)]
pub(crate) struct Portion {
    pub times: Units,
    /// The fee of the family's base that is taken off, and how it is called.
    pub less: Option<(Decimal, String)>,
    pub share: Decimal,
    pub label: String,
    pub source: String,
}

/// What is taken off a part of the fee of further units.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    pub label: String,
    pub of: Decimal,
    pub times: Units,
    /// The share that is taken off.
    pub share: Decimal,
    pub source: String,
}

impl Work {
    /// Finds a line's row and its fee.
    pub(crate) fn new(schedule: &Schedule<'_>, claim: &Claim, at: usize, line: &Line) -> Work {
        let mut work = Work {
            at,
            number: number(at, line),
            code: line.code.trim().to_ascii_uppercase(),
            modifiers: modifiers(line),
            units: line.units,
            place: Place::of(schedule.rules, claim, line),
            provider: line.provider.trim().to_owned(),
            date: line.date_of_service.or(claim.date_of_service),
            id: None,
            row: None,
            weight: Decimal::ZERO,
            fee: None,
            anesthesia: false,
            alone: None,
            bilateral: None,
            assists: false,
            factors: Vec::new(),
            portions: Vec::new(),
            cuts: Vec::new(),
            remarks: Vec::new(),
            stop: None,
            ranks: false,
        };
        if let Err(why) = work.find(schedule) {
            work.stop = Some(why);
        }
        work
    }

    fn find(&mut self, schedule: &Schedule<'_>) -> Result<(), String> {
        let date = self.date.ok_or("no date of service: fees hold for days")?;
        let day = schedule
            .on(date)
            .ok_or("no date of service: fees hold for days")?;
        let source = day.values.as_ref().ok_or_else(|| {
            format!("no release of the physician fee schedule for {date} is loaded")
        })?;
        let none = || format!("{} has no row for {}", source.label, self.code);
        let key = Key::pack(self.code.as_bytes()).ok_or_else(|| {
            format!(
                "`{}` is not the shape of a procedure code",
                shape(&self.code)
            )
        })?;
        let id = schedule.tables.id(key).ok_or_else(none)?;
        self.id = Some(id);
        let row = self.own_row(schedule, day, id, &source.label)?;
        self.row = Some(row);
        self.weight = schedule.weight(&row, &self.place);
        if self.units == Units::ZERO {
            return Err("the line has no units".to_owned());
        }
        let status = schedule.rules.status(row.status).ok_or_else(|| {
            format!(
                "no rule here says what status `{}` of the fee schedule means",
                char::from(row.status)
            )
        })?;
        match status.pays {
            Pays::Nothing => return Err(status.said.because.clone()),
            Pays::Anesthesia => {
                self.anesthesia = true;
                return Ok(());
            }
            Pays::Alone => {
                self.alone = Some(status.said.clone());
                self.remark(&status.said);
            }
            Pays::Fee if row.status != b'A' => self.remark(&status.said),
            Pays::Fee => {}
        }
        let facility = self.place.facility.clone()?;
        let [rare_inside, rare_outside] = row.rare;
        if (facility && rare_inside) || (!facility && rare_outside) {
            return Err(format!(
                "the fee schedule marks it as rarely or never done {} (NA)",
                self.place.words()
            ));
        }
        self.fee = Some(schedule.fee(day, &row, &self.place)?);
        self.ranks = true;
        Ok(())
    }

    /// The row with the line's modifier, where the schedule prints such rows; else the global one.
    fn own_row(
        &self,
        schedule: &Schedule<'_>,
        day: &Day<'_>,
        id: Id,
        label: &str,
    ) -> Result<Values, String> {
        let mut own: Option<Values> = None;
        for modifier in &self.modifiers {
            let rules = schedule.rules.shares(modifier);
            let Some(rule) = rules.iter().find(|r| r.way == Way::Row) else {
                continue;
            };
            let row = schedule
                .row(day, id, modifier)
                .ok_or_else(|| format!("modifier {modifier}: {}", rule.said.because))?;
            if own.replace(row).is_some() {
                return Err("two modifiers each need their own row of the fee schedule".to_owned());
            }
        }
        own.or_else(|| schedule.row(day, id, ""))
            .ok_or_else(|| format!("{label} has no row for {}", self.code))
    }

    pub(crate) fn has(&self, modifier: &str) -> bool {
        self.modifiers.iter().any(|m| m == modifier)
    }

    pub(crate) fn remark(&mut self, said: &Said) {
        self.remarks.push(Remark {
            says: said.because.clone(),
            source: said.source.clone(),
        });
    }

    /// It gets no price; the first reason is kept.
    pub(crate) fn refuse(&mut self, why: impl Into<String>) {
        self.stop.get_or_insert_with(|| why.into());
    }

    /// The fee of one unit, both sides counted.
    pub(crate) fn each(&self) -> Option<Decimal> {
        let fee = self.fee.as_ref()?.cents;
        match &self.bilateral {
            Some((times, _)) => fee.checked_mul(*times),
            None => Some(fee),
        }
    }

    /// It is an add-on by its global days.
    pub(crate) fn follows(&self) -> bool {
        self.row.is_some_and(|row| row.global == WITH_PRIMARY)
    }
}

/// A line's number in the claim.
fn number(at: usize, line: &Line) -> u32 {
    if line.line > 0 {
        line.line
    } else {
        u32::try_from(at + 1).unwrap_or(u32::MAX)
    }
}

/// Modifiers in the form in which rules name them, each once.
fn modifiers(line: &Line) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in &line.modifiers {
        let one = match Modifier::parse(text) {
            Ok(modifier) => modifier.to_string(),
            Err(_) => continue,
        };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// A code that cannot be one, shortened for a message.
fn shape(code: &str) -> String {
    code.chars().take(12).collect()
}
