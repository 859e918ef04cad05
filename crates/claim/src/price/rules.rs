//! The authored rules of payment, read once.

use jiff::civil::Date;
use ligature_codes::DateOfService;
use ligature_knowledge::{ClaimRules, Factor, Ranks, Share};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// Factors, shares, ranks, places and status codes, ready for pricing. What cannot be read is left out: `knowledge check`
/// is reported to its author.
#[derive(Debug, Clone, Default)]
pub struct PayRules {
    factors: Vec<FactorRule>,
    shares: FxHashMap<String, Vec<ShareRule>>,
    ranks: FxHashMap<u8, RankRule>,
    facility: FxHashMap<String, Said>,
    statuses: FxHashMap<u8, StatusRule>,
}

/// A rule in a sentence, and who says so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub because: String,
    pub source: String,
}

/// Dollars for one unit.
#[derive(Debug, Clone)]
pub(crate) struct FactorRule {
    kind: String,
    pub dollars: Decimal,
    from: Date,
    until: Date,
    pub source: String,
}

/// An indicator of the fee schedule that allows a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allows {
    Assistant,
    Bilateral,
    CoSurgeon,
    Team,
}

/// How a line with a modifier is paid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Way {
    /// A share of the fee.
    Share(Decimal),
    /// Shares of the fee that the schedule prints: before, during, after.
    Of([bool; 3]),
    /// The schedule's own row for the modifier.
    Row,
    /// By report.
    Report,
}

/// What a modifier does to the fee.
#[derive(Debug, Clone)]
pub(crate) struct ShareRule {
    pub modifier: String,
    pub way: Way,
    pub allows: Option<Allows>,
    pub paid: Vec<u8>,
    pub documented: Vec<u8>,
    pub said: Said,
}

/// What procedures of one day are paid by rank.
#[derive(Debug, Clone)]
pub(crate) struct RankRule {
    pub shares: Vec<Decimal>,
    pub endoscopy: bool,
    pub professional: Option<Decimal>,
    pub technical: Option<Decimal>,
    pub expense: Option<Decimal>,
    pub said: Said,
}

/// What a status code means for a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pays {
    Fee,
    Alone,
    Anesthesia,
    Nothing,
}

#[derive(Debug, Clone)]
pub(crate) struct StatusRule {
    pub pays: Pays,
    pub said: Said,
}

impl PayRules {
    /// Reads the authored rules.
    #[must_use]
    pub fn new(authored: &ClaimRules) -> PayRules {
        let mut rules = PayRules {
            factors: authored.factors.iter().filter_map(factor).collect(),
            ..PayRules::default()
        };
        for share in authored.shares.iter().filter_map(share) {
            let of = rules.shares.entry(share.modifier.clone()).or_default();
            of.push(share);
        }
        for ranks in &authored.ranks {
            let rule = rank(ranks);
            for indicator in ranks.indicators.iter().filter_map(|i| one(i)) {
                rules.ranks.insert(indicator, rule.clone());
            }
        }
        for places in &authored.places {
            let said = said(&places.because, &places.source);
            let of = places.facility.iter().map(|p| (p.clone(), said.clone()));
            rules.facility.extend(of);
        }
        for status in &authored.statuses {
            let pays = match status.priced.as_str() {
                "fee" => Pays::Fee,
                "alone" => Pays::Alone,
                "anesthesia" => Pays::Anesthesia,
                _ => Pays::Nothing,
            };
            let said = said(&status.because, &status.source);
            if let Some(letter) = one(&status.status) {
                rules.statuses.insert(letter, StatusRule { pays, said });
            }
        }
        rules
    }

    /// The factor of a kind for a day.
    pub(crate) fn factor(&self, kind: &str, on: Date) -> Option<&FactorRule> {
        let mut of = self.factors.iter().filter(|f| f.kind == kind);
        of.find(|f| f.from <= on && on <= f.until)
    }

    /// What a modifier does; several, where an indicator decides.
    pub(crate) fn shares(&self, modifier: &str) -> &[ShareRule] {
        self.shares.get(modifier).map_or(&[], Vec::as_slice)
    }

    /// What a multiple-procedure indicator says.
    pub(crate) fn rank(&self, indicator: u8) -> Option<&RankRule> {
        self.ranks.get(&indicator)
    }

    /// Why a place of service is a facility, if it is one.
    pub(crate) fn facility(&self, place: &str) -> Option<&Said> {
        self.facility.get(place)
    }

    /// What a status code means.
    pub(crate) fn status(&self, status: u8) -> Option<&StatusRule> {
        self.statuses.get(&status)
    }
}

fn said(because: &str, source: &str) -> Said {
    Said {
        because: because.to_owned(),
        source: source.to_owned(),
    }
}

/// The only character of a text.
fn one(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] => Some(*byte),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text)
        .ok()
        .filter(|d| !d.is_sign_negative())
}

fn factor(authored: &Factor) -> Option<FactorRule> {
    Some(FactorRule {
        kind: authored.kind.clone(),
        dollars: decimal(&authored.dollars)?,
        from: DateOfService::parse(&authored.from).ok()?.date(),
        until: DateOfService::parse(&authored.until).ok()?.date(),
        source: authored.source.clone(),
    })
}

fn share(authored: &Share) -> Option<ShareRule> {
    let way = if authored.row {
        Way::Row
    } else if !authored.of.is_empty() {
        Way::Of(["before", "during", "after"].map(|part| authored.of.iter().any(|of| of == part)))
    } else if authored.share.is_empty() {
        Way::Report
    } else {
        Way::Share(decimal(&authored.share)?)
    };
    Some(ShareRule {
        modifier: authored.modifier.clone(),
        way,
        allows: match authored.indicator.as_str() {
            "assistant" => Some(Allows::Assistant),
            "bilateral" => Some(Allows::Bilateral),
            "co-surgeon" => Some(Allows::CoSurgeon),
            "team" => Some(Allows::Team),
            _ => None,
        },
        paid: authored.paid.iter().filter_map(|v| one(v)).collect(),
        documented: authored.documented.iter().filter_map(|v| one(v)).collect(),
        said: said(&authored.because, &authored.source),
    })
}

fn rank(authored: &Ranks) -> RankRule {
    RankRule {
        shares: authored.shares.iter().filter_map(|s| decimal(s)).collect(),
        endoscopy: authored.endoscopy,
        professional: decimal(&authored.professional),
        technical: decimal(&authored.technical),
        expense: decimal(&authored.expense),
        said: said(&authored.because, &authored.source),
    }
}
