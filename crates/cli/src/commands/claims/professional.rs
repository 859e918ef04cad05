//! Claims of an 837P.

use super::intake::Taken;
use anyhow::{Context as _, Result};
use ligature_professional::{History, claim, told};
use ligature_x12::{Part, Parts, Problem, Severity};
use std::io::Read;

/// Reads a file to its end and hands over its claims, so many at a time. What is wrong in a claim stands with it, what is
/// wrong with the file with the claim before. Where there is none before, what is only worth a look waits for the first
/// claim, and an error stands alone.
pub fn each(
    name: &str,
    input: impl Read,
    history: &History,
    lot: usize,
    mut take: impl FnMut(Vec<Taken>) -> Result<()>,
) -> Result<()> {
    let mut parts = Parts::new(input);
    let mut some: Vec<Taken> = Vec::new();
    let mut waiting = Vec::new();
    let mut count = 0;
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{name} cannot be read"))?;
        let noticed = parts.problems_until(&part);
        // the last claim stays at hand for what is noticed behind it
        if some.len() >= lot && (count == 0 || matches!(part, Part::Claim(_))) {
            take(std::mem::take(&mut some))?;
        }
        let Part::Claim(one) = &part else {
            beside(name, count > 0, &noticed, &mut some, &mut waiting);
            continue;
        };
        count += 1;
        let (mut claim, problems) = claim(one);
        claim.earlier = history.earlier(count, one, &claim);
        let mut remarks = std::mem::take(&mut waiting);
        remarks.extend(noticed.iter().chain(&problems).map(told));
        some.push(Taken {
            at: format!("{name}, claim {count}"),
            claim: Ok(claim),
            remarks,
        });
    }
    beside(name, count > 0, &parts.problems(), &mut some, &mut waiting);
    if count == 0 {
        some.push(Taken {
            remarks: waiting,
            ..alone(name, "the file holds no claim of an 837P".to_owned())
        });
    }
    take(some)
}

/// Puts what is wrong with the file where it is told. `claimed`: the last of `some` is a claim.
fn beside(
    name: &str,
    claimed: bool,
    noticed: &[Problem],
    some: &mut Vec<Taken>,
    waiting: &mut Vec<String>,
) {
    for problem in noticed {
        match some.last_mut().filter(|_| claimed) {
            Some(last) => last.remarks.push(told(problem)),
            None if problem.severity == Severity::Error => some.push(alone(name, told(problem))),
            None => waiting.push(told(problem)),
        }
    }
}

/// What is wrong with the file where no claim stands beside it.
fn alone(name: &str, why: String) -> Taken {
    Taken {
        at: name.to_owned(),
        claim: Err(why),
        remarks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240901*1200*^*00501*000000001*0*P*:~\
        GS*HC*CLINIC*PAYER*20240901*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20240901*1200*CH~HL*1**20*1~\
        NM1*85*2*CLINIC*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~NM1*IL*1*A*B****MI*1~NM1*PR*2*PAYER*****PI*2~\
        CLM*A*100***21:B:1*Y*A*Y*Y~HI*ABK:K5660~LX*1~SV1*HC:44120*100*UN*1***1~DTP*472*D8*20240814~\
        CLM*B*100***21:B:1*Y*A*Y*Y~HI*ABK:K5660~LX*1~SV1*HC:44120*100*UN*1***1~DTP*472*D8*20240814~\
        SE*19*0001~GE*1*1~IEA*1*000000001~";

    /// What is handed over of a file with one change: whose it is, the claim or why there is none, how many remarks.
    fn check(from: &str, to: &str, wanted: &[&str]) {
        let file = FILE.replace(from, to);
        let mut got = Vec::new();
        let taken = each("f", file.as_bytes(), &History::default(), 1, |some| {
            got.extend(some.into_iter().map(|taken| {
                let claim = taken.claim.map_or_else(|why| why, |claim| claim.id);
                format!("{}: {claim}, {}", taken.at, taken.remarks.len())
            }));
            Ok(())
        });
        assert!(taken.is_ok());
        assert_eq!(got, wanted, "{from} -> {to}");
    }

    #[test]
    fn only_an_error_without_a_claim_stands_alone() {
        let none = "f: the file holds no claim of an 837P";
        check("", "", &["f, claim 1: A, 0", "f, claim 2: B, 0"]);
        // version 4010 is only worth a look, with the first claim or without one
        check(
            "005010X222A1",
            "004010X098A1",
            &["f, claim 1: A, 1", "f, claim 2: B, 0"],
        );
        check("005010X222A1", "005010X223A2", &[&format!("{none}, 1")]);
        check("SE*19", "SE*20", &["f, claim 1: A, 0", "f, claim 2: B, 1"]);
        check(
            "HL*2*1*22*0~",
            "",
            &["f, claim 1: A, 1", "f, claim 2: B, 2"],
        );
        let lost = "f: segment 3 BHT (byte 156): the ST segment before this one is missing; the transaction is read all the same, 0";
        check(
            "ST*837*0001*005010X222A1~",
            "",
            &[lost, "f, claim 1: A, 0", "f, claim 2: B, 2"],
        );
    }
}
