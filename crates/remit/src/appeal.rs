//! Whether a denial can be appealed: the rule that the payer applied, compared with the published table of the day.
//!
//! A letter is drafted only where a published table contradicts the denial, or lets the line pass with what was on the
//! claim already. Where a corrected claim is the way, where the rule leaves no remedy, and where no table covers the day,
//! there is none, and the reason is given instead.

use crate::answer::{Adjusted, ClaimAnswer, Meaning, ServiceAnswer, TransactionAnswer};
use crate::draft::{Appeal, Way};
use crate::known::{Known, Support};
use crate::letter::{Ground, Words, letter};
use crate::line::{Numbered, lines};
use crate::matched::layers;
use crate::sent::SentClaim;
use crate::state::Decided;
use crate::words::shown;
use jiff::civil::Date;
use ligature_claim::check::{Checked, Finding, Ground as Rule, Layer, Severity};
use ligature_claim::{Line, Outcome};
use ligature_x12::{ClaimPayment, ServicePayment};
use rust_decimal::Decimal;

/// What a denial is compared with.
pub struct Case<'a> {
    /// The payment that the claim belongs to.
    pub payment: &'a TransactionAnswer,
    /// The claim and its check, or why there is none.
    pub check: Result<(&'a SentClaim, &'a Checked), String>,
    /// The claim was built from the remittance.
    pub from_remittance: bool,
    /// Tables and note.
    pub known: &'a dyn Known,
}

/// What is found about one reason of a denial.
struct Found<'f> {
    way: Way,
    says: String,
    ground: Option<Ground<'f>>,
    words: Words,
}

impl<'f> Found<'f> {
    fn new(way: Way, says: impl Into<String>) -> Found<'f> {
        Found {
            way,
            says: says.into(),
            ground: None,
            words: Words::default(),
        }
    }

    fn ground(ground: Ground<'f>, says: impl Into<String>) -> Found<'f> {
        Found {
            ground: Some(ground),
            ..Found::new(Way::Appeal, says)
        }
    }
}

/// Says for each denied line, and for what is denied of the claim as a whole, whether it can be appealed; with the letter.
pub fn appeals(answer: &mut ClaimAnswer, payment: &ClaimPayment<'_>, case: &Case<'_>) {
    if answer.reversal {
        return;
    }
    let whole = whole(answer);
    let each = answer.services.iter().zip(&payment.services);
    let all: Vec<Option<Appeal>> = each
        .map(|(service, of)| {
            let line = Denied {
                case,
                claim: answer,
                payment,
                service,
                of,
            };
            line.appeal()
        })
        .collect();
    answer.appeal = whole;
    for (service, appeal) in answer.services.iter_mut().zip(all) {
        service.appeal = appeal;
    }
}

/// What is denied of the claim as a whole.
fn whole(answer: &ClaimAnswer) -> Option<Appeal> {
    let denying: Vec<&Adjusted> = answer.adjustments.iter().filter(|a| a.denies).collect();
    let found = denying.iter().map(|one| {
        by_kind(one, &answer.remarks, &[]).unwrap_or_else(|| {
            Found::new(
                Way::Review,
                "The payer took this off the claim as a whole and names no line: ask which services it means.",
            )
        })
    });
    let found = found.min_by_key(|f| f.way)?;
    Some(Appeal {
        way: found.way,
        says: found.says,
        from_remittance: false,
        letter: None,
    })
}

/// What to do where none of our tables is about the reason; nothing, where one may be.
fn by_kind<'f>(one: &Adjusted, remarks: &[Meaning], of_line: &[Meaning]) -> Option<Found<'f>> {
    let reason = &one.reason;
    let mut remarks = of_line.iter().chain(remarks);
    if let Some(last) = remarks.find(|r| r.layers.iter().any(|l| l == "no-appeal")) {
        let says = format!(
            "The payer says with remark {} that this decision cannot be appealed. {}",
            last.code, reason.next
        );
        return Some(Found::new(Way::Correct, says.trim_end()));
    }
    if !reason.known {
        let says = format!(
            "Reason {} is not known here: ask the payer what it means.",
            reason.code
        );
        return Some(Found::new(Way::Review, says));
    }
    let has = |kinds: &[&str]| reason.layers.iter().any(|l| kinds.contains(&l.as_str()));
    if !layers(one).is_empty() && !has(&["necessity"]) {
        return None;
    }
    let (way, why) = if has(&["necessity"]) {
        (
            Way::Papers,
            "Whether the diagnosis supports the service was not checked: no coverage policy is loaded here, and the words of an operative note show what was done, not that a policy was met. So no letter is drafted.",
        )
    } else if has(&["timely", "authorisation", "benefit", "documentation"]) {
        (
            Way::Papers,
            "This is not a matter of coding edits: no published table is a ground against it, and the proof is in your own papers.",
        )
    } else if has(&["contract", "payment", "reduction", "notice"]) {
        (
            Way::Review,
            "This is about the amount, and no edit is a ground against it.",
        )
    } else {
        (
            Way::Correct,
            "Something on the claim has to be put right or sent elsewhere.",
        )
    };
    Some(Found::new(way, format!("{why} {}", reason.next)))
}

/// A denied line.
struct Denied<'a> {
    case: &'a Case<'a>,
    claim: &'a ClaimAnswer,
    payment: &'a ClaimPayment<'a>,
    service: &'a ServiceAnswer,
    of: &'a ServicePayment<'a>,
}

/// A denied line with its place in the claim that was checked.
struct Placed<'a> {
    sent: &'a SentClaim,
    checked: &'a Checked,
    line: Numbered<'a>,
    code: String,
    on: Date,
}

impl<'a> Denied<'a> {
    fn appeal(&self) -> Option<Appeal> {
        let denying = self.service.adjustments.iter().filter(|a| a.denies);
        let found = denying.map(|one| self.reason(one));
        // what has to be done first comes first; an appeal is left where every reason allows it
        let found = found.min_by_key(|f| f.way)?;
        let placed = self.placed().ok();
        let letter = found.ground.as_ref().zip(placed).map(|(ground, placed)| {
            let days = (placed.line.number, placed.on);
            letter(
                (self.case.payment, self.claim, self.service),
                days,
                ground,
                &found.words,
                self.case.known,
            )
        });
        let mut says = found.says;
        if self.case.from_remittance && matches!(found.way, Way::Appeal | Way::WriteOff) {
            says.push_str(
                " The claim as it was sent was not given: the lines of the remittance were checked as a claim.",
            );
        }
        Some(Appeal {
            way: found.way,
            says,
            from_remittance: self.case.from_remittance,
            letter,
        })
    }

    /// Where the line is in the claim that was checked, or why that is not certain.
    fn placed(&self) -> Result<Placed<'a>, String> {
        let case: &'a Case<'a> = self.case;
        let (sent, checked) = match &case.check {
            Ok((sent, checked)) => (*sent, *checked),
            Err(why) => return Err(why.clone()),
        };
        let days = self.of.days.or(self.payment.days);
        let found = lines(self.of, days, sent);
        let line = match found.as_slice() {
            [line] => *line,
            [] => {
                return Err(
                    "the claim that was checked has no line with this procedure code".to_owned(),
                );
            }
            _ => {
                return Err(
                    "several lines of the claim match equally, and which of them this is is not certain"
                        .to_owned(),
                );
            }
        };
        let on = line.line.date_of_service.or(sent.claim.date_of_service);
        let on = on.ok_or_else(|| "the line has no date of service".to_owned())?;
        Ok(Placed {
            sent,
            checked,
            line,
            code: line.line.code.trim().to_ascii_uppercase(),
            on,
        })
    }

    fn reason(&self, one: &Adjusted) -> Found<'a> {
        if let Some(found) = by_kind(one, &self.claim.remarks, &self.service.remarks) {
            return found;
        }
        let placed = match self.placed() {
            Ok(placed) => placed,
            Err(why) => {
                let why = why.trim_end_matches('.');
                return Found::new(
                    Way::NotChecked,
                    format!("The edit behind it could not be checked: {why}."),
                );
            }
        };
        // the payer's own edits of a state programme are others than those of Medicare
        if self.payment.filing == "MC" {
            return Found::new(
                Way::NotChecked,
                format!(
                    "This payer is Medicaid, whose edits are published apart and are not loaded here: look up the state's. {}",
                    one.reason.next
                ),
            );
        }
        let layers = layers(one);
        let has = |layer: Layer| layers.contains(&layer);
        if let Some(found) = placed.denied_by(&layers) {
            return found;
        }
        let found = if has(Layer::Bundling) {
            self.bundled(placed, &layers)
        } else if has(Layer::Units) {
            self.units(placed)
        } else if has(Layer::Addon) {
            self.addon(placed)
        } else if has(Layer::Global) {
            placed.passed(Layer::Global).unwrap_or_else(|| {
                Found::new(
                    Way::Review,
                    format!("No earlier operation is known here: ask the payer whose period it means, and look whether a modifier applies. {}", one.reason.next),
                )
            })
        } else {
            Found::new(
                Way::Correct,
                format!(
                    "Our check finds nothing against code and modifiers of this line. {}",
                    one.reason.next
                ),
            )
        };
        self.with_record(found)
    }

    /// A pair with this line passes by its modifier, or there is none.
    fn bundled(&self, placed: Placed<'a>, all: &[Layer]) -> Found<'a> {
        if let Some(found) = placed.passed(Layer::Bundling) {
            return found;
        }
        if all.contains(&Layer::Global)
            && let Some(found) = placed.passed(Layer::Global)
        {
            return found;
        }
        if all.contains(&Layer::Validity) {
            return Found::new(
                Way::Correct,
                "No pair edit is in the way: the payer means the modifier. Check it against the note and the code, then send a corrected claim.",
            );
        }
        if let Some(found) = placed.to_look_at(Layer::Bundling) {
            return found;
        }
        let one = |f: &&Finding| {
            let first = f.column_one.as_deref();
            first.is_some_and(|c| c.eq_ignore_ascii_case(&placed.code))
        };
        let own = |f: &&Finding| f.lines.contains(&placed.line.number);
        let mut findings = placed.checked.findings.iter();
        if let Some(finding) = findings.find(|f| f.rule == Rule::Edit && own(f) && one(f)) {
            let two = finding.column_two.clone().unwrap_or_default();
            if finding.denies() && self.paid(&two) {
                return Found::new(
                    Way::Review,
                    format!(
                        "By the pair edit {} is column one and is paid; {two}, which is not, was paid instead. Ask the payer to process the claim again, and expect that {two} is taken back: compare the two amounts first.",
                        placed.code
                    ),
                );
            }
            return Found::ground(
                Ground::ColumnOne(finding),
                format!(
                    "By the pair edit {} is column one: where it is billed with {two}, it is the one that is paid.",
                    placed.code
                ),
            );
        }
        let Some(release) = self.case.known.pairs(&placed.sent.claim, placed.on) else {
            return placed.without_table(Layer::Bundling);
        };
        let others = placed.others();
        if others.is_empty() {
            return Found::new(
                Way::Review,
                "The claim has no other service of that day and practitioner: the payer joins it with one of another claim or with an earlier operation. Ask which.",
            );
        }
        Found::ground(
            Ground::NoPair {
                others: others.clone(),
                release,
                global: all.contains(&Layer::Global),
            },
            format!(
                "The published pair edits have none between {} and {}. Before you send it, make sure that the line is not part of another claim's service or of an earlier operation.",
                placed.code,
                listed(&others)
            ),
        )
    }

    fn units(&self, placed: Placed<'a>) -> Found<'a> {
        let own = |f: &&Finding| f.layer == Layer::Units && f.lines.contains(&placed.line.number);
        let mut findings = placed.checked.findings.iter();
        if let Some(finding) = findings.find(own) {
            return match finding.indicator.as_deref() {
                Some("3") if finding.units.is_some_and(|(_, most)| most > 0) => Found::ground(
                    Ground::Above(finding),
                    "The limit is one of a day by clinical judgement (MAI 3): it may be passed where the record shows that more was done and was necessary. Check the units first.",
                ),
                _ => Found::new(
                    Way::Review,
                    format!("{} {}", finding.because, finding.resolve),
                ),
            };
        }
        let unknown = self.case.from_remittance
            && self.service.billed_units.is_none()
            && self.service.units.is_none_or(|u| u <= Decimal::ZERO);
        if unknown {
            return Found::new(
                Way::NotChecked,
                "The remittance does not say how many units were billed: give the claim as it was sent.",
            );
        }
        let known = self.case.known;
        match known.limit(&placed.sent.claim, &placed.code, placed.on) {
            None => placed.without_table(Layer::Units),
            Some(None) => Found::new(
                Way::Review,
                format!(
                    "No limit of units is published for {}; some limits are confidential, so that this is no proof. Check the units against the note, and ask the payer for its limit.",
                    placed.code
                ),
            ),
            Some(Some(limit)) => {
                let billed = placed.line.line.units.to_string();
                let says = format!(
                    "{billed} of {} units that the published limit allows were billed.",
                    limit.units
                );
                Found::ground(Ground::Within { billed, limit }, says)
            }
        }
    }

    fn addon(&self, placed: Placed<'a>) -> Found<'a> {
        if let Some(found) = placed.to_look_at(Layer::Addon) {
            return found;
        }
        let known = self.case.known.primaries(&placed.code, placed.on);
        let Some((primaries, release)) = known else {
            return placed.without_table(Layer::Addon);
        };
        let others = placed.others();
        let Some(primary) = others.iter().find(|o| primaries.contains(o)) else {
            return Found::new(
                Way::Review,
                format!(
                    "The add-on table lists no code of this claim as the primary of {}: look up what it needs.",
                    placed.code
                ),
            );
        };
        if !self.paid(primary) {
            return Found::new(
                Way::Correct,
                format!(
                    "The primary {primary} is on the claim, but was not paid. Settle its denial first; {} follows it.",
                    placed.code
                ),
            );
        }
        let says = format!("The primary {primary} is on the same claim and was paid.");
        let primary = primary.clone();
        Found::ground(Ground::Primary { primary, release }, says)
    }

    /// Whether the payer paid a line of this code.
    fn paid(&self, code: &str) -> bool {
        let mut services = self.claim.services.iter();
        services.any(|s| {
            let billed = s.billed_code.as_deref().unwrap_or(&s.code);
            billed.eq_ignore_ascii_case(code)
                && matches!(
                    s.decided,
                    Decided::Paid | Decided::Reduced | Decided::Patient | Decided::Earlier
                )
        })
    }

    /// Where there is a ground: what the note says for it, or why there is no letter after all.
    fn with_record(&self, mut found: Found<'a>) -> Found<'a> {
        let (Some(ground), Ok(placed)) = (&found.ground, self.placed()) else {
            return found;
        };
        let others = match ground {
            Ground::Passed(all) => all.iter().filter_map(|f| other(f, &placed.code)).collect(),
            _ => Vec::new(),
        };
        let code = &placed.code;
        let Some(record) = self.case.known.record(code, &others, placed.on) else {
            if ground.asks_record() {
                found.says.push_str(
                    " No note of this claim was given: add its words where the draft has brackets.",
                );
            }
            return found;
        };
        let billed = placed.billed();
        match record.support {
            Support::Part(why) => Found::new(
                Way::Review,
                format!(
                    "The note was read so that {code} is part of what else was done. {why} If its words show that it was apart, appeal with them; else write the line off."
                ),
            ),
            Support::Open => Found::new(
                Way::Review,
                format!(
                    "The note leaves a fact open on which {code} depends: ask the surgeon before you appeal."
                ),
            ),
            Support::Not => Found::new(
                Way::Review,
                format!(
                    "The note as it was read does not support {code}: clear that up before you appeal."
                ),
            ),
            Support::Supported(units) if units < billed => Found::new(
                Way::Correct,
                format!(
                    "The note supports {units} of the {billed} units of {code}: send a corrected claim."
                ),
            ),
            Support::NotRead => {
                found.says.push_str(&format!(
                    " Notes are not yet read for {code}: add the words of the note yourself."
                ));
                found
            }
            Support::Supported(_) => {
                if ground.asks_apart() && record.apart.is_empty() {
                    found.says.push_str(
                        " Nothing that was read in the note shows another site or session: add the words that do, and if there are none, do not send it.",
                    );
                }
                found.words = Words {
                    support: record.words,
                    apart: record.apart,
                };
                found
            }
        }
    }
}

impl<'p> Placed<'p> {
    /// The lines of the day and of the practitioner: edits are between these only.
    fn checked_with(&self) -> impl Iterator<Item = &'p Line> {
        let claim = &self.sent.claim;
        let whose = |line: &'p Line| match line.provider.trim() {
            "" => claim.provider.trim(),
            own => own,
        };
        let (on, provider) = (self.on, whose(self.line.line));
        let day = |line: &Line| line.date_of_service.or(claim.date_of_service);
        let lines = claim.lines.iter();
        lines.filter(move |l| day(l) == Some(on) && whose(l) == provider)
    }

    /// Their other codes, each once.
    fn others(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for line in self.checked_with() {
            let code = line.code.trim().to_ascii_uppercase();
            if code != self.code && !all.contains(&code) {
                all.push(code);
            }
        }
        all
    }

    /// Units of the code on the day.
    fn billed(&self) -> u32 {
        let lines = self.checked_with();
        let same = lines.filter(|l| l.code.trim().eq_ignore_ascii_case(&self.code));
        same.fold(0, |sum: u32, l| sum.saturating_add(l.units.ceil()))
    }

    fn of(&self, layer: Layer) -> impl Iterator<Item = &'p Finding> {
        let number = self.line.number;
        let findings = self.checked.findings.iter();
        findings.filter(move |f| f.layer == layer && f.lines.contains(&number))
    }

    /// Our check denies the line as well: by the layers of the reason first, else by any other but that of units that may be
    /// passed.
    fn denied_by(&self, layers: &[Layer]) -> Option<Found<'p>> {
        let passable = |f: &Finding| {
            let limit = f.units.is_some_and(|(_, most)| most > 0);
            f.layer == Layer::Units && f.indicator.as_deref() == Some("3") && limit
        };
        let denying = |layer: &Layer| {
            self.of(*layer)
                .find(|f| f.denies_line(self.line.number, &self.code) && !passable(f))
        };
        let found = layers.iter().find_map(denying);
        let finding = found.or_else(|| Layer::ALL.iter().find_map(denying))?;
        let same = match layers.contains(&finding.layer) {
            true => "Our check says the same",
            false => "Our check finds another fault of the line",
        };
        let text = format!("{same}: {} {}", finding.because, finding.resolve);
        let text = text.trim_end();
        let indicator = finding.indicator.as_deref();
        Some(match (finding.layer, indicator, finding.outcome) {
            (Layer::Bundling, Some("0"), _) => {
                Found::new(Way::WriteOff, format!("{text} Write the line off."))
            }
            (Layer::Units, Some("2"), _) => Found::new(
                Way::WriteOff,
                format!("{text} If fewer were done, send a corrected claim; else write it off."),
            ),
            (_, _, Outcome::Deny) if finding.resolve.is_empty() => {
                Found::new(Way::WriteOff, format!("{text} Write the line off."))
            }
            _ => Found::new(Way::Correct, text),
        })
    }

    /// Edits that the line passes by a modifier on the claim.
    fn passed(&self, layer: Layer) -> Option<Found<'p>> {
        let own = |f: &&Finding| {
            let two = f.column_two.as_deref();
            f.outcome == Outcome::AllowedByModifier
                && match layer {
                    Layer::Global => f.lines.first() == Some(&self.line.number),
                    _ => two.is_some_and(|two| two.eq_ignore_ascii_case(&self.code)),
                }
        };
        let all: Vec<&Finding> = self.of(layer).filter(own).collect();
        let first = all.first()?;
        let says = format!("{} {}", first.because, first.resolve);
        Some(Found::ground(Ground::Passed(all), says.trim_end()))
    }

    /// What our check leaves to people.
    fn to_look_at(&self, layer: Layer) -> Option<Found<'p>> {
        let open = |f: &&Finding| {
            let two = f.column_two.as_deref();
            let own = two.is_none_or(|two| two.eq_ignore_ascii_case(&self.code));
            own && !f.denies()
                && (f.severity == Severity::Warning
                    || matches!(
                        f.outcome,
                        Outcome::Contractor | Outcome::Unknown | Outcome::NoData
                    ))
        };
        let finding = self.of(layer).find(open)?;
        let text = format!("{} {}", finding.because, finding.resolve);
        let way = match finding.outcome {
            Outcome::NoData => Way::NotChecked,
            _ => Way::Review,
        };
        Some(Found::new(way, text.trim_end()))
    }

    /// No table covers the day: nothing is said for or against.
    fn without_table(&self, layer: Layer) -> Found<'p> {
        let answer = self.checked.layers.iter().find(|a| a.layer == layer);
        let says = answer.map_or("no table is loaded", |a| a.says.as_str());
        let says = says.strip_prefix("not checked: no data. ").unwrap_or(says);
        Found::new(
            Way::NotChecked,
            format!(
                "The edit could not be checked for {}: {says} No edit is quoted, and no letter is drafted.",
                self.on
            ),
        )
    }
}

/// What a pair names with a code.
fn other(finding: &Finding, code: &str) -> Option<String> {
    let pair = [&finding.column_one, &finding.column_two];
    let mut pair = pair.into_iter().flatten();
    pair.find(|c| !c.eq_ignore_ascii_case(code)).cloned()
}

/// Codes in a sentence.
fn listed(codes: &[String]) -> String {
    let codes: Vec<String> = codes.iter().map(|c| shown(c)).collect();
    match codes.as_slice() {
        [] => "no other code".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
