//! Building a book: in a temporary folder next to its place, then renamed.

use crate::error::{BookError, tried};
use crate::manifest::{CATALOG, CreatedFrom, FILE, FORMAT, INDEX, Info, KNOWLEDGE, Manifest, Part};
use crate::temporary::{TemporaryFolder, release, sweep};
use ligature_catalog::{Catalog, System};
use ligature_edits::Edits;
use ligature_knowledge::{Knowledge, embedded_files};
use ligature_search::Index;
use rkyv::rancor::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Where knowledge comes from, for the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// In words, such as "the knowledge built into ligature 0.1.0".
    pub what: String,
    /// BLAKE3 of what it was read from, in hexadecimal; empty: of the knowledge as compiled.
    pub checksum: String,
    /// Who publishes it.
    pub publisher: String,
    /// On what terms it may be used.
    pub licence: String,
}

impl Default for Origin {
    fn default() -> Self {
        Self {
            what: "authored knowledge".to_owned(),
            checksum: String::new(),
            publisher: "its authors; the facts: see the releases".to_owned(),
            licence: "as its authors say; facts of CMS tables: work of the US government; \
                      CPT code numbers copyright American Medical Association"
                .to_owned(),
        }
    }
}

impl Origin {
    /// The knowledge that the binary carries.
    #[must_use]
    pub fn embedded() -> Self {
        let mut hasher = blake3::Hasher::new();
        for (path, text) in embedded_files() {
            for piece in [path, text] {
                hasher.update(&(piece.len() as u64).to_le_bytes());
                hasher.update(piece.as_bytes());
            }
        }
        Self {
            what: format!(
                "the knowledge built into ligature {}",
                env!("CARGO_PKG_VERSION")
            ),
            checksum: hasher.finalize().to_hex().to_string(),
            publisher: "the authors of Ligature; the facts: see the releases".to_owned(),
            licence: "MIT OR Apache-2.0; facts of CMS tables: work of the US government; \
                      CPT code numbers copyright American Medical Association"
                .to_owned(),
        }
    }
}

/// Builds a book in the new folder `out`. It appears there whole, or not at all. What processes that were killed left
/// next to it is removed.
///
/// # Errors
/// [`BookError::Taken`] if `out` is there and not empty; [`BookError::Io`] if it cannot be written.
pub fn build(knowledge: &Knowledge, out: &Path) -> Result<Info, BookError> {
    build_from(knowledge, &Origin::default(), out)
}

/// As [`build`], with words for the manifest on where the knowledge comes from.
///
/// # Errors
/// As [`build`].
pub fn build_from(knowledge: &Knowledge, origin: &Origin, out: &Path) -> Result<Info, BookError> {
    build_with(knowledge, Parts::default(), origin, out)
}

/// What a book holds in addition to the knowledge.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// The code sets of the publishers' files, and the index over them.
    pub sets: Option<(&'a Catalog, &'a Index)>,
    /// The tables of claims.
    pub edits: Option<&'a Edits>,
}

impl<'a> From<Option<(&'a Catalog, &'a Index)>> for Parts<'a> {
    fn from(sets: Option<(&'a Catalog, &'a Index)>) -> Self {
        Parts { sets, edits: None }
    }
}

/// As [`build_from`], with what was read from publishers' files.
///
/// # Errors
/// As [`build`].
pub fn build_with<'a>(
    knowledge: &Knowledge,
    parts: impl Into<Parts<'a>>,
    origin: &Origin,
    out: &Path,
) -> Result<Info, BookError> {
    let Parts { sets, edits } = parts.into();
    let taken = || BookError::Taken {
        dir: out.to_owned(),
    };
    match fs::read_dir(out) {
        Ok(entries) => {
            if entries.count() > 0 {
                return Err(taken());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(taken()),
        Err(error) => return tried("looking into", out, Err(error)),
    }
    let bytes = rkyv::to_bytes::<Error>(knowledge).map_err(|error| BookError::Compile {
        why: error.to_string(),
    })?;
    let mut files = vec![bytes.into_vec()];
    let mut manifest = manifest(knowledge, origin, &files[0]);
    if let Some((catalog, index)) = sets {
        let compile = |error: Error| BookError::Compile {
            why: error.to_string(),
        };
        files.push(
            rkyv::to_bytes::<Error>(catalog)
                .map_err(compile)?
                .into_vec(),
        );
        files.push(rkyv::to_bytes::<Error>(index).map_err(compile)?.into_vec());
        manifest.contents.push(catalog_part(catalog, &files[1]));
        manifest.contents.push(index_part(index, &files[2]));
        let labels = catalog.releases.iter().map(|r| {
            let system = System::ALL.get(r.system as usize).map_or("", |s| s.name());
            format!("{system} {} ({}), {}", r.label, r.what, r.file)
        });
        manifest.releases.extend(labels);
        manifest.releases.sort();
        manifest.releases.dedup();
        manifest = manifest.sealed();
    }
    if let Some(edits) = edits {
        let (part, bytes) = crate::edits::part(edits)?;
        files.push(bytes);
        manifest.contents.push(part);
        manifest = manifest.sealed();
    }
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    tried("making the folder", parent, fs::create_dir_all(parent))?;
    let folder = TemporaryFolder::new(parent)?;
    for (part, bytes) in manifest.contents.iter().zip(&files) {
        write(&folder.path.join(&part.file), bytes)?;
    }
    write(&folder.path.join(FILE), manifest.to_text()?.as_bytes())?;
    sync_folder(&folder.path)?;
    match fs::rename(&folder.path, out) {
        Ok(()) => folder.moved_to(out),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::AlreadyExists
                    | io::ErrorKind::DirectoryNotEmpty
                    | io::ErrorKind::NotADirectory
            ) =>
        {
            return Err(taken());
        }
        Err(error) => return tried("moving the new book to", out, Err(error)),
    }
    sync_folder(parent)?;
    sweep(parent, out);
    Ok(Info {
        dir: out.to_owned(),
        manifest,
    })
}

fn manifest(knowledge: &Knowledge, origin: &Origin, bytes: &[u8]) -> Manifest {
    let blake3 = blake3::hash(bytes).to_hex().to_string();
    let facts = knowledge.pages.iter().map(|page| &page.facts);
    let releases: BTreeSet<&String> = facts
        .flat_map(|f| [&f.rvu_release, &f.mue_release, &f.addon_release])
        .collect();
    let holds = counts(knowledge);
    let checksum = if origin.checksum.is_empty() {
        blake3.clone()
    } else {
        origin.checksum.clone()
    };
    Manifest {
        format: FORMAT,
        ligature: env!("CARGO_PKG_VERSION").to_owned(),
        created_from: CreatedFrom {
            what: origin.what.clone(),
            checksum,
        },
        contents: vec![Part {
            name: KNOWLEDGE.to_owned(),
            file: format!("{KNOWLEDGE}.rkyv"),
            rows: holds.values().sum(),
            holds,
            releases: Vec::new(),
            bytes: bytes.len() as u64,
            blake3,
            source: origin.what.clone(),
            publisher: origin.publisher.clone(),
            licence: origin.licence.clone(),
        }],
        releases: releases
            .into_iter()
            .filter(|release| !release.is_empty())
            .cloned()
            .collect(),
        seal: String::new(),
    }
    .sealed()
}

fn catalog_part(catalog: &Catalog, bytes: &[u8]) -> Part {
    let mut holds = BTreeMap::new();
    for row in &catalog.codes {
        let system = System::ALL.get(row.system as usize).map_or("", |s| s.id());
        *holds.entry(format!("{system} codes")).or_insert(0) += 1;
    }
    let mut publishers: Vec<&str> = catalog
        .releases
        .iter()
        .map(|r| r.publisher.as_str())
        .collect();
    publishers.sort_unstable();
    publishers.dedup();
    let mut licences: Vec<&str> = catalog
        .releases
        .iter()
        .map(|r| r.licence.as_str())
        .collect();
    licences.sort_unstable();
    licences.dedup();
    Part {
        name: CATALOG.to_owned(),
        file: format!("{CATALOG}.rkyv"),
        rows: catalog.codes.len() as u64,
        holds,
        releases: Vec::new(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        source: format!("{} files of the publishers", catalog.releases.len()),
        publisher: publishers.join("; "),
        licence: licences.join("; "),
    }
}

fn index_part(index: &Index, bytes: &[u8]) -> Part {
    let words = index.places.len().saturating_sub(1) as u64;
    Part {
        name: INDEX.to_owned(),
        file: format!("{INDEX}.rkyv"),
        rows: words,
        holds: BTreeMap::from([
            ("words".to_owned(), words),
            ("codes".to_owned(), u64::from(index.docs)),
        ]),
        releases: Vec::new(),
        bytes: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
        source: "made from the code sets and the authored names".to_owned(),
        publisher: "as the code sets".to_owned(),
        licence: "as the code sets".to_owned(),
    }
}

/// How much of each kind the knowledge holds.
pub(crate) fn counts(knowledge: &Knowledge) -> BTreeMap<String, u64> {
    let lexicon = &knowledge.lexicon;
    let rows: usize = knowledge
        .families
        .iter()
        .map(|family| family.rows.len())
        .sum();
    [
        ("concepts", lexicon.concepts.len()),
        ("families", knowledge.families.len()),
        ("rows", rows),
        (
            "policies",
            knowledge.policies.part_of.len() + knowledge.policies.modifiers.len(),
        ),
        ("pages", knowledge.pages.len()),
        ("examples", knowledge.examples.len()),
        ("names", knowledge.names.len()),
        ("ranges", knowledge.ranges.len()),
        ("meanings", knowledge.meanings.len()),
        (
            "remittance codes",
            knowledge.remits.groups.len()
                + knowledge.remits.reasons.len()
                + knowledge.remits.remarks.len()
                + knowledge.remits.providers.len(),
        ),
    ]
    .into_iter()
    .map(|(what, count)| (what.to_owned(), count as u64))
    .collect()
}

/// Writes a file and syncs it to the disk.
fn write(path: &Path, bytes: &[u8]) -> Result<(), BookError> {
    let written = File::create_new(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    tried("writing", path, written)
}

/// Brings the names in a folder to the disk, where the system can.
fn sync_folder(dir: &Path) -> Result<(), BookError> {
    if cfg!(unix) {
        tried(
            "writing",
            dir,
            File::open(dir).and_then(|folder| folder.sync_all()),
        )?;
    }
    Ok(())
}

/// Whether a folder holds a book, whole or not.
#[must_use]
pub fn is_book(dir: &Path) -> bool {
    dir.join(FILE).is_file()
}

/// Replaces a book by a new one, in one step: at any moment the name leads to a complete book. Readers that hold
/// the old one keep it; its files live on until they let go.
///
/// # Errors
/// [`BookError::Io`] if the names cannot be exchanged; the old book stays then.
pub fn replace(new: &Path, old: &Path) -> Result<(), BookError> {
    let parent = match old.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if old.exists() {
        tried("replacing", old, exchange(new, old))?;
        // the old one now has the new one's name
        let _ = fs::remove_dir_all(new);
    } else {
        tried("moving the new book to", old, fs::rename(new, old))?;
    }
    release(new);
    sync_folder(parent)?;
    sweep(parent, old);
    Ok(())
}

/// Exchanges two names at once, where the system can; else one after the other.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    let moved = fs::rename(new, old);
    match &moved {
        Ok(()) => drop(fs::rename(&aside, new)),
        Err(_) => drop(fs::rename(&aside, old)),
    }
    moved
}
