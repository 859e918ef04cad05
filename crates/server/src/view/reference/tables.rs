//! Facts of the published tables, and related codes.

use super::parts::line;
use crate::words::sentence;
use ligature_tools::{LookupAnswer, Related, TableFact};
use maud::{Markup, html};

/// Facts of one release.
pub(super) struct ReleaseFacts<'a> {
    name: &'a str,
    table: &'static str,
    pub facts: Vec<&'a TableFact>,
}

/// Releases that are shown after the newest of each table.
const MOST_OLDER: usize = 4;
/// Related codes of one kind before the rest is folded.
const SHOWN: usize = 8;

/// Facts by release: the newest of each table, and the older ones.
pub(super) fn by_release(facts: &[TableFact]) -> (Vec<ReleaseFacts<'_>>, Vec<ReleaseFacts<'_>>) {
    let mut all: Vec<(&str, ReleaseFacts<'_>)> = Vec::new();
    for fact in facts {
        match all
            .iter_mut()
            .find(|(_, release)| release.name == fact.release)
        {
            Some((_, release)) => release.facts.push(fact),
            None => {
                let release = ReleaseFacts {
                    name: &fact.release,
                    table: table_of(fact),
                    facts: vec![fact],
                };
                all.push((&fact.until, release));
            }
        }
    }
    // of releases for the same days the one that was read last
    all.reverse();
    all.sort_by_key(|(until, _)| std::cmp::Reverse(*until));
    let (mut newest, mut older): (Vec<ReleaseFacts<'_>>, Vec<ReleaseFacts<'_>>) =
        (Vec::new(), Vec::new());
    for (_, release) in all {
        match newest.iter().any(|known| known.table == release.table) {
            true => older.push(release),
            false => newest.push(release),
        }
    }
    (newest, older)
}

/// Which published table a fact is of.
fn table_of(fact: &TableFact) -> &'static str {
    let tables = ["mue", "addon"].into_iter();
    let mut of = tables.filter(|table| fact.name.starts_with(table));
    of.next().unwrap_or("fees")
}

/// What a value means, as a sentence; empty where the value needs no explanation.
pub(super) fn meaning(fact: &TableFact) -> String {
    match fact.meaning.as_str() {
        "" => String::new(),
        means => sentence(means),
    }
}

/// Facts as tables: the newest release of each, an older one folded.
pub(super) fn facts(answer: &LookupAnswer) -> Markup {
    let (newest, older) = by_release(&answer.facts);
    html! {
        @for (at, release) in newest.iter().enumerate() { (table(release, at)) }
        @if !older.is_empty() {
            details {
                summary { "Older releases " span.count { (older.len()) } }
                @for (at, release) in older.iter().take(MOST_OLDER).enumerate() { (table(release, newest.len() + at)) }
                @if older.len() > MOST_OLDER { p.words { "Even older releases are not shown here." } }
            }
        }
    }
}

/// A fact with its value for each modifier.
type Row<'a> = (&'a TableFact, Vec<&'a str>);

/// One row a fact, one column a modifier.
fn rows<'a>(release: &ReleaseFacts<'a>) -> (Vec<&'a str>, Vec<Row<'a>>) {
    let mut modifiers: Vec<&str> = Vec::new();
    for fact in &release.facts {
        if !modifiers.contains(&fact.modifier.as_str()) {
            modifiers.push(&fact.modifier);
        }
    }
    modifiers.sort_unstable();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for fact in &release.facts {
        let column = modifiers.iter().position(|one| *one == fact.modifier);
        let at = match rows.iter().position(|(known, _)| known.name == fact.name) {
            Some(at) => at,
            None => {
                rows.push((fact, vec![""; modifiers.len()]));
                rows.len() - 1
            }
        };
        if let Some(value) = column.and_then(|column| rows[at].1.get_mut(column)) {
            *value = &fact.value;
        }
    }
    (modifiers, rows)
}

fn table(release: &ReleaseFacts<'_>, at: usize) -> Markup {
    let label = format!("figures-{at}");
    let (modifiers, rows) = rows(release);
    let plain = modifiers == [""];
    html! {
        div.table role="region" aria-labelledby=(label) tabindex="0" {
            table.figures {
                caption id=(label) { (release.name) }
                thead {
                    tr {
                        th scope="col" { "What" }
                        @if plain { th scope="col" { "As published" } }
                        @else {
                            @for one in &modifiers {
                                th scope="col" { @if one.is_empty() { "No modifier" } @else { "With " (one) } }
                            }
                        }
                        th scope="col" { "In words" }
                    }
                }
                tbody {
                    @for (fact, values) in &rows {
                        tr {
                            th scope="row" { (fact.words) }
                            @for value in values { td.value { (value) } }
                            td.words { (meaning(fact)) }
                        }
                    }
                }
            }
        }
    }
}

/// Related codes by how they are related.
pub(super) fn related(codes: &[&Related]) -> Markup {
    let mut groups: Vec<(String, Vec<&Related>)> = Vec::new();
    for one in codes {
        let name = format!("{}: {}", one.code.system.name(), one.how);
        match groups.iter_mut().find(|(how, _)| *how == name) {
            Some((_, codes)) => codes.push(one),
            None => groups.push((name, vec![one])),
        }
    }
    let mapped = codes.iter().any(|one| one.how.contains("equivalent"));
    html! {
        @if mapped { p.words { "Equivalents in another code set come from CMS's general equivalence mappings (GEMs). They are a place to begin; the record decides." } }
        @for (how, codes) in &groups {
            div.related {
                h3 { (how) }
                ul.listing { @for one in codes.iter().take(SHOWN) { li { (line(&one.code)) } } }
                @if codes.len() > SHOWN {
                    details {
                        summary { (codes.len() - SHOWN) " more" }
                        ul.listing { @for one in codes.iter().skip(SHOWN) { li { (line(&one.code)) } } }
                    }
                }
            }
        }
        @if groups.iter().any(|(_, codes)| codes.len() >= 80) { p.words { "There may be more: the first 80 of a kind are shown." } }
    }
}
