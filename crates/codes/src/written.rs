//! Codes as people write them: with labels, modifiers, units, brackets, lists, ranges and points in the wrong place.

use crate::code::{Code, fits};
use crate::label::{self, DIAGNOSES};
use crate::system::System;
use crate::tidy::tidy;
use crate::units::Units;
use std::fmt;

/// A code as a person wrote it. Its shape is that of a code; whether any set has it is a question for the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The code in upper case; with a point only where one was written, and then in a place where a set prints one.
    pub code: String,
    /// The sets that a label before it names (`ICD-10: K56.60`), likeliest first; empty without a label.
    pub systems: Vec<System>,
    /// Everything under the code is meant: `K56.6-`, `K56.*`.
    pub below: bool,
    /// The last code of a range: `44120-44130`.
    pub to: Option<String>,
    /// Modifiers in upper case, in their order: `99214-24`, `45380 59`.
    pub modifiers: Vec<String>,
    /// Units, where some are written: `44121 x2`.
    pub units: Option<Units>,
    /// Letters were read as the digits that they look like (`4412O`, `44l20`). In a search that finds what was meant; on a claim
    /// it would be a guess.
    pub corrected: bool,
}

impl Written {
    /// Whether it is a code and nothing else: no label, heading, range, modifier or units.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        let Written {
            systems,
            below,
            to,
            modifiers,
            units,
            ..
        } = self;
        systems.is_empty() && !below && to.is_none() && modifiers.is_empty() && units.is_none()
    }
}

impl fmt::Display for Written {
    /// As one would write it: `44120-22 x 2`, `K56.6-`, `44120 to 44130`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        for modifier in &self.modifiers {
            write!(f, "-{modifier}")?;
        }
        if self.below {
            f.write_str("-")?;
        }
        if let Some(to) = &self.to {
            write!(f, " to {to}")?;
        }
        match self.units {
            Some(units) => write!(f, " x {units}"),
            None => Ok(()),
        }
    }
}

/// The codes of a text that holds nothing but codes; nothing if there is anything else in it.
///
/// `CPT 44120-22, +44121 x2`, `(K56.609)`, `Dx: K56.60; K66.0`, `K56.6-`, `44120-44130`, `45380 59`. Characters are read as
/// [`tidy`] gives them.
#[must_use]
pub fn written(text: &str) -> Option<Vec<Written>> {
    let text = tidy(text);
    let mut reader = Reader {
        tokens: tokens(&text),
        at: 0,
        corrected: false,
    };
    reader.list().filter(|all| !all.is_empty())
}

/// The procedure code that a spreadsheet made a number of: with decimals (`44120.0`) or without its leading zeros (`840`).
#[must_use]
pub fn spreadsheet_code(text: &str) -> Option<String> {
    let text = text.trim();
    let number = whole_number(text).unwrap_or(text);
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    // the lowest procedure codes have three digits after their zeros
    let code = format!("{number:0>5}");
    (digits && (3..=5).contains(&number.len()) && code != text).then_some(code)
}

/// The digits of a number that a spreadsheet wrote with decimals: `44120.0`, `59.00`.
#[must_use]
pub fn whole_number(text: &str) -> Option<&str> {
    let (whole, decimals) = text.trim().split_once('.')?;
    let zeros = !decimals.is_empty() && decimals.bytes().all(|b| b == b'0');
    (zeros && whole.bytes().all(|b| b.is_ascii_digit())).then_some(whole)
}

/// The longest word that may be a code, points left out.
const LONGEST: usize = 8;

/// A piece of the text, and whether there is no white space before it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Letters, digits and points, in upper case.
    Word(String, bool),
    /// Any other character that means something between codes.
    Mark(char, bool),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut glued = false;
    let mut word = String::new();
    let close = |word: &mut String, tokens: &mut Vec<Token>, glued: &mut bool| {
        if word.is_empty() {
            return;
        }
        let word = std::mem::take(word);
        match word.split_once("..") {
            // a range: `44120..44130`
            Some((from, to)) if is_procedure(from) && is_procedure(to.trim_start_matches('.')) => {
                tokens.push(Token::Word(from.to_owned(), *glued));
                tokens.push(Token::Mark('-', true));
                tokens.push(Token::Word(to.trim_start_matches('.').to_owned(), true));
            }
            _ => match suffixed(&word) {
                Some((code, mark, rest)) => {
                    tokens.push(Token::Word(code.to_owned(), *glued));
                    tokens.extend(mark.map(|mark| Token::Mark(mark, true)));
                    tokens.push(Token::Word(rest.to_owned(), mark.is_some()));
                }
                None => tokens.push(Token::Word(word, *glued)),
            },
        }
        *glued = true;
    };
    for c in text.trim().chars() {
        match c {
            // l is 1 among digits
            'l' if word.ends_with(|c: char| c.is_ascii_digit()) => word.push('I'),
            c if c.is_alphanumeric() => word.extend(c.to_uppercase()),
            '.' | '_' => word.push('.'),
            '\n' | ';' | '|' | '/' | '&' => {
                close(&mut word, &mut tokens, &mut glued);
                tokens.push(Token::Mark(',', glued));
                glued = false;
            }
            c if c.is_whitespace() || "()[]{}<>\"'`\u{201c}\u{201d}\u{2018}\u{2019}\u{ab}\u{bb}\u{201e}\u{2039}\u{203a}".contains(c) => {
                close(&mut word, &mut tokens, &mut glued);
                glued = false;
            }
            mark => {
                close(&mut word, &mut tokens, &mut glued);
                tokens.push(Token::Mark(mark, glued));
                glued = true;
            }
        }
    }
    close(&mut word, &mut tokens, &mut glued);
    tokens
}

/// A procedure code with its units (`44121X2`) or its modifier (`44120TC`) written to it: the code, the mark between them, the
/// rest. Codes of ICD-10-PCS that begin with five digits begin with 0 or 10 and are left whole.
fn suffixed(word: &str) -> Option<(&str, Option<char>, &str)> {
    let (code, rest) = word.split_at_checked(5)?;
    if !is_procedure(code) || code.starts_with('0') || code.starts_with("10") {
        return None;
    }
    if rest.strip_prefix('X').and_then(number_of_units).is_some() {
        return Some((code, None, rest));
    }
    let letters = rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_uppercase());
    // sections of ICD-10-PCS that begin with a letter
    let section = code.starts_with(['B', 'C', 'D', 'F', 'G', 'H', 'X']);
    let ends_in_digit = code.ends_with(|c: char| c.is_ascii_digit());
    (letters && !section && ends_in_digit).then_some((code, Some('-'), rest))
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// Letters of the code that was just read were taken for digits.
    corrected: bool,
}

impl Reader {
    fn list(&mut self) -> Option<Vec<Written>> {
        let mut all = Vec::new();
        let mut systems = Vec::new();
        loop {
            while self.mark(",") || self.mark(".") {}
            if self.at == self.tokens.len() {
                return Some(all);
            }
            // a label behind the last code: `K56.60 (Dx)`
            if let (Some(last), Some(named)) = (all.last_mut(), self.label_at_end()) {
                let last: &mut Written = last;
                last.systems = named.to_vec();
                self.at = self.tokens.len();
                continue;
            }
            if !all.is_empty()
                && ["AND", "OR", "PLUS", "WITH"]
                    .iter()
                    .any(|word| self.take(word))
            {
                continue;
            }
            // a label holds for all codes behind it, up to the next one
            if let Some(named) = self.labels() {
                systems = named;
            }
            all.push(self.item(&systems)?);
        }
    }

    fn item(&mut self, systems: &[System]) -> Option<Written> {
        while self.mark("+#=") {}
        let mut units = self.units_before();
        while self.mark("+") {}
        let code = self.code(!systems.is_empty())?;
        let mut one = Written {
            systems: systems.to_vec(),
            ..Written::default()
        };
        one.below = self.heading(&code);
        let procedure = is_procedure(&code);
        if !one.below {
            one.to = self.range(&code);
        }
        one.corrected = std::mem::take(&mut self.corrected);
        one.code = code;
        if procedure && one.to.is_none() && !one.below {
            one.modifiers = self.modifiers();
        }
        units = units.or_else(|| self.units());
        if procedure && one.to.is_none() && one.modifiers.is_empty() && units.is_some() {
            one.modifiers = self.modifiers();
        }
        one.units = units.or_else(|| self.bare_units().filter(|_| procedure));
        Some(one)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.tokens.get(self.at + ahead)? {
            Token::Word(word, _) => Some(word),
            Token::Mark(..) => None,
        }
    }

    fn is_mark(&self, ahead: usize, marks: &str) -> bool {
        matches!(self.tokens.get(self.at + ahead), Some(Token::Mark(c, _)) if marks.contains(*c))
    }

    fn is_glued(&self, ahead: usize) -> bool {
        matches!(
            self.tokens.get(self.at + ahead),
            Some(Token::Word(_, true) | Token::Mark(_, true))
        )
    }

    /// Passes over one of some marks.
    fn mark(&mut self, marks: &str) -> bool {
        let here = self.is_mark(0, marks);
        self.at += usize::from(here);
        here
    }

    /// Passes over a word.
    fn take(&mut self, word: &str) -> bool {
        let here = self.word(0) == Some(word);
        self.at += usize::from(here);
        here
    }

    /// Labels, as many as there are; nothing if there is none. The last that names sets decides.
    fn labels(&mut self) -> Option<Vec<System>> {
        let mut named = None;
        while let Some(systems) = self.label() {
            if !systems.is_empty() || named.is_none() {
                named = Some(systems.to_vec());
            }
            while self.mark(":#=.-") {}
            // the number of a diagnosis or line in a list: `Dx 1: K56.60`
            let numbered = self.word(0).is_some_and(|w| {
                let digits = w.trim_end_matches('.');
                (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
            });
            if numbered && (self.is_mark(1, ":#") || self.word(0).is_some_and(|w| w.ends_with('.')))
            {
                self.at += 1;
                while self.mark(":#=.-") {}
            }
        }
        named
    }

    /// The label that is all that is left.
    fn label_at_end(&self) -> Option<&'static [System]> {
        let left = self.tokens.get(self.at..)?.iter().map(|token| match token {
            Token::Word(word, _) => Some(word.as_str()),
            Token::Mark(..) => None,
        });
        let left: Vec<&str> = left.collect::<Option<_>>()?;
        let of = label::all().find(|(words, _)| *words == left.as_slice());
        of.map(|(_, systems)| *systems)
    }

    fn label(&mut self) -> Option<&'static [System]> {
        for (words, systems) in label::all() {
            let mut ahead = 0;
            let matches = words.iter().enumerate().all(|(n, label)| {
                if n > 0 && self.is_mark(ahead, "-") {
                    ahead += 1;
                }
                let here = self.word(ahead).map(|w| w.trim_end_matches('.')) == Some(label);
                ahead += 1;
                here
            });
            // a label alone is no label of anything
            if matches && self.at + ahead < self.tokens.len() {
                self.at += ahead;
                return Some(systems);
            }
        }
        // `CPT44120`, `DxK56.60`
        let word = self.word(0)?;
        let single = label::all().filter(|(words, _)| words.len() == 1);
        for (words, systems) in single {
            let rest = words.first().and_then(|label| word.strip_prefix(label));
            // `Dx1 K56.60`
            let number = rest.is_some_and(|rest| {
                let digits = rest.trim_end_matches('.');
                (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
            });
            if number && *systems == DIAGNOSES && self.at + 1 < self.tokens.len() {
                self.at += 1;
                return Some(systems);
            }
            let fits = |rest: &&str| {
                let code = pointed(rest);
                match systems {
                    [] => is_whole(&code),
                    sets => sets.iter().any(|set| Code::parse_as(*set, &code).is_ok()),
                }
            };
            if let Some(rest) = rest.filter(fits) {
                let rest = rest.to_owned();
                if let Some(Token::Word(word, _)) = self.tokens.get_mut(self.at) {
                    *word = rest;
                }
                return Some(systems);
            }
        }
        None
    }

    /// Units before the code: `2 x 44121`, `2x44121`.
    fn units_before(&mut self) -> Option<Units> {
        let word = self.word(0)?;
        if let Some((number, rest)) = word.split_once('X')
            && let Some(units) = number_of_units(number)
        {
            if rest.is_empty() && self.word(1).is_some_and(|w| is_procedure(&pointed(w))) {
                self.at += 1;
                return Some(units);
            }
            if is_procedure(&pointed(rest)) {
                let rest = rest.to_owned();
                if let Some(Token::Word(word, _)) = self.tokens.get_mut(self.at) {
                    *word = rest;
                }
                return Some(units);
            }
        }
        let units = number_of_units(word)?;
        let times = self.word(1) == Some("X") || self.is_mark(1, "*");
        if times && self.word(2).is_some_and(|w| is_procedure(&pointed(w))) {
            self.at += 2;
            return Some(units);
        }
        None
    }

    /// A code, its pieces joined: `K56 .60`, `K56,60`, `441 20`.
    fn code(&mut self, labelled: bool) -> Option<String> {
        let mut word = self.word(0)?.to_owned();
        self.at += 1;
        while let Some(joined) = self.joined(&word) {
            word = joined;
        }
        // a placeholder for what is not known yet: `K56.x`
        if let Some(category) = word.strip_suffix('X').map(|w| w.trim_end_matches('X'))
            && category.ends_with('.')
            && is_category(category.trim_end_matches('.'))
        {
            self.tokens.insert(self.at, Token::Mark('*', true));
            word = category.to_owned();
        }
        let code = pointed(&word);
        let typed: String = word.chars().filter(|c| *c != '.').collect();
        self.corrected = digits_for_letters(&typed) != typed;
        let plain = code.replace('.', "");
        let loose = labelled
            && (2..=LONGEST).contains(&plain.len())
            && plain.bytes().all(|b| b.is_ascii_alphanumeric())
            && plain.bytes().any(|b| b.is_ascii_digit());
        (is_whole(&code) || loose).then_some(code)
    }

    /// The word with the piece behind it, where both are one code.
    fn joined(&mut self, word: &str) -> Option<String> {
        let category = is_category(word.trim_end_matches('.'));
        let tail = |w: &str| {
            let tail = w.trim_start_matches('.');
            (1..=4).contains(&tail.len()) && tail.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let letter_first = word.starts_with(|c: char| c.is_ascii_alphabetic());
        // a comma, a colon or a hyphen where the point belongs
        if category && self.word(0) == Some(".") && self.word(1).is_some_and(tail) {
            let joined = format!("{word}.{}", self.word(1)?);
            self.at += 2;
            return Some(joined);
        }
        if category
            && !word.contains('.')
            && self.is_glued(0)
            && self.is_glued(1)
            && self.is_mark(0, ",:-")
        {
            let next = self.word(1)?.to_owned();
            let comma = self.is_mark(0, ",");
            let digits = next.bytes().all(|b| b.is_ascii_digit());
            if tail(&next)
                && digits
                && (!comma || next.len() <= 2 || letter_first)
                && (letter_first || !self.is_mark(0, "-"))
            {
                self.at += 2;
                return Some(format!("{word}.{next}"));
            }
        }
        // a mark inside a procedure code: `44,120`, `441-20`, `J-1100`
        if self.is_mark(0, ",-")
            && self.is_glued(0)
            && self.is_glued(1)
            && let Some(next) = self.word(1)
        {
            let joined = format!("{word}{next}");
            let digits = joined.bytes().all(|b| b.is_ascii_digit());
            let numbered = digits
                && joined.len() == 5
                && (word.len() == 2 || word.len() == 3 && self.is_mark(0, "-"));
            let lettered = word.len() == 1
                && letter_first
                && self.is_mark(0, "-")
                && is_whole(&pointed(&joined));
            if numbered || lettered {
                self.at += 2;
                return Some(joined);
            }
        }
        // single characters: `4 4 1 2 0`
        if word.len() == 1 && self.word(0).is_some_and(|w| w.len() == 1) {
            let singles = (0..LONGEST).map_while(|ahead| self.word(ahead).filter(|w| w.len() == 1));
            let singles: Vec<&str> = singles.collect();
            let joined = format!("{word}{}", singles.concat());
            if is_whole(&pointed(&joined)) {
                self.at += singles.len();
                return Some(joined);
            }
        }
        let next = self.word(0)?;
        let whole = format!("{word}{next}");
        let digits = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
        let numbered = |w: &str| w.bytes().any(|b| b.is_ascii_digit());
        let pointed_here = next.starts_with('.') || word.ends_with('.');
        // `K56.6 09`
        let decimals = word.split_once('.').is_some_and(|(head, end)| {
            is_category(head) && !end.is_empty() && end.len() + next.len() <= 4
        });
        let more_decimals = decimals && next.len() <= 2 && digits(next);
        // `K 56.60`
        // the letter of a list is no part of the code behind it: `A) I50.9`
        let lone_letter = word.len() == 1
            && letter_first
            && next.len() >= 2
            && is_whole(&pointed(&whole))
            && !next.starts_with(|c: char| c.is_ascii_alphabetic());
        // `441 20`
        let five_digits = digits(&whole) && matches!((word.len(), next.len()), (3, 2) | (2, 3));
        // `0DT 80ZZ`
        let seven = whole.len() == 7 && word.len() >= 3 && numbered(word) && numbered(next);
        let operation = seven && is_pcs(&whole) && !is_procedure(word);
        let joined = if category && tail(next) && pointed_here {
            let (head, end) = (word.trim_end_matches('.'), next.trim_start_matches('.'));
            format!("{head}.{end}")
        } else if category
            && letter_first
            && !word.contains('.')
            && tail(next)
            && next.starts_with(|c: char| c.is_ascii_digit())
        {
            format!("{word}.{next}")
        } else if more_decimals || lone_letter || five_digits || operation {
            whole
        } else {
            return None;
        };
        self.at += 1;
        Some(joined)
    }

    /// A mark that means everything under the code.
    fn heading(&mut self, code: &str) -> bool {
        let ended = |reader: &Reader, ahead: usize| {
            let next = reader.tokens.get(reader.at + ahead);
            next.is_none() || !reader.is_glued(ahead) || reader.is_mark(ahead, ",-*?")
        };
        // units follow a star: `44121*2`
        let star = |reader: &Reader| {
            reader.is_mark(0, "*?%") && reader.word(1).is_none_or(|w| number_of_units(w).is_none())
        };
        // `99214- 25` has a modifier
        let modified = is_procedure(code) && self.word(1).is_some_and(|w| w.len() == 2);
        let mut below = false;
        while (self.is_mark(0, "-")
            && self.is_glued(0)
            && ended(self, 1)
            && !self.opens_range()
            && !modified)
            || star(self)
        {
            self.at += 1;
            below = true;
        }
        below
    }

    /// Whether the hyphen here is between two codes: `44120- 44130`.
    fn opens_range(&self) -> bool {
        self.word(1)
            .is_some_and(|w| is_whole(&pointed(w)) && w.len() > 2)
    }

    /// The last code of a range that begins with a code.
    fn range(&mut self, code: &str) -> Option<String> {
        let marked = self.is_mark(0, "-")
            || self.is_mark(0, ":") && self.word(1).is_some_and(is_procedure) && is_procedure(code);
        let between = marked || matches!(self.word(0), Some("TO" | "THROUGH" | "THRU"));
        let word = self.word(1).filter(|_| between)?;
        let end = pointed(word);
        // the end with the digits that differ: `44120-130`
        let short = word.bytes().all(|b| b.is_ascii_digit()) && (3..5).contains(&word.len());
        let to = if short && is_procedure(code) {
            format!("{}{word}", code.get(..5 - word.len())?)
        } else if is_whole(&end) && is_procedure(code) == is_procedure(&end) {
            end
        } else {
            return None;
        };
        self.at += 2;
        Some(to)
    }

    /// Modifiers behind a procedure code.
    fn modifiers(&mut self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        loop {
            let mut ahead = 0;
            let mut marked = false;
            while self.is_mark(ahead, "-,:+") {
                marked |= self.is_mark(ahead, "-");
                ahead += 1;
            }
            while matches!(
                self.word(ahead),
                Some("W" | "WITH" | "MOD" | "MODS" | "MODIFIER" | "MODIFIERS")
            ) {
                ahead += 1;
            }
            while self.is_mark(ahead, "-:") {
                ahead += 1;
            }
            let modifier = self.word(ahead).filter(|w| {
                w.len() == 2 && w.bytes().all(|b| b.is_ascii_alphanumeric())
                    // `x2` is a number of units, `-x2` a modifier
                    && (marked || !(w.starts_with('X') && w.ends_with(|c: char| c.is_ascii_digit())))
                    && !matches!(*w, "OR" | "TO" | "DX" | "PX")
                    && !(w.ends_with('X') && w.starts_with(|c: char| c.is_ascii_digit()))
            });
            // a bare number before `units` counts them
            let counted = matches!(self.word(ahead + 1), Some("UNITS" | "UNIT" | "EA"));
            match modifier.filter(|_| !counted || marked) {
                Some(modifier) => {
                    all.push(modifier.to_owned());
                    self.at += ahead + 1;
                }
                None => return all,
            }
        }
    }

    /// A digit behind the code, where nothing but another code follows: `44121 2`, `44121 (2)`.
    fn bare_units(&mut self) -> Option<Units> {
        let word = self.word(0).filter(|w| w.len() == 1)?;
        let ends = self.tokens.get(self.at + 1).is_none() || self.is_mark(1, ",");
        let units = number_of_units(word).filter(|u| ends && *u != Units::ZERO)?;
        self.at += 1;
        Some(units)
    }

    /// Units behind the code: `x2`, `x 12.5`, `*2`, `2 units`, `qty 2`, `units: 2`.
    fn units(&mut self) -> Option<Units> {
        let mut ahead = usize::from(
            self.is_mark(0, ",") && matches!(self.word(1), Some("QTY" | "UNITS" | "UNIT")),
        );
        let first = self.word(ahead);
        if let Some(units) = first.and_then(|w| number_of_units(w.strip_prefix('X')?)) {
            self.at += ahead + 1;
            return Some(units);
        }
        if let Some(units) = first.and_then(|w| number_of_units(w.strip_suffix('X')?)) {
            self.at += ahead + 1;
            return Some(units);
        }
        if matches!(self.word(ahead + 1), Some("UNITS" | "UNIT" | "EA" | "X"))
            && let Some(units) = first.and_then(number_of_units)
        {
            self.at += ahead + 2;
            return Some(units);
        }
        if !(self.is_mark(ahead, "*") || matches!(first, Some("X" | "QTY" | "UNITS" | "UNIT"))) {
            return None;
        }
        ahead += 1;
        while self.is_mark(ahead, ":=#.") {
            ahead += 1;
        }
        let units = number_of_units(self.word(ahead)?)?;
        self.at += ahead + 1;
        if matches!(self.word(0), Some("UNITS" | "UNIT")) {
            self.at += 1;
        }
        Some(units)
    }
}

/// A number of units as it follows `x`.
fn number_of_units(text: &str) -> Option<Units> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && (1..=6).contains(&digits);
    plain
        .then(|| text.trim_end_matches('.').parse().ok())
        .flatten()
}

/// Five characters of CPT, HCPCS or CDT.
fn is_procedure(code: &str) -> bool {
    let sets = [System::Cpt, System::Hcpcs, System::Cdt];
    sets.iter().any(|set| fits(*set, code))
}

fn is_pcs(code: &str) -> bool {
    fits(System::Icd10pcs, code) && code.bytes().any(|b| b.is_ascii_digit())
}

/// A category of diagnoses: three characters, the first a letter or a digit, the second a digit.
fn is_category(code: &str) -> bool {
    match code.as_bytes() {
        [first, second, third] => {
            let lettered = first.is_ascii_uppercase() && third.is_ascii_alphanumeric();
            second.is_ascii_digit()
                && (lettered || first.is_ascii_digit() && third.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whether a word has the form of a whole code of some set, its point where that set prints one.
fn is_whole(code: &str) -> bool {
    if code.contains('.') {
        let plain = code.replace('.', "");
        let sets = [System::Icd10cm, System::Icd9dx, System::Icd9sg];
        return sets
            .iter()
            .any(|set| fits(*set, &plain) && set.printed(&plain) == code);
    }
    let sets = [System::Icd10cm, System::Icd9dx, System::Ccsr];
    is_procedure(code) || is_pcs(code) || sets.iter().any(|set| fits(*set, code))
}

/// A word with its point where a set prints one, and with digits where letters were typed for them.
fn pointed(word: &str) -> String {
    let word = word.trim_matches('.');
    let parts: Vec<&str> = word.split('.').filter(|part| !part.is_empty()).collect();
    let plain = digits_for_letters(&parts.concat());
    if parts.len() < 2 {
        return plain;
    }
    let head = parts.first().map_or(0, |head| head.len());
    // what spreadsheets make of a code that is a number
    if is_procedure(plain.get(..head).unwrap_or_default())
        && plain[head..].bytes().all(|b| b == b'0')
    {
        return plain[..head].to_owned();
    }
    let typed = format!("{}.{}", &plain[..head], &plain[head..]);
    if parts.len() == 2 && is_whole(&typed) {
        return typed;
    }
    // the point is misplaced
    match plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => System::Icd10cm.printed(&plain),
        false => System::Icd9dx.printed(&plain),
    }
}

/// `O` and `I` are in no code after its first character, categories of CCSR aside: zero and one were meant.
fn digits_for_letters(code: &str) -> String {
    let grouped = code.len() == 6 && code.bytes().take(3).all(|b| b.is_ascii_uppercase());
    if grouped || !code.is_ascii() || !code.bytes().any(|b| b.is_ascii_digit()) {
        return code.to_owned();
    }
    // the first character of a code of ICD-10-PCS may be a zero
    let operation = code.len() == 7;
    let digit = |(at, c): (usize, char)| match c {
        'O' if at > 0 || operation => '0',
        'I' if at > 0 => '1',
        c => c,
    };
    code.chars().enumerate().map(digit).collect()
}

#[cfg(test)]
mod tests;
