//! Small workbooks.

use std::fmt::Write;

/// A file inside of a workbook.
pub(super) type Part = (String, Vec<u8>);

/// A workbook with the given sheets, as Excel writes it, without the parts that no one reads.
pub(crate) fn xlsx(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    zipped(&parts(sheets))
}

/// The parts in a zip.
pub(super) fn zipped(parts: &[Part]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of a workbook.
pub(super) fn parts(sheets: &[(&str, &[&[&str]])]) -> Vec<Part> {
    let mut all = Vec::new();
    let mut put = |name: String, text: String| all.push((name, text.into_bytes()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut relations) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        write!(
            list,
            r#"<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>"#
        )
        .unwrap();
        write!(
            relations,
            r#"<Relationship Id="rId{at}" Type="{related}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        )
        .unwrap();
        let mut data = String::new();
        for (number, row) in rows.iter().enumerate() {
            write!(data, r#"<row r="{}">"#, number + 1).unwrap();
            for (column, cell) in row.iter().enumerate() {
                let letter = char::from(b'A' + u8::try_from(column).unwrap());
                write!(
                    data,
                    r#"<c r="{letter}{}" t="inlineStr"><is><t>{cell}</t></is></c>"#,
                    number + 1
                )
                .unwrap();
            }
            data.push_str("</row>");
        }
        let sheet =
            format!(r#"<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>"#);
        put(format!("xl/worksheets/sheet{at}.xml"), sheet);
    }
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{related}"><sheets>{list}</sheets></workbook>"#
    );
    put("xl/workbook.xml".to_owned(), book);
    let relations = format!(r#"<Relationships xmlns="{package}">{relations}</Relationships>"#);
    put("xl/_rels/workbook.xml.rels".to_owned(), relations);
    let root = format!(
        r#"<Relationship Id="rId0" Type="{related}/officeDocument" Target="xl/workbook.xml"/>"#
    );
    let root = format!(r#"<Relationships xmlns="{package}">{root}</Relationships>"#);
    put("_rels/.rels".to_owned(), root);
    all
}
