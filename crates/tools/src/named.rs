//! Codes that an instruction names: `(K56.3-)`, `(K40-K46)`, `(T81.11, T81.12-)`, `classifiable to P76.-`.

use ligature_catalog::{System, plain};

/// Whether a text names a code, or something that it stands under. Only the diagnosis code sets write their instructions so.
pub(crate) fn names(system: System, text: &str, code: &str) -> bool {
    matches!(system, System::Icd10cm | System::Icd9dx) && {
        let code = plain(code);
        references(text).any(|named| named.holds(&code))
    }
}

/// One code with all that stands below it, or all from one to another.
struct Reference {
    from: String,
    to: String,
}

impl Reference {
    /// Codes are compared by as many characters as the reference gives: `K46` ends with `K46.9`.
    fn holds(&self, code: &str) -> bool {
        let head = |most: usize| code.get(..most.min(code.len())).unwrap_or(code);
        code.len() >= self.from.len().min(self.to.len())
            && head(self.from.len()) >= self.from.as_str()
            && head(self.to.len()) <= self.to.as_str()
    }
}

/// What has the shape of codes, in brackets or after "classifiable to". Elsewhere a word of that shape may be anything.
fn references(text: &str) -> impl Iterator<Item = Reference> {
    let inside = text.split('(').skip(1);
    let inside = inside.map(|rest| rest.split(')').next().unwrap_or(""));
    let after = text.split("classifiable to ").skip(1);
    let after = after.map(|rest| rest.split(' ').next().unwrap_or(""));
    inside
        .chain(after)
        .flat_map(|list| list.split([',', ';', ' ']))
        .filter_map(reference)
}

fn reference(text: &str) -> Option<Reference> {
    let text = text.trim().trim_end_matches(['-', '.']);
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (plain(from), plain(to.trim_end_matches('-')));
    (shaped(&from) && shaped(&to)).then_some(Reference { from, to })
}

/// A letter or a digit, a digit, and one to five more.
fn shaped(code: &str) -> bool {
    let bytes = code.as_bytes();
    (3..=7).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.get(1).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::names;
    use ligature_catalog::System::{self, Icd9dx, Icd10cm};

    #[test]
    fn what_an_instruction_names() {
        let cases: [(System, &str, &str, bool); 15] = [
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.30", true),
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.3", true),
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.2", false),
            (Icd10cm, "hernia (K40-K46)", "K46.9", true),
            (Icd10cm, "hernia (K40-K46)", "K47", false),
            (Icd10cm, "hernia (K40-K46)", "K39.9", false),
            (Icd10cm, "shock (T81.11, T81.12-)", "T81.12XA", true),
            (Icd10cm, "shock (T81.11-T81.19)", "T81.15XA", true),
            (Icd10cm, "shock (T81.11-T81.19)", "T81.1", false),
            (Icd10cm, "intestine (with K56.2 in the text)", "K56.2", true),
            (Icd10cm, "neonatal, classifiable to P76.-", "P76.1", true),
            (Icd10cm, "K56.2 without brackets", "K56.2", false),
            (Icd10cm, "neoplasm (C7A.02-)", "C7A.020", true),
            (Icd9dx, "volvulus (560.2)", "560.2", true),
            (System::Cpt, "see (44120)", "44120", false),
        ];
        for (system, text, code, named) in cases {
            assert_eq!(names(system, text, code), named, "{text} and {code}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}", code in "[ -~]{0,9}") {
            let _ = names(Icd10cm, &text, &code);
            let _ = names(Icd10cm, &format!("({text})"), &code);
        }
    }
}
