//! A denial held against what our own checks found.

use crate::explain::{Adjusted, ClaimAnswer};
use ligature_claim::Outcome;
use ligature_claim::check::{Checked, Finding, Layer};

/// Writes beside each adjustment of a layer that we check what our own check of the same claim says of that code.
pub fn matched(answer: &mut ClaimAnswer, checked: &Checked) {
    for service in &mut answer.services {
        let code = service
            .billed_code
            .clone()
            .unwrap_or_else(|| service.code.clone());
        for adjusted in &mut service.adjustments {
            adjusted.ours = ours(adjusted, &code, checked);
        }
    }
}

fn ours(adjusted: &Adjusted, code: &str, checked: &Checked) -> Option<String> {
    let layer = layer(&adjusted.reason.layer)?;
    let about = |finding: &&Finding| {
        let codes = [&finding.code, &finding.column_one, &finding.column_two];
        finding.layer == layer && codes.into_iter().flatten().any(|c| c == code)
    };
    let found: Vec<&Finding> = checked.findings.iter().filter(about).collect();
    let denies = |f: &&&Finding| {
        !matches!(
            f.outcome,
            Outcome::Ok | Outcome::Info | Outcome::NoData | Outcome::Unknown
        )
    };
    if let Some(same) = found.iter().find(denies) {
        return Some(format!(
            "Our check says the same: {} {}",
            same.because, same.resolve
        ));
    }
    let answered = checked.layers.iter().find(|l| l.layer == layer)?;
    Some(match answered.checked {
        true => format!(
            "Our check of this layer found nothing against {code} ({}): there may be grounds for an appeal.",
            answered.says.trim_end_matches('.')
        ),
        false => format!("Our check cannot say: {}", answered.says),
    })
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
