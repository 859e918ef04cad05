//! Putting facts into the front matter of a page.

use super::error::FactsError;
use ligature_knowledge::{FACTS, Facts};
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes the facts into a page, if that changes it. The file is replaced in one step.
pub(super) fn write(path: &Path, facts: &Facts) -> Result<bool, FactsError> {
    let failed = |source| FactsError::Write {
        path: path.to_owned(),
        source,
    };
    let before = fs::read_to_string(path).map_err(failed)?;
    let Some(after) = with_facts(&before, facts).filter(|after| *after != before) else {
        return Ok(false);
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(after.as_bytes()).map_err(failed)?;
    let permissions = fs::metadata(path).map_err(failed)?.permissions();
    fs::set_permissions(file.path(), permissions).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(true)
}

/// The page with these facts as the last table of its front matter; `None` if it has no front matter.
pub(super) fn with_facts(page: &str, facts: &Facts) -> Option<String> {
    let ending = if page.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = page.split_inclusive('\n');
    let mut out = lines
        .next()
        .filter(|line| line.trim_start_matches('\u{feff}').trim_end() == "+++")?
        .to_owned();
    let mut in_facts = false;
    let mut closed = false;
    for line in lines {
        let bare = line.trim();
        if closed {
            out.push_str(line);
            continue;
        }
        closed = bare == "+++";
        if closed {
            let kept = out.trim_end().len();
            out.truncate(kept);
            out.push_str(ending);
            out.push_str(&table(facts, ending));
            out.push_str(line);
            continue;
        }
        if bare.starts_with('[') {
            in_facts = bare == "[facts]";
        }
        if !in_facts {
            out.push_str(line);
        }
    }
    closed.then_some(out)
}

fn table(facts: &Facts, ending: &str) -> String {
    let lines = entries(facts)
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}{ending}", value?)));
    format!("{ending}[facts]{ending}{}", lines.collect::<String>())
}

/// The facts as TOML, key by key in their order; absent ones are `None`.
pub(super) fn entries(facts: &Facts) -> Vec<(&'static str, Option<String>)> {
    let text = |text: &String| (!text.is_empty()).then(|| quoted(text));
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let list = |list: &[String]| {
        let items: Vec<String> = list.iter().map(|item| quoted(item)).collect();
        (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
    };
    let values = [
        text(&facts.rvu_release),
        text(&facts.status),
        text(&facts.global),
        text(&facts.work_rvu),
        text(&facts.total_facility_rvu),
        text(&facts.multiple),
        text(&facts.bilateral),
        text(&facts.assistant),
        text(&facts.co_surgeon),
        text(&facts.team),
        text(&facts.mue_release),
        number(facts.mue),
        number(facts.mai),
        text(&facts.addon_release),
        list(&facts.primaries),
        number(facts.addon_type),
    ];
    FACTS.into_iter().zip(values).collect()
}

/// A TOML string. The tables hold no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
