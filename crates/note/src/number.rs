//! Numbers that count acts. "Three separate segments were resected", "anastomosis x2", "SBR #3" and "a second segment"
//! count; "two 3-0 silk sutures", "two lesions" and "a second port" do not. A number counts by what it is bound to.

use crate::compile::Form;
use crate::hit::Hit;
use crate::scene::{Order, Scene, Step};
use crate::token::Kind;

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Order(Order),
    Count(u32),
}

/// A number and the hit that it is bound to; unbound, it belongs to the verbs of its clause.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    says: Says,
    to: Option<usize>,
    clause: u32,
    /// "At each of the three places": every act of the sentence.
    dealt: bool,
}

/// How many words may be between a number and what it counts.
const REACH: usize = 5;

/// Finds the numbers of the sentence whose hits are `from..to`.
pub(crate) fn bind(scene: &Scene, from: usize, to: usize) -> Vec<Number> {
    let known = &scene.known.well_known;
    let mut numbers = Vec::new();
    for index in from..to {
        let hit = &scene.hits[index];
        let Some(says) = says(scene, hit) else {
            continue;
        };
        let number = |to| Number {
            says,
            to,
            clause: hit.clause,
            dealt: false,
        };
        let dealt = (1..=5)
            .filter_map(|back| hit.start.checked_sub(back))
            .any(|at| known.each.contains(&scene.tokens[at].word) && scene.tokens[at].word != 0);
        if dealt && hit.kind == known.count {
            numbers.push(Number {
                says,
                to: None,
                clause: hit.clause,
                dealt: true,
            });
        } else if hit.kind == known.tally {
            if let Some(to) = before(scene, hit, from, index) {
                numbers.push(number(Some(to)));
            }
        } else if scene.known.concept(hit.concept).id == "order-again" {
            numbers.push(number(None));
        } else if let Some(to) = just_before(scene, hit, from, index) {
            // "Resection two:", "SBR #3"
            let says = match says {
                Says::Count(n) => Says::Order(Order::Nth(n)),
                order => order,
            };
            numbers.push(Number {
                says,
                to: Some(to),
                clause: hit.clause,
                dealt: false,
            });
        } else if let Some(bound) = after(scene, hit, index, to) {
            numbers.push(number(bound));
        }
    }
    digits(scene, from, to, &mut numbers);
    numbers.extend(each_separately(scene, from));
    numbers
}

/// "Each was excised by itself": as many as were mentioned before ("four dead patches"), or as the title says ("x4").
fn each_separately(scene: &Scene, from: usize) -> Option<Number> {
    let known = &scene.known.well_known;
    let sentence = scene.hits.get(from)?.sentence;
    let here = scene.sentences[sentence];
    let is = |at: usize, set: &rustc_hash::FxHashSet<u32>| {
        let word = scene.tokens[at].word;
        word != 0 && set.contains(&word)
    };
    // "each was …", "each hole was …", "each closed …"
    let verb = |at: usize| {
        scene.hits[from..]
            .iter()
            .take_while(|h| h.sentence == sentence)
            .any(|h| h.kind == known.action && h.form == Form::Verb && h.start == at)
    };
    let dealt = (here.start..here.end).any(|at| {
        is(at, &known.each)
            && (at + 1..(at + 4).min(here.end))
                .take_while(|next| !matches!(scene.tokens[*next].kind, Kind::Mark(_)))
                .any(|next| is(next, &known.being) || verb(next))
    });
    if !dealt {
        return None;
    }
    let number = |hit: &Hit| match says(scene, hit) {
        Some(Says::Count(n)) if n > 1 && hit.kind != known.order => Some(n),
        _ => None,
    };
    let before = scene.hits[..from].iter().rev();
    let near = before
        .clone()
        .take_while(|h| h.sentence + 3 >= sentence)
        .find_map(number);
    // "three perforations …", mentioned some sentences before: the things that the act is done to, one by one
    let things = || {
        let counted = |h: &&Hit| {
            number(h).is_some()
                && scene.hits.iter().any(|t| {
                    t.kind == known.target
                        && scene.known.concept(t.concept).countable
                        && t.sentence == h.sentence
                        && t.start >= h.end
                        && t.start - h.end <= 2
                })
        };
        before.clone().find(counted).and_then(number)
    };
    let titled = || {
        let named = |h: &&Hit| {
            scene.section_sense(scene.sentences[h.sentence].part) == crate::model::Assertion::Named
        };
        before.clone().filter(named).find_map(number)
    };
    near.or_else(things).or_else(titled).map(|n| Number {
        says: Says::Count(n),
        to: None,
        clause: 0,
        dealt: true,
    })
}

fn says(scene: &Scene, hit: &Hit) -> Option<Says> {
    let known = &scene.known.well_known;
    let name = &scene.known.concept(hit.concept).id;
    let value = name.rsplit('-').next().unwrap_or_default();
    if hit.kind == known.order {
        return Some(Says::Order(
            value.parse().map_or(Order::Further, Order::Nth),
        ));
    }
    if hit.kind == known.count || hit.kind == known.tally {
        return Some(Says::Count(value.parse().unwrap_or(2)));
    }
    None
}

fn counts(scene: &Scene, hit: &Hit) -> bool {
    let known = &scene.known.well_known;
    (hit.kind == known.action && Some(hit.concept) != known.make)
        || hit.kind == known.site
        || hit.kind == known.target
}

fn before(scene: &Scene, hit: &Hit, from: usize, index: usize) -> Option<usize> {
    // "GIA 75 x2" counts firings
    let device = (from..index)
        .rev()
        .find(|i| scene.hits[*i].kind == scene.known.well_known.device);
    if device.is_some_and(|d| hit.start.saturating_sub(scene.hits[d].end) <= 2) {
        return None;
    }
    let number = |at: usize| matches!(scene.tokens[at].kind, Kind::Number(_));
    (from..index).rev().find(|i| {
        counts(scene, &scene.hits[*i])
            && !(scene.hits[*i].end..hit.start).any(number)
            && scene.hits[*i].end <= hit.start
            && hit.start - scene.hits[*i].end <= 3
    })
}

/// A name directly before the number, or with only a mark between.
fn just_before(scene: &Scene, hit: &Hit, from: usize, index: usize) -> Option<usize> {
    (from..index).rev().find(|i| {
        let other = &scene.hits[*i];
        let named = other.kind == scene.known.well_known.action && other.form == Form::Name;
        let thing = other.kind == scene.known.well_known.target
            && scene.known.concept(other.concept).countable;
        (named || thing) && other.end == hit.start
    })
}

/// The thing counted: `Some(None)` for an ordinal without its noun ("the first was excised").
fn after(scene: &Scene, hit: &Hit, index: usize, to: usize) -> Option<Option<usize>> {
    let known = &scene.known.well_known;
    let order = hit.kind == known.order;
    let sentence_end = scene.sentences[hit.sentence].end;
    let mut at = hit.end;
    let mut skipped = 0;
    let mut unknown = false;
    while at < sentence_end && skipped <= REACH {
        let token = &scene.tokens[at];
        if let Some(next) =
            (index + 1..to).find(|i| scene.hits[*i].start == at && counts(scene, &scene.hits[*i]))
        {
            let other = &scene.hits[next];
            // "two small bowel resections": the place only describes the act that follows
            if other.kind == known.site
                && let Some(act) = (next + 1..to).find(|i| {
                    scene.hits[*i].start <= other.end + 1
                        && scene.hits[*i].kind == known.action
                        && scene.hits[*i].form == Form::Name
                })
            {
                return Some(Some(act));
            }
            // an ordinal replaces its noun only right before the verb ("one more cartridge … closed" does not)
            return Some(if other.form == Form::Verb {
                None
            } else {
                Some(next)
            })
            .filter(|b| (order && !unknown) || b.is_some());
        }
        let being = token.word != 0 && known.being.contains(&token.word);
        if being && (order || at == hit.end) {
            return Some(None);
        }
        if !order && at == hit.end && known.units.contains(&token.word) && token.word != 0 {
            return None;
        }
        match token.kind {
            Kind::Mark(',') if order => {}
            Kind::Mark('/' | '(' | ')') => {}
            Kind::Mark(_) => return None,
            _ => {}
        }
        let known_word = token.word != 0
            && (known.small.contains(&token.word) || known.units.contains(&token.word));
        unknown |= token.kind == Kind::Word
            && !known_word
            && !(index + 1..to).any(|i| scene.hits[i].start <= at && at < scene.hits[i].end);
        let covered = (index + 1..to)
            .find(|i| scene.hits[*i].start == at)
            .map(|i| scene.hits[i].end);
        at = covered.unwrap_or(at + 1);
        skipped += 1;
    }
    None
}

/// Digits before a named act: "2 anastomoses".
fn digits(scene: &Scene, from: usize, to: usize, numbers: &mut Vec<Number>) {
    for index in from..to {
        let hit = &scene.hits[index];
        if !counts(scene, hit) || hit.form == Form::Verb || hit.start == 0 {
            continue;
        }
        let first = scene.sentences[hit.sentence].start;
        let words = |at: usize| !matches!(scene.tokens[at].kind, Kind::Mark(_));
        let near = (1..=2).find_map(|back| {
            let at = hit.start.checked_sub(back).filter(|at| *at >= first)?;
            match scene.tokens[at].kind {
                Kind::Number(n @ 2..=9) if (at..hit.start).all(words) => Some((n, back)),
                _ => None,
            }
        });
        if let Some((n, back)) = near {
            let between_unit = back == 2
                && scene
                    .known
                    .well_known
                    .units
                    .contains(&scene.tokens[hit.start - 1].word);
            let part_of_measure = hit.start > back
                && matches!(
                    scene.tokens[hit.start - back - 1].kind,
                    Kind::Number(_) | Kind::Mark(_)
                );
            if !between_unit && !part_of_measure {
                numbers.push(Number {
                    says: Says::Count(n),
                    to: Some(index),
                    clause: hit.clause,
                    dealt: false,
                });
            }
        }
    }
}

/// The step's act is counted in pieces.
fn counts_pieces(scene: &Scene, step: &Step) -> bool {
    let mut tracks = scene.known.tracks.iter();
    tracks.any(|t| {
        t.closed_by.is_some() && (t.action == step.action || t.else_act == Some(step.action))
    })
}

impl Number {
    /// Gives the number to the steps that it counts.
    pub(crate) fn give(&self, scene: &Scene, steps: &mut [Step]) {
        for step in steps {
            let own = self.to.is_some_and(|to| step.hits[0] == to);
            let object = self.to.is_some_and(|to| {
                step.values.iter().any(|v| v.hit == Some(to) && !v.carried)
                    && self.fits(scene)
                    && !self.on_other_thing(scene, step)
            });
            if let (true, Says::Count(n)) = (self.dealt, self.says) {
                step.count = step.count.max(Some(n));
                continue;
            }
            let loose = self.to.is_none()
                && scene.hits[step.hits[0]].clause == self.clause
                && step.form == Form::Verb;
            if !(own || object || loose) {
                continue;
            }
            match self.says {
                Says::Count(n) if own || object => step.count = step.count.max(Some(n)),
                // an ordinal on a lesion or a loop says that this is a further act, not which
                Says::Order(Order::Nth(n)) if !own && !self.on_piece(scene) => {
                    if n > 1 {
                        step.order = step.order.or(Some(Order::Further));
                    }
                }
                Says::Order(Order::Nth(n)) => step.order = Some(Order::Nth(n)),
                Says::Order(Order::Further) => step.order = step.order.or(Some(Order::Further)),
                // "both were removed", of pieces mentioned before
                Says::Count(n)
                    if step.values.iter().any(|v| {
                        let thing = scene.known.kind_of(v.concept) == scene.known.well_known.target;
                        scene.known.concept(v.concept).countable
                            && !(thing && counts_pieces(scene, step))
                    }) =>
                {
                    step.count = step.count.max(Some(n))
                }
                Says::Count(_) => {}
            }
        }
    }

    /// Holes and lesions count sutures, not pieces taken out.
    fn on_other_thing(&self, scene: &Scene, step: &Step) -> bool {
        let target = self
            .to
            .is_some_and(|to| scene.hits[to].kind == scene.known.well_known.target);
        target && matches!(self.says, Says::Count(_)) && counts_pieces(scene, step)
    }

    fn on_piece(&self, scene: &Scene) -> bool {
        self.to
            .is_some_and(|to| scene.known.concept(scene.hits[to].concept).countable)
    }

    /// A count on an object counts the acts only where each object is a separate act: pieces taken out, holes sewn.
    fn fits(&self, scene: &Scene) -> bool {
        matches!(self.says, Says::Order(_)) || self.on_piece(scene)
    }
}
