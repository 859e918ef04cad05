//! Every tool through every door with the same requests, good and bad: equal answers, remarks and refusals.
//!
//! The doors are the gate itself (in JSON, later and now), the command `ligature tool`, the API's `POST /api/v1/tools/…`, and the
//! site's page of the tool.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set itself up must stop"
)]

#[path = "../common/mod.rs"]
mod common;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use common::{NOTE, Workspace};
use http_body_util::BodyExt as _;
use ligature_server::{Site, router};
use ligature_tools::{Context, Gate, Kind};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use tower::ServiceExt as _;

const REQUESTS: &str = include_str!("requests.json");

const FILE: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *251104*1200*^*00501*000000001*0*P*:~\
    GS*HC*CLINIC*PAYER*20251104*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20251104*1200*CH~HL*1**20*1~\
    NM1*85*2*CLINIC*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~NM1*IL*1*A*B****MI*1~NM1*PR*2*PAYER*****PI*2~\
    CLM*A*100***21:B:1*Y*A*Y*Y~HI*ABK:K5660~LX*1~SV1*HC:44121*100*UN*1***1~DTP*472*D8*20251103~\
    LX*2~SV1*HC:44120*100*UN*1***1~DTP*472*D8*20251103~SE*18*0001~GE*1*1~IEA*1*000000001~";

const REMITTANCE: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *251204*1200*^*00501*000000001*0*P*:~\
    GS*HP*PAYER*CLINIC*20251204*1200*1*X*005010X221A1~ST*835*0001~BPR*I*50*C*CHK************20251204~TRN*1*7*1512345678~\
    N1*PR*PAYER~N1*PE*CLINIC*XX*1234567893~LX*1~CLP*A*1*300*50*0*MB*9~DTM*232*20251103~SVC*HC:44120*100*50~CAS*CO*45*50~\
    SVC*HC:44121*100*0**0**5~CAS*CO*151*100~SVC*HC:44005:59*100*0~CAS*CO*236*100~SE*14*0001~GE*1*1~IEA*1*000000001~";

/// The reply of a door: the answer with its remarks, or the kind and the words of a refusal.
#[derive(Debug, Clone, PartialEq)]
enum DoorReply {
    Answer(Value, Vec<String>),
    Refusal(&'static str, String),
}

/// The doors over one book.
struct Doors {
    workspace: Workspace,
    book: PathBuf,
    gate: Gate,
    site: Router,
    runtime: tokio::runtime::Runtime,
}

impl Doors {
    fn new() -> Doors {
        let workspace = Workspace::new();
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let path = |name: &str| root.join(name).display().to_string();
        let book = workspace.path("book");
        workspace
            .run(&[
                "book",
                "build",
                "--dir",
                &path("knowledge"),
                "--data",
                &path("tests/publishers/2025"),
                &path("tests/publishers/2026"),
                "--out",
                &book.display().to_string(),
            ])
            .answered();
        let gate = Gate::open(Some(&book)).unwrap().gate;
        Doors {
            site: router(Site {
                gate: gate.clone(),
                today: ligature_server::today,
                loader: None,
            }),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .unwrap(),
            workspace,
            book,
            gate,
        }
    }

    fn gate(&self, tool: &str, request: &Value, strict: bool) -> DoorReply {
        let context = Context::operator().strict(strict);
        let now = self.gate.call_now(&context, tool, request.clone());
        let later = self.gate.call(&context, tool, request.clone());
        assert_eq!(self.runtime.block_on(later), now, "{tool} {request}");
        match now {
            Ok(reply) => DoorReply::Answer(reply.answer, reply.noticed),
            Err(refusal) => DoorReply::Refusal(refusal.kind.name(), refusal.public),
        }
    }

    /// `ligature tool NAME -`, with the request on standard input. Its status says no kind: that of the gate is taken.
    fn command(&self, tool: &str, request: &Value, strict: bool, kind: &'static str) -> DoorReply {
        let book = self.book.display().to_string();
        let mut args = vec!["--book", &book, "tool", tool, "-"];
        args.extend(strict.then_some("--strict"));
        let run = self.workspace.run_with(&args, request.to_string());
        match run.code {
            0 => {
                let mut answer: Value = serde_json::from_str(&run.out).unwrap();
                let noticed = noticed(&mut answer);
                DoorReply::Answer(answer, noticed)
            }
            1 => {
                let words = run.err.lines().last().unwrap_or_default();
                let words = words.strip_prefix("ligature: ").unwrap_or(words);
                DoorReply::Refusal(kind, words.to_owned())
            }
            code => panic!("{tool} {request}: status {code}: {}", run.err),
        }
    }

    fn ask(&self, request: Request<Body>) -> (u16, String) {
        self.runtime.block_on(async {
            let response = self.site.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    fn api(&self, tool: &str, request: &Value, strict: bool) -> DoorReply {
        let address = format!("/api/v1/tools/{tool}?strict={strict}");
        let request_of = Request::post(address)
            .header("host", "127.0.0.1:8080")
            .header("content-type", "application/json");
        let (status, body) = self.ask(request_of.body(Body::from(request.to_string())).unwrap());
        let mut answer: Value = serde_json::from_str(&body).unwrap();
        if status == 200 {
            let noticed = noticed(&mut answer);
            return DoorReply::Answer(answer, noticed);
        }
        let name = answer["type"].as_str().unwrap().rsplit('#').next().unwrap();
        let kind = Kind::ALL.iter().find(|kind| kind.name() == name);
        let detail = answer["detail"].as_str().unwrap().to_owned();
        DoorReply::Refusal(kind.unwrap().name(), detail)
    }

    fn page(&self, tool: &str, request: &Value, strict: bool, kind: &'static str) -> DoorReply {
        let mut form = url_form("request", &request.to_string());
        if strict {
            form.push_str("&strict=on");
        }
        let request_of = Request::post(format!("/tools/{tool}"))
            .header("host", "127.0.0.1:8080")
            .header("origin", "http://127.0.0.1:8080")
            .header("content-type", "application/x-www-form-urlencoded");
        let (_, html) = self.ask(request_of.body(Body::from(form)).unwrap());
        if let Some(words) = element(&html, "id=\"refusal\"") {
            return DoorReply::Refusal(kind, words);
        }
        let answer = element(&html, "id=\"answer\"").unwrap_or_else(|| panic!("{tool}: {html}"));
        let list = html.split("id=\"noticed\"").nth(1).unwrap_or_default();
        let list = list.split("</ul>").next().unwrap_or_default();
        let noticed = list.split("<li>").skip(1);
        let noticed = noticed.map(|li| unescaped(li.split("</li>").next().unwrap()));
        DoorReply::Answer(serde_json::from_str(&answer).unwrap(), noticed.collect())
    }

    /// Asks every door, and holds what each says against the gate.
    fn check(&self, tool: &str, request: &Value, strict: bool) -> DoorReply {
        let said = self.gate(tool, request, strict);
        let kind = match &said {
            DoorReply::Answer(..) => "",
            DoorReply::Refusal(kind, _) => kind,
        };
        let command = self.command(tool, request, strict, kind);
        assert_eq!(command, said, "command: {tool} {request}");
        let api = self.api(tool, request, strict);
        assert_eq!(api, said, "API: {tool} {request}");
        let page = self.page(tool, request, strict, kind);
        assert_eq!(page, said, "page: {tool} {request}");
        said
    }
}

/// Takes the remarks out of an answer.
fn noticed(answer: &mut Value) -> Vec<String> {
    let list = answer.as_object_mut().and_then(|o| o.remove("noticed"));
    let list = list.map_or_else(Vec::new, |l| l.as_array().unwrap().clone());
    list.iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect()
}

fn url_form(name: &str, value: &str) -> String {
    let mut form = format!("{name}=");
    for byte in value.bytes() {
        match byte.is_ascii_alphanumeric() {
            true => form.push(char::from(byte)),
            false => form.push_str(&format!("%{byte:02X}")),
        }
    }
    form
}

/// The text of the element whose tag holds an attribute.
fn element(html: &str, attribute: &str) -> Option<String> {
    let rest = html.split(attribute).nth(1)?;
    let text = rest.split_once('>')?.1;
    Some(unescaped(text.split("</").next()?))
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Replaces names by texts of the named length.
fn filled(value: &Value) -> Value {
    match value {
        Value::String(name) if name == "NOTE" => json!(NOTE),
        Value::String(name) if name == "837" => json!(FILE),
        Value::String(name) if name == "835" => json!(REMITTANCE),
        Value::Array(all) => all.iter().map(filled).collect(),
        Value::Object(fields) => {
            let filled = fields
                .iter()
                .map(|(name, value)| (name.clone(), filled(value)));
            Value::Object(filled.collect::<Map<String, Value>>())
        }
        other => other.clone(),
    }
}

#[test]
fn every_tool_says_the_same_at_every_door() {
    let doors = Doors::new();
    let requests: Value = serde_json::from_str(REQUESTS).unwrap();
    let (mut answers, mut refusals, mut noticed) = (0, 0, 0);
    for tool in doors.gate.tools() {
        let own = requests.get(tool.name);
        let own = own.unwrap_or_else(|| panic!("no requests for `{}`", tool.name));
        for request in own["good"].as_array().unwrap() {
            let request = filled(request);
            match doors.check(tool.name, &request, false) {
                DoorReply::Answer(_, sentences) if sentences.is_empty() => answers += 1,
                DoorReply::Answer(..) => {
                    noticed += 1;
                    let strict = doors.check(tool.name, &request, true);
                    assert!(
                        matches!(strict, DoorReply::Refusal("bad-request", _)),
                        "{strict:?}"
                    );
                    refusals += 1;
                }
                DoorReply::Refusal(kind, words) => {
                    panic!("{} {request}: {kind}: {words}", tool.name)
                }
            }
        }
        for request in own["bad"].as_array().unwrap() {
            let request = filled(request);
            match doors.check(tool.name, &request, false) {
                DoorReply::Refusal(..) => refusals += 1,
                DoorReply::Answer(answer, _) => panic!("{} {request}: {answer}", tool.name),
            }
        }
    }
    for name in requests.as_object().unwrap().keys() {
        assert!(
            doors.gate.tools().iter().any(|tool| tool.name == name),
            "{name}"
        );
    }
    println!(
        "{} tools, 4 doors: {answers} answers, {noticed} with remarks, {refusals} refusals, all equal",
        doors.gate.tools().len()
    );
}

#[test]
fn the_command_writes_the_letter_that_the_tool_gives() {
    let doors = Doors::new();
    let request = json!({"text": REMITTANCE, "letters": true});
    let DoorReply::Answer(answer, _) = doors.gate("remit", &request, false) else {
        panic!("no answer");
    };
    let services = &answer["payments"][0]["services"];
    let letter = services[1]["appeal"]["letter"]["text"].as_str().unwrap();
    assert_eq!(services[1]["appeal"]["way"], "appeal");
    assert_eq!(services[2]["appeal"]["way"], "write_off");
    assert!(services[2]["appeal"].get("letter").is_none());
    let book = doors.book.display().to_string();
    let run = |more: &[&str]| {
        let args = [&["--book", &book, "remit", "-"], more].concat();
        doors.workspace.run_with(&args, REMITTANCE.to_owned())
    };
    let text = run(&["--letter"]).out;
    assert!(text.contains(letter.trim_end()), "{text}");
    assert_eq!(text.matches("Draft of an appeal").count(), 1);
    assert!(!run(&[]).out.contains("ground for an appeal"));
    let lines = run(&["--letter", "--format", "jsonl"]).out;
    let claim: Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
    assert_eq!(claim, answer["payments"][0]);
}
