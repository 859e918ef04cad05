//! A remittance: the payment in a line, its claims, each denied line with its reason, what to do, and the draft of an appeal.

use super::frame::Frame;
use super::layout::Place;
use super::reference::address;
use crate::form::{Refused, size};
use crate::words::{counted, day, sentence};
use ligature_tools::{
    Adjusted, Appeal, ClaimAnswer, Decided, Letter, RemitAnswer, RemitMeaning as Meaning,
    ServiceAnswer, System, TransactionAnswer, Way, dollars,
};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// The largest file that the page takes, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;

/// Claims of a payment that are shown line by line, and those that are listed.
const SHOWN: usize = 50;
const LISTED: usize = 500;

/// Problems of the file that are shown.
const PROBLEMS: usize = 20;

const TITLE: &str = "Explain a remittance";

/// What goes back into the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    /// The note.
    pub note: String,
    /// The claim of the note.
    pub note_of: String,
    /// Whose claims.
    pub setting: String,
}

/// `GET /remit`, and the page that a refused form comes back to.
pub(crate) fn form_page(frame: &Frame<'_>, typed: &Typed, refused: Option<&Refused>) -> Markup {
    let title = match refused {
        Some(_) => "The remittance was not read",
        None => TITLE,
    };
    around(
        frame,
        title,
        &html! {
            @if let Some(refused) = refused { p.alert role="alert" { (message(refused)) } }
            (form(typed, ""))
        },
    )
}

fn around(frame: &Frame<'_>, title: &str, within: &Markup) -> Markup {
    frame.page(
        title,
        Place::Remit,
        html! {
            div.index.claims.remit {
                header {
                    h1 { (TITLE) }
                    p.lead { "What a payer paid, what it did not, why, and what to do next. Where a published edit is a ground against a denial, an appeal is drafted." }
                }
                (within)
            }
        },
    )
}

fn form(typed: &Typed, title: &str) -> Markup {
    let setting = typed.setting.as_str();
    html! {
        form.ask #remittance action="/remit" method="post" enctype="multipart/form-data" data-most=(LARGEST) data-size=(size(LARGEST))
            data-what="remittance" data-several data-empty="There is no remittance yet. Choose a file, or paste its contents." {
            @if !title.is_empty() { h2 { (title) } }
            div.row {
                p.field { label for="remit-file" { "The remittance (835), or drop it on this page" } input #remit-file type="file" name="file" accept=".835,.era,.x12,.edi,.txt,.dat,.rmt,text/*"; }
            }
            details {
                summary { "Paste the remittance instead" }
                div.box {
                    label for="remit-text" { "Contents of the file, from ISA on" }
                    textarea #remit-text name="text" rows="5" spellcheck="false" autocomplete="off" autocapitalize="off" placeholder="ISA*00*          *00*" {}
                }
            }
            details {
                summary { "Add the claims as they were sent: each denial is then compared with our own check of them" }
                div.row {
                    p.field { label for="sent-file" { "Claims as sent (837P, or lines of JSON)" } input #sent-file type="file" name="claims-file" accept=".837,.837p,.x12,.edi,.txt,.dat,.json,.jsonl,text/*"; }
                    p.field { label for="sent-setting" { "Claims of" } select #sent-setting name="setting" {
                        @for (value, name) in [("practitioner", "a practitioner"), ("outpatient", "a hospital's outpatient department"), ("supplier", "a supplier")] {
                            option value=(value) selected[setting == value] { (name) }
                        }
                    } }
                }
                div.box {
                    label for="sent-text" { "or their contents" }
                    textarea #sent-text name="claims" rows="3" spellcheck="false" autocomplete="off" autocapitalize="off" {}
                }
                p.said-first { "Without them the lines of the remittance itself are checked as a claim, as of their dates." }
            }
            details open[!typed.note.is_empty()] {
                summary { "Add the operative note: an appeal quotes its words about the denied code" }
                div.box {
                    label for="remit-note" { "Operative note" }
                    textarea #remit-note name="note" rows="6" spellcheck="false" autocomplete="off" autocapitalize="off" { "\n" (typed.note) }
                }
                div.row {
                    p.field { label for="note-of" { "Number of its claim, if the remittance has several" } input #note-of name="note-of" value=(typed.note_of) size="20" maxlength="60" autocomplete="off" spellcheck="false"; }
                }
            }
            div.row {
                p.said-first { "Everything is read for this answer only and not kept." }
                button type="submit" { "Explain it" }
            }
            p.said role="status" {}
        }
    }
}

fn message(refused: &Refused) -> Markup {
    match refused {
        Refused::TooLarge => html! {
            strong { "That is too large for this page" } " (at most " (size(LARGEST)) " a file). Nothing was read. A remittance of any size is explained by "
            code { "ligature remit FILE.835" } "."
        },
        Refused::Empty => {
            html! { strong { "There is no remittance yet." } " Choose a file that is not empty, or paste its contents." }
        }
        Refused::Gate(_, why) => {
            html! { strong { (why) } " Nothing of the files was kept or logged." }
        }
        _ => {
            html! { strong { "The form arrived incomplete, so nothing was read." } " Send it again, please." }
        }
    }
}

/// The answer.
pub(crate) fn answer_page(frame: &Frame<'_>, typed: &Typed, answer: &RemitAnswer) -> Markup {
    let mut rest = answer.payments.as_slice();
    let mut payments = Vec::new();
    let mut number = 0;
    for payment in &answer.transactions {
        let (own, after) = rest.split_at(payment.claims.min(rest.len()));
        rest = after;
        // each claim of the page has a number of its own, by which it is linked
        let claims: Vec<(usize, &ClaimAnswer)> = (number + 1..).zip(own).collect();
        number += own.len();
        payments.push((payment, claims));
    }
    around(
        frame,
        "A remittance explained",
        &html! {
            @if answer.transactions.is_empty() {
                p.alert role="alert" { strong { "No payment was found." } " An 835 begins with ISA and holds ST*835. A file of claims (837P) is checked on the " a href="/claims" { "page of claims" } "." }
            }
            (list(&answer.problems, "Problems of the file, with their place"))
            (list(&answer.remarks, "About the claims as sent and the note"))
            @for (at, (payment, claims)) in (1..).zip(&payments) { (transaction(at, payments.len(), payment, claims)) }
            (form(typed, "Explain another remittance"))
        },
    )
}

fn list(all: &[String], title: &str) -> Markup {
    html! {
        @if !all.is_empty() {
            div.remarks {
                p { strong { (title) } }
                ul { @for one in all.iter().take(PROBLEMS) { li { (sentence(one)) } } }
                @if all.len() > PROBLEMS { p { "There are more: " code { "ligature remit FILE.835" } " lists them all." } }
            }
        }
    }
}

/// A payment with its claims, those that somebody has to look at first.
fn transaction(
    at: usize,
    of: usize,
    payment: &TransactionAnswer,
    claims: &[(usize, &ClaimAnswer)],
) -> Markup {
    let mut sorted = claims.to_vec();
    sorted.sort_by_key(|(number, claim)| (rank(claim), *number));
    let open: Vec<_> = sorted.iter().filter(|(_, c)| is_open(c)).collect();
    let closed: Vec<_> = sorted.iter().filter(|(_, c)| !is_open(c)).collect();
    html! {
        section.payment aria-labelledby={ "payment-" (at) } {
            h2 id={ "payment-" (at) } { @if of > 1 { "Payment " (at) " of " (of) } @else { "The payment" } }
            p.words role="status" { (headline(payment)) }
            @if payment.balance.is_empty() { p.agrees { "The sums agree: " (sums(payment)) "." } }
            @else { p.alert { strong { "The sums do not agree: " } (payment.balance) "." } }
            @if !payment.adjustments.is_empty() {
                ul.kept {
                    @for one in &payment.adjustments {
                        li {
                            strong { (dollars(one.amount.abs())) } @if one.amount.is_sign_negative() { " added" } @else { " kept" }
                            " for no claim of it" @if !one.reference.trim().is_empty() { " (" (one.reference) ")" } ": " (one.reason.means) " " (one.reason.next)
                            " " span.soft { "PLB " (one.reason.code) }
                        }
                    }
                }
            }
            @if claims.is_empty() { p { "It decides about no claim." } }
            @else {
                @if open.is_empty() { p.agrees { strong { "No denials." } " Every claim was paid as the contract has it, or takes an earlier payment back: there is nothing to appeal." } }
                (table(&sorted))
            }
            @for (number, claim) in open.iter().take(SHOWN) { (claim_of(*number, claim)) }
            @if open.len() > SHOWN {
                p.alert { "Only the first " (SHOWN) " of " (open.len()) " claims with denials are shown line by line. " code { "ligature remit FILE.835 --letter" } " shows all." }
            }
            @if !closed.is_empty() {
                h3.closed { (counted(closed.len(), "claim asks for nothing", "claims ask for nothing")) }
                @for (number, claim) in closed.iter().take(SHOWN) { (folded(*number, claim)) }
                @if closed.len() > SHOWN { p.soft { "and " (closed.len() - SHOWN) " more" } }
            }
        }
    }
}

/// The payment in a line.
fn headline(payment: &TransactionAnswer) -> Markup {
    html! {
        strong { (or(&payment.payer, "A payer without a name")) " paid " (amount(payment.amount)) }
        " to " (or(&payment.payee, "a provider without a name"))
        @if let Some(date) = &payment.date { " on " (day(date)) }
        ", " (payment.method)
        @if payment.trace.trim().is_empty() { ", without a number" } @else { ", number " span.number { (payment.trace) } }
        "."
    }
}

fn sums(payment: &TransactionAnswer) -> String {
    let claims = counted(payment.claims, "claim", "claims");
    let mut text = format!("{claims}, paid {} together", amount(payment.claims_paid));
    if !payment.adjustments.is_empty() {
        text += &match payment.kept.is_sign_negative() {
            true => format!(", plus {} added", dollars(payment.kept.abs())),
            false => format!(", less {} kept", dollars(payment.kept)),
        };
    }
    text
}

/// A row a claim, with the sums.
fn table(claims: &[(usize, &ClaimAnswer)]) -> Markup {
    let total = |of: fn(&ClaimAnswer) -> Option<Decimal>| {
        let all: Option<Vec<Decimal>> = claims.iter().map(|(_, c)| of(c)).collect();
        all.and_then(|all| {
            all.into_iter()
                .try_fold(Decimal::ZERO, Decimal::checked_add)
        })
    };
    let patient = |c: &ClaimAnswer| Some(c.patient.unwrap_or_default());
    html! {
        div.table role="region" aria-label="The claims" tabindex="0" {
            table.of-claims {
                caption.visually-hidden { "The claims: what was billed and paid, denied ones first" }
                thead { tr { th scope="col" { "Claim" } th scope="col" { "Result" } th.figure scope="col" { "Billed" } th.figure scope="col" { "Paid" } th.figure scope="col" { "Patient’s part" } } }
                tbody {
                    @for (number, claim) in claims.iter().take(LISTED) {
                        tr {
                            th scope="row" { a href={ "#claim-" (number) } { (or(&claim.id, "without a number")) } }
                            td { (result(claim.decided)) }
                            td.figure { (amount(claim.charge)) }
                            td.figure { (amount(claim.paid)) }
                            td.figure { (claim.patient.map_or_else(|| "–".to_owned(), dollars)) }
                        }
                    }
                }
                tfoot { tr {
                    th scope="row" { "Together" } td { (counted(claims.len(), "claim", "claims")) }
                    td.figure { (amount(total(|c| c.charge))) } td.figure { (amount(total(|c| c.paid))) } td.figure { (amount(total(patient))) }
                } }
            }
        }
        @if claims.len() > LISTED { p.soft { "The first " (LISTED) " are listed." } }
    }
}

/// A claim that somebody has to look at.
fn claim_of(number: usize, claim: &ClaimAnswer) -> Markup {
    html! {
        section.of-file.decided id={ "claim-" (number) } aria-labelledby={ "claim-name-" (number) } {
            h3 id={ "claim-name-" (number) } { "Claim " (or(&claim.id, "without a number")) " " (result(claim.decided)) }
            (facts(claim))
            (whole(claim))
            (services(claim))
        }
    }
}

/// A claim that asks for nothing.
fn folded(number: usize, claim: &ClaimAnswer) -> Markup {
    html! {
        details.folded id={ "claim-" (number) } {
            summary { span.name { "Claim " (or(&claim.id, "without a number")) } " " (result(claim.decided)) " " span.soft { "paid " (amount(claim.paid)) " of " (amount(claim.charge)) } }
            @if claim.reversal { p { "It takes an earlier payment back. Nothing is to be done about its reasons: post it together with the claim that it undoes." } }
            (facts(claim))
            (whole(claim))
            (services(claim))
        }
    }
}

fn facts(claim: &ClaimAnswer) -> Markup {
    let mut parts = vec![format!(
        "billed {}, paid {}",
        amount(claim.charge),
        amount(claim.paid)
    )];
    parts.extend(
        claim
            .patient
            .filter(|p| !p.is_zero())
            .map(|p| format!("the patient’s part {}", dollars(p))),
    );
    parts.extend(days(claim.from.as_deref(), claim.to.as_deref()));
    let number = claim.payer_claim.trim();
    parts.extend((!number.is_empty()).then(|| format!("the payer’s number {number}")));
    parts.extend((claim.status != claim.decided.name()).then(|| claim.status.clone()));
    html! {
        p.soft { (sentence(&parts.join(", "))) }
        @if !claim.correction.is_empty() { p { (claim.correction) } }
        @if !claim.balance.is_empty() { p.alert { strong { "The sums of the claim do not agree: " } (claim.balance) "." } }
    }
}

/// What was taken off the claim as a whole.
fn whole(claim: &ClaimAnswer) -> Markup {
    html! {
        @if let Some(main) = claim.main().filter(|_| !claim.reversal) {
            div.claim-line.of-whole {
                p { strong { "Of the claim as a whole" } ", " (dollars(main.amount)) ": " (main.reason.means) }
                (what_to_do(main, claim.appeal.as_ref()))
            }
        }
        @if !claim.adjustments.is_empty() || !claim.remarks.is_empty() { (codes(&claim.adjustments, &claim.remarks)) }
    }
}

fn services(claim: &ClaimAnswer) -> Markup {
    html! {
        @if !claim.services.is_empty() {
            ol.claim-lines { @for one in &claim.services { (service(one, claim)) } }
        }
    }
}

fn service(of: &ServiceAnswer, claim: &ClaimAnswer) -> Markup {
    let same_days = (&of.from, &of.to) == (&claim.from, &claim.to);
    let mut about: Vec<String> = Vec::new();
    about.extend(days(of.from.as_deref(), of.to.as_deref()).filter(|_| !same_days));
    about.extend(match (of.units, of.billed_units) {
        (Some(paid), Some(billed)) => Some(format!(
            "{} of {} units paid",
            paid.normalize(),
            billed.normalize()
        )),
        (Some(units), None) if units != Decimal::ONE && !units.is_zero() => {
            Some(format!("{} units", units.normalize()))
        }
        _ => None,
    });
    let control = of.control.trim();
    about.extend((!control.is_empty()).then(|| format!("your line {control}")));
    let main = of.main().filter(|_| !claim.reversal);
    html! {
        li.claim-line .is-open[of.decided.is_open()] {
            header {
                (named(&of.code, &of.modifiers)) " " (result(of.decided))
                span.sum { (amount(of.paid)) " of " (amount(of.charge)) }
            }
            @if let Some(billed) = &of.billed_code { p { "Billed as " (named(billed, &of.billed_modifiers)) "; the payer decided on another." } }
            @if !about.is_empty() { p.soft { (sentence(&about.join(", "))) } }
            @if let Some(main) = main.filter(|_| of.decided != Decided::Paid) {
                p.reason { (main.reason.means) }
                @if of.decided.is_open() { (what_to_do(main, of.appeal.as_ref())) }
            }
            @if claim.reversal { p.soft { "Undone: nothing is to be done." } }
            @if !of.balance.is_empty() { p.alert { strong { "Does not come out: " } (of.balance) "." } }
            @if !of.adjustments.is_empty() || !of.remarks.is_empty() { (codes(&of.adjustments, &of.remarks)) }
            @if let Some(draft) = of.appeal.as_ref().and_then(|a| a.letter.as_ref()) { (letter(draft)) }
        }
    }
}

/// What to do next, our own check, and whether an appeal has a ground; nothing is said twice.
fn what_to_do(main: &Adjusted, appeal: Option<&Appeal>) -> Markup {
    let says = appeal.map_or("", |a| a.says.as_str());
    // what is known of this line says more than what is usual
    let settled = |a: &Appeal| matches!(a.way, Way::Appeal | Way::Correct | Way::WriteOff);
    let next = Some(main.reason.next.as_str()).filter(|n| !n.is_empty() && !says.contains(n));
    let next = next.filter(|_| !appeal.is_some_and(settled));
    let said = |ours: &&String| {
        let finding = ours
            .split_once(": ")
            .map_or(ours.as_str(), |(_, rest)| rest);
        !says.contains(finding)
    };
    let ours = main.ours.as_ref().filter(said);
    html! {
        dl.to-do {
            @if let Some(next) = next { dt { "Next" } dd { (next) } }
            @if let Some(ours) = ours { dt { "Our check" } dd { (ours) } }
            @if let Some(appeal) = appeal { dt { (label(appeal.way)) } dd { strong { (appeal.way.name()) "." } " " (appeal.says) } }
        }
    }
}

fn label(way: Way) -> &'static str {
    match way {
        Way::Appeal => "Appeal",
        _ => "Appeal?",
    }
}

/// The payer's codes with what they mean, small.
fn codes(adjustments: &[Adjusted], remarks: &[Meaning]) -> Markup {
    html! {
        details.of-codes {
            summary { "The payer’s codes" span.soft { @for one in adjustments { " " (one.group.code) "-" (one.reason.code) } @for one in remarks { " " (one.code) } } }
            ul {
                @for one in adjustments {
                    li {
                        span.number { (one.group.code) "-" (one.reason.code) } " " (dollars(one.amount)) ": " (one.reason.means) " " (one.reason.cause) " " (one.reason.next)
                        " " span.soft { (one.group.code) ": " (one.group.means) }
                        @if let Some(ours) = &one.ours { " " span.soft { (ours) } }
                    }
                }
                @for one in remarks { li { "Remark " span.number { (one.code) } ": " (one.means) " " (one.next) } }
            }
        }
    }
}

fn letter(of: &Letter) -> Markup {
    html! {
        details.draft {
            summary { "Draft of an appeal" }
            p.soft { "A draft for a person to read, complete and sign: what is in square brackets is yours to fill in." }
            div.letter data-copy { (of.text.trim_end()) }
        }
    }
}

/// How it is ranked in lists.
fn rank(claim: &ClaimAnswer) -> u8 {
    match claim.decided {
        Decided::Denied => 0,
        Decided::NotSeparate => 1,
        Decided::Reduced => 2,
        Decided::Unclear => 3,
        Decided::Patient => 4,
        Decided::Earlier | Decided::Contract => 5,
        Decided::Paid => 6,
        Decided::Reversed => 7,
    }
}

fn is_open(claim: &ClaimAnswer) -> bool {
    claim.decided.is_open() || (!claim.balance.is_empty() && !claim.reversal)
}

fn result(of: Decided) -> Markup {
    let look = match of {
        Decided::Denied | Decided::NotSeparate => "bad",
        Decided::Reduced | Decided::Unclear => "part",
        _ => "good",
    };
    html! { span.result .(look) { (of.name()) } }
}

/// A code with its modifiers, linked to its page.
fn named(code: &str, modifiers: &[String]) -> Markup {
    let shaped = code.len() == 5 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let system = match code.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => System::Hcpcs,
        false => System::Cpt,
    };
    html! {
        span.number {
            @if shaped { a href=(address(system, code)) { (code) } } @else { (code) }
            @for modifier in modifiers { "-" (modifier) }
        }
    }
}

fn days(from: Option<&str>, to: Option<&str>) -> Option<String> {
    match (from?, to) {
        (from, Some(to)) if to != from => Some(format!("{} to {}", day(from), day(to))),
        (from, _) => Some(day(from)),
    }
}

fn amount(of: Option<Decimal>) -> String {
    of.map_or_else(|| "not given".to_owned(), dollars)
}

fn or<'t>(text: &'t str, none: &'t str) -> &'t str {
    match text.trim() {
        "" => none,
        text => text,
    }
}
