//! Small words: numbers with their nouns, and the indicators of the public tables put plainly.

use ligature_catalog::Payment;
use ligature_knowledge::Facts;

/// "1 code", "2 codes".
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

/// "12,345"
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// "3 March 2025" for an ISO date; what is none stays as it is.
pub(crate) fn day(iso: &str) -> String {
    match iso.parse::<jiff::civil::Date>() {
        Ok(date) => date.strftime("%-d %B %Y").to_string(),
        Err(_) => iso.to_owned(),
    }
}

/// A message of the tools as a sentence of a page: begun with a capital, ended with a stop, with curly quotes.
pub(crate) fn sentence(message: &str) -> String {
    let mut open = false;
    let mut said = String::with_capacity(message.len() + 8);
    for letter in message.chars() {
        match letter {
            '`' => {
                open = !open;
                said.push(if open { '“' } else { '”' });
            }
            letter if said.is_empty() => said.extend(letter.to_uppercase()),
            letter => said.push(letter),
        }
    }
    if !said.ends_with(['.', '?', '!']) {
        said.push('.');
    }
    said
}

/// What a published value means, by the name of its fact; empty where it speaks for itself or is not known.
pub(crate) fn meaning(name: &str, value: &str) -> String {
    let words = match name {
        "status" => return status(value),
        "global-days" => global(value),
        "multiple-procedure" => multiple(value),
        "bilateral" => bilateral(value),
        "assistant" => assistant(value),
        "co-surgeon" => co_surgeon(value),
        "team-surgeon" => team(value),
        "pctc" => component(value),
        "mue-practitioner-mai" | "mue-outpatient-mai" | "mue-dme-mai" => {
            limit(value.chars().next().and_then(|digit| digit.to_digit(10)))
        }
        _ => "",
    };
    words.to_owned()
}

/// One fact of a code: what it is called, its value as published, and that value in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub name: &'static str,
    pub value: String,
    pub words: String,
}

/// Facts from one public table, with its release.
pub(crate) struct Told {
    pub table: &'static str,
    pub release: String,
    pub facts: Vec<Fact>,
}

/// All facts that there are, table by table. A table without a release was not there to look in, and is left out.
pub(crate) fn told(facts: &Facts) -> Vec<Told> {
    let mut told = Vec::new();
    if !facts.rvu_release.is_empty() {
        told.push(Told {
            table: "Medicare relative values (PPRRVU)",
            release: facts.rvu_release.clone(),
            facts: values(facts),
        });
    }
    if !facts.mue_release.is_empty() {
        told.push(Told {
            table: "Medically unlikely edits (MUE), practitioner",
            release: facts.mue_release.clone(),
            facts: vec![units(facts)],
        });
    }
    told
}

fn values(facts: &Facts) -> Vec<Fact> {
    let status = status(&facts.status);
    let rows = [
        ("Global period", &facts.global, global(&facts.global)),
        ("Work RVU", &facts.work_rvu, ""),
        ("Total RVU, facility", &facts.total_facility_rvu, ""),
        ("Status", &facts.status, status.as_str()),
        (
            "Several procedures",
            &facts.multiple,
            multiple(&facts.multiple),
        ),
        ("Both sides", &facts.bilateral, bilateral(&facts.bilateral)),
        ("Assistant", &facts.assistant, assistant(&facts.assistant)),
        (
            "Two surgeons",
            &facts.co_surgeon,
            co_surgeon(&facts.co_surgeon),
        ),
        ("Team", &facts.team, team(&facts.team)),
    ];
    rows.into_iter()
        .filter(|(_, value, _)| !value.is_empty())
        .map(|(name, value, words)| Fact {
            name,
            value: value.clone(),
            words: words.to_owned(),
        })
        .collect()
}

fn units(facts: &Facts) -> Fact {
    let value = facts
        .mue
        .map_or_else(|| "none published".to_owned(), |units| units.to_string());
    let words = match (facts.mue, facts.mai) {
        (None, _) => "Some limits are confidential: none published does not mean unlimited.",
        (_, mai) => limit(mai),
    };
    Fact {
        name: "Units",
        value,
        words: words.to_owned(),
    }
}

/// How a unit limit is held against a claim.
fn limit(mai: Option<u32>) -> &'static str {
    match mai {
        Some(1) => "MAI 1: held against each claim line by itself.",
        Some(2) => "MAI 2: held against all units of the day; set by policy, more is never paid.",
        Some(3) => {
            "MAI 3: held against all units of the day; clinical, more may be paid on appeal with the record."
        }
        _ => "",
    }
}

/// What kind of list the primaries of an add-on are (CMS add-on code edits).
pub(crate) fn addon_type(kind: Option<u32>) -> &'static str {
    match kind {
        Some(1) => "Type 1: a closed list, this code is paid under no other.",
        Some(2) => "Type 2: no list is published, the contractor decides.",
        Some(3) => "Type 3: a partial list, the contractor may accept others.",
        _ => "",
    }
}

fn global(value: &str) -> &'static str {
    match value {
        "000" => "The day of the operation only.",
        "010" => "The day and 10 days after.",
        "090" => "The day before, the day, and 90 days after.",
        "MMM" => "Maternity: the usual period does not apply.",
        "XXX" => "No global period.",
        "YYY" => "The contractor sets the period.",
        "ZZZ" => "An add-on: it follows its primary's period.",
        _ => "",
    }
}

fn status(value: &str) -> String {
    Payment::of(value).map_or_else(String::new, |p| sentence(p.words))
}

fn multiple(value: &str) -> &'static str {
    match value {
        "0" => "No reduction beside other procedures.",
        "1" | "2" => "Reduced beside higher-ranking procedures: 100, 50, 50 % …",
        "3" => "Endoscopy family: the base's value is taken off.",
        "9" => "Does not apply.",
        _ => "",
    }
}

fn bilateral(value: &str) -> &'static str {
    match value {
        "0" => "No extra payment for both sides.",
        "1" => "150 % for both sides.",
        "2" => "The value already stands for both sides.",
        "3" => "100 % for each side.",
        "9" => "Does not apply.",
        _ => "",
    }
}

fn assistant(value: &str) -> &'static str {
    match value {
        "0" => "Paid only when the record shows the need.",
        "1" => "Not paid.",
        "2" => "Paid.",
        "9" => "Does not apply.",
        _ => "",
    }
}

fn co_surgeon(value: &str) -> &'static str {
    match value {
        "0" => "Not paid.",
        "1" => "Paid when the record shows the need.",
        "2" => "Paid, if the two are of different specialties.",
        "9" => "Does not apply.",
        _ => "",
    }
}

fn component(value: &str) -> &'static str {
    match value {
        "0" => "A physician's service: not split into parts.",
        "1" => "A test: may be split with modifiers 26 and TC.",
        "2" => "The professional part only.",
        "3" => "The technical part only.",
        "4" => "The whole test: other codes are for its parts.",
        "5" => "Given by staff incident to a physician's service.",
        "6" => "A physician's reading of a laboratory test.",
        "7" => "Therapy: not paid to outpatients of a hospital.",
        "8" => "A physician's reading, only with modifier 26.",
        "9" => "Does not apply.",
        _ => "",
    }
}

fn team(value: &str) -> &'static str {
    match value {
        "0" => "Not paid.",
        "1" => "Paid when the record shows the need; priced by report.",
        "2" => "Paid; priced by report.",
        "9" => "Does not apply.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(counted(1, "code", "codes"), "1 code");
        assert_eq!(day("2025-03-03"), "3 March 2025");
        assert_eq!(day("soon"), "soon");
        assert_eq!(sentence("a `b` c"), "A “b” c.");
        assert_eq!(meaning("global-days", "090"), global("090"));
        assert_eq!(meaning("work-rvu", "0"), "");
    }

    #[test]
    fn no_table_tells_nothing() {
        assert!(told(&Facts::default()).is_empty());
        let facts = Facts {
            mue_release: "2024 Q3".into(),
            ..Facts::default()
        };
        assert_eq!(told(&facts)[0].facts[0].value, "none published");
    }
}
