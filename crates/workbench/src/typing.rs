//! Typing errors, the same for the same seed.

/// One typing error: two letters swapped, one dropped, one doubled, or a neighbour on the keyboard.
pub(crate) fn mistype(text: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..letters.len())
        .filter(|at| letters[*at].is_alphanumeric())
        .collect();
    if places.len() < 3 {
        return text.to_owned();
    }
    let at = places[1 + random.below(places.len() - 1)];
    match random.below(4) {
        0 if letters[at - 1].is_alphanumeric() => letters.swap(at - 1, at),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at], random),
    }
    letters.into_iter().collect()
}

fn neighbour(letter: char, random: &mut Random) -> char {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let lower = letter.to_ascii_lowercase();
    for row in ROWS {
        if let Some(at) = row.find(lower) {
            let other = if at == 0 || (random.below(2) == 0 && at + 1 < row.len()) {
                at + 1
            } else {
                at - 1
            };
            return row[other..].chars().next().unwrap_or(lower);
        }
    }
    letter
}

/// Numbers that look random and are the same for the same seed (Steele, Lea, Flood, SplitMix64, OOPSLA 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }
}
