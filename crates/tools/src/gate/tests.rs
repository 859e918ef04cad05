//! The gate by itself: order of the steps, bounds, defaults, what is withheld.

use super::*;
use crate::contract::{LookupRequest, NoteText};
use crate::library::{CodeRequest, EventsRequest};
use ligature_intake::{KEYWORDS, NOT_BLANK, required, resolved};
use ligature_knowledge::{Knowledge, embedded};
use serde_json::json;
use std::sync::{LazyLock, Mutex};

static GATE: LazyLock<Gate> = LazyLock::new(|| {
    let (knowledge, _) = embedded();
    gate(knowledge)
});

fn gate(knowledge: Knowledge) -> Gate {
    Gate::over(Library::new(None, Arc::new(knowledge), "test".to_owned()))
}

/// The result of a call: `ok` with its remarks, or the kind and the words of its refusal.
fn outcome(context: &Context, tool: &str, request: Value) -> String {
    match GATE.call_now(context, tool, request) {
        Ok(reply) => format!("ok {}", reply.noticed.join(" | "))
            .trim()
            .to_owned(),
        Err(refusal) => format!("{}: {}", refusal.kind.name(), refusal.public),
    }
}

fn check(tool: &str, request: Value, wanted: &str) {
    let said = outcome(&Context::operator(), tool, request.clone());
    assert_eq!(said, wanted, "{tool} {request}");
}

#[test]
fn a_request_is_held_against_its_schema() {
    check("lookup", json!({"code": "44120"}), "ok");
    check("lookup", json!({}), "bad-request: `code` is missing");
    check(
        "lookup",
        json!([]),
        "bad-request: the request must be a JSON object",
    );
    check(
        "lookup",
        json!({"code": " "}),
        "bad-request: `code` must be a text of 1 to 60 characters",
    );
    check(
        "lookup",
        json!({"code": "44120", "date": "2024-02-30"}),
        "bad-request: `date` must be a day of the calendar as year, month and day such as 2025-03-01",
    );
    check(
        "search",
        json!({"text": "x", "limit": 999}),
        "bad-request: `limit` must be a whole number from 1 to 100",
    );
    check(
        "check",
        json!({"lines": []}),
        "bad-request: `lines` must have 1 to 999 entries",
    );
    check(
        "check",
        json!({"lines": [{"code": "44120", "units": -1}]}),
        "bad-request: `lines[0].units` must be a number from 0 to 999999 with at most three decimals",
    );
    check(
        "check",
        json!({"lines": [{"code": "44120"}], "setting": "home"}),
        "bad-request: `setting` must be one of practitioner, outpatient, supplier",
    );
    check(
        "lokup",
        json!({}),
        "not-found: there is no tool of this name; did you mean `lookup`?",
    );
}

#[test]
fn unknown_fields_are_noticed_or_refused() {
    let request = json!({"code": "44120", "dat": "2024-08-14", "colour": 1});
    let words = "unknown fields: `colour`; `dat`: did you mean `date`?";
    check("lookup", request.clone(), &format!("ok {words}"));
    let strict = Context::operator().strict(true);
    let said = outcome(&strict, "lookup", request);
    assert_eq!(said, format!("bad-request: {words}"));
}

#[test]
fn a_request_that_names_no_day_has_that_of_the_call() {
    let on = Context::operator().on(Some(jiff::civil::date(2024, 8, 14)));
    let day_used = |request: Value| {
        let reply = GATE.call_now(&on, "lookup", request).unwrap();
        reply.answer["date"].as_str().unwrap().to_owned()
    };
    assert_eq!(day_used(json!({"code": "44120"})), "2024-08-14");
    assert_eq!(
        day_used(json!({"code": "44120", "date": null})),
        "2024-08-14"
    );
    let own = json!({"code": "44120", "date": "2025-01-01"});
    assert_eq!(day_used(own), "2025-01-01");
}

#[test]
fn a_claim_that_names_no_setting_has_that_of_the_call() {
    let mut context = Context::operator();
    context.setting = Some(ligature_edits::Setting::Outpatient);
    context.locality = Some("13202-01".to_owned());
    let mut request = json!({"lines": [{"code": "44120"}]});
    let tool = known("check").unwrap();
    validated(&context, tool, &mut request).unwrap();
    assert_eq!(request["setting"], "outpatient");
    assert_eq!(request["locality"], "13202-01");
}

#[test]
fn a_note_in_another_format_is_refused_by_every_tool() {
    let takes_note = |tool: &&Tool| tool.request()["properties"].get("note").is_some();
    let tools: Vec<&str> = TOOLS
        .iter()
        .filter(takes_note)
        .map(|tool| tool.name)
        .collect();
    assert_eq!(tools.len(), 6, "{tools:?}");
    let check = |note: &str, name: &str| {
        for tool in &tools {
            let request = json!({"note": note, "code": "44120", "codes": ["44120"], "text": "ISA"});
            let wanted = format!(
                "bad-request: `note`: this is {name}, not plain text: send its text, or upload the file on the page, or give the file to `ligature code`"
            );
            check(tool, request, &wanted);
        }
    };
    check(
        "{\\rtf1 Bowel resected.{\\deleted A stoma was made.}}",
        "a rich-text (RTF) document",
    );
    check(
        "MSH|^~\\&|A\rOBX|1|TX|A||A stoma was made.||||||D",
        "an HL7 v2 message",
    );
    check(
        "<html><body><del>A stoma was made.</del></body></html>",
        "a web page (HTML)",
    );
}

#[test]
fn typed_and_json_requests_get_the_same_answer() {
    let request = CodeRequest {
        note: NoteText::from("A segment of jejunum was resected through a midline laparotomy."),
        date: None,
        names_only: false,
    };
    let context = Context::operator();
    let typed = GATE.ask_now(&context, &request).unwrap();
    let json = serde_json::to_value(&request).unwrap();
    let json = GATE.call_now(&context, "code", json).unwrap();
    assert_eq!(serde_json::to_value(&typed.answer).unwrap(), json.answer);
    let wrong = LookupRequest {
        code: "".into(),
        ..LookupRequest::default()
    };
    let refusal = GATE.ask_now(&context, &wrong).unwrap_err();
    assert_eq!(
        refusal.public,
        "`code` must be a text of 1 to 60 characters"
    );
}

#[test]
fn an_async_caller_gets_the_same_answer() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for (tool, request) in [
        ("lookup", json!({"code": "44120"})),
        ("events", json!({"note": "The appendix was removed."})),
        ("events", json!({"note": 5})),
    ] {
        let context = Context::operator();
        let later = runtime.block_on(GATE.call(&context, tool, request.clone()));
        assert_eq!(later, GATE.call_now(&context, tool, request), "{tool}");
    }
}

/// Records each request, and denies what the test wants denied.
#[derive(Default)]
struct Spy {
    steps: Mutex<Vec<String>>,
    denied: Option<Kind>,
}

impl Spy {
    fn put(&self, step: String) {
        self.steps.lock().unwrap().push(step);
    }
}

impl Access for Spy {
    fn may<'a>(&'a self, caller: &'a Caller, tool: &'a Tool) -> Wait<'a, Result<Grant, Denied>> {
        Box::pin(async move {
            // a store answers later
            tokio::task::yield_now().await;
            self.put(format!("access {caller:?} {}", tool.name));
            match self.denied {
                Some(Kind::NotAllowed) => Err(Denied {
                    kind: Kind::NotAllowed,
                    public: "sign in first".to_owned(),
                }),
                _ => Ok(Grant {
                    tier: Tier::Guest,
                    licensed_text: false,
                }),
            }
        })
    }
}

impl Meter for Spy {
    fn charge<'a>(&'a self, used: Use<'a>) -> Wait<'a, Result<(), Denied>> {
        Box::pin(async move {
            self.put(format!("meter {} x {}", used.cost.units, used.times));
            match self.denied {
                Some(Kind::LimitReached) => Err(Denied {
                    kind: Kind::LimitReached,
                    public: "that was enough for today".to_owned(),
                }),
                _ => Ok(()),
            }
        })
    }
}

impl Audit for Spy {
    fn record(&self, record: Record) -> Wait<'_, ()> {
        let refused = record.refused.map_or("answered", Kind::name);
        self.put(format!(
            "audit {} x {} {refused}",
            record.tool, record.times
        ));
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn the_steps_are_in_one_order_and_each_can_end_the_call() {
    let check = |denied: Option<Kind>, request: Value, wanted: &[&str]| {
        let spy = Arc::new(Spy {
            denied,
            ..Spy::default()
        });
        let gate = GATE.clone().behind(spy.clone(), spy.clone(), spy.clone());
        let _said = gate.call_now(&Context::operator(), "lookup", request);
        assert_eq!(*spy.steps.lock().unwrap(), wanted);
    };
    let good = json!({"code": "44120"});
    check(
        None,
        good.clone(),
        &[
            "access Operator lookup",
            "meter 1 x 1",
            "audit lookup x 1 answered",
        ],
    );
    check(
        None,
        json!({}),
        &[
            "access Operator lookup",
            "meter 1 x 1",
            "audit lookup x 1 bad-request",
        ],
    );
    check(
        Some(Kind::NotAllowed),
        good.clone(),
        &["access Operator lookup", "audit lookup x 1 not-allowed"],
    );
    check(
        Some(Kind::LimitReached),
        good,
        &[
            "access Operator lookup",
            "meter 1 x 1",
            "audit lookup x 1 limit-reached",
        ],
    );
}

#[test]
fn a_batch_is_authorised_once_and_metered_at_its_end() {
    let spy = Arc::new(Spy::default());
    let gate = GATE.clone().behind(spy.clone(), spy.clone(), spy.clone());
    let context = Context::operator();
    let batch = gate.batch::<EventsRequest>(&context).unwrap();
    for _ in 0..3 {
        let request = EventsRequest {
            note: NoteText::from("x"),
        };
        batch.ask(&request).unwrap();
    }
    batch.finish().unwrap();
    let wanted = [
        "access Operator events",
        "meter 10 x 3",
        "audit events x 3 answered",
    ];
    assert_eq!(*spy.steps.lock().unwrap(), wanted);
}

#[test]
fn a_cancelled_call_is_refused() {
    let context = Context::operator();
    context.cancel.cancel();
    let said = outcome(&context, "lookup", json!({"code": "44120"}));
    assert_eq!(said, "cancelled: the call was cancelled");
}

/// Words that no refusal may repeat.
const CANARY: &str = "Mrs Zyxwvut of 12 Quondam Street";

/// Every field of a request, with the canary in its place.
fn with_canary(schema: &Value) -> Vec<Value> {
    let fields = schema["properties"].as_object().unwrap();
    let needed: Vec<&str> = required(schema).collect();
    let filled = |bad: &str| {
        let of = |(name, field): (&String, &Value)| {
            let wanted = name == bad || needed.contains(&name.as_str());
            let good = field["examples"][0].clone();
            let value = match name == bad {
                true => json!(CANARY),
                false => good,
            };
            wanted.then(|| (name.clone(), value))
        };
        Value::Object(fields.iter().filter_map(of).collect())
    };
    let mut all: Vec<Value> = fields.keys().map(|name| filled(name)).collect();
    for bad in [json!([CANARY]), json!({CANARY: CANARY}), json!(CANARY)] {
        let mut requests: Vec<Value> = fields
            .keys()
            .map(|name| {
                let mut one = filled(name);
                one[name] = bad.clone();
                one
            })
            .collect();
        all.append(&mut requests);
    }
    all.push(json!(CANARY));
    all.push(
        json!({"note": CANARY, "text": CANARY, "codes": [CANARY], "lines": [{"code": CANARY}]}),
    );
    all
}

#[test]
fn no_refusal_repeats_what_a_patient_said() {
    let mut refused = 0;
    for tool in TOOLS.iter().filter(|tool| tool.scope == Scope::PatientText) {
        for request in with_canary(tool.request()) {
            let context = Context::operator();
            let Err(refusal) = GATE.call_now(&context, tool.name, request) else {
                continue;
            };
            refused += 1;
            let said = format!("{} {} {refusal:?}", refusal.public, refusal.log);
            assert!(!said.contains("Zyxwvut"), "{}: {said}", tool.name);
        }
    }
    assert!(refused > 50, "{refused}");
}

/// Every schema within a schema.
fn every(schema: &Value, whole: &Value, see: &mut dyn FnMut(&Value)) {
    let schema = resolved(schema, whole);
    see(schema);
    let any = schema["anyOf"].as_array();
    for one in any.into_iter().flatten().chain(schema.get("items")) {
        every(one, whole, see);
    }
    let fields = schema["properties"].as_object();
    for field in fields.into_iter().flat_map(|f| f.values()) {
        every(field, whole, see);
    }
}

#[test]
fn requests_use_only_keywords_that_are_checked() {
    for tool in &TOOLS {
        let whole = tool.request();
        every(whole, whole, &mut |schema| {
            for keyword in schema.as_object().unwrap().keys() {
                let known = KEYWORDS.contains(&keyword.as_str());
                assert!(known, "{}: {keyword}", tool.name);
            }
            let pattern = schema["pattern"].as_str();
            let ours = [NOT_BLANK, ligature_claim::DOLLARS];
            assert!(pattern.is_none_or(|p| ours.contains(&p)), "{}", tool.name);
        });
    }
}

#[test]
fn every_field_has_its_words_and_every_text_its_bound() {
    for tool in &TOOLS {
        assert!(
            !tool.help.is_empty() && !tool.title.is_empty(),
            "{}",
            tool.name
        );
        let whole = tool.request();
        for (name, field) in whole["properties"].as_object().into_iter().flatten() {
            let described = field["description"].is_string();
            assert!(described, "{}: {name} has no description", tool.name);
        }
    }
    let mut names: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TOOLS.len());
    assert!(TOOLS.len() >= 24);
}
