//! What a file of claims says of each patient: other claims of one file are earlier services to each other.

use crate::claim::claim;
use ligature_claim::{Claim, Earlier};
use ligature_codes::day;
use ligature_x12::{ClaimKind, ClaimLoop, Part, Parts};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, Read};

/// Services that are remembered of a file: some hundred megabytes.
const MOST: usize = 1_000_000;

/// Days before a service that matter to it: the longest global period.
const BEFORE: i32 = 90;

/// Days after it: a visit on the day before an operation belongs to it.
const AFTER: i32 = 1;

/// The services of a file by patient, and which claims take others back. Patients and claims are known by numbers made of
/// what the file says of them; no name is kept.
#[derive(Default)]
pub struct History {
    of: FxHashMap<u64, Vec<Service>>,
    count: usize,
    /// By the number of a claim: the number of the claim that took it back or replaced it.
    withdrawn: FxHashMap<usize, Withdrawal>,
    /// Replacements and voids whose claim is in the file.
    found: FxHashSet<usize>,
    /// By a name of a claim: the claims that have it and count so far.
    named: FxHashMap<u64, Vec<usize>>,
    /// Claims that name themselves by a payer's number.
    numbered: FxHashSet<usize>,
}

struct Service {
    /// The number of its claim, from 1.
    claim: usize,
    day: i32,
    /// It is of a replacement; such a one counts if what it replaces is in the file, else it may be said twice.
    repeats: bool,
    service: Earlier,
}

/// How a claim stopped counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    /// The number of the claim that did it, from 1.
    pub by: usize,
    /// Whether another claim took its place (CLM05-3 is 7), or it was only taken back (8).
    pub replaced: bool,
}

/// What the frequency code (CLM05-3) says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    New,
    Replaces,
    Voids,
}

impl Frequency {
    fn of(code: &str) -> Frequency {
        match code.trim() {
            "7" => Frequency::Replaces,
            "8" => Frequency::Voids,
            _ => Frequency::New,
        }
    }
}

impl History {
    /// Reads all claims of a file. A claim that a later one takes back or replaces no longer counts: it is known by its own
    /// number (CLM01) or by the payer's number that both name (REF*F8), among those of the same provider and patient. The
    /// payer's number decides where it is known: a provider may use a number of its own again.
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
        if of.kind() != ClaimKind::Professional {
            return;
        }
        let (read, _) = of.read();
        let frequency = Frequency::of(read.frequency);
        let patient = of.context.treated().identity;
        let name = |name: &str| {
            let name = Some(name.trim()).filter(|name| !name.is_empty());
            name.map(|name| key(&of.context.billing.npi, patient, name))
        };
        let payers = read.references.iter().filter(|r| r.qualifier == "F8");
        let payers: Vec<u64> = payers.filter_map(|r| name(r.value)).collect();
        self.withdraw(number, frequency, name(read.id), &payers);
        if patient == 0 || self.count >= MOST || frequency == Frequency::Voids {
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
            services.push(Service {
                claim: number,
                day: day(on),
                repeats: frequency == Frequency::Replaces,
                service,
            });
        }
    }

    /// Takes back what a void or a replacement names, as far as it comes before it, and names the claim for those to come.
    fn withdraw(&mut self, number: usize, frequency: Frequency, own: Option<u64>, payers: &[u64]) {
        if frequency != Frequency::New {
            let replaced = frequency == Frequency::Replaces;
            let by_payer = payers.iter().filter_map(|key| self.named.remove(key));
            let mut meant: Vec<usize> = by_payer.flatten().collect();
            let same = own.and_then(|own| self.named.get_mut(&own));
            if let Some(same) = same.filter(|_| meant.is_empty()) {
                // one that has another number of the payer is another claim
                let numbered = &self.numbered;
                let other = |of: &usize| !payers.is_empty() && numbered.contains(of);
                let (others, of_number) = same.drain(..).partition(other);
                (*same, meant) = (others, of_number);
            }
            for of in meant {
                self.withdrawn.entry(of).or_insert(Withdrawal {
                    by: number,
                    replaced,
                });
                self.found.insert(number);
            }
        }
        if frequency != Frequency::Voids && self.named.len() < MOST {
            for key in own.iter().chain(payers) {
                self.named.entry(*key).or_default().push(number);
            }
            if !payers.is_empty() {
                self.numbered.insert(number);
            }
        }
    }

    /// Whether a file held more services than are remembered.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.count >= MOST
    }

    /// How a claim stopped counting; nothing if it counts. `number` counts claims from 1.
    #[must_use]
    pub fn withdrawn(&self, number: usize) -> Option<Withdrawal> {
        self.withdrawn.get(&number).copied()
    }

    /// What other claims of the file say of the patient of a claim, as far as it may matter: services of days before it,
    /// and of its own days those of claims before it in the file. `number` counts claims from 1.
    ///
    /// A void is given nothing. A replacement is given what counts with it if the file has the claim that it replaces, and
    /// else nothing: that one may be among the others without being known for it.
    #[must_use]
    pub fn earlier(&self, number: usize, of: &ClaimLoop, claim: &Claim) -> Vec<Earlier> {
        let days = claim.lines.iter().filter_map(|l| l.date_of_service);
        let days: Vec<i32> = days.map(day).collect();
        let silent = match Frequency::of(of.read().0.frequency) {
            Frequency::New => false,
            Frequency::Replaces => !self.found.contains(&number),
            Frequency::Voids => true,
        };
        let services = self.of.get(&of.context.treated().identity);
        let matters = |one: &&Service| {
            let (by, on) = (one.claim, one.day);
            let near = days
                .iter()
                .any(|day| (day - BEFORE..=day + AFTER).contains(&on));
            let counts =
                !self.withdrawn.contains_key(&by) && (!one.repeats || self.found.contains(&by));
            by != number && near && (by < number || !days.contains(&on)) && counts && !silent
        };
        let of = services.into_iter().flatten().filter(matters);
        of.map(|one| one.service.clone()).collect()
    }
}

/// A claim's name as a number: names are those of one billing provider for one patient.
fn key(provider: &str, patient: u64, name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (provider.trim(), patient, name).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240901*1200*^*00501*000000001*0*P*:~\
        GS*HC*CLINIC*PAYER*20240901*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20240901*1200*CH~HL*1**20*1~\
        NM1*85*2*CLINIC*****XX*1234567893~";

    /// What each claim of a file is given of the others. Claims: member, frequency, day, code.
    fn check(claims: &[(&str, &str, &str, &str)], wanted: &[&[&str]]) {
        let named = (2..)
            .zip(claims)
            .map(|(n, (member, frequency, day, code))| {
                (
                    format!("C{n}"),
                    *member,
                    *frequency,
                    String::new(),
                    *day,
                    *code,
                )
            });
        check_named(named, wanted);
    }

    /// The same, with the claim's own number and the payer's number of the claim that it takes back or replaces.
    fn check_named<'a>(
        claims: impl Iterator<Item = (String, &'a str, &'a str, String, &'a str, &'a str)>,
        wanted: &[&[&str]],
    ) {
        let mut file = HEAD.to_owned();
        let mut count = 0;
        for (n, (id, member, frequency, payers, day, code)) in (2..).zip(claims) {
            count += 1;
            let payers = match payers.as_str() {
                "" => String::new(),
                number => format!("REF*F8*{number}~"),
            };
            file.push_str(&format!(
                "HL*{n}*1*22*0~SBR*P*18*******MB~NM1*IL*1*DOE*PAT****MI*{member}~NM1*PR*2*PAYER*****PI*2~\
                 CLM*{id}*100***21:B:{frequency}*Y*A*Y*Y~{payers}HI*ABK:K5660~LX*1~SV1*HC:{code}*100*UN*1***1~DTP*472*D8*{day}~"
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
            let given = history.earlier(number, &of, &claim);
            let given: Vec<&str> = given.iter().map(|e| e.code.as_str()).collect();
            assert_eq!(given, wanted[number - 1], "claim {number}");
        }
        assert_eq!(number, count);
    }

    #[test]
    fn what_was_taken_back_or_replaced_no_longer_counts() {
        /// Claims of one patient and day: own number, frequency, the payer's number, code.
        fn same_day(claims: &[(&str, &str, &str, &str)], wanted: &[&[&str]]) {
            let all = claims.iter().map(|(id, frequency, payers, code)| {
                (
                    (*id).to_owned(),
                    "1",
                    *frequency,
                    (*payers).to_owned(),
                    "20240806",
                    *code,
                )
            });
            check_named(all, wanted);
        }
        // a void by the claim's own number, or by that number in REF*F8
        for void in [("A", "8", "", "44120"), ("V", "8", "A", "44120")] {
            same_day(
                &[("A", "1", "", "44120"), void, ("B", "1", "", "44005")],
                &[&[], &[], &[]],
            );
        }
        // a void of another claim
        same_day(
            &[
                ("A", "1", "", "44120"),
                ("V", "8", "Z", "44120"),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &["44120"]],
        );
        // a replacement counts in place of what it replaces
        same_day(
            &[
                ("A", "1", "", "44120"),
                ("A", "7", "P9", "44121"),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &["44121"]],
        );
        // and a void of the replacement, by the payer's number that both name
        same_day(
            &[
                ("A", "1", "", "44120"),
                ("A", "7", "P9", "44121"),
                ("V", "8", "P9", ""),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &[], &[]],
        );
        // sent anew under the same number after it was taken back
        same_day(
            &[
                ("A", "1", "", "44120"),
                ("A", "8", "", "44120"),
                ("A", "1", "", "44121"),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &[], &["44121"]],
        );
        // a number that was used again: the payer's number says which is meant
        same_day(
            &[
                ("A", "1", "P1", "44120"),
                ("A", "1", "P2", "44121"),
                ("A", "8", "P2", ""),
                ("B", "1", "", "44005"),
            ],
            &[&[], &["44120"], &[], &["44120"]],
        );
        same_day(
            &[
                ("A", "1", "P1", "44120"),
                ("A", "8", "P2", ""),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &["44120"]],
        );
        // a replacement of a claim that is not in the file is not counted with it
        same_day(
            &[
                ("A", "1", "", "44120"),
                ("C", "7", "P1", "44120"),
                ("B", "1", "", "44005"),
            ],
            &[&[], &[], &["44120"]],
        );
    }

    #[test]
    fn a_void_of_one_patient_takes_nothing_from_another() {
        let of = |member: &'static str, frequency, day, code| {
            ("A".to_owned(), member, frequency, String::new(), day, code)
        };
        let all = [
            of("1", "1", "20240806", "44120"),
            of("2", "1", "20240806", "44005"),
            of("2", "8", "20240806", "44005"),
            of("1", "1", "20240814", "99213"),
            of("2", "1", "20240814", "99213"),
        ];
        check_named(all.into_iter(), &[&[], &[], &[], &["44120"], &[]]);
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
        // of one day, the later claim is given the earlier one
        check(
            &[resection, ("1", "1", "20240806", "44005")],
            &[&[], &["44120"]],
        );
        // another member, a correction
        check(&[resection, ("2", "1", "20240814", "99213")], &[&[], &[]]);
        check(&[resection, ("1", "7", "20240806", "44120")], &[&[], &[]]);
    }
}
