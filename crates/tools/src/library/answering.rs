//! Which release of a payer's table answers for a day.

use crate::gate::Failure;
use ligature_codes::{DateOfService, day};
use ligature_edits::{Answering, Kind, Setting, SourceId, Tables};

/// Which release of a table answers, and for which day.
pub(super) fn release(
    tables: &Tables<'_>,
    kind: Kind,
    setting: Setting,
    date: Option<DateOfService>,
) -> Result<(Answering, i32), Failure> {
    let of = match kind.by_setting() {
        true => format!("{}, {},", kind.name(), setting.name()),
        false => kind.name().to_owned(),
    };
    let Some(on) = date.map(DateOfService::date) else {
        let answering = newest(tables, kind, setting).ok_or_else(|| {
            Failure::NoData(format!(
                "{of} are not loaded: take the files of CMS in with `ligature import DIR`"
            ))
        })?;
        return Ok((answering, last_day(tables, answering)));
    };
    let answering = tables.answering(kind, setting, day(on)).ok_or_else(|| {
        let loaded: Vec<String> = tables
            .sources()
            .filter(|(_, s)| s.kind == kind && (!kind.by_setting() || s.setting == setting))
            .map(|(_, s)| format!("{} ({} to {})", s.label, s.from, s.to))
            .collect();
        let loaded = match loaded.is_empty() {
            true => "none is loaded".to_owned(),
            false => format!("loaded: {}", loaded.join(", ")),
        };
        Failure::NoData(format!("no release of {of} holds for {on}; {loaded}"))
    })?;
    Ok((answering, day(on)))
}

/// As [`release`], for practitioners; where none covers the day the newest release before it, on its last day. Says whether the day
/// is covered.
pub(super) fn release_or_before(
    tables: &Tables<'_>,
    kind: Kind,
    date: Option<DateOfService>,
) -> Result<(SourceId, i32, bool), Failure> {
    let setting = Setting::Practitioner;
    let found = release(tables, kind, setting, date);
    let before = |on: i32| {
        let sources = tables.sources();
        let ended = sources.filter(|(_, s)| s.kind == kind && day(s.to) < on);
        let ended = ended.filter(|(_, s)| !kind.by_setting() || s.setting == setting);
        let last = ended.max_by_key(|(_, s)| (s.to, s.from))?;
        Some((last.0, day(last.1.to)))
    };
    match found {
        Ok((answering, on)) => Ok((answering.source, on, true)),
        Err(why) => date
            .and_then(|date| before(day(date.date())))
            .map(|(source, on)| (source, on, false))
            .ok_or(why),
    }
}

/// The newest release of a table.
fn newest(tables: &Tables<'_>, kind: Kind, setting: Setting) -> Option<Answering> {
    if kind == Kind::Pairs {
        let source = tables.newest_pairs(setting)?;
        return Some(Answering {
            source,
            by_history: false,
        });
    }
    let fits = |s: &ligature_edits::SourceView| {
        s.kind == kind && (!kind.by_setting() || s.setting == setting)
    };
    // as for a date: the release that answers for the last day that any of them covers
    let sources = tables.sources().filter(|(_, s)| fits(s));
    let (last, setting) = sources.map(|(_, s)| (s.to, s.setting)).max()?;
    tables.answering(kind, setting, day(last))
}

/// The last day of a release, as days since 1970.
fn last_day(tables: &Tables<'_>, answering: Answering) -> i32 {
    tables.source(answering.source).map_or(0, |s| day(s.to))
}
