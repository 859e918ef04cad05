//! A problem in an authored file is reported with its place, and never hides anything else.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{SOUND, changed, check, check_changed, load_with};
use ligature_knowledge::{Loaded, load_dir};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const LEXICON: &str = "lexicon/base.toml";
const FAMILY: &str = "families/resection.toml";

#[test]
fn the_sound_tree_has_no_problems() {
    check(&[], &[]);
    let knowledge = load_with(&[]).knowledge;
    assert_eq!(knowledge.lexicon.concepts.len(), 5);
    assert_eq!(knowledge.lexicon.abbreviations, ["dr"]);
    assert_eq!(
        knowledge.families[0].rows[0].further.as_deref(),
        Some("44121")
    );
    assert_eq!(knowledge.policies.modifiers.len(), 1);
    assert_eq!(
        knowledge.pages[0].sections[1],
        ("What the note must say".into(), "Two.".into())
    );
    assert_eq!(knowledge.pages[1].facts.primaries, ["44120"]);
    assert_eq!(knowledge.examples[0].note, "Bowel resected.\n");
}

#[test]
fn syntax_keys_and_types() {
    check(
        &[("lexicon/x.toml", "[[concept]\nkindd = 1\n")],
        &[
            "lexicon/x.toml:1:11: error: unclosed array table, expected `]`",
            "lexicon/x.toml:2:1: error: `kindd` is not a key of this table | did you mean `kind`?",
        ],
    );
    // Every mistake in a table is reported, and the rest of the table is kept.
    check_changed(
        LEXICON,
        "within = 2",
        "withn = 2\nsteps_ = []\ngives = 3",
        &[
            "lexicon/base.toml:55:1: error: `withn` is not a key of this table | did you mean `within`?",
            "lexicon/base.toml:56:1: error: `steps_` is not a key of this table | did you mean `steps`?",
            "lexicon/base.toml:57:9: error: a table is expected here | write it in braces: { key = \"…\" }",
        ],
    );
    check_changed(
        LEXICON,
        "reach = \"note\"",
        "reach = \"sentance\"",
        &[
            "lexicon/base.toml:17:9: error: `sentance` is not a value that this key can have | did you mean `sentence`?",
        ],
    );
    check(
        &[("lexicon/x.toml", "[concept]\nid = \"x\"\n")],
        &[
            "lexicon/x.toml:1:1: error: `concept` is a list of tables | write `[[concept]]` above each of them",
        ],
    );
    check(
        &[("lexicon/x.toml", "[[consept]]\nid = \"x\"\n")],
        &[
            "lexicon/x.toml:1:3: error: `consept` is not a key of this table | did you mean `concept`?",
        ],
    );
    check(
        &[("examples/x.toml", "[[exampel]]\nid = \"x\"\n")],
        &[
            "examples/x.toml:1:3: error: `exampel` is not a key of this table | did you mean `example`?",
        ],
    );
    check_changed(
        FAMILY,
        "approach = \"open\" }",
        "approach = 3 }",
        &[
            "families/resection.toml:9:37: error: a condition is a word or a list of words | write \"x\", \"not x\", \"any\", \"none\" or a list such as [\"x\", \"y\"]",
            "families/resection.toml:12:9: error: there is a question about `approach`, but it is not a condition of this row | the conditions of this row are `site`",
        ],
    );
}

#[test]
fn one_bad_file_hides_nothing() {
    let loaded = load_with(&[
        ("lexicon/a.toml", "= nonsense ["),
        ("procedures/44125.md", "no page"),
    ]);
    assert_eq!(loaded.knowledge, {
        let mut valid = load_with(&[]).knowledge;
        valid.pages.truncate(2);
        valid
    });
    assert!(loaded.problems.iter().any(|p| p.file == "lexicon/a.toml"));
    assert!(
        loaded
            .problems
            .iter()
            .any(|p| p.file == "procedures/44125.md")
    );
}

#[test]
fn files_that_are_not_read_are_named() {
    check(
        &[
            ("lexicon/notes.txt", "x"),
            ("famlies/x.toml", "x"),
            ("lexicon/.x.toml.swp", "x"),
            ("lexicon/README.md", "x"),
            ("lexicon/deep/x.toml", "x"),
        ],
        &[
            "famlies: warning: this folder is not read | did you mean `families`?",
            "lexicon/deep: warning: this folder is not read: folders inside folders have no meaning here",
            "lexicon/notes.txt: warning: this file is not read: the files of this folder end in .toml",
        ],
    );
    let (knowledge, problems) = load_dir(Path::new("no/such/folder"));
    assert_eq!(knowledge, ligature_knowledge::Knowledge::default());
    assert_eq!(
        problems[0].to_string(),
        "no/such/folder: error: the knowledge folder cannot be read: it does not exist\n   = name the folder that holds lexicon, families, policies, procedures and examples"
    );
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("lexicon")).unwrap();
    fs::write(
        dir.path().join("lexicon/x.toml"),
        b"\nnot_slips = [\"caf\xe9\"]",
    )
    .unwrap();
    let (_, problems) = load_dir(dir.path());
    let first = &problems[0];
    assert_eq!((first.line, first.column), (2, 18), "{first}");
    assert!(first.message.contains("not UTF-8"), "{first}");
}

#[test]
fn a_problem_is_printed_with_its_line() {
    let text = changed(LEXICON, "is_a = [\"bowel\"]", "is_a = [ \"bowle\" ]");
    let problem = load_with(&[(LEXICON, &text)]).problems.remove(0);
    let expected = r#"
lexicon/base.toml:40:10: error: there is no concept `bowle` of the kind `site`
 40 | is_a = [ "bowle" ]
    |          ^^^^^^^ did you mean `bowel`?"#;
    assert_eq!(problem.to_string(), expected.trim_start());
    // Carriage returns and a byte order mark move nothing.
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let problem = load_with(&[(LEXICON, &windows)]).problems.remove(0);
    assert_eq!(problem.to_string(), expected.trim_start());
    // A long line is cut around the place.
    let long = format!("not_slips = [{}3]", "\"äöü\", ".repeat(100));
    let problem = load_with(&[("lexicon/x.toml", &long)]).problems.remove(0);
    let shown = problem.to_string();
    let (line, mark) = (shown.lines().nth(1).unwrap(), shown.lines().nth(2).unwrap());
    assert!(line.chars().count() < 130, "{shown}");
    let at = mark.chars().position(|c| c == '^').unwrap();
    assert_eq!(line.chars().nth(at), Some('3'), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_makes_it_panic(text in "(?s).*", toml in "([\\[\\]{}=\"'.,# \n+a-z0-9é]|\\[\\[concept\\]\\]\n|kind = |id = )*") {
        let loaded = load_with(&[("lexicon/x.toml", &toml), ("families/x.toml", &text), ("procedures/x.md", &text), ("policies/x.toml", &toml)]);
        for problem in loaded.problems.iter().chain(&loaded.lint()) {
            let _ = problem.to_string();
        }
    }

    #[test]
    fn a_hole_in_a_file_hides_no_other(file in 0..SOUND.len(), from in 0usize..900, length in 1usize..60) {
        let (path, text) = SOUND[file];
        let from = from.min(text.len());
        let to = (from + length).min(text.len());
        let spoiled = format!("{}{}", &text[..from], &text[to..]);
        let Loaded { knowledge, .. } = load_with(&[(path, &spoiled)]);
        prop_assert!(path == FAMILY || knowledge.families.len() == 1);
        prop_assert!(path == LEXICON || knowledge.lexicon.concepts.len() == 5);
        prop_assert!(path.starts_with("procedures") || knowledge.pages.len() == 2);
    }
}

#[test]
fn payment() {
    check(
        &[(
            "claims/x.toml",
            r#"
[[share]]
modifier = "80"
share = "16 %"
indicator = "asistant"
paid = ["2"]
because = "b"
source = "s"

[[share]]
modifier = "78"
share = "0.5"
of = ["durng"]
because = ""
source = "s"

[[share]]
modifier = "62"
share = "0.625"
paid = ["2"]
because = "b"
source = "s"

[[places]]
facility = ["2"]
because = "b"
source = "s"

[[status]]
status = "A"
priced = "yes"
because = "b"
source = "s"
"#,
        )],
        &[
            "claims/x.toml:4:9: error: `16 %` is not a number with at most four places after the point",
            "claims/x.toml:5:13: error: `asistant` is not a value that `indicator` can have | write one of assistant, bilateral, co-surgeon, team",
            "claims/x.toml:11:12: error: a modifier has a `share`, shares `of` the schedule or its own `row`, not two of them",
            "claims/x.toml:13:7: error: `durng` is not a value that `of` can have | write one of before, during, after",
            "claims/x.toml:14:11: error: `because` is empty",
            "claims/x.toml:17:1: error: an `indicator` and the values with which it is `paid` or `documented` go together",
            "claims/x.toml:25:12: error: `2` is not 2 letters or digits",
            "claims/x.toml:31:10: error: `yes` is not a value that `priced` can have | write one of fee, alone, anesthesia, none",
        ],
    );
}

/// A sound tree in whose family the source of the rule is another one.
fn check_source(source: &str, wrong: Option<&str>) {
    const HELP: &str = "name publisher, document, year, and section or page; or write `convention of this project: ` and the reason";
    let expected: Vec<String> = wrong
        .iter()
        .map(|wrong| format!("families/resection.toml:11:10: error: {wrong} | {HELP}"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let to = format!("source = \"{source}\"");
    check_changed(FAMILY, "source = \"our own, 2025\"", &to, &expected);
}

#[test]
fn a_rule_rests_on_what_states_it() {
    check_source(
        "CMS, NCCI PTP edits, practitioner services, 2024 Q3: 44120 with 44005",
        None,
    );
    check_source(
        "CMS, Medicare Claims Processing Manual, chapter 12, section 40, 2024: the fee schedule",
        None,
    );
    check_source(
        "convention of this project: the surgeon's own opening is closed with the operation",
        None,
    );
    let values = Some("a fee schedule lists values and states no rule");
    check_source("CMS, Physician Fee Schedule, RVU25D (2025)", values);
    check_source("CMS, PPRRVU, October 2025", values);
    check_source(
        "CMS, physician fee schedule relative value file, 2024",
        values,
    );
    let ours = Some("`in our words` is no source: it does not say where the rule comes from");
    check_source(
        "CMS, Physician Fee Schedule, RVU25D (2025); rule in our words",
        ours,
    );
    check_source("In our own words, 2025", ours);
    check_source("convention of this project: in our words", ours);
    let reason = Some("a convention of this project needs its reason");
    check_source("convention of this project:", reason);
    check_source("Convention of this project: it is", reason);
    let year = Some("the source names no year");
    check_source("CMS, NCCI Policy Manual, chapter 6", year);
    check_source("AMA, CPT, page 1234", year);
}

const POLICIES: &str = "policies/parts.toml";

#[test]
fn what_is_part_of_what_is_written_once() {
    let inclusion = "[[inclusion]]\nid = \"adhesions\"\nbecause = \"Freeing them is part of it.\"\nresolve = \"Take it off.\"\nsource = \"CMS, 2024\"\n\n";
    let of = |more: &str| format!("{inclusion}{more}");
    let loaded = |files: &[(&str, &str)]| {
        let loaded = load_with(files);
        let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{problems:?}");
        loaded.knowledge
    };
    // a row, a part and a principle have the words of the inclusion; a part that holds on claims gives a principle
    let parts = of(
        "[[part_of]]\npart = [\"44121\"]\nwhole = [\"resection\"]\nexcept = [\"44121\"]\nincluded = \"adhesions\"\non_claims = true\nunless = [\"59\"]\n",
    );
    let row = "id = \"freeing\"\ntitle = \"Freeing\"\nselect = { action = \"join\" }\n[[row]]\nwould_be = \"44121\"\nincluded = \"adhesions\"\n";
    let rule =
        "[[principle]]\npart = [\"44005\"]\nwhole = [\"44120-44160\"]\nincluded = \"adhesions\"\n";
    let knowledge = loaded(&[
        (POLICIES, &parts),
        ("families/x.toml", row),
        ("claims/x.toml", rule),
    ]);
    let rows = knowledge.families.iter().flat_map(|f| &f.rows);
    let left_out = rows.into_iter().find(|r| r.would_be.is_some()).unwrap();
    assert_eq!(left_out.because, "Freeing them is part of it.");
    assert_eq!(left_out.source, "CMS, 2024");
    assert_eq!(
        knowledge.policies.part_of[0].because,
        "Freeing them is part of it."
    );
    let principles: Vec<_> = knowledge
        .claims
        .principles
        .iter()
        .map(|p| {
            (
                p.part.join(" "),
                p.whole.join(" "),
                p.unless.join(" "),
                p.because.as_str(),
                p.resolve.as_str(),
            )
        })
        .collect();
    let words = ("Freeing them is part of it.", "Take it off.");
    assert_eq!(
        principles,
        [
            (
                "44005".into(),
                "44120-44160".into(),
                String::new(),
                words.0,
                words.1
            ),
            (
                "44121".into(),
                "44120".into(),
                "59".into(),
                words.0,
                words.1
            ),
        ]
    );
    // what goes wrong
    check(
        &[(
            "families/x.toml",
            &row.replace(
                "included = \"adhesions\"",
                "because = \"b\"\nsource = \"s, 2024\"",
            ),
        )],
        &[
            "families/x.toml:5:12: error: why this is not reported is not written here | write it as an [[inclusion]] of the policies, and here `included = \"…\"`",
        ],
    );
    check(
        &[(
            POLICIES,
            &of(
                "[[part_of]]\npart = [\"44121\"]\nwhole = [\"any\"]\nincluded = \"adhesion\"\nbecause = \"b\"\nsource = \"s, 2024\"\n",
            ),
        )],
        &[
            "policies/parts.toml:10:12: error: there is no inclusion `adhesion` | did you mean `adhesions`?",
        ],
    );
    check(
        &[(
            POLICIES,
            &of(
                "[[part_of]]\npart = [\"44121\"]\nwhole = [\"any\"]\nincluded = \"adhesions\"\nbecause = \"b\"\non_claims = true\n",
            ),
        )],
        &[
            "policies/parts.toml:9:9: error: on a claim `any` would be every code",
            "policies/parts.toml:9:10: error: `any` is no code, no range of codes and no group",
            "policies/parts.toml:11:11: error: `because` is said twice: the inclusion `adhesions` brings it",
        ],
    );
    check(
        &[
            (POLICIES, &of("")),
            ("claims/x.toml", &rule.replace("included = \"adhesions\"", "because = \"Freeing them is part of it.\"\nresolve = \"r\"\nsource = \"s, 2024\"")),
        ],
        &["claims/x.toml:4:11: error: an inclusion of the policies says so | write included = \"adhesions\""],
    );
}

#[test]
fn principles_of_claims_hold_what_they_say() {
    let rule = |more: &str| {
        format!(
            "[[principle]]\npart = [\"44005\"]\nwhole = [\"44120\"]\nbecause = \"b\"\nresolve = \"r\"\nsource = \"s, 2024\"\n{more}\n"
        )
    };
    check(
        &[("claims/x.toml", &rule("unless = [\"59\", \"XS\"]"))],
        &[],
    );
    check(
        &[(
            "claims/x.toml",
            &rule("from = \"2023-01-01\"\nuntil = \"2022-12-31\""),
        )],
        &["claims/x.toml:8:9: error: the last day comes before the first"],
    );
    let group = |id: &str, of: &str| format!("[[group]]\nid = \"{id}\"\ncodes = [\"{of}\"]\n");
    let chain = |deep: usize| -> String {
        let groups = (0..deep).map(|n| group(&format!("g{n}"), &format!("g{}", n + 1)));
        groups
            .chain([group(&format!("g{deep}"), "44120")])
            .collect()
    };
    for deep in [0, 1, 4] {
        check(&[("claims/x.toml", &chain(deep))], &[]);
    }
    let wrong = |file: &str| {
        let loaded = load_with(&[("claims/x.toml", file)]);
        let all = loaded.problems.iter().map(ToString::to_string);
        all.filter(|p| p.contains("deep, or in a circle")).count()
    };
    assert_eq!(wrong(&chain(5)), 1);
    assert_eq!(wrong(&chain(6)), 2);
    assert_eq!(wrong(&(group("a", "b") + &group("b", "a"))), 2);
}
