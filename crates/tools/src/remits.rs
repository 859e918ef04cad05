//! Remittances: what a payer decided, in plain words.

use crate::answers::ToolError;
use crate::library::Library;
use ligature_claim::{Claim, MOST_LINES};
use ligature_professional::told;
use ligature_remit::{ClaimAnswer, explain, matched};
use ligature_x12::{Part, Parts, PaymentLoop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Explain a remittance.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemitRequest {
    /// The remittance: an 835 (005010X221A1) as text. It is neither kept nor logged.
    pub text: String,
    /// The claims as they were sent, known by their `id`: each denial is then held against our own check.
    #[serde(default)]
    #[schemars(extend("maxItems" = MOST_LINES))]
    pub claims: Vec<Claim>,
}

/// A remittance in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemitAnswer {
    /// What was decided about each claim, in the order of the file.
    pub payments: Vec<ClaimAnswer>,
    /// What is wrong with the file, and where; nothing of its values.
    pub problems: Vec<String>,
}

impl Library {
    /// What a payer decided about a claim; where the claim as it was sent is given, held against our own check of it. With
    /// it comes what is wrong with the payment or could not be asked, and where.
    #[must_use]
    pub fn explain(
        &self,
        payment: &PaymentLoop,
        sent: Option<&Claim>,
    ) -> (ClaimAnswer, Vec<String>) {
        let (read, problems) = payment.read();
        let mut problems: Vec<String> = problems.iter().map(told).collect();
        let mut answer = explain(&read, &self.knowledge().remits);
        match sent.map(|claim| self.check(claim)) {
            Some(Ok(checked)) => matched(&mut answer, &checked),
            Some(Err(error)) => problems.push(format!("not held against our own check: {error}")),
            None => {}
        }
        (answer, problems)
    }

    /// A remittance in plain words. A text without a payment has none, and its problems say so.
    ///
    /// # Errors
    /// [`ToolError::Wrong`] if the text cannot be read to its end.
    pub fn remit(&self, request: &RemitRequest) -> Result<RemitAnswer, ToolError> {
        let mut parts = Parts::new(request.text.as_bytes());
        let (mut payments, mut problems) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next() {
            let part = part.map_err(|e| ToolError::Wrong(e.to_string()))?;
            problems.extend(parts.problems().iter().map(told));
            let Part::Payment(payment) = &part else {
                continue;
            };
            let id = payment.read().0.id;
            let sent = request.claims.iter().find(|c| c.id == id && !id.is_empty());
            let (answer, more) = self.explain(payment, sent);
            payments.push(answer);
            problems.extend(more);
        }
        problems.extend(parts.problems().iter().map(told));
        if payments.is_empty() {
            problems.insert(0, "`text` holds no payment of an 835".to_owned());
        }
        Ok(RemitAnswer { payments, problems })
    }
}
