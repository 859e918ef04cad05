//! Small made-up tables in the publishers' layouts.

use super::compare::run;
use super::error::FactsError;
use super::tables::Tables;
use super::write::with_facts;
use ligature_knowledge::{Facts, Loaded};
use std::fs;
use std::path::Path;

const RVU: &str = "\
,,2025 National Physician Fee Schedule,,,,,,,,,,,,,,,,,,,,,,
,,RELEASED 09/11/2025,,,,,,,,,,,,,,,,,,,,,,
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR
99001,,,A,,20.00,10.00,NA,10.00,,5.00,35.00,35.00,0,090,0,0,0,2,0,2,1,0,,32.35
99001,26,,A,,1.00,1.00,NA,1.00,,1.00,3.00,3.00,0,XXX,0,0,0,2,0,2,1,0,,32.35
99002,,,A,,4.44,1.69,NA,1.69,,1.04,7.17,7.17,0,ZZZ,0,0,0,0,0,2,1,0,,32.35
";

const MUE: &str = "\
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
99001,1,2 Date of Service Edit: Policy,Policy
99002,3,3 Date of Service Edit: Clinical,Clinical: Data
";

const ADDON: &str = "\
Add_On_Code\tPrimary_Code\tAOC_Edit_Type\tAOC_Del_DT\tPrimary_Code_Del_DT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\tSpecial_Instruction_Notes
99002\t99005\t1\t\t\t2013\t\t
99002\t99001\t1\t\t\t2013\t2024365\t
99002\t99003\t1\t\t\t2013\t2023365\t
99002\t99004\t1\t\t2022\t2013\t\t
99002\t99006\t1\t\t\t2025\t\t
99007\t99001\t1\t2016\t\t2013\t\t
99008\tCCCCC\t2\t\t\t2013\t\tContractor Defined Primary Codes
";

/// The three tables in a folder; `change` may replace the text of one.
fn tables(dir: &Path, change: (&str, &str)) {
    let files = [
        ("pprrvu/PPRRVU2025_Oct.csv.xz", RVU),
        (
            "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz",
            MUE,
        ),
        ("ncci-aoc/AOC_V2024Q2-MCR.txt.xz", ADDON),
    ];
    for (file, text) in files {
        let text = if file.starts_with(change.0) {
            change.1
        } else {
            text
        };
        let path = dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut packed = Vec::new();
        lzma_rs::xz_compress(&mut text.as_bytes(), &mut packed).unwrap();
        fs::write(path, packed).unwrap();
    }
}

const NONE: (&str, &str) = ("none of them", "");

#[test]
fn facts_come_from_the_rows_in_force() {
    let dir = tempfile::tempdir().unwrap();
    tables(dir.path(), NONE);
    let tables = Tables::read(dir.path()).unwrap();
    let first = tables.facts_for("99001");
    assert_eq!(
        (first.work_rvu.as_str(), first.total_facility_rvu.as_str()),
        ("20.00", "35.00")
    );
    assert_eq!(
        (
            first.status.as_str(),
            first.global.as_str(),
            first.multiple.as_str()
        ),
        ("A", "090", "2")
    );
    assert_eq!(
        (first.bilateral.as_str(), first.assistant.as_str()),
        ("0", "2")
    );
    assert_eq!((first.co_surgeon.as_str(), first.team.as_str()), ("1", "0"));
    assert_eq!(
        (first.mue, first.mai, first.addon_type),
        (Some(1), Some(2), None)
    );
    let second = tables.facts_for("99002");
    assert_eq!(
        (second.mue, second.mai, second.addon_type),
        (Some(3), Some(3), Some(1))
    );
    assert_eq!(
        second.primaries,
        ["99001", "99005"],
        "sorted, without deleted and future ones"
    );
    assert_eq!(
        tables.facts_for("99007").addon_type,
        None,
        "the add-on code was deleted"
    );
    let defined = tables.facts_for("99008");
    assert_eq!((defined.addon_type, defined.primaries.len()), (Some(2), 0));
    let absent = tables.facts_for("99999");
    assert!(absent.status.is_empty() && absent.mue.is_none());
    assert_eq!(
        absent.mue_release,
        "CMS NCCI MUE practitioner services, effective 2024-07-01"
    );
}

/// An error about the tables that holds these words.
fn check_tables(change: (&str, &str), words: &str) {
    let dir = tempfile::tempdir().unwrap();
    tables(dir.path(), change);
    let error = Tables::read(dir.path()).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn another_table_is_not_believed() {
    check_tables(
        ("pprrvu", &RVU.replace("09/11/2025", "01/01/2026")),
        "does not say \"RELEASED 09/11/2025\"",
    );
    check_tables(
        ("pprrvu", &RVU.replace("DAYS", "DATES")),
        "no column for global-days",
    );
    check_tables(
        ("ncci-mue", "Code,Hospital\n"),
        "does not say \"Practitioner Services MUE Values\"",
    );
    check_tables(
        ("ncci-aoc", &ADDON.replace("AOC_Del_DT", "Gone")),
        "does not say \"Add_On_Code",
    );
    let dir = tempfile::tempdir().unwrap();
    let error = Tables::read(dir.path()).unwrap_err();
    assert!(
        matches!(&error, FactsError::Unreadable { path, .. } if path.ends_with("PPRRVU2025_Oct.csv.xz")),
        "{error}"
    );
    tables(dir.path(), NONE);
    let path = dir.path().join("pprrvu/PPRRVU2025_Oct.csv.xz");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(
        Tables::read(dir.path())
            .unwrap_err()
            .to_string()
            .contains("cannot be unpacked")
    );
}

const PAGE: &str = "+++\ncode = \"99002\"\nname = \"Ours\"\n+++\n\n## In plain words\n[facts] is no table here.\n## What the note must say\nx\n## Choosing between neighbours\nx\n";

#[test]
fn facts_are_written_once_and_nothing_else_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    tables(&dir.path().join("tables"), NONE);
    let knowledge = dir.path().join("knowledge");
    let page = knowledge.join("procedures/99002.md");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, PAGE).unwrap();
    let compared = run(&knowledge, &dir.path().join("tables"), false).unwrap();
    assert_eq!((compared.pages, compared.written.len()), (1, 0));
    assert!(
        compared.problems[0]
            .to_string()
            .contains("this page has no facts")
    );
    assert_eq!(fs::read_to_string(&page).unwrap(), PAGE);

    let written = run(&knowledge, &dir.path().join("tables"), true).unwrap();
    assert_eq!(written.written, std::slice::from_ref(&page));
    let text = fs::read_to_string(&page).unwrap();
    let expected = "name = \"Ours\"\n\n[facts]\nrvu_release = \"CMS PPRRVU RVU25D, October 2025, released 2025-09-11\"\nstatus = \"A\"\nglobal = \"ZZZ\"\nwork_rvu = \"4.44\"\n";
    assert!(text.contains(expected), "{text}");
    assert!(
        text.contains("mue = 3\nmai = 3\n")
            && text
                .contains("primaries = [\"99001\", \"99005\"]\naddon_type = 1\n+++\n\n## In plain")
    );
    assert!(text.ends_with(PAGE.split_once("+++\n\n").unwrap().1));
    assert_eq!(Loaded::from_dir(&knowledge).problems, []);
    let again = run(&knowledge, &dir.path().join("tables"), true).unwrap();
    assert_eq!((again.problems.len(), again.written.len()), (0, 0));

    fs::write(&page, text.replace("4.44", "5.00").replace("mai = 3\n", "")).unwrap();
    let problems = run(&knowledge, &dir.path().join("tables"), true)
        .unwrap()
        .problems;
    let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`work_rvu` is \"5.00\" here, and \"4.44\" in the tables",
            "`mai` is missing: the tables have 3"
        ]
    );
    assert_eq!((problems[0].line, problems[0].column), (9, 12));
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
}

#[test]
fn front_matter_is_found_whatever_surrounds_it() {
    let facts = Facts {
        status: "A".into(),
        ..Facts::default()
    };
    let check = |page: &str, expected: Option<&str>| {
        assert_eq!(with_facts(page, &facts).as_deref(), expected, "{page}");
    };
    check(
        "+++\na = 1\n+++\n+++\n",
        Some("+++\na = 1\n\n[facts]\nstatus = \"A\"\n+++\n+++\n"),
    );
    check(
        "+++\r\na = 1\r\n+++\r\nx",
        Some("+++\r\na = 1\r\n\r\n[facts]\r\nstatus = \"A\"\r\n+++\r\nx"),
    );
    check(
        "+++\na = 1\n[facts]\nold = [\n  \"x\",\n]\n\n[other]\nb = 2\n+++\n",
        Some("+++\na = 1\n[other]\nb = 2\n\n[facts]\nstatus = \"A\"\n+++\n"),
    );
    check("+++\na = 1\n", None);
    check("# No front matter\n", None);
    check("", None);
}
