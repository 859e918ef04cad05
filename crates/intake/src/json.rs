//! Claims in JSON: one value, a list, or a line each.

use crate::bounds::held_against;
use crate::lines::Line;
use crate::mend::corrected;
use crate::schema::plain;
use crate::taken::{Taken, Trouble};
use crate::unknown::{remark, unknown_fields};
use crate::value::{NotJson, json};
use ligature_claim::Claim;
use serde_json::Value;
use std::io::Read;
use std::sync::LazyLock;

/// The largest file of one JSON value that is taken, in bytes.
const WHOLE: u64 = 64 << 20;

/// A file that is one value: a claim or a list of claims.
pub(crate) struct Whole(std::vec::IntoIter<Taken>);

impl Whole {
    /// Reads it to its end.
    pub(crate) fn read(name: &str, input: impl Read) -> Result<Whole, Trouble> {
        let mut text = Vec::new();
        let read = input.take(WHOLE + 1).read_to_end(&mut text);
        read.map_err(Trouble::unread(name))?;
        let all = match text.len() as u64 > WHOLE {
            true => {
                let most = WHOLE >> 20;
                let why = format!(
                    "more than {most} MB are too large for one JSON value: write a claim a line"
                );
                vec![Taken::plain(name.to_owned(), Err(why))]
            }
            false => whole(name, &text),
        };
        Ok(Whole(all.into_iter()))
    }

    /// The next claims, at most so many; none at the end.
    pub(crate) fn next(&mut self, batch: usize) -> Vec<Taken> {
        self.0.by_ref().take(batch).collect()
    }
}

fn whole(name: &str, text: &[u8]) -> Vec<Taken> {
    match json(text) {
        Err(NotJson { line, column, why }) => {
            let at = format!("{name}, line {line}, column {column}");
            vec![Taken::plain(at, Err(why.to_owned()))]
        }
        Ok(Value::Array(all)) => {
            let numbered = all.into_iter().enumerate();
            let one = |(n, value)| read(format!("{name}, claim {}", n + 1), value);
            numbered.map(one).collect()
        }
        Ok(value) => vec![read(name.to_owned(), value)],
    }
}

/// The claim of a line.
pub(crate) fn line(name: &str, line: &Line) -> Taken {
    let at = format!("{name}, line {}", line.number);
    let why = match json(&line.bytes) {
        Ok(value) if !line.too_long => return read(at, value),
        Ok(_) => "the line is too long".to_owned(),
        Err(_) if line.too_long => "the line is too long".to_owned(),
        Err(NotJson { column, why, .. }) => format!("column {column}: {why}"),
    };
    Taken::plain(at, Err(why))
}

/// A claim from its JSON, checked against the published schema of a claim. Names of fields that are not known are reported,
/// values never.
fn read(at: String, mut value: Value) -> Taken {
    static SCHEMA: LazyLock<Value> =
        LazyLock::new(|| plain(schemars::schema_for!(Claim).to_value()));
    let unknown = remark(&unknown_fields(&value, &SCHEMA));
    let claim = held_against(&mut value, &SCHEMA).map_err(|bad| bad.public);
    let mut claim: Result<Claim, String> = claim.and_then(|()| {
        serde_path_to_error::deserialize(&value).map_err(
            |error: serde_path_to_error::Error<serde_json::Error>| {
                format!("`{}` cannot be read", error.path())
            },
        )
    });
    let remarks = claim.as_mut().map(corrected).unwrap_or_default();
    Taken {
        unknown,
        remarks,
        ..Taken::plain(at, claim)
    }
}
