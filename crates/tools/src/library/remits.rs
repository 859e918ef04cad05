//! Remittances: what a payer decided, in plain words.

use super::{Call, Library};
use crate::contract::X12Text;
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::{Claim, MOST_LINES};
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

/// Explain a remittance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemitRequest {
    /// The remittance: an 835 (005010X221A1) as text. It is neither kept nor logged.
    pub text: X12Text,
    /// The claims as they were sent, known by their `id`: each denial is then compared with our own check. Of several with
    /// one `id` that is taken which fits by codes, days and charge.
    #[serde(default)]
    #[schemars(extend("maxItems" = MOST_LINES))]
    pub claims: Vec<Claim>,
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
                let (mut answer, problems) = self.library.explained(&payment, self.sent);
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
            self.ready
                .push_back(Remitted::Transaction(Box::new(answer)));
            self.claims = claims.into_iter().zip(corrections);
        }
    }
}

impl Library {
    /// Reads a remittance: what was paid, and what was decided about each claim; where the claim as it was sent is found, held
    /// against our own check of it.
    pub(crate) fn remittances<'l, R: Read>(
        &'l self,
        input: R,
        sent: &'l Sent,
    ) -> Remittances<'l, R> {
        Remittances {
            library: self,
            sent,
            parts: Parts::new(input),
            open: Vec::new(),
            claims: Vec::new().into_iter().zip(Vec::new()),
            ready: VecDeque::new(),
        }
    }

    /// What a payer decided about a claim, and what is wrong with its segments.
    fn explained(&self, payment: &PaymentLoop, sent: &Sent) -> (ClaimAnswer, Vec<String>) {
        let (read, problems) = payment.read();
        let mut answer = explain(payment, &read, &self.knowledge().remits);
        if !sent.is_empty() && asks(&answer) {
            self.hold(&mut answer, &read, sent);
        }
        (answer, problems.iter().map(problem_text).collect())
    }

    /// Holds a decision against our own check of the claim as it was sent, or says why it cannot be.
    fn hold(&self, answer: &mut ClaimAnswer, payment: &ClaimPayment<'_>, sent: &Sent) {
        let why = match sent.choose(payment) {
            Choice::One(one) => match self.check(&one.claim) {
                Ok(checked) => return matched(answer, payment, one, &checked),
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
        let why = why.trim_end_matches('.');
        unmatched(answer, &format!("Not compared with our own check: {why}."));
    }
}

impl Redact for RemitAnswer {}

impl Ask for RemitRequest {
    const TOOL: &'static str = "remit";
    type Answer = RemitAnswer;

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
        };
        for said in library.remittances(request.text.as_bytes(), &sent) {
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
        Ok(answer)
    }
}
