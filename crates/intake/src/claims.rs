//! Claims of an input, in batches: the format is recognised by the first bytes.

use crate::columns::ColumnRemarks;
use crate::json::{self, Whole};
use crate::lines::Lines;
use crate::professional::Professional;
use crate::rows::Rows;
use crate::source::Source;
use crate::table::{self, copied, is_binary};
use crate::taken::{Taken, Trouble};
use crate::unpack::Input;
use ligature_professional::History;
use ligature_tabular::COLUMN_MARKS;
use ligature_x12::looks_like_x12;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::NamedTempFile;

/// The mark of UTF-8, which some programs write before a text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Bytes of lines in a batch.
const BYTES: usize = 16 << 20;

/// How claims are read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Claims in a batch, approximately; a batch of lines of JSON is also bounded by its bytes.
    pub batch: usize,
    /// Whether the other claims of an 837P for the same patient count as earlier services. The input is then read twice; one
    /// that can be read once only goes without.
    pub history: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            batch: 512,
            history: true,
        }
    }
}

/// The claims of an input, in batches. It ends after the first error.
pub struct Claims<'a> {
    name: String,
    of: Of<'a>,
    batch: usize,
    notices: Vec<String>,
    unknown: Option<String>,
    read: Arc<AtomicU64>,
    /// What came packed or through a pipe, for as long as it is read.
    kept: Option<NamedTempFile>,
}

type Reader<'a> = BufReader<Counted<'a>>;

enum Of<'a> {
    Professional(Box<Professional<Reader<'a>>>),
    Rows(Rows),
    Whole(Whole),
    Lines(Lines<Reader<'a>>),
    Ended,
}

/// What the first bytes say of an input.
enum Kind {
    Professional,
    Table,
    Whole,
    Lines,
    /// Nothing that claims come in.
    Other,
}

impl<'a> Claims<'a> {
    /// Opens an input: JSON (a claim, or a list of claims), lines of JSON, an 837P, or a table of lines.
    ///
    /// # Errors
    /// If it cannot be read, is empty, or is a table that is no file.
    pub fn open(source: &Source<'a>, options: Options) -> Result<Claims<'a>, Trouble> {
        let name = source.name();
        let (mut claims, mut reader) = Claims::started(source, options)?;
        let start = reader.fill_buf().map_err(Trouble::unread(name))?;
        if start.starts_with(MARK) && !looks_like_x12(start) {
            reader.consume(MARK.len());
        }
        let start = reader.fill_buf().map_err(Trouble::unread(name))?;
        let kind = kind(start).ok_or_else(|| Trouble::Empty(name.to_owned()))?;
        claims.of = match kind {
            Kind::Professional if !source.again() && options.history => {
                // what the claims say of each other's patients is read first, so a pipe is kept
                let kept = copied(reader).map_err(Trouble::unread(name))?;
                let again = Source::kept_as(name, kept.path());
                let (mut claims, reader) = Claims::started(&again, options)?;
                claims.kept = Some(kept);
                return claims.professional(&again, reader, options);
            }
            Kind::Professional => return claims.professional(source, reader, options),
            Kind::Table => {
                let start = start.to_vec();
                let kept = table::copy(source, reader, &start).map_err(Trouble::unread(name))?;
                let path = kept.as_ref().map(NamedTempFile::path).or(source.path());
                let path = path.ok_or_else(|| Trouble::Empty(name.to_owned()))?;
                let columns = ColumnRemarks::of(path).map_err(|t| t.of(name))?;
                claims.notices = columns.all().cloned().collect();
                claims.unknown = columns.unknown;
                let rows = Rows::open(path).map_err(|t| t.of(name))?;
                claims.kept = kept;
                Of::Rows(rows)
            }
            Kind::Whole => Of::Whole(Whole::read(name, reader)?),
            Kind::Lines => Of::Lines(Lines::new(reader)),
            Kind::Other => return Err(Trouble::NotClaims(name.to_owned())),
        };
        Ok(claims)
    }

    /// Opens an input as an 837P, whatever it begins with.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn professional_only(source: &Source<'a>, options: Options) -> Result<Claims<'a>, Trouble> {
        let (claims, reader) = Claims::started(source, options)?;
        claims.professional(source, reader, options)
    }

    fn started(source: &Source<'a>, options: Options) -> Result<(Self, Reader<'a>), Trouble> {
        let input = source.open().map_err(Trouble::unread(source.name()))?;
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            input,
            read: read.clone(),
        };
        let claims = Claims {
            name: source.name().to_owned(),
            of: Of::Ended,
            batch: options.batch.max(1),
            notices: Vec::new(),
            unknown: None,
            read,
            kept: None,
        };
        Ok((claims, BufReader::with_capacity(1 << 16, counted)))
    }

    fn professional(
        mut self,
        source: &Source<'_>,
        reader: Reader<'a>,
        options: Options,
    ) -> Result<Self, Trouble> {
        let mut earlier = History::default();
        if options.history {
            (earlier, self.notices) = history(source)?;
        }
        let professional = Professional::new(&self.name, reader, earlier, self.batch);
        self.of = Of::Professional(Box::new(professional));
        Ok(self)
    }

    /// Remarks on the whole input, each a sentence without its full stop. Known once it is open.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Columns of a table that are not known, in a sentence that is also among the notices; nothing if there are none.
    #[must_use]
    pub fn unknown(&self) -> Option<&str> {
        self.unknown.as_deref()
    }

    /// Whether it is a table of lines. How far one is read, [`Claims::bytes_read`] does not say.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.of, Of::Rows(_))
    }

    /// How many bytes were read so far.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Whether payments (an 835) were met so far where claims were looked for.
    #[must_use]
    pub fn has_payments(&self) -> bool {
        matches!(&self.of, Of::Professional(of) if of.payments())
    }

    fn lines(&mut self) -> Option<Result<Vec<Taken>, Trouble>> {
        let Of::Lines(lines) = &mut self.of else {
            return None;
        };
        let batch = lines.batch(self.batch, BYTES);
        let batch = batch.map(|some| some.iter().map(|l| json::line(&self.name, l)).collect());
        Some(batch.map_err(Trouble::unread(&self.name)))
    }
}

impl Iterator for Claims<'_> {
    type Item = Result<Vec<Taken>, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.of {
            Of::Professional(of) => of.next(),
            Of::Rows(of) => of.next(&self.name, self.batch),
            Of::Whole(of) => Some(Ok(of.next(self.batch))),
            Of::Lines(_) => self.lines(),
            Of::Ended => None,
        };
        let ended = match &next {
            Some(Ok(batch)) => batch.is_empty(),
            Some(Err(_)) | None => true,
        };
        match ended {
            // what was met can still be queried
            true if matches!(self.of, Of::Professional(_)) => {}
            true => self.of = Of::Ended,
            false => {}
        }
        next.filter(|batch| !batch.as_ref().is_ok_and(Vec::is_empty))
    }
}

/// What the claims of an 837P say about each other's patients, and the remarks on the whole file. Of an input that
/// can be read once only, nothing is known beforehand.
///
/// # Errors
/// If it cannot be read.
pub fn history(source: &Source<'_>) -> Result<(History, Vec<String>), Trouble> {
    if !source.again() {
        return Ok((History::default(), Vec::new()));
    }
    let name = source.name();
    let read = source
        .open()
        .and_then(|input| History::read(BufReader::new(input)));
    let history = read.map_err(Trouble::unread(name))?;
    let full = history.is_full().then(|| {
        format!(
            "{name} tells more services than are remembered: global periods are checked against the first ones"
        )
    });
    Ok((history, full.into_iter().collect()))
}

/// By the first bytes; nothing if all of them are white space.
fn kind(start: &[u8]) -> Option<Kind> {
    if looks_like_x12(start) {
        return Some(Kind::Professional);
    }
    if is_table(start) {
        return Some(Kind::Table);
    }
    match start.iter().find(|b| !b.is_ascii_whitespace())? {
        b'[' => Some(Kind::Whole),
        b'{' if !ends_its_line(start) => Some(Kind::Whole),
        b'{' => Some(Kind::Lines),
        _ => Some(Kind::Other),
    }
}

/// Whether a file is a table of lines: Parquet, Arrow, or CSV, whose first line names columns.
fn is_table(start: &[u8]) -> bool {
    let head = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    is_binary(start) || (!text.contains(['{', '[']) && text.contains(COLUMN_MARKS))
}

/// Whether the first line is a JSON value by itself: then every line is a claim.
fn ends_its_line(start: &[u8]) -> bool {
    let first = start
        .split(|b| *b == b'\n')
        .find(|l| !l.iter().all(u8::is_ascii_whitespace));
    let begun = first.is_some_and(|l| l.len() == start.len());
    begun || first.is_some_and(|l| serde_json::from_slice::<serde::de::IgnoredAny>(l).is_ok())
}

/// A reader that counts its bytes.
struct Counted<'a> {
    input: Input<'a>,
    read: Arc<AtomicU64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    const JSON: &str =
        r#"{"id":"A","date_of_service":"2024-08-14","lines":[{"code":"44120"},{"code":"44005"}]}"#;
    const TABLE: &str =
        "claim,date_of_service,code,units\nA,2024-08-14,44120,1\nA,2024-08-14,44005,1\n";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn utf16(text: &str) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    /// The claims of a text as `id: codes`, or why there are none; the same from memory, a file and a pipe.
    fn check(bytes: &[u8], expected: &str) {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let sources = [
            Source::memory("f", bytes),
            Source::file(file.path()),
            Source::once("f", bytes),
        ];
        for source in sources {
            let claims = Claims::open(&source, Options::default()).unwrap();
            let all = claims
                .flat_map(Result::unwrap)
                .map(|taken| match taken.claim {
                    Ok(claim) => {
                        let codes: Vec<&str> =
                            claim.lines.iter().map(|l| l.code.as_str()).collect();
                        format!("{}: {}", claim.id, codes.join(" "))
                    }
                    Err(why) => why,
                });
            assert_eq!(all.collect::<Vec<_>>().join("; "), expected);
        }
    }

    #[test]
    fn claims_are_read_however_they_are_kept() {
        let one = "A: 44120 44005";
        for text in [
            JSON.to_owned(),
            format!("[{JSON}]"),
            format!("\u{feff}{JSON}\r\n"),
            TABLE.to_owned(),
            format!("\u{feff}{TABLE}"),
            TABLE.replace(',', ";"),
            TABLE.replace(',', "\t"),
            TABLE.replace(',', "|"),
            TABLE.replace('\n', "\r\n"),
            TABLE.replace("A,2024-08-14,44005", ",,,\n\nA,2024-08-14,44005"),
            TABLE.replace("44005,1", "44005,1.0"),
            TABLE.replace("44120", "44120.0"),
        ] {
            check(text.as_bytes(), one);
            check(&gzip(text.as_bytes()), one);
            check(&utf16(&text), one);
        }
        let two = format!("\u{feff}{JSON}\r\n{}\r\n", JSON.replace("\"A\"", "\"B\""));
        check(two.as_bytes(), "A: 44120 44005; B: 44120 44005");
        check(TABLE.replace("44005", "840").as_bytes(), "A: 44120 00840");
    }
}
