//! The facts of a code that a coder needs first, in one strip under its name.

use super::parts::address;
use crate::words::{day, sentence};
use ligature_tools::{Amount, Held, KeyFactsAnswer, LookupAnswer, System};
use maud::{Markup, html};

/// Days of a release, for the line under the strip.
struct Source<'a> {
    table: &'static str,
    held: &'a Held,
}

/// What the strip needs.
pub(super) struct Strip<'a> {
    /// The page.
    pub answer: &'a LookupAnswer,
    /// The key facts; none: no payer's table is loaded, and the authored page gives what it has.
    pub facts: Option<&'a KeyFactsAnswer>,
    /// The day of the facts.
    pub day: &'a str,
    /// The remembered locality, by its name; empty: none was chosen.
    pub place: &'a str,
    /// Where the reader is, to come back to.
    pub here: &'a str,
}

/// The strip; nothing for a code that is no procedure.
pub(super) fn strip(shown: &Strip<'_>) -> Markup {
    let head = &shown.answer.head;
    if !matches!(head.system, System::Cpt | System::Hcpcs | System::Cdt) {
        return html! {};
    }
    match shown.facts {
        Some(facts) => from_tables(shown, facts),
        None => authored(shown.answer),
    }
}

fn cell(name: &str, value: &str, words: &str) -> Markup {
    html! {
        div {
            dt { (name) }
            dd.value { (value) }
            @if !words.is_empty() { dd.words { (words) } }
        }
    }
}

fn from_tables(shown: &Strip<'_>, facts: &KeyFactsAnswer) -> Markup {
    let fact = |name: &str| facts.facts.iter().find(|fact| fact.name == name);
    let means = |means: &str| match means {
        "" => String::new(),
        means => sentence(means),
    };
    let mut sources: Vec<Source<'_>> = Vec::new();
    let tables = [
        ("global-days", "fee schedule"),
        ("unit-limit", "unit limits"),
        ("add-on", "add-on edits"),
    ];
    for (name, table) in tables {
        if let Some(fact) = fact(name) {
            let held = &fact.held;
            sources.push(Source { table, held });
        }
    }
    let payable = fact("status").is_none_or(|status| status.value == "A");
    html! {
        @if !facts.facts.is_empty() {
            dl.strip {
                @if let Some(status) = fact("status").filter(|_| !payable) {
                    (cell("Medicare status", &status.value, &means(&status.means)))
                }
                @if let Some(global) = fact("global-days") { (cell("Global period", &global.value, &means(&global.means))) }
                @if let Some(work) = fact("work-rvu") { (cell("Work RVU", &work.value, "")) }
                @if let Some(amounts) = &facts.amounts {
                    (amount("In a hospital", &amounts.facility))
                    (amount("In an office", &amounts.office))
                }
                @if let Some(limit) = fact("unit-limit") {
                    (cell("Unit limit", if limit.value.is_empty() { "none published" } else { &limit.value }, &means(&limit.means)))
                }
                @if let Some(addon) = fact("add-on").filter(|addon| addon.value == "yes") {
                    div {
                        dt { "Add-on" }
                        dd.value { "yes" }
                        dd.words {
                            @if facts.primaries.is_empty() { (means(&addon.means)) }
                            @else { "Under " (primaries(&facts.primaries)) }
                        }
                    }
                }
            }
            p.strip-source {
                (held(&sources, shown.day))
                @if fact("work-rvu").is_some() { (place(shown)) }
            }
        }
        @for why in facts.not_known.iter().filter(|_| facts.facts.is_empty()) { p.strip-source { "Not known: " (why) "." } }
    }
}

/// An amount: dollars, NA, or words.
fn amount(name: &str, amount: &Amount) -> Markup {
    let dollars = amount.dollars.map(|dollars| format!("${dollars}"));
    match (&dollars, amount.not_applicable) {
        (Some(dollars), _) => cell(name, dollars, ""),
        (None, true) => cell(name, "NA", "Rarely or never done there."),
        (None, false) => cell(name, "–", &sentence(&amount.why)),
    }
}

/// The first primaries, as links.
fn primaries(codes: &[String]) -> Markup {
    const SHOWN: usize = 4;
    html! {
        @for (at, one) in codes.iter().take(SHOWN).enumerate() {
            @if at > 0 { ", " }
            a.code href=(address(System::Cpt, one)) { (one) }
        }
        @if codes.len() > SHOWN { " and " a href="#figures" { (codes.len() - SHOWN) " more" } }
    }
}

/// Which releases give the figures, and whether they cover the day.
fn held(sources: &[Source<'_>], on: &str) -> Markup {
    let outside: Vec<&Source<'_>> = sources.iter().filter(|s| !s.held.covers).collect();
    html! {
        @for (at, source) in sources.iter().enumerate() {
            @if at > 0 { "; " }
            @if at == 0 { (sentence(source.table).trim_end_matches('.')) } @else { (source.table) }
            " " (source.held.release) " (" (day(&source.held.from)) " to " (day(&source.held.to)) ")"
        }
        ". "
        @if !outside.is_empty() && outside.len() == sources.len() {
            strong { "None of them covers " (day(on)) "." } " These are the newest figures before it. "
        } @else if !outside.is_empty() {
            strong {
                "Not for " (day(on)) ": "
                @for (at, source) in outside.iter().enumerate() { @if at > 0 { ", " } (source.table) }
                "."
            }
            " "
        }
    }
}

/// The locality of the amounts, and how to choose another.
fn place(shown: &Strip<'_>) -> Markup {
    let address = format!("/locality?back={}", super::parts::escaped(shown.here));
    html! {
        @if shown.place.is_empty() { a href=(address) { "Choose your locality" } " to see amounts in dollars." }
        @else { "Medicare amounts for " (shown.place) ", one unit, before the rules of a claim. " a href=(address) { "Change" span.visually-hidden { " the locality" } } }
    }
}

/// The facts that an authored page holds, where no table is loaded.
fn authored(answer: &LookupAnswer) -> Markup {
    let fact = |name: &str| answer.facts.iter().rfind(|fact| fact.name == name);
    // a fact, its name for people, and the fact whose meaning explains it
    let named = [
        ("global-days", "Global period", "global-days"),
        ("work-rvu", "Work RVU", "work-rvu"),
        ("mue-practitioner", "Unit limit", "mue-practitioner-mai"),
        ("addon-primaries", "Add-on under", "addon-type"),
    ];
    let found: Vec<_> = named
        .into_iter()
        .filter_map(|(name, words, by)| {
            let means = fact(by).map_or_else(String::new, super::tables::meaning);
            fact(name).map(|fact| (words, fact, means))
        })
        .collect();
    let mut releases: Vec<&str> = found.iter().map(|(_, f, _)| f.release.as_str()).collect();
    releases.dedup();
    html! {
        @if !found.is_empty() {
            dl.strip { @for (name, fact, means) in &found { (cell(name, &fact.value, means)) } }
            p.strip-source { "As the tables were when this page was written (" (releases.join("; ")) "): no table is loaded here." }
        }
    }
}
