//! Lines of a file in batches, none longer than a note can be.

use std::io::{BufRead, Result};

/// The longest line taken, in bytes: the largest note with every character escaped.
const LONGEST: usize = 6 * ligature_note::LARGEST_NOTE + 1024;

/// One line.
pub struct Line {
    /// Its number, counted from 1.
    pub number: usize,
    /// Its bytes without the line ending; of a line that is too long only the beginning.
    pub bytes: Vec<u8>,
    /// Whether it was cut.
    pub too_long: bool,
}

/// A reader of lines.
pub struct Lines<R> {
    reader: R,
    number: usize,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines from the beginning of a reader.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            number: 0,
            bytes: 0,
        }
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The next lines, about so many or so many bytes; none at the end. Empty lines are left out.
    ///
    /// # Errors
    /// If the reader fails.
    pub fn batch(&mut self, lines: usize, bytes: usize) -> Result<Vec<Line>> {
        let mut batch = Vec::new();
        let mut size = 0;
        while batch.len() < lines && size < bytes {
            let Some(line) = self.next_line()? else { break };
            if line.bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            size += line.bytes.len();
            batch.push(line);
        }
        Ok(batch)
    }

    fn next_line(&mut self) -> Result<Option<Line>> {
        let mut line = Line {
            number: self.number + 1,
            bytes: Vec::new(),
            too_long: false,
        };
        let mut ended = false;
        let mut any = false;
        while !ended {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(buffer.len(), |end| end + 1);
            let text = buffer.get(..end.unwrap_or(taken)).unwrap_or_default();
            let room = LONGEST - line.bytes.len();
            line.too_long |= text.len() > room;
            line.bytes
                .extend_from_slice(text.get(..text.len().min(room)).unwrap_or_default());
            ended = end.is_some();
            self.reader.consume(taken);
            self.bytes += taken as u64;
        }
        if any {
            self.number += 1;
        }
        Ok(any.then_some(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(text: &str, lines: usize) -> Vec<Vec<(usize, String)>> {
        let mut reader = Lines::new(text.as_bytes());
        std::iter::from_fn(|| {
            Some(reader.batch(lines, 1000).unwrap()).filter(|batch| !batch.is_empty())
        })
        .map(|batch| {
            batch
                .into_iter()
                .map(|l| (l.number, String::from_utf8(l.bytes).unwrap()))
                .collect()
        })
        .collect()
    }

    #[test]
    fn numbers_count_empty_lines_too() {
        let line = |n: usize, text: &str| (n, text.to_owned());
        assert_eq!(
            batches("a\n\n \r\nb\nc", 2),
            [vec![line(1, "a"), line(4, "b")], vec![line(5, "c")]]
        );
        assert!(batches("", 2).is_empty());
        assert!(batches("\n\n", 2).is_empty());
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let long = vec![b'a'; LONGEST + 5];
        let endless = std::io::Read::chain(&long[..], &b"\nb\n"[..]);
        let mut reader = Lines::new(std::io::BufReader::new(endless));
        let batch = reader.batch(10, usize::MAX).unwrap();
        assert_eq!(
            batch
                .iter()
                .map(|l| (l.number, l.bytes.len(), l.too_long))
                .collect::<Vec<_>>(),
            [(1, LONGEST, true), (2, 1, false)]
        );
        assert_eq!(reader.bytes_read(), LONGEST as u64 + 8);
    }
}
