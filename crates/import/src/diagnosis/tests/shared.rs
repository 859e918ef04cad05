//! The publishers' own files, where they are on this machine.

use crate::read::{Layout, open, recognise, take};
use ligature_catalog::{Batch, NoteKind, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/icd10cm");

/// Opens, recognises and reads one, and gives the result in a line.
fn shared(file: &str, layout: Layout) -> Batch {
    let (sources, problems) = open(&Path::new(SHARED).join(file));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(recognise(&sources[0].bytes), Some(layout), "{file}");
    let begun = Instant::now();
    let batch = take(layout, &sources[0]).unwrap().batch.unwrap();
    let seconds = begun.elapsed().as_secs_f32();
    let mut reasons = BTreeMap::new();
    for refusal in &batch.refused {
        *reasons.entry(refusal.why.as_str()).or_insert(0) += 1;
    }
    let release = &batch.release;
    println!(
        "{file}: {} {}..{}; read {}; {:?}; notes {:?}; terms {}; refused {reasons:?}; {seconds:.2} s",
        release.label,
        release.from,
        release.to,
        batch.read,
        statuses(&batch),
        notes(&batch),
        batch.terms.len()
    );
    batch
}

fn statuses(batch: &Batch) -> BTreeMap<Status, usize> {
    let mut counts = BTreeMap::new();
    for entry in &batch.entries {
        *counts.entry(entry.status).or_insert(0) += 1;
    }
    counts
}

fn notes(batch: &Batch) -> BTreeMap<NoteKind, usize> {
    let mut counts = BTreeMap::new();
    for note in &batch.notes {
        *counts.entry(note.kind).or_insert(0) += 1;
    }
    counts
}

#[test]
fn the_publishers_files() {
    if !Path::new(SHARED).is_dir() {
        println!("skipped: no shared data");
        return;
    }
    use Status::{Billable, Block, Chapter, Header};
    let order = shared("icd10cm_order_2025.rebuilt.txt.gz", Layout::Icd10cmOrder);
    assert_eq!(order.read, 97_584);
    assert_eq!(
        statuses(&order),
        BTreeMap::from([(Billable, 74_260), (Header, 23_324)])
    );
    let codes = shared("icd10cm-codes-2024.txt.gz", Layout::Icd10cmCodes);
    assert_eq!(statuses(&codes), BTreeMap::from([(Billable, 74_044)]));

    let tabular = shared(
        "icd10cm-tabular-April-1-2026.xml.gz",
        Layout::Icd10cmTabular,
    );
    assert_eq!(tabular.read, 22 + 297 + 46_881);
    let found = statuses(&tabular);
    assert_eq!((found[&Chapter], found[&Block]), (22, 297));
    assert_eq!(found[&Billable] + found[&Header], 98_186);
    let categories = tabular
        .entries
        .iter()
        .filter(|e| e.code.len() == 3 && e.parent.contains('-') && e.status != Status::Block);
    assert_eq!(categories.count(), 1_918);
    assert_eq!(tabular.release.label, "FY2026 April");
    assert!(tabular.entries.iter().all(|e| e.code != e.parent));
    let codes: BTreeSet<&str> = tabular.entries.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(codes.len(), tabular.entries.len());
    written_out_as_in_the_order_file(&tabular, &order);

    let terms = [
        (
            "icd10cm_index_2025.rebuilt.xml.gz",
            Layout::Icd10cmIndex,
            81_024,
        ),
        (
            "icd-10-cm-eindex-2025.xml.gz",
            Layout::Icd10cmIndex,
            314 + 7_750,
        ),
        (
            "icd-10-cm-neoplasm-2025.xml.gz",
            Layout::Icd10cmTable,
            1 + 1_938,
        ),
        (
            "icd-10-cm-drug-2025.xml.gz",
            Layout::Icd10cmTable,
            5_177 + 2_251,
        ),
    ];
    for (file, layout, count) in terms {
        assert_eq!(shared(file, layout).read, count, "{file}");
    }
}

/// The seventh characters of the tabular list give the codes that the order file of the year before lists.
fn written_out_as_in_the_order_file(tabular: &Batch, order: &Batch) {
    let found: BTreeMap<&str, Status> = tabular
        .entries
        .iter()
        .map(|e| (e.code.as_str(), e.status))
        .collect();
    let gone = order
        .entries
        .iter()
        .filter(|e| !found.contains_key(e.code.as_str()));
    assert_eq!(gone.count(), 12, "codes deleted since");
    let changed = order
        .entries
        .iter()
        .filter(|e| found.get(e.code.as_str()).is_some_and(|s| *s != e.status));
    assert_eq!(changed.count(), 16, "codes divided since");
    let stem = |code: &str| code.get(..6).map(str::to_owned);
    let known: BTreeSet<Option<String>> = order
        .entries
        .iter()
        .filter(|e| e.code.len() == 7)
        .map(|e| stem(&e.code))
        .collect();
    let listed: BTreeSet<&str> = order.entries.iter().map(|e| e.code.as_str()).collect();
    let made_up: Vec<&str> = found
        .keys()
        .filter(|c| {
            c.len() == 7 && !c.contains('-') && known.contains(&stem(c)) && !listed.contains(*c)
        })
        .copied()
        .collect();
    assert_eq!(
        made_up,
        [] as [&str; 0],
        "seventh characters that the code does not take"
    );
}
