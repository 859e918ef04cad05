//! From what was read to the book.

use crate::authored::authored;
use crate::docs::docs;
use crate::material::Material;
use anyhow::Result;
use ligature_book::{Info, Origin, Parts, build_with, is_book, replace};
use ligature_catalog::{ArchivedCatalog, Batch, Catalog};
use ligature_knowledge::Knowledge;
use ligature_search::Index;
use rkyv::rancor::Error;
use std::path::Path;

/// Makes a book of authored knowledge and publishers' files. A book that is there is replaced in one step; readers in flight
/// keep the old one.
///
/// # Errors
/// If the files do not fit a book, it cannot be written, or `out` is a folder of other things.
pub(crate) fn build(
    knowledge: &Knowledge,
    mut material: Material,
    origin: &Origin,
    out: &Path,
) -> Result<Info> {
    material.batches.extend(authored(knowledge));
    let catalog = Catalog::build(each_once(material.batches), material.attested)?;
    let bytes = rkyv::to_bytes::<Error>(&catalog)?;
    let archived = rkyv::access::<ArchivedCatalog, Error>(&bytes)?;
    let index = Index::build(docs(archived, knowledge), catalog.codes.len());
    let edits = match material.tables.is_empty() {
        true => None,
        false => Some(ligature_edits::build(material.tables)?),
    };
    let parts = Parts {
        sets: Some((&catalog, &index)),
        edits: edits.as_ref(),
    };
    if !is_book(out) {
        return Ok(build_with(knowledge, parts, origin, out)?);
    }
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let new = out.with_file_name(format!("{name}.new-{}", std::process::id()));
    let mut info = build_with(knowledge, parts, origin, &new)?;
    replace(&new, out)?;
    out.clone_into(&mut info.dir);
    Ok(info)
}

/// The same content counts once, also when it is given again under another name.
fn each_once(batches: Vec<(String, Batch)>) -> Vec<(String, Batch)> {
    let same = |(a, one): &(String, Batch), (b, two): &(String, Batch)| {
        let mut release = one.release.clone();
        release.file.clone_from(&two.release.file);
        a == b
            && release == two.release
            && one.read == two.read
            && one.entries == two.entries
            && one.notes == two.notes
            && one.links == two.links
            && one.terms == two.terms
            && one.facts == two.facts
    };
    let mut once: Vec<(String, Batch)> = Vec::new();
    for batch in batches {
        if !once.iter().any(|kept| same(kept, &batch)) {
            once.push(batch);
        }
    }
    once
}
