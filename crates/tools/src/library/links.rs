//! How tables tie codes together: cross-walks, categories, add-ons, support.

use super::{Call, Library};
use crate::contract::{Citation, Code, CodeHead, Direction, Related};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, CodeId, LinkKind, NONE};
use ligature_codes::{System, Systems};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sets whose codes the General Equivalence Mappings map.
const MAPPED: [System; 4] = [
    System::Icd10cm,
    System::Icd10pcs,
    System::Icd9dx,
    System::Icd9sg,
];

/// More related codes of one kind than a page can show.
const MOST_RELATED: usize = 80;

impl Library {
    /// The codes that are tied to one, either way.
    pub(super) fn related(&self, catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<Related> {
        let mut all: Vec<Related> = Vec::new();
        let mut counts: FxHashMap<(LinkKind, Direction), usize> = FxHashMap::default();
        let mut add = |relation, direction, flags: &str, release: u8, id: CodeId| {
            let count = counts.entry((relation, direction)).or_default();
            if *count < MOST_RELATED
                && let Some(code) = self.head_of(catalog, id)
            {
                *count += 1;
                all.push(Related {
                    relation,
                    direction,
                    how: how(relation, direction, flags, &catalog.release(release)),
                    code,
                });
            }
        };
        for (kind, to, flags, release) in catalog.links(row).filter(|l| l.1 != NONE) {
            add(kind, Direction::Forward, flags, release, to);
        }
        for (kind, from, flags, release) in catalog.back(row) {
            // every family names both ways
            if kind != LinkKind::Neighbour {
                add(kind, Direction::Backward, flags, release, from);
            }
        }
        // what a category supports, each code below it does
        let mut known: FxHashSet<CodeId> = catalog.back(row).map(|(_, from, ..)| from).collect();
        for up in catalog.above(row).filter_map(|a| catalog.row(a)) {
            for (kind, from, flags, release) in catalog.back(up) {
                if kind == LinkKind::Supports && known.insert(from) {
                    add(kind, Direction::Backward, flags, release, from);
                }
            }
        }
        all
    }
}

/// How two codes are tied, in words for people.
pub(super) fn how(kind: LinkKind, direction: Direction, flags: &str, release: &str) -> String {
    match (kind, direction) {
        (LinkKind::Gem, Direction::Forward) => {
            format!("{} ({release})", Mapping::of(flags).words())
        }
        (LinkKind::Gem, Direction::Backward) => {
            format!("{}, mapped from it ({release})", Mapping::of(flags).words())
        }
        (LinkKind::Ccsr, Direction::Forward) => format!("category of diagnoses ({release})"),
        (LinkKind::Ccsr, Direction::Backward) => format!("belongs to this category ({release})"),
        (LinkKind::Supports, Direction::Forward) => {
            "diagnoses that support it (Ligature, authored page)".to_owned()
        }
        (LinkKind::Supports, Direction::Backward) => {
            "procedures that it supports (Ligature, authored page of the procedure)".to_owned()
        }
        (LinkKind::Neighbour, _) => format!("considered with it, {flags} (Ligature, own words)"),
        (LinkKind::AddOn, Direction::Forward) => {
            format!("may be its primary procedure (add-on type {flags}, {release})")
        }
        (LinkKind::AddOn, Direction::Backward) => {
            format!("add-on that may be billed with it (type {flags}, {release})")
        }
    }
}

/// How well a code maps to another (CMS, General Equivalence Mappings, flags).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mapping {
    /// The same in meaning.
    Equivalent,
    /// The nearest there is.
    Approximate,
    /// Only together with other codes.
    Combination,
    /// There is none.
    None,
}

impl Mapping {
    /// From the flags: approximate, no map, combination, scenario, choice list.
    fn of(flags: &str) -> Mapping {
        let mut flags = flags.bytes();
        match (flags.next(), flags.next(), flags.next()) {
            (_, Some(b'1'), _) => Mapping::None,
            (_, _, Some(b'1')) => Mapping::Combination,
            (Some(b'1'), ..) => Mapping::Approximate,
            _ => Mapping::Equivalent,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Mapping::Equivalent => "equivalent",
            Mapping::Approximate => "approximate equivalent",
            Mapping::Combination => "equivalent together with others",
            Mapping::None => "no equivalent",
        }
    }
}

/// What a code becomes in another code set.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CrosswalkRequest {
    /// The code set; without it the code's shape says.
    #[serde(default)]
    pub system: Option<Systems>,
    /// The code.
    pub code: Code,
    /// The code set that it is mapped to; without it every one that a mapping is loaded for.
    #[serde(default)]
    pub to: Option<Systems>,
}

/// A code that another one maps to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// How well.
    pub mapping: Mapping,
    /// `forward`: the table maps the code of the request to this one; `backward`: this one to it.
    pub direction: Direction,
    /// In a combination: which scenario it belongs to; 0: none.
    pub scenario: u8,
    /// In a combination: which part of the scenario it is; 0: none.
    pub part: u8,
    /// The release of the mapping.
    pub release: String,
    /// The code; nothing where the publisher says that there is none.
    pub code: Option<CodeHead>,
}

/// What a code becomes in other code sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CrosswalkAnswer {
    /// The code.
    pub code: CodeHead,
    /// What it maps to, in the order of the tables.
    pub targets: Vec<Target>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

impl Redact for CrosswalkAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
        self.targets
            .iter_mut()
            .for_each(|one| one.code.redact(hide));
    }
}

impl Ask for CrosswalkRequest {
    const TOOL: &'static str = "crosswalk";
    type Answer = CrosswalkAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<CrosswalkAnswer, Failure> {
        let catalog = library.catalog()?;
        let id = library.resolve(catalog, self.system, &self.code)?;
        let row = catalog
            .row(id)
            .ok_or_else(|| Failure::NotFound("the code is gone".to_owned()))?;
        let digit = |flags: &str, at: usize| {
            let found = flags.as_bytes().get(at).filter(|b| b.is_ascii_digit());
            found.map_or(0, |b| b - b'0')
        };
        let target = |direction, (kind, to, flags, release): (LinkKind, CodeId, &str, u8)| {
            (kind == LinkKind::Gem).then(|| Target {
                mapping: Mapping::of(flags),
                direction,
                scenario: digit(flags, 3),
                part: digit(flags, 4),
                release: catalog.release(release),
                code: library.head_of(catalog, to),
            })
        };
        let forward = catalog.links(row);
        let forward = forward.filter_map(|link| target(Direction::Forward, link));
        let back = catalog.back(row);
        let back = back.filter_map(|link| target(Direction::Backward, link));
        let mut targets: Vec<Target> = forward.chain(back).collect();
        if let Some(to) = self.to {
            let wanted = |head: &CodeHead| to.systems().contains(&head.system);
            targets.retain(|one| one.code.as_ref().is_none_or(wanted));
        }
        if targets.is_empty() {
            let system = catalog.system(row);
            if !MAPPED.contains(&system) {
                return Err(Failure::NotFound(format!(
                    "the General Equivalence Mappings of CMS map ICD-9-CM and ICD-10 codes to each other; {} {} is in neither",
                    system.name(),
                    catalog.printed(row)
                )));
            }
            return Err(Failure::NoData(format!(
                "no mapping of {} {} is loaded: take the General Equivalence Mappings of CMS in with `ligature import DIR`",
                catalog.system(row).name(),
                catalog.printed(row)
            )));
        }
        let mut systems: Vec<System> = vec![catalog.system(row)];
        systems.extend(targets.iter().filter_map(|t| Some(t.code.as_ref()?.system)));
        systems.sort_unstable();
        systems.dedup();
        Ok(CrosswalkAnswer {
            code: library.head(catalog, row),
            targets,
            citations: library.citations(catalog, &systems),
        })
    }
}
