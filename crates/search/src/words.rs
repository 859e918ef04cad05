//! Words: how what people type and what publishers print become the same.

/// Cuts a text into plain words: lower case, without accents, American spelling, singular.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    typed(text).iter().map(|w| normal(w)).collect()
}

/// Cuts a text into words as they were typed, except for case and accents.
pub(crate) fn typed(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut push = |word: &mut String| {
        if !word.is_empty() {
            out.push(std::mem::take(word));
        }
    };
    for c in text.chars() {
        match fold(c) {
            Some(plain) => word.push_str(plain),
            None if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
            None if matches!(c, '\'' | '\u{2019}') => {}
            None if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            None => push(&mut word),
        }
    }
    push(&mut word);
    numbered(out)
}

/// Numbers in words.
const NUMBERS: [(&str, u32); 32] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fourty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("ii", 2),
    ("iii", 3),
    ("vi", 6),
    ("vii", 7),
];

/// What a number word may be: all of them, for words with a slip.
pub(crate) fn numbers() -> impl Iterator<Item = (&'static str, u32)> {
    NUMBERS.into_iter().filter(|(word, _)| word.len() > 2)
}

/// Writes numbers in figures: `forty-five` is `45`, `type II` is `type 2`, `1st` is `first`.
fn numbered(words: Vec<String>) -> Vec<String> {
    let number = |w: &str| NUMBERS.iter().find(|(n, _)| *n == w).map(|(_, n)| *n);
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    // the tens that the last word was
    let mut tens = 0;
    for word in words {
        let n = number(&word);
        match n {
            Some(unit) if tens > 0 && unit < 10 && word.len() > 2 => {
                out.pop();
                out.push((tens + unit).to_string());
                tens = 0;
            }
            Some(n) => {
                out.push(n.to_string());
                tens = if n >= 20 { n } else { 0 };
            }
            None => {
                out.push(match word.as_str() {
                    "1st" => "first".to_owned(),
                    "2nd" => "second".to_owned(),
                    "3rd" => "third".to_owned(),
                    _ => word,
                });
                tens = 0;
            }
        }
    }
    out
}

/// A letter with its accent taken off.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ä' | 'Å' => "a",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Í' | 'Ï' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ó' | 'Ö' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'Ú' | 'Ü' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        _ => return None,
    })
}

/// British beginnings and middles of words, and what Americans write.
const SPELLINGS: [(&str, &str); 34] = [
    ("oesoph", "esoph"),
    ("oedema", "edema"),
    ("oestr", "estr"),
    ("haem", "hem"),
    ("anaem", "anem"),
    ("anaes", "anes"),
    ("caec", "cec"),
    ("coeli", "celi"),
    ("coelom", "celom"),
    ("diarrhoea", "diarrhea"),
    ("dyspnoea", "dyspnea"),
    ("apnoea", "apnea"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("ischaem", "ischem"),
    ("leukaem", "leukem"),
    ("leucaem", "leukem"),
    ("paed", "ped"),
    ("orthopaed", "orthoped"),
    ("septicaem", "septicem"),
    ("uraem", "urem"),
    ("glycaem", "glycem"),
    ("tumour", "tumor"),
    ("humour", "humor"),
    ("colour", "color"),
    ("labour", "labor"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("litre", "liter"),
    ("metre", "meter"),
    ("sulph", "sulf"),
    ("isation", "ization"),
    ("manoeuv", "maneuv"),
];

/// A word in its plain form.
#[must_use]
pub fn normal(word: &str) -> String {
    let mut word = word.to_owned();
    if word.len() > 4 && !word.bytes().any(|b| b.is_ascii_digit()) {
        for (british, american) in SPELLINGS {
            if word.contains(british) {
                word = word.replace(british, american);
            }
        }
    }
    singular(&word)
}

/// What a word with a slip in it may be in American spelling, where the slip hides that it is British.
pub(crate) fn unbritish(word: &str) -> Vec<String> {
    ["ae", "oe", "our", "ise", "isation", "yse"]
        .iter()
        .zip(["e", "e", "or", "ize", "ization", "yze"])
        .filter(|(british, _)| word.len() > 5 && word.contains(**british))
        .map(|(british, american)| word.replacen(british, american, 1))
        .collect()
}

/// Endings of words and of other forms of the same word.
const ENDINGS: [(&str, &[&str]); 9] = [
    ("ed", &["", "e", "ion", "ation", "ing"]),
    ("ing", &["", "e", "ed", "ion", "ation"]),
    ("ion", &["ed", "e", ""]),
    ("y", &["ic", "ical", "ous"]),
    ("al", &["", "us", "um", "a"]),
    ("ic", &["y", "ia", "is"]),
    ("ous", &["", "e", "us", "y"]),
    ("er", &["ing", "", "e"]),
    ("ectomized", &["ectomy"]),
];

/// Other forms of a word, known or not: `sprained` has `sprain`.
pub(crate) fn forms(word: &str) -> Vec<String> {
    if word.len() < 6 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (ending, others) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending) else {
            continue;
        };
        all.extend(others.iter().map(|other| format!("{stem}{other}")));
        // "stapled", "dropped": a doubled letter before the ending
        let bytes = stem.as_bytes();
        if bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
            all.push(stem[..stem.len() - 1].to_owned());
        }
    }
    all
}

/// The singular of an English word, as far as its ending shows it.
fn singular(word: &str) -> String {
    let bytes = word.as_bytes();
    if word.len() < 4 || bytes.iter().any(u8::is_ascii_digit) || !word.is_ascii() {
        return word.to_owned();
    }
    let cut = |n: usize, more: &str| format!("{}{more}", &word[..word.len() - n]);
    if word.ends_with("ies") && word.len() > 4 {
        return cut(3, "y");
    }
    let ends = |ending: &str| word.ends_with(ending);
    if ends("sses")
        || ends("xes")
        || ends("shes")
        || (ends("ches") && word.len() > 5 && !ends("aches"))
    {
        return cut(2, "");
    }
    if (ends("oses") && word.len() > 6) || ends("yses") || ends("stases") {
        // stenoses, metastases: as their singular
        return cut(2, "is");
    }
    if word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
    {
        return cut(1, "");
    }
    word.to_owned()
}

/// Words that say nothing in a search.
#[must_use]
pub fn empty(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "and"
            | "a"
            | "an"
            | "in"
            | "to"
            | "or"
            | "for"
            | "by"
            | "with"
            | "on"
            | "at"
            | "from"
            | "due"
            | "is"
            | "my"
            | "code"
            | "not"
            | "no"
            | "other"
            | "another"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_alike() {
        let check = |text: &str, plain: &str| assert_eq!(words(text).join(" "), plain, "{text}");
        check("Oesophageal varices", "esophageal varice");
        check("hernias, Hernia's", "hernia hernia");
        check("Biopsies / masses", "biopsy mass");
        check("Crohn's disease", "crohn disease");
        check("Ménière’s", "meniere");
        check("K56.60", "k56 60");
        check("anaemia", "anemia");
        check("headaches crutches diseases", "headache crutch disease");
        check("stenoses metastases doses", "stenosis metastasis dose");
        check("diagnosis", "diagnosis");
        check("Forty-five minutes, two views", "45 minute 2 view");
        check("type II, 2nd degree", "type 2 second degree");
        check("pancreas abscess uterus", "pancrea abscess uterus");
    }
}
