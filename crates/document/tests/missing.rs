//! PDFs of which something is missing, struck out or not visible: each is read as far as it goes, and says so.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use flate2::Compression;
use flate2::write::ZlibEncoder;
use ligature_document::read;
use std::io::Write;

/// A file of objects, numbered from 1; the first is the catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    let count = objects.len() + 1;
    out.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end =
        format!("trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").into_bytes();
    out.extend(end);
    out
}

fn stream(content: &[u8], entries: &str) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn text(words: &str) -> Vec<u8> {
    format!("BT /F1 10 Tf 40 700 Td ({words}) Tj ET\n").into_bytes()
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

const FLATE: &str = "/Filter/FlateDecode";
const FIRST: &str = "The small bowel was resected and joined.";
const SECOND: &str = "An end stoma was made.";

/// Two pages (objects 5 and 7 with contents 6 and 8), the second one with these entries and this content.
fn two_pages(entries: &str, content: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page = |contents: usize, entries: &str| {
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {contents} 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</X1 9 0 R/X2 99 0 R>>>>{entries}>>").into_bytes()
    };
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[5 0 R 7 0 R]/Count 2>>".to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        b"null".to_vec(),
        page(6, ""),
        stream(&text(FIRST), ""),
        page(8, entries),
        content,
    ];
    objects.extend(more);
    file(&objects)
}

fn with_content(content: Vec<u8>) -> Vec<u8> {
    two_pages("", content, Vec::new())
}

/// Where an object of a file begins.
fn place(file: &[u8], object: usize) -> usize {
    let name = format!("\n{object} 0 obj\n");
    let found = file.windows(name.len()).position(|w| w == name.as_bytes());
    found.unwrap() + 1
}

/// A file, whether the text of the second page is read, and what is said.
#[track_caller]
fn check(file: &[u8], second: bool, said: &[&str]) {
    let document = read(file).unwrap().documents.remove(0);
    assert!(document.text.contains(FIRST), "{}", document.text);
    assert_eq!(document.text.contains(SECOND), second, "{}", document.text);
    let remarks = document.remarks.iter();
    assert_eq!(
        remarks.map(|r| r.message.as_str()).collect::<Vec<_>>(),
        said
    );
}

const LOST: &str = "Page 2 could not be read: its content is missing or damaged.";
const PARTIAL: &str =
    "Page 2 could not be read in whole: a part of its content is missing or damaged.";
const CUT: &str =
    "The PDF is cut off: its end is missing. Check that nothing of the note is missing.";

#[test]
fn what_is_whole_says_nothing() {
    check(&with_content(stream(&text(SECOND), "")), true, &[]);
    check(
        &with_content(stream(&packed(&text(SECOND)), FLATE)),
        true,
        &[],
    );
    // a wrong sum after whole data
    let mut data = packed(&text(SECOND));
    let end = data.len() - 1;
    data[end] ^= 1;
    check(&with_content(stream(&data, FLATE)), true, &[]);
    // a page without a content is blank
    check(&with_content(stream(b"", "")), false, &[]);
    let form = stream(
        &text(SECOND),
        "/Type/XObject/Subtype/Form/BBox[0 0 612 792]",
    );
    check(&two_pages("", stream(b"/X1 Do", ""), vec![form]), true, &[]);
}

#[test]
fn a_page_that_is_lost_is_named() {
    let whole = with_content(stream(&text(SECOND), ""));
    let without = |object: usize| {
        let mut file = whole.clone();
        let at = place(&file, object);
        let end = at + file[at..].windows(6).position(|w| w == b"endobj").unwrap();
        file[at..end].fill(b' ');
        file
    };
    check(&without(8), false, &[LOST]);
    check(&without(7), false, &[LOST]);
    check(
        &with_content(stream(b"\x78\x9c\xff\xff\xffdamaged", FLATE)),
        false,
        &[LOST],
    );
    let data = packed(&text(SECOND));
    check(
        &with_content(stream(&data, "/Filter/Unknown")),
        false,
        &[LOST],
    );
    check(
        &with_content(stream(&data, "/Filter[/FlateDecode/Unknown]")),
        true,
        &[PARTIAL],
    );
    check(&with_content(b"(no stream)".to_vec()), false, &[LOST]);
}

#[test]
fn a_page_of_which_a_part_is_missing_is_named() {
    let long: Vec<u8> = (0..200)
        .flat_map(|n| text(&format!("{SECOND} {}", n * 7919)))
        .collect();
    let data = packed(&long);
    check(
        &with_content(stream(&data[..data.len() / 2], FLATE)),
        true,
        &[PARTIAL],
    );
    let content = [text(SECOND), b"BT /F1 10 Tf 40 600 Td (No more".to_vec()].concat();
    check(&with_content(stream(&content, "")), true, &[PARTIAL]);
    let content = [text(SECOND), b"/X2 Do".to_vec()].concat();
    check(&with_content(stream(&content, "")), true, &[PARTIAL]);
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let whole = with_content(stream(&text(SECOND), ""));
    let cut = |at: usize| whole[..at].to_vec();
    let table = whole.windows(5).position(|w| w == b"xref\n").unwrap();
    check(&cut(table), true, &[CUT]);
    check(&cut(place(&whole, 8)), false, &[LOST, CUT]);
    check(&cut(place(&whole, 7)), false, &[LOST, CUT]);
    let update = [&whole[..], b"8 0 obj\n<</Length 4>>"].concat();
    check(&update, true, &[CUT]);
}

#[test]
fn a_file_without_a_page_that_can_be_read_is_refused() {
    let refused = |file: &[u8], part: &str| {
        let why = read(file).unwrap_err().to_string();
        assert!(why.contains(part), "{why}");
    };
    let page = |contents: &[u8]| {
        file(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>".to_vec(),
            contents.to_vec(),
        ])
    };
    let none = file(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[2 0 R]/Count 1>>".to_vec(),
    ]);
    refused(&none, "it has no page");
    let lost = "the content of its page is missing or damaged";
    refused(&page(b"null "), "without the text of a note");
    refused(&page(&stream(b"abc", "/Filter/Unknown")), lost);
    let whole = page(&stream(&text(FIRST), ""));
    refused(
        &whole[..place(&whole, 4)],
        "the content of its page is missing or damaged (the file is cut off)",
    );
    let whole = with_content(stream(&text(SECOND), ""));
    refused(
        &whole[..place(&whole, 5)],
        "the content of all of its 2 pages is missing or damaged (the file is cut off)",
    );
    refused(
        b"%PDF-1.4\n1 0 obj\n<<",
        "it is cut off: its end is missing",
    );
}

#[test]
fn what_is_struck_out_or_not_visible_is_reported() {
    let struck = "Page 2 has struck-out passages, which cannot be separated from the text and are still in it: check what they are.";
    let annotated = |annotation: &str| {
        let entries = format!("/Annots[{annotation}]");
        two_pages(&entries, stream(&text(SECOND), ""), Vec::new())
    };
    check(
        &annotated("<</Type/Annot/Subtype/StrikeOut/Rect[40 695 200 712]>>"),
        true,
        &[struck],
    );
    check(
        &annotated("<</Subtype/Link>> <</Subtype/StrikeOut/F 4>>"),
        true,
        &[struck],
    );
    check(
        &annotated("<</Type/Annot/Subtype/StrikeOut/F 2>>"),
        true,
        &[],
    );
    check(&annotated("<</Type/Annot/Subtype/Highlight>>"), true, &[]);
    let invisible = "Page 2 has text that is not visible on the page, as scans have; it was read with the rest: check that it belongs to the note.";
    let hidden = [b"3 Tr ".to_vec(), text(SECOND)].concat();
    check(&with_content(stream(&hidden, "")), true, &[invisible]);
    let partly = [
        text(SECOND),
        b"BT 3 Tr /F1 9 Tf 40 600 Td (No) Tj ET".to_vec(),
    ]
    .concat();
    check(&with_content(stream(&partly, "")), true, &[invisible]);
    let blank = [
        text(SECOND),
        b"BT 3 Tr /F1 9 Tf 40 600 Td ( ) Tj ET".to_vec(),
    ]
    .concat();
    check(&with_content(stream(&blank, "")), true, &[]);
}
