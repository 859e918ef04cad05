//! Findings next to their lines, and prices step by step; the verdict before them.

use super::around::Answered;
use super::modifiers::{TYPED, changed, ways};
use super::verdict::{extent, verdict};
use ligature_tools::{
    Checked, Claim, Finding, Layer, Meaning, Outcome, Priced, PricedLine, Severity, TypedClaim,
    Units, dollars,
};
use maud::{Markup, html};

/// A claim with its findings.
pub(super) fn findings(answered: &Answered, known: &[Meaning]) -> Markup {
    html! {
        section #lines-checked aria-labelledby="found" {
            h2 #found { "Verdict" }
            (extent(&answered.checked))
            (verdict(&answered.checked, TYPED))
            (again(TYPED, answered, false, html! {}))
            h2 { "Findings, line by line" }
            (lines(answered, known, TYPED))
            h2 { "What was checked" }
            (layers(&answered.checked))
        }
    }
}

/// A form that holds a claim as it would be typed; buttons elsewhere on the page send it, with what they add to it.
pub(super) fn again(id: &str, answered: &Answered, apart: bool, within: Markup) -> Markup {
    let typed = TypedClaim::of(&answered.claim);
    let fields = [
        ("lines", &typed.lines),
        ("earlier", &typed.earlier),
        ("date", &typed.date),
        ("place", &typed.place),
        ("setting", &typed.setting),
        ("locality", &typed.locality),
        ("born", &typed.born),
        ("sex", &typed.sex),
    ];
    html! {
        form.held id=(id) method="post" action="/claims#effect" target=[apart.then_some("_blank")] {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (within)
        }
    }
}

/// Lines with what was found, and the total; `form` is the id of the form that holds the claim.
pub(super) fn lines(answered: &Answered, known: &[Meaning], form: &str) -> Markup {
    let Answered {
        claim,
        checked,
        priced,
        effect,
    } = answered;
    let of = |number: u32| {
        let about = move |f: &&Finding| f.lines.contains(&number);
        checked.findings.iter().filter(about)
    };
    let apart = checked.findings.iter().filter(|f| f.lines.is_empty());
    html! {
        ol.claim-lines {
            @for line in &claim.lines {
                @let price = priced.as_ref().and_then(|p| p.lines.iter().find(|l| l.line == line.line));
                @let own: Vec<&Finding> = of(line.line).filter(|f| home(claim, f) == line.line).collect();
                li.claim-line id={ (form) "-line-" (line.line) } {
                    header {
                        span.number { (line.code.to_uppercase()) @for m in &line.modifiers { "-" (m.to_uppercase()) } }
                        @if line.units != Units::default() { " × " (line.units) }
                        @if let Some(day) = line.date_of_service.filter(|d| Some(*d) != claim.date_of_service) { " on " (day) }
                        " " span.soft { "line " (line.line) }
                        @if let Some(price) = price { span.sum { (sum(price)) } }
                    }
                    @if let Some(effect) = effect.as_ref().filter(|e| e.line == line.line) { (changed(effect, known, form)) }
                    @for (at, finding) in own.iter().enumerate() {
                        @let offered = own.iter().take(at).any(|before| before.allowed == finding.allowed);
                        (shown(finding, &ways(finding, known, (form, offered), line)))
                    }
                    @let elsewhere = elsewhere(claim, line.line, &mut of(line.line));
                    @if !elsewhere.is_empty() { p.soft { "More with " (elsewhere) "." } }
                    @if let Some(price) = price { (steps(price)) }
                }
            }
        }
        @for finding in apart { (shown(finding, &html! {})) }
        @if let Some(priced) = priced { (remarks(priced)) }
    }
}

/// What was checked, layer by layer.
pub(super) fn layers(checked: &Checked) -> Markup {
    html! {
        div.table role="region" aria-label="What was checked" tabindex="0" {
            table {
                thead { tr { th scope="col" { "Layer" } th scope="col" { "Checked?" } } }
                tbody {
                    @for answer in &checked.layers {
                        tr { th scope="row" { (answer.layer.name()) } td { @if answer.checked { (answer.says) } @else { strong { (answer.says) } } } }
                    }
                }
            }
        }
    }
}

/// The line that a finding is shown at: the one that it denies.
fn home(claim: &Claim, finding: &Finding) -> u32 {
    let code = |number: &&u32| {
        let line = claim.lines.iter().find(|l| l.line == **number);
        line.map_or("", |l| l.code.as_str())
    };
    let mut lines = finding.lines.iter();
    let two = finding.column_two.as_ref();
    let denied = lines.find(|n| two.is_some_and(|two| two.eq_ignore_ascii_case(code(n).trim())));
    denied
        .or(finding.lines.first())
        .copied()
        .unwrap_or_default()
}

/// The other lines that show findings about a line: `lines 3 and 4`.
fn elsewhere(claim: &Claim, number: u32, findings: &mut dyn Iterator<Item = &Finding>) -> String {
    let mut homes: Vec<u32> = findings
        .map(|f| home(claim, f))
        .filter(|h| *h != number)
        .collect();
    homes.sort_unstable();
    homes.dedup();
    let homes: Vec<String> = homes.iter().map(u32::to_string).collect();
    match homes.as_slice() {
        [] => String::new(),
        [one] => format!("line {one}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}

fn shown(finding: &Finding, ways: &Markup) -> Markup {
    let basis = &finding.basis;
    html! {
        article.finding.denied[finding.denies()] {
            details {
                summary { strong { (finding.layer.name()) ": " (outcome(finding)) } " " (finding.because) }
                dl {
                    @if !finding.resolve.is_empty() { dt { "What would resolve it" } dd { (finding.resolve) } }
                    @if !finding.improper.is_empty() { dt { "What would be improper" } dd { (finding.improper) } }
                    @if !basis.table.is_empty() { dt { "Source" } dd { (basis.table) @if !basis.release.is_empty() { " (" (basis.release) ")" } @if !basis.from.is_empty() { ", " (basis.from) " to " (basis.to) } @if let (Layer::Bundling, Some(i)) = (finding.layer, &finding.indicator) { ", indicator " (i) } } }
                }
            }
            (ways)
        }
    }
}

fn outcome(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Deny => "denied",
        Outcome::DenyUnlessModifier => "denied without a modifier",
        Outcome::AllowedByModifier => "passes by its modifier",
        Outcome::DenyAllUnits => "all units denied",
        Outcome::NeedsPrimary => "an add-on without its primary",
        Outcome::Contractor => "the contractor decides",
        Outcome::Ok => "in order",
        Outcome::Info if finding.severity == Severity::Warning => "to be looked at",
        Outcome::Info => "worth knowing",
        Outcome::NoData => "not checked, no data",
        Outcome::Unknown => "not known",
    }
}

fn sum(price: &PricedLine) -> String {
    price
        .allowed
        .map_or_else(|| "not priced".to_owned(), dollars)
}

fn steps(price: &PricedLine) -> Markup {
    html! {
        @if let Some(why) = &price.not_priced { p { "Not priced: " (why) "." } }
        @if !price.steps.is_empty() {
            details {
                summary { "How the price is computed" }
                ol { @for step in &price.steps { li { (step.label) ": " (step.expression) " → $" (step.result) " " span.soft { (step.source) } } } }
                @for remark in &price.remarks { p.soft { (remark.says) " " (remark.source) } }
            }
        }
    }
}

/// What to know about the prices as a whole.
fn remarks(priced: &Priced) -> Markup {
    html! { @for remark in &priced.remarks { p.soft { (remark.says) " " (remark.source) } } }
}
