//! The draft of an appeal: facts of the remittance, the published edit with its release, and words of the note.
//!
//! What cannot be known here is in square brackets. The letter says of the note only what it quotes.

use crate::answer::{ClaimAnswer, Meaning, ServiceAnswer, TransactionAnswer};
use crate::draft::{Letter, Said};
use crate::known::{Known, PublishedLimit};
use jiff::civil::Date;
use ligature_claim::check::{Basis, Finding, Layer};
use ligature_claim::price::dollars;
use rust_decimal::Decimal;

/// Why the denial is wrong by a published table.
pub(crate) enum Ground<'f> {
    /// Edits that a modifier on the claim lets pass.
    Passed(Vec<&'f Finding>),
    /// No pair edit between the line and the others of the claim.
    NoPair {
        others: Vec<String>,
        release: Basis,
        /// The payer may also mean a global period.
        global: bool,
    },
    /// The line is column one of a pair.
    ColumnOne(&'f Finding),
    /// More units than a limit that may be passed.
    Above(&'f Finding),
    /// Units within the limit.
    Within {
        billed: String,
        limit: PublishedLimit,
    },
    /// The primary of an add-on is on the claim and paid.
    Primary { primary: String, release: Basis },
}

impl Ground<'_> {
    /// Whether it is nothing without words of the record.
    pub(crate) fn asks_record(&self) -> bool {
        matches!(self, Ground::Passed(_) | Ground::Above(_))
    }

    /// Whether the record has to show that two services were apart.
    pub(crate) fn asks_apart(&self) -> bool {
        match self {
            Ground::Passed(all) => all.iter().any(|f| f.layer == Layer::Bundling),
            _ => false,
        }
    }

    fn sources(&self) -> Vec<Basis> {
        let mut all: Vec<Basis> = match self {
            Ground::Passed(all) => all.iter().map(|f| f.basis.clone()).collect(),
            Ground::ColumnOne(one) | Ground::Above(one) => vec![one.basis.clone()],
            Ground::NoPair { release, .. } | Ground::Primary { release, .. } => {
                vec![release.clone()]
            }
            Ground::Within { limit, .. } => vec![limit.basis.clone()],
        };
        all.dedup();
        all
    }
}

/// Words of the note for a letter.
#[derive(Default)]
pub(crate) struct Words {
    /// What supports the code.
    pub(crate) support: Vec<Said>,
    /// What shows another site or session.
    pub(crate) apart: Vec<Said>,
}

/// Writes it: about a line of a claim of a payment, by its number and day in the claim that was checked.
pub(crate) fn letter(
    (payment, claim, service): (&TransactionAnswer, &ClaimAnswer, &ServiceAnswer),
    (number, on): (u32, Date),
    ground: &Ground<'_>,
    words: &Words,
    known: &dyn Known,
) -> Letter {
    let billed = service.billed_code.as_ref().map_or_else(
        || named(&service.code, &service.modifiers),
        |code| named(code, &service.billed_modifiers),
    );
    let mut parts: Vec<String> = vec![
        format!(
            "[Your letterhead: name, address, telephone]\n{}{}",
            given(&payment.payee, "[Name of the provider]"),
            match payment.payee_id.trim() {
                "" => String::new(),
                id => format!(", NPI {}", plain(id)),
            }
        ),
        "[Date]".to_owned(),
        format!(
            "{}\n[Department of appeals, address]",
            given(&payment.payer, "[Name of the payer]")
        ),
        about(payment, claim, service, (&billed, on)),
        "Dear reviewer:".to_owned(),
        format!(
            "We ask you to reconsider the denial of {billed} of {}.",
            day(on)
        ),
        denial(claim, service),
    ];
    parts.push(format!(
        "Why we disagree\n{}",
        because(ground, service, (&billed, number, on))
    ));
    let sources = ground.sources();
    let cited: Vec<String> = sources.iter().map(|s| cited(s, on, known)).collect();
    parts.push(format!("Source: {}.", cited.join("; ")));
    parts.push(
        "These are the edits that CMS publishes for Medicare. If the denial follows another rule, please name it, with the service and the date that it refers to, and send us its text."
            .to_owned(),
    );
    parts.extend(record(ground, words));
    parts.push(format!(
        "We ask you to process line {billed} again and to pay it. If you uphold the denial, please tell us the rule, and how to go to the next level of appeal."
    ));
    parts.push(
        "Enclosed: a copy of the remittance; [the operative note]; [the claim as it was sent]"
            .to_owned(),
    );
    parts.push("Sincerely,\n\n[Signature]\n[Name, title]".to_owned());
    let quotes = words.apart.iter().chain(&words.support);
    let mut said: Vec<Said> = Vec::new();
    for one in quotes {
        if !said.contains(one) {
            said.push(one.clone());
        }
    }
    Letter {
        text: parts.join("\n\n") + "\n",
        sources,
        quotes: said,
    }
}

/// What the letter is about, a fact a line.
fn about(
    payment: &TransactionAnswer,
    claim: &ClaimAnswer,
    service: &ServiceAnswer,
    (billed, on): (&str, Date),
) -> String {
    let paid_on = payment.date.as_deref().and_then(|d| d.parse().ok());
    let units = service.billed_units.or(service.units);
    let units = units.filter(|u| *u > Decimal::ZERO);
    let units = units.map_or_else(String::new, |u| match u == Decimal::ONE {
        true => ", 1 unit".to_owned(),
        false => format!(", {} units", u.normalize()),
    });
    let amount = |of: Option<Decimal>| of.map_or_else(|| "[amount]".to_owned(), dollars);
    [
        "Re: appeal of a denied line".to_owned(),
        "Patient: [name], member number [patient identifier]".to_owned(),
        format!(
            "Your claim number: {}",
            given(&claim.payer_claim, "[the payer's number of the claim]")
        ),
        format!("Our claim number: {}", given(&claim.id, "[our number]")),
        format!("Date of service: {}", day(on)),
        format!(
            "Remittance: {}, payment number {}",
            paid_on.map_or_else(|| "[date]".to_owned(), day),
            given(&payment.trace, "[number]")
        ),
        format!(
            "Line: {billed}{units}, billed {}, paid {}",
            amount(service.charge),
            amount(service.paid)
        ),
    ]
    .join("\n")
}

/// The denial as the payer gave it.
fn denial(claim: &ClaimAnswer, service: &ServiceAnswer) -> String {
    let mut lines = vec!["The denial, by your remittance (its codes in our words)".to_owned()];
    for one in service.adjustments.iter().filter(|a| a.denies) {
        lines.push(format!(
            "- {}-{}, {}: {} Group {}: {}",
            one.group.code,
            one.reason.code,
            dollars(one.amount),
            one.reason.means,
            one.group.code,
            one.group.means
        ));
    }
    let remarks = service.remarks.iter().chain(&claim.remarks);
    let tells = |r: &&Meaning| !r.layers.iter().any(|l| l == "notice");
    for one in remarks.filter(tells) {
        lines.push(format!("- Remark {}: {}", one.code, one.means));
    }
    lines.join("\n")
}

fn because(
    ground: &Ground<'_>,
    service: &ServiceAnswer,
    (billed, number, on): (&str, u32, Date),
) -> String {
    match ground {
        Ground::Passed(all) => {
            let each = all.iter().map(|f| match (&f.column_one, &f.column_two) {
                (Some(one), Some(two)) if f.layer == Layer::Bundling => format!(
                    "The pair edit has {one} in column one and {two} in column two, with modifier indicator {}{}: with a modifier that the edit accepts, both are paid where the record supports it. {} We sent line {number} as {billed}.",
                    f.indicator.as_deref().unwrap_or("1"),
                    in_force(f),
                    f.because
                ),
                _ => format!("{} We sent line {number} as {billed}.", f.because),
            });
            let each: Vec<String> = each.collect();
            each.join("\n")
        }
        Ground::NoPair { others, global, .. } => {
            let period = match global {
                true => {
                    " If you take it to lie in the global period of an operation, please name the operation and its date. [Before you send this: make sure that there was none.]"
                }
                false => "",
            };
            format!(
                "The line was denied as part of another service. The published pair edits have none in force on {} between {billed} and the other codes of the claim ({}).{period}",
                day(on),
                others.join(", ")
            )
        }
        Ground::ColumnOne(f) => format!(
            "The pair edit has {} in column one and {} in column two{}: where both are billed, the code of column one is the one that is paid. The line that was denied is that of column one.",
            f.column_one.as_deref().unwrap_or_default(),
            f.column_two.as_deref().unwrap_or_default(),
            in_force(f)
        ),
        Ground::Above(f) => {
            let (billed, most) = f.units.unwrap_or_default();
            format!(
                "{billed} units were billed. The medically unlikely edit of {} is {most} a day with adjudication indicator 3: a limit by clinical judgement, above which units are paid where they were done, rightly coded and medically necessary.",
                f.code.as_deref().unwrap_or_default()
            )
        }
        Ground::Within { billed, limit } => {
            let by = match limit.indicator {
                1 => ", by the line (adjudication indicator 1)".to_owned(),
                2 | 3 => format!(", by the day (adjudication indicator {})", limit.indicator),
                _ => String::new(),
            };
            format!(
                "{billed} units were billed for {}. The medically unlikely edit of {} is {} units{by}: the line is within it.",
                day(on),
                service.billed_code.as_deref().unwrap_or(&service.code),
                limit.units
            )
        }
        Ground::Primary { primary, .. } => format!(
            "{billed} is an add-on. {primary}, which the published add-on edits list as a primary of it, is on the same claim for the same day, and you paid it."
        ),
    }
}

/// What the record shows, or where its words go.
fn record(ground: &Ground<'_>, words: &Words) -> Vec<String> {
    let mut parts = Vec::new();
    let quoted = |title: &str, all: &[Said]| {
        let lines: Vec<String> = all
            .iter()
            .map(|one| format!("- line {}: “{}”", one.line, one.text))
            .collect();
        format!("{title}\n{}", lines.join("\n"))
    };
    if !words.apart.is_empty() {
        parts.push(quoted(
            "What sets the two services apart, in the words of the operative note",
            &words.apart,
        ));
    } else if ground.asks_apart() {
        parts.push(
            "[Quote the words of the record that show another site, session, lesion or injury. If it has none, do not send this letter.]"
                .to_owned(),
        );
    }
    let more = words.support.iter().filter(|s| !words.apart.contains(s));
    let more: Vec<Said> = more.cloned().collect();
    if !more.is_empty() {
        parts.push(quoted(
            "What was done, in the words of the operative note",
            &more,
        ));
    } else if ground.asks_record() && !ground.asks_apart() {
        parts.push(
            "[Quote the words of the record that show what was done, how often, and why it was needed.]"
                .to_owned(),
        );
    }
    if matches!(ground, Ground::Above(_)) && !words.support.is_empty() {
        parts.push("[Say from the record why each unit was needed.]".to_owned());
    }
    parts
}

/// `, in force from 1 January 2010`.
fn in_force(of: &Finding) -> String {
    let parsed = |text: &Option<String>| text.as_deref().and_then(|t| t.parse().ok()).map(day);
    match of.effective.as_ref() {
        Some((Some(from), None)) => {
            parsed(&Some(from.clone())).map_or_else(String::new, |d| format!(", in force from {d}"))
        }
        Some((Some(from), Some(to))) => {
            let (from, to) = (parsed(&Some(from.clone())), parsed(&Some(to.clone())));
            from.zip(to).map_or_else(String::new, |(from, to)| {
                format!(", in force from {from} to {to}")
            })
        }
        _ => String::new(),
    }
}

/// A release with its publisher and its days; it may cover an earlier day by the dates of its rows.
fn cited(of: &Basis, on: Date, known: &dyn Known) -> String {
    let publisher = known.publisher(of);
    let publisher = match publisher.as_str() {
        "" => String::new(),
        name => format!("{name}, "),
    };
    let days = of.from.parse::<Date>().ok().zip(of.to.parse::<Date>().ok());
    let days = days.map_or_else(String::new, |(from, to)| {
        let earlier = if on < from {
            ", by the dates of its rows"
        } else {
            ""
        };
        format!(", {} to {}{earlier}", day(from), day(to))
    });
    format!("{publisher}{}, {}{days}", of.table, of.release)
}

/// As letters in the United States have it.
fn day(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}

fn named(code: &str, modifiers: &[String]) -> String {
    let mut parts = vec![plain(code)];
    parts.extend(modifiers.iter().map(|m| plain(m)));
    parts.join("-")
}

fn given(text: &str, none: &str) -> String {
    match text.trim() {
        "" => none.to_owned(),
        text => plain(text),
    }
}

/// Of a file: without what a terminal would act on.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
