//! Bytes become segments, one at a time.

use crate::delimiters::{
    BYTE_ORDER_MARK, Delimiters, HEADER, after_text, begins_bare, begins_isa, is_space, of_bare,
    of_isa,
};
use crate::glue::glued;
use crate::problem::{Place, Problem, ProblemKind};
use crate::segment::Segment;
use std::io::{self, Read};

/// Longer than this is no segment of a claim or payment.
const LONGEST: usize = 64 * 1024;

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// Cuts a source into segments. At most about 200 KB are held, however long the file is.
///
/// Whatever the bytes are, the raw bytes of all segments in order are the bytes of the source.
#[derive(Debug)]
pub struct Segments<R> {
    input: R,
    buffer: Vec<u8>,
    /// What of the buffer was given out.
    at: usize,
    /// Bytes of the file before the buffer.
    before: u64,
    ended: bool,
    delimiters: Option<Delimiters>,
    number: u64,
    /// Rubbish was reported, and not left since.
    lost: bool,
    /// Inside a segment that is too long.
    overlong: bool,
    /// Empty segments were reported, and no other has come since.
    empty: bool,
    /// Up to here, in bytes of the file, there is no end mark.
    clear: u64,
    /// From here on a beginning without ISA is tried again: up to here one was tried in vain.
    untried: u64,
}

impl<R: Read> Segments<R> {
    /// A reader of `input`; no buffer is needed around it.
    pub fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            at: 0,
            before: 0,
            ended: false,
            delimiters: None,
            number: 0,
            lost: false,
            overlong: false,
            empty: false,
            clear: 0,
            untried: 0,
        }
    }

    /// The next segment, or bytes that are none; nothing at the end.
    ///
    /// # Errors
    /// What the source says when it cannot be read; nothing about its content.
    pub fn next(&mut self, problems: &mut Vec<Problem>) -> io::Result<Option<Segment>> {
        let lead = self.lead()?;
        if self.rest(lead).is_empty() {
            return Ok((lead > 0).then(|| self.filler(lead)));
        }
        if self.overlong {
            return self.segment(0, problems).map(Some);
        }
        if begins_isa(self.ensure(lead, HEADER)?) {
            match of_isa(self.rest(lead)) {
                Some(header) => {
                    self.found(header.delimiters);
                    if !header.regular {
                        problems.push(Problem::warning(
                            self.here(lead, 1, "ISA"),
                            ProblemKind::Separators,
                            "the ISA segment does not have its sixteen elements of fixed width; the separators were inferred from the segments around it",
                        ));
                    }
                }
                None => problems.push(Problem::error(
                    self.here(lead, 1, "ISA"),
                    ProblemKind::Separators,
                    "the ISA segment does not show which separators the file uses",
                )),
            }
        }
        if self.delimiters.is_none()
            && let Some(filler) = self.seek(lead, problems)?
        {
            return Ok(Some(filler));
        }
        self.segment(lead, problems).map(Some)
    }

    /// No separators are known: passes over bytes up to where something begins. Nothing if it begins here.
    fn seek(&mut self, lead: usize, problems: &mut Vec<Problem>) -> io::Result<Option<Segment>> {
        let here = self.before + (self.at + lead) as u64;
        if here >= self.untried && begins_bare(self.ensure(lead, HEADER)?) {
            if let Some(found) = of_bare(self.rest(lead)) {
                self.found(found);
                problems.push(Problem::error(
                    self.here(lead, 1, ""),
                    ProblemKind::Separators,
                    "the interchange does not begin with ISA; the separators were inferred from the first segments",
                ));
                return Ok(None);
            }
            self.untried = here + HEADER as u64;
        }
        if here == lead as u64 && self.number == 0 && !self.lost {
            let head = self.ensure(lead, HEADER)?;
            if let Some(at) = after_text(head).filter(|at| *at > 0) {
                problems.push(Problem::warning(
                    self.here(lead, 0, ""),
                    ProblemKind::NotX12,
                    format!("{at} bytes of other text come before the interchange (ISA); they are not read"),
                ));
                return Ok(Some(self.filler(lead + at)));
            }
        }
        if !self.lost {
            self.lost = true;
            problems.push(Problem::error(
                self.here(lead, 0, ""),
                ProblemKind::NotX12,
                "this is not X12: an interchange begins with ISA, and none begins here",
            ));
        }
        let rest = self.rest(lead);
        let next = (1..rest.len()).find(|at| {
            let next = rest.get(*at..).unwrap_or_default();
            let alone = rest.get(at - 1).is_none_or(|b| !b.is_ascii_alphanumeric());
            let tried = here + (*at as u64) < self.untried;
            begins_isa(next) || (alone && !tried && begins_bare(next))
        });
        // Without a beginning in sight all but the last bytes are skipped: one may begin there.
        let length = next.unwrap_or_else(|| {
            if self.ended {
                rest.len()
            } else {
                rest.len().saturating_sub(8).max(1)
            }
        });
        Ok(Some(self.filler(lead + length)))
    }

    /// The segment that begins `lead` bytes on.
    fn segment(&mut self, lead: usize, problems: &mut Vec<Problem>) -> io::Result<Segment> {
        let delimiters = self.delimiters.unwrap_or(Delimiters::USUAL);
        let start = self.before + self.at as u64;
        let clear = usize::try_from(self.clear.saturating_sub(start)).unwrap_or(lead);
        let mut looked = lead.max(clear);
        let end = loop {
            let rest = self.rest(0);
            let found = rest
                .get(looked..)
                .and_then(|rest| rest.iter().position(|b| *b == delimiters.segment));
            if let Some(found) = found {
                break Some(looked + found);
            }
            looked = rest.len();
            if self.ended || looked > LONGEST {
                break None;
            }
            self.fill()?;
        };
        let content_end = end.unwrap_or(looked);
        self.clear = start + content_end as u64;
        let held = self.rest(0).get(lead..content_end).unwrap_or_default();
        let cut = if self.overlong {
            None
        } else {
            glued(held, delimiters)
        };
        if self.overlong || (content_end - lead > LONGEST && cut.is_none()) {
            if !self.overlong {
                problems.push(Problem::error(
                    self.here(lead, 1, ""),
                    ProblemKind::TooLong,
                    "this segment is longer than any of a claim or payment; its end mark may be missing",
                ));
            }
            self.overlong = end.is_none() && !self.ended;
            return Ok(self.filler(end.map_or(content_end, |end| end + 1)));
        }
        if content_end == lead {
            if !self.empty {
                self.empty = true;
                problems.push(Problem::warning(
                    self.here(lead, 0, ""),
                    ProblemKind::Empty,
                    "there are two end marks here with no segment between them",
                ));
            }
            return Ok(self.filler(lead + self.marks(lead, delimiters)));
        }
        self.empty = false;
        let (content_end, raw_end) = match (cut, end) {
            (Some(cut), _) => (lead + cut, lead + cut),
            (None, Some(end)) => (end, end + 1),
            (None, None) => (content_end, content_end),
        };
        // White space before the end of a cut file belongs to no element.
        let content_end = if end.is_none() || cut.is_some() {
            let kept = self.rest(0).get(lead..content_end).unwrap_or_default();
            lead + kept.trim_ascii_end().len().max(1)
        } else {
            content_end
        };
        let number = self.number + 1;
        let raw = self.take(raw_end);
        self.number = number;
        let segment = Segment::new(raw, (lead, content_end), number, start, delimiters);
        if cut.is_some() {
            problems.push(Problem::error(
                Place::of(&segment),
                ProblemKind::NoEnd,
                "the end mark of this segment is missing; the next one was found by its beginning",
            ));
        } else if end.is_none() {
            problems.push(Problem::error(
                Place::of(&segment),
                ProblemKind::Cut,
                "the file ends inside this segment: its end mark is missing",
            ));
        }
        Ok(segment)
    }

    /// How long the run of end marks is that begins here, with the white space between them; of what the buffer holds.
    fn marks(&self, lead: usize, delimiters: Delimiters) -> usize {
        let rest = self.rest(lead);
        let mark = |b: &u8| *b == delimiters.segment;
        let run = rest.iter().take_while(|b| mark(b) || is_space(**b)).count();
        let last = rest.get(..run).and_then(|run| run.iter().rposition(mark));
        last.map_or(1, |last| last + 1)
    }

    /// What follows is cut by these marks.
    fn found(&mut self, delimiters: Delimiters) {
        self.delimiters = Some(delimiters);
        self.lost = false;
        self.clear = 0;
    }

    /// How many bytes of white space (or byte order mark) come next.
    fn lead(&mut self) -> io::Result<usize> {
        let mut lead = 0;
        if self.before == 0
            && self.at == 0
            && self
                .ensure(0, BYTE_ORDER_MARK.len())?
                .starts_with(BYTE_ORDER_MARK)
        {
            lead = BYTE_ORDER_MARK.len();
        }
        loop {
            let rest = self.rest(lead);
            let spaces = rest
                .iter()
                .position(|b| !is_space(*b))
                .unwrap_or(rest.len());
            lead += spaces;
            // Endless white space is passed on in pieces.
            if !self.rest(lead).is_empty() || self.ended || lead > LONGEST {
                return Ok(lead);
            }
            self.fill()?;
        }
    }

    fn here(&self, lead: usize, further: u64, id: &'static str) -> Place {
        Place {
            segment: self.number + further,
            id,
            element: 0,
            component: 0,
            offset: self.before + (self.at + lead) as u64,
        }
    }

    fn filler(&mut self, length: usize) -> Segment {
        let start = self.before + self.at as u64;
        let delimiters = self.delimiters.unwrap_or(Delimiters::USUAL);
        let raw = self.take(length);
        Segment::filler(raw, self.number, start, delimiters)
    }

    /// What is in the buffer from `skip` bytes on.
    fn rest(&self, skip: usize) -> &[u8] {
        self.buffer.get(self.at + skip..).unwrap_or_default()
    }

    /// The same, with at least `length` bytes if the source has them.
    fn ensure(&mut self, skip: usize, length: usize) -> io::Result<&[u8]> {
        while self.rest(skip).len() < length && !self.ended {
            self.fill()?;
        }
        Ok(self.rest(skip))
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.rest(0);
        let taken = rest.get(..length).unwrap_or(rest).to_vec();
        self.at += taken.len();
        taken
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.at);
        self.before += self.at as u64;
        self.at = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let read = loop {
            match self
                .input
                .read(self.buffer.get_mut(held..).unwrap_or_default())
            {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(read) => break Ok(read),
                Err(error) => break Err(error),
            }
        };
        self.buffer.truncate(held + *read.as_ref().unwrap_or(&0));
        if read? == 0 {
            self.ended = true;
        }
        Ok(())
    }
}
