//! What a file holds: documents with their text, and what of the file is not in that text.

use jiff::civil::Date;
use ligature_note::Remark;
use std::fmt;

/// A format of notes. It is known by the bytes, never by the name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text of any usual encoding.
    Text,
    /// A web page.
    Html,
    /// PDF (ISO 32000).
    Pdf,
    /// Word's format since 2007 (ISO/IEC 29500).
    Docx,
    /// Rich Text Format 1.9.
    Rtf,
    /// Messages of HL7 version 2: MDM, ORU and others with OBX segments.
    Hl7,
    /// HL7 Clinical Document Architecture, release 2, as in C-CDA.
    Cda,
    /// HL7 FHIR in JSON: DocumentReference, DiagnosticReport, Composition, Binary, and a Bundle of them.
    Fhir,
}

impl Format {
    /// Its name with the article: `a PDF document`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "a plain text",
            Format::Html => "a web page (HTML)",
            Format::Pdf => "a PDF document",
            Format::Docx => "a Word document (DOCX)",
            Format::Rtf => "a rich-text (RTF) document",
            Format::Hl7 => "an HL7 v2 message",
            Format::Cda => "a clinical document (CDA)",
            Format::Fhir => "a FHIR resource",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One document of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The format of the document itself.
    pub format: Format,
    /// The format of the file around it: an HL7 message that carries a PDF.
    pub within: Option<Format>,
    /// The text, as UTF-8 with `\n` at line ends (plain text keeps its own).
    pub text: String,
    /// Its title, or its type in words, if the format gives one.
    pub title: Option<String>,
    /// The day of the service, if the format gives one.
    pub date: Option<Date>,
    /// What of the document is not in the text, or not as it was: `2 pictures`, `1 table was written row by row`.
    pub dropped: Vec<String>,
    /// What was assumed or replaced to read the text.
    pub remarks: Vec<Remark>,
}

impl Document {
    /// A document with a text and nothing else.
    pub(crate) fn new(format: Format, text: String) -> Self {
        Self {
            format,
            within: None,
            text,
            title: None,
            date: None,
            dropped: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The format of the file.
    pub format: Format,
    /// Its documents, in the order of the file.
    pub documents: Vec<Document>,
    /// What of the file is in none of the documents.
    pub dropped: Vec<String>,
}

impl Contents {
    /// A file that is one document.
    pub(crate) fn one(document: Document) -> Self {
        Self {
            format: document.format,
            documents: vec![document],
            dropped: Vec::new(),
        }
    }
}

/// Counts what is left out, by kind, in the order in which it was met.
#[derive(Debug, Default, Clone)]
pub(crate) struct Left(Vec<(&'static str, &'static str, usize)>);

impl Left {
    /// Adds `count` things of a kind, named for one and for several.
    pub fn add(&mut self, one: &'static str, several: &'static str, count: usize) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|kind| kind.0 == one) {
            Some(kind) => kind.2 += count,
            None => self.0.push((one, several, count)),
        }
    }

    /// Adds a part that is not read because it is nested too deep.
    pub fn too_deep(&mut self) {
        self.add(
            "part that is nested too deep",
            "parts that are nested too deep",
            1,
        );
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Left) {
        for (one, several, count) in other.0 {
            self.add(one, several, count);
        }
    }

    /// In words: `1 picture`, `3 comments`.
    pub fn words(&self) -> Vec<String> {
        let kinds = self.0.iter();
        kinds
            .map(|(one, several, count)| match count {
                1 => format!("1 {one}"),
                count => format!("{count} {several}"),
            })
            .collect()
    }
}

/// Makes a remark.
pub(crate) fn remark(kind: &str, message: impl Into<String>) -> Remark {
    Remark {
        kind: kind.to_owned(),
        message: message.into(),
    }
}
