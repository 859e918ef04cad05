//! No files of one crate use each other in a circle: a reader can start at a file that needs no other.
//!
//! An arrow leads from a file to the file in which a name of `crate::`, `super::`, `self::` or of one of its modules is
//! defined, through re-exports. A re-export alone is no arrow, unless another file needs the file that holds it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter::Peekable;
use std::path::Path;
use std::slice::Iter;

/// Arrows that do not count: from files that begin so, to files that begin so, and why. There is none.
const ALLOWED: &[(&str, &str, &str)] = &[];

/// A module: its names from the crate's root on.
type Module = Vec<String>;
/// From a file to a file, with the names that it takes.
type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// A file of a crate.
struct File {
    /// `claim/src/check/mod.rs`.
    name: String,
    /// Its words: names, and signs one by one.
    words: Vec<String>,
    uses: Vec<Use>,
}

/// An imported name.
struct Use {
    path: Module,
    /// Its name here; `*` for all that the path holds.
    name: String,
    /// Whether it is re-exported: `pub use`.
    exported: bool,
}

type Files = BTreeMap<Module, File>;

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut circles = Vec::new();
    for folder in fs::read_dir(crates).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut files = Files::new();
        collect(&folder.join("src"), &format!("{name}/src"), &[], &mut files);
        let allowed = |from: &str, to: &str| {
            let mut allowed = ALLOWED.iter();
            allowed.any(|(a, b, _)| from.starts_with(a) && to.starts_with(b))
        };
        let mut arrows = arrows(&files);
        arrows.retain(|(from, to), _| !allowed(from, to));
        circles.extend(circling(&arrows));
    }
    assert!(circles.is_empty(), "circles:\n{}", circles.join("\n"));
}

/// Reads the files of a folder; tests are left out.
fn collect(folder: &Path, name: &str, module: &[String], files: &mut Files) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let stem = file.trim_end_matches(".rs");
        let below = [module, &[stem.to_owned()]].concat();
        if stem == "tests" {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{name}/{file}"), &below, files);
        } else if file.ends_with(".rs") {
            let module = match stem {
                "lib" | "main" | "mod" => module.to_vec(),
                _ => below,
            };
            let text = fs::read_to_string(&path).unwrap();
            let words = words(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
            let name = format!("{name}/{file}");
            let uses = uses(&words);
            files.insert(module, File { name, words, uses });
        }
    }
}

/// The words of a text without its comments: names, and every sign by itself.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut inside = false;
        for c in line.split("//").next().unwrap_or_default().chars() {
            let letter = c.is_alphanumeric() || c == '_';
            match words.last_mut() {
                Some(word) if letter && inside => word.push(c),
                _ if c.is_whitespace() => {}
                _ => words.push(c.to_string()),
            }
            inside = letter;
        }
    }
    words
}

/// What is imported.
fn uses(words: &[String]) -> Vec<Use> {
    let mut all = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| *word == "use") {
        let before = at.checked_sub(1).map_or("", |before| &words[before]);
        let exported = before == "pub" || before == ")";
        tree(
            &mut words[at + 1..].iter().peekable(),
            &[],
            exported,
            &mut all,
        );
    }
    all
}

/// One path of an import, with everything in its braces.
fn tree(
    words: &mut Peekable<Iter<'_, String>>,
    above: &[String],
    exported: bool,
    all: &mut Vec<Use>,
) {
    let mut path = above.to_vec();
    let mut name = None;
    while let Some(word) = words.next_if(|word| ![",", "}", ";"].contains(&word.as_str())) {
        match word.as_str() {
            ":" | "self" if word == ":" || !above.is_empty() => {}
            "{" => {
                while words
                    .peek()
                    .is_some_and(|word| *word != "}" && *word != ";")
                {
                    tree(words, &path, exported, all);
                    words.next_if(|word| *word == ",");
                }
                words.next();
                return;
            }
            "as" => name = words.next().cloned(),
            word => path.push(word.to_owned()),
        }
    }
    if let Some(last) = path.last().cloned() {
        let name = name.unwrap_or(last);
        all.push(Use {
            path,
            name,
            exported,
        });
    }
}

/// The file in which a name is defined that another file writes as this path.
fn target(files: &Files, from: &Module, path: &[String], depth: usize) -> Option<Module> {
    let (first, mut rest) = path.split_first()?;
    let mut at = from.clone();
    match first.as_str() {
        "crate" => at.clear(),
        "self" => {}
        "super" => {
            at.pop();
            while let Some(("super", more)) = rest.split_first().map(|(f, m)| (f.as_str(), m)) {
                at.pop();
                rest = more;
            }
        }
        _ => {
            at.push(first.clone());
            files.get(&at)?;
        }
    }
    while let Some((name, more)) = rest.split_first() {
        let below = [at.as_slice(), std::slice::from_ref(name)].concat();
        if !files.contains_key(&below) {
            break;
        }
        (at, rest) = (below, more);
    }
    let file = files.get(&at)?;
    let Some(name) = rest.first().filter(|name| *name != "*") else {
        return Some(at);
    };
    if at == *from || defines(file, name) || depth > 9 {
        return Some(at);
    }
    let named = file.uses.iter().find(|one| one.name == *name);
    let elsewhere = named.and_then(|one| {
        let path = [&one.path, &rest[1..]].concat();
        target(files, &at, &path, depth + 1)
    });
    let mut globs = file.uses.iter().filter(|one| one.name == "*");
    let elsewhere = elsewhere.or_else(|| {
        globs.find_map(|one| {
            let of = target(files, &at, &one.path, depth + 1)?;
            defines(&files[&of], name).then_some(of)
        })
    });
    Some(elsewhere.unwrap_or(at))
}

/// Whether a file defines an item of this name.
fn defines(file: &File, name: &str) -> bool {
    const KINDS: [&str; 9] = [
        "fn", "struct", "enum", "trait", "type", "const", "static", "union", "mod",
    ];
    let mut pairs = file.words.windows(2);
    pairs.any(|pair| pair[1] == name && KINDS.contains(&pair[0].as_str()))
}

/// Which file uses which.
fn arrows(files: &Files) -> Arrows {
    let mut arrows = Arrows::new();
    let mut exported = Arrows::new();
    for (module, file) in files {
        let (paths, alone) = body(&file.words);
        let add = |path: &[String], to: &mut Arrows| {
            if let Some(of) = target(files, module, path, 0).filter(|of| of != module) {
                let ends = (file.name.clone(), files[&of].name.clone());
                to.entry(ends).or_default().extend(path.last().cloned());
            }
        };
        for path in &paths {
            add(path, &mut arrows);
        }
        for one in &file.uses {
            match one.exported && !alone.contains(&one.name) {
                true => add(&one.path, &mut exported),
                false => add(&one.path, &mut arrows),
            }
        }
    }
    let needed: BTreeSet<String> = arrows.keys().map(|(_, to)| to.clone()).collect();
    exported.retain(|(from, _), _| needed.contains(from));
    for (ends, names) in exported {
        arrows.entry(ends).or_default().extend(names);
    }
    arrows
}

/// Outside of imports: the paths, and all names.
fn body(words: &[String]) -> (BTreeSet<Module>, BTreeSet<String>) {
    let (mut paths, mut alone) = (BTreeSet::new(), BTreeSet::new());
    let mut path = Module::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        if word == "use" {
            words.find(|word| *word == ";");
            continue;
        }
        path.push(word.clone());
        alone.insert(word.clone());
        let goes_on = words.next_if(|word| *word == ":").is_some()
            && words.next_if(|word| *word == ":").is_some();
        if !goes_on {
            paths.insert(std::mem::take(&mut path));
        }
    }
    paths.retain(|path| path.len() > 1);
    (paths, alone)
}

/// The circles among arrows, each with the arrows in it.
fn circling(arrows: &Arrows) -> Vec<String> {
    let reached = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for (_, to) in arrows.keys().filter(|(from, _)| from == at) {
                if seen.insert(to.clone()) {
                    open.push(to);
                }
            }
        }
        seen
    };
    let files: BTreeSet<&String> = arrows.keys().map(|(from, _)| from).collect();
    let reach: BTreeMap<&String, BTreeSet<String>> = files
        .into_iter()
        .map(|file| (file, reached(file)))
        .collect();
    let mut circles: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for ((from, to), names) in arrows {
        if reach.get(to).is_some_and(|of| of.contains(from)) {
            // a circle is known by its first file
            let mut around = reach
                .iter()
                .filter(|(file, of)| of.contains(from) && reach[from].contains(**file));
            let (first, _) = around.next().unwrap();
            circles
                .entry(first)
                .or_default()
                .push(format!("  {from} -> {to}: {names:?}"));
        }
    }
    circles
        .into_values()
        .map(|arrows| arrows.join("\n") + "\n")
        .collect()
}
