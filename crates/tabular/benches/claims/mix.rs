//! Claims drawn from the tables: few codes are billed often, companions are codes that an edit names with it.

use anyhow::{Context as _, Result};
use arrow_array::{Date32Array, RecordBatch, StringArray, UInt8Array, UInt32Array, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use fastrand::Rng;
use ligature_edits::{Id, Kind, Setting, SourceId, Tables};
use ligature_tabular::{Format, Output};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Lines of a batch.
const BATCH: usize = 1 << 18;

/// 2024-07-01: the first day of the quarter whose tables are in the book.
const QUARTER: i32 = 19_905;

/// Days of the quarter.
const DAYS: i32 = 92;

/// Modifiers and how often each is on a line, in thousandths.
const MODIFIERS: [(&str, u32); 12] = [
    ("59", 25),
    ("25", 20),
    ("51", 15),
    ("RT", 12),
    ("LT", 12),
    ("XU", 6),
    ("XS", 6),
    ("50", 5),
    ("76", 4),
    ("22", 3),
    ("57", 2),
    ("E1", 1),
];

struct Codes<'a> {
    tables: Tables<'a>,
    limits: SourceId,
    /// Codes with a limit of units, in an order of the seed: the first are billed most.
    often: Vec<Id>,
    /// For each code of that list, codes that an edit names with it.
    companions: Vec<Vec<Id>>,
}

impl<'a> Codes<'a> {
    fn new(tables: Tables<'a>, rng: &mut Rng) -> Result<Codes<'a>> {
        let source = |kind| {
            let answers = tables.answering(kind, Setting::Practitioner, QUARTER);
            answers.map(|a| a.source).context("no table for 2024-07-01")
        };
        let (pairs, limits, addons) = (
            source(Kind::Pairs)?,
            source(Kind::Limits)?,
            source(Kind::AddOns)?,
        );
        let limited = tables.codes().map(|(id, _)| id);
        let mut often: Vec<Id> = limited
            .filter(|id| tables.limit(limits, *id).is_some_and(|l| l.units > 0))
            .collect();
        rng.shuffle(&mut often);
        // an add-on comes with its primaries, rarely alone
        let addon = |id: Id| tables.addons(addons, id).next().is_some();
        often.retain(|id| !addon(*id) || rng.u32(0..8) == 0);
        let mut companions: Vec<Vec<Id>> = Vec::new();
        let mut places: HashMap<Id, usize> = HashMap::new();
        for (place, code) in often.iter().enumerate() {
            let live = tables.pairs_of(pairs, *code).filter(|p| p.live(QUARTER));
            let mut all: Vec<Id> = live
                .map(|p| if p.one == *code { p.two } else { p.one })
                .collect();
            rng.shuffle(&mut all);
            all.truncate(24);
            companions.push(all);
            places.insert(*code, place);
        }
        for (id, _) in tables.codes() {
            let primaries = tables.addons(addons, id).filter_map(|e| e.primary);
            for primary in primaries.filter_map(|p| places.get(&p)) {
                companions[*primary].push(id);
            }
        }
        Ok(Codes {
            tables,
            limits,
            often,
            companions,
        })
    }

    /// A code by how often it is billed: the n-th as often as 1/(n + 40).
    fn any(&self, rng: &mut Rng) -> usize {
        const FLAT: f64 = 40.0;
        let most = self.often.len();
        let drawn = FLAT * ((most as f64 + FLAT) / FLAT).powf(rng.f64()) - FLAT;
        (drawn as usize).min(most - 1)
    }

    /// Units as they are billed: mostly one, else within the limit, now and then above it.
    fn units(&self, code: Id, rng: &mut Rng) -> u32 {
        let limit = self.tables.limit(self.limits, code).map_or(1, |l| l.units);
        match rng.u32(0..100) {
            0..85 => 1,
            85..98 => rng.u32(1..=limit.clamp(1, 100)),
            _ => limit + rng.u32(1..4),
        }
    }

    fn text(&self, id: Id) -> String {
        self.tables.key(id).to_string()
    }
}

/// Columns as they grow.
#[derive(Default)]
struct Lines {
    claim: Vec<u64>,
    line: Vec<u32>,
    day: Vec<i32>,
    code: Vec<String>,
    modifiers: Vec<Option<String>>,
    units: Vec<u32>,
    place: Vec<u8>,
}

pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("claim", DataType::UInt64, false),
        Field::new("line", DataType::UInt32, false),
        Field::new("date_of_service", DataType::Date32, false),
        Field::new("code", DataType::Utf8, false),
        Field::new("modifiers", DataType::Utf8, true),
        Field::new("units", DataType::UInt32, false),
        Field::new("place_of_service", DataType::UInt8, false),
    ]))
}

impl Lines {
    /// A claim of one to nine lines, three as a mean.
    fn claim(&mut self, number: u64, codes: &Codes<'_>, rng: &mut Rng) {
        let count = match rng.u32(0..100) {
            0..22 => 1,
            22..48 => 2,
            48..70 => 3,
            70..84 => 4,
            84..92 => 5,
            92..96 => 6,
            96..98 => 7,
            98 => 8,
            _ => 9,
        };
        let day = QUARTER + rng.i32(0..DAYS - 1);
        let anchor = codes.any(rng);
        let place = *rng
            .choice([11_u8, 11, 11, 21, 22, 23].iter())
            .unwrap_or(&11);
        for line in 1..=count {
            let companions = &codes.companions[anchor];
            let code = match rng.u32(0..100) {
                _ if line == 1 => codes.often[anchor],
                0..10 if !companions.is_empty() => companions[rng.usize(0..companions.len())],
                10..12 => codes.often[anchor],
                _ => codes.often[codes.any(rng)],
            };
            self.claim.push(number);
            self.line.push(line);
            self.day.push(day + i32::from(rng.u32(0..100) < 5));
            self.code.push(match rng.u32(0..1000) {
                0 => format!("{:05}", rng.u32(0..100_000)),
                _ => codes.text(code),
            });
            self.modifiers.push(modifiers(rng));
            self.units.push(codes.units(code, rng));
            self.place.push(place);
        }
    }

    fn batch(&mut self, schema: &SchemaRef) -> Result<RecordBatch> {
        let all = std::mem::take(self);
        Ok(RecordBatch::try_new(
            schema.clone(),
            vec![
                Arc::new(UInt64Array::from(all.claim)),
                Arc::new(UInt32Array::from(all.line)),
                Arc::new(Date32Array::from(all.day)),
                Arc::new(StringArray::from(all.code)),
                Arc::new(StringArray::from(all.modifiers)),
                Arc::new(UInt32Array::from(all.units)),
                Arc::new(UInt8Array::from(all.place)),
            ],
        )?)
    }
}

fn modifiers(rng: &mut Rng) -> Option<String> {
    let mut left = rng.u32(0..1000);
    for (modifier, often) in MODIFIERS {
        if left < often {
            let second = rng.u32(0..100) < 8;
            return Some(if second {
                format!("{modifier} 76")
            } else {
                modifier.to_owned()
            });
        }
        left -= often;
    }
    None
}

/// Writes claims until there are as many lines.
pub fn generate(tables: Tables<'_>, lines: usize, seed: u64, out: &Path) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    let codes = Codes::new(tables, &mut rng)?;
    let schema = schema();
    let format = Format::named(out).context("the file must end in .parquet, .arrow or .csv")?;
    let mut file = Output::create(out, format, &schema)?;
    let (mut claim, mut written) = (0, 0);
    let mut some = Lines::default();
    while written + some.claim.len() < lines {
        claim += 1;
        some.claim(claim, &codes, &mut rng);
        if some.claim.len() >= BATCH {
            let batch = some.batch(&schema)?;
            written += batch.num_rows();
            file.write(&batch)?;
        }
    }
    let batch = some.batch(&schema)?;
    written += batch.num_rows();
    file.write(&batch)?;
    file.finish()?;
    println!("{claim} claims, {written} lines, seed {seed}");
    Ok(())
}
