//! Which denials can be appealed, by what ground, and what a letter says: over a small book of edits.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use jiff::civil::date;
use ligature_book::{Origin, Parts, build_with};
use ligature_edits::{
    AddOnRow, Fixed, Indicators, Key, Kind, LimitRow, PairRow, Rows, Setting, Table, TableRelease,
    ValueRow,
};
use ligature_knowledge::embedded;
use ligature_tools::{Appeal, Context, Gate, RemitAnswer, RemitRequest, Way};
use std::sync::LazyLock;

static GATE: LazyLock<Gate> = LazyLock::new(|| {
    let (knowledge, _) = embedded();
    let table = |kind, label: &str, rows: Rows| Table {
        source: TableRelease {
            kind,
            setting: Setting::Practitioner,
            label: label.into(),
            from: date(2024, 7, 1),
            to: date(2024, 9, 30),
            dated: false,
            publisher: "CMS".into(),
            licence: "US government work".into(),
            file: format!("{label}.txt"),
            part: None,
            revision: 0,
        },
        read: rows.len() as u64,
        rows,
        refused: vec![],
    };
    let key = |code: &str| Key::pack(code.as_bytes()).unwrap();
    let pair = |one, two, indicator| PairRow {
        one: key(one),
        two: key(two),
        from: None,
        to: None,
        indicator,
        reason: 0,
    };
    let limit = |code, units, mai| LimitRow {
        code: key(code),
        units,
        mai,
        reason: 0,
    };
    let fixed = |text: &str| Fixed::parse(text).unwrap();
    let value = |code, global: &[u8; 3]| ValueRow {
        code: key(code),
        modifier: *b"  ",
        status: b'A',
        work: fixed("10"),
        facility: fixed("2"),
        nonfacility: fixed("3"),
        malpractice: fixed("1"),
        rare: [false; 2],
        global: *global,
        shares: [fixed("0.1"), fixed("0.8"), fixed("0.1")],
        indicators: Indicators::default(),
        endoscopy_base: None,
        factor: fixed("33.2875"),
    };
    let pairs = vec![
        pair("44120", "44602", 1),
        pair("44120", "44604", 1),
        pair("44120", "44005", 0),
        pair("44120", "99213", 1),
    ];
    let addon = AddOnRow {
        addon: key("44121"),
        primary: Some(key("44120")),
        kind: 1,
        from: None,
        to: None,
    };
    let values = vec![
        value("44120", b"090"),
        value("44121", b"ZZZ"),
        value("44602", b"090"),
        value("44604", b"090"),
        value("44005", b"090"),
        value("44950", b"090"),
        value("27130", b"090"),
        value("99213", b"XXX"),
    ];
    let why = || vec!["Standards of practice".into()];
    let limits = vec![
        limit("44120", 1, 2),
        limit("44121", 4, 3),
        limit("44950", 1, 1),
    ];
    let edits = ligature_edits::build(vec![
        table(Kind::Pairs, "PTP 2024 Q3", Rows::Pairs(pairs, why())),
        table(Kind::Limits, "MUE 2024 Q3", Rows::Limits(limits, why())),
        table(Kind::AddOns, "AOC 2024 Q3", Rows::AddOns(vec![addon])),
        table(Kind::Values, "RVU24C", Rows::Values(values)),
    ])
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("book");
    let parts = Parts {
        sets: None,
        edits: Some(&edits),
    };
    build_with(&knowledge, parts, &Origin::embedded(), &out).unwrap();
    Gate::open(Some(&out)).unwrap().gate
});

/// A note with one piece of small bowel taken out and joined.
const ONE_PIECE: &str = "OPERATION: Laparotomy, small bowel resection.\n\
PROCEDURE: The abdomen was opened through a midline incision.\n\
The jejunum was transected above and below with a stapler; 20 cm of small bowel were resected and passed off the table. A stapled anastomosis was made.\n";

/// A remittance of claims.
fn remittance(payer: &str, claims: &str) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *240901*1200*^*00501*000000001*0*P*:~\
         GS*HP*PAYER*PROVIDER*20240901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*100*C*ACH************20240901~\
         TRN*1*EFT77*1512345678~N1*PR*{payer}~N1*PE*EXAMPLE SURGEONS*XX*1234567893~LX*1~{claims}SE*9*0001~GE*1*1~IEA*1*000000001~"
    )
}

/// A claim of lines, such as `44602-59 2000 0 CO-97`: billed, paid, why. A fifth part is units as billed.
fn claim(id: &str, filing: &str, day: &str, lines: &[&str]) -> String {
    let mut text = format!("CLP*{id}*1*1*1*0*{filing}*PAYER9~DTM*232*{day}~");
    for line in lines {
        let parts: Vec<&str> = line.split(' ').collect();
        let (code, billed, paid) = (parts[0].replace('-', ":"), parts[1], parts[2]);
        let units = parts.get(4).map_or(String::new(), |u| format!("**0**{u}"));
        text += &format!("SVC*HC:{code}*{billed}*{paid}{units}~DTM*472*{day}~");
        let off = billed.parse::<i64>().unwrap() - paid.parse::<i64>().unwrap();
        let mut why = parts.get(3).unwrap_or(&"CO-45").split('/');
        let (group, reason) = why.next().unwrap().split_once('-').unwrap();
        text += &format!("CAS*{group}*{reason}*{off}~");
        for remark in why {
            text += &format!("LQ*HE*{remark}~");
        }
    }
    text
}

fn ask(request: &RemitRequest) -> RemitAnswer {
    GATE.ask_now(&Context::operator(), request).unwrap().answer
}

/// What is said of the last line of a claim, and of its letter if it has one; other letters are errors.
#[track_caller]
fn check(lines: &[&str], note: &str, way: Way, says: &[&str], letter: &[&str]) {
    check_of(("MB", "20240814"), lines, note, way, says, letter);
}

#[track_caller]
fn check_of(
    (filing, day): (&str, &str),
    lines: &[&str],
    note: &str,
    way: Way,
    says: &[&str],
    letter: &[&str],
) {
    let request = RemitRequest {
        text: remittance("EXAMPLE PLAN", &claim("A1", filing, day, lines)).into(),
        letters: true,
        note: note.into(),
        ..RemitRequest::default()
    };
    let answer = ask(&request);
    let service = answer.payments[0].services.last().unwrap();
    let appeal = service.appeal.as_ref().unwrap();
    assert_eq!(appeal.way, way, "{lines:?}: {}", appeal.says);
    for part in says {
        assert!(appeal.says.contains(part), "{part}: {}", appeal.says);
    }
    assert_eq!(
        appeal.letter.is_some(),
        way == Way::Appeal,
        "{}",
        appeal.says
    );
    let text = appeal.letter.as_ref().map_or("", |l| l.text.as_str());
    for part in letter {
        assert!(text.contains(part), "{part}: {text}");
    }
    sound(appeal, note);
}

/// Words of the note are verbatim, and nothing else of it is in the letter.
#[track_caller]
fn sound(appeal: &Appeal, note: &str) {
    let Some(letter) = &appeal.letter else { return };
    for quote in &letter.quotes {
        let whole = note.split_inclusive('\n').skip(quote.line - 1);
        assert!(whole.collect::<String>().contains(&quote.text), "{quote:?}");
        let shown = format!("line {}: “{}”", quote.line, quote.text);
        assert!(letter.text.contains(&shown), "{}", letter.text);
    }
    for line in note.lines().filter(|l| l.len() > 40) {
        assert!(
            !letter.text.contains(line),
            "a whole line of the note: {line}"
        );
    }
    assert!(!letter.sources.is_empty());
    for blank in ["[Date]", "[name]", "[patient identifier]", "[Signature]"] {
        assert!(letter.text.contains(blank), "{blank}");
    }
}

const RESECTION: &str = "44120 4000 1400";

#[test]
fn a_pair_that_a_modifier_on_the_claim_passes() {
    let facts = [
        "EXAMPLE PLAN",
        "Your claim number: PAYER9",
        "Our claim number: A1",
        "Date of service: August 14, 2024",
        "payment number EFT77",
        "Line: 44602-59",
        "- CO-97, $2,000.00: ",
        "44120 in column one and 44602 in column two, with modifier indicator 1",
        "modifier 59 on the claim lets both be paid",
        "Source: CMS, NCCI PTP edits, practitioner, PTP 2024 Q3, July 1, 2024 to September 30, 2024",
        "[Quote the words of the record",
    ];
    let lines = [RESECTION, "44602-59 2000 0 CO-97"];
    check(
        &lines,
        "",
        Way::Appeal,
        &["No note of this claim was given"],
        &facts,
    );
    // without the modifier it is for a corrected claim
    let without = [RESECTION, "44602 2000 0 CO-97"];
    let says = ["Our check says the same", "on line 2"];
    check(&without, "", Way::Correct, &says, &[]);
    // and where the note does not support the code there is no letter
    let says = ["does not support 44602"];
    check(&lines, ONE_PIECE, Way::Review, &says, &[]);
}

#[test]
fn no_letter_where_the_rule_leaves_no_remedy() {
    let pair = [RESECTION, "44005-59 2000 0 CO-97"];
    let says = [
        "no modifier separates them",
        "the indicator is 0",
        "the lines of the remittance were checked",
    ];
    check(&pair, "", Way::WriteOff, &says, &[]);
    check(&pair, ONE_PIECE, Way::WriteOff, &says, &[]);
    let day = ["44120 8000 0 CO-151 2"];
    check(&day, "", Way::WriteOff, &["2 units of 44120"], &[]);
    let line = ["44950 8000 0 CO-151 2"];
    check(&line, "", Way::Correct, &["split them over lines"], &[]);
}

#[test]
fn units_above_a_clinical_limit_and_within_one() {
    let above = [RESECTION, "44121 5000 0 CO-151 5"];
    let facts = [
        "5 units were billed",
        "is 4 a day with adjudication indicator 3",
        "Source: CMS, NCCI MUE, practitioner, MUE 2024 Q3",
        "[Quote the words of the record that show what was done, how often",
    ];
    check(
        &above,
        "",
        Way::Appeal,
        &["MAI 3", "No note of this claim was given"],
        &facts,
    );
    check(
        &above,
        ONE_PIECE,
        Way::Review,
        &["does not support 44121"],
        &[],
    );
    let within = [RESECTION, "44121 2000 0 CO-151 2"];
    let facts = ["2 units were billed", "is 4 units", "within it"];
    check(&within, "", Way::Appeal, &["2 of 4 units"], &facts);
    // none is published, which is no proof
    let none = ["99213 100 0 CO-151 2"];
    check(
        &none,
        "",
        Way::Review,
        &["No limit of units is published"],
        &[],
    );
    // units that the remittance does not name
    let unnamed = "SVC*HC:44121*100*0**0~DTM*472*20240814~CAS*CO*151*100~";
    let request = RemitRequest {
        text: remittance("P", &format!("CLP*A1*1*1*1*0*MB~{unnamed}")).into(),
        letters: true,
        ..RemitRequest::default()
    };
    let answer = ask(&request);
    let appeal = answer.payments[0].services[0].appeal.clone().unwrap();
    // alone the add-on has no primary, and our check says that first
    assert_eq!(appeal.way, Way::Correct, "{}", appeal.says);
}

#[test]
fn no_pair_and_the_wrong_line_of_a_pair() {
    let none = [RESECTION, "27130 2000 0 CO-236"];
    let facts = [
        "have none in force on August 14, 2024",
        "44120",
        "PTP 2024 Q3",
    ];
    check(&none, "", Way::Appeal, &["make sure"], &facts);
    let period = [RESECTION, "27130 2000 0 CO-97"];
    check(
        &period,
        "",
        Way::Appeal,
        &[],
        &["global period of an operation"],
    );
    // alone on its claim it is joined with something else
    let alone = ["27130 2000 0 CO-236"];
    check(
        &alone,
        "",
        Way::Review,
        &["no other service of that day and practitioner"],
        &[],
    );
    // a principle of coding joins them, though no edit does
    let principle = [RESECTION, "44950 2000 0 CO-236"];
    check(&principle, "", Way::Review, &["A principle"], &[]);
    // column one is denied, and column two as well
    let one = ["44602 2000 0 CO-45", "44120 4000 0 CO-236"];
    let facts = ["44120 in column one and 44602 in column two"];
    check(&one, "", Way::Appeal, &["column one"], &facts);
    // with a modifier that passes the pair both are paid, and the line is column one still
    let passed = ["44602-59 2000 900", "44120 4000 0 CO-236"];
    check(&passed, "", Way::Appeal, &["column one"], &facts);
    let paid = ["44602 2000 900", "44120 4000 0 CO-236"];
    check(&paid, "", Way::Review, &["44602 is taken back"], &[]);
}

#[test]
fn lines_of_two_practitioners_are_no_pair() {
    let lines = [RESECTION, "27130 2000 0 CO-236"];
    let sent = |provider: &str| {
        format!(
            "{{\"id\": \"A1\", \"date_of_service\": \"2024-08-14\", \"provider\": \"1\", \"lines\": [{{\"code\": \"44120\"}}, {{\"code\": \"27130\", \"provider\": \"{provider}\"}}]}}\n"
        )
    };
    for (provider, way) in [("1", Way::Appeal), ("2", Way::Review)] {
        let request = RemitRequest {
            text: remittance("P", &claim("A1", "MB", "20240814", &lines)).into(),
            sent: sent(provider).into(),
            letters: true,
            ..RemitRequest::default()
        };
        let answer = ask(&request);
        let appeal = answer.payments[0].services[1].appeal.as_ref().unwrap();
        assert_eq!(appeal.way, way, "{}", appeal.says);
    }
}

#[test]
fn an_addon_follows_its_primary() {
    let paid = [RESECTION, "44121 1000 0 CO-107"];
    let facts = ["44121 is an add-on. 44120", "AOC 2024 Q3", "you paid it"];
    check(&paid, "", Way::Appeal, &["was paid"], &facts);
    let denied = ["44120 4000 0 CO-50", "44121 1000 0 CO-107"];
    check(&denied, "", Way::Correct, &["Settle its denial first"], &[]);
    let none = ["44950 4000 100", "44121 1000 0 CO-107"];
    check(
        &none,
        "",
        Way::Correct,
        &["never paid without its primary"],
        &[],
    );
}

#[test]
fn what_no_table_decides() {
    let lines = [RESECTION, "44602-59 2000 0 CO-50"];
    let says = ["no coverage policy is loaded", "no letter is drafted"];
    check(&lines, ONE_PIECE, Way::Papers, &says, &[]);
    let lines = [RESECTION, "44602-59 2000 0 CO-16"];
    check(&lines, "", Way::Correct, &["put right"], &[]);
    let lines = [RESECTION, "44602-59 2000 0 CO-29"];
    check(&lines, "", Way::Papers, &["timely filing"], &[]);
    let lines = [RESECTION, "44602-59 2000 0 CO-97/N211"];
    check(
        &lines,
        "",
        Way::Correct,
        &["N211", "cannot be appealed"],
        &[],
    );
    let lines = [RESECTION, "44602-59 2000 0 CO-ZZ9"];
    check(&lines, "", Way::Review, &["not known here"], &[]);
}

#[test]
fn a_day_without_a_table_and_a_payer_with_edits_of_its_own() {
    let lines = [RESECTION, "44602-59 2000 0 CO-236"];
    let says = ["could not be checked", "No edit is quoted"];
    let day = ("MB", "20230814");
    check_of(day, &lines, ONE_PIECE, Way::NotChecked, &says, &[]);
    let units = ["44121 5000 0 CO-151 5"];
    check_of(day, &units, "", Way::NotChecked, &says, &[]);
    let says = ["This payer is Medicaid"];
    check_of(("MC", "20240814"), &lines, "", Way::NotChecked, &says, &[]);
}

/// A resection of the jejunum, and a wound of the colon sutured.
const TWO_PLACES: &str = "OPERATION: Laparotomy, small bowel resection, suture of a wound of the colon.\n\
PROCEDURE: The abdomen was opened through a midline incision. There was much blood, and it was removed by suction at once.\n\
The jejunum was transected above and below with a stapler; 20 cm of jejunum were resected and passed off the table. A stapled anastomosis was made.\n\
There was a perforation of the descending colon. The perforation of the colon was closed with sutures in two layers.\n";

#[test]
fn a_letter_quotes_what_the_note_says_of_the_code() {
    let lines = [RESECTION, "44604-59 2000 0 CO-97"];
    let facts = [
        "What sets the two services apart, in the words of the operative note",
        "What was done, in the words of the operative note",
        "- line 4: “",
    ];
    check(&lines, TWO_PLACES, Way::Appeal, &["44604"], &facts);
    // what is read as part of the other has no letter, and the reason is given
    let hole = TWO_PLACES
        .replace("descending colon", "ileum")
        .replace("of the colon", "of the ileum");
    let lines = [RESECTION, "44602-59 2000 0 CO-97"];
    check(
        &lines,
        &hole,
        Way::Review,
        &["read so that 44602 is part"],
        &[],
    );
}

#[test]
fn the_note_of_one_patient_is_quoted_for_no_other() {
    let lines = [RESECTION, "44604-59 2000 0 CO-97"];
    let claims = ["A1", "B2"].map(|id| claim(id, "MB", "20240814", &lines));
    let mut request = RemitRequest {
        text: remittance("P", &claims.concat()).into(),
        letters: true,
        note: TWO_PLACES.into(),
        ..RemitRequest::default()
    };
    let quoted = |answer: &RemitAnswer| {
        let claims = answer.payments.iter();
        let letters = claims.map(|c| c.services[1].appeal.as_ref().unwrap().letter.as_ref());
        let quoted = letters.map(|l| l.is_some_and(|l| !l.quotes.is_empty()));
        quoted.collect::<Vec<bool>>()
    };
    let answer = ask(&request);
    assert_eq!(quoted(&answer), [false, false]);
    assert!(
        answer.remarks[0].contains("several claims"),
        "{:?}",
        answer.remarks
    );
    request.note_of = "B2".to_owned();
    assert_eq!(quoted(&ask(&request)), [false, true]);
    request.note_of = "C3".to_owned();
    let answer = ask(&request);
    assert_eq!(quoted(&answer), [false, false]);
    assert!(answer.remarks[0].contains("no claim of the number"));
}

#[test]
fn the_claim_as_it_was_sent_comes_before_one_that_is_built() {
    // the payer dropped the modifier
    let lines = [RESECTION, "44602 2000 0 CO-97"];
    let sent = "{\"id\": \"A1\", \"date_of_service\": \"2024-08-14\", \"lines\": [{\"code\": \"44120\"}, {\"code\": \"44602\", \"modifiers\": [\"59\"]}]}\n";
    let mut request = RemitRequest {
        text: remittance("P", &claim("A1", "MB", "20240814", &lines)).into(),
        sent: sent.into(),
        letters: true,
        ..RemitRequest::default()
    };
    let of = |answer: RemitAnswer| answer.payments[0].services[1].appeal.clone().unwrap();
    let appeal = of(ask(&request));
    assert!(
        !appeal.from_remittance && appeal.letter.is_some(),
        "{appeal:?}"
    );
    request.sent = "".into();
    let appeal = of(ask(&request));
    assert!(
        appeal.from_remittance && appeal.letter.is_none(),
        "{appeal:?}"
    );
    // a file that holds no claim is said, and the lines of the remittance are checked
    request.sent = "Smith".into();
    let answer = ask(&request);
    assert!(!answer.remarks.is_empty() && !answer.remarks.join(" ").contains("Smith"));
    assert!(of(answer).from_remittance);
    // a payment that is taken back asks for nothing, and without the wish there is no word of appeals
    request.letters = false;
    let text = serde_json::to_string(&ask(&request)).unwrap();
    assert!(!text.contains("\"appeal\""));
    let back = claim("A1", "MB", "20240814", &lines).replace("*1*1*1*0*MB", "*22*-1*-1*0*MB");
    request.text = remittance("P", &back).into();
    request.letters = true;
    let answer = ask(&request);
    assert!(answer.payments[0].reversal);
    assert!(
        answer.payments[0]
            .services
            .iter()
            .all(|s| s.appeal.is_none())
    );
}
