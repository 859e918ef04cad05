//! Every name that is used exists, none is given twice, and each mistake is reported with its place.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{check, check_changed};

const LEXICON: &str = "lexicon/base.toml";
const FAMILY: &str = "families/resection.toml";
const PAGE: &str = "procedures/44120.md";

#[test]
fn ranges_of_codes() {
    let ranges = |second: &str, name: &str| {
        format!(
            "[[range]]\ncodes = \"44005-44799\"\nname = \"Bowel\"\n\n[[range]]\ncodes = \"{second}\"\nname = \"{name}\"\n"
        )
    };
    let check = |second: &str, name: &str, expected: &[&str]| {
        check(&[("ranges/bowel.toml", &ranges(second, name))], expected);
    };
    check("44005-44055", "Freeing and opening", &[]);
    check(
        "44700-44899",
        "Other",
        &[
            "ranges/bowel.toml:6:9: error: 44700-44899 overlaps 44005-44799 in part | a range is inside another, or shares no code with it",
        ],
    );
    check(
        "44005-44799",
        "Gut",
        &["ranges/bowel.toml:6:9: error: 44005-44799 has a name already"],
    );
    check(
        "44055-44005",
        "Turned",
        &["ranges/bowel.toml:6:9: error: 44055 comes after 44005: write the lower code first"],
    );
    check(
        "44005",
        "One",
        &[
            "ranges/bowel.toml:6:9: error: `44005` is no range of procedure codes: write its first and last code, such as 44005-44055",
        ],
    );
    check(
        "44005-44055",
        "one two three four five six seven eight nine ten eleven",
        &["ranges/bowel.toml:7:8: error: the name of a range has one to 10 words; this has 11"],
    );
}

#[test]
fn names_of_the_lexicon() {
    check_changed(
        LEXICON,
        "is_a = [\"bowel\"]",
        "is_a = [\"bowle\"]",
        &[
            "lexicon/base.toml:40:9: error: there is no concept `bowle` of the kind `site` | did you mean `bowel`?",
        ],
    );
    check_changed(
        LEXICON,
        "kind = \"approach\"\nterms",
        "kind = \"appraoch\"\nterms",
        &["lexicon/base.toml:45:8: error: there is no kind `appraoch` | did you mean `approach`?"],
    );
    check_changed(
        LEXICON,
        "site = \"jejunum\" }",
        "sight = \"jejunum\" }",
        &[
            "lexicon/base.toml:50:30: error: there is no kind `sight` | the kinds are `action`, `approach`, `site`",
        ],
    );
    check_changed(
        LEXICON,
        "site = \"jejunum\" }",
        "site = \"open\" }",
        &[
            "lexicon/base.toml:50:37: error: `open` is of the kind `approach`, but here a concept of the kind `site` is meant | the concepts of this kind are `bowel`, `jejunum`",
        ],
    );
    check_changed(
        LEXICON,
        "makes = \"resect\"\nsteps = [\"join\"]",
        "makes = \"resekt\"\nsteps = [\"join\", \"bowel\"]",
        &[
            "lexicon/base.toml:53:9: error: there is no concept `resekt` of the kind `action` | did you mean `resect`?",
            "lexicon/base.toml:54:18: error: `bowel` is of the kind `site`, but here a concept of the kind `action` is meant | the concepts of this kind are `join`, `resect`",
        ],
    );
    check_changed(
        LEXICON,
        "of = [\"resect\"]",
        "of = [\"bowel\"]\nprefers = [\"ileum\"]",
        &[
            "lexicon/base.toml:12:7: error: `bowel` is of the kind `site`, but here a concept of the kind `action` is meant | the concepts of this kind are `join`, `resect`",
            "lexicon/base.toml:13:12: error: there is no concept `ileum` of the kind `site` | the concepts of this kind are `bowel`, `jejunum`",
        ],
    );
    check_changed(
        LEXICON,
        "sense = \"negated\"\nside = \"after\"",
        "sense = \"negativ\"\nside = \"left\"",
        &[
            "lexicon/base.toml:59:9: error: `negativ` is not a sense | did you mean `negated`?",
            "lexicon/base.toml:60:8: error: `left` is not a side | the values are `after`, `before`, `both`, `sentence`",
        ],
    );
    check_changed(
        LEXICON,
        "id = \"bowel\"\nkind = \"site\"",
        "id = \"bowel\"\nkind = \"site\"\nis_a = [\"jejunum\"]",
        &[
            "lexicon/base.toml:35:8: error: `bowel` is wider than itself: its `is_a` leads back to it",
            "lexicon/base.toml:41:8: error: `jejunum` is wider than itself: its `is_a` leads back to it",
        ],
    );
    check(
        &[(
            "lexicon/x.toml",
            "[[concept]]\nid = \"Small bowel\"\nkind = \"site\"\nterms = [\"\"]\n",
        )],
        &[
            "lexicon/x.toml:2:6: error: `Small bowel` is not a name: lower-case letters, digits and hyphens only | write `small-bowel`",
            "lexicon/x.toml:4:10: error: an empty word is found nowhere",
        ],
    );
    check(
        &[(
            "lexicon/x.toml",
            "[[track]]\naction = \"resect\"\nsites = [\"bowel\", \"x\"]\nclosed_by = \"joint\"\n",
        )],
        &[
            "lexicon/x.toml:3:19: error: there is no concept `x` of the kind `site` | the concepts of this kind are `bowel`, `jejunum`",
            "lexicon/x.toml:4:13: error: there is no concept `joint` of the kind `action` | did you mean `join`?",
        ],
    );
}

#[test]
fn nothing_occurs_twice() {
    check(
        &[(
            "lexicon/x.toml",
            "[[concept]]\nid = \"jejunum\"\nkind = \"site\"\nterms = [\"Jejunum!\", \"je\", \"je\"]\n",
        )],
        &[
            "lexicon/x.toml:2:6: error: the concept `jejunum` occurs twice | the first is at lexicon/base.toml:38:6",
            "lexicon/x.toml:4:10: warning: `Jejunum!` occurs twice in `jejunum` | the first is at lexicon/base.toml:41:10",
            "lexicon/x.toml:4:28: warning: `je` occurs twice in `jejunum` | the first is at lexicon/x.toml:4:22",
        ],
    );
    check(
        &[(
            "lexicon/x.toml",
            "[[concept]]\nid = \"ileum\"\nkind = \"site\"\nnames = [\"BOWEL\"]\n[[compound]]\nnames = [\"jejunectomy\"]\nmeans = { action = \"resect\" }\n",
        )],
        &[
            "lexicon/x.toml:4:10: error: `BOWEL` is already used for `bowel`: it is not clear which one is meant | the first is at lexicon/base.toml:35:10",
            "lexicon/x.toml:6:10: error: `jejunectomy` is already used: it is not clear which one is meant | the first is at lexicon/base.toml:49:10",
        ],
    );
    // The same word in two kinds is no mistake, nor a verb and a noun.
    check(
        &[(
            "lexicon/x.toml",
            "[[concept]]\nid = \"jejunal\"\nkind = \"approach\"\nterms = [\"jejunum\"]\n[[concept]]\nid = \"sew\"\nkind = \"action\"\nnames = [\"join\"]\n",
        )],
        &[],
    );
    check(
        &[(
            "examples/x.toml",
            "[[example]]\nid = \"one\"\nshows = \"x\"\nnote = \"x\"\n",
        )],
        &[
            "examples/x.toml:2:6: error: the example `one` occurs twice | the first is at examples/small.toml:2:6",
        ],
    );
}

#[test]
fn conditions_of_a_recipe() {
    check_changed(LEXICON, "\"not bowel\"", "\"not bowel, jejunum\"", &[]);
    check_changed(
        LEXICON,
        "\"not bowel\"",
        "\"jejunum, not bowle\"",
        &[
            "lexicon/base.toml:56:17: error: there is no concept `bowle` of the kind `site` | did you mean `bowel`?",
        ],
    );
}

#[test]
fn further_words_of_a_concept() {
    check(
        &[(
            "lexicon/x.toml",
            "[[also]]\nconcept = \"jejunum\"\nterms = [\"je\", \"bowel\", \"jejunum\"]\n[[also]]\nconcept = \"jejunm\"\n",
        )],
        &[
            "lexicon/x.toml:3:16: error: `bowel` is already used for `bowel`: it is not clear which one is meant | the first is at lexicon/base.toml:35:10",
            "lexicon/x.toml:3:25: warning: `jejunum` occurs twice in `jejunum` | the first is at lexicon/base.toml:41:10",
            "lexicon/x.toml:5:11: error: there is no concept `jejunm` | did you mean `jejunum`?",
        ],
    );
    let also = common::load_with(&[(
        "lexicon/x.toml",
        "[[also]]\nconcept = \"jejunum\"\nterms = [\"je\"]\n",
    )])
    .knowledge
    .lexicon
    .also;
    assert_eq!(also[0].terms, ["je"]);
}

#[test]
fn decision_tables() {
    check_changed(
        FAMILY,
        "site = \"bowel\", approach",
        "site = [\"bowel\", \"not jejunm\"], order = \"first\", approch = \"none\", approach",
        &[
            "families/resection.toml:9:27: error: there is no concept `jejunm` of the kind `site` | did you mean `jejunum`?",
            "families/resection.toml:9:59: error: there is no kind `approch` | did you mean `approach`?",
        ],
    );
    // What else was done, how often, and what another act is like.
    check_changed(
        FAMILY,
        "site = \"bowel\", approach",
        "beside = [\"join\", \"not jion\"], count = \"severl\", \"join.site\" = \"bowle\", \"jon.sight\" = \"any\", approach",
        &[
            "families/resection.toml:9:28: error: there is no concept `jion` of the kind `action` | did you mean `join`?",
            "families/resection.toml:9:49: error: `severl` is no count | did you mean `several`?",
            "families/resection.toml:9:73: error: there is no concept `bowle` of the kind `site` | did you mean `bowel`?",
            "families/resection.toml:9:82: error: there is no concept `jon` of the kind `action` | did you mean `join`?",
            "families/resection.toml:9:82: error: there is no kind `sight` | the kinds are `action`, `approach`, `site`",
        ],
    );
    check_changed(
        FAMILY,
        "further = \"44121\"",
        "further = \"44121\"\nwould_be = \"44125\"\nwith = [\"44129\"]",
        &[
            "families/resection.toml:9:12: error: this row has a `code`: `would_be` is for rows that report nothing",
            "families/resection.toml:10:9: error: no row of a family gives `44129` | did you mean `44120`?",
        ],
    );
    check_changed(
        FAMILY,
        "{ action = \"resect\" }",
        "{ site = \"any\" }",
        &[
            "families/resection.toml:3:10: error: `select` names no action | say which events the table decides: select = { action = \"…\" }",
        ],
    );
    check_changed(
        FAMILY,
        "neighbours = [\"44120\"]",
        "neighbours = [\"44210\", \"49999\"]",
        &[
            "families/resection.toml:4:15: error: no row of a family gives `44210` | did you mean `44120`?",
            "families/resection.toml:4:24: error: no row of a family gives `49999` | the codes of the families are `44120`, `44121`",
        ],
    );
    check_changed(
        FAMILY,
        "code = \"44120\"\nfurther = \"44121\"",
        "code = \"4412O\"\nfurther = \"44128\"",
        &[
            "families/resection.toml:4:15: warning: no row of a family gives `44120` | it has no effect here until one does",
            "families/resection.toml:7:8: error: `4412O` is not written like a CPT or HCPCS code | a code has five characters, such as 99213 or J1885",
            "families/resection.toml:8:11: error: nothing is written about the add-on `44128`: it has no page | did you mean `44120`?",
            "policies/parts.toml:2:9: warning: no row of a family gives `44121` | it has no effect here until one does",
            "policies/parts.toml:9:10: warning: no row of a family gives `44120` | it has no effect here until one does",
        ],
    );
    check_changed(
        FAMILY,
        "source = \"our own, 2025\"\nask = { approach",
        "from = \"2025-02-01\"\nuntil = \"2025-01-01\"\nask = { aproach",
        &[
            "families/resection.toml:6:1: error: `source` is missing | say where the rule comes from: publisher, document, section, year",
            "families/resection.toml:12:9: error: this rule ends before it begins",
            "families/resection.toml:13:9: error: there is a question about `aproach`, but it is not a condition of this row | did you mean `approach`?",
        ],
    );
    check_changed(
        FAMILY,
        "ask =",
        "from = \"1/2/2025\"\nask =",
        &[
            "families/resection.toml:12:8: error: `1/2/2025` cannot be read as a date of service: write year, month and day such as 2025-03-01",
        ],
    );
    check(
        &[(
            "families/x.toml",
            "id = \"x\"\nselect = { action = \"join\" }\n",
        )],
        &[
            "families/x.toml:1:1: error: `title` is missing | a family needs a title in words for people",
            "families/x.toml:1:1: error: a family without rows decides nothing | write `[[row]]`",
        ],
    );
}

#[test]
fn policies() {
    let path = "policies/parts.toml";
    check_changed(
        path,
        "whole = [\"resection\"",
        "except = [\"x\"]\nwhole = [\"resecton\"",
        &[
            "policies/parts.toml:3:11: error: `x` is neither a family nor a code of one | the families and codes are `44120`, `44121`, `resection`",
            "policies/parts.toml:4:10: error: `resecton` is neither a family nor a code of one | did you mean `resection`?",
        ],
    );
    check_changed(
        path,
        "modifier = \"22\"\ncodes = [\"44120\"]",
        "modifier = \"222\"\ncodes = [\"44129\"]",
        &[
            "policies/parts.toml:8:12: error: `222` is not a modifier: a modifier has two characters, each a digit or a letter, such as 22 or LT",
            "policies/parts.toml:9:10: error: no row of a family gives `44129` | did you mean `44120`?",
        ],
    );
}

#[test]
fn pages() {
    check_changed(
        PAGE,
        "## What the note must say\nTwo.\n",
        "## Modifers\nTwo.\n### Fine\n",
        &[
            "procedures/44120.md:9:1: error: `Modifers` is not a heading of a page | did you mean `Modifiers`?",
            "procedures/44120.md:14:6: error: the heading `What the note must say` is missing",
        ],
    );
    check_changed(
        PAGE,
        "## In plain words\nOne.\n",
        "lost\n# Big\n## Terms\n\n```\n## code\n```\n## Terms\nx\n## In plain words\n",
        &[
            "procedures/44120.md:6:1: error: this text is before the first heading and would be lost",
            "procedures/44120.md:7:1: error: a heading of a page is written `## …` | two number signs and a space",
            "procedures/44120.md:13:1: error: the heading `Terms` occurs twice",
            "procedures/44120.md:15:1: error: `In plain words` has no text | leave the heading out or write a sentence",
            "procedures/44120.md:15:1: error: `In plain words` must come before `Terms`",
            "procedures/44120.md:17:1: error: `What the note must say` must come before `Terms`",
            "procedures/44120.md:20:1: error: `Choosing between neighbours` must come before `Terms`",
        ],
    );
    check_changed(
        PAGE,
        "code = \"44120\"\nname = \"Open removal\"",
        "code = \"44125\"\nnam = \"x\"\n[facts]\nmue = \"1\"\nwork = 2",
        &[
            "procedures/44120.md:1:1: error: `name` is missing | name the code in our own plain words",
            "procedures/44120.md:2:8: error: the file is named `44120.md`, but its page is about 44125 | the file has the name of its code",
            "procedures/44120.md:3:1: error: `nam` is not a key of this table | did you mean `name`?",
            "procedures/44120.md:5:7: error: a whole number is expected here",
            "procedures/44120.md:6:1: error: `work` is not a key of this table | did you mean `work_rvu`?",
        ],
    );
    check_changed(
        PAGE,
        "+++\ncode",
        "code",
        &[
            "procedures/44120.md:1:1: error: a page begins with its code and name between two lines `+++`",
        ],
    );
    check_changed(
        PAGE,
        "removal\"\n+++",
        "removal\"",
        &[
            "procedures/44120.md:1:1: error: the front matter is not closed: a second line `+++` is missing",
        ],
    );
}

#[test]
fn examples() {
    check_changed(
        "examples/small.toml",
        "[\"44120\", \"44121 x 2\"]\nnever = [\"49000\"]",
        "[\"44120\", \"44120\", \"44121 2\", \"44121 x 0\"]\nnever = [\"44120\", \"4900\"]",
        &[
            "examples/small.toml:7:19: error: `44120` is expected twice | write the units behind it: \"44120 x 2\"",
            "examples/small.toml:7:28: error: `44121 2` is not an expected code | write the code, or the code and its units: \"99213\", \"99213 x 2\"",
            "examples/small.toml:7:39: error: `44121 x 0` is not an expected code | write the code, or the code and its units: \"99213\", \"99213 x 2\"",
            "examples/small.toml:8:10: error: `44120` is both expected and forbidden",
            "examples/small.toml:8:19: error: `4900` is not written like a CPT or HCPCS code | a code has five characters, such as 99213 or J1885",
        ],
    );
}
