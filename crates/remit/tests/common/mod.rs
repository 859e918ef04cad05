//! Made-up remittances: a payment whose claims are given.

#![allow(dead_code, reason = "each test takes what it needs")]

use ligature_knowledge::{Remits, embedded};
use ligature_remit::{ClaimAnswer, TransactionAnswer, explain, transaction};
use ligature_x12::{Document, PaymentLoop};
use std::sync::LazyLock;

/// A payment.
#[derive(Clone, Copy)]
pub struct Paid<'t> {
    /// What was paid.
    pub amount: &'t str,
    /// The segments of its claims.
    pub claims: &'t str,
    /// The segments behind them.
    pub after: &'t str,
}

impl Paid<'_> {
    pub fn read(&self) -> Document {
        let Paid {
            amount,
            claims,
            after,
        } = self;
        let text = format!(
            "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *240901*1200*^*00501*000000001*0*P*:~\
             GS*HP*PAYER*PROVIDER*20240901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*{amount}*C*NON************20240901~\
             TRN*1*12345*1512345678~N1*PR*PAYER~N1*PE*PROVIDER*XX*1234567893~LX*1~{claims}{after}SE*9*0001~GE*1*1~IEA*1*000000001~"
        );
        Document::read(text.as_bytes()).unwrap()
    }
}

pub fn words() -> &'static Remits {
    static WORDS: LazyLock<Remits> = LazyLock::new(|| embedded().0.remits);
    &WORDS
}

fn all(paid: &Paid<'_>) -> (TransactionAnswer, Vec<ClaimAnswer>) {
    let document = paid.read();
    let loops: Vec<PaymentLoop> = document.payments().cloned().collect();
    let ended = document.transactions().next().unwrap();
    let (answer, corrections) = transaction(ended, &loops, words()).unwrap();
    let claims = loops.iter().zip(corrections).map(|(one, correction)| {
        let mut answer = explain(one, &one.read().0, words());
        answer.correction = correction;
        answer
    });
    (answer, claims.collect())
}

/// The payment, explained.
pub fn payment(paid: &Paid<'_>) -> TransactionAnswer {
    all(paid).0
}

/// The claims, explained.
pub fn claims(claims: &str) -> Vec<ClaimAnswer> {
    all(&Paid {
        amount: "100",
        claims,
        after: "",
    })
    .1
}

/// The only claim, explained.
pub fn explained(claim: &str) -> ClaimAnswer {
    claims(claim).remove(0)
}
