//! The addresses of the API, each an entry to one tool.

use super::cursor;
use crate::view::reference::escaped;
use ligature_tools::{Group, Tool};
use serde_json::{Value, json};

/// All addresses of the API begin with this.
pub(crate) const ROOT: &str = "/api/v1";

/// An address that is read by GET.
#[derive(Debug)]
pub(crate) struct Read {
    /// Below the root; names in braces are fields of the request.
    pub path: &'static str,
    /// The tool behind it.
    pub tool: &'static str,
    /// Whether its list comes in pages, and how many entries a page has by default.
    pub pages: Option<usize>,
    /// The furthest place that a page may begin at.
    pub furthest: usize,
    /// What may be added to the tool's own help.
    pub about: &'static str,
}

const fn read(path: &'static str, tool: &'static str) -> Read {
    Read {
        path,
        tool,
        pages: None,
        furthest: 0,
        about: "",
    }
}

/// All of them: every tool of code sets and payers' tables has one.
pub(crate) static READ: &[Read] = &[
    read("/codes/{system}/{code}", "lookup"),
    Read {
        pages: Some(50),
        furthest: 1_000_000,
        about: "Edits in force on the day; with `all`, or between two codes, the others as well.",
        ..read("/codes/{system}/{code}/pairs", "pairs")
    },
    Read {
        pages: Some(10),
        furthest: 1000,
        about: "The first thousand results can be paged through.",
        ..read("/search", "search")
    },
    read("/complete", "complete"),
    Read {
        pages: Some(200),
        furthest: 1_000_000,
        ..read("/browse/{system}", "browse")
    },
    read("/compare", "compare"),
    read("/crosswalk/{system}/{code}", "crosswalk"),
    read("/diff/{system}", "diff"),
    read("/book-diff", "book_diff"),
    read("/titles/{system}", "titles"),
    read("/pages", "pages"),
    read("/releases", "releases"),
    read("/key-facts/{code}", "key_facts"),
    read("/localities", "localities"),
    read("/unit-limits/{code}", "unit_limit"),
    read("/addon-primaries/{code}", "addon_primaries"),
    read("/global-periods/{code}", "global_period"),
    read("/meanings/{of}", "meaning"),
];

impl Read {
    /// Whether a field of the request is in the path.
    pub fn in_path(&self, field: &str) -> bool {
        self.path.contains(&format!("{{{field}}}"))
    }

    /// What it takes: the fields of its tool's request, with `cursor` instead of `skip`, and `strict`.
    pub fn params(&self, tool: &Tool) -> Vec<Param> {
        let request = tool.request();
        let needed: Vec<&str> = required(request).collect();
        let fields = request.get("properties").and_then(Value::as_object);
        let fields = fields.into_iter().flatten();
        let fields = fields.filter(|(name, _)| self.pages.is_none() || *name != "skip");
        let mut params: Vec<Param> = fields
            .map(|(name, field)| Param {
                name: name.clone(),
                in_path: self.in_path(name),
                required: self.in_path(name) || needed.contains(&name.as_str()),
                schema: field.clone(),
                about: text(field, "description"),
            })
            .collect();
        if self.pages.is_some() {
            params.push(Param {
                name: "cursor".to_owned(),
                in_path: false,
                required: false,
                schema: json!({"type": "string", "pattern": cursor::PATTERN}),
                about: "Where the page begins: `next` of the previous answer to the same request."
                    .to_owned(),
            });
        }
        params.push(strict());
        // in the order of the path, then what must be there, then the rest
        params.sort_by_key(|p| {
            let place = self.path.find(&format!("{{{}}}", p.name));
            (!p.in_path, place, !p.required)
        });
        params
    }
}

/// The parameter of every address that refuses fields which are not known.
pub(crate) fn strict() -> Param {
    Param {
        name: "strict".to_owned(),
        in_path: false,
        required: false,
        schema: json!({"type": "boolean", "examples": [true]}),
        about: "Refuse unknown fields. Without it they are named in `noticed` of the answer."
            .to_owned(),
    }
}

/// A parameter of an address.
#[derive(Debug)]
pub(crate) struct Param {
    pub name: String,
    pub in_path: bool,
    pub required: bool,
    /// As in the schema of the tool's request.
    pub schema: Value,
    pub about: String,
}

/// An address that takes POST, in addition to `/tools/…`.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Below the root.
    pub path: &'static str,
    /// The tool behind it.
    pub tool: &'static str,
}

const fn posted(path: &'static str, tool: &'static str) -> Posted {
    Posted { path, tool }
}

/// All of them. Words about patients go into a body, never into an address.
pub(crate) static POSTED: &[Posted] = &[
    posted("/code", "code"),
    posted("/notes:explain", "explain"),
    posted("/notes:events", "events"),
    posted("/notes:audit", "audit"),
    posted("/claims:code", "claim"),
    posted("/claims:check", "check"),
    posted("/claims:price", "price"),
    posted("/claims:sequence", "sequence"),
    posted("/claims:modifier-effect", "modifier_effect"),
    posted("/claims:check-837p", "check_837p"),
    posted("/claims:rewrite-837p", "rewrite_837p"),
    posted("/claims:remit", "remit"),
];

/// How a tool is called: method and address.
pub(crate) fn of(tool: &Tool) -> Vec<String> {
    let read = READ.iter().filter(|one| one.tool == tool.name);
    let mut all: Vec<String> = read.map(|one| format!("GET {ROOT}{}", one.path)).collect();
    let posted = POSTED.iter().filter(|one| one.tool == tool.name);
    all.extend(posted.map(|one| format!("POST {ROOT}{}", one.path)));
    all.push(format!("POST {ROOT}/tools/{}", tool.name));
    all
}

/// The address of a request to begin with, for a tool that is read by GET.
pub(crate) fn example_read(tool: &Tool) -> Option<String> {
    let read = READ.iter().find(|one| one.tool == tool.name)?;
    let Value::Object(fields) = example(tool) else {
        return None;
    };
    let mut path = read.path.to_owned();
    let mut query: Vec<String> = Vec::new();
    for param in read.params(tool) {
        let given = fields.get(&param.name).cloned();
        let value = match given {
            Some(value) => value,
            None if param.in_path => first(resolved(&param.schema, tool.request()))?,
            None => continue,
        };
        let value = match value {
            Value::String(text) => text,
            Value::Array(all) => {
                let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                all.join(",")
            }
            other => other.to_string(),
        };
        match param.in_path {
            true => path = path.replace(&format!("{{{}}}", param.name), &escaped(&value)),
            false => query.push(format!("{}={}", param.name, escaped(&value))),
        }
    }
    let query = match query.is_empty() {
        true => String::new(),
        false => format!("?{}", query.join("&")),
    };
    Some(format!("{ROOT}{path}{query}"))
}

/// A value that a schema has as an example, or lists first.
fn first(schema: &Value) -> Option<Value> {
    let listed = |name: &str| schema.get(name)?.get(0).cloned();
    listed("examples")
        .or_else(|| listed("enum"))
        .or_else(|| schema.get("anyOf")?.get(0).and_then(first))
}

/// Where a tool is in the reading page of the API.
pub(crate) fn place(tool: &Tool) -> String {
    let named = READ.iter().any(|one| one.tool == tool.name)
        || POSTED.iter().any(|one| one.tool == tool.name);
    match named {
        true => format!("{ROOT}/#{}", tool.name),
        false => format!("{ROOT}/#{}ByJson", tool.name),
    }
}

/// What a tool is about, in the document.
pub(crate) fn tag(tool: &Tool) -> &'static str {
    match tool.group {
        Group::Codes => "codes",
        Group::Tables => "tables",
        Group::Notes => "notes",
        Group::Claims => "claims",
    }
}

/// The fields of a request that must be there.
pub(crate) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let all = schema.get("required").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str)
}

/// A text of a JSON object; empty if it has none.
pub(crate) fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// A request to begin with: the fields that must be there, as the tool's schema has them for examples.
pub(crate) fn example(tool: &Tool) -> Value {
    let schema = tool.request();
    let fields = schema.get("properties");
    let field = |name: &str| {
        let own = fields?.get(name)?;
        let field = resolved(own, schema);
        // an example at the field itself goes before one of its type
        let at = |of: &'_ Value| of.get("examples").and_then(|all| all.get(0)).cloned();
        let given = at(own).or_else(|| at(field));
        let listed = || field.get("enum").and_then(|all| all.get(0)).cloned();
        let value = given.or_else(listed).unwrap_or_else(|| Value::from(""));
        Some((name.to_owned(), value))
    };
    required(schema).filter_map(field).collect()
}

/// What a schema refers to, within the schema that defines it.
pub(crate) fn resolved<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    let to = schema.get("$ref").and_then(Value::as_str);
    let to = to.and_then(|to| whole.pointer(to.strip_prefix('#')?));
    to.unwrap_or(schema)
}
