//! What was checked, layer by layer: a layer without a table for a day says so.

use super::{ClaimCheck, Finding, Layer, LayerAnswer};
use crate::model::Outcome;
use crate::verdict::{self, Extent, Verdict};
use ligature_codes::date;
use ligature_edits::{Kind, Setting};

impl ClaimCheck<'_, '_> {
    /// With what else was looked at for validity.
    fn valid(&self, mut answer: LayerAnswer) -> LayerAnswer {
        answer.says.push_str(&self.diagnoses_checked());
        answer.says.push_str(&self.not_given());
        answer
    }

    /// What was checked, layer by layer: all days of the claim together.
    pub(super) fn layers(&self) -> Vec<LayerAnswer> {
        let mut days: Vec<i32> = self.lines.iter().map(|l| l.core.day).collect();
        days.sort_unstable();
        days.dedup();
        let by = |layer: Layer, kind: Kind, setting: Setting| {
            let mut says: Vec<String> = Vec::new();
            let mut checked = !days.is_empty();
            for on in &days {
                let answering = self.tables.answering(kind, setting, *on);
                let source = answering.and_then(|a| Some((a, self.tables.source(a.source)?)));
                says.push(match source {
                    None => {
                        checked = false;
                        let loaded: Vec<String> = self
                            .tables
                            .sources()
                            .filter(|(_, s)| s.kind == kind && s.setting == setting)
                            .map(|(_, s)| s.label)
                            .collect();
                        let loaded = match loaded.is_empty() {
                            true => "no release of it is loaded".to_owned(),
                            false => format!("loaded: {}", loaded.join(", ")),
                        };
                        format!(
                            "not checked: no data. No {} table covers {} ({loaded}).",
                            kind.name(),
                            date(*on)
                        )
                    }
                    Some((_, s)) if !s.whole => {
                        checked = false;
                        format!("only in part: {} lacks some of its files.", s.label)
                    }
                    Some((a, s)) => {
                        let history = if a.by_history {
                            ", by the rows' own dates"
                        } else {
                            ""
                        };
                        format!("checked by {} ({}){history}.", kind.name(), s.label)
                    }
                });
            }
            says.dedup();
            LayerAnswer {
                layer,
                checked,
                says: says.join(" "),
            }
        };
        vec![
            by(Layer::Bundling, Kind::Pairs, self.setting),
            by(Layer::Addon, Kind::AddOns, Setting::Practitioner),
            by(Layer::Units, Kind::Limits, self.setting),
            self.valid(by(Layer::Validity, Kind::Values, Setting::Practitioner)),
            self.global_layer(&days),
            LayerAnswer {
                layer: Layer::Necessity,
                checked: false,
                says: "not checked: no data. No coverage tables are loaded.".to_owned(),
            },
        ]
    }

    /// Layers that no whole table answered for a day, and how much of the day's layers was answered.
    fn silent(&self, on: i32) -> (Vec<Layer>, Extent) {
        let of_claim = self.setting;
        let by_schedule = (Kind::Values, Setting::Practitioner);
        let mut layers = vec![
            (Layer::Bundling, (Kind::Pairs, of_claim)),
            (Layer::Addon, (Kind::AddOns, Setting::Practitioner)),
            (Layer::Units, (Kind::Limits, of_claim)),
            (Layer::Validity, by_schedule),
        ];
        // the global period is the practitioner's
        if of_claim == Setting::Practitioner {
            layers.push((Layer::Global, by_schedule));
        }
        let mut silent = Vec::new();
        let mut answered = false;
        for (layer, (kind, setting)) in layers {
            let answering = self.tables.answering(kind, setting, on);
            answered |= answering.is_some();
            let source = answering.and_then(|a| self.tables.source(a.source));
            if !source.is_some_and(|s| s.whole) {
                silent.push(layer);
            }
        }
        let extent = match (silent.is_empty(), answered) {
            (true, _) => Extent::All,
            (false, true) => Extent::Partly,
            (false, false) => Extent::None,
        };
        (silent, extent)
    }

    /// How much of the claim was checked, the layers that were not, and the verdict without amounts.
    pub(super) fn verdict(&self, findings: &[Finding]) -> (Extent, Vec<Layer>, Verdict) {
        let no_data = |layer: &Layer, line: Option<u32>| {
            findings.iter().any(|f| {
                f.outcome == Outcome::NoData
                    && f.layer == *layer
                    && line.is_none_or(|n| f.lines.is_empty() || f.lines.contains(&n))
            })
        };
        let add = |mut silent: Vec<Layer>, extent: Extent, line: Option<u32>| {
            let more = Layer::ALL.iter().filter(|l| no_data(l, line));
            silent.extend(more);
            silent.sort_unstable();
            silent.dedup();
            let extent = match extent {
                Extent::All if !silent.is_empty() => Extent::Partly,
                extent => extent,
            };
            (silent, extent)
        };
        let mut days: Vec<i32> = self.lines.iter().map(|l| l.core.day).collect();
        days.sort_unstable();
        days.dedup();
        let of_days: Vec<(Vec<Layer>, Extent)> = days.iter().map(|on| self.silent(*on)).collect();
        let all = |extent| of_days.iter().all(|(_, of_day)| *of_day == extent);
        let extent = match (days.is_empty(), all(Extent::All), all(Extent::None)) {
            (true, ..) | (_, _, true) => Extent::None,
            (_, true, _) if self.lines.len() == self.claim.lines.len() => Extent::All,
            _ => Extent::Partly,
        };
        let silent = of_days.iter().flat_map(|(layers, _)| layers.clone());
        let (not_checked, checked) = add(silent.collect(), extent, None);
        let lines = verdict::lines(self.claim, findings, |number| {
            let line = self.lines.iter().find(|l| l.number == number);
            let of_day = line.and_then(|l| days.iter().position(|day| *day == l.core.day));
            let (silent, extent) = of_day
                .and_then(|at| of_days.get(at).cloned())
                .unwrap_or((Layer::ALL.to_vec(), Extent::None));
            add(silent, extent, Some(number))
        });
        let verdict = Verdict {
            lines,
            ..Verdict::default()
        };
        (checked, not_checked, verdict)
    }
}
