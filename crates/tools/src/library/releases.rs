//! What is loaded, and what changed between two releases.

use super::{Call, Library};
use crate::contract::{
    CodeHead, Covered, DiffAnswer, DiffRequest, Difference, ReleaseLine, ReleasesAnswer,
    ReleasesRequest, TableLine, Unlocks,
};
use crate::gate::{Ask, Failure};
use ligature_catalog::{ArchivedCatalog, date};
use ligature_codes::System;
use ligature_edits::{Kind, Setting};

impl Ask for ReleasesRequest {
    const TOOL: &'static str = "releases";
    type Answer = ReleasesAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<ReleasesAnswer, Failure> {
        library.releases()
    }
}

impl Ask for DiffRequest {
    const TOOL: &'static str = "diff";
    type Answer = DiffAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<DiffAnswer, Failure> {
        library.diff(self)
    }
}

impl Library {
    /// The releases that are loaded.
    fn releases(&self) -> Result<ReleasesAnswer, Failure> {
        let catalog = self.catalog()?;
        let releases = release_lines(catalog);
        let tables = self.table_lines();
        Ok(ReleasesAnswer {
            unlocks: unlocked(&releases, &tables),
            releases,
            tables,
            attested: catalog
                .attested
                .iter()
                .map(|a| a.as_str().to_owned())
                .collect(),
        })
    }

    /// Every code set and table, loaded or not, and what it makes possible.
    pub(super) fn unlocks(&self) -> Vec<Unlocks> {
        let releases = self.catalog().map_or_else(|_| Vec::new(), release_lines);
        unlocked(&releases, &self.table_lines())
    }

    /// What changed between two releases of a code set.
    fn diff(&self, request: &DiffRequest) -> Result<DiffAnswer, Failure> {
        let catalog = self.catalog()?;
        let limit = request.limit.unwrap_or_default().get();
        let (from, to) = pair(catalog, request)?;
        let (mut added, mut deleted, mut revised) = (Vec::new(), Vec::new(), Vec::new());
        let mut counts = [0; 3];
        let put = |list: &mut Vec<CodeHead>, head: CodeHead| {
            if list.len() < limit {
                list.push(head);
            }
        };
        for id in catalog.of(request.system) {
            let Some(row) = catalog.row(id) else { continue };
            let bits = row.billable.to_native();
            let (was, is) = (bits & (1 << from) != 0, bits & (1 << to) != 0);
            match (was, is) {
                (false, true) => {
                    counts[0] += 1;
                    put(&mut added, self.head(catalog, row));
                }
                (true, false) => {
                    counts[1] += 1;
                    put(&mut deleted, self.head(catalog, row));
                }
                (true, true) => {
                    let old = catalog
                        .titles(row)
                        .find(|(_, release)| *release as usize == from);
                    if let Some((old, _)) = old {
                        counts[2] += 1;
                        if revised.len() < limit {
                            let head = self.head(catalog, row);
                            revised.push(Difference {
                                what: head.code,
                                first: old.to_owned(),
                                second: head.title,
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(DiffAnswer {
            system: request.system,
            from: catalog.release(from as u8),
            to: catalog.release(to as u8),
            added,
            deleted,
            revised,
            counts,
            citations: self.citations(catalog, &[request.system]),
        })
    }
}

/// The releases of the code sets.
fn release_lines(catalog: &ArchivedCatalog) -> Vec<ReleaseLine> {
    let line = |r: &_| -> ReleaseLine {
        let r: &ligature_catalog::ArchivedReleaseRow = r;
        ReleaseLine {
            system: System::ALL
                .get(r.system as usize)
                .copied()
                .unwrap_or(System::Cpt),
            label: r.label.as_str().to_owned(),
            what: r.what.as_str().to_owned(),
            from: date(r.from.to_native()).to_string(),
            to: date(r.to.to_native()).to_string(),
            complete: r.complete,
            billable: r.billable.to_native(),
            headers: r.headers.to_native(),
            read: r.read.to_native(),
            refused: r.refused.to_native(),
            file: r.file.as_str().to_owned(),
            publisher: r.publisher.as_str().to_owned(),
            licence: r.licence.as_str().to_owned(),
        }
    };
    catalog.releases.iter().map(line).collect()
}

/// What a code set makes possible.
fn of_set(system: System) -> &'static str {
    match system {
        System::Cpt => "which procedure codes are valid on a day, and the facts of each",
        System::Hcpcs => "supplies, drugs and modifiers: looking up, and validity on a claim",
        System::Icd10cm => {
            "diagnoses: looking up, validity on a claim, excludes and code-first instructions"
        }
        System::Icd10pcs => "procedures of hospital inpatients: looking up and stepping through",
        System::Icd9dx => "diagnoses before October 2015",
        System::Icd9sg => "procedures of hospital inpatients before October 2015",
        System::Cdt => "what dentists do",
        System::Ccsr => "groups of diagnoses for statistics",
    }
}

/// What a payer's table makes possible.
fn of_table(kind: Kind) -> &'static str {
    match kind {
        Kind::Pairs => "whether two codes may be billed together",
        Kind::Limits => "how many units of a code are paid",
        Kind::AddOns => "which primary code an add-on needs",
        Kind::Values => {
            "prices, global periods, and whether a code, an assistant or both sides are paid"
        }
        Kind::Localities => "prices in dollars: every place has indices of its own",
        Kind::Anesthesia => "base units, and so prices, of anesthesia",
        Kind::Outpatient => "status and rate of a code for hospital outpatients",
    }
}

/// Where the publisher of a code set gives it away.
fn page_of_set(system: System) -> &'static str {
    match system {
        System::Hcpcs => {
            "https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update"
        }
        System::Icd10cm | System::Icd10pcs => {
            "https://www.cms.gov/medicare/coding-billing/icd-10-codes"
        }
        System::Cpt | System::Icd9dx | System::Icd9sg | System::Cdt | System::Ccsr => "",
    }
}

/// Where CMS gives a payer's table away.
fn page_of_table(kind: Kind) -> &'static str {
    match kind {
        Kind::Pairs | Kind::Limits | Kind::AddOns => {
            "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits"
        }
        Kind::Values | Kind::Localities | Kind::Anesthesia => {
            "https://www.cms.gov/medicare/payment/fee-schedules/physician"
        }
        Kind::Outpatient => {
            "https://www.cms.gov/medicare/payment/prospective-payment-systems/hospital-outpatient"
        }
    }
}

/// Every code set and table, loaded or not, with the days that are covered.
fn unlocked(releases: &[ReleaseLine], tables: &[TableLine]) -> Vec<Unlocks> {
    let set = |system: System| {
        let whole = releases.iter().filter(|r| r.system == system && r.complete);
        Unlocks {
            table: system.name().to_owned(),
            setting: String::new(),
            unlocks: of_set(system).to_owned(),
            page: page_of_set(system).to_owned(),
            covers: covers(whole.map(|r| [&r.label, &r.from, &r.to])),
            incomplete: Vec::new(),
        }
    };
    let table = |(kind, setting): (Kind, &str)| {
        let of = |t: &&TableLine| t.table == kind.name() && t.setting == setting;
        let (whole, parts): (Vec<&TableLine>, Vec<&TableLine>) =
            tables.iter().filter(of).partition(|t| t.missing.is_empty());
        Unlocks {
            table: kind.name().to_owned(),
            setting: setting.to_owned(),
            unlocks: of_table(kind).to_owned(),
            page: page_of_table(kind).to_owned(),
            covers: covers(whole.iter().map(|t| [&t.label, &t.from, &t.to])),
            incomplete: parts
                .iter()
                .map(|t| format!("{}: {}", t.label, t.completeness))
                .collect(),
        }
    };
    // what may not be given away without a licence is listed where it is loaded
    let free =
        |system: &System| *system != System::Cdt || releases.iter().any(|r| r.system == *system);
    let sets = System::ALL.into_iter().filter(free).map(set);
    let tables = Kind::ALL
        .into_iter()
        .flat_map(|kind| match kind.by_setting() {
            // edits of pairs are published for these two, limits for suppliers too
            true => Setting::ALL
                .into_iter()
                .filter(|one| kind == Kind::Limits || *one != Setting::Supplier)
                .map(|one| (kind, one.name()))
                .collect(),
            false => vec![(kind, "")],
        });
    tables.map(table).chain(sets).collect()
}

/// Releases with their days, each once, the oldest first.
fn covers<'a>(all: impl Iterator<Item = [&'a String; 3]>) -> Vec<Covered> {
    let mut covers: Vec<Covered> = Vec::new();
    for [release, from, to] in all {
        if !covers.iter().any(|one| one.from == *from && one.to == *to) {
            covers.push(Covered {
                release: release.clone(),
                from: from.clone(),
                to: to.clone(),
            });
        }
    }
    covers.sort_by(|a, b| a.from.cmp(&b.from));
    covers
}

/// The two releases that are compared.
fn pair(catalog: &ArchivedCatalog, request: &DiffRequest) -> Result<(usize, usize), Failure> {
    let all: Vec<(usize, &str)> = catalog
        .releases
        .iter()
        .enumerate()
        .filter(|(_, r)| r.system == request.system as u8 && r.complete)
        .map(|(at, r)| (at, r.label.as_str()))
        .collect();
    let labels = || all.iter().map(|(_, l)| *l).collect::<Vec<_>>().join(", ");
    let find = |label: &str| {
        all.iter()
            .find(|(_, l)| *l == label.trim())
            .map(|(at, _)| *at)
            .ok_or_else(|| {
                Failure::NotFound(format!(
                    "`{label}` is no loaded release of {}; loaded: {}",
                    request.system.name(),
                    labels()
                ))
            })
    };
    let to = match &request.to {
        Some(label) => find(label)?,
        None => all.last().map(|(at, _)| *at).ok_or_else(|| {
            Failure::NoData(format!(
                "no list of {} codes is loaded",
                request.system.name()
            ))
        })?,
    };
    let from = match &request.from {
        Some(label) => find(label)?,
        None => all
            .iter()
            .rev()
            .map(|(at, _)| *at)
            .find(|at| *at < to)
            .ok_or_else(|| {
                Failure::NoData(format!(
                    "only one release of {} is loaded ({}): there is nothing to compare it with",
                    request.system.name(),
                    labels()
                ))
            })?,
    };
    Ok((from, to))
}
