//! What a file of claims tells of each patient: other claims of one file are earlier services to each other.

use crate::claim::claim;
use ligature_claim::{Claim, Earlier};
use ligature_codes::day;
use ligature_x12::{ClaimLoop, Part, Parts};
use rustc_hash::FxHashMap;
use std::io::{self, Read};

/// Services that are remembered of a file: some hundred megabytes.
const MOST: usize = 1_000_000;

/// Days before a service that matter to it: the longest global period.
const BEFORE: i32 = 90;

/// Days after it: a visit on the day before an operation belongs to it.
const AFTER: i32 = 1;

/// The services of a file by patient. Patients are known by a number made of what the file tells of them; no name is kept.
#[derive(Default)]
pub struct History {
    of: FxHashMap<u64, Vec<(usize, i32, Earlier)>>,
    count: usize,
}

impl History {
    /// Reads all claims of a file. Voids and corrections repeat what was sent before and are left out.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(input: impl Read) -> io::Result<History> {
        let mut history = History::default();
        let mut parts = Parts::new(input);
        let mut number = 0;
        while let Some(part) = parts.next() {
            if let Part::Claim(of) = part? {
                number += 1;
                history.add(number, &of);
            }
            parts.problems();
        }
        Ok(history)
    }

    fn add(&mut self, number: usize, of: &ClaimLoop) {
        let patient = of.context.treated().identity;
        if patient == 0 || self.count >= MOST || matches!(of.read().0.frequency, "7" | "8") {
            return;
        }
        let (claim, _) = claim(of);
        let services = self.of.entry(patient).or_default();
        for line in claim.lines {
            let Some(on) = line.date_of_service else {
                continue;
            };
            let service = Earlier {
                date_of_service: Some(on),
                code: line.code,
                modifiers: line.modifiers,
                provider: match line.provider.is_empty() {
                    true => claim.provider.clone(),
                    false => line.provider,
                },
            };
            self.count += 1;
            services.push((number, day(on), service));
        }
    }

    /// Whether a file held more services than are remembered.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.count >= MOST
    }

    /// What other claims of the file tell of the patient of a claim, as far as it may matter: services of days before it,
    /// and of its own days those of claims that stand before it in the file. `number` counts claims from 1.
    #[must_use]
    pub fn earlier(&self, number: usize, of: &ClaimLoop, claim: &Claim) -> Vec<Earlier> {
        let days = claim.lines.iter().filter_map(|l| l.date_of_service);
        let days: Vec<i32> = days.map(day).collect();
        let repeats = matches!(of.read().0.frequency, "7" | "8");
        let services = self.of.get(&of.context.treated().identity);
        let matters = |(by, on, _): &&(usize, i32, Earlier)| {
            let near = days
                .iter()
                .any(|day| (day - BEFORE..=day + AFTER).contains(on));
            *by != number && near && (*by < number || !days.contains(on)) && !repeats
        };
        let of = services.into_iter().flatten().filter(matters);
        of.map(|(_, _, service)| service.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240901*1200*^*00501*000000001*0*P*:~\
        GS*HC*CLINIC*PAYER*20240901*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20240901*1200*CH~HL*1**20*1~\
        NM1*85*2*CLINIC*****XX*1234567893~";

    /// What each claim of a file is told of the others. Claims: member, frequency, day, code.
    fn check(claims: &[(&str, &str, &str, &str)], wanted: &[&[&str]]) {
        let mut file = HEAD.to_owned();
        for (n, (member, frequency, day, code)) in (2..).zip(claims) {
            file.push_str(&format!(
                "HL*{n}*1*22*0~SBR*P*18*******MB~NM1*IL*1*DOE*PAT****MI*{member}~NM1*PR*2*PAYER*****PI*2~\
                 CLM*C{n}*100***21:B:{frequency}*Y*A*Y*Y~HI*ABK:K5660~LX*1~SV1*HC:{code}*100*UN*1***1~DTP*472*D8*{day}~"
            ));
        }
        let history = History::read(file.as_bytes()).unwrap();
        let mut number = 0;
        for part in Parts::new(file.as_bytes()) {
            let Part::Claim(of) = part.unwrap() else {
                continue;
            };
            let (claim, _) = claim(&of);
            number += 1;
            let told = history.earlier(number, &of, &claim);
            let told: Vec<&str> = told.iter().map(|e| e.code.as_str()).collect();
            assert_eq!(told, wanted[number - 1], "{claims:?}: claim {number}");
        }
        assert_eq!(number, claims.len());
    }

    #[test]
    fn other_claims_of_the_patient_are_earlier_services() {
        let resection = ("1", "1", "20240806", "44120");
        check(
            &[resection, ("1", "1", "20240814", "99213")],
            &[&[], &["44120"]],
        );
        // whatever their order in the file; but not what lies more than a period back, or ahead
        check(
            &[("1", "1", "20240814", "99213"), resection],
            &[&["44120"], &[]],
        );
        check(&[resection, ("1", "1", "20241106", "99213")], &[&[], &[]]);
        // the visit on the day before
        check(
            &[("1", "1", "20240805", "99223"), resection],
            &[&["44120"], &["99223"]],
        );
        // of one day, the claim that stands behind is told of the one before
        check(
            &[resection, ("1", "1", "20240806", "44005")],
            &[&[], &["44120"]],
        );
        // another member, a correction
        check(&[resection, ("2", "1", "20240814", "99213")], &[&[], &[]]);
        check(&[resection, ("1", "7", "20240806", "44120")], &[&[], &[]]);
    }
}
