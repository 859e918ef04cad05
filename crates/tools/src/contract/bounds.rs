//! Values of requests, with their bounds. The bounds are in the schema of each type, and the gate checks every request
//! against that schema: a value that a program makes itself is checked when it is sent.

use ligature_intake::NOT_BLANK;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Deref;

/// The largest note, in bytes: the same at every door.
pub const LARGEST_NOTE: usize = ligature_intake::LARGEST_NOTE;

/// The largest file of claims or payments that is sent as a text, in bytes: the same at every door.
pub const LARGEST_FILE: usize = 8 * 1024 * 1024;

macro_rules! text {
    ($(#[$about:meta])* $name:ident, $least:expr, $most:expr, $blank:expr, $example:expr) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> $name {
                $name(text)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!({"type": "string", "minLength": $least, "maxLength": $most});
                if !$blank {
                    schema.insert("pattern".to_owned(), NOT_BLANK.into());
                }
                let example: &str = $example;
                if !example.is_empty() {
                    schema.insert("examples".to_owned(), vec![example].into());
                }
                schema
            }
        }
    };
}

text! {
    /// A code as a person writes it: with or without its point, in any case; also a heading or a range.
    Code, 1, 60, false, "K35.80"
}

text! {
    /// What a person types to find codes.
    SearchText, 1, 400, false, "acute appendicitis"
}

text! {
    /// What has been typed so far; it may be empty.
    Typing, 0, 400, true, "append"
}

text! {
    /// A modifier: two letters or digits.
    ModifierText, 2, 4, false, "59"
}

text! {
    /// A Medicare locality: contractor and number, `13202-01`; it may be empty.
    LocalityText, 0, 12, true, "13202-01"
}

text! {
    /// Value of an indicator in a published table (`1`, `090`), or a modifier.
    IndicatorValue, 1, 4, false, "1"
}

text! {
    /// A patient's note in plain text; the gate refuses one that is written in another format. It is neither kept nor logged.
    NoteText, 0, LARGEST_NOTE, true,
    "OPERATION: Appendectomy.\nThrough a McBurney incision the appendix was ligated and removed."
}

/// A small 837P and a small 835, for the examples of requests.
pub(crate) const CLAIMS_837P: &str = include_str!("claims.837");
pub(crate) const PAYMENT_835: &str = include_str!("payment.835");

text! {
    /// An X12 file as a text. It is neither kept nor logged.
    X12Text, 0, LARGEST_FILE, true, ""
}

text! {
    /// A label, such as that of a release.
    Label, 1, 200, false, ""
}

/// How many entries an answer may have: `USUAL` if nothing is said, `MOST` at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Limit<const USUAL: usize, const MOST: usize>(pub usize);

impl<const USUAL: usize, const MOST: usize> Limit<USUAL, MOST> {
    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

impl<const USUAL: usize, const MOST: usize> Default for Limit<USUAL, MOST> {
    fn default() -> Self {
        Limit(USUAL)
    }
}

impl<const USUAL: usize, const MOST: usize> JsonSchema for Limit<USUAL, MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Limit{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 1, "maximum": MOST, "examples": [USUAL]})
    }
}

/// How many entries to pass over, `MOST` at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Skip<const MOST: usize>(pub usize);

impl<const MOST: usize> Skip<MOST> {
    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

impl<const MOST: usize> JsonSchema for Skip<MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Skip{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": MOST, "examples": [0]})
    }
}
