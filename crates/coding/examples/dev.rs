use std::io::Write;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (knowledge, problems) = ligature_knowledge::load_dir(std::path::Path::new("knowledge"));
    for p in problems.iter().take(40) {
        eprintln!("{p}");
    }
    let engine = ligature_coding::Engine::new(&knowledge);
    if args[1] == "events" {
        let text = std::fs::read_to_string(&args[2]).unwrap();
        let r = engine.read(&text);
        for s in &r.sections {
            println!("[{}] {:?}", s.kind, s.heading);
        }
        for m in &r.mentions {
            println!(
                "  {:?} {} {} {:?}",
                m.quote.text, m.kind, m.concept, m.assertion
            );
        }
        for e in &r.events {
            println!("EVENT {} {:?} x{}", e.action, e.assertion, e.count);
            for q in &e.evidence {
                println!("     > {:?}", q.text);
            }
            for (k, v) in &e.attributes {
                println!(
                    "     {k}: {}",
                    v.iter()
                        .map(|v| format!(
                            "{}{}",
                            v.concept,
                            if v.inferred.is_some() { "?" } else { "" }
                        ))
                        .collect::<Vec<_>>()
                        .join(", ")
                );
            }
        }
        let a = engine.code(&text, None);
        for d in &a.decisions {
            println!(
                "CODE {} x{} {:?} {:?}",
                d.code,
                d.units,
                d.confidence,
                d.evidence.iter().map(|q| &q.text).collect::<Vec<_>>()
            );
        }
        for l in &a.left_out {
            println!("LEFT {} {}", l.code, l.because);
        }
        for q in &a.questions {
            println!("ASK {} {:?}", q.text, q.decides);
        }
        for q in &a.remarks {
            println!("REMARK {}", q.message);
        }
        return;
    }
    let mut out = std::fs::File::create(&args[2]).unwrap();
    for line in std::fs::read_to_string(&args[1]).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let a = engine.code(v["note"].as_str().unwrap(), None);
        let codes: Vec<_> = a.decisions.iter().map(|d| serde_json::json!({"code": d.code, "units": d.units, "evidence": d.evidence.iter().map(|q| q.text.clone()).collect::<Vec<_>>()})).collect();
        writeln!(out, "{}", serde_json::json!({"id": v["id"], "codes": codes, "questions": a.questions.iter().map(|q| q.text.clone()).collect::<Vec<_>>() })).unwrap();
    }
}
