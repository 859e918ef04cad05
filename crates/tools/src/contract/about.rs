//! What a gate opens on.

use super::Unlocks;
use ligature_codes::System;

/// What a gate opens on. Nothing of it is licensed text or a patient's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The book's release in a few characters.
    pub release: String,
    /// A checksum that changes whenever an answer may: for caches.
    pub seal: String,
    /// The code sets that hold codes.
    pub systems: Vec<System>,
    /// Licences that the operator attested, one sentence each.
    pub attested: Vec<String>,
    /// Titles of the decision tables: what notes can be coded for.
    pub families: Vec<String>,
    /// Code sets are loaded, not only the authored pages.
    pub loaded: bool,
    /// Every code set and payer's table, loaded or not, and what it makes possible.
    pub unlocks: Vec<Unlocks>,
    /// The folder of the book; nothing if the knowledge is in memory only.
    pub dir: Option<std::path::PathBuf>,
}
