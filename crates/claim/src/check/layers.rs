//! What was checked, layer by layer: a layer without a table for a day says so.

use super::{ClaimCheck, Layer, LayerAnswer};
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
}
