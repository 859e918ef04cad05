//! What is loaded, and what changed between two releases.

use super::{Call, Library};
use crate::contract::{
    CodeHead, DiffAnswer, DiffRequest, Difference, ReleaseLine, ReleasesAnswer, ReleasesRequest,
};
use crate::gate::{Ask, Failure};
use ligature_catalog::{ArchivedCatalog, date};
use ligature_codes::System;

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
        Ok(ReleasesAnswer {
            releases: catalog.releases.iter().map(line).collect(),
            tables: self.table_lines(),
            attested: catalog
                .attested
                .iter()
                .map(|a| a.as_str().to_owned())
                .collect(),
        })
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
