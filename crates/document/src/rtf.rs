//! Rich Text Format (1.9): a small reader that goes on after anything it does not know.
//!
//! The crates for RTF that exist stop at the first word that they do not know, or leave code pages to the caller.

use crate::error::{Unreadable, broken};
use crate::limits::UNPACKED;
use crate::model::{Contents, Document, Format, Left, remark};
use crate::tidy::{flat, tidy};
use encoding_rs::{Encoding, WINDOWS_1252};
use ligature_note::Remark;
use std::collections::HashMap;

/// Most levels of groups.
const GROUPS: usize = 1000;

/// Reads a rich text.
///
/// # Errors
/// When it has no text, or groups nested beyond measure.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let mut reader = Reader::new(bytes);
    reader.run()?;
    let Reader {
        out,
        title,
        left,
        stack,
        unknown_page,
        replaced,
        bytes,
        at,
        ..
    } = reader;
    let dropped = left.words();
    let text = tidy(&out);
    if text.is_empty() {
        let format = Format::Rtf;
        return Err(Unreadable::NoText { format, dropped });
    }
    let mut document = Document::new(Format::Rtf, text);
    document.title = Some(flat(&title)).filter(|title| !title.is_empty());
    document.dropped = dropped;
    if !stack.is_empty() {
        document.remarks.push(remark(
            "cut-off",
            "The rich text ends in the middle of a group: the file may be cut off.",
        ));
    }
    document.remarks.extend(after_the_end(&bytes[at..]));
    if let Some(page) = unknown_page {
        document.remarks.push(remark(
            "encoding-assumed",
            format!("The code page {page} is not known; its text was read as Windows-1252. Check accented letters."),
        ));
    }
    if replaced {
        document.remarks.push(remark(
            "characters-replaced",
            "Some bytes are not valid text and are shown as \u{FFFD}.",
        ));
    }
    Ok(Contents::one(document))
}

/// What follows the last group: it is in no rich text, and is not read.
fn after_the_end(rest: &[u8]) -> Option<Remark> {
    let rest = rest.trim_ascii_start();
    let from = rest
        .iter()
        .position(|b| !b.is_ascii_whitespace() && !matches!(b, b'}' | 0 | 0x1A | 0x1C))?;
    let message = match rest[from..].starts_with(b"{\\rtf") {
        true => {
            "Another rich text follows the first one in the file, and was not read: give each document as a file of its own."
        }
        false => {
            "Something follows the end of the rich text, and was not read: check that nothing of the note is missing."
        }
    };
    Some(remark("not-read", message))
}

/// Where the words of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Text,
    Title,
    Fonts,
    /// What a field is made of; only check boxes of forms are read of it.
    Field,
    Nowhere,
}

/// Why words of the note are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Concealed {
    hidden: bool,
    deleted: bool,
    struck: bool,
    struck_twice: bool,
}

impl Concealed {
    fn any(self) -> bool {
        self.hidden || self.deleted || self.is_struck()
    }

    fn is_struck(self) -> bool {
        self.struck || self.struck_twice
    }
}

/// What a group changes and gives back at its end.
#[derive(Debug, Clone, Copy)]
struct State {
    to: To,
    concealed: Concealed,
    /// How many characters follow a `\u` for readers that do not know it.
    fallback: usize,
    font: i32,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    out: String,
    title: String,
    /// Bytes of a code page that are not yet decoded.
    pending: Vec<u8>,
    state: State,
    stack: Vec<State>,
    fonts: HashMap<i32, &'static Encoding>,
    default: &'static Encoding,
    /// Characters still to be passed over after a `\u`.
    skip: usize,
    /// The first half of a character beyond 16 bits.
    high: Option<u16>,
    left: Left,
    unknown_page: Option<i32>,
    replaced: bool,
    /// A form field: its type, its result, its default result.
    field: [Option<i32>; 3],
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            out: String::new(),
            title: String::new(),
            pending: Vec::new(),
            state: State {
                to: To::Text,
                concealed: Concealed::default(),
                fallback: 1,
                font: -1,
            },
            stack: Vec::new(),
            fonts: HashMap::new(),
            default: WINDOWS_1252,
            skip: 0,
            high: None,
            left: Left::default(),
            unknown_page: None,
            replaced: false,
            field: [None; 3],
        }
    }

    fn run(&mut self) -> Result<(), Unreadable> {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => {
                    self.flush();
                    self.skip = 0;
                    if self.stack.len() >= GROUPS {
                        let why = format!(
                            "groups are nested more than {GROUPS} deep (byte {})",
                            self.at
                        );
                        return Err(broken(Format::Rtf, why));
                    }
                    self.stack.push(self.state);
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    let was = self.state.to;
                    match self.stack.pop() {
                        Some(state) => self.state = state,
                        None => continue,
                    }
                    if was == To::Field && self.state.to != To::Field {
                        self.end_field();
                    }
                    // what follows the last group belongs to no rich text
                    if self.stack.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
            if self.out.len() > UNPACKED {
                return Err(Unreadable::Expands(Format::Rtf));
            }
        }
        self.flush();
        Ok(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let Some(first) = self.next() else {
            return;
        };
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        match first {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2);
                let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.star(),
            b'~' => self.char(' '),
            b'_' => self.char('-'),
            b'-' => {}
            b'\r' | b'\n' => self.char('\n'),
            b'\t' => self.char('\t'),
            other => self.byte(other),
        }
    }

    /// `\*`: a destination that a reader may pass over when it does not know it.
    fn star(&mut self) {
        let rest = &self.bytes[self.at..];
        let rest = &rest[rest.iter().take_while(|b| b.is_ascii_whitespace()).count()..];
        let word = rest.strip_prefix(b"\\").unwrap_or_default();
        let length = word.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let known: &[&[u8]] = &[
            b"shppict",
            b"shpinst",
            b"annotation",
            b"fldinst",
            b"formfield",
            b"footnote",
        ];
        if !known.contains(&&word[..length]) {
            self.flush();
            self.go(To::Nowhere);
        }
    }

    /// A control word, whose first letter has been read, with its number; the space after it belongs to it.
    fn word(&mut self) {
        let start = self.at - 1;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let name = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let digits = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(&self.bytes[digits..self.at]).unwrap_or_default();
        let number: Option<i32> = number.parse().ok();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.obey(name, number);
    }

    fn obey(&mut self, name: &str, number: Option<i32>) {
        if name == "bin" {
            // bytes of a picture, which are no control words
            let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(count).min(self.bytes.len());
            return;
        }
        if name == "u" {
            return self.unicode(number.unwrap_or(0));
        }
        self.flush();
        let on = number != Some(0);
        let now = self.state.concealed;
        match name {
            "uc" => {
                self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(100)
            }
            "ansicpg" => self.default = self.page(number.unwrap_or(1252)),
            "mac" => self.default = encoding_rs::MACINTOSH,
            "deff" | "f" => {
                self.state.font = number.unwrap_or(0);
            }
            "fcharset" if self.state.to == To::Fonts => {
                if let Some(page) = charset(number.unwrap_or(0)) {
                    let encoding = self.page(page);
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "cpg" if self.state.to == To::Fonts => {
                let encoding = self.page(number.unwrap_or(1252));
                self.fonts.insert(self.state.font, encoding);
            }
            "fftype" if self.state.to == To::Field => self.field[0] = number,
            "ffres" if self.state.to == To::Field => self.field[1] = number,
            "ffdefres" if self.state.to == To::Field => self.field[2] = number,
            "v" => self.conceal(Concealed { hidden: on, ..now }),
            "deleted" => self.conceal(Concealed { deleted: on, ..now }),
            "strike" => self.conceal(Concealed { struck: on, ..now }),
            "striked" => self.conceal(Concealed {
                struck_twice: on,
                ..now
            }),
            "plain" => self.conceal(Concealed::default()),
            "par" | "line" | "sect" | "page" | "softline" | "column" => self.char('\n'),
            "tab" | "cell" | "nestcell" => self.char('\t'),
            "row" | "nestrow" => self.char('\n'),
            "emdash" => self.char('\u{2014}'),
            "endash" => self.char('\u{2013}'),
            "bullet" => self.char('\u{2022}'),
            "lquote" => self.char('\u{2018}'),
            "rquote" => self.char('\u{2019}'),
            "ldblquote" => self.char('\u{201C}'),
            "rdblquote" => self.char('\u{201D}'),
            "emspace" | "enspace" | "qmspace" => self.char(' '),
            "trowd" => self.count(
                "table row that was written as a line",
                "table rows that were written as lines",
            ),
            name => self.destination(name),
        }
    }

    fn destination(&mut self, name: &str) {
        match name {
            "fonttbl" => self.go(To::Fonts),
            "title" => self.go(To::Title),
            "fldinst" => {
                self.field = [None; 3];
                self.go(To::Field);
            }
            "info" | "shpinst" | "shptxt" => {}
            "pict" => {
                self.count("picture", "pictures");
                self.go(To::Nowhere);
            }
            "objdata" => {
                self.count("embedded file", "embedded files");
                self.go(To::Nowhere);
            }
            "header" | "headerl" | "headerr" | "headerf" => {
                self.count("page header", "page headers");
                self.go(To::Nowhere);
            }
            "footer" | "footerl" | "footerr" | "footerf" => {
                self.count("page footer", "page footers");
                self.go(To::Nowhere);
            }
            "footnote" => {
                self.count("footnote", "footnotes");
                self.go(To::Nowhere);
            }
            "annotation" => {
                self.count("comment", "comments");
                self.go(To::Nowhere);
            }
            name if HIDDEN.contains(&name) => self.go(To::Nowhere),
            _ => {}
        }
    }

    /// Sends the words of this group elsewhere; never out of a group that goes nowhere.
    fn go(&mut self, to: To) {
        if self.state.to != To::Nowhere {
            self.state.to = to;
        }
    }

    fn count(&mut self, one: &'static str, several: &'static str) {
        if self.state.to == To::Text {
            self.left.add(one, several, 1);
        }
    }

    fn conceal(&mut self, next: Concealed) {
        let now = self.state.concealed;
        if next.hidden && !now.hidden {
            self.count("passage of hidden text", "passages of hidden text");
        }
        if next.deleted && !now.deleted {
            self.count(
                "deleted passage (tracked change)",
                "deleted passages (tracked changes)",
            );
        }
        if next.is_struck() && !now.is_struck() {
            self.count("passage that is struck out", "passages that are struck out");
        }
        self.state.concealed = next;
    }

    /// The mark of a check box in a form: what else a form field holds is its result, which is text.
    fn end_field(&mut self) {
        let [kind, result, default] = self.field;
        if kind == Some(1) {
            let result = result.filter(|r| *r != 25).or(default);
            let mark = if result == Some(1) { "[x] " } else { "[ ] " };
            mark.chars().for_each(|c| self.char(c));
        }
    }

    /// A character by its number in 16 bits, negative where it is above 32767.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.state.fallback;
        let unit = (number & 0xFFFF) as u16;
        let units = match self.high.take() {
            Some(high) if (0xDC00..0xE000).contains(&unit) => vec![high, unit],
            _ if (0xD800..0xDC00).contains(&unit) => {
                self.high = Some(unit);
                return;
            }
            _ => vec![unit],
        };
        for c in char::decode_utf16(units) {
            // private use: characters of a symbol font, of which the lower byte is the character
            match c.unwrap_or(char::REPLACEMENT_CHARACTER) {
                c @ '\u{F020}'..='\u{F0FF}' => self.put(symbol(c as u32 & 0xFF)),
                c => self.put(c),
            }
        }
    }

    /// A byte of text in the code page of the font.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if matches!(self.state.to, To::Text | To::Title) {
            self.pending.push(byte);
        }
    }

    /// A character that a control word means.
    fn char(&mut self, c: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        self.put(c);
    }

    fn put(&mut self, c: char) {
        if self.state.concealed.any() {
            return;
        }
        match self.state.to {
            To::Text => self.out.push(c),
            To::Title => self.title.push(c),
            _ => {}
        }
    }

    /// Decodes what is pending, before anything changes its code page or its place.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let encoding = self
            .fonts
            .get(&self.state.font)
            .copied()
            .unwrap_or(self.default);
        let pending = std::mem::take(&mut self.pending);
        let (text, bad) = encoding.decode_without_bom_handling(&pending);
        if !self.state.concealed.any() {
            self.replaced |= bad;
        }
        text.chars().for_each(|c| self.put(c));
    }

    /// The encoding of a code page.
    fn page(&mut self, page: i32) -> &'static Encoding {
        let label = match page {
            0 | 1 | 437 | 850 | 1252 | 20127 | 28591 => "windows-1252",
            874 => "windows-874",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            866 => "ibm866",
            1250 => "windows-1250",
            1251 => "windows-1251",
            1253 => "windows-1253",
            1254 => "windows-1254",
            1255 => "windows-1255",
            1256 => "windows-1256",
            1257 => "windows-1257",
            1258 => "windows-1258",
            10000 => "macintosh",
            65001 => "utf-8",
            _ => "",
        };
        let known = Encoding::for_label(label.as_bytes());
        if known.is_none() || matches!(page, 437 | 850) {
            self.unknown_page = Some(page);
        }
        known.unwrap_or(WINDOWS_1252)
    }
}

/// The code page of a font's character set; nothing for the one of the document.
fn charset(number: i32) -> Option<i32> {
    Some(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        255 => 437,
        _ => return None,
    })
}

/// A character of the symbol fonts that lists and boxes are made of.
fn symbol(byte: u32) -> char {
    match byte {
        0xB7 | 0xA7 | 0x6C | 0x6E => '\u{2022}',
        0xFE | 0xFD | 0x52 | 0x54 => '\u{2612}',
        0xA8 | 0x6F => '\u{2610}',
        0xFC => '\u{2713}',
        0xB0 => '\u{B0}',
        0xB3 => '\u{2265}',
        0xA3 => '\u{2264}',
        0xB1 => '\u{B1}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Destinations without words of the note.
const HIDDEN: &[&str] = &[
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "xmlnstbl",
    "xe",
    "tc",
    "tcn",
    "rxe",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "shprslt",
    "sp",
    "pgdsctbl",
    "filetbl",
    "mmathPr",
    "operator",
    "author",
    "comment",
    "doccomm",
    "keywords",
    "subject",
    "company",
    "manager",
    "category",
    "creatim",
    "revtim",
    "printim",
    "buptim",
    "hlinkbase",
    "private",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "objclass",
    "objname",
    "nonesttables",
    "do",
    "atnid",
    "atnauthor",
    "atrfstart",
    "atrfend",
    "ud",
    "userprops",
    "docvar",
];

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(rtf: &[u8], text: &str, dropped: &[&str]) {
        let contents = read(rtf).unwrap();
        assert_eq!(contents.documents[0].text, text);
        assert_eq!(contents.documents[0].dropped, dropped);
    }

    #[test]
    fn words_and_lines() {
        check(br"{\rtf1\ansi\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0;}\pard\b PROCEDURE:\b0\par Small bowel resection.\line Two cm\tab ileum.\par}", "PROCEDURE:\nSmall bowel resection.\nTwo cm\tileum.", &[]);
        check(
            b"{\\rtf1 one\r\ntwo\\\nthree\\{\\}\\\\}",
            "onetwo\nthree{}\\",
            &[],
        );
        check(
            br"{\rtf1 end\_to\_end 5\~cm opt\-ional}",
            "end-to-end 5 cm optional",
            &[],
        );
        check(
            br"{\rtf1 {\listtext 1.\tab}Resection\par{\pntext\'B7\tab}Stoma\par}",
            "1.\tResection\n\u{B7}\tStoma",
            &[],
        );
    }

    #[test]
    fn letters_of_every_code_page() {
        check(
            br"{\rtf1\ansi\ansicpg1252 caf\'e9 \'93x\'94}",
            "café “x”",
            &[],
        );
        check(
            br"{\rtf1\ansicpg1250{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}\f0 \'9e \f1 \'e4\'e0}",
            "ž да",
            &[],
        );
        check(
            br"{\rtf1{\fonttbl{\f0\fcharset128 M;}}\f0 \'8e\'e8\'8fp}",
            "手術",
            &[],
        );
        check(
            br"{\rtf1\uc1 \u233?t\u233 ? \u8805\'3e 5 \u-10179?\u-8704?}",
            "été ≥ 5 😀",
            &[],
        );
        check(br"{\rtf1\uc0 \u233 t\u233{}s}", "étés", &[]);
        check(
            br"{\rtf1\uc2 a\u233 ??b {\uc0\u233 c}\u233 \'c3\'a9d}",
            "aéb écéd",
            &[],
        );
    }

    #[test]
    fn what_is_left_out() {
        check(br"{\rtf1 {\header Smith, J}{\footer Page 1}a{\v secret}b{\deleted gone}{\*\unknown x}{\pict\wmetafile8 0102}c{\field{\*\fldinst DATE}{\fldrslt 14 May}}{\*\annotation hm}}",
            "abc14 May",
            &["1 page header", "1 page footer", "1 passage of hidden text", "1 deleted passage (tracked change)", "1 picture", "1 comment"]);
        check(b"{\\rtf1 a{\\pict\\bin4 }}{\\}b}", "ab", &["1 picture"]);
        check(
            br"{\rtf1{\info{\title Operative note}{\author X}}a\v hidden\v0 b\v x\plain c}",
            "abc",
            &["2 passages of hidden text"],
        );
        check(br"{\rtf1 {\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1}}}}Stoma {\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres0}}}}Leak}", "[x] Stoma [ ] Leak", &[]);
        check(
            br"{\rtf1 {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Boxed\par}}{\shprslt x}}a}",
            "Boxed\na",
            &[],
        );
    }

    #[test]
    fn what_is_struck_out_is_left_out() {
        check(
            br"{\rtf1 a{\strike b}c}",
            "ac",
            &["1 passage that is struck out"],
        );
        check(
            br"{\rtf1 a\striked1 b\striked0 c}",
            "ac",
            &["1 passage that is struck out"],
        );
        check(
            br"{\rtf1 a\strike b\plain c\strike\striked d\strike0 e\striked0 f}",
            "acf",
            &["2 passages that are struck out"],
        );
        check(br"{\rtf1 a\strike0 b}", "ab", &[]);
    }

    #[test]
    fn what_follows_the_end_is_reported() {
        let check = |rtf: &[u8], said: &[&str]| {
            let document = read(rtf).unwrap().documents.remove(0);
            assert_eq!(document.text, "a");
            let remarks = document.remarks.iter();
            assert_eq!(
                remarks.map(|r| r.message.as_str()).collect::<Vec<_>>(),
                said
            );
        };
        let another = "Another rich text follows the first one in the file, and was not read: give each document as a file of its own.";
        let something = "Something follows the end of the rich text, and was not read: check that nothing of the note is missing.";
        check(br"{\rtf1 a}{\rtf1 b}", &[another]);
        check(b"{\\rtf1 a}\r\n\0{\\rtf1 b}", &[another]);
        check(br"{\rtf1 a} b", &[something]);
        check(b"{\\rtf1 a}}\r\n\0\x1A", &[]);
    }

    #[test]
    fn tables_are_rows_of_cells() {
        check(br"{\rtf1\trowd\cellx1\cellx2\intbl Procedure\cell Ileal resection\cell\row\trowd Side\cell\cell\row\pard After}", "Procedure\tIleal resection\nSide\nAfter", &["2 table rows that were written as lines"]);
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        check(br"{\rtf1 a{\b b", "ab", &[]);
        check(br"{\rtf1 a\'zz\'4", "azz4", &[]);
        check(br"{\rtf1 a}}} trailing", "a", &[]);
        assert!(
            read(br"{\rtf1{\b}}")
                .unwrap_err()
                .to_string()
                .contains("without the text")
        );
        assert!(
            read(&b"{".repeat(5000))
                .unwrap_err()
                .to_string()
                .contains("byte")
        );
        let cut = read(br"{\rtf1 a{\b b").unwrap();
        assert_eq!(cut.documents[0].remarks[0].kind, "cut-off");
        let title = read(br"{\rtf1{\info{\title Operative  note}}a}").unwrap();
        assert_eq!(title.documents[0].title.as_deref(), Some("Operative note"));
    }
}
