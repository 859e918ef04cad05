//! Who calls, through which door, and what a request that does not say so is about.

use jiff::civil::Date;
use ligature_codes::DateOfService;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The door that a call came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// The command line.
    CommandLine,
    /// A page of the site.
    Page,
    /// The REST interface.
    Api,
    /// Anything else that runs this library.
    Library,
}

impl Door {
    /// Its name in kebab case, for audit records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Door::CommandLine => "command-line",
            Door::Page => "page",
            Door::Api => "api",
            Door::Library => "library",
        }
    }
}

/// What a caller is entitled to, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Not signed in.
    Guest,
    /// A free account.
    Registered,
    /// A licensed seat.
    Licensed,
    /// May change what others read.
    Editor,
    /// Runs this installation.
    Operator,
}

/// Who calls. The gate does not interpret the name; what implements [`super::Access`] does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Whoever runs the program on this machine.
    Operator,
    /// An unknown caller: a name to count by (a cookie, an address), or nothing.
    Guest(String),
    /// A person or a key, by the name that the store gives it.
    Account(String),
}

/// How far a long call is.
pub trait Progress: Send + Sync {
    /// So many steps are done, of so many if that is known.
    fn step(&self, done: u64, of: Option<u64>);
}

/// No one receives the progress.
struct Unwatched;

impl Progress for Unwatched {
    fn step(&self, _: u64, _: Option<u64>) {}
}

/// A flag by which a caller gives a call up. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Gives the call up.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was given up.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The circumstances of a call.
#[derive(Clone)]
pub struct Context {
    /// Who calls.
    pub caller: Caller,
    /// The door.
    pub door: Door,
    /// Date of service of a request that names none.
    pub date: Option<DateOfService>,
    /// Locality of a request that names none: `13202-01`.
    pub locality: Option<String>,
    /// Setting of a request that names none.
    pub setting: Option<ligature_edits::Setting>,
    /// Refuse fields that are not known instead of noticing them.
    pub strict: bool,
    /// Who watches.
    pub progress: Arc<dyn Progress>,
    /// Whether it was given up.
    pub cancel: Cancel,
}

impl Context {
    /// A call without defaults.
    #[must_use]
    pub fn new(caller: Caller, door: Door) -> Context {
        Context {
            caller,
            door,
            date: None,
            locality: None,
            setting: None,
            strict: false,
            progress: Arc::new(Unwatched),
            cancel: Cancel::default(),
        }
    }

    /// The operator at the command line.
    #[must_use]
    pub fn operator() -> Context {
        Context::new(Caller::Operator, Door::CommandLine)
    }

    /// The same, for requests as of a day.
    #[must_use]
    pub fn on(mut self, date: Option<Date>) -> Context {
        self.date = date.map(DateOfService::from);
        self
    }

    /// The same, refusing unknown fields or noticing them.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Context {
        self.strict = strict;
        self
    }
}
