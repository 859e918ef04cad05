//! Slips of the finger in a code: what else may have been meant, likeliest first.
//!
//! Two characters swapped, one typed twice, the key next to it, one left out, one too many: in this order, because the first
//! two can have come from one code only and the last from any. Between slips of one kind the later one comes first: the
//! beginning of a code says what it is about, and near codes of the same category are the useful ones.

/// A text that may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slip {
    pub text: String,
    /// Less is likelier.
    pub cost: f32,
}

const SWAPPED: f32 = 0.0;
const TWICE: f32 = 0.0;
const KEY_BESIDE: f32 = 0.2;
const ONCE_FOR_TWICE: f32 = 0.2;
const LEFT_OUT: f32 = 0.7;
const TOO_MANY: f32 = 0.9;
/// What each character before the slip takes off.
const KEPT: f32 = 0.15;

/// The rows of a keyboard.
const KEYS: [&str; 4] = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];

/// Texts one slip away, likeliest first. A dot stays where it is.
pub(crate) fn slips(text: &str) -> Vec<Slip> {
    let chars: Vec<char> = text.to_ascii_uppercase().chars().collect();
    let mut all: Vec<Slip> = Vec::new();
    let mut offer = |chars: &[char], cost: f32, kept: usize| {
        all.push(Slip {
            text: chars.iter().collect(),
            cost: cost - KEPT * kept as f32,
        });
    };
    let solid = |at: usize| chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric());
    for at in 0..chars.len() {
        if !solid(at) {
            continue;
        }
        let same_before = at > 0 && chars[at - 1] == chars[at];
        let mut other = chars.clone();
        if solid(at + 1) && chars[at] != chars[at + 1] {
            other.swap(at, at + 1);
            offer(&other, SWAPPED, at);
        }
        let mut other = chars.clone();
        other.remove(at);
        offer(&other, if same_before { TWICE } else { TOO_MANY }, at);
        for key in adjacent_keys(chars[at]) {
            let mut other = chars.clone();
            other[at] = key;
            offer(&other, KEY_BESIDE, at);
        }
    }
    for at in 0..=chars.len() {
        for c in ('0'..='9').chain('A'..='Z') {
            let same = at > 0 && chars[at - 1] == c;
            let mut other = chars.clone();
            other.insert(at, c);
            offer(&other, if same { ONCE_FOR_TWICE } else { LEFT_OUT }, at);
        }
    }
    all.sort_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| a.text.cmp(&b.text)));
    let mut seen: Vec<String> = Vec::new();
    all.retain(|s| !seen.contains(&s.text) && (seen.push(s.text.clone()), true).1);
    all
}

/// Characters on the keys to the left and right.
fn adjacent_keys(key: char) -> impl Iterator<Item = char> {
    let row = KEYS.iter().find(|row| row.contains(key));
    let places = row
        .and_then(|row| row.find(key))
        .map(|at| [at.checked_sub(1), Some(at + 1)]);
    places
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(move |at| row.and_then(|row| row.chars().nth(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_meant() {
        let check = |typed: &str, meant: &str, before: usize| {
            let all = slips(typed);
            let at = all.iter().position(|s| s.text == meant);
            assert!(at.is_some_and(|at| at < before), "{typed} {meant} {at:?}");
        };
        check("44210", "44120", 12);
        check("441120", "44120", 6);
        check("44129", "44120", 4);
        check("4420", "44120", 200);
        check("K56.6", "K56.7", 6);
        check("e19", "E119", 8);
    }
}
