//! The list of tools.

use crate::answers::{
    BrowseRequest, CodeRequest, CompleteRequest, DiffRequest, LookupRequest, ReleasesRequest,
    SearchRequest, ToolError,
};
use crate::compare::CompareRequest;
use crate::library::Library;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A capability.
pub struct Tool {
    /// Its name, in commands and addresses.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Schema of its request.
    pub request: fn() -> Schema,
    /// Schema of its answer.
    pub answer: fn() -> Schema,
    /// From a request to an answer.
    pub run: fn(&Library, Value) -> Result<Value, ToolError>,
}

/// How the message about a request that cannot be read begins; it may quote the request.
pub const UNREAD: &str = "the request";

/// Reads a request, asks, and writes the answer.
fn call<Q: DeserializeOwned, A: Serialize>(
    request: Value,
    ask: impl FnOnce(&Q) -> Result<A, ToolError>,
) -> Result<Value, ToolError> {
    let request: Q =
        serde_json::from_value(request).map_err(|e| ToolError::Wrong(format!("{UNREAD}: {e}")))?;
    let answer = ask(&request)?;
    serde_json::to_value(answer).map_err(|e| ToolError::Wrong(e.to_string()))
}

fn schema<T: JsonSchema>() -> Schema {
    schema_for!(T)
}

/// All capabilities.
pub static TOOLS: &[Tool] = &[
    Tool {
        name: "lookup",
        help: "Everything known about a code, as of a date of service.",
        request: schema::<LookupRequest>,
        answer: schema::<crate::LookupAnswer>,
        run: |library, request| call(request, |r| library.lookup(r)),
    },
    Tool {
        name: "search",
        help: "Find codes by code, part of a code, range, or words in any order.",
        request: schema::<SearchRequest>,
        answer: schema::<crate::SearchAnswer>,
        run: |library, request| call(request, |r| library.search(r)),
    },
    Tool {
        name: "complete",
        help: "Complete what is being typed.",
        request: schema::<CompleteRequest>,
        answer: schema::<crate::CompleteAnswer>,
        run: |library, request| call(request, |r| library.complete(r)),
    },
    Tool {
        name: "browse",
        help: "Step through a code set: chapters, blocks, categories, codes.",
        request: schema::<BrowseRequest>,
        answer: schema::<crate::BrowseAnswer>,
        run: |library, request| call(request, |r| library.browse(r)),
    },
    Tool {
        name: "compare",
        help: "Hold two codes beside each other: where they differ, what is said between them, what tells them apart.",
        request: schema::<CompareRequest>,
        answer: schema::<crate::CompareAnswer>,
        run: |library, request| call(request, |r| library.compare(r)),
    },
    Tool {
        name: "diff",
        help: "What was added, deleted and revised between two releases of a code set.",
        request: schema::<DiffRequest>,
        answer: schema::<crate::DiffAnswer>,
        run: |library, request| call(request, |r| library.diff(r)),
    },
    Tool {
        name: "pairs",
        help: "The pair edits (NCCI PTP) of a procedure code, or between two, as of a date of service.",
        request: schema::<crate::PairsRequest>,
        answer: schema::<crate::PairsAnswer>,
        run: |library, request| call(request, |r| library.pairs(r)),
    },
    Tool {
        name: "check",
        help: "May the lines of a claim be billed together: findings in layers, as of the dates of service.",
        request: schema::<ligature_claim::Claim>,
        answer: schema::<ligature_claim::check::Checked>,
        run: |library, request| call(request, |r| library.check(r)),
    },
    Tool {
        name: "price",
        help: "What the Medicare physician fee schedule allows for the lines of a claim, with the arithmetic.",
        request: schema::<ligature_claim::Claim>,
        answer: schema::<ligature_claim::price::Priced>,
        run: |library, request| call(request, |r| library.price(r)),
    },
    Tool {
        name: "claim",
        help: "The claim that an operative note earns: lines in sequence, checked and priced, each with the words that earn it.",
        request: schema::<crate::ClaimRequest>,
        answer: schema::<crate::CodedClaim>,
        run: |library, request| call(request, |r| library.claim(r)),
    },
    Tool {
        name: "remit",
        help: "What a payer decided (an 835), in plain words: what was not paid, who bears it, why, and what to do next.",
        request: schema::<crate::RemitRequest>,
        answer: schema::<crate::RemitAnswer>,
        run: |library, request| call(request, |r| library.remit(r)),
    },
    Tool {
        name: "releases",
        help: "Which releases of which code sets and payers' tables are loaded, and the days that they speak for.",
        request: schema::<ReleasesRequest>,
        answer: schema::<crate::ReleasesAnswer>,
        run: |library, request| call(request, |r| library.releases(r)),
    },
    Tool {
        name: "code",
        help: "Codes for an operative note, each with the words of the note that earn it.",
        request: schema::<CodeRequest>,
        answer: schema::<ligature_coding::Answer>,
        run: |library, request| {
            call(request, |r: &CodeRequest| {
                let date = r.date.as_deref().filter(|d| !d.is_empty());
                let date = date.map(ligature_codes::DateOfService::parse).transpose();
                let date = date.map_err(|e| ToolError::Wrong(e.to_string()))?;
                Ok(library.code(&r.note, date.map(|d| d.date())))
            })
        },
    },
];
