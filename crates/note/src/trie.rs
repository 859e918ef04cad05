//! Longest match of terms over word numbers. A term may have a gap (`put * together`): up to [`GAP`] words of the same
//! sentence between its head and its tail.

use rustc_hash::FxHashMap;

/// How many words a gap may hold.
pub(crate) const GAP: usize = 6;

/// A mark that no term has: a gap does not cross it.
pub(crate) const BARRIER: u32 = u32::MAX;

/// Marks the place of a gap in a term.
pub(crate) const GAP_MARK: u32 = u32::MAX - 1;

/// A trie over words; the value of a term is a number of the caller's.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    /// Nodes of first words, by word; 0: no term begins with it. Most words of a note begin none, and are done with here.
    first: Vec<u32>,
    edges: FxHashMap<u64, u32>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default, Clone)]
struct Node {
    value: Option<u32>,
    /// Root of the trie of tails, when a gap may follow here.
    gap: Option<u32>,
}

/// A match: the value, and the words it covers (half open). With a gap: `head_end` is where the gap begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    pub value: u32,
    pub end: usize,
    pub tail: Option<(usize, usize)>,
}

impl Trie {
    pub(crate) fn new() -> Trie {
        Trie {
            first: Vec::new(),
            edges: FxHashMap::default(),
            nodes: vec![Node::default()],
        }
    }

    fn child(&mut self, node: u32, word: u32) -> u32 {
        if node == 0 {
            let at = word as usize;
            if self.first.len() <= at {
                self.first.resize(at + 1, 0);
            }
            if self.first[at] == 0 {
                self.first[at] = self.add();
            }
            return self.first[at];
        }
        let key = (u64::from(node) << 32) | u64::from(word);
        if let Some(next) = self.edges.get(&key) {
            return *next;
        }
        let next = self.add();
        self.edges.insert(key, next);
        next
    }

    fn add(&mut self) -> u32 {
        self.nodes.push(Node::default());
        u32::try_from(self.nodes.len() - 1).unwrap_or(0)
    }

    /// Adds a term; [`GAP_MARK`] marks the place of a gap. Gives the previous value, if any.
    pub(crate) fn insert(&mut self, term: &[u32], value: u32) -> Option<u32> {
        let mut node = 0;
        for word in term {
            if *word == GAP_MARK {
                let gap = self.nodes[node as usize].gap;
                let root = gap.unwrap_or_else(|| self.add());
                self.nodes[node as usize].gap = Some(root);
                node = root;
            } else {
                node = self.child(node, *word);
            }
        }
        if node == 0 {
            return None;
        }
        self.nodes[node as usize].value.replace(value)
    }

    fn step(&self, node: u32, word: u32) -> Option<u32> {
        if word == 0 {
            return None;
        }
        if node == 0 {
            return self.first.get(word as usize).copied().filter(|n| *n != 0);
        }
        self.edges
            .get(&((u64::from(node) << 32) | u64::from(word)))
            .copied()
    }

    /// The longest term that begins at `at`, within `words` (one sentence, or up to its end).
    pub(crate) fn longest(&self, words: &[u32], at: usize) -> Option<Match> {
        let mut node = 0;
        let mut best: Option<Match> = None;
        let mut position = at;
        while let Some(next) = words.get(position).and_then(|w| self.step(node, *w)) {
            node = next;
            position += 1;
            let found = &self.nodes[node as usize];
            if let Some(value) = found.value {
                best = Some(Match {
                    value,
                    end: position,
                    tail: None,
                });
            }
            if let Some(root) = found.gap
                && let Some((value, from, to)) = self.tail(words, position, root)
            {
                best = Some(Match {
                    value,
                    end: position,
                    tail: Some((from, to)),
                });
            }
        }
        best
    }

    fn tail(&self, words: &[u32], from: usize, root: u32) -> Option<(u32, usize, usize)> {
        let end = words.len().min(from + GAP + 1);
        let end = words[from..end]
            .iter()
            .position(|w| *w == BARRIER)
            .map_or(end, |p| from + p);
        (from..end).find_map(|start| {
            let mut node = root;
            let mut position = start;
            let mut best = None;
            while let Some(next) = words.get(position).and_then(|w| self.step(node, *w)) {
                node = next;
                position += 1;
                if let Some(value) = self.nodes[node as usize].value {
                    best = Some((value, start, position));
                }
            }
            best
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_term_wins_and_gaps_are_bounded() {
        let mut trie = Trie::new();
        trie.insert(&[1], 10);
        trie.insert(&[1, 2], 20);
        trie.insert(&[3, GAP_MARK, 4], 30);
        let check = |words: &[u32], value: Option<u32>| {
            assert_eq!(trie.longest(words, 0).map(|m| m.value), value, "{words:?}")
        };
        check(&[1], Some(10));
        check(&[1, 2], Some(20));
        check(&[1, 9], Some(10));
        check(&[3, 9, 9, 4], Some(30));
        check(&[3, 9, 9, 9, 9, 9, 9, 9, 4], None);
        check(&[3], None);
    }
}
