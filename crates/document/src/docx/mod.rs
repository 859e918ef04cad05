//! Word documents (DOCX): paragraphs, tables, lists and text boxes of the body; the rest is counted.

mod body;
mod marks;
mod numbering;
mod package;

use crate::error::Unreadable;
use crate::model::{Contents, Document, Format};
use crate::tidy::{flat, tidy};
use crate::xml;
use body::Body;
use marks::Styles;
use numbering::Numbering;
use package::Package;

/// Reads a Word document.
///
/// # Errors
/// When the archive holds another kind of document or none, is broken, becomes too large, or has no text.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let mut package = Package::open(bytes)?;
    let numbering = package.part("numbering.xml")?.unwrap_or_default();
    let styles = package.part("styles.xml")?.unwrap_or_default();
    let marks = Styles::read(&styles);
    // how lists are numbered is no reason to refuse a note
    let numbering = Numbering::read(&numbering, &styles).unwrap_or_default();
    let main = package.main()?;
    let tree = xml::tree(&main, Format::Docx, " of its text")?;
    let mut body = Body::new(numbering, marks);
    body.document(tree.root_element());
    let (text, mut left) = body.finish();
    for (part, one, several) in [
        ("header", "page header", "page headers"),
        ("footer", "page footer", "page footers"),
        ("footnotes", "footnote or page of footnotes", "footnotes"),
        ("endnotes", "endnote or page of endnotes", "endnotes"),
    ] {
        left.add(one, several, package.parts_with_text(part));
    }
    let text = tidy(&text);
    let dropped = left.words();
    if text.is_empty() {
        let format = Format::Docx;
        return Err(Unreadable::NoText { format, dropped });
    }
    let mut document = Document::new(Format::Docx, text);
    document.title = package
        .title()
        .map(|title| flat(&title))
        .filter(|title| !title.is_empty());
    document.dropped = dropped;
    Ok(Contents::one(document))
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const SPACE: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='mc' xmlns:wps='wps' xmlns:v='v'";

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> String {
        format!("<w:document {SPACE}><w:body>{body}</w:body></w:document>")
    }

    #[track_caller]
    fn check_with(body: &str, parts: &[(&str, &str)], text: &str, dropped: &[&str]) {
        let main = document(body);
        let files = [&[("word/document.xml", main.as_str())], parts].concat();
        let contents = read(&archive(&files)).unwrap();
        assert_eq!(contents.documents[0].text, text);
        assert_eq!(contents.documents[0].dropped, dropped);
    }

    #[track_caller]
    fn check(body: &str, text: &str, dropped: &[&str]) {
        check_with(body, &[], text, dropped);
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn runs_are_read_in_order() {
        check(
            "<w:p><w:r><w:t>Small </w:t><w:tab/><w:t>bowel</w:t><w:br/><w:t>end</w:t><w:noBreakHyphen/><w:t>to</w:t></w:r><w:hyperlink><w:r><w:t>-end</w:t></w:r></w:hyperlink></w:p>",
            "Small \tbowel\nend-to-end",
            &[],
        );
        check(
            "<w:sdt><w:sdtContent><w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>b</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>c</w:t></w:r></w:moveTo></w:p></w:sdtContent></w:sdt>",
            "ac",
            &["1 deleted passage (tracked change)"],
        );
        check(
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>",
            "one two",
            &[],
        );
        check(
            "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar><w:instrText>FORMCHECKBOX</w:instrText><w:t>Stoma </w:t><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData></w:fldChar><w:t>Leak</w:t><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>",
            "[x] Stoma [ ] Leak\u{2612}",
            &[],
        );
        check(
            "<w:p><w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
            "seen",
            &["1 passage of hidden text"],
        );
    }

    #[test]
    fn what_is_struck_out_or_hidden_is_left_out() {
        let style = |kind: &str, name: &str, based: &str, run: &str| {
            format!(
                "<w:style w:type='{kind}' w:styleId='{name}'><w:basedOn w:val='{based}'/><w:rPr>{run}</w:rPr></w:style>"
            )
        };
        let styles = [
            style("paragraph", "Old", "Normal", "<w:strike/>"),
            style("paragraph", "Older", "Old", ""),
            style("character", "Gone", "", "<w:dstrike/>"),
            style("character", "Secret", "", "<w:vanish/>"),
            style("character", "Strike", "", "<w:strike/>"),
        ];
        let styles = format!("<w:styles {SPACE}>{}</w:styles>", styles.concat());
        let check = |paragraph: &str, run: &str, counted: &[&str]| {
            let body = format!(
                "<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>b</w:t></w:r></w:p>{}",
                p("c")
            );
            let text = if counted.is_empty() { "b\nc" } else { "c" };
            check_with(&body, &[("word/styles.xml", &styles)], text, counted);
        };
        let struck = &["1 passage that is struck out"];
        let hidden = &["1 passage of hidden text"];
        check("", "<w:strike/>", struck);
        check("", "<w:dstrike w:val='1'/>", struck);
        check("", "<w:strike w:val='0'/><w:dstrike w:val='false'/>", &[]);
        check("", "<w:rStyle w:val='Gone'/>", struck);
        check("", "<w:rStyle w:val='Secret'/>", hidden);
        check("<w:pStyle w:val='Old'/>", "", struck);
        check("<w:pStyle w:val='Older'/>", "", struck);
        check("<w:pStyle w:val='Older'/>", "<w:strike w:val='0'/>", &[]);
        check("<w:pStyle w:val='Old'/>", "<w:rStyle w:val='Strike'/>", &[]);
        check("<w:rPr><w:strike/></w:rPr>", "", &[]);
    }

    #[test]
    fn text_boxes_are_read_once_and_pictures_counted() {
        let content = format!("<w:txbxContent>{}</w:txbxContent>", p("boxed"));
        check(
            &format!(
                "<w:p><w:r><w:t>a</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>b</w:t></w:r></w:p>"
            ),
            "ab\nboxed",
            &[],
        );
        check(
            "<w:p><w:r><w:t>a</w:t><w:drawing/><w:object/><w:commentReference/></w:r></w:p><w:altChunk/>",
            "a",
            &[
                "1 picture",
                "1 embedded object",
                "1 comment",
                "1 embedded document",
            ],
        );
    }

    #[test]
    fn tables_are_written_row_by_row() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let row = |cells: &[&str]| {
            let cells: String = cells.iter().map(|text| cell(&p(text))).collect();
            format!("<w:tr>{cells}</w:tr>")
        };
        let written = ["1 table that was written row by row"];
        check(
            &format!(
                "<w:tbl>{}{}</w:tbl>",
                row(&["Procedure", "Ileal resection"]),
                row(&["Side:", ""])
            ),
            "Procedure: Ileal resection\nSide:",
            &written,
        );
        check(
            &format!("<w:tbl>{}</w:tbl>", row(&["a", "b", "c"])),
            "a\tb\tc",
            &written,
        );
        let inner = format!("<w:tbl>{}</w:tbl>", row(&["Blood loss", "5 mL"]));
        let page = format!(
            "<w:tbl><w:tr>{}</w:tr></w:tbl>",
            cell(&(p("One.") + &inner + &p("Two.")))
        );
        check(
            &page,
            "One.\nBlood loss: 5 mL\nTwo.",
            &["2 tables that were written row by row"],
        );
    }

    #[test]
    fn lists_have_their_numbers() {
        let numbering = format!(
            "<w:numbering {SPACE}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId='8'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num></w:numbering>"
        );
        let styles = format!(
            "<w:styles {SPACE}><w:style w:styleId='Dots'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style></w:styles>"
        );
        let item = |list: &str, level: &str, text: &str| {
            format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
            )
        };
        let dots = "<w:p><w:pPr><w:pStyle w:val='Dots'/></w:pPr><w:r><w:t>dot</w:t></w:r></w:p>";
        let body = [
            item("1", "0", "first"),
            item("1", "1", "part"),
            item("1", "1", "other"),
            item("1", "0", "second"),
            item("1", "1", "part"),
            item("0", "0", "none"),
            dots.to_owned(),
        ]
        .concat();
        check_with(
            &body,
            &[
                ("word/numbering.xml", &numbering),
                ("word/styles.xml", &styles),
            ],
            "1. first\na. part\nb. other\n2. second\na. part\nnone\n- dot",
            &[],
        );
    }

    #[test]
    fn other_parts_are_counted_where_they_have_words() {
        let part = |name: &str, text: &str| format!("<w:{name} {SPACE}>{}</w:{name}>", p(text));
        check_with(
            &p("a"),
            &[
                ("word/header1.xml", &part("hdr", "Smith")),
                ("word/header2.xml", &part("hdr", " ")),
                ("word/footer1.xml", "<broken"),
                ("word/footnotes.xml", &part("footnotes", "see")),
            ],
            "a",
            &["1 page header", "1 footnote or page of footnotes"],
        );
    }

    #[test]
    fn what_is_no_word_document_is_refused_by_name() {
        let refused = |files: &[(&str, &str)], part: &str| {
            let why = read(&archive(files)).unwrap_err().to_string();
            assert!(why.contains(part), "{why}");
        };
        refused(&[("xl/workbook.xml", "")], "an Excel workbook (.xlsx)");
        refused(&[("ppt/presentation.xml", "")], "a PowerPoint presentation");
        refused(&[("mimetype", "application/epub+zip")], "(EPUB)");
        refused(&[("a.txt", "a")], "a zip archive without a Word document");
        refused(
            &[("word/document.xml", "<w:document")],
            "it is not valid XML",
        );
        refused(
            &[("word/document.xml", &document("<w:p/>"))],
            "without the text of a note",
        );
        let huge = " ".repeat(65 * 1024 * 1024);
        refused(
            &[("word/document.xml", &huge)],
            "larger than 64 MB when it is unpacked",
        );
        let main = document(&p("a"));
        let relations = "<Relationships><Relationship Type='x/officeDocument' Target='/other/main.xml'/></Relationships>";
        let moved = archive(&[("_rels/.rels", relations), ("other/main.xml", &main)]);
        assert_eq!(read(&moved).unwrap().documents[0].text, "a");
    }
}
