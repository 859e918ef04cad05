//! The part of a book that holds the tables of claims.

use crate::error::BookError;
use crate::manifest::{EDITS, Part};
use ligature_edits::{ArchivedEdits, Edits, Ids, SourceView, Tables};
use rkyv::rancor::Error;
use std::collections::{BTreeMap, BTreeSet};

/// The tables as bytes, and what the manifest says of them.
pub(crate) fn part(edits: &Edits) -> Result<(Part, Vec<u8>), BookError> {
    let compile = |error: Error| BookError::Compile {
        why: error.to_string(),
    };
    let bytes = rkyv::to_bytes::<Error>(edits).map_err(compile)?.into_vec();
    let archived = rkyv::access::<ArchivedEdits, Error>(&bytes).map_err(compile)?;
    let ids = Ids::default();
    let sources: Vec<SourceView> = Tables::new(archived, &ids)
        .sources()
        .map(|(_, source)| source)
        .collect();
    let mut holds = BTreeMap::new();
    for source in &sources {
        *holds.entry(source.kind.rows().to_owned()).or_insert(0) += u64::from(source.rows);
    }
    let joined = |of: fn(&SourceView) -> &str| {
        let all: BTreeSet<&str> = sources.iter().map(of).collect();
        all.into_iter().collect::<Vec<_>>().join("; ")
    };
    let part = Part {
        name: EDITS.to_owned(),
        file: format!("{EDITS}.rkyv"),
        rows: holds.values().sum(),
        holds,
        releases: sources.iter().map(line).collect(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(&bytes).to_hex().to_string(),
        source: format!("{} releases of payers' tables", sources.len()),
        publisher: joined(|s| &s.publisher),
        licence: format!(
            "{}; CPT code numbers copyright American Medical Association",
            joined(|s| &s.licence)
        ),
    };
    Ok((part, bytes))
}

/// A release in a line.
fn line(source: &SourceView) -> String {
    let refused = match source.refused {
        0 => String::new(),
        1 => ", 1 line refused".to_owned(),
        n => format!(", {n} lines refused"),
    };
    let dated = if source.dated {
        " (before them by the days of its rows)"
    } else {
        ""
    };
    let instead = match source.superseded.as_slice() {
        [] => String::new(),
        files => format!(", in the place of {}", files.join(", ")),
    };
    format!(
        "{}: {} {}{refused}, {} to {}{dated}, {}{instead}",
        source.title(),
        source.rows,
        source.kind.rows(),
        source.from,
        source.to,
        source.completeness()
    )
}
