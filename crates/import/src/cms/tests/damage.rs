//! What becomes of files on their way: bytes changed, cut short, made of nothing. No reader may panic on any of it.

use crate::read::{Layout, SourceFile, recognise};
use proptest::prelude::*;
use proptest::sample::Index;

/// A few bytes changed, and now and then the end or the beginning cut off.
#[derive(Debug, Clone)]
pub(crate) struct Damage {
    changes: Vec<(Index, u8)>,
    end: Option<Index>,
    begin: Option<Index>,
}

/// Any damage.
pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    let changes = prop::collection::vec((any::<Index>(), any::<u8>()), 0..6);
    let cut = || prop::option::weighted(0.3, any::<Index>());
    (changes, cut(), cut()).prop_map(|(changes, end, begin)| Damage {
        changes,
        end,
        begin,
    })
}

impl Damage {
    /// A file after it. An empty file stays as it is.
    pub(crate) fn of(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        if bytes.is_empty() {
            return bytes;
        }
        for (at, byte) in &self.changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let begin = self.begin.map_or(0, |at| at.index(bytes.len()));
        let end = self.end.map_or(bytes.len(), |at| at.index(bytes.len()));
        bytes.get(begin..end).unwrap_or_default().to_vec()
    }
}

/// Any bytes at all, with any name.
pub(crate) fn anything() -> impl Strategy<Value = (Vec<u8>, String)> {
    (prop::collection::vec(any::<u8>(), 0..400), ".{0,30}")
}

/// Lets every reader of a kind read the bytes, whatever they are.
pub(crate) fn read_as_all<T>(
    layouts: &[Layout],
    take: fn(Layout, &SourceFile) -> Result<T, String>,
    name: &str,
    bytes: Vec<u8>,
) {
    let _ = recognise(&bytes);
    let source = SourceFile {
        name: name.to_owned(),
        bytes,
    };
    for layout in layouts {
        let _ = take(*layout, &source);
    }
}
