//! A capability as data.

use super::redact::{Hide, Redact};
use super::refusal::Failure;
use crate::contract::NoteText;
use crate::library::{Call, Library};
use ligature_intake::{check_plain, plain, plain_request};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::OnceLock;

/// What the requests and answers of a tool may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Public tables and Ligature's own words.
    Public,
    /// Publishers' texts that need a licence, where one was attested.
    LicensedText,
    /// A patient's record.
    PatientText,
}

impl Scope {
    /// In words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Public => "public",
            Scope::LicensedText => "licensed text",
            Scope::PatientText => "patient's text",
        }
    }
}

/// What a call costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Units, of which a look-up is one.
    pub units: u32,
    /// It takes long enough to be kept off the threads that serve everyone.
    pub heavy: bool,
}

impl Cost {
    /// A look-up.
    pub const LIGHT: Cost = Cost {
        units: 1,
        heavy: false,
    };

    /// So many look-ups, away from the threads that serve everyone.
    #[must_use]
    pub const fn heavy(units: u32) -> Cost {
        Cost { units, heavy: true }
    }
}

/// What a tool is about, for lists of tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Code sets.
    Codes,
    /// Payers' tables.
    Tables,
    /// Operative notes.
    Notes,
    /// Claims and payments.
    Claims,
}

impl Group {
    /// All, in the order of lists.
    pub const ALL: [Group; 4] = [Group::Codes, Group::Tables, Group::Notes, Group::Claims];

    /// In kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Codes => "codes",
            Group::Tables => "tables",
            Group::Notes => "notes",
            Group::Claims => "claims",
        }
    }
}

/// A request that a tool answers. Only this crate implements it.
pub trait Ask: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The name of the tool.
    const TOOL: &'static str;
    /// What it answers with.
    type Answer: Serialize + JsonSchema + Redact + Send + 'static;

    /// Reads what it holds as it was meant, such as codes that a spreadsheet changed. Gives what was done, in sentences without
    /// their full stops; nothing of a patient's text.
    #[doc(hidden)]
    fn mend(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// The note in it, which has to be plain text.
    #[doc(hidden)]
    fn note(&self) -> Option<&NoteText> {
        None
    }

    /// Answers it.
    #[doc(hidden)]
    fn run(&self, library: &Library, call: &Call<'_>) -> Result<Self::Answer, Failure>;
}

type Json = fn(&Library, &Call<'_>, &Value, Hide) -> Result<(Value, Vec<String>), Failure>;

/// A capability.
pub struct Tool {
    /// Its name, in commands, addresses and lists.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What it is about.
    pub group: Group,
    /// What its requests and answers may hold.
    pub scope: Scope,
    /// What a call costs.
    pub cost: Cost,
    make_request: fn() -> Value,
    make_answer: fn() -> Value,
    request: OnceLock<Value>,
    answer: OnceLock<Value>,
    pub(super) run: Json,
}

impl std::fmt::Debug for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tool").field("name", &self.name).finish()
    }
}

impl Tool {
    /// The tool that answers a request.
    pub(crate) const fn of<Q: Ask>(
        group: Group,
        scope: Scope,
        cost: Cost,
        title: &'static str,
        help: &'static str,
    ) -> Tool {
        Tool {
            name: Q::TOOL,
            title,
            help,
            group,
            scope,
            cost,
            make_request: || plain_request(schema_for!(Q).to_value()),
            make_answer: || plain(schema_for!(Q::Answer).to_value()),
            request: OnceLock::new(),
            answer: OnceLock::new(),
            run: |library, call, request, hide| {
                let (answer, remarks) = answered::<Q>(library, call, request, hide)?;
                let answer = serde_json::to_value(answer);
                let answer = answer.map_err(|e| Failure::Wrong(e.to_string()))?;
                Ok((answer, remarks))
            },
        }
    }

    /// The JSON schema of its request: fields, lengths, ranges. A request is read by this very schema.
    #[must_use]
    pub fn request(&self) -> &Value {
        self.request.get_or_init(self.make_request)
    }

    /// The JSON schema of its answer.
    #[must_use]
    pub fn answer(&self) -> &Value {
        self.answer.get_or_init(self.make_answer)
    }

    /// What a request may hold, field by field, in words for people.
    #[must_use]
    pub fn bounds(&self) -> Vec<(String, String)> {
        ligature_intake::bounds(self.request())
    }
}

/// Reads a request, answers it, and takes out what the caller may not read.
pub(super) fn answered<Q: Ask>(
    library: &Library,
    call: &Call<'_>,
    request: &Value,
    hide: Hide,
) -> Result<(Q::Answer, Vec<String>), Failure> {
    let mut request: Q = serde_path_to_error::deserialize(request).map_err(|error| {
        let path = error.path().to_string();
        match path.as_str() {
            "." => Failure::Wrong("the request cannot be read".to_owned()),
            path => Failure::Wrong(format!("`{path}` cannot be read")),
        }
    })?;
    if let Some(note) = request.note() {
        check_plain(note).map_err(|why| Failure::Wrong(format!("`note`: {why}")))?;
    }
    if call.context.cancel.is_cancelled() {
        return Err(Failure::Cancelled);
    }
    let remarks = request.mend();
    let mut answer = request.run(library, call)?;
    if hide == Hide::LicensedText {
        answer.redact(&|head| library.hide(head));
    }
    Ok((answer, remarks))
}
