//! What the authored knowledge adds to the code sets, as batches in addition to those of the publishers.

use jiff::civil::Date;
use ligature_catalog::{Batch, CodeEntry, Link, LinkKind, OURS, Release, Standing, Status, System};
use ligature_codes::CodeRange;
use ligature_knowledge::Knowledge;

/// All of it: what was taken, in words, and the batch.
pub(crate) fn authored(knowledge: &Knowledge) -> Vec<(String, Batch)> {
    let mut all = vec![("our own names".to_owned(), names(knowledge))];
    all.push(("our own links".to_owned(), links(knowledge)));
    for system in [System::Cpt, System::Hcpcs] {
        let batch = ranges(knowledge, system);
        if !batch.entries.is_empty() {
            all.push(("ranges of codes in our own words".to_owned(), batch));
        }
    }
    all
}

fn release(system: System, label: &str, file: &str) -> Release {
    Release {
        system,
        label: label.to_owned(),
        from: Date::constant(2025, 10, 1),
        to: Date::constant(2025, 12, 31),
        publisher: OURS.to_owned(),
        licence: "MIT OR Apache-2.0; CPT code numbers copyright American Medical Association"
            .to_owned(),
        file: file.to_owned(),
        complete: false,
    }
}

fn entry(code: &str, title: &str, status: Status, parent: String) -> CodeEntry {
    CodeEntry {
        code: code.to_owned(),
        title: title.to_owned(),
        short: String::new(),
        status,
        parent,
        standing: Standing::default(),
    }
}

/// The procedure codes with our own names, so that they can be found where no table of the publishers is loaded. It
/// is not a list of all codes, and does not say when a code is in force.
fn names(knowledge: &Knowledge) -> Batch {
    let mut batch = Batch::new(release(
        System::Cpt,
        "names of Ligature's own",
        "knowledge/names",
    ));
    let codes = knowledge.names.iter().map(|n| &n.code);
    let mut codes: Vec<&String> = codes
        .chain(knowledge.pages.iter().map(|p| &p.code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    batch.read = codes.len() as u64;
    let codes = codes.into_iter();
    batch.entries = codes
        .map(|code| entry(code, "", Status::Billable, String::new()))
        .collect();
    batch
}

/// From procedures to the diagnoses that their pages name, and between the codes of a family.
fn links(knowledge: &Knowledge) -> Batch {
    let mut batch = Batch::new(release(
        System::Cpt,
        "Ligature, authored pages",
        "knowledge/procedures",
    ));
    let link = |code: &str, to_system: System, to: &str, kind: LinkKind, flags: &str| Link {
        system: System::Cpt,
        code: code.to_owned(),
        to_system,
        to: to.to_owned(),
        kind,
        flags: flags.to_owned(),
    };
    for page in &knowledge.pages {
        let diagnoses = page.supporting();
        batch.links.extend(
            diagnoses
                .iter()
                .map(|to| link(&page.code, System::Icd10cm, to, LinkKind::Supports, "")),
        );
    }
    for family in &knowledge.families {
        let rows = family.rows.iter();
        let mut codes: Vec<&String> = rows
            .flat_map(|row| row.code.iter().chain(&row.further))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        for code in &codes {
            let others = codes.iter().filter(|other| *other != code);
            batch.links.extend(
                others.map(|to| link(code, System::Cpt, to, LinkKind::Neighbour, &family.title)),
            );
        }
    }
    batch.read = batch.links.len() as u64;
    batch
}

/// The ranges of a code set as its chapters and blocks; each is under the narrowest that encloses it.
fn ranges(knowledge: &Knowledge, system: System) -> Batch {
    let mut batch = Batch::new(release(system, "Ligature, own words", "knowledge/ranges"));
    let read = |codes: &str| {
        CodeRange::parse(codes)
            .ok()
            .filter(|r| r.system() == system)
    };
    let all: Vec<(CodeRange, &str)> = knowledge
        .ranges
        .iter()
        .filter_map(|r| Some((read(&r.codes)?, r.name.as_str())))
        .collect();
    batch.read = all.len() as u64;
    for (range, name) in &all {
        let around = all
            .iter()
            .map(|(other, _)| other)
            .filter(|other| *other != range && other.encloses(range))
            .min_by_key(|other| other.width());
        let status = match around {
            Some(_) => Status::Block,
            None => Status::Chapter,
        };
        let parent = around.map(ToString::to_string).unwrap_or_default();
        batch
            .entries
            .push(entry(&range.to_string(), name, status, parent));
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_catalog::{ArchivedCatalog, Catalog, Validity};
    use ligature_knowledge::{Family, Name, NamedRange, Page, Row};

    fn knowledge(ranges: &[(&str, &str)], codes: &[&str]) -> Knowledge {
        let range = |(codes, name): &(&str, &str)| NamedRange {
            codes: (*codes).to_owned(),
            name: (*name).to_owned(),
        };
        let name = |code: &&str| Name {
            code: (*code).to_owned(),
            ..Name::default()
        };
        Knowledge {
            ranges: ranges.iter().map(range).collect(),
            names: codes.iter().map(name).collect(),
            ..Knowledge::default()
        }
    }

    #[test]
    fn a_code_is_under_the_narrowest_range_and_that_under_the_next() {
        let knowledge = knowledge(
            &[
                ("44005-44799", "Bowel"),
                ("44005-44055", "Freeing and opening"),
                ("10004-69990", "Surgery"),
                ("0042T-0999T", "New services"),
                ("A0021-A0999", "Ambulance"),
            ],
            &["44005", "44120", "0100T", "99213"],
        );
        let catalog = Catalog::build(authored(&knowledge), vec![]).unwrap();
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog).unwrap();
        let catalog = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes).unwrap();
        let check = |code: &str, path: &[&str]| {
            let row = catalog
                .row(catalog.find(System::Cpt, code).unwrap())
                .unwrap();
            let above: Vec<&str> = catalog
                .above(row)
                .filter_map(|id| catalog.row(id))
                .map(|row| catalog.str(&row.code))
                .collect();
            assert_eq!(above, path, "{code}");
        };
        check("44005", &["44005-44055", "44005-44799", "10004-69990"]);
        check("44120", &["44005-44799", "10004-69990"]);
        check("0100T", &["0042T-0999T"]);
        check("99213", &[]);
        check("44005-44055", &["44005-44799", "10004-69990"]);
        let range = catalog.find(System::Cpt, "44005-44055").unwrap();
        let row = catalog.row(range).unwrap();
        assert!(catalog.ours(row));
        assert_eq!(catalog.status(row), Status::Block);
        let heading = catalog.validity(row, 0);
        assert!(matches!(heading, Validity::Heading { .. }), "{heading:?}");
        assert!(catalog.find(System::Hcpcs, "A0021-A0999").is_some());
    }

    #[test]
    fn pages_and_families_become_links() {
        let row = |code: &str, further: Option<&str>| Row {
            code: Some(code.to_owned()),
            further: further.map(str::to_owned),
            ..Row::default()
        };
        let knowledge = Knowledge {
            pages: vec![Page {
                code: "44120".to_owned(),
                sections: vec![(
                    "Diagnoses that support it".to_owned(),
                    "- K55.02-, K56.2: dead or twisted bowel".to_owned(),
                )],
                ..Page::default()
            }],
            families: vec![Family {
                title: "Removal of small bowel".to_owned(),
                rows: vec![
                    row("44120", Some("44121")),
                    row("44125", None),
                    row("44120", None),
                ],
                ..Family::default()
            }],
            ..Knowledge::default()
        };
        let batch = links(&knowledge);
        let of = |kind: LinkKind| -> Vec<(&str, &str)> {
            let all = batch.links.iter().filter(|l| l.kind == kind);
            all.map(|l| (l.code.as_str(), l.to.as_str())).collect()
        };
        assert_eq!(
            of(LinkKind::Supports),
            [("44120", "K5502"), ("44120", "K562")]
        );
        assert_eq!(
            of(LinkKind::Neighbour),
            [
                ("44120", "44121"),
                ("44120", "44125"),
                ("44121", "44120"),
                ("44121", "44125"),
                ("44125", "44120"),
                ("44125", "44121"),
            ]
        );
    }
}
