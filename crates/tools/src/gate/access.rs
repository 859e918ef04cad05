//! What is behind the gate: who may, how often, and what is written down. A store of accounts implements these; the
//! defaults are open and forgetful.

use super::context::{Caller, Door, Tier};
use super::refusal::Kind;
use super::tool::{Cost, Scope, Tool};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A value that may take a while, as a store's does.
pub type Wait<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a caller was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The caller's tier.
    pub tier: Tier,
    /// The caller may read publishers' licensed texts.
    pub licensed_text: bool,
}

/// Why a caller may not: [`Kind::NotAllowed`] or [`Kind::LimitReached`], and a sentence for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Which of the two.
    pub kind: Kind,
    /// What the caller may read.
    pub public: String,
}

/// A use of a tool, as it is metered.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// The tool.
    pub tool: &'a Tool,
    /// What one call costs.
    pub cost: Cost,
    /// How many calls.
    pub times: u64,
}

/// A call that took place, for the audit. It holds no text of the request and none of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Who.
    pub caller: Caller,
    /// Through which door.
    pub door: Door,
    /// The tool's name.
    pub tool: &'static str,
    /// What its requests and answers may contain.
    pub scope: Scope,
    /// How many requests; more than one in a batch.
    pub times: u64,
    /// Why it was refused; nothing: it was answered.
    pub refused: Option<Kind>,
    /// How long it took.
    pub took: Duration,
}

/// Decides who may call what.
pub trait Access: Send + Sync {
    /// What a caller is granted for a tool.
    fn may<'a>(&'a self, caller: &'a Caller, tool: &'a Tool) -> Wait<'a, Result<Grant, Denied>>;
}

/// Counts what is used, and says when it is enough.
pub trait Meter: Send + Sync {
    /// Counts a use, before it takes place.
    fn charge<'a>(&'a self, used: Use<'a>) -> Wait<'a, Result<(), Denied>>;
}

/// Writes down what took place.
pub trait Audit: Send + Sync {
    /// Writes a record.
    fn record(&self, record: Record) -> Wait<'_, ()>;
}

/// Everyone may do everything, as on one's own machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open;

impl Access for Open {
    fn may<'a>(&'a self, _: &'a Caller, _: &'a Tool) -> Wait<'a, Result<Grant, Denied>> {
        let granted = Grant {
            tier: Tier::Operator,
            licensed_text: true,
        };
        Box::pin(std::future::ready(Ok(granted)))
    }
}

/// Nothing is counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Free;

impl Meter for Free {
    fn charge<'a>(&'a self, _: Use<'a>) -> Wait<'a, Result<(), Denied>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Nothing is written down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl Audit for Forgetful {
    fn record(&self, _: Record) -> Wait<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
