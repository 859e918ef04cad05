//! The archive of a Word document, read within bounds.

use crate::error::{Unreadable, broken};
use crate::limits::UNPACKED;
use crate::model::Format;
use crate::xml;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most files in an archive.
const FILES: usize = 10_000;

/// The archive, and the folder of its main part.
pub(crate) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    main: String,
}

impl<'b> Package<'b> {
    /// Opens an archive that holds a Word document.
    ///
    /// # Errors
    /// When it is broken, or holds something else.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            let why = "the zip archive is cut off or damaged (its list of files is not found)";
            broken(Format::Docx, why)
        })?;
        if zip.len() > FILES {
            return Err(Unreadable::Laborious(Format::Docx));
        }
        let mut package = Self {
            zip,
            main: String::new(),
        };
        package.main = package.find_main()?;
        Ok(package)
    }

    /// The main part of a Word document; other documents are refused by name.
    fn find_main(&mut self) -> Result<String, Unreadable> {
        let instead = "save it as DOCX, RTF, PDF or text";
        if let Some(kind) = self.file("mimetype")? {
            let what = match kind.trim() {
                kind if kind.starts_with("application/vnd.oasis.opendocument.text") => {
                    "an OpenDocument text (.odt)"
                }
                kind if kind.starts_with("application/vnd.oasis.opendocument") => {
                    "an OpenDocument file"
                }
                "application/epub+zip" => "an electronic book (EPUB)",
                _ => "a zip archive without a Word document",
            };
            return Err(Unreadable::NotRead { what, instead });
        }
        let names = self.names();
        let has = |name: &str| names.iter().any(|file| file == name);
        for (name, what) in [
            ("xl/workbook.xml", "an Excel workbook (.xlsx)"),
            ("xl/workbook.bin", "an Excel workbook (.xlsb)"),
            ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
            ("Index/Document.iwa", "a Pages document"),
        ] {
            if has(name) {
                return Err(Unreadable::NotRead { what, instead });
            }
        }
        let relations = self.file("_rels/.rels")?;
        let named = relations.as_deref().and_then(main_part);
        let main = named.filter(|name| has(name));
        let main =
            main.or_else(|| has("word/document.xml").then(|| "word/document.xml".to_owned()));
        main.ok_or(Unreadable::NotRead {
            what: "a zip archive without a Word document",
            instead: "unpack it and give the note in it",
        })
    }

    /// The names of all files whose name is text.
    fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().filter_map(Result::ok);
        names.map(|name| name.into_owned()).collect()
    }

    /// The text of the main part.
    pub fn main(&mut self) -> Result<String, Unreadable> {
        let main = self.main.clone();
        self.file(&main)?
            .ok_or_else(|| broken(Format::Docx, "its text is missing"))
    }

    /// Another part in the folder of the main part.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = format!("{folder}/{name}");
        self.file(path.trim_start_matches('/'))
    }

    /// How many parts whose name begins so hold words.
    pub fn parts_with_text(&mut self, begin: &str) -> usize {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let begin = format!("{folder}/{begin}");
        let names = self.names();
        let mut names: Vec<String> = names
            .into_iter()
            .filter(|n| n.starts_with(&begin) && n.ends_with(".xml"))
            .collect();
        names.truncate(100);
        let texts = names
            .iter()
            .filter_map(|name| self.file(name).ok().flatten());
        texts.filter(|text| has_words(text)).count()
    }

    /// The title among the properties of the document.
    pub fn title(&mut self) -> Option<String> {
        let core = self.file("docProps/core.xml").ok()??;
        let tree = xml::tree(&core, Format::Docx, "").ok()?;
        let title = xml::child(tree.root_element(), "title")?;
        title.text().map(str::to_owned)
    }

    /// A file of the archive as text; nothing if it is not there.
    fn file(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                return Err(Unreadable::Encrypted("a zip archive"));
            }
            Err(_) => {
                return Err(broken(
                    Format::Docx,
                    format!("{name} in it cannot be unpacked"),
                ));
            }
        };
        let mut bytes = Vec::new();
        let read = file.take(UNPACKED as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > UNPACKED {
            return Err(Unreadable::Expands(Format::Docx));
        }
        match read {
            Ok(_) => Ok(Some(xml::text(&bytes).into_owned())),
            Err(_) => Err(broken(
                Format::Docx,
                format!("{name} in it is damaged after {} bytes", bytes.len()),
            )),
        }
    }
}

/// The main part that the relations of an archive name.
fn main_part(relations: &str) -> Option<String> {
    let tree = xml::tree(relations, Format::Docx, "").ok()?;
    let mut all = xml::children(tree.root_element(), "Relationship");
    let main = all.find(|relation| {
        let kind = relation.attribute("Type").unwrap_or_default();
        kind.ends_with("/officeDocument")
    })?;
    Some(main.attribute("Target")?.trim_start_matches('/').to_owned())
}

/// Whether a part has letters or digits in its runs; the number of a page alone is no text.
fn has_words(part: &str) -> bool {
    let Ok(tree) = xml::tree(part, Format::Docx, "") else {
        return false;
    };
    let mut runs = tree
        .descendants()
        .filter(|node| node.is_element() && node.tag_name().name() == "t");
    runs.any(|run| {
        run.text()
            .is_some_and(|text| text.contains(char::is_alphanumeric))
    })
}
