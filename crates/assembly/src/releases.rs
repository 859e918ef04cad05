//! Publishers' releases that can be fetched by their names.

use crate::shape;
use anyhow::{Result, anyhow};
use ligature_fetch::{Limits, Progress, Trouble, fetch, mirrored};
use ligature_knowledge::{Release, did_you_mean};
use ligature_terminal::{on_one_line, progress};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Releases by their names, each once.
///
/// # Errors
/// If there is no release of a name; with the nearest name.
pub fn named<'a>(names: &[String], releases: &'a [Release]) -> Result<Vec<&'a Release>> {
    let mut wanted: Vec<&Release> = Vec::new();
    for name in names {
        let found = find(name, releases)?;
        if !wanted.contains(&found) {
            wanted.push(found);
        }
    }
    Ok(wanted)
}

fn find<'a>(name: &str, releases: &'a [Release]) -> Result<&'a Release> {
    let found = releases.iter().find(|release| release.name == name);
    found.ok_or_else(|| {
        let names = releases.iter().map(|release| release.name.as_str());
        let help = did_you_mean(name, names, "releases");
        let name = on_one_line(name);
        anyhow!("there is no release “{name}”: {help} (ligature fetch shows the list)")
    })
}

/// Where files come from and where they go.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    /// The folder to put them in.
    pub to: &'a Path,
    /// A mirror to use instead of the publisher: the path of the publisher's address is appended to this one.
    pub mirror: Option<&'a str>,
}

/// A file that is here and holds what it should. It prints as a line for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is.
    pub file: PathBuf,
    /// Bytes that were fetched; `None`: it was there already.
    pub bytes: Option<u64>,
    /// What it holds, in words.
    pub holds: String,
}

impl fmt::Display for Downloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match self.bytes {
            Some(bytes) => write!(f, "{file} ({}): {}", progress::size(bytes), self.holds),
            None => write!(f, "{file} is there already: {}", self.holds),
        }
    }
}

/// Brings the files of a release that are not there yet, and looks at each. `came` is called as each file is here: a
/// download may take long. A file with the wrong content is renamed to `NAME.refused`.
///
/// # Errors
/// If a file cannot be fetched or has the wrong content, or `report` fails. Files downloaded before stay, and a download
/// that broke off is continued by the next call.
pub fn download_release(
    release: &Release,
    route: Route<'_>,
    mut report: impl FnMut(&Downloaded) -> Result<()>,
) -> Result<Vec<PathBuf>> {
    let wanted = shape::wanted(release)?;
    let mut files = Vec::new();
    for (at, address) in release.addresses.iter().enumerate() {
        let file = route.to.join(file_name(release, at));
        let address = match route.mirror {
            Some(mirror) => mirrored(address, mirror)?,
            None => address.clone(),
        };
        let (bytes, holds) = if file.exists() {
            let holds = shape::look(&file, &wanted).map_err(|why| {
                anyhow!(
                    "{} is there already, and {why}: move it away to fetch it again",
                    file.display()
                )
            })?;
            (None, holds)
        } else {
            let bytes = download(&address, &file, release)?;
            let holds = shape::look(&file, &wanted).map_err(|why| set_aside(&file, &why))?;
            (Some(bytes), holds)
        };
        report(&Downloaded {
            file: file.clone(),
            bytes,
            holds,
        })?;
        files.push(file);
    }
    Ok(files)
}

fn download(address: &str, file: &Path, release: &Release) -> Result<u64> {
    let bar = progress::Download::new(&release.name);
    let fetched = fetch(
        address,
        file,
        &Limits::default(),
        &mut |progress| match progress {
            Progress::Begun { have, whole } => bar.begun(have, whole),
            Progress::Have(bytes) => bar.have(bytes),
            Progress::Again { why, pause } => {
                bar.remark(&format!("{why}; trying again in {} s", pause.as_secs()));
            }
        },
    );
    bar.clear();
    fetched.map_err(|trouble| {
        let unverified = release.checked == Release::UNVERIFIED;
        let missing = matches!(trouble, Trouble::Missing { .. });
        let broken = matches!(trouble, Trouble::BrokenOff { .. });
        anyhow!(
            "{trouble}{}{}",
            if unverified && missing {
                " (this address of the list was never verified)"
            } else {
                ""
            },
            if broken {
                "; the same command goes on from there"
            } else {
                ""
            }
        )
    })
}

/// Gives a file of the wrong layout a name that no one mistakes for the right one.
fn set_aside(file: &Path, why: &str) -> anyhow::Error {
    let mut name = file.as_os_str().to_owned();
    name.push(".refused");
    match fs::rename(file, &name) {
        Ok(()) => anyhow!(
            "the file {why}; it is kept as {} and not imported",
            Path::new(&name).display()
        ),
        Err(error) => anyhow!(
            "the file {why}; {} could not be renamed ({error}): remove it",
            file.display()
        ),
    }
}

/// The release's name, the part's number where there are several, and the ending of the address.
fn file_name(release: &Release, at: usize) -> String {
    let address = release.addresses.get(at).map_or("", String::as_str);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|last| last.rsplit_once('.'))
        .map(|(_, ending)| ending)
        .filter(|ending| {
            (1..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    let part = if release.addresses.len() > 1 {
        format!("-{}", at + 1)
    } else {
        String::new()
    };
    format!("{}{part}.{}", release.name, ending.unwrap_or("download"))
}
