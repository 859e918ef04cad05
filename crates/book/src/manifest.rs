//! The manifest: what a book holds, and how to check that it is complete.

use crate::error::{BookError, tried};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The format that [`crate::build`] writes. It grows with every change of the manifest or of the archived types: a test
/// compares their shape with the one that is written down for this number.
pub const FORMAT: u64 = 3;

/// The oldest format that [`crate::Book::open`] reads.
pub const OLDEST_FORMAT: u64 = 3;

/// The manifest's file.
pub(crate) const FILE: &str = "manifest.json";

/// The name of the part that holds the knowledge.
pub(crate) const KNOWLEDGE: &str = "knowledge";

/// The name of the part that holds the code sets.
pub(crate) const CATALOG: &str = "catalog";

/// The name of the part that holds the search index.
pub(crate) const INDEX: &str = "index";

/// The name of the part that holds the tables of claims.
pub(crate) const EDITS: &str = "edits";

/// No manifest is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the layout.
    pub format: u64,
    /// Version of the program that built it.
    pub ligature: String,
    /// What it was built from.
    pub created_from: CreatedFrom,
    /// Table of contents.
    pub contents: Vec<Part>,
    /// Releases of the publishers' tables that facts in it come from.
    pub releases: Vec<String>,
    /// BLAKE3 of this manifest with an empty seal.
    pub seal: String,
}

/// What a book was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatedFrom {
    /// In words.
    pub what: String,
    /// BLAKE3 of it: of the authored files where they were available, else of the compiled knowledge.
    pub checksum: String,
}

/// A part of a book: one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name.
    pub name: String,
    /// File in the book's folder.
    pub file: String,
    /// How many entries it holds.
    pub rows: u64,
    /// The entries by their kind.
    pub holds: BTreeMap<String, u64>,
    /// The releases in it, where they cover their own days: a line each, with rows and days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<String>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// BLAKE3 of the file.
    pub blake3: String,
    /// Where it comes from.
    pub source: String,
    /// Who publishes it.
    pub publisher: String,
    /// On what terms it may be used.
    pub licence: String,
}

/// Only as much as every format has.
#[derive(Deserialize)]
struct Head {
    format: u64,
}

impl Manifest {
    /// The manifest with its seal.
    pub(crate) fn sealed(mut self) -> Self {
        self.seal = self.reckon_seal();
        self
    }

    /// BLAKE3 of everything but the seal.
    fn reckon_seal(&self) -> String {
        let bare = Self {
            seal: String::new(),
            ..self.clone()
        };
        // A struct of strings and numbers can always be written; if not, the empty text seals nothing.
        let text = serde_json::to_vec(&bare).unwrap_or_default();
        blake3::hash(&text).to_hex().to_string()
    }

    /// As in its file.
    pub(crate) fn to_text(&self) -> Result<String, BookError> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n")
            .map_err(|error| BookError::Compile {
                why: error.to_string(),
            })
    }

    /// Reads the manifest of a book and checks its version and seal.
    pub(crate) fn read(dir: &Path) -> Result<Self, BookError> {
        let path = dir.join(FILE);
        let damaged = |why: &str| BookError::Damaged {
            dir: dir.to_owned(),
            file: FILE.to_owned(),
            why: why.to_owned(),
        };
        let mut text = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut text));
        match read {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(BookError::Missing {
                    dir: dir.to_owned(),
                });
            }
            other => tried("reading", &path, other)?,
        };
        if text.len() as u64 > LARGEST {
            return Err(damaged("is far too large"));
        }
        let head: Head =
            serde_json::from_slice(&text).map_err(|_| damaged("is not the manifest of a book"))?;
        let dir = || dir.to_owned();
        if head.format > FORMAT {
            return Err(BookError::TooNew {
                dir: dir(),
                found: head.format,
                newest: FORMAT,
            });
        }
        if head.format < OLDEST_FORMAT {
            return Err(BookError::TooOld {
                dir: dir(),
                found: head.format,
                oldest: OLDEST_FORMAT,
            });
        }
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|_| damaged("is not a manifest of its format"))?;
        if manifest.seal != manifest.reckon_seal() {
            return Err(BookError::Altered {
                dir: dir(),
                file: FILE.to_owned(),
            });
        }
        Ok(manifest)
    }

    /// Whether it has a part of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.contents.iter().any(|part| part.name == name)
    }

    /// The part of that name, with a file name that stays in the folder.
    pub(crate) fn part(&self, dir: &Path, name: &str) -> Result<&Part, BookError> {
        let part = self.contents.iter().find(|part| part.name == name);
        part.filter(|part| {
            !part.file.is_empty() && !part.file.contains(['/', '\\', ':']) && part.file != ".."
        })
        .ok_or_else(|| BookError::Damaged {
            dir: dir.to_owned(),
            file: FILE.to_owned(),
            why: format!("names no part `{name}`"),
        })
    }
}

/// What a coder may rely on: the manifest, and the folder. Printed as a few lines of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Info {
    /// The book's folder.
    pub dir: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
}

impl fmt::Display for Info {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Manifest {
            format,
            ligature,
            created_from,
            contents,
            releases,
            ..
        } = &self.manifest;
        let short = created_from
            .checksum
            .get(..12)
            .unwrap_or(&created_from.checksum);
        writeln!(f, "Book         {}", self.dir.display())?;
        writeln!(f, "Format       {format}, written by ligature {ligature}")?;
        writeln!(f, "Built from   {} ({short})", created_from.what)?;
        for part in contents {
            let holds: Vec<String> = part
                .holds
                .iter()
                .map(|(what, count)| format!("{count} {what}"))
                .collect();
            writeln!(f, "\n{}", part.name)?;
            writeln!(f, "  holds      {}", holds.join(", "))?;
            for (at, release) in part.releases.iter().enumerate() {
                let head = if at == 0 { "releases" } else { "" };
                writeln!(f, "  {head:<10} {release}")?;
            }
            writeln!(f, "  source     {}", part.source)?;
            writeln!(f, "  publisher  {}", part.publisher)?;
            writeln!(f, "  licence    {}", part.licence)?;
            writeln!(
                f,
                "  file       {}, {} bytes, BLAKE3 {}",
                part.file, part.bytes, part.blake3
            )?;
        }
        if !releases.is_empty() {
            writeln!(f, "\nFacts come from")?;
        }
        for release in releases {
            writeln!(f, "  {release}")?;
        }
        Ok(())
    }
}
