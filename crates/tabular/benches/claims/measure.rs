//! The checks alone, over batches that lie in memory.

use anyhow::Result;
use arrow_array::RecordBatch;
use ligature_claim::Rules;
use ligature_edits::{Setting, Tables};
use ligature_knowledge::ClaimRules;
use ligature_tabular::{Checker, Counts, Input, LAYERS, OUTCOMES};
use std::path::Path;
use std::time::Instant;

/// Resident memory in MB, where the system says so; of that, what is mapped from files.
fn resident() -> (f64, f64) {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = text.lines().find_map(|l| l.strip_prefix(name));
        let number = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
        number.unwrap_or(0.0) / 1024.0
    };
    (of("VmRSS:"), of("RssFile:"))
}

/// Prints `claims lines findings seconds resident-MB mapped-MB`; what was found, on standard error.
pub fn measure(tables: Tables<'_>, rules: &ClaimRules, times: usize, file: &Path) -> Result<()> {
    let rules = Rules::new(rules);
    let checker = Checker::new(tables, &rules, Setting::Practitioner);
    let batches: Vec<RecordBatch> = Input::open(file, 0)?.collect::<Result<_, _>>()?;
    let mut seconds = Vec::new();
    let mut counts = Counts::default();
    for _ in 0..times.max(1) {
        counts = Counts::default();
        let begun = Instant::now();
        for batch in &batches {
            let (found, some) = checker.check(batch, 0)?;
            std::hint::black_box(found);
            counts.add(some);
        }
        seconds.push(begun.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let (all, mapped) = resident();
    println!(
        "{} {} {} {:.6} {all:.0} {mapped:.0}",
        counts.claims,
        counts.lines,
        counts.findings,
        seconds[seconds.len() / 2],
    );
    for (layer, row) in LAYERS.iter().zip(counts.by) {
        for (outcome, count) in OUTCOMES.iter().zip(row).filter(|(_, count)| *count > 0) {
            eprintln!("  {layer} {outcome}: {count}");
        }
    }
    Ok(())
}
