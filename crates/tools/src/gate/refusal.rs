//! Why a call got no answer, in three parts: what the caller may read, what a log may hold, and what neither may.

use std::fmt;

/// What kind of refusal it is. Each door has its own form for it: an exit code, a status, a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request is not as it should be.
    BadRequest,
    /// Each field is as it should be, but they do not fit together: a line that the claim does not have, a claim from a note
    /// that names no date.
    Conflict,
    /// There is no such code, release, line or tool.
    NotFound,
    /// The tables for it are not loaded.
    NoData,
    /// The caller may not use this tool.
    NotAllowed,
    /// The caller has used it as often as the tier allows.
    LimitReached,
    /// The caller cancelled it.
    Cancelled,
    /// An error in the program.
    Fault,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] = [
        Kind::BadRequest,
        Kind::Conflict,
        Kind::NotFound,
        Kind::NoData,
        Kind::NotAllowed,
        Kind::LimitReached,
        Kind::Cancelled,
        Kind::Fault,
    ];

    /// Its name in kebab case, for logs and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::BadRequest => "bad-request",
            Kind::Conflict => "conflict",
            Kind::NotFound => "not-found",
            Kind::NoData => "no-data",
            Kind::NotAllowed => "not-allowed",
            Kind::LimitReached => "limit-reached",
            Kind::Cancelled => "cancelled",
            Kind::Fault => "internal",
        }
    }
}

/// Text that no door may show and no log may hold, because it may quote a patient's record. Its `Debug` form is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// Whether anything was withheld.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a call got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind it is.
    pub kind: Kind,
    /// What the caller may read: one sentence without a capital and a full stop, in the same words at every door.
    pub public: String,
    /// What a log may hold: the tool, the kind and, for a bad request, the field. Never a value.
    pub log: String,
    /// What neither may hold.
    pub secret: Secret,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.public)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    pub(crate) fn new(tool: &str, kind: Kind, public: impl Into<String>) -> Refusal {
        Refusal {
            kind,
            public: public.into(),
            log: format!("{tool}: {}", kind.name()),
            secret: Secret::default(),
        }
    }

    /// A field of the request is not as it should be.
    pub(crate) fn field(tool: &str, path: &str, public: String) -> Refusal {
        let mut refusal = Refusal::new(tool, Kind::BadRequest, public);
        if !path.is_empty() {
            refusal.log = format!("{} at {path}", refusal.log);
        }
        refusal
    }

    /// Withholds the words of a refusal that may quote a patient's record.
    pub(crate) fn withhold(&mut self, instead: &str) {
        self.secret = Secret::new(std::mem::replace(&mut self.public, instead.to_owned()));
    }
}

/// Why a tool gave no answer. Its words are for the caller; the gate makes a [`Refusal`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The request is not as it should be.
    Wrong(String),
    /// Each field is as it should be, but they do not fit together.
    Conflict(String),
    /// There is no such thing.
    NotFound(String),
    /// The tables for it are not loaded.
    NoData(String),
    /// The caller cancelled it.
    Cancelled,
}

impl Failure {
    pub(crate) fn into_refusal(self, tool: &str) -> Refusal {
        match self {
            Failure::Wrong(why) => Refusal::new(tool, Kind::BadRequest, why),
            Failure::Conflict(why) => Refusal::new(tool, Kind::Conflict, why),
            Failure::NotFound(why) => Refusal::new(tool, Kind::NotFound, why),
            Failure::NoData(why) => Refusal::new(tool, Kind::NoData, why),
            Failure::Cancelled => Refusal::new(tool, Kind::Cancelled, "the call was cancelled"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Wrong(why)
            | Failure::Conflict(why)
            | Failure::NotFound(why)
            | Failure::NoData(why) => f.write_str(why),
            Failure::Cancelled => f.write_str("the call was cancelled"),
        }
    }
}
