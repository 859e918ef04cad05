//! What the server said about the bytes of an unfinished file.

use serde::{Deserialize, Serialize};
use ureq::http::HeaderMap;
use ureq::http::header::{ETAG, LAST_MODIFIED};

/// Kept next to the unfinished file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// Where the bytes come from.
    pub(crate) address: String,
    /// The server's mark of this version of the file.
    pub(crate) etag: Option<String>,
    /// The day of its last change, as the server writes it.
    pub(crate) last_modified: Option<String>,
    /// Bytes of the whole file.
    pub(crate) whole: Option<u64>,
}

impl Memory {
    /// What the head of an answer says.
    pub(crate) fn of(address: &str, head: &HeaderMap, whole: Option<u64>) -> Self {
        let text = |name| head.get(name)?.to_str().ok().map(str::to_owned);
        Self {
            address: address.to_owned(),
            etag: text(ETAG),
            last_modified: text(LAST_MODIFIED),
            whole,
        }
    }

    /// What `If-Range` may carry: a strong mark, else the day. Without either, two versions could not be distinguished.
    pub(crate) fn condition(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|tag| !tag.starts_with("W/"));
        strong.or(self.last_modified.as_deref())
    }

    /// Whether an answer is about another version of the file.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        fn other_than<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
            matches!((a, b), (Some(a), Some(b)) if a != b)
        }
        other_than(&self.etag, &other.etag)
            || other_than(&self.last_modified, &other.last_modified)
            || other_than(&self.whole, &other.whole)
    }
}
