//! Facts of the published tables, and related codes.

use super::parts::line;
use crate::words::meaning;
use ligature_catalog::ArchivedCatalog;
use ligature_tools::{LookupAnswer, Related, TableFact};
use maud::{Markup, html};

/// Facts of one release, newest first in the list.
struct Told<'a> {
    release: &'a str,
    limits: bool,
    facts: Vec<&'a TableFact>,
}

/// Releases that are shown after the newest of each table.
const MOST_OLDER: usize = 4;
/// Related codes of one kind before the rest is folded.
const SHOWN: usize = 8;

/// Facts by release: the newest of each table, and the older ones.
fn by_release<'a>(
    catalog: &ArchivedCatalog,
    facts: &'a [TableFact],
) -> (Vec<Told<'a>>, Vec<Told<'a>>) {
    let order: Vec<String> = (0..catalog.releases.len())
        .map(|at| catalog.release(u8::try_from(at).unwrap_or(u8::MAX)))
        .collect();
    let mut all: Vec<Told<'_>> = Vec::new();
    for fact in facts {
        match all.iter_mut().find(|told| told.release == fact.release) {
            Some(told) => told.facts.push(fact),
            None => all.push(Told {
                release: &fact.release,
                limits: fact.name.starts_with("mue"),
                facts: vec![fact],
            }),
        }
    }
    all.sort_by_key(|told| {
        std::cmp::Reverse(order.iter().rposition(|release| release == told.release))
    });
    let (mut newest, mut older): (Vec<Told<'_>>, Vec<Told<'_>>) = (Vec::new(), Vec::new());
    for told in all {
        if newest.iter().any(|known| known.limits == told.limits) {
            older.push(told);
        } else {
            newest.push(told);
        }
    }
    (newest, older)
}

/// Facts as tables: the newest release of each, an older one folded.
pub(super) fn facts(catalog: &ArchivedCatalog, answer: &LookupAnswer) -> Markup {
    let (newest, older) = by_release(catalog, &answer.facts);
    html! {
        section #figures {
            h2 { "Figures of the published tables" }
            @for (at, told) in newest.iter().enumerate() { (table(told, at)) }
            @if !older.is_empty() {
                details {
                    summary { "Older releases " span.count { (older.len()) } }
                    @for (at, told) in older.iter().take(MOST_OLDER).enumerate() { (table(told, newest.len() + at)) }
                    @if older.len() > MOST_OLDER { p.words { "Still older releases are left out here." } }
                }
            }
        }
    }
}

/// A fact with its value for each modifier.
type Row<'a> = (&'a TableFact, Vec<&'a str>);

/// One row a fact, one column a modifier.
fn rows<'a>(told: &Told<'a>) -> (Vec<&'a str>, Vec<Row<'a>>) {
    let mut modifiers: Vec<&str> = Vec::new();
    for fact in &told.facts {
        if !modifiers.contains(&fact.modifier.as_str()) {
            modifiers.push(&fact.modifier);
        }
    }
    modifiers.sort_unstable();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for fact in &told.facts {
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

fn table(told: &Told<'_>, at: usize) -> Markup {
    let label = format!("figures-{at}");
    let (modifiers, rows) = rows(told);
    let plain = modifiers == [""];
    html! {
        div.table role="region" aria-labelledby=(label) tabindex="0" {
            table.figures {
                caption id=(label) { (told.release) }
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
                            td.words { (meaning(&fact.name, &fact.value)) }
                        }
                    }
                }
            }
        }
    }
}

/// Related codes by how they are related.
pub(super) fn related(answer: &LookupAnswer) -> Markup {
    let mut groups: Vec<(String, Vec<&Related>)> = Vec::new();
    for one in &answer.related {
        let name = format!("{}: {}", one.code.system.name(), one.how);
        match groups.iter_mut().find(|(how, _)| *how == name) {
            Some((_, codes)) => codes.push(one),
            None => groups.push((name, vec![one])),
        }
    }
    let mapped = answer
        .related
        .iter()
        .any(|one| one.how.contains("equivalent"));
    html! {
        section #related-codes {
            h2 { "Related codes" }
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
}
