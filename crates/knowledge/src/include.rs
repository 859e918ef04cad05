//! Why something is part of something else, authored once and named where it applies.

use crate::claims::Principle;
use crate::model::{Inclusion, PartOf};
use crate::problem::Problem;
use crate::read::{Node, Step};
use crate::suggest::did_you_mean;

/// Gives a rule the words of the inclusion that it names, and the inclusion.
pub(crate) fn words<'i>(
    inclusions: &[&'i Inclusion],
    named: Option<&str>,
    (because, source): (&mut String, &mut String),
    node: &Node<'_>,
    problems: &mut Vec<Problem>,
) -> Option<&'i Inclusion> {
    let named = named?;
    let Some(found) = inclusions.iter().find(|i| i.id == named) else {
        let known = inclusions.iter().map(|i| i.id.as_str());
        let help = did_you_mean(named, known, "inclusions of the policies");
        let error = node.error(
            &[Step::Key("included")],
            format!("there is no inclusion `{named}`"),
        );
        problems.push(error.with_help(help));
        return None;
    };
    for (key, own, of) in [
        ("because", because, &found.because),
        ("source", source, &found.source),
    ] {
        if own.is_empty() {
            own.clone_from(of);
            continue;
        }
        let error = format!("`{key}` is said twice: the inclusion `{named}` brings it");
        problems.push(node.error(&[Step::Key(key)], error));
    }
    Some(found)
}

/// The principle of claims that a part gives, if it holds for them: families become the codes that they give.
pub(crate) fn principle(
    part: &PartOf,
    from: Option<&Inclusion>,
    families: &[(&str, Vec<&str>)],
) -> Option<Principle> {
    if !part.on_claims {
        return None;
    }
    let codes = |list: &[String]| {
        let mut all: Vec<String> = Vec::new();
        for one in list {
            let family = families.iter().find(|(id, _)| id == one);
            match family {
                Some((_, codes)) => all.extend(codes.iter().map(|c| (*c).to_owned())),
                None => all.push(one.clone()),
            }
        }
        all.sort();
        all.dedup();
        all
    };
    let except = codes(&part.except);
    let mut whole = codes(&part.whole);
    whole.retain(|code| !except.contains(code));
    Some(Principle {
        part: codes(&part.part),
        whole,
        unless: part.unless.clone(),
        from: String::new(),
        until: String::new(),
        included: part.included.clone(),
        because: part.because.clone(),
        resolve: from.map(|i| i.resolve.clone()).unwrap_or_default(),
        source: part.source.clone(),
    })
}
