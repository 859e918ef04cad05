//! Files of claims (837P): each claim checked, and the file written again with its lines in order.

use super::{Call, Library};
use crate::contract::{Limit, X12Text};
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::Claim;
use ligature_claim::check::{Checked, Finding};
use ligature_claim::price::Priced;
use ligature_edits::Setting;
use ligature_intake::{Claims, Options, Source, Taken, Trouble, history};
use ligature_professional::{History, claim, order, problem_text};
use ligature_x12::{
    ClaimChange, ClaimKind, ClaimLoop, Problem, ProblemKind, RewriteError, rewrite,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// Moves that an answer lists one by one; the rest are counted.
const MOST_MOVES: usize = 20;

/// What was given, for messages.
const NAME: &str = "the file";

/// Check the claims of an 837P.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Check837Request {
    /// The claims: an 837P (005010X222A1) as a text. It is neither kept nor logged.
    #[schemars(extend("examples" = [crate::contract::CLAIMS_837P]))]
    pub text: X12Text,
    /// Whose claims they are, in place of a practitioner's.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// Locality of the fee schedule, for prices: `13202-01`. Without it the claims are not priced.
    #[serde(default)]
    pub locality: String,
    /// How many claims are checked; the others are counted (1 to 500; 50 without it).
    #[serde(default)]
    pub limit: Option<Limit<50, 500>>,
}

/// A claim of a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FileClaim {
    /// Which it is: `claim 3`.
    pub at: String,
    /// The claim as it was read.
    pub claim: Claim,
    /// May its lines be billed together.
    pub checked: Checked,
    /// What the schedule allows, where a locality was given.
    pub priced: Option<Priced>,
    /// What is wrong with the file at this claim, and where; nothing of its values.
    pub problems: Vec<String>,
}

/// The claims of an 837P, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Check837Answer {
    /// How many claims the file holds.
    pub count: usize,
    /// The first of them.
    pub claims: Vec<FileClaim>,
    /// What is wrong with the file apart from these claims.
    pub problems: Vec<String>,
    /// The file holds payments (an 835) as well, which are not looked at here.
    pub payments: bool,
}

impl Redact for Check837Answer {}

impl Ask for Check837Request {
    const TOOL: &'static str = "check_837p";
    type Answer = Check837Answer;

    fn run(&self, library: &Library, call: &Call<'_>) -> Result<Check837Answer, Failure> {
        library.tables()?;
        let most = self.limit.unwrap_or_default().get();
        let source = Source::memory(NAME, self.text.as_bytes());
        let opened = Claims::professional_only(&source, Options::default());
        let mut claims = opened.map_err(unread)?;
        let mut answer = Check837Answer::default();
        answer.problems.extend(claims.notices().iter().cloned());
        for batch in claims.by_ref() {
            for taken in batch.map_err(unread)? {
                if call.context.cancel.is_cancelled() {
                    return Err(Failure::Cancelled);
                }
                self.take(library, taken, most, &mut answer)?;
                call.context.progress.step(answer.count as u64, None);
            }
        }
        answer.payments = claims.has_payments();
        if answer.count > most {
            let unshown = "claims beyond these were counted, not checked one by one: what is wrong inside them is not said here";
            answer.problems.insert(0, unshown.to_owned());
        }
        Ok(answer)
    }
}

fn unread(trouble: Trouble) -> Failure {
    Failure::Wrong(trouble.to_string())
}

impl Check837Request {
    fn take(
        &self,
        library: &Library,
        taken: Taken,
        most: usize,
        answer: &mut Check837Answer,
    ) -> Result<(), Failure> {
        let mut claim = match taken.claim {
            Ok(claim) => claim,
            Err(why) => {
                answer.problems.push(why);
                answer.problems.extend(taken.remarks);
                return Ok(());
            }
        };
        answer.count += 1;
        if answer.count > most {
            answer.problems.extend(taken.remarks);
            return Ok(());
        }
        claim.locality.clone_from(&self.locality);
        if let Some(setting) = self.setting {
            claim.setting = setting;
        }
        let priced = match self.locality.is_empty() {
            true => None,
            false => Some(library.price(&claim)?),
        };
        answer.claims.push(FileClaim {
            at: format!("claim {}", answer.count),
            checked: library.check(&claim)?,
            priced,
            claim,
            problems: taken.remarks,
        });
        Ok(())
    }
}

/// Write an 837P again, the lines of each claim in the order in which the fee schedule ranks them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Rewrite837Request {
    /// The claims: an 837P (005010X222A1) as a text. It is neither kept nor logged.
    #[schemars(extend("examples" = [crate::contract::CLAIMS_837P]))]
    pub text: X12Text,
    /// Whose claims they are, in place of a practitioner's.
    #[serde(default)]
    pub setting: Option<Setting>,
}

/// A claim whose lines moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// Which claim of the file, counted from 1.
    pub claim: usize,
    /// Codes of its lines, as they were.
    pub was: Vec<String>,
    /// Codes of its lines, as they are now.
    pub now: Vec<String>,
}

/// What became of the claims of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rewritten {
    /// Claims.
    pub claims: usize,
    /// Claims in another order.
    pub moved: usize,
    /// The first of these.
    pub moves: Vec<Moved>,
    /// Claims with lines that are denied as billed.
    pub denied: usize,
    /// Claims of which not everything could be checked.
    pub unchecked: usize,
    /// Claims of which no line has a value on its day.
    pub unranked: usize,
    /// Claims of which some lines have no value on their day.
    pub partly_ranked: usize,
    /// Claims that stay as sent: voids, and those whose lines another payer names by number.
    pub kept: usize,
    /// Claims that stay as sent because segments are missing or out of place.
    pub broken: usize,
    /// Claims that stay as sent because they are not professional: institutional (837I), dental (837D).
    #[serde(default)]
    pub other_kinds: usize,
    /// The file breaks off.
    #[serde(default)]
    pub is_cut: bool,
}

/// An 837P, written again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rewrite837Answer {
    /// The file; but for the order of lines and their numbers it is as it was sent, byte for byte.
    pub text: String,
    /// What became of its claims.
    pub summary: Rewritten,
    /// What is wrong with the file, and where; nothing of its values.
    pub problems: Vec<String>,
}

impl Redact for Rewrite837Answer {}

impl Ask for Rewrite837Request {
    const TOOL: &'static str = "rewrite_837p";
    type Answer = Rewrite837Answer;

    fn run(&self, library: &Library, call: &Call<'_>) -> Result<Rewrite837Answer, Failure> {
        library.tables()?;
        let source = Source::memory(NAME, self.text.as_bytes());
        let (history, mut problems) = history(&source).map_err(unread)?;
        let mut written = Vec::new();
        let rewriting = Rewriting {
            library,
            history: &history,
            setting: self.setting,
        };
        let summary = rewriting.run(self.text.as_bytes(), &mut written, |claim, noticed| {
            let whose = claim.map_or_else(String::new, |n| format!("claim {n}, "));
            problems.push(format!("{whose}{}", problem_text(noticed)));
        });
        let summary = summary.map_err(|e| Failure::Wrong(e.to_string()))?;
        call.context.progress.step(summary.claims as u64, None);
        if summary.claims == 0 {
            let why = "`text` holds no claim of an 837P";
            return Err(Failure::Wrong(why.to_owned()));
        }
        Ok(Rewrite837Answer {
            text: String::from_utf8_lossy(&written).into_owned(),
            summary,
            problems,
        })
    }
}

/// How a file is written again.
pub(crate) struct Rewriting<'a> {
    pub library: &'a Library,
    /// What the claims of the file say of each other's patients.
    pub history: &'a History,
    /// Whose claims they are, in place of a practitioner's.
    pub setting: Option<Setting>,
}

impl Rewriting<'_> {
    /// Writes a file again; `notice` is given what is wrong with it, and with which claim.
    pub(crate) fn run(
        &self,
        input: impl Read,
        mut sink: impl Write,
        notice: impl FnMut(Option<usize>, &Problem),
    ) -> Result<Rewritten, RewriteError> {
        // both functions that follow the file report it
        let notice = std::cell::RefCell::new(notice);
        let tell = |claim: Option<usize>, problems: &[Problem]| {
            let mut notice = notice.borrow_mut();
            problems.iter().for_each(|problem| notice(claim, problem));
        };
        let mut summary = Rewritten::default();
        let cut = std::cell::Cell::new(false);
        let is_cut = |problems: &[Problem]| {
            let breaks_off = problems.iter().any(|p| p.kind == ProblemKind::Cut);
            cut.set(cut.get() || breaks_off);
        };
        rewrite(
            input,
            &mut sink,
            |_, one, problems| {
                is_cut(problems);
                self.take(one, problems, &tell, &mut summary)
            },
            |problems| {
                is_cut(problems);
                tell(None, problems);
            },
        )?;
        summary.is_cut = cut.get();
        Ok(summary)
    }

    /// Checks and ranks a claim; gives what is to change.
    fn take(
        &self,
        one: &ClaimLoop,
        noticed: &[Problem],
        tell: &dyn Fn(Option<usize>, &[Problem]),
        summary: &mut Rewritten,
    ) -> Option<ClaimChange> {
        summary.claims += 1;
        if one.kind() != ClaimKind::Professional {
            tell(Some(summary.claims), noticed);
            summary.other_kinds += 1;
            return None;
        }
        let (mut claim, problems) = claim(one);
        claim.earlier = self.history.earlier(summary.claims, one, &claim);
        if let Some(setting) = self.setting {
            claim.setting = setting;
        }
        let problems = [noticed, &problems].concat();
        tell(Some(summary.claims), &problems);
        let checked = self.library.check(&claim).ok();
        let findings = checked.iter().flat_map(|c| &c.findings);
        summary.denied += usize::from(findings.into_iter().any(Finding::denies));
        summary.unchecked += usize::from(checked.is_none_or(|c| c.lacks_data()));
        // lines that may not be all of it, or another's, have no order of their own
        if problems.iter().any(Problem::is_of_structure) {
            summary.broken += 1;
            return None;
        }
        if stays(one) {
            summary.kept += 1;
            return None;
        }
        let priced = self.library.price(&claim).ok();
        let unranked = priced
            .as_ref()
            .map_or(claim.lines.len(), |p| p.unranked.len());
        if unranked == claim.lines.len() {
            summary.unranked += 1;
            return None;
        }
        summary.partly_ranked += usize::from(unranked > 0);
        let order = order(&claim, &priced?.sequence)?;
        summary.moved += 1;
        if summary.moves.len() < MOST_MOVES {
            summary.moves.push(moved(&claim, summary.claims, &order));
        }
        Some(ClaimChange {
            order: Some(order),
            ..ClaimChange::default()
        })
    }
}

/// Whether a claim stays as it came: a void (CLM05-3) repeats what was sent, and the number of a line that another payer
/// names (SVD06) must go on meaning that line (005010X222A1, loops 2300 and 2430).
fn stays(one: &ClaimLoop) -> bool {
    let mut segments = one.segments.iter();
    let named = segments.any(|s| s.id() == "SVD" && !s.element(6).is_empty());
    named || one.read().0.frequency == "8"
}

fn moved(claim: &Claim, number: usize, order: &[usize]) -> Moved {
    let codes = |places: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        let lines = places.filter_map(|at| claim.lines.get(at));
        // of a file: without what a terminal would act on
        lines
            .map(|l| l.code.chars().filter(|c| !c.is_control()).collect())
            .collect()
    };
    Moved {
        claim: number,
        was: codes(&mut (0..claim.lines.len())),
        now: codes(&mut order.iter().copied()),
    }
}
