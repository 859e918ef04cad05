//! Claims of an 837P.

use crate::taken::{Taken, Trouble};
use ligature_claim::Claim;
use ligature_professional::{History, Withdrawal, problem_text, read};
use ligature_x12::{ClaimKind, ClaimLoop, Part, Parts, Problem, ProblemKind, Severity};
use std::io::Read;

/// Why there is no claim where a file has none.
pub const NO_CLAIM: &str = "the file holds no claim of an 837P";

/// Remarks of one claim; there may be one for each byte of a broken file.
const REMARKS: usize = 1000;
/// What is said in place of the others.
const MORE: &str = "there is more wrong here than is listed";

/// The claims of a file. What is wrong in a claim is reported with it, what is wrong with the file with the claim before. Where
/// there is none before, what is only worth a look waits for the first claim, and an error is reported alone.
pub(crate) struct Professional<R> {
    name: String,
    parts: Parts<R>,
    history: History,
    batch: usize,
    some: Vec<Taken>,
    waiting: Vec<String>,
    count: usize,
    payments: bool,
    ended: bool,
    is_cut: bool,
}

impl<R: Read> Professional<R> {
    /// Reads a file of this name, so many claims at a time.
    pub(crate) fn new(name: &str, input: R, history: History, batch: usize) -> Self {
        Professional {
            name: name.to_owned(),
            parts: Parts::new(input),
            history,
            batch,
            some: Vec::new(),
            waiting: Vec::new(),
            count: 0,
            payments: false,
            ended: false,
            is_cut: false,
        }
    }

    /// Whether payments were met so far.
    pub(crate) fn payments(&self) -> bool {
        self.payments
    }

    /// The next claims; the last of them is held back for the problems found after it.
    pub(crate) fn next(&mut self) -> Option<Result<Vec<Taken>, Trouble>> {
        while !self.ended {
            let Some(part) = self.parts.next() else {
                return Some(Ok(self.rest()));
            };
            let part = match part {
                Ok(part) => part,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Trouble::unread(&self.name)(error)));
                }
            };
            let noticed = self.parts.problems_until(&part);
            let movable = self.count == 0 || matches!(part, Part::Claim(_));
            let full = movable && self.some.len() >= self.batch;
            let ready = full.then(|| std::mem::take(&mut self.some));
            match &part {
                Part::Claim(one) => self.claim(one, &noticed),
                Part::Payment(_) => {
                    self.payments = true;
                    self.file_problems(&noticed);
                }
                Part::Frame(_) | Part::End(..) => self.file_problems(&noticed),
            }
            if let Some(ready) = ready {
                return Some(Ok(ready));
            }
        }
        None
    }

    fn claim(&mut self, one: &ClaimLoop, noticed: &[Problem]) {
        self.count += 1;
        let at = format!("{}, claim {}", self.name, self.count);
        let kind = one.kind();
        if kind != ClaimKind::Professional {
            let why = format!(
                "claim {} is {}: only professional claims (837P) are read here",
                self.count,
                kind.name()
            );
            let mut remarks = std::mem::take(&mut self.waiting);
            noticed
                .iter()
                .for_each(|problem| add(&mut remarks, problem));
            self.some.push(Taken {
                remarks,
                ..Taken::plain(at, Err(why))
            });
            return;
        }
        let read = read(one);
        let mut claim = read.claim;
        claim.earlier = self.history.earlier(self.count, one, &claim);
        date(&mut claim);
        let mut remarks = std::mem::take(&mut self.waiting);
        remarks.extend(self.history.withdrawn(self.count).map(withdrawn));
        remarks.extend(repeats(one.read().0.frequency).map(str::to_owned));
        let (cut, noticed): (Vec<&Problem>, Vec<&Problem>) = noticed
            .iter()
            .partition(|problem| problem.kind == ProblemKind::Cut);
        let mut lost = false;
        for problem in noticed.into_iter().chain(&read.problems) {
            lost |= problem.loses_a_service();
            add(&mut remarks, problem);
        }
        self.some.push(Taken {
            at,
            claim: Ok(claim),
            unknown: None,
            remarks,
            lost,
            controls: read.controls,
        });
        self.cut(cut.into_iter());
    }

    /// A file that is cut may lack claims, which no claim that was read can say. The innermost level that it leaves open is
    /// enough.
    fn cut<'p>(&mut self, mut cut: impl Iterator<Item = &'p Problem>) {
        if let Some(first) = cut.next().filter(|_| !self.is_cut) {
            self.is_cut = true;
            self.some
                .push(Taken::plain(self.name.clone(), Err(problem_text(first))));
        }
    }

    /// Puts what is wrong with the file where it is reported.
    fn file_problems(&mut self, noticed: &[Problem]) {
        let claimed = self.count > 0;
        for problem in noticed {
            if problem.kind == ProblemKind::Cut {
                self.cut(std::iter::once(problem));
                continue;
            }
            match self.some.last_mut().filter(|_| claimed) {
                Some(last) => add(&mut last.remarks, problem),
                None if problem.severity == Severity::Error => {
                    let why = Err(problem_text(problem));
                    self.some.push(Taken::plain(self.name.clone(), why));
                }
                None => add(&mut self.waiting, problem),
            }
        }
    }

    /// What is left at the end.
    fn rest(&mut self) -> Vec<Taken> {
        self.ended = true;
        let noticed = self.parts.problems();
        self.file_problems(&noticed);
        if self.count == 0 {
            self.some.push(Taken {
                remarks: std::mem::take(&mut self.waiting),
                ..Taken::plain(self.name.clone(), Err(NO_CLAIM.to_owned()))
            });
        }
        std::mem::take(&mut self.some)
    }
}

/// What the frequency code (CLM05-3) says of a claim that repeats another.
fn repeats(frequency: &str) -> Option<&'static str> {
    match frequency.trim() {
        "7" => Some("this claim replaces one that was sent before (CLM05-3 is 7)"),
        "8" => Some(
            "this claim takes back one that was sent before (CLM05-3 is 8): it bills nothing itself",
        ),
        _ => None,
    }
}

/// What becomes of a claim that a later one names.
fn withdrawn(of: Withdrawal) -> String {
    match of.replaced {
        true => format!(
            "claim {} of the file replaces this one: it does not count against others",
            of.by
        ),
        false => format!(
            "claim {} of the file takes this one back: it does not count against others",
            of.by
        ),
    }
}

/// Gives the claim the day of its first line. A line without one must not be given another's: then the claim has none.
fn date(claim: &mut Claim) {
    if claim.lines.iter().all(|l| l.date_of_service.is_some()) {
        claim.date_of_service = claim.lines.first().and_then(|l| l.date_of_service);
    }
}

/// Adds a remark while there is room.
fn add(remarks: &mut Vec<String>, problem: &Problem) {
    match remarks.len() {
        0..REMARKS => remarks.push(problem_text(problem)),
        REMARKS => remarks.push(MORE.to_owned()),
        _ => {}
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

    /// All that is read of a file.
    fn all(file: &str, batch: usize) -> Vec<Taken> {
        let mut claims = Professional::new("f", file.as_bytes(), History::default(), batch);
        let batches = std::iter::from_fn(|| claims.next());
        batches.flat_map(Result::unwrap).collect()
    }

    /// What is read of a file with one change: whose it is, the claim or why there is none, how many remarks.
    fn check(from: &str, to: &str, wanted: &[&str]) {
        let file = FILE.replace(from, to);
        for batch in [1, 2, 100] {
            let got: Vec<String> = all(&file, batch)
                .into_iter()
                .map(|taken| {
                    let claim = taken.claim.map_or_else(|why| why, |claim| claim.id);
                    format!("{}: {claim}, {}", taken.at, taken.remarks.len())
                })
                .collect();
            assert_eq!(got, wanted, "{from} -> {to}");
        }
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
        let lost = "f: segment 3 BHT (byte 156): the ST segment before this one is missing; the transaction is still read, 0";
        check(
            "ST*837*0001*005010X222A1~",
            "",
            &[lost, "f, claim 1: A, 0", "f, claim 2: B, 2"],
        );
    }

    #[test]
    fn a_claim_has_the_day_of_its_lines_if_all_have_one_and_its_lines_their_numbers() {
        let two = "SV1*HC:44120*100*UN*1***1~DTP*472*D8*20240814~REF*6R*L1~LX*7~SV1*HC:44121*100*UN*1***1~";
        let one = "SV1*HC:44120*100*UN*1***1~DTP*472*D8*20240814~";
        for (dated, day) in [("DTP*472*D8*20240815~", Some("2024-08-14")), ("", None)] {
            let file = FILE.replacen(one, &format!("{two}{dated}"), 1);
            let first = all(&file, 9).remove(0);
            let claim = first.claim.unwrap();
            let has = claim.date_of_service.map(|d| d.to_string());
            assert_eq!(has.as_deref(), day);
            let numbers: Vec<u32> = claim.lines.iter().map(|l| l.line).collect();
            assert_eq!(numbers, [1, 7]);
            assert_eq!(first.controls, ["L1", ""]);
        }
        let unnumbered = FILE.replacen("LX*1", "LX", 1);
        assert_eq!(
            all(&unnumbered, 9)[0].claim.as_ref().unwrap().lines[0].line,
            1
        );
    }

    #[test]
    fn another_kind_of_claim_is_refused_by_name() {
        let refused = |kind: &str| {
            [1, 2].map(|n| format!("f, claim {n}: claim {n} is {kind}: only professional claims (837P) are read here, 0"))
        };
        let service = "SV1*HC:44120*100*UN*1***1";
        for (other, kind) in [
            (
                "SV2*0360*HC:44120*100*UN*1",
                "an institutional claim (837I)",
            ),
            ("SV3*AD:D2140*100****1", "a dental claim (837D)"),
        ] {
            let wanted = refused(kind);
            check(service, other, &[&wanted[0], &wanted[1]]);
        }
        // the lines decide, not the type of bill
        check(
            "21:B:1",
            "11:A:1",
            &["f, claim 1: A, 0", "f, claim 2: B, 0"],
        );
    }

    #[test]
    fn a_file_that_is_cut_is_an_error_beside_its_claims() {
        let (a, b) = ("f, claim 1: A, 0", "f, claim 2: B, 0");
        let cut = "f: segment 20 DTP (byte 494): the file ends inside a transaction: its SE segment is missing, so the file may be cut, 0";
        check("SE*19*0001~GE*1*1~IEA*1*000000001~", "", &[a, b, cut]);
        let cut = "f: segment 21 SE (byte 514): the file ends inside a group: its GE segment is missing, so the file may be cut, 0";
        check("GE*1*1~IEA*1*000000001~", "", &[a, b, cut]);
        let cut = "f: segment 22 GE (byte 525): the file ends inside an interchange: its IEA segment is missing, so the file may be cut, 0";
        check("IEA*1*000000001~", "", &[a, b, cut]);
    }

    #[test]
    fn text_around_an_interchange_is_passed_over_with_a_remark() {
        check(
            "ISA*00",
            "Subject: claims\n\nISA*00",
            &["f, claim 1: A, 1", "f, claim 2: B, 0"],
        );
        check(
            "ISA*00",
            "\r\nISA*00",
            &["f, claim 1: A, 0", "f, claim 2: B, 0"],
        );
        let end = "IEA*1*000000001~";
        check(
            end,
            &format!("{end}\n-- \nregards\n"),
            &["f, claim 1: A, 0", "f, claim 2: B, 1"],
        );
        check(
            end,
            &format!("{end}\0\0\0"),
            &["f, claim 1: A, 0", "f, claim 2: B, 1"],
        );
    }

    #[test]
    fn units_that_are_no_number_of_units_are_reported_and_not_read() {
        for units in ["-1", "99999999999", "two", "1,5"] {
            check(
                "UN*1*",
                &format!("UN*{units}*"),
                &["f, claim 1: A, 1", "f, claim 2: B, 1"],
            );
            let file = FILE.replace("UN*1*", &format!("UN*{units}*"));
            let units = all(&file, 9)[0].claim.as_ref().unwrap().lines[0].units;
            assert_eq!(units, ligature_codes::Units::ZERO);
        }
    }

    #[test]
    fn the_remarks_of_one_claim_are_bounded() {
        let broken = FILE.replacen("HI*ABK:K5660~", &"~".repeat(3 * REMARKS), 1);
        let most = all(&broken, 9).iter().map(|t| t.remarks.len()).max();
        assert!(most.is_some_and(|most| most <= REMARKS + 1), "{most:?}");
    }
}
