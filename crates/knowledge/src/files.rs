//! Finding the authored files: in a folder, or in the binary.

use crate::problem::{Problem, Severity};
use crate::source::{AuthoredFile, Part};
use crate::suggest::did_you_mean;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of `knowledge/`, embedded at build time: path and text, in order.
pub(crate) static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Reads every authored file below `dir`, in the order of their names. What cannot be read becomes a problem.
pub(crate) fn gather(dir: &Path) -> (Vec<AuthoredFile>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let entries = match list(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("the knowledge folder cannot be read: {}", reason(&error));
            problems.push(
                Problem::of_file(name(dir), Severity::Error, message)
                    .with_help("name the folder that holds lexicon, families, policies, procedures and examples"),
            );
            return (found, problems);
        }
    };
    for entry in &entries {
        let known = Part::FOLDERS
            .iter()
            .any(|(folder, _)| entry.file_name().is_some_and(|n| n == *folder));
        if entry.is_dir() && !known {
            let folder = entry.file_name().unwrap_or_default().to_string_lossy();
            let folders = Part::FOLDERS.iter().map(|(folder, _)| *folder);
            problems.push(
                Problem::of_file(name(entry), Severity::Warning, "this folder is not read")
                    .with_help(did_you_mean(&folder, folders, "folders")),
            );
        }
    }
    for (folder, part) in Part::FOLDERS {
        let path = dir.join(folder);
        if !path.exists() {
            continue;
        }
        match list(&path) {
            Ok(files) => {
                for file in files {
                    read(&file, *part, &mut found, &mut problems);
                }
            }
            Err(error) => problems.push(Problem::of_file(
                name(&path),
                Severity::Error,
                format!("this folder cannot be read: {}", reason(&error)),
            )),
        }
    }
    if found.is_empty() && problems.is_empty() {
        problems.push(
            Problem::of_file(
                name(dir),
                Severity::Error,
                "this folder has no authored files",
            )
            .with_help(
                "name the folder that holds lexicon, families, policies, procedures and examples",
            ),
        );
    }
    (found, problems)
}

/// The embedded files as sources.
pub(crate) fn embedded() -> Vec<AuthoredFile> {
    EMBEDDED
        .iter()
        .filter_map(|(path, text)| {
            let folder = path.split('/').nth_back(1)?;
            let (_, part) = Part::FOLDERS.iter().find(|(name, _)| *name == folder)?;
            Some(AuthoredFile::new((*path).to_owned(), *part, text))
        })
        .collect()
}

fn read(file: &Path, part: Part, found: &mut Vec<AuthoredFile>, problems: &mut Vec<Problem>) {
    let path = name(file);
    if file.is_dir() {
        problems.push(Problem::of_file(
            path,
            Severity::Warning,
            "this folder is not read: folders inside folders have no meaning here",
        ));
        return;
    }
    if file
        .extension()
        .is_none_or(|ending| ending != part.extension())
    {
        let message = format!(
            "this file is not read: the files of this folder end in .{}",
            part.extension()
        );
        problems.push(Problem::of_file(path, Severity::Warning, message));
        return;
    }
    match fs::read(file) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => found.push(AuthoredFile::new(path, part, &text)),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let message =
                    "this file is not UTF-8 text: the marked character cannot be read".to_owned();
                let source = AuthoredFile::new(path, part, &text);
                problems.push(
                    source
                        .problem(&(good..good + 1), Severity::Error, message)
                        .with_help("save the file again with the encoding UTF-8"),
                );
                found.push(source);
            }
        },
        Err(error) => problems.push(Problem::of_file(
            path,
            Severity::Error,
            format!("this file cannot be read: {}", reason(&error)),
        )),
    }
}

/// The entries of a folder in order, without hidden files, editors' back-ups and READMEs.
fn list(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(dir)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.retain(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        !name.starts_with('.') && !name.ends_with('~') && name != "README.md"
    });
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// An error of the system in words for people.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "you have no permission to read it".to_owned(),
        io::ErrorKind::NotADirectory => "it is a file, not a folder".to_owned(),
        _ => error.to_string(),
    }
}
