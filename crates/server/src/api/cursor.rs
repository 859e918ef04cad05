//! Cursors: where the next page of a list begins, bound to the list.
//!
//! Opaque to callers: eight hexadecimal digits of a place, sixteen of the list that it belongs to.

use serde_json::Value;

/// As the document says it.
pub(crate) const PATTERN: &str = "^[0-9a-f]{24}$";
const PLACE: usize = 8;
const WHOLE: usize = 24;

/// Whether a text has the form of a cursor.
pub(crate) fn well_formed(text: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == WHOLE && text.bytes().all(hex)
}

/// A list: the request and its book. The size of a page does not matter.
pub(crate) fn list(seal: &str, tool: &str, request: &Value) -> String {
    let mut hasher = blake3::Hasher::new();
    let fields = request.as_object().into_iter().flatten();
    let parts = fields
        .filter(|(name, _)| !matches!(name.as_str(), "limit" | "skip"))
        .map(|(name, value)| format!("{name}={value}"));
    for part in [seal.to_owned(), tool.to_owned()].into_iter().chain(parts) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .to_hex()
        .chars()
        .take(WHOLE - PLACE)
        .collect()
}

/// The cursor of a place in a list; nothing for places beyond what it can hold.
pub(crate) fn write(skip: usize, list: &str) -> Option<String> {
    let skip = u32::try_from(skip).ok()?;
    Some(format!("{skip:08x}{list}"))
}

/// The place that a cursor leads to, if it is of this list.
pub(crate) fn read(cursor: &str, list: &str) -> Option<usize> {
    let (place, of) = cursor.split_at_checked(PLACE)?;
    if of != list {
        return None;
    }
    usize::from_str_radix(place, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_cursor_leads_back_to_its_list_only() {
        let of = |text: &str, seal: &str| list(seal, "search", &json!({"text": text, "limit": 3}));
        let here = of("hernia", "1");
        let cursor = write(30, &here).unwrap();
        assert!(well_formed(&cursor));
        assert_eq!(read(&cursor, &here), Some(30));
        assert_eq!(read(&cursor, &of("stoma", "1")), None);
        assert_eq!(read(&cursor, &of("hernia", "2")), None);
        for bad in [
            "",
            "30",
            "zz0000000000000000000000",
            "0000001E0000000000000000",
            "é",
        ] {
            assert!(!well_formed(bad), "{bad}");
            assert_eq!(read(bad, &here), None);
        }
    }
}
