//! Codes as people write them, and as they are read.

use super::*;
use proptest::prelude::*;

/// The codes of a text as one would write them, labels in brackets; `none`: it is not made of codes.
fn check(text: &str, expected: &str) {
    let got = written(text).map_or_else(
        || "none".to_owned(),
        |all| {
            let one = |w: &Written| match w.systems.first() {
                Some(system) => format!("[{}] {w}", system.id()),
                None => w.to_string(),
            };
            all.iter().map(one).collect::<Vec<_>>().join(", ")
        },
    );
    assert_eq!(got, expected, "{text:?}");
}

#[test]
fn a_code_alone() {
    check("44120", "44120");
    check(" k56.60 ", "K56.60");
    check("0DT80ZZ", "0DT80ZZ");
    check("E880.9", "E880.9");
    check("45.62", "45.62");
    check("dig012", "DIG012");
    check("0042t", "0042T");
}

#[test]
fn units_and_modifiers_written_to_the_code() {
    check("44121x2", "44121 x 2");
    check("J1885X2", "J1885 x 2");
    check("44120TC", "44120-TC");
    check("44120as", "44120-AS");
    check("44121×2", "44121 x 2");
    check("44121 (2)", "44121 x 2");
    check("44121(2), 44005 1", "44121 x 2, 44005 x 1");
    check("44121\t2", "44121 x 2");
    check("44120 LT 1", "44120-LT x 1");
    check("E0143NU", "E0143-NU");
    check("J1885JZ", "J1885-JZ");
    check("B2111ZZ", "B2111ZZ");
    check("OSRC0J9", "0SRC0J9");
    // codes of ICD-10-PCS, and what is no number of units
    check("02703ZZ", "02703ZZ");
    check("10900ZC", "10900ZC");
    check("45380 59", "45380-59");
    check("44121 0", "none");
    // letters that number a list
    check("A) I50.9  B) I48.91", "none");
    check("K 56.60", "K56.60");
}

#[test]
fn labels() {
    check("CPT 44120", "[cpt] 44120");
    check("CPT44120", "[cpt] 44120");
    check("CPT-4: 44120", "[cpt] 44120");
    check("cpt code 44120", "[cpt] 44120");
    check("ICD-10 K56.60", "[icd10cm] K56.60");
    check("ICD-10-CM: K56.60", "[icd10cm] K56.60");
    check("ICD 10 PCS 0DT80ZZ", "[icd10pcs] 0DT80ZZ");
    check("icd9 560.81", "[icd9dx] 560.81");
    check("HCPCS J1100", "[hcpcs] J1100");
    check("Dx K56.60", "[icd10cm] K56.60");
    check("DxK56.60", "[icd10cm] K56.60");
    check("Dx 1: K56.60", "[icd10cm] K56.60");
    check("Dx: K56.60; K66.0", "[icd10cm] K56.60, [icd10cm] K66.0");
    check("code 44120", "44120");
    check("CPT® 44120", "[cpt] 44120");
    check("CPT™44120", "[cpt] 44120");
    check("Dx1 K56.60", "[icd10cm] K56.60");
    check("K56.60 (Dx)", "[icd10cm] K56.60");
    check("CPT 4412", "[cpt] 4412");
    check("CPT", "none");
    check(
        "procedure 44120, dx K56.60",
        "[cpt] 44120, [icd10cm] K56.60",
    );
}

#[test]
fn modifiers_and_units() {
    check("99214-24", "99214-24");
    check("45380 59", "45380-59");
    check("44120-22-51 x2", "44120-22-51 x 2");
    check("99213 25,24", "99213-25-24");
    check("44120 mod 22", "44120-22");
    check("99213 w/ modifier -25", "none");
    check("99213 with modifier -25", "99213-25");
    check("44121 × 2", "44121 x 2");
    check("44121*2", "44121 x 2");
    check("2 x 44121", "44121 x 2");
    check("2x44121", "44121 x 2");
    check("44121 2x", "44121 x 2");
    check("44121 (x2)", "44121 x 2");
    check("44121 2 units", "44121 x 2");
    check("44121, qty 2", "44121 x 2");
    check("A0425 x 12.5", "A0425 x 12.5");
    check("44121 x2 -59", "44121-59 x 2");
    check("99213-x2", "99213-X2");
    check("99214- 25", "99214-25");
    check("44120 x x", "none");
    check("44121 x two", "none");
}

#[test]
fn lists_ranges_and_headings() {
    check("44120,44121", "44120, 44121");
    check("44120, 44005", "44120, 44005");
    check("44120 44005-59 x2", "44120, 44005-59 x 2");
    check("44120/44121", "44120, 44121");
    check("44120 and 44121", "44120, 44121");
    check("K56.609, K56.601", "K56.609, K56.601");
    check("44120\n44121 x 2\n", "44120, 44121 x 2");
    check("44120-44130", "44120 to 44130");
    check("44120 – 44130", "44120 to 44130");
    check("44120..44130", "44120 to 44130");
    check("44120…44130", "44120 to 44130");
    check("44120:44130", "44120 to 44130");
    check("44120 to 44130", "44120 to 44130");
    check("44120-130", "44120 to 44130");
    check("K55-K64", "K55 to K64");
    check("K56.0-K56.7", "K56.0 to K56.7");
    check("K56.6-", "K56.6-");
    check("K56.-", "K56-");
    check("K56.*", "K56-");
    check("K56*", "K56-");
    check("K56.6--", "K56.6-");
    check("K56.x", "K56-");
    check("S72.00-, K56.6-", "S72.00-, K56.6-");
}

#[test]
fn marks_around_codes() {
    check("(K56.609)", "K56.609");
    check("\"K56.609\"", "K56.609");
    check("“K56.609”", "K56.609");
    check("[44120]", "44120");
    check("+44121", "44121");
    check("#44120", "44120");
    check("44120.", "44120");
    check("44120;", "44120");
}

#[test]
fn points_and_spaces() {
    check("K56 .60", "K56.60");
    check("K56. 60", "K56.60");
    check("K 56.60", "K56.60");
    check("K56 60", "K56.60");
    check("K56,60", "K56.60");
    check("K56:60", "K56.60");
    check("K56-60", "K56.60");
    check("K56..60", "K56.60");
    check("K5.660", "K56.60");
    check("K56.6.0", "K56.60");
    check("K56_60", "K56.60");
    check("K56 . 60", "K56.60");
    check("K56.6 09", "K56.609");
    check("K56,609", "K56.609");
    check("4 4 1 2 0", "44120");
    check("441-20", "44120");
    check("J-1100", "J1100");
    check("441 20", "44120");
    check("44 120", "44120");
    check("44,120", "44120");
    check("44120.0", "44120");
    check("0DT 80ZZ", "0DT80ZZ");
}

#[test]
fn characters_that_look_alike() {
    check("Ｋ５６．６０", "K56.60");
    check("K56\u{200b}.60", "K56.60");
    check("４４１２０", "44120");
    check("4412O", "44120");
    check("44l20", "44120");
    for (text, corrected) in [
        ("4412O", true),
        ("44l20", true),
        ("0DT8OZZ", true),
        ("O80", false),
        ("I10", false),
        ("DIG012", false),
    ] {
        let all = written(text).unwrap_or_default();
        assert!(all.iter().all(|one| one.corrected == corrected), "{text}");
    }
    check("К56.60", "K56.60");
    check("99214‑24", "99214-24");
    check("44121 ✕ 2", "44121 x 2");
}

#[test]
fn words_are_no_codes() {
    for text in [
        "",
        "type 2 diabetes",
        "small bowel resection",
        "diagnosis of 2 hernias",
        "44120 laparotomy",
        "covid 19",
        "code",
        "a1c test",
        "- - -",
    ] {
        check(text, "none");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        let _ = written(&text);
    }

    #[test]
    fn text_of_codes_is_answered(text in "[0-9KxX .,;*+()-]{0,30}") {
        if let Some(all) = written(&text) {
            for one in all {
                prop_assert!(!one.code.is_empty());
                prop_assert!(one.code.is_ascii());
            }
        }
    }

    #[test]
    fn what_is_written_out_is_read_again(code in "[0-9]{5}|[A-V][0-9]{4}", modifiers in proptest::collection::vec("[0-9][0-9]|LT|RT|GC|XS", 0..4), units in 1u32..999) {
        let one = Written {
            code,
            modifiers,
            units: (units > 1).then(|| Units::whole(units)),
            ..Written::default()
        };
        prop_assert_eq!(written(&one.to_string()), Some(vec![one]));
    }
}
