//! The four marks that cut an interchange into segments, elements and components.

/// The marks of one interchange, as its ISA segment sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiters {
    /// Between elements: byte 4 of the interchange, most often `*`.
    pub element: u8,
    /// Between components of a composite element: ISA16, most often `:`.
    pub component: u8,
    /// Between repetitions of an element: ISA11, most often `^`; none before version 5010.
    pub repetition: Option<u8>,
    /// After each segment: the byte behind ISA16, most often `~`; a line break is allowed.
    pub segment: u8,
}

impl Delimiters {
    /// The marks that most files use: `*`, `:`, `^`, `~`.
    pub const USUAL: Self = Self {
        element: b'*',
        component: b':',
        repetition: Some(b'^'),
        segment: b'~',
    };

    fn distinct(self) -> bool {
        self.element != self.component
            && self.element != self.segment
            && self.component != self.segment
    }
}

/// What some programs write before a text in UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The longest beginning that is looked at to find the marks.
pub(crate) const HEADER: usize = 4096;

/// Within so many bytes an ISA segment must end: it has 106, some senders leave the padding out or add to it.
const LONGEST_ISA: usize = 320;

/// An ISA segment has sixteen elements.
const ISA_ELEMENTS: usize = 16;

/// Where the component mark of an ISA segment of the prescribed fixed width is.
const FIXED: usize = 104;

/// What an ISA segment says.
pub(crate) struct Header {
    pub(crate) delimiters: Delimiters,
    /// All sixteen elements, each of its fixed width.
    pub(crate) regular: bool,
}

/// White space, which may be around segments.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0c)
}

/// A byte that can part elements or components: neither letter, digit, space nor part of a number.
fn parts(byte: u8) -> bool {
    byte.is_ascii()
        && !byte.is_ascii_alphanumeric()
        && !matches!(byte, 0 | b' ' | b'.' | b'-' | b'\r' | b'\n')
}

/// A byte that can end segments.
fn ends(byte: u8) -> bool {
    parts(byte) || byte == b'\r' || byte == b'\n'
}

/// Whether an ISA segment begins here.
pub(crate) fn begins_isa(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ISA") && bytes.get(3).is_some_and(|b| parts(*b))
}

/// The marks of an interchange that begins here with `ISA`; none if they cannot be made out.
pub(crate) fn of_isa(bytes: &[u8]) -> Option<Header> {
    let bytes = bytes.get(..bytes.len().min(LONGEST_ISA))?;
    let element = *bytes.get(3).filter(|b| parts(**b))?;
    let marks: Vec<usize> = (3..bytes.len())
        .filter(|at| bytes.get(*at) == Some(&element))
        .take(ISA_ELEMENTS)
        .collect();
    let repetition = match (marks.get(10), marks.get(11)) {
        (Some(from), Some(to)) if to - from == 2 => bytes.get(from + 1).copied(),
        _ => None,
    }
    .filter(|b| parts(*b) && *b != element);
    let last = marks.get(ISA_ELEMENTS - 1).copied();
    let found = last.and_then(|last| Some((last, *bytes.get(last + 1)?, *bytes.get(last + 2)?)));
    if let Some((last, component, segment)) = found {
        let delimiters = Delimiters {
            element,
            component,
            repetition,
            segment,
        };
        if parts(component) && ends(segment) && delimiters.distinct() {
            return Some(Header {
                delimiters,
                regular: last + 1 == FIXED,
            });
        }
    }
    // An element is missing or too many: the next segment is always GS, and the marks come before it.
    let group = (4..bytes.len())
        .find(|at| bytes.get(*at..*at + 3) == Some(&[b'G', b'S', element]))
        .filter(|at| bytes.get(at - 1).is_some_and(|b| ends(*b)))?;
    let mut end = group - 1;
    while end > 0
        && bytes.get(end).is_some_and(|b| is_space(*b))
        && bytes.get(end - 1).is_some_and(|b| is_space(*b))
    {
        end -= 1;
    }
    // A line break may end segments, or only follow the mark that does.
    if bytes.get(end).is_some_and(|b| is_space(*b))
        && bytes
            .get(end - 1)
            .is_some_and(|b| parts(*b) && *b != element)
        && bytes
            .get(end - 2)
            .is_some_and(|b| parts(*b) && *b != element)
    {
        end -= 1;
    }
    let segment = *bytes.get(end)?;
    let before = bytes.get(end - 1).copied().unwrap_or_default();
    let component = if parts(before) && before != element && before != segment {
        before
    } else {
        Delimiters::USUAL.component
    };
    let delimiters = Delimiters {
        element,
        component,
        repetition,
        segment,
    };
    (ends(segment) && delimiters.distinct()).then_some(Header {
        delimiters,
        regular: false,
    })
}

/// Whether a group or a transaction of a claim or a payment begins here though no interchange was opened.
pub(crate) fn begins_bare(bytes: &[u8]) -> bool {
    let marked = |at: usize| bytes.get(at).is_some_and(|b| parts(*b));
    let same = |a: usize, b: usize| bytes.get(a) == bytes.get(b);
    (bytes.starts_with(b"GS") && marked(2) && same(2, 5))
        || (bytes.starts_with(b"ST")
            && marked(2)
            && same(2, 6)
            && bytes
                .get(3..6)
                .is_some_and(|id| id == b"837" || id == b"835"))
}

/// Whether a file of claims or payments begins so, as the reader takes it: with ISA, or without one with the group or the
/// transaction; a byte order mark and white space may come before. Some 4 KB of the file are enough.
#[must_use]
pub fn looks_like_x12(start: &[u8]) -> bool {
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start);
    let spaces = start.iter().take_while(|b| is_space(**b)).count();
    let start = start.get(spaces..).unwrap_or_default();
    begins_isa(start)
        || (begins_bare(start) && of_bare(start).is_some())
        || after_text(start).is_some()
}

/// Where an interchange begins behind other text, such as the head of a message: an ISA segment of sixteen elements at the
/// beginning of a line, within [`HEADER`] bytes.
pub(crate) fn after_text(start: &[u8]) -> Option<usize> {
    let start = start.get(..start.len().min(HEADER))?;
    let line = |at: usize| {
        at == 0
            || start
                .get(at - 1)
                .is_some_and(|b| matches!(b, b'\n' | b'\r'))
    };
    let whole = |at: &usize| {
        start
            .get(*at..)
            .and_then(of_isa)
            .is_some_and(|header| header.regular)
    };
    (0..start.len())
        .filter(|at| line(*at) && start.get(*at..).is_some_and(begins_isa))
        .find(whole)
}

/// The marks of a file that begins with GS or ST, inferred from what follows within [`HEADER`] bytes; none if they cannot be made
/// out.
pub(crate) fn of_bare(bytes: &[u8]) -> Option<Delimiters> {
    const NEXT: [&[u8]; 3] = [b"ST", b"BHT", b"BPR"];
    let bytes = bytes.get(..bytes.len().min(HEADER))?;
    let element = *bytes.get(2)?;
    let segment = (4..bytes.len()).find_map(|at| {
        let (before, here) = bytes.split_at_checked(at)?;
        let begins = |id: &&[u8]| here.starts_with(id) && here.get(id.len()) == Some(&element);
        NEXT.iter().any(begins).then_some(())?;
        // white space may follow the mark, or be the mark
        let filled = before.trim_ascii_end().len();
        let mut marks = before.get(filled.saturating_sub(1).max(3)..)?.iter();
        marks.find(|b| ends(**b) && **b != element).copied()
    })?;
    // The first composite of a line shows the mark between components: `SV1*HC:…`, `SVC*HC:…`.
    let component = bytes
        .windows(7)
        .find(|w| {
            matches!(w.get(..3), Some(b"SV1" | b"SVC"))
                && w.get(3) == Some(&element)
                && w.get(4..6) == Some(b"HC")
        })
        .and_then(|w| w.last().copied())
        .filter(|b| parts(*b) && *b != element && *b != segment)
        .unwrap_or(Delimiters::USUAL.component);
    Some(Delimiters {
        element,
        component,
        repetition: None,
        segment,
    })
    .filter(|delimiters| delimiters.distinct())
}

/// Whether a byte may end segments without being seen: a line break.
pub(crate) fn by_lines(delimiters: Delimiters) -> bool {
    is_space(delimiters.segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501*000000001*0*P*:";

    /// `expected`: element, component, repetition, segment; and whether the segment is of the fixed width.
    fn check(text: &str, expected: Option<(&str, bool)>) {
        let got = of_isa(text.as_bytes()).map(|header| {
            let d = header.delimiters;
            let marks = [
                d.element,
                d.component,
                d.repetition.unwrap_or(b' '),
                d.segment,
            ];
            (String::from_utf8_lossy(&marks).into_owned(), header.regular)
        });
        let expected = expected.map(|(marks, regular)| (marks.to_owned(), regular));
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn marks_are_what_the_isa_segment_says() {
        check(&format!("{ISA}~GS*HC*"), Some(("*:^~", true)));
        check(&format!("{ISA}\r\nGS*HC*"), Some(("*:^\r", true)));
        check(&format!("{ISA}\nGS*HC*"), Some(("*:^\n", true)));
        let other = ISA.replace('*', "|").replace('^', "U").replace(':', ">");
        check(&format!("{other}~\nGS|HC|"), Some(("|> ~", true)));
    }

    #[test]
    fn a_slip_in_the_isa_segment_is_forgiven() {
        check(
            &format!("{}~GS*HC*", ISA.replace("          ", "")),
            Some(("*:^~", false)),
        );
        check(
            &format!("{}~GS*HC*", ISA.replacen("*ZZ", "", 1)),
            Some(("*: ~", false)),
        );
        check(
            &format!("{}~\nGS*HC*", ISA.replacen("*ZZ", "", 1)),
            Some(("*: ~", false)),
        );
        check(&format!("{ISA}*x~GS*HC*"), Some(("*:^~", false)));
    }

    #[test]
    fn what_is_no_isa_segment_is_none() {
        check("ISA", None);
        check("ISA*00*", None);
        check("ISAISAISA", None);
        check(&"ISA*".repeat(100), None);
    }

    #[test]
    fn a_bare_transaction_shows_its_marks() {
        let text = b"ST*835*1234~BPR*I*1*C*CHK~LX*1~SVC*HC>99213*1*1~";
        assert!(begins_bare(text));
        let marks = of_bare(text).unwrap();
        assert_eq!(
            (marks.element, marks.segment, marks.component),
            (b'*', b'~', b'>')
        );
        for (text, mark) in [
            ("ST*835*1\r\nBPR*I", Some(b'\r')),
            ("ST*835*1 ~\n\nBPR*I", Some(b'~')),
            ("ST*835*1*BPR*~BPRX~ST", None),
        ] {
            let marks = of_bare(text.as_bytes());
            assert_eq!(marks.map(|marks| marks.segment), mark, "{text}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_beginning() {
        let check =
            |text: &str, is: bool| assert_eq!(looks_like_x12(text.as_bytes()), is, "{text}");
        check(ISA, true);
        check(&format!("\u{feff}\r\n {ISA}"), true);
        check("\nGS*HC*A*B~ST*837*1~", true);
        check("ST|835|1\nBPR|I", true);
        check("", false);
        check("ISABELLA WAS SEEN", false);
        check("STATUS,CODE", false);
        check("ST*837*", false);
        check("{\"id\": \"ISA*\"}", false);
    }
}
