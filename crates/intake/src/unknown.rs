//! Fields of a JSON value that its schema does not know, each with the name that was probably meant.

use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};

/// Characters of a name that are shown.
const NAME: usize = 40;
/// Names that are looked for in one value.
pub(crate) const MOST: usize = 100;
/// Schemas that are looked at for one value: references may lead in a ring.
const SCHEMAS: usize = 64;

/// A field that the schema does not know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unknown {
    /// The names of the fields above it, `earlier` or `patient.name`; empty at the top. Places in lists are left out.
    pub path: String,
    /// Its name: at most 40 characters, none of them a control character.
    pub name: String,
    /// The known name of the same place that is spelled most like it, if one is near.
    pub nearest: Option<String>,
}

/// The fields of a value that its JSON schema does not name, each once, in the order of the value; the first hundred of
/// them. Follows `$ref`, `properties`, `items`, `prefixItems`, `additionalProperties`, `anyOf`, `oneOf` and `allOf`. An
/// object for which the schema names no property is free to hold any.
#[must_use]
pub fn unknown_fields(value: &Value, schema: &Value) -> Vec<Unknown> {
    let mut found = Found {
        schema,
        seen: HashSet::new(),
        unknown: Vec::new(),
    };
    found.look(value, &[schema], "");
    found.unknown
}

/// The unknown fields in one sentence without its full stop; nothing if there are none.
#[must_use]
pub fn remark(unknown: &[Unknown]) -> Option<String> {
    let words = unknown.iter().map(|field| {
        let place = match field.path.as_str() {
            "" => String::new(),
            path => format!(" in {path}"),
        };
        let nearest = field.nearest.as_ref();
        let meant = nearest.map_or_else(String::new, |n| format!(": did you mean `{n}`?"));
        format!("`{}`{place}{meant}", field.name)
    });
    let words: Vec<String> = words.collect();
    match words.as_slice() {
        [] => None,
        [one] => Some(format!("unknown field {one}")),
        all => Some(format!("unknown fields: {}", all.join("; "))),
    }
}

struct Found<'s> {
    schema: &'s Value,
    seen: HashSet<(String, String)>,
    unknown: Vec<Unknown>,
}

impl<'s> Found<'s> {
    fn look(&mut self, value: &Value, schemas: &[&'s Value], path: &str) {
        if self.unknown.len() >= MOST {
            return;
        }
        match value {
            Value::Array(all) => {
                let schemas = self.alternatives(schemas);
                for (at, one) in all.iter().enumerate() {
                    let of: Vec<&Value> = schemas.iter().filter_map(|s| item(s, at)).collect();
                    if !of.is_empty() {
                        self.look(one, &of, path);
                    }
                }
            }
            Value::Object(fields) => {
                let schemas = self.alternatives(schemas);
                self.fields(fields, &schemas, path);
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &Map<String, Value>, schemas: &[&'s Value], path: &str) {
        let properties = |s: &&'s Value| s.get("properties").and_then(Value::as_object);
        let open = |s: &&'s Value| {
            s.get("additionalProperties")
                .filter(|a| **a != Value::Bool(false))
        };
        let known: Vec<&Map<String, Value>> = schemas.iter().filter_map(properties).collect();
        let others: Vec<&Value> = schemas.iter().filter_map(open).collect();
        for (name, value) in fields {
            let mut of: Vec<&Value> = known.iter().filter_map(|k| k.get(name)).collect();
            if of.is_empty() {
                of.clone_from(&others);
            }
            if !of.is_empty() {
                let below = match path {
                    "" => shown(name),
                    path => format!("{path}.{}", shown(name)),
                };
                self.look(value, &of, &below);
            } else if !known.is_empty() {
                let names = known.iter().flat_map(|k| k.keys()).map(String::as_str);
                self.add(path, name, &names.collect());
            }
        }
    }

    fn add(&mut self, path: &str, name: &str, known: &BTreeSet<&str>) {
        let name = shown(name);
        if self.unknown.len() < MOST && self.seen.insert((path.to_owned(), name.clone())) {
            self.unknown.push(Unknown {
                path: path.to_owned(),
                nearest: nearest(&name, known),
                name,
            });
        }
    }

    /// Schemas with all that they refer to and choose from.
    fn alternatives(&self, schemas: &[&'s Value]) -> Vec<&'s Value> {
        let mut all: Vec<&Value> = schemas.to_vec();
        let mut at = 0;
        while let Some(schema) = all.get(at).copied() {
            at += 1;
            let reference = schema.get("$ref").and_then(Value::as_str);
            let referred = reference
                .and_then(|r| r.strip_prefix('#'))
                .and_then(|pointer| self.schema.pointer(pointer));
            let choices = ["anyOf", "oneOf", "allOf"]
                .iter()
                .filter_map(|word| schema.get(word)?.as_array())
                .flatten();
            for more in referred.into_iter().chain(choices) {
                if all.len() < SCHEMAS && !all.iter().any(|one| std::ptr::eq(*one, more)) {
                    all.push(more);
                }
            }
        }
        all
    }
}

/// The schema of an item of a list, by its place from 0.
fn item(schema: &Value, at: usize) -> Option<&Value> {
    let first = schema.get("prefixItems").and_then(|first| first.get(at));
    first.or_else(|| schema.get("items"))
}

/// A name as it may be shown.
pub(crate) fn shown(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_control());
    plain.take(NAME).collect()
}

/// The known name that is spelled most like this one. Letters' case and signs between words count for nothing.
pub(crate) fn nearest(name: &str, known: &BTreeSet<&str>) -> Option<String> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let given = plain(name);
    let length = given.chars().count();
    let near = known.iter().filter_map(|known| {
        let far = strsim::osa_distance(&given, &plain(known));
        // a third of the letters may differ, but never all of a short name
        (far <= (length / 3).clamp(usize::from(length > 1), 3)).then_some((far, known))
    });
    let near = near.min().map(|(_, known)| *known);
    // `date` for `date_of_service`, where no other name has the word
    let with_word = || {
        let has = |known: &&&str| known.split('_').any(|word| word.eq_ignore_ascii_case(name));
        let mut all = known.iter().filter(has);
        all.next()
            .filter(|_| length > 2 && all.next().is_none())
            .copied()
    };
    near.or_else(with_word).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_claim::Claim;
    use serde_json::json;

    fn check(value: &Value, schema: &Value, wanted: &str) {
        let said = remark(&unknown_fields(value, schema)).unwrap_or_default();
        assert_eq!(said, wanted, "{value}");
    }

    #[test]
    fn fields_of_a_claim_are_known_at_every_level() {
        let schema = schemars::schema_for!(Claim).to_value();
        check(
            &json!({"id": "A", "patient": {"sex": "F"}, "earlier": [{"code": "1"}], "lines": [{"code": "1", "units": 2}]}),
            &schema,
            "",
        );
        check(
            &json!({"lines": [{"modifers": []}, {"modifers": []}]}),
            &schema,
            "unknown field `modifers` in lines: did you mean `modifiers`?",
        );
        check(
            &json!({"dateOfService": "", "patient": {"birn": ""}, "earlier": [{"Code": ""}], "colour": {"red": 1}}),
            &schema,
            "unknown fields: `colour`; `dateOfService`: did you mean `date_of_service`?; `Code` in earlier: did you mean `code`?; `birn` in patient: did you mean `born`?",
        );
        // what is of another kind than the schema says is not for here
        check(
            &json!({"lines": {"x": 1}, "patient": [{"y": 1}]}),
            &schema,
            "",
        );
        check(&json!("x"), &schema, "");
    }

    #[test]
    fn references_choices_and_free_objects_are_followed() {
        let schema = json!({
            "$defs": {"Ring": {"properties": {"next": {"anyOf": [{"$ref": "#/$defs/Ring"}, {"type": "null"}]}}}},
            "properties": {
                "ring": {"$ref": "#/$defs/Ring"},
                "either": {"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
                "both": {"prefixItems": [{"properties": {"first": {}}}], "items": {"properties": {"later": {}}}},
                "map": {"type": "object", "additionalProperties": {"properties": {"in": {}}}},
                "free": {"type": "object"},
                "any": true,
            },
        });
        check(
            &json!({
                "ring": {"next": {"next": null}}, "either": {"a": 1, "b": 2}, "both": [{"first": 1}, {"later": 1}],
                "map": {"k": {"in": 1}}, "free": {"x": 1}, "any": {"x": 1},
            }),
            &schema,
            "",
        );
        check(
            &json!({"ring": {"next": {"nxet": 1}}}),
            &schema,
            "unknown field `nxet` in ring.next: did you mean `next`?",
        );
        check(
            &json!({"either": {"c": 1}, "both": [{"later": 1}], "map": {"k": {"inn": 1}}}),
            &schema,
            "unknown fields: `later` in both; `c` in either; `inn` in map.k: did you mean `in`?",
        );
        check(&json!({"x": 1}), &json!({"$ref": "#"}), "");
        check(&json!({"x": 1}), &json!(true), "");
    }

    #[test]
    fn names_are_shortened_and_counted() {
        let schema = json!({"properties": {"code": {}}});
        let long = format!("a\u{7}\n{}", "b".repeat(50));
        let wanted = format!("unknown field `a{}`", "b".repeat(39));
        check(&json!({ long: "secret" }), &schema, &wanted);
        let many: Map<String, Value> = (0..1000).map(|n| (format!("f{n:03}"), json!(1))).collect();
        let unknown = unknown_fields(&Value::Object(many), &schema);
        assert_eq!(unknown.len(), MOST);
        let said = remark(&unknown).unwrap_or_default();
        assert!(said.ends_with("`f099`"), "{said}");
    }
}
