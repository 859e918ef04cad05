//! Lists the authored files of `knowledge/` at the root of the repository, so that the binary carries them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folder and ending of its files.
const FOLDERS: &[(&str, &str)] = &[
    ("lexicon", "toml"),
    ("families", "toml"),
    ("policies", "toml"),
    ("procedures", "md"),
    ("examples", "toml"),
    ("names", "toml"),
    ("ranges", "toml"),
    ("search", "toml"),
    ("claims", "toml"),
    ("remits", "toml"),
    ("releases", "toml"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../knowledge");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::from("&[\n");
    for (folder, ending) in FOLDERS {
        for file in files(&root.join(folder), ending)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let path = file.canonicalize()?;
            writeln!(
                list,
                "    ({:?}, include_str!({path:?})),",
                format!("knowledge/{folder}/{name}")
            )?;
        }
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("embedded.rs"), list)?;
    Ok(())
}

/// The files of a folder with that ending, in order; none if there is no such folder.
fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        file.extension().is_some_and(|e| e == ending)
            && !name.starts_with('.')
            && name != "README.md"
    });
    files.sort();
    Ok(files)
}
