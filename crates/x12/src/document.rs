//! A whole file in memory.

use crate::part::{ClaimLoop, Part, PaymentLoop, Transaction};
use crate::parts::Parts;
use crate::problem::Problem;
use std::io::{self, Read, Write};

/// A file with all its parts and everything wrong with it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The parts in the order of the file.
    pub parts: Vec<Part>,
    /// What is wrong, claims and payments included, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Document {
    /// Reads a file to its end. For files that may be large take [`Parts`], which holds one claim at a time.
    ///
    /// # Errors
    /// What the source says; nothing about its content.
    pub fn read(input: impl Read) -> io::Result<Self> {
        let mut reader = Parts::new(input);
        let parts = reader.by_ref().collect::<io::Result<Vec<_>>>()?;
        let mut problems = reader.problems();
        for part in &parts {
            match part {
                Part::Claim(claim) => problems.extend(claim.read().1),
                Part::Payment(payment) => problems.extend(payment.read().1),
                Part::Frame(_) | Part::End(..) => {}
            }
        }
        problems.sort_by_key(|problem| problem.place.offset);
        Ok(Self { parts, problems })
    }

    /// The claims of 837P transactions.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimLoop> {
        self.parts.iter().filter_map(|part| match part {
            Part::Claim(claim) => Some(claim),
            _ => None,
        })
    }

    /// The claims of 835 transactions.
    pub fn payments(&self) -> impl Iterator<Item = &PaymentLoop> {
        self.parts.iter().filter_map(|part| match part {
            Part::Payment(payment) => Some(payment),
            _ => None,
        })
    }

    /// The transactions.
    pub fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.parts.iter().filter_map(|part| match part {
            Part::End(_, transaction) => Some(&**transaction),
            _ => None,
        })
    }

    /// Writes the file: byte for byte what was read.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.parts.iter().try_for_each(|part| part.write(out))
    }
}
