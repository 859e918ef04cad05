//! Word forms: an author writes "resect", a surgeon writes "resected". Only regular English endings are made here;
//! irregular forms are written out by the author (`take/takes/took/taken/taking`).

/// All forms of a verb phrase: its first word is inflected, or its alternatives (`cut/cuts/cutting out`) are used unchanged.
/// A participle or a past tense that opens a longer phrase ("opened lengthwise") is left as it is.
pub(crate) fn verb_forms(phrase: &str) -> Vec<String> {
    let (first, rest) = phrase.split_once(' ').map_or((phrase, ""), |(f, r)| (f, r));
    let tail = if rest.is_empty() {
        String::new()
    } else {
        format!(" {rest}")
    };
    if first.contains('/') {
        return first
            .split('/')
            .map(|form| format!("{form}{tail}"))
            .collect();
    }
    if !rest.is_empty() && !is_base(first) {
        return vec![phrase.to_owned()];
    }
    conjugate(first)
        .into_iter()
        .map(|form| format!("{form}{tail}"))
        .collect()
}

/// A verb in its base form, as far as its ending shows.
fn is_base(word: &str) -> bool {
    !(word.ends_with("ed")
        || word.ends_with("ing")
        || word.ends_with("tion")
        || word.ends_with('s')
        || word.ends_with("my")
        || word.ends_with("um"))
        && word.chars().all(|c| c.is_ascii_alphabetic())
        && word.len() > 2
}

fn conjugate(base: &str) -> Vec<String> {
    let consonant_y = base.ends_with('y') && !ends_in_vowel_before(base);
    let (stem, third, past) = if let Some(stem) = base.strip_suffix('e') {
        (stem.to_owned(), format!("{base}s"), format!("{base}d"))
    } else if consonant_y {
        let cut = &base[..base.len() - 1];
        (base.to_owned(), format!("{cut}ies"), format!("{cut}ied"))
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|e| base.ends_with(e))
    {
        (base.to_owned(), format!("{base}es"), format!("{base}ed"))
    } else {
        (base.to_owned(), format!("{base}s"), format!("{base}ed"))
    };
    vec![base.to_owned(), third, past, format!("{stem}ing")]
}

fn ends_in_vowel_before(word: &str) -> bool {
    word.chars()
        .rev()
        .nth(1)
        .is_some_and(|c| "aeiou".contains(c))
}

/// A noun phrase and its plural.
pub(crate) fn noun_forms(phrase: &str) -> Vec<String> {
    let mut forms = vec![phrase.to_owned()];
    let last = phrase.rsplit(' ').next().unwrap_or(phrase);
    if last.len() < 3 || !last.chars().all(|c| c.is_ascii_alphabetic()) {
        return forms;
    }
    let head = &phrase[..phrase.len() - last.len()];
    let plural = if let Some(stem) = last.strip_suffix("is") {
        format!("{stem}es")
    } else if last.ends_with('s') {
        return forms;
    } else if last.ends_with('y') && !ends_in_vowel_before(last) {
        format!("{}ies", &last[..last.len() - 1])
    } else if ["x", "z", "ch", "sh"].iter().any(|e| last.ends_with(e)) {
        format!("{last}es")
    } else {
        format!("{last}s")
    };
    forms.push(format!("{head}{plural}"));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected_on_their_first_word() {
        let check =
            |phrase: &str, forms: &[&str]| assert_eq!(verb_forms(phrase), forms, "{phrase}");
        check("resect", &["resect", "resects", "resected", "resecting"]);
        check("excise", &["excise", "excises", "excised", "excising"]);
        check(
            "untwist",
            &["untwist", "untwists", "untwisted", "untwisting"],
        );
        check(
            "staple off",
            &["staple off", "staples off", "stapled off", "stapling off"],
        );
        check(
            "take/took/taken out",
            &["take out", "took out", "taken out"],
        );
        check("opened lengthwise", &["opened lengthwise"]);
        check("free-y", &["free-y", "free-ies", "free-ied", "free-ying"]);
    }

    #[test]
    fn nouns_get_their_plural() {
        let check =
            |phrase: &str, forms: &[&str]| assert_eq!(noun_forms(phrase), forms, "{phrase}");
        check("anastomosis", &["anastomosis", "anastomoses"]);
        check(
            "small bowel resection",
            &["small bowel resection", "small bowel resections"],
        );
        check("enterotomy", &["enterotomy", "enterotomies"]);
        check("x 2", &["x 2"]);
    }
}
