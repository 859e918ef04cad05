//! "Did you mean": the codes nearest to what was typed.

use ligature_knowledge::Page;

/// How many are worth reading.
const MOST: usize = 5;

/// Pages near to `asked`: by its digits if it has any, else by the words of the pages' names.
pub fn pages<'a>(asked: &str, pages: &'a [Page]) -> Vec<&'a Page> {
    let mut scored: Vec<(usize, &Page)> = if asked.chars().any(|c| c.is_ascii_digit()) {
        pages
            .iter()
            .map(|page| (strsim::osa_distance(asked, &page.code), page))
            .filter(|(far, _)| *far <= 2)
            .collect()
    } else {
        pages
            .iter()
            .filter_map(|page| Some((usize::MAX - shared_words(asked, &page.name)?, page)))
            .collect()
    };
    scored
        .sort_by(|a, b| (a.0, far(asked, a.1), &a.1.code).cmp(&(b.0, far(asked, b.1), &b.1.code)));
    scored
        .into_iter()
        .take(MOST)
        .map(|(_, page)| page)
        .collect()
}

/// The reason why there is nothing to show for `asked`, with what may have been meant.
pub fn unknown(asked: &str, known: &[Page]) -> String {
    let asked: String = asked.chars().filter(|c| !c.is_control()).take(40).collect();
    let near: Vec<String> = pages(&asked, known)
        .iter()
        .map(|p| format!("{} ({})", p.code, p.name))
        .collect();
    if near.is_empty() {
        format!("this release knows no code “{asked}”")
    } else {
        format!(
            "this release knows no code “{asked}”; the nearest: {}",
            near.join("; ")
        )
    }
}

/// Between codes that differ in as many characters, the nearer number is likelier meant.
fn far(asked: &str, page: &Page) -> u64 {
    match (asked.parse::<u64>(), page.code.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.abs_diff(b),
        _ => 0,
    }
}

/// How many words of `asked` the name has, a word's beginning being enough; `None` if none.
fn shared_words(asked: &str, name: &str) -> Option<usize> {
    let name: Vec<String> = words(name).collect();
    let shared = words(asked)
        .filter(|word| word.len() >= 3 && name.iter().any(|other| alike(word, other)))
        .count();
    (shared > 0).then_some(shared)
}

/// Whether two words agree but for an ending (remove, removal) or a slip (apendix).
fn alike(a: &str, b: &str) -> bool {
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let ending = shared >= 3 && shared + 3 >= a.len().max(b.len());
    ending || (a.len() >= 5 && strsim::osa_distance(a, b) <= 1)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: &str, expected: &[&str]) {
        let known: Vec<Page> = [
            (
                "44120",
                "Open removal of one piece of small bowel, ends joined",
            ),
            ("44125", "Open removal of small bowel, end brought out"),
            ("44202", "Removal of small bowel through ports"),
            ("44950", "Removal of the appendix"),
        ]
        .map(|(code, name)| Page {
            code: code.into(),
            name: name.into(),
            ..Page::default()
        })
        .into();
        let got: Vec<_> = pages(asked, &known)
            .iter()
            .map(|page| page.code.as_str())
            .collect();
        assert_eq!(got, expected, "{asked}");
    }

    #[test]
    fn by_digits_then_by_number() {
        check("44121", &["44120", "44125"]);
        check("4412", &["44120", "44125", "44202"]);
        check("44210", &["44120", "44202", "44125", "44950"]);
        check("99213", &[]);
    }

    #[test]
    fn by_words_of_the_name() {
        check("appendix", &["44950"]);
        check("remove bowel ports", &["44202", "44120", "44125", "44950"]);
        check("apendix", &["44950"]);
        check("xyz", &[]);
        check("", &[]);
    }
}
