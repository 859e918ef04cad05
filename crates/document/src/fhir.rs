//! FHIR resources in JSON that hold documents, alone, in a Bundle, or one on a line.

use crate::day::dashed;
use crate::error::{Unreadable, broken};
use crate::html;
use crate::inside::{Inside, base64};
use crate::limits::LEVELS;
use crate::model::{Contents, Document, Format};
use crate::same::is_same;
use crate::tidy::{flat, tidy};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A resource or a part of one.
type Object = Map<String, Value>;

/// Reads resources.
///
/// # Errors
/// When the JSON is broken, no resource holds a text, or the documents are of several patients.
pub(crate) fn read(bytes: &[u8], inside: &Inside<'_>) -> Result<Contents, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        let value = value.map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            let why = match error.classify() {
                serde_json::error::Category::Eof => "the JSON ends too early",
                _ => "it is not valid JSON",
            };
            broken(Format::Fhir, format!("{why} ({place})"))
        })?;
        values.push(value);
    }
    let mut reader = Reader {
        inside,
        binaries: BTreeMap::new(),
        used: BTreeSet::new(),
        patients: BTreeSet::new(),
        documents: Vec::new(),
        dropped: Vec::new(),
        others: BTreeMap::new(),
    };
    let resources = resources(&values);
    for (address, resource) in &resources {
        reader.binary(address, resource);
    }
    for (_, resource) in &resources {
        reader.resource(resource);
    }
    for (address, resource) in &resources {
        reader.rest(address, resource);
    }
    reader.finish()
}

/// The resources of a file with their addresses: those of a Bundle one by one, those that others contain too.
fn resources(values: &[Value]) -> Vec<(Vec<String>, &Object)> {
    let mut found = Vec::new();
    let mut waiting: Vec<(Option<&str>, &Value)> =
        values.iter().rev().map(|value| (None, value)).collect();
    let mut listed = 0;
    while let Some((address, value)) = waiting.pop() {
        if let Some(list) = value.as_array().filter(|_| listed < LEVELS) {
            listed += 1;
            waiting.extend(list.iter().rev().map(|value| (None, value)));
            continue;
        }
        let Some(resource) = value.as_object() else {
            continue;
        };
        if text(resource, "resourceType") == Some("Bundle") {
            for entry in list(resource, "entry").rev() {
                if let Some(inner) = entry.get("resource") {
                    waiting.push((text(entry, "fullUrl"), inner));
                }
            }
            continue;
        }
        let mut addresses: Vec<String> = address.map(str::to_owned).into_iter().collect();
        if let (Some(kind), Some(id)) = (text(resource, "resourceType"), text(resource, "id")) {
            addresses.push(format!("{kind}/{id}"));
            addresses.push(format!("#{id}"));
        }
        for inner in resource
            .get("contained")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .rev()
        {
            waiting.push((None, inner));
        }
        found.push((addresses, resource));
    }
    found
}

struct Reader<'a> {
    inside: &'a Inside<'a>,
    /// Resources of bytes by their addresses.
    binaries: BTreeMap<String, &'a Object>,
    /// Those that an attachment names.
    used: BTreeSet<String>,
    patients: BTreeSet<String>,
    documents: Vec<Document>,
    dropped: Vec<String>,
    others: BTreeMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn binary(&mut self, addresses: &[String], resource: &'a Object) {
        if text(resource, "resourceType") == Some("Binary") {
            for address in addresses {
                self.binaries.insert(address.clone(), resource);
            }
        }
    }

    /// A resource that holds documents.
    fn resource(&mut self, resource: &Object) {
        let kind = text(resource, "resourceType").unwrap_or_default();
        if matches!(
            kind,
            "DocumentReference" | "DiagnosticReport" | "Composition"
        ) {
            for field in ["status", "docStatus"] {
                let status = text(resource, field).unwrap_or_default();
                if WITHDRAWN.contains(&status) {
                    self.dropped
                        .push(format!("a {kind} whose {field} is {status}"));
                    return;
                }
            }
            let subject = resource
                .get("subject")
                .and_then(|subject| subject.get("reference"));
            if let Some(patient) = subject.and_then(Value::as_str) {
                // an address in full and a short one can mean the same patient
                let short = patient.rsplit('/').next().unwrap_or(patient);
                self.patients.insert(short.to_owned());
            }
        }
        let from = self.documents.len();
        match kind {
            "DocumentReference" => self.reference(resource),
            "DiagnosticReport" => self.report(resource),
            "Composition" => self.composition(resource),
            "Binary" => {}
            // a type is a word of letters; anything else is not worth repeating
            kind if !kind.is_empty()
                && kind.len() < 40
                && kind.bytes().all(|b| b.is_ascii_alphabetic()) =>
            {
                *self.others.entry(kind.to_owned()).or_default() += 1;
            }
            _ => *self.others.entry("unknown".to_owned()).or_default() += 1,
        }
        let title = title(resource);
        let date = date(resource);
        let several = self.documents.len() - from > 1;
        for document in &mut self.documents[from..] {
            let own = document.title.take();
            // several files of one document are known by their own titles
            document.title = match several {
                true => own.or(title.clone()),
                false => title.clone().or(own),
            };
            document.date = document.date.or(date);
        }
    }

    fn reference(&mut self, resource: &Object) {
        let attachments =
            list(resource, "content").filter_map(|content| content.get("attachment")?.as_object());
        let forms = self.renditions(attachments);
        self.documents.extend(forms);
    }

    /// One rendition of a document: by the standard all hold the same in different formats. A text says more of its lines
    /// than the places of characters in a PDF. Attachments with titles of their own are different documents.
    fn renditions<'o>(&mut self, attachments: impl Iterator<Item = &'o Object>) -> Vec<Document> {
        let mut named: Vec<(String, Vec<Vec<Document>>)> = Vec::new();
        for attachment in attachments {
            let read = self.attachment(attachment);
            if read.is_empty() {
                continue;
            }
            let name = text(attachment, "title").map(own_name).unwrap_or_default();
            let same =
                |one: &&mut (String, _)| name.is_empty() || one.0.is_empty() || one.0 == name;
            match named.iter_mut().find(same) {
                Some((known, all)) => {
                    if known.is_empty() {
                        *known = name;
                    }
                    all.push(read);
                }
                None => named.push((name, vec![read])),
            }
        }
        let mut documents = Vec::new();
        for (_, mut all) in named {
            let text = |read: &Vec<Document>| read.iter().all(|one| one.format != Format::Pdf);
            let chosen = all.remove(all.iter().position(text).unwrap_or_default());
            for other in all.into_iter().flatten() {
                let same = chosen.iter().any(|one| is_same(&other.text, &one.text));
                self.dropped.push(match same {
                    true => format!("the same text once more ({})", other.format),
                    false => format!(
                        "another form of the same document, which was not read ({})",
                        other.format
                    ),
                });
            }
            documents.extend(chosen);
        }
        documents
    }

    fn report(&mut self, resource: &Object) {
        let mut forms = self.renditions(list(resource, "presentedForm"));
        if forms.is_empty() {
            let conclusion = text(resource, "conclusion").map(tidy);
            match conclusion.filter(|conclusion| !conclusion.is_empty()) {
                Some(conclusion) => forms.push(Document::new(Format::Fhir, conclusion)),
                None => self
                    .dropped
                    .push("a DiagnosticReport without a text".to_owned()),
            }
        }
        self.documents.extend(forms);
    }

    fn composition(&mut self, resource: &Object) {
        let mut out = String::new();
        let mut left = crate::model::Left::default();
        sections(resource, &mut out, &mut left, 0);
        let text = tidy(&out);
        if text.is_empty() {
            self.dropped.push("a Composition without a text".to_owned());
            return;
        }
        let mut document = Document::new(Format::Fhir, text);
        document.dropped = left.words();
        self.documents.push(document);
    }

    /// The documents of an attachment; one that holds an address alone is looked for in the file.
    fn attachment(&mut self, attachment: &Object) -> Vec<Document> {
        let data = text(attachment, "data").or_else(|| {
            let url = text(attachment, "url")?;
            let short = url.rsplit('/').take(2).collect::<Vec<_>>();
            let short = short.into_iter().rev().collect::<Vec<_>>().join("/");
            let found = [url, &short]
                .into_iter()
                .find(|address| self.binaries.contains_key(*address))?;
            self.used.insert(found.to_owned());
            text(self.binaries.get(found).copied()?, "data")
        });
        let Some(data) = data.filter(|data| !data.trim().is_empty()) else {
            self.dropped.push(match attachment.contains_key("url") {
                true => {
                    "an attachment that is elsewhere (only its address is in the file)".to_owned()
                }
                false => "an attachment without data".to_owned(),
            });
            return Vec::new();
        };
        let mut documents = self.bytes(data);
        let title = text(attachment, "title")
            .map(flat)
            .filter(|title| !title.is_empty());
        for document in &mut documents {
            document.title = title.clone().or(document.title.take());
        }
        documents
    }

    fn bytes(&mut self, data: &str) -> Vec<Document> {
        match base64(data) {
            Ok(bytes) => {
                let mut dropped = Vec::new();
                let mut documents = self.inside.read(&bytes, Format::Fhir, &mut dropped);
                match documents.first_mut() {
                    Some(first) => first.dropped.extend(dropped),
                    None => self.dropped.extend(dropped),
                }
                documents
            }
            Err(why) => {
                self.dropped
                    .push(format!("an attachment that cannot be read ({why})"));
                Vec::new()
            }
        }
    }

    /// Bytes that no document names.
    fn rest(&mut self, addresses: &[String], resource: &Object) {
        let named = addresses.iter().any(|address| self.used.contains(address));
        if text(resource, "resourceType") == Some("Binary") && !named {
            let documents = self.bytes(text(resource, "data").unwrap_or_default());
            self.documents.extend(documents);
        }
    }

    fn finish(mut self) -> Result<Contents, Unreadable> {
        if self.patients.len() > 1 {
            return Err(Unreadable::Patients(self.patients.len()));
        }
        for (kind, count) in self.others {
            self.dropped.push(match count {
                1 => format!("1 {kind} resource"),
                count => format!("{count} {kind} resources"),
            });
        }
        let format = Format::Fhir;
        if self.documents.is_empty() {
            let dropped = self.dropped;
            return Err(Unreadable::NoText { format, dropped });
        }
        Ok(Contents {
            format,
            documents: self.documents,
            dropped: self.dropped,
        })
    }
}

/// The states of a document that is not to be used.
const WITHDRAWN: &[&str] = &["entered-in-error", "superseded", "cancelled", "deprecated"];

/// The title of an attachment without the ending of a file name, to compare it.
fn own_name(title: &str) -> String {
    let title = flat(title).to_lowercase();
    match title.rsplit_once('.') {
        Some((name, ending)) if (1..=5).contains(&ending.len()) && !ending.contains(' ') => {
            name.to_owned()
        }
        _ => title,
    }
}

/// The sections of a Composition with their titles.
fn sections(of: &Object, out: &mut String, left: &mut crate::model::Left, level: usize) {
    if level >= LEVELS {
        return;
    }
    for section in list(of, "section") {
        let div = section
            .get("text")
            .and_then(|text| text.get("div"))
            .and_then(Value::as_str);
        let (words, counted) = html::read(div.unwrap_or_default());
        if !words.is_empty() {
            let title = text(section, "title")
                .map(flat)
                .or_else(|| concept(section.get("code")));
            if let Some(title) = title.filter(|title| !title.is_empty()) {
                let colon = if title.ends_with([':', '.', '?']) {
                    ""
                } else {
                    ":"
                };
                out.push_str(&format!("\n\n{title}{colon}\n"));
            }
            out.push_str(&words);
            out.push('\n');
        }
        left.merge(counted);
        let entries = section
            .get("entry")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        left.add("coded entry", "coded entries", entries);
        sections(section, out, left, level + 1);
    }
}

/// The title of a resource, else its type in words.
fn title(resource: &Object) -> Option<String> {
    let titles = [text(resource, "title"), text(resource, "description")];
    let kind = || concept(resource.get("type")).or_else(|| concept(resource.get("code")));
    let kind = kind();
    // the type says what a document is; a description may be anything
    let title = match text(resource, "resourceType") {
        Some("Composition") => titles[0].map(flat).or(kind),
        _ => kind.or_else(|| titles[1].map(flat)),
    };
    title.filter(|title| !title.is_empty())
}

/// The day of the service, else of the document.
fn date(resource: &Object) -> Option<Date> {
    let at = |value: Option<&Value>, name: &str| {
        value
            .and_then(|v| v.get(name))
            .and_then(Value::as_str)
            .and_then(dashed)
    };
    let context = resource
        .get("context")
        .and_then(|context| context.get("period"));
    let events = list(resource, "event");
    at(context, "start")
        .or_else(|| at(resource.get("period"), "start"))
        .or_else(|| {
            events
                .into_iter()
                .find_map(|event| at(event.get("period"), "start"))
        })
        .or_else(|| at(resource.get("effectivePeriod"), "start"))
        .or_else(|| text(resource, "effectiveDateTime").and_then(dashed))
        .or_else(|| text(resource, "date").and_then(dashed))
}

/// The words of a coded concept.
fn concept(value: Option<&Value>) -> Option<String> {
    let value = value?;
    let coding = value.get("coding").and_then(|coding| coding.get(0));
    let words = value
        .get("text")
        .or_else(|| coding.and_then(|coding| coding.get("display")));
    words.and_then(Value::as_str).map(flat)
}

fn text<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    object.get(name).and_then(Value::as_str)
}

fn list<'o>(
    object: &'o Object,
    name: &str,
) -> impl DoubleEndedIterator<Item = &'o Object> + use<'o> {
    let all = object
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    all.iter().filter_map(Value::as_object)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::error::Unreadable;
    use crate::inside::Inside;
    use crate::model::{Contents, Document, Format};
    use serde_json::{Value, json};

    fn plain(bytes: &[u8]) -> Result<Contents, Unreadable> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let pdf = text.starts_with("%PDF");
        let format = if pdf { Format::Pdf } else { Format::Text };
        Ok(Contents::one(Document::new(format, text)))
    }

    /// `bowel`, `ileum`
    const BOWEL: &str = "Ym93ZWw=";
    const ILEUM: &str = "aWxldW0=";

    #[track_caller]
    fn check(resource: Value, texts: &[&str], dropped: &[&str]) {
        let got = read(resource.to_string().as_bytes(), &Inside(&plain)).unwrap();
        let got_texts: Vec<&str> = got.documents.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(got_texts, texts);
        let own = got.documents.iter().flat_map(|d| &d.dropped);
        let all: Vec<&String> = own.chain(&got.dropped).collect();
        assert_eq!(all, dropped);
    }

    #[track_caller]
    fn refused(resource: &str, why: &str) {
        let got = read(resource.as_bytes(), &Inside(&plain))
            .unwrap_err()
            .to_string();
        assert!(got.contains(why), "{got}");
    }

    #[test]
    fn attachments_are_read() {
        check(
            json!({"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": BOWEL}}, {"attachment": {"data": ILEUM}}]}),
            &["bowel"],
            &["another form of the same document, which was not read (a plain text)"],
        );
        check(
            json!({"resourceType": "DocumentReference", "content": [{"attachment": {"data": BOWEL}}, {"attachment": {"url": "https://a/b"}}]}),
            &["bowel"],
            &["an attachment that is elsewhere (only its address is in the file)"],
        );
        check(
            json!({"resourceType": "DiagnosticReport", "presentedForm": [{"data": BOWEL}], "conclusion": "x"}),
            &["bowel"],
            &[],
        );
        check(
            json!({"resourceType": "DiagnosticReport", "conclusion": "Stricture."}),
            &["Stricture."],
            &[],
        );
        check(
            json!({"resourceType": "Binary", "contentType": "text/plain", "data": BOWEL}),
            &["bowel"],
            &[],
        );
    }

    #[test]
    fn one_rendition_of_a_document_is_read() {
        let other = ["another form of the same document, which was not read (a PDF document)"];
        // `%PDF`, which is read as a PDF here
        let pdf = "JVBERg==";
        let one = |title: &str, data: &str| json!({"attachment": {"title": title, "data": data}});
        let check_all = |content: Value, texts: &[&str], dropped: &[&str]| {
            check(
                json!({"resourceType": "DocumentReference", "content": content}),
                texts,
                dropped,
            );
        };
        check_all(json!([one("", pdf), one("", BOWEL)]), &["bowel"], &other);
        check_all(
            json!([one("op.txt", BOWEL), one("op.pdf", pdf)]),
            &["bowel"],
            &other,
        );
        check_all(
            json!([one("", "a*b"), one("", pdf)]),
            &["%PDF"],
            &["an attachment that cannot be read (its base64 has a wrong character at 2)"],
        );
        check_all(
            json!([one("Note", BOWEL), one("Addendum", ILEUM)]),
            &["bowel", "ileum"],
            &[],
        );
        check(
            json!({"resourceType": "DiagnosticReport", "presentedForm": [{"data": pdf}, {"data": BOWEL}]}),
            &["bowel"],
            &other,
        );
    }

    #[test]
    fn what_was_withdrawn_is_left_out_by_name() {
        let kept = json!({"resourceType": "Binary", "data": ILEUM});
        let check_one = |field: &str, status: &str, dropped: &[&str]| {
            let gone = json!({"resourceType": "DocumentReference", field: status, "content": [{"attachment": {"data": BOWEL}}]});
            let texts: &[&str] = if dropped.is_empty() {
                &["bowel", "ileum"]
            } else {
                &["ileum"]
            };
            check(json!([gone, kept]), texts, dropped);
        };
        check_one(
            "docStatus",
            "entered-in-error",
            &["a DocumentReference whose docStatus is entered-in-error"],
        );
        check_one(
            "docStatus",
            "cancelled",
            &["a DocumentReference whose docStatus is cancelled"],
        );
        check_one(
            "docStatus",
            "deprecated",
            &["a DocumentReference whose docStatus is deprecated"],
        );
        check_one(
            "status",
            "superseded",
            &["a DocumentReference whose status is superseded"],
        );
        check_one("docStatus", "preliminary", &[]);
        refused(
            r#"[{"resourceType": "DocumentReference", "docStatus": "cancelled"}]"#,
            "whose docStatus is cancelled",
        );
    }

    #[test]
    fn bundles_are_read_in_order_and_bytes_are_found() {
        check(
            json!({"resourceType": "Bundle", "entry": [
                {"resource": {"resourceType": "Patient", "id": "p"}},
                {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Binary", "data": ILEUM}},
                {"resource": {"resourceType": "DocumentReference", "content": [{"attachment": {"data": BOWEL}}]}},
                {"resource": {"resourceType": "DocumentReference", "content": [{"attachment": {"url": "urn:uuid:1"}}]}},
                {"resource": {"resourceType": "DocumentReference", "status": "entered-in-error", "content": [{"attachment": {"data": BOWEL}}]}}]}),
            &["bowel", "ileum"],
            &[
                "a DocumentReference whose status is entered-in-error",
                "1 Patient resource",
            ],
        );
        check(
            json!({"resourceType": "DocumentReference", "contained": [{"resourceType": "Binary", "id": "b", "data": BOWEL}], "content": [{"attachment": {"url": "#b"}}]}),
            &["bowel"],
            &[],
        );
    }

    #[test]
    fn compositions_are_sections() {
        check(
            json!({"resourceType": "Composition", "title": "Op note", "section": [
                {"title": "Procedure", "text": {"div": "<div xmlns='http://www.w3.org/1999/xhtml'><p>Ileal resection</p></div>"}, "entry": [{}]},
                {"section": [{"code": {"text": "Findings"}, "text": {"div": "<div>A &lt; B</div>"}}]}]}),
            &["Procedure:\nIleal resection\n\nFindings:\nA < B"],
            &["1 coded entry"],
        );
    }

    #[test]
    fn titles_and_days_are_read() {
        let check = |resource: Value, title: &str, day: &str| {
            let got = read(resource.to_string().as_bytes(), &Inside(&plain)).unwrap();
            let one = &got.documents[0];
            assert_eq!(
                (one.title.as_deref(), one.date.map(|d| d.to_string())),
                (Some(title), Some(day.to_owned()))
            );
        };
        let content = json!([{"attachment": {"data": BOWEL, "title": "a.txt"}}]);
        check(
            json!({"resourceType": "DocumentReference", "type": {"coding": [{"display": "Surgical operation note"}]}, "date": "2024-08-20T10:00:00Z", "context": {"period": {"start": "2024-08-14"}}, "content": content}),
            "Surgical operation note",
            "2024-08-14",
        );
        check(
            json!({"resourceType": "DocumentReference", "date": "2024-08-20T10:00:00Z", "content": content}),
            "a.txt",
            "2024-08-20",
        );
        check(
            json!({"resourceType": "DiagnosticReport", "code": {"text": "Pathology"}, "effectiveDateTime": "2024-08-16", "presentedForm": [{"data": BOWEL}]}),
            "Pathology",
            "2024-08-16",
        );
    }

    #[test]
    fn what_holds_no_note_is_refused_by_name() {
        refused(
            "{\"resourceType\": \"Patient\"}",
            "a FHIR resource without the text of a note: it has 1 Patient resource",
        );
        refused(
            "{\"resourceType\": \"DocumentReference\", \"content\": [{\"attachment\": {\"url\": \"x\"}}]}",
            "only its address is in the file",
        );
        refused(
            "{\"resourceType\": \"Binary\", \"data\": \"a*b\"}",
            "its base64 has a wrong character at 2",
        );
        refused(
            "{\"resourceType\":\n \"Bundle\", }",
            "it is not valid JSON (line 2, column",
        );
        refused("{\"resourceType\": \"Bundle\"", "the JSON ends too early");
        let two: String = ["a", "b"].map(|p| json!({"resourceType": "DocumentReference", "subject": {"reference": format!("Patient/{p}")}, "content": [{"attachment": {"data": BOWEL}}]}).to_string() + "\n").concat();
        refused(&two, "documents of 2 patients");
    }
}
