//! Decisions compared with checks of the claim as it was sent.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{Paid, words};
use ligature_claim::check::{Basis, Checked, Finding, Ground, Layer, LayerAnswer, Severity};
use ligature_claim::verdict::{Extent, Verdict};
use ligature_claim::{Claim, Line, Outcome};
use ligature_remit::{Choice, Sent, SentClaim, asks, explain, matched};

/// A claim from its lines: `44120-59-LT 2024-08-14 $300 #L1`, all but the code left out at will.
fn sent(id: &str, lines: &[&str]) -> SentClaim {
    let mut controls = Vec::new();
    let line = |text: &&str| {
        let mut parts = text.split(' ');
        let mut code = parts.next().unwrap().split('-');
        let mut line = Line {
            code: code.next().unwrap().to_owned(),
            modifiers: code.map(str::to_owned).collect(),
            ..Line::default()
        };
        let mut control = String::new();
        for part in parts {
            if let Some(charge) = part.strip_prefix('$') {
                line.charge = Some(charge.parse().unwrap());
            } else if let Some(number) = part.strip_prefix('#') {
                control = number.to_owned();
            } else {
                line.date_of_service = Some(part.parse().unwrap());
            }
        }
        controls.push(control);
        line
    };
    let claim = Claim {
        id: id.to_owned(),
        lines: lines.iter().map(line).collect(),
        ..Claim::default()
    };
    SentClaim { claim, controls }
}

fn finding(layer: Layer, outcome: Outcome, lines: &[u32], because: &str) -> Finding {
    Finding {
        layer,
        outcome,
        severity: match outcome {
            Outcome::Deny | Outcome::NeedsPrimary | Outcome::DenyAllUnits => Severity::Error,
            Outcome::DenyUnlessModifier | Outcome::Contractor | Outcome::Info => Severity::Warning,
            _ => Severity::Note,
        },
        lines: lines.to_vec(),
        code: None,
        column_one: None,
        column_two: None,
        indicator: None,
        units: None,
        wants: Vec::new(),
        allowed: None,
        rule: Ground::Edit,
        because: because.to_owned(),
        resolve: String::new(),
        improper: String::new(),
        effective: None,
        basis: Basis::default(),
    }
}

/// A finding about 44005, which is bundled into 44120.
fn pair(outcome: Outcome) -> Finding {
    Finding {
        column_one: Some("44120".to_owned()),
        column_two: Some("44005".to_owned()),
        ..finding(Layer::Bundling, outcome, &[1, 2], "bundled.")
    }
}

fn checked(findings: Vec<Finding>) -> Checked {
    let layer = |layer: Layer| LayerAnswer {
        layer,
        checked: layer != Layer::Necessity,
        says: "by a table.".to_owned(),
    };
    Checked {
        checked: Extent::All,
        not_checked: Vec::new(),
        verdict: Verdict::default(),
        id: String::new(),
        findings,
        layers: Layer::ALL.map(layer).to_vec(),
    }
}

/// The message at the first adjustment of a layer that we check.
fn message_of(claim: &str, sent: &SentClaim, findings: Vec<Finding>) -> String {
    let paid = Paid {
        amount: "0",
        claims: claim,
        after: "",
    };
    let document = paid.read();
    let payment = document.payments().next().unwrap();
    let (read, _) = payment.read();
    let mut answer = explain(payment, &read, words());
    assert!(asks(&answer));
    matched(&mut answer, &read, sent, &checked(findings));
    let lines = answer.services.iter().flat_map(|s| &s.adjustments);
    let mut all = answer.adjustments.iter().chain(lines);
    all.find_map(|a| a.ours.clone()).unwrap()
}

/// The message about a denial of 44120 or 44005 for this reason, where both were sent.
#[track_caller]
fn check(denied: &str, reason: &str, findings: Vec<Finding>, expected: &str) {
    let claim = format!("CLP*A1*4*200*0*0*MB*9~SVC*HC:{denied}*200*0~CAS*CO*{reason}*200~");
    let got = message_of(&claim, &sent("A1", &["44120", "44005"]), findings);
    assert!(got.contains(expected), "{got}");
}

#[test]
fn a_denial_is_compared_with_our_finding_on_that_line() {
    let same = "Our check says the same: bundled.";
    check("44005", "97", vec![pair(Outcome::Deny)], same);
    check(
        "44005",
        "236",
        vec![pair(Outcome::DenyUnlessModifier)],
        same,
    );
    // of column one nothing is denied
    check(
        "44120",
        "97",
        vec![pair(Outcome::Deny)],
        "Our check denies the other line and not this one: bundled.",
    );
    // what passes is the opposite of a denial
    check(
        "44005",
        "236",
        vec![pair(Outcome::AllowedByModifier)],
        "the modifier lets the line pass, but the payer did not accept it: appeal",
    );
    check(
        "44005",
        "97",
        Vec::new(),
        "found nothing against line 2 (44005) (by a table; by a table): there may be grounds for an appeal.",
    );
    check(
        "44005",
        "50",
        Vec::new(),
        "Our check has no answer: by a table.",
    );
    check("99213", "97", Vec::new(), "has no line with 99213");
}

#[test]
fn what_depends_on_the_documents_is_neither_agreement_nor_ground_for_an_appeal() {
    let look = "Our check says to review it: bundled.";
    check("44005", "97", vec![pair(Outcome::Info)], look);
    let ask = "Our check says to review it: ask.";
    let contractor = || vec![finding(Layer::Addon, Outcome::Contractor, &[2], "ask.")];
    check("44005", "107", contractor(), ask);
    check("44120", "107", contractor(), "found nothing against line 1");
    let unsaid = vec![finding(Layer::Validity, Outcome::Unknown, &[2], "unsaid.")];
    check("44005", "181", unsaid, "Our check has no answer: unsaid.");
}

#[test]
fn a_reason_of_two_layers_is_looked_for_in_both() {
    let global = |outcome| vec![finding(Layer::Global, outcome, &[2, 1], "within.")];
    let same = "Our check says the same: within.";
    check("44005", "97", global(Outcome::DenyUnlessModifier), same);
    check(
        "44005",
        "236",
        global(Outcome::DenyUnlessModifier),
        "found nothing",
    );
    let look = "Our check says to review it: within.";
    check("44005", "97", global(Outcome::Info), look);
}

#[test]
fn a_claim_that_is_denied_as_a_whole_is_compared_with_all_its_lines() {
    let claim = "CLP*A1*4*200*0*0*MB*9~CAS*CO*97*200~";
    let of = |findings| message_of(claim, &sent("A1", &["44120", "44005"]), findings);
    assert!(of(vec![pair(Outcome::Deny)]).starts_with("Our check says the same"));
    assert!(of(Vec::new()).contains("nothing against any line of the claim"));
}

/// Which line a denial is taken for: units are denied line by line here, with the number of the line.
#[track_caller]
fn check_place(service: &str, lines: &[&str], expected: &str) {
    let claim = format!("CLP*A1*4*200*0*0*MB*9~{service}");
    let line = |number: u32| {
        let because = format!("line {number}.");
        finding(Layer::Units, Outcome::DenyAllUnits, &[number], &because)
    };
    let findings = (1..).take(lines.len()).map(line).collect();
    let got = message_of(&claim, &sent("A1", lines), findings);
    assert!(got.contains(expected), "{got}");
}

#[test]
fn the_line_is_found_by_its_number_then_by_all_that_is_known_of_it() {
    let denied = "SVC*HC:44120:59*200*0~CAS*CO*151*200~DTM*472*20240815~REF*6R*L2~";
    let plain = denied.replace("REF*6R*L2~", "");
    for (service, lines, expected) in [
        (denied, ["44120 #L1", "44120 #L2"], "line 2."),
        // the payer's other code is no hindrance where the number is the same
        (denied, ["44120-59 #L1", "44121 #L2"], "line 2."),
        // of another number: by what else is known
        (denied, ["44120-59 #X1", "44120 #X2"], "line 1."),
        (plain.as_str(), ["44120", "44120-59"], "line 2."),
        (
            &plain,
            ["44120-59 2024-08-14", "44120-59 2024-08-15"],
            "line 2.",
        ),
        (&plain, ["44120-59 $300", "44120-59 $200"], "line 2."),
        (&plain, ["44121", "44120"], "line 2."),
        (
            &plain,
            ["44120-59", "44120-59"],
            "lines 1 and 2 match equally",
        ),
        // where the claim has no such numbers, the payer may give that of the line
        (
            &denied.replace("L2", "2"),
            ["44120-59", "44120-59"],
            "line 2.",
        ),
    ] {
        check_place(service, &lines, expected);
    }
}

/// Which of the claims that were sent a payment of 44120 on 2024-08-14 is about: its place, or the message.
#[track_caller]
fn check_choice(id: &str, all: &[(&str, &[&str])], expected: &str) {
    let mut kept = Sent::default();
    let all: Vec<SentClaim> = all.iter().map(|(id, lines)| sent(id, lines)).collect();
    for one in &all {
        kept.add(one.clone());
    }
    let claims =
        format!("CLP*{id}*4*200*0*0*MB*9~SVC*HC:44120*200*0~CAS*CO*97*200~DTM*472*20240814~");
    let paid = Paid {
        amount: "0",
        claims: &claims,
        after: "",
    };
    let document = paid.read();
    let payment = document.payments().next().unwrap();
    let got = match kept.choose(&payment.read().0) {
        Choice::None => "none".to_owned(),
        Choice::Other => "other".to_owned(),
        Choice::Several(many) => format!("one of {many}"),
        Choice::One(one) => {
            let place = all.iter().position(|of| of == one).unwrap();
            (place + 1).to_string()
        }
    };
    assert_eq!(got, expected);
}

#[test]
fn of_several_claims_with_one_number_that_is_chosen_which_fits() {
    let (day, later) = (["44120 2024-08-14"], ["44120 2024-09-02"]);
    check_choice("A1", &[("A1", &day)], "1");
    check_choice("A1", &[("A2", &day)], "none");
    check_choice("", &[("", &day)], "none");
    check_choice("A1", &[("A1", &later), ("A1", &day)], "2");
    check_choice("A1", &[("A1", &day), ("A1", &["44005 2024-08-14"])], "1");
    check_choice("A1", &[("A1", &later)], "other");
    check_choice(
        "A1",
        &[("A1", &["44120 $300"]), ("A1", &["44120 $200"])],
        "2",
    );
    check_choice("A1", &[("A1", &["44120-59"]), ("A1", &["44120"])], "2");
    check_choice("A1", &[("A1", &day), ("A1", &later), ("A1", &day)], "1");
    check_choice(
        "A1",
        &[("A1", &day), ("A1", &["44120", "44005"])],
        "one of 2",
    );
}
