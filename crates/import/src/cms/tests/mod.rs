//! Small files in the publishers' layouts, and the publishers' own where they are available.

mod damage;
mod never;
mod real;
pub(crate) mod sheets;
mod small;

pub(crate) use damage::{anything, damage, read_as_all};

use crate::imported::Imported;
use crate::read::{Layout, SourceFile, open, recognise, take};
use ligature_catalog::{Batch, Status};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

/// What one real file gives.
pub(crate) struct Real {
    pub(crate) file: &'static str,
    pub(crate) layout: Layout,
    pub(crate) label: &'static str,
    pub(crate) days: &'static str,
    /// Entries, notes, links, terms, facts, lines read, lines refused.
    pub(crate) counts: [usize; 7],
}

/// The folder of the publishers' files, if it is there.
pub(crate) fn shared() -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if !root.is_dir() {
        println!("skipped: no shared data");
        return None;
    }
    Some(root)
}

/// Reads real files and compares what they give; the batches, in order.
pub(crate) fn check_real(files: &[Real]) -> Vec<Batch> {
    let Some(root) = shared() else {
        return Vec::new();
    };
    files.iter().map(|f| check_one(&root, f)).collect()
}

fn check_one(root: &std::path::Path, real: &Real) -> Batch {
    let (sources, problems) = open(&root.join(real.file));
    assert!(problems.is_empty(), "{}: {problems:?}", real.file);
    let source = &sources[0];
    let began = Instant::now();
    assert_eq!(recognise(&source.bytes), Some(real.layout), "{}", real.file);
    let batch = take(real.layout, source).unwrap().batch.unwrap();
    let seconds = began.elapsed();
    println!("{}: {} in {seconds:?}", real.file, summary(&batch));
    assert_eq!(batch.release.label, real.label, "{}", real.file);
    let days = format!("{} {}", batch.release.from, batch.release.to);
    assert_eq!(days, real.days, "{}", real.file);
    assert_eq!(counts(&batch), real.counts, "{}", real.file);
    assert!(seconds.as_secs() < 5, "{} took {seconds:?}", real.file);
    batch
}

fn counts(batch: &Batch) -> [usize; 7] {
    [
        batch.entries.len(),
        batch.notes.len(),
        batch.links.len(),
        batch.terms.len(),
        batch.facts.len(),
        usize::try_from(batch.read).unwrap(),
        batch.refused.len(),
    ]
}

fn summary(batch: &Batch) -> String {
    let by = |status| batch.entries.iter().filter(|e| e.status == status).count();
    format!(
        "{:?} (billable {}, header {}, chapter {}, block {}, modifier {})",
        counts(batch),
        by(Status::Billable),
        by(Status::Header),
        by(Status::Chapter),
        by(Status::Block),
        by(Status::Modifier),
    )
}

/// A batch line by line, for comparing.
pub(crate) fn batch_text(batch: &Batch) -> String {
    let release = &batch.release;
    let whole = if release.complete { "complete" } else { "part" };
    let mut out = format!(
        "{} {} {} {} {whole} read {}\n",
        release.system.id(),
        release.label,
        release.from,
        release.to,
        batch.read
    );
    for e in &batch.entries {
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let days = format!("{}..{}", day(e.standing.from), day(e.standing.to));
        let days = if days == ".." { "" } else { &days };
        let line = format!(
            "{} {:?} <{}> [{}] ({}) {days}",
            e.code, e.status, e.parent, e.title, e.short
        );
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    for n in &batch.notes {
        writeln!(out, "note {} {:?} [{}]", n.code, n.kind, n.text).unwrap();
    }
    for l in &batch.links {
        let (from, to) = (l.system.id(), l.to_system.id());
        writeln!(
            out,
            "link {from} {} {to} [{}] {:?} [{}]",
            l.code, l.to, l.kind, l.flags
        )
        .unwrap();
    }
    for t in &batch.terms {
        writeln!(
            out,
            "term {} [{}] [{}] [{}]",
            t.system.id(),
            t.path,
            t.code,
            t.see
        )
        .unwrap();
    }
    for f in &batch.facts {
        writeln!(
            out,
            "fact {} {} [{}] {} {}",
            f.system.id(),
            f.code,
            f.modifier,
            f.name,
            f.value
        )
        .unwrap();
    }
    for r in &batch.refused {
        writeln!(out, "refused {}: {}", r.line, r.why).unwrap();
    }
    out
}

/// A small file, what it is, and what is read from it.
pub(crate) struct Small {
    pub(crate) layout: Layout,
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) gives: &'static str,
}

/// A small file is known and gives what it should, or is refused with a sentence.
pub(crate) fn check(small: &Small) {
    let known = recognise(&small.bytes);
    assert_eq!(known, Some(small.layout), "{}", small.name);
    let source = SourceFile {
        name: small.name.to_owned(),
        bytes: small.bytes.clone(),
    };
    // not through the dispatch: a stray line in five is more than it allows
    let taken = match small.layout {
        Layout::Pprrvu | Layout::Mue | Layout::AddOn | Layout::Cpt | Layout::Cdt => {
            crate::fees::take(small.layout, &source)
        }
        Layout::Ptp | Layout::Gpci | Layout::Anesthesia | Layout::Outpatient => {
            crate::claims::take(small.layout, &source).map(Imported::claims)
        }
        _ => crate::cms::take(small.layout, &source).map(Imported::codes),
    };
    let all = |taken: &Imported| {
        let batch = taken.batch.as_ref().map(batch_text).unwrap_or_default();
        let table = taken.table.as_ref().map(crate::claims::tests::table_text);
        batch + &table.unwrap_or_default()
    };
    let text = taken.as_ref().map_or_else(|why| format!("{why}\n"), all);
    assert_eq!(text, small.gives, "{}:\n{text}", small.name);
}
