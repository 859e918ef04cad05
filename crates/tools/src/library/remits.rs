//! Remittances: what a payer decided, in plain words.

use super::appeals::{Appeals, Letters};
use super::{Call, Library};
use crate::contract::{NoteText, X12Text};
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::check::Checked;
use ligature_claim::{Claim, MOST_LINES};
use ligature_edits::Setting;
use ligature_intake::{Claims, Options, Source, Trouble};
use ligature_professional::problem_text;
use ligature_remit::{
    Choice, ClaimAnswer, Sent, SentClaim, TransactionAnswer, asks, explain, matched, transaction,
    unmatched,
};
use ligature_x12::{ClaimPayment, Part, Parts, PaymentLoop, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::io::{self, Read};

/// What was given, for messages.
const SENT: &str = "the file of claims";

/// Explain a remittance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemitRequest {
    /// The remittance: an 835 (005010X221A1) as text. It is neither kept nor logged.
    #[schemars(extend("examples" = [crate::contract::PAYMENT_835]))]
    pub text: X12Text,
    /// The claims as they were sent, known by their `id`: each denial is then compared with our own check. Of several with
    /// one `id` that is taken which fits by codes, days and charge.
    #[serde(default)]
    #[schemars(extend("maxItems" = MOST_LINES))]
    pub claims: Vec<Claim>,
    /// The claims as they were sent, as a file: an 837P, JSON or lines of JSON. It is neither kept nor logged.
    #[serde(default)]
    pub sent: X12Text,
    /// Whose claims those of an 837P are, and those that are built from the remittance; a practitioner's without it.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// Say of each denial whether it can be appealed, with the draft of a letter where it can.
    #[serde(default)]
    pub letters: bool,
    /// The operative note, for the words that a letter quotes. It is neither kept nor logged.
    #[serde(default)]
    pub note: NoteText,
    /// The claim of the note, by its `id`. Needed where the remittance has several claims: the note of one patient is never
    /// quoted for another.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub note_of: String,
}

/// A remittance in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemitAnswer {
    /// The payments that the text holds, in its order: payer, payee, amount, and whether the sum adds up.
    pub transactions: Vec<TransactionAnswer>,
    /// What was decided about each claim, in the order of the text; those of a payment have its `trace`.
    pub payments: Vec<ClaimAnswer>,
    /// What is wrong with the file, and where; nothing of its values.
    pub problems: Vec<String>,
    /// What is to be said of the claims as sent, and of the note.
    pub remarks: Vec<String>,
}

/// What is said of a remittance.
#[derive(Debug, Clone, PartialEq)]
pub enum Remitted {
    /// What is wrong with the file, or could not be answered, and where.
    Problem(String),
    /// A payment; its claims follow.
    Transaction(Box<TransactionAnswer>),
    /// A claim of it.
    Claim(Box<ClaimAnswer>),
}

/// A remittance that is read: a payment, its claims, the next payment. The claims of one payment are held at a time, so that
/// its sum can be said before them, and what they undo of one another.
pub struct Remittances<'l, R> {
    library: &'l Library,
    sent: &'l Sent,
    appeals: Option<Appeals<'l>>,
    /// The payment whose claims are given.
    payment: TransactionAnswer,
    parts: Parts<R>,
    open: Vec<PaymentLoop>,
    claims: std::iter::Zip<std::vec::IntoIter<PaymentLoop>, std::vec::IntoIter<String>>,
    ready: VecDeque<Remitted>,
}

impl<R: Read> Iterator for Remittances<'_, R> {
    /// An error is one of the source, never of its content.
    type Item = io::Result<Remitted>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(Ok(ready));
            }
            if let Some((payment, correction)) = self.claims.next() {
                let (mut answer, problems) = self.explained(&payment);
                answer.correction = correction;
                self.ready
                    .extend(problems.into_iter().map(Remitted::Problem));
                self.ready.push_back(Remitted::Claim(Box::new(answer)));
                continue;
            }
            let part = match self.parts.next() {
                Some(Ok(part)) => Some(part),
                Some(Err(error)) => return Some(Err(error)),
                None => None,
            };
            let problems = self.parts.problems();
            let problems = problems.iter().map(problem_text).map(Remitted::Problem);
            self.ready.extend(problems);
            match part {
                Some(Part::Payment(payment)) => self.open.push(payment),
                Some(Part::End(_, ended)) => self.end(&ended),
                Some(_) => {}
                None if self.ready.is_empty() => return None,
                None => {}
            }
        }
    }
}

impl<R> Remittances<'_, R> {
    fn end(&mut self, ended: &Transaction) {
        let claims = std::mem::take(&mut self.open);
        let words = &self.library.knowledge().remits;
        if let Some((answer, corrections)) = transaction(ended, &claims, words) {
            self.payment = answer.clone();
            self.ready
                .push_back(Remitted::Transaction(Box::new(answer)));
            self.claims = claims.into_iter().zip(corrections);
        }
    }

    /// What a payer decided about a claim, and what is wrong with its segments.
    fn explained(&self, payment: &PaymentLoop) -> (ClaimAnswer, Vec<String>) {
        let library = self.library;
        let (read, problems) = payment.read();
        let mut answer = explain(payment, &read, &library.knowledge().remits);
        let appealed = self.appeals.is_some() && !answer.reversal;
        if asks(&answer) || appealed {
            let sent = library.sent(&read, self.sent);
            if !self.sent.is_empty() && asks(&answer) {
                match &sent {
                    Ok((one, checked)) => matched(&mut answer, &read, one, checked),
                    Err(why) => {
                        let why = format!("Not compared with our own check: {why}.");
                        unmatched(&mut answer, &why);
                    }
                }
            }
            if let Some(letters) = self.appeals.as_ref().filter(|_| appealed) {
                let sent = sent.as_ref().ok().map(|(one, checked)| (*one, checked));
                letters.appeal(&mut answer, &read, &self.payment, sent);
            }
        }
        (answer, problems.iter().map(problem_text).collect())
    }
}

impl Library {
    /// Reads a remittance: what was paid, and what was decided about each claim; where the claim as it was sent is found,
    /// compared with our own check of it.
    pub(crate) fn remittances<'l, R: Read>(
        &'l self,
        input: R,
        sent: &'l Sent,
        letters: Option<&'l Letters>,
    ) -> Remittances<'l, R> {
        Remittances {
            library: self,
            sent,
            appeals: letters.map(|letters| Appeals::new(self, letters)),
            payment: TransactionAnswer::default(),
            parts: Parts::new(input),
            open: Vec::new(),
            claims: Vec::new().into_iter().zip(Vec::new()),
            ready: VecDeque::new(),
        }
    }

    /// The claim as it was sent that a payment is about, with our check of it; or why there is none, without a full stop.
    fn sent<'s>(
        &self,
        payment: &ClaimPayment<'_>,
        sent: &'s Sent,
    ) -> Result<(&'s SentClaim, Checked), String> {
        let why = match sent.choose(payment) {
            Choice::One(one) => match self.check(&one.claim) {
                Ok(checked) => return Ok((one, checked)),
                Err(error) => error.to_string(),
            },
            Choice::Several(many) => format!(
                "{many} different claims were sent under this number, and which of them this is cannot be determined"
            ),
            Choice::Other => {
                "what was sent under this number has other codes or other days".to_owned()
            }
            Choice::None => "no claim of this number is among those that were sent".to_owned(),
        };
        Err(why.trim_end_matches('.').to_owned())
    }
}

/// Reads claims as they were sent; `notice` is given what is wrong with them. Gives how many there were.
pub(crate) fn read_sent(
    source: &Source<'_>,
    setting: Option<Setting>,
    sent: &mut Sent,
    mut notice: impl FnMut(&str),
) -> Result<usize, Trouble> {
    let options = Options {
        history: false,
        ..Options::default()
    };
    let mut count = 0;
    let claims = Claims::open(source, options)?;
    claims.notices().iter().for_each(|one| notice(one));
    for batch in claims {
        for taken in batch? {
            let said = taken.remarks.iter().chain(&taken.unknown);
            for remark in said.chain(taken.claim.as_ref().err()) {
                notice(&format!("{}: {remark}", taken.at));
            }
            let Ok(mut claim) = taken.claim else {
                continue;
            };
            if let Some(setting) = setting {
                claim.setting = setting;
            }
            count += 1;
            sent.add(SentClaim {
                claim,
                controls: taken.controls,
            });
        }
    }
    Ok(count)
}

/// The only claim that a remittance holds, by its number, however often it decides about it; nothing, if there are several.
pub(crate) fn only_claim(input: impl Read) -> io::Result<Option<String>> {
    let mut only: Option<String> = None;
    for part in Parts::new(input) {
        if let Part::Payment(payment) = part? {
            let id = payment.read().0.id.trim().to_owned();
            match &only {
                Some(known) if *known != id => return Ok(None),
                _ => only = Some(id),
            }
        }
    }
    Ok(only)
}

impl Redact for RemitAnswer {}

impl Ask for RemitRequest {
    const TOOL: &'static str = "remit";
    type Answer = RemitAnswer;

    /// The note in it has to be plain text; there need not be one.
    fn note(&self) -> Option<&NoteText> {
        Some(&self.note).filter(|note| !note.trim().is_empty())
    }

    /// A text without a payment has none, and its problems say so.
    fn run(&self, library: &Library, _: &Call<'_>) -> Result<RemitAnswer, Failure> {
        let request = self;
        let mut sent = Sent::default();
        for claim in &request.claims {
            sent.add(SentClaim {
                claim: claim.clone(),
                controls: Vec::new(),
            });
        }
        let mut answer = RemitAnswer {
            transactions: Vec::new(),
            payments: Vec::new(),
            problems: Vec::new(),
            remarks: Vec::new(),
        };
        if !request.sent.trim().is_empty() {
            let source = Source::memory(SENT, request.sent.as_bytes());
            let remarks = &mut answer.remarks;
            let read = read_sent(&source, request.setting, &mut sent, |one| {
                remarks.push(format!("{SENT}: {one}"));
            });
            match read {
                Ok(0) => remarks.push(format!("no claim was read from {SENT}")),
                Ok(_) => {}
                Err(trouble) => remarks.push(trouble.to_string()),
            }
        }
        let mut letters = Letters {
            note: request.note.to_string(),
            note_of: request.note_of.trim().to_owned(),
            setting: request.setting.unwrap_or_default(),
        };
        if request.letters {
            let only = letters.complete(|| only_claim(request.text.as_bytes()));
            let only = only.map_err(|e| Failure::Wrong(e.to_string()))?;
            answer.remarks.extend(only.map(str::to_owned));
        }
        let letters = request.letters.then_some(&letters);
        for said in library.remittances(request.text.as_bytes(), &sent, letters) {
            match said.map_err(|e| Failure::Wrong(e.to_string()))? {
                Remitted::Problem(problem) => answer.problems.push(problem),
                Remitted::Transaction(one) => answer.transactions.push(*one),
                Remitted::Claim(claim) => answer.payments.push(*claim),
            }
        }
        if answer.transactions.is_empty() {
            let none = "`text` holds no payment of an 835".to_owned();
            answer.problems.insert(0, none);
        }
        if let Some(letters) = letters
            && !letters.note_of.is_empty()
            && !letters.note.trim().is_empty()
            && !answer
                .payments
                .iter()
                .any(|p| p.id.trim() == letters.note_of)
        {
            let none = "the remittance has no claim of the number that the note is of: it is quoted nowhere";
            answer.remarks.push(none.to_owned());
        }
        Ok(answer)
    }
}
