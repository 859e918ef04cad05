//! The order of codes: highest work value first, each add-on directly under its primary.

use crate::model::Decision;
use crate::tables::Tables;
use ligature_note::Remark;

/// The fee schedule that puts codes in order.
pub struct Schedule<'a> {
    /// Its release, for people.
    pub release: String,
    /// The work value of a code in ten-thousandths; nothing: the release does not list the code.
    pub work: &'a dyn Fn(&str) -> Option<i64>,
}

/// Work values of codes: of the fee schedule at hand, else those that the pages of the codes carry.
pub(crate) struct Work<'a> {
    tables: &'a Tables,
    schedule: Option<&'a Schedule<'a>>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(tables: &'a Tables, schedule: Option<&'a Schedule<'a>>) -> Work<'a> {
        Work { tables, schedule }
    }

    /// In ten-thousandths; nothing: neither the schedule nor a page has a value.
    pub(crate) fn of(&self, code: &str) -> Option<i64> {
        self.listed(code)
            .or_else(|| self.tables.pages.get(code)?.work)
    }

    fn listed(&self, code: &str) -> Option<i64> {
        self.schedule.and_then(|s| (s.work)(code))
    }

    /// That the order of these codes rests on values of another release than the day's, if it does: a single primary needs
    /// no order.
    pub(crate) fn remark(&self, decisions: &[Decision]) -> Option<Remark> {
        let primaries = || decisions.iter().filter(|d| d.under.is_none());
        if primaries().count() < 2 {
            return None;
        }
        let pinned: Vec<&str> = primaries()
            .filter(|d| self.listed(&d.code).is_none())
            .map(|d| d.code.as_str())
            .collect();
        if pinned.is_empty() {
            return None;
        }
        let mut releases: Vec<&str> = pinned
            .iter()
            .filter_map(|code| self.tables.pages.get(*code))
            .map(|page| page.release.as_str())
            .filter(|release| !release.is_empty())
            .collect();
        releases.sort_unstable();
        releases.dedup();
        let releases = match releases.as_slice() {
            [] => "which have none".to_owned(),
            some => some.join("; "),
        };
        let message = match self.schedule {
            None => format!(
                "No fee schedule for the date of service is loaded: the codes are in the order of the work values on their pages ({releases})."
            ),
            Some(schedule) => format!(
                "{} does not list {}: its place in the order follows the work value on its page ({releases}).",
                schedule.release,
                pinned.join(", ")
            ),
        };
        Some(Remark {
            kind: "order-by-pinned-values".to_owned(),
            message,
        })
    }
}

/// Highest work value first, codes without one last; each add-on directly under its primary.
pub(crate) fn order(work: &Work<'_>, decisions: &mut Vec<Decision>) {
    decisions.sort_by_key(|d| std::cmp::Reverse(work.of(&d.code)));
    let (primaries, addons): (Vec<_>, Vec<_>) = std::mem::take(decisions)
        .into_iter()
        .partition(|d| d.under.is_none());
    let mut addons: Vec<Option<Decision>> = addons.into_iter().map(Some).collect();
    for primary in primaries {
        let code = primary.code.clone();
        decisions.push(primary);
        for addon in &mut addons {
            if addon
                .as_ref()
                .is_some_and(|a| a.under.as_deref() == Some(&code))
            {
                decisions.extend(addon.take());
            }
        }
    }
    decisions.extend(addons.into_iter().flatten());
}
