//! Whether a code holds on a day.

use crate::batch::Status;
use crate::look::CodeId;
use crate::payment::{OnClaim, Payment};
use crate::store::{ArchivedCatalog, ArchivedCodeRow, ArchivedReleaseRow};
use ligature_codes::{System, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a code holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Validity {
    /// It may be reported on a claim.
    Valid {
        /// The release that says so.
        release: String,
    },
    /// It is a code of the set, with a reservation: it may not simply be taken for payable.
    Reserved {
        /// The release that says so.
        release: String,
        /// What the reservation is, in words.
        why: String,
    },
    /// It is a heading: a code below it has to be chosen.
    Heading {
        /// The release that says so.
        release: String,
    },
    /// It was not in force on that day.
    NotInForce {
        /// Why, in a sentence.
        why: String,
        /// It was deleted: the first day on which it is known not to be in force (ISO 8601). Nothing: it is not yet in force,
        /// or it is not known when it ended.
        #[serde(default)]
        since: Option<String>,
        /// Its replacements, where the releases name them.
        successors: Vec<String>,
    },
    /// No loaded release covers that day.
    NoData {
        /// Which releases are loaded, in a sentence.
        why: String,
    },
}

impl ArchivedCatalog {
    /// Whether a code holds on a day (days since 1970-01-01).
    #[must_use]
    pub fn validity(&self, row: &ArchivedCodeRow, day: i32) -> Validity {
        let system = row.system;
        if self.ours(row) && matches!(self.status(row), Status::Block | Status::Chapter) {
            let at = row.listed.to_native().checked_ilog2().unwrap_or(0);
            let release = self.release(at as u8);
            return Validity::Heading { release };
        }
        let complete = || {
            self.releases
                .iter()
                .enumerate()
                .filter(move |(_, r)| r.system == system && r.complete)
        };
        let (from, to) = (row.from.to_native(), row.to.to_native());
        let lists = |at: usize| row.listed.to_native() & (1 << at) != 0;
        // the publisher's own days for this code; without a last day they hold up to the end of the last release that lists
        // it: a later list without it says that it is gone, and not since when
        let last = complete()
            .filter(|(at, _)| lists(*at))
            .max_by_key(|(_, r)| r.to.to_native());
        let ends = to != i32::MAX;
        let own = last.filter(|(_, r)| from != i32::MIN && (ends || day <= r.to.to_native()));
        if let Some((at, _)) = own {
            if day < from {
                return self.gone(row, format!("it comes into force on {}", date(from)), None);
            }
            if day > to {
                let why = format!("its last day was {}", date(to));
                return self.gone(row, why, Some(to.saturating_add(1)));
            }
            return self.standing(row, at as u8);
        }
        let covers =
            |r: &ArchivedReleaseRow| (r.from.to_native()..=r.to.to_native()).contains(&day);
        // CPT is listed by two: the licensed list has codes that the fee schedule has not
        let both = system == System::Cpt as u8;
        let covering = complete()
            .rfind(|(at, r)| covers(r) && both && lists(*at))
            .or_else(|| complete().rfind(|(_, r)| covers(r)));
        let Some((at, release)) = covering else {
            let loaded: Vec<String> = complete()
                .map(|(_, r)| {
                    format!(
                        "{} ({} to {})",
                        r.label,
                        date(r.from.to_native()),
                        date(r.to.to_native())
                    )
                })
                .collect();
            let system = self.system(row).name();
            let why = if loaded.is_empty() {
                format!("no list of {system} codes is loaded")
            } else {
                format!(
                    "no loaded release of {system} covers {}; loaded: {}",
                    date(day),
                    loaded.join(", ")
                )
            };
            return Validity::NoData { why };
        };
        if !lists(at) {
            return self.unlisted(
                row,
                release,
                complete().find(|(at, _)| lists(*at)).map(|(_, r)| r),
            );
        }
        let label = release.label.as_str();
        if let Some(payment) = self.payment(row, at).filter(|_| both) {
            match payment.claim {
                OnClaim::Plain => {}
                OnClaim::Reserved => {
                    return Validity::Reserved {
                        release: self.release(at as u8),
                        why: payment.words.to_owned(),
                    };
                }
                OnClaim::Gone => {
                    let why = format!("{label} marks it as {}", payment.words);
                    return self.gone(row, why, Some(release.from.to_native()));
                }
            }
        }
        let billable = row.billable.to_native() & (1 << at) != 0;
        let release = self.release(at as u8);
        if billable {
            Validity::Valid { release }
        } else {
            Validity::Heading { release }
        }
    }

    fn standing(&self, row: &ArchivedCodeRow, release: u8) -> Validity {
        let release = self.release(release);
        match self.status(row) {
            Status::Billable | Status::Modifier => Validity::Valid { release },
            _ => Validity::Heading { release },
        }
    }

    /// A code that is no longer in force: the codes below it in newer releases replaced it.
    fn gone(&self, row: &ArchivedCodeRow, why: String, since: Option<i32>) -> Validity {
        let newer = |id: &CodeId| {
            self.row(*id)
                .is_some_and(|r| r.billable.to_native() > row.billable.to_native())
        };
        let successors = self
            .below(row)
            .filter(newer)
            .filter_map(|id| self.row(id))
            .map(|r| self.printed(r))
            .collect();
        Validity::NotInForce {
            why,
            since: since.map(|day| date(day).to_string()),
            successors,
        }
    }

    /// A code that the release of its set does not list. One that no release ever listed may be known from other tables.
    fn unlisted(
        &self,
        row: &ArchivedCodeRow,
        release: &ArchivedReleaseRow,
        once: Option<&ArchivedReleaseRow>,
    ) -> Validity {
        let label = release.label.as_str();
        let tables = self.tables(row);
        if once.is_some() || tables.is_empty() {
            // a release that lists it and ended before: it was deleted in between
            let from = release.from.to_native();
            let deleted = once.filter(|earlier| earlier.to.to_native() < from);
            let since = deleted.map(|_| from);
            return self.gone(row, format!("{label} does not list it"), since);
        }
        let known = tables.join(", ");
        if row.system == System::Cpt as u8 {
            return Validity::Reserved {
                release: format!("{} {label}", System::Cpt.name()),
                why: format!("listed in {known}; not in the physician fee schedule ({label})"),
            };
        }
        self.gone(
            row,
            format!("{label} does not list it, but {known} does"),
            None,
        )
    }

    /// The releases of tables, none of them a whole list, that have a code; each once, oldest first.
    fn tables(&self, row: &ArchivedCodeRow) -> Vec<&str> {
        let listed = row.listed.to_native();
        let mut all: Vec<(i32, &str)> = self
            .releases
            .iter()
            .enumerate()
            .filter(|(at, r)| listed & (1 << at) != 0 && !r.complete && r.publisher != crate::OURS)
            .map(|(_, r)| (r.from.to_native(), r.label.as_str()))
            .collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|(_, label)| label).collect()
    }

    /// What the fee schedule of a release says of a code: of the service as a whole, else of its parts.
    fn payment(&self, row: &ArchivedCodeRow, at: usize) -> Option<&'static Payment> {
        let said = |whole: bool| {
            self.facts(row)
                .find(|(name, modifier, _, release)| {
                    *name == "status" && usize::from(*release) == at && modifier.is_empty() == whole
                })
                .and_then(|(_, _, value, _)| Payment::of(value))
        };
        said(true).or_else(|| said(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Batch, CodeEntry, Fact, Release, Standing};
    use crate::store::Catalog;
    use jiff::civil::Date;

    const DAY: Date = Date::constant(2025, 10, 15);

    fn batch(label: &str, complete: bool, facts: &[(&str, &str, &'static str, &str)]) -> Batch {
        let mut batch = Batch::new(Release {
            system: System::Cpt,
            label: label.to_owned(),
            from: Date::constant(2025, 10, 1),
            to: Date::constant(2025, 12, 31),
            publisher: "CMS".to_owned(),
            licence: String::new(),
            file: label.to_owned(),
            complete,
        });
        for (code, modifier, name, value) in facts {
            batch.facts.push(Fact {
                system: System::Cpt,
                code: (*code).to_owned(),
                modifier: (*modifier).to_owned(),
                name,
                value: (*value).to_owned(),
            });
            if complete && !batch.entries.iter().any(|e| e.code == *code) {
                batch.entries.push(CodeEntry {
                    code: (*code).to_owned(),
                    title: String::new(),
                    short: String::new(),
                    status: Status::Billable,
                    parent: String::new(),
                    standing: Standing::default(),
                });
            }
        }
        batch
    }

    #[test]
    fn what_the_fee_schedule_and_other_tables_make_of_a_code() {
        let schedule = batch(
            "RVU25D",
            true,
            &[
                ("44120", "", "status", "A"),
                ("90460", "", "status", "I"),
                ("80061", "", "status", "X"),
                ("44999", "", "status", "D"),
                ("70010", "26", "status", "A"),
                ("70010", "", "status", "N"),
                ("90989", "", "status", "?"),
            ],
        );
        let limits = batch(
            "MUE 2025 Q4",
            false,
            &[("0001U", "", "mue-practitioner", "1")],
        );
        let all = vec![("fees".to_owned(), schedule), ("limits".to_owned(), limits)];
        let catalog = Catalog::build(all, vec![]).unwrap();
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog).unwrap();
        let catalog = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes).unwrap();
        let check = |code: &str, kind: &str, says: &str| {
            let row = catalog
                .row(catalog.find(System::Cpt, code).unwrap())
                .unwrap();
            let validity = format!("{:?}", catalog.validity(row, crate::day(DAY)));
            assert!(
                validity.starts_with(kind) && validity.contains(says),
                "{code}: {validity}"
            );
        };
        check("44120", "Valid", "RVU25D");
        check("90460", "Reserved", "not valid for Medicare");
        check(
            "80061",
            "Reserved",
            "outside the physician fee schedule by law",
        );
        check("44999", "NotInForce", "RVU25D marks it as deleted");
        check("70010", "Reserved", "not covered by Medicare");
        check("90989", "Valid", "RVU25D");
        check(
            "0001U",
            "Reserved",
            "listed in MUE 2025 Q4; not in the physician fee schedule (RVU25D)",
        );
    }

    /// A whole list of HCPCS codes with their own first and last days.
    fn list(label: &str, from: Date, to: Date, codes: &[(&str, Option<Date>)]) -> (String, Batch) {
        let mut batch = Batch::new(Release {
            system: System::Hcpcs,
            label: label.to_owned(),
            from,
            to,
            publisher: "CMS".to_owned(),
            licence: String::new(),
            file: label.to_owned(),
            complete: true,
        });
        batch.entries = codes
            .iter()
            .map(|(code, last)| CodeEntry {
                code: (*code).to_owned(),
                title: "A supply".to_owned(),
                short: String::new(),
                status: Status::Billable,
                parent: String::new(),
                standing: Standing {
                    from: Some(Date::constant(2000, 1, 1)),
                    to: *last,
                },
            })
            .collect();
        ("HCPCS".to_owned(), batch)
    }

    #[test]
    fn a_code_that_a_later_list_lacks_is_not_valid_by_it() {
        let on = Date::constant;
        let older = [
            ("A0001", None),
            ("A0002", Some(on(2020, 12, 31))),
            ("A0003", None),
        ];
        let lists = vec![
            list("January 2019", on(2019, 1, 1), on(2019, 12, 31), &older),
            list(
                "October 2025",
                on(2025, 10, 1),
                on(2025, 12, 31),
                &[("A0003", None)],
            ),
        ];
        let catalog = Catalog::build(lists, vec![]).unwrap();
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog).unwrap();
        let catalog = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes).unwrap();
        let check = |code: &str, day: Date, kind: &str, says: &str| {
            let id = catalog.find(System::Hcpcs, code).unwrap();
            let found = catalog.validity(catalog.row(id).unwrap(), crate::day(day));
            let found = format!("{found:?}");
            assert!(
                found.starts_with(kind) && found.contains(says),
                "{code} on {day}: {found}"
            );
        };
        check("A0001", on(2010, 1, 1), "Valid", "January 2019");
        check("A0001", on(2019, 12, 31), "Valid", "January 2019");
        check(
            "A0001",
            on(2025, 10, 1),
            "NotInForce",
            "October 2025 does not list it\", since: Some(\"2025-10-01\")",
        );
        check("A0001", on(2022, 1, 1), "NoData", "covers 2022-01-01");
        check("A0002", on(2020, 12, 31), "Valid", "January 2019");
        check(
            "A0002",
            on(2022, 1, 1),
            "NotInForce",
            "its last day was 2020-12-31\", since: Some(\"2021-01-01\")",
        );
        check(
            "A0002",
            on(1999, 12, 31),
            "NotInForce",
            "it comes into force on 2000-01-01\", since: None",
        );
        check("A0003", on(2022, 1, 1), "Valid", "October 2025");
    }
}
