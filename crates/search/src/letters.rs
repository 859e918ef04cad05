//! Two words that differ by one mistyped letter.

/// One letter more, less or other, or two neighbours swapped.
pub(crate) fn one_away(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return s == &l[1..];
    }
    match (s, l) {
        ([], []) => true,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, t, y @ ..]) => p == t && q == r && x == y,
        _ => false,
    }
}

/// How unlikely it is that a word one letter away was meant: swapping two letters, typing one twice and hitting the key
/// next to it are typing errors; people rarely mistype the first letter.
pub(crate) fn unlikely(typed: &str, meant: &str) -> u8 {
    let (t, m) = (typed.as_bytes(), meant.as_bytes());
    let same = t.iter().zip(m).take_while(|(x, y)| x == y).count();
    let twice = |w: &[u8]| same > 0 && w.get(same) == w.get(same - 1);
    let kind = match t.len().cmp(&m.len()) {
        std::cmp::Ordering::Greater => u8::from(!twice(t)),
        std::cmp::Ordering::Less => 1 + u8::from(!twice(m)),
        std::cmp::Ordering::Equal => {
            let swapped = t.get(same) == m.get(same + 1) && t.get(same + 1) == m.get(same);
            let key = t
                .get(same)
                .zip(m.get(same))
                .is_some_and(|(a, b)| adjacent(*a, *b));
            match (swapped, key) {
                (true, _) => 0,
                (_, true) => 1,
                _ => 3,
            }
        }
    };
    let swapped_first = same == 0 && kind == 0;
    kind + 2 * u8::from(same == 0 && !swapped_first)
}

/// Whether two letters are next to each other on a keyboard.
fn adjacent(a: u8, b: u8) -> bool {
    const ROWS: [&[u8]; 4] = [b"1234567890", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    ROWS.iter().any(|row| {
        row.windows(2)
            .any(|w| (w[0] == a && w[1] == b) || (w[0] == b && w[1] == a))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_away() {
        let check = |a: &str, b: &str, near: bool| assert_eq!(one_away(a, b), near, "{a} {b}");
        check("hernia", "hernai", true);
        check("hernia", "henia", true);
        check("hernia", "herrnia", true);
        check("hernia", "hermia", true);
        check("hernia", "hernia", true);
        check("hernia", "henira", false);
        check("bowel", "towels", false);
    }

    #[test]
    fn slips_of_the_finger_are_likelier() {
        let check = |typed: &str, likely: &str, less: &str| {
            assert!(unlikely(typed, likely) < unlikely(typed, less), "{typed}");
        };
        check("bpm", "bmp", "bpa");
        check("utti", "uti", "sutti");
        check("hrn", "htn", "hnn");
        check("keg", "leg", "peg");
    }
}
