//! A denial compared with the findings of Ligature's own check.

use crate::answer::{Adjusted, ClaimAnswer};
use crate::line::{Numbered, lines};
use crate::sent::{SentClaim, billed};
use crate::words::shown;
use ligature_claim::Outcome;
use ligature_claim::check::{Checked, Finding, Layer, Severity};
use ligature_x12::ClaimPayment;

/// Adds to each adjustment of a layer that we check what our check of the claim as sent says about that line,
/// or about the claim. Not for a reversal ([`asks`]).
pub fn matched(
    answer: &mut ClaimAnswer,
    payment: &ClaimPayment<'_>,
    sent: &SentClaim,
    checked: &Checked,
) {
    for adjusted in &mut answer.adjustments {
        adjusted.ours = ours(adjusted, |layers| our_finding(layers, None, checked));
    }
    for (service, of) in answer.services.iter_mut().zip(&payment.services) {
        let found = lines(of, of.days.or(payment.days), sent);
        for adjusted in &mut service.adjustments {
            adjusted.ours = ours(adjusted, |layers| match found.as_slice() {
                [] => format!(
                    "The claim as it was sent has no line with {}: there is nothing to hold this against.",
                    shown(billed(of))
                ),
                [line] => our_finding(layers, Some(*line), checked),
                several => {
                    let numbers: Vec<String> =
                        several.iter().map(|l| l.number.to_string()).collect();
                    format!(
                        "It is not certain which of our lines this is: lines {} match equally.",
                        numbers.join(" and ")
                    )
                }
            });
        }
    }
}

/// Whether anything of a claim can be compared with our check.
#[must_use]
pub fn asks(answer: &ClaimAnswer) -> bool {
    let lines = answer.services.iter().flat_map(|s| &s.adjustments);
    let mut all = answer.adjustments.iter().chain(lines);
    !answer.reversal && all.any(|one| !layers(one).is_empty())
}

/// Adds to each adjustment of a layer that we check why it was not compared with our check.
pub fn unmatched(answer: &mut ClaimAnswer, why: &str) {
    let lines = answer.services.iter_mut().flat_map(|s| &mut s.adjustments);
    for adjusted in answer.adjustments.iter_mut().chain(lines) {
        adjusted.ours = ours(adjusted, |_| why.to_owned());
    }
}

/// The message about an adjustment that takes something off by a rule of our layers.
fn ours(adjusted: &Adjusted, says: impl Fn(&[Layer]) -> String) -> Option<String> {
    let layers = layers(adjusted);
    (!layers.is_empty()).then(|| says(&layers))
}

/// The layers of our checks that may have taken an amount off.
pub(crate) fn layers(adjusted: &Adjusted) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    if adjusted.amount.is_sign_negative() {
        return layers;
    }
    for layer in adjusted.reason.layers.iter().filter_map(|l| layer(l)) {
        if !layers.contains(&layer) {
            layers.push(layer);
        }
    }
    layers
}

/// What our check says of a line, or of the whole claim, in these layers.
fn our_finding(layers: &[Layer], line: Option<Numbered<'_>>, checked: &Checked) -> String {
    let in_layers = |f: &&Finding| layers.contains(&f.layer);
    let all: Vec<&Finding> = checked.findings.iter().filter(in_layers).collect();
    let code = |l: &Numbered<'_>| l.line.code.trim().to_owned();
    let denied = |f: &Finding| match &line {
        Some(l) => f.denies_line(l.number, &code(l)),
        None => f.denies(),
    };
    let about = |f: &Finding| line.is_none_or(|l| concerns(f, l.number, &code(&l)));
    let first = |fits: &dyn Fn(&Finding) -> bool| all.iter().copied().find(|f| fits(f));

    if let Some(f) = first(&denied) {
        return with_finding("Our check says the same", f);
    }
    if let Some(f) = first(&|f| f.outcome == Outcome::AllowedByModifier && about(f)) {
        return with_finding(
            "In our check the modifier lets the line pass, but the payer did not accept it: appeal with the note that supports it",
            f,
        );
    }
    let open = |f: &Finding| f.severity == Severity::Warning || f.outcome == Outcome::Info;
    if let Some(f) = first(&|f| open(f) && !f.denies() && about(f)) {
        return with_finding("Our check says to review it", f);
    }
    let on_line = |f: &Finding| line.is_some_and(|l| f.lines.contains(&l.number));
    if let Some(f) = first(&|f| f.denies() && on_line(f)) {
        return with_finding("Our check denies the other line and not this one", f);
    }
    let unsaid = |f: &Finding| matches!(f.outcome, Outcome::NoData | Outcome::Unknown);
    if let Some(f) = first(&|f| unsaid(f) && about(f)) {
        return with_finding("Our check has no answer", f);
    }
    nothing(layers, line, checked)
}

/// Nothing was found: whether that means something.
fn nothing(layers: &[Layer], line: Option<Numbered<'_>>, checked: &Checked) -> String {
    let answers = checked.layers.iter().filter(|a| layers.contains(&a.layer));
    let (looked, unlooked): (Vec<_>, Vec<_>) = answers.partition(|a| a.checked);
    let names = |of: &[&ligature_claim::check::LayerAnswer]| {
        let names: Vec<String> = of.iter().map(|a| a.layer.name().to_lowercase()).collect();
        names.join(" and ")
    };
    let says = |of: &[&ligature_claim::check::LayerAnswer]| {
        let says: Vec<&str> = of.iter().map(|a| a.says.trim_end_matches('.')).collect();
        says.join("; ")
    };
    let what = match line {
        Some(l) => format!("line {} ({})", l.number, shown(&l.line.code)),
        None => "any line of the claim".to_owned(),
    };
    let found = format!(
        "Our check of {} found nothing against {what} ({})",
        names(&looked),
        says(&looked)
    );
    match (looked.is_empty(), unlooked.is_empty()) {
        (false, true) => format!("{found}: there may be grounds for an appeal."),
        (false, false) => format!(
            "{found}. It has no answer on {}: {}.",
            names(&unlooked),
            says(&unlooked)
        ),
        (true, _) => format!("Our check has no answer: {}.", says(&unlooked)),
    }
}

/// A conclusion with its finding.
fn with_finding(conclusion: &str, finding: &Finding) -> String {
    let text = format!("{conclusion}: {} {}", finding.because, finding.resolve);
    text.trim_end().to_owned()
}

/// Whether a finding that denies nothing is about this line: of a pair that of column two, else every line that it names;
/// of a global period that within it.
fn concerns(finding: &Finding, line: u32, code: &str) -> bool {
    let own = match (finding.layer, &finding.column_two) {
        (Layer::Units, _) => true,
        (_, Some(two)) => two.eq_ignore_ascii_case(code),
        (Layer::Global, None) => finding.lines.first() == Some(&line),
        (_, None) => true,
    };
    own && finding.lines.contains(&line)
}

/// The layer of our checks that a reason's kind of rule is.
fn layer(kind: &str) -> Option<Layer> {
    Some(match kind {
        "bundling" => Layer::Bundling,
        "addon" => Layer::Addon,
        "units" => Layer::Units,
        "validity" | "modifier" => Layer::Validity,
        "global" => Layer::Global,
        "necessity" => Layer::Necessity,
        _ => return None,
    })
}
