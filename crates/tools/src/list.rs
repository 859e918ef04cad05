//! The list of tools: every capability once.

use crate::contract::*;
use crate::gate::tool::{Cost, Group, Scope, Tool};
use crate::library::*;

/// All tools, in the order of lists.
pub(crate) static TOOLS: [Tool; 30] = [
    Tool::of::<LookupRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Look up a code",
        "Everything known about a code, as of a date of service.",
    ),
    Tool::of::<SearchRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Search",
        "Find codes by code, part of a code, range, or words in any order.",
    ),
    Tool::of::<CompleteRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Complete",
        "Complete what is being typed.",
    ),
    Tool::of::<BrowseRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Browse",
        "Step through a code set: chapters, blocks, categories, codes.",
    ),
    Tool::of::<CompareRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Compare two codes",
        "Two codes side by side: where they differ, what tells them apart, and the pair edits between them.",
    ),
    Tool::of::<CrosswalkRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::LIGHT,
        "Crosswalk",
        "What a code becomes in another code set, by the General Equivalence Mappings.",
    ),
    Tool::of::<DiffRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::heavy(5),
        "What changed between releases",
        "What was added, deleted and revised between two releases of a code set.",
    ),
    Tool::of::<BookDiffRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::heavy(20),
        "What changed between books",
        "What was added, deleted and revised between two books, code set by code set.",
    ),
    Tool::of::<TitlesRequest>(
        Group::Codes,
        Scope::LicensedText,
        Cost::heavy(20),
        "All codes of a set",
        "All codes of a code set with their titles; texts under an attested licence are left out.",
    ),
    Tool::of::<PagesRequest>(
        Group::Codes,
        Scope::Public,
        Cost::LIGHT,
        "Authored pages",
        "The procedure codes that have a page of Ligature's own.",
    ),
    Tool::of::<ReleasesRequest>(
        Group::Codes,
        Scope::Public,
        Cost::LIGHT,
        "What is loaded",
        "Which releases of which code sets and payers' tables are loaded, and the days that they hold for.",
    ),
    Tool::of::<KeyFactsRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "Key facts of a code",
        "Global period, work value, unit limit, add-on, and what Medicare allows in a hospital and in an office, as of a date of service.",
    ),
    Tool::of::<LocalitiesRequest>(
        Group::Tables,
        Scope::Public,
        Cost::LIGHT,
        "Medicare localities",
        "The localities of the Medicare physician fee schedule, by state.",
    ),
    Tool::of::<PairsRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "Pair edits",
        "The pair edits (NCCI PTP) of a procedure code, or between two, as of a date of service.",
    ),
    Tool::of::<UnitLimitRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "Unit limit",
        "How many units of a procedure code may be paid (NCCI MUE), setting by setting, as of a date of service.",
    ),
    Tool::of::<PrimariesRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "Primaries of an add-on",
        "Which primaries an add-on goes with (NCCI add-on edits), and which add-ons go with a code.",
    ),
    Tool::of::<GlobalPeriodRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "Global period",
        "The global period of a procedure code, in days of the calendar if the day of the operation is given.",
    ),
    Tool::of::<MeaningRequest>(
        Group::Tables,
        Scope::LicensedText,
        Cost::LIGHT,
        "What an indicator means",
        "What an indicator of a published table or a modifier means, and when a modifier is proper.",
    ),
    Tool::of::<CodeRequest>(
        Group::Notes,
        Scope::PatientText,
        Cost::heavy(10),
        "Code a note",
        "Codes for an operative note, each with the words of the note that support it.",
    ),
    Tool::of::<ExplainRequest>(
        Group::Notes,
        Scope::PatientText,
        Cost::heavy(10),
        "Why, or why not, a code",
        "Why, or why not, one code for an operative note, with the words that decide.",
    ),
    Tool::of::<EventsRequest>(
        Group::Notes,
        Scope::PatientText,
        Cost::heavy(10),
        "Read a note",
        "What was read in an operative note, before any code: sections, mentions, procedures.",
    ),
    Tool::of::<AuditRequest>(
        Group::Notes,
        Scope::PatientText,
        Cost::heavy(10),
        "Audit codes against a note",
        "Holds the codes that a person would bill against the note: supported with the words, not supported with what is missing, or missed.",
    ),
    Tool::of::<ClaimRequest>(
        Group::Notes,
        Scope::PatientText,
        Cost::heavy(15),
        "Claim of a note",
        "The claim of the codes that an operative note supports: lines in sequence, checked and priced, each with the words that support it.",
    ),
    Tool::of::<CheckRequest>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(5),
        "Check a claim",
        "May the lines of a claim be billed together: findings in layers, as of the dates of service.",
    ),
    Tool::of::<PriceRequest>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(5),
        "Price a claim",
        "What the Medicare physician fee schedule allows for the lines of a claim, with the arithmetic.",
    ),
    Tool::of::<SequenceRequest>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(5),
        "Sequence a claim",
        "The lines of a claim in the order in which they are reported.",
    ),
    Tool::of::<EffectRequest>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(10),
        "Effect of a modifier",
        "What a modifier would do to a claim: findings and prices before and after.",
    ),
    Tool::of::<Check837Request>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(50),
        "Check an 837P",
        "Checks the claims of an 837P, and prices them where a locality is given.",
    ),
    Tool::of::<Rewrite837Request>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(50),
        "Rewrite an 837P",
        "Writes an 837P again with the lines of each claim in the order in which the fee schedule ranks them.",
    ),
    Tool::of::<RemitRequest>(
        Group::Claims,
        Scope::PatientText,
        Cost::heavy(20),
        "Explain a remittance",
        "What a payer decided (an 835), in plain words: what was not paid, who is responsible, why, and what to do next.",
    ),
];

/// The tool of a name.
pub(crate) fn tool(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// The name nearest to one that no tool has.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let near = TOOLS.iter().map(|tool| {
        let changes = strsim::osa_distance(&name.to_lowercase(), tool.name);
        (changes, tool.name)
    });
    near.filter(|(changes, _)| *changes <= 3)
        .min()
        .map(|(_, name)| name)
}
