//! `ligature fetch`: a publisher's release by its name.

mod bar;
mod list;
mod shape;

pub use shape::problems;

use super::import;
use crate::session::Session;
use anyhow::{Result, anyhow, bail};
use indicatif::DecimalBytes;
use ligature_fetch::{Limits, fetch, mirrored};
use ligature_knowledge::{Release, did_you_mean};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bring a publisher's release, by its name, from the publisher's own address.
///
/// Without a name: the list of what can be brought. A download that broke off is gone on with. What comes is looked at: a
/// file that does not hold what it should is set aside as NAME.refused and never taken into a book. This is the only
/// command that asks another machine for anything; it sends nothing but the address.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature fetch                                  the list
  ligature fetch icd10cm-2026 hcpcs-2026q1 --to publishers
  ligature fetch icd10cm-2026 --import            and take it into the book
  ligature fetch pprrvu-2026q1 --accept-terms     you accept what the publisher asks you to accept
  ligature fetch icd10cm-2026 --from https://mirror.example/cms")]
pub struct Args {
    /// Names of releases.
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Folder to put the files in.
    #[arg(long, value_name = "DIR", default_value = ".")]
    to: PathBuf,

    /// Take what came into the book, as `ligature import` does.
    #[arg(long)]
    import: bool,

    /// You accept the terms that the publisher shows before these files.
    #[arg(long)]
    accept_terms: bool,

    /// Ask this mirror instead of the publisher: the path of the publisher's address is put behind it.
    #[arg(long, value_name = "URL")]
    from: Option<String>,

    /// Folder with the authored files, of which `releases` has the list. Without it: ./knowledge if it is there, else the
    /// files that came with this program.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Brings them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let loaded = super::knowledge::load(super::knowledge::dir(args.dir.as_deref()).as_deref());
    let releases = &loaded.releases;
    if args.names.is_empty() {
        session.print(&list::text(releases, session.terminal))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut wanted: Vec<&Release> = Vec::new();
    for name in &args.names {
        let found = find(name, releases)?;
        if !wanted.contains(&found) {
            wanted.push(found);
        }
    }
    for release in wanted.iter().filter(|release| !release.accept.is_empty()) {
        if !args.accept_terms {
            bail!(
                "{}: by fetching it you accept {}. Say --accept-terms if you do; nothing was fetched",
                release.name,
                release.accept
            );
        }
        session.print(&format!("{}: you accept {}.", release.name, release.accept))?;
    }
    let mut came = Vec::new();
    let mut failed = false;
    for release in wanted {
        match bring(release, args, session) {
            Ok(files) => came.extend(files),
            Err(error) => {
                failed = true;
                eprintln!("ligature: {}: {error:#}", release.name);
            }
        }
    }
    if args.import && !came.is_empty() {
        let import = import::Args {
            paths: came,
            licence: import::Licence::default(),
        };
        import::run(&import, session)?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn find<'a>(name: &str, releases: &'a [Release]) -> Result<&'a Release> {
    let found = releases.iter().find(|release| release.name == name);
    found.ok_or_else(|| {
        let names = releases.iter().map(|release| release.name.as_str());
        let help = did_you_mean(name, names, "releases");
        let name = crate::render::on_one_line(name);
        anyhow!("there is no release “{name}”: {help} (ligature fetch shows the list)")
    })
}

/// Brings the files of a release, and looks at each.
fn bring(release: &Release, args: &Args, session: &Session) -> Result<Vec<PathBuf>> {
    let wanted = shape::wanted(release)?;
    let mut files = Vec::new();
    for (at, address) in release.addresses.iter().enumerate() {
        let file = args.to.join(file_name(release, at));
        let address = match &args.from {
            Some(mirror) => mirrored(address, mirror)?,
            None => address.clone(),
        };
        if file.exists() {
            let held = shape::look(&file, &wanted).map_err(|why| {
                anyhow!(
                    "{} is there already, and {why}: move it away to fetch it anew",
                    file.display()
                )
            })?;
            session.print(&format!("{} is there already: {held}", file.display()))?;
        } else {
            let bytes = download(&address, &file, release)?;
            let held = shape::look(&file, &wanted).map_err(|why| set_aside(&file, &why))?;
            let bytes = DecimalBytes(bytes);
            session.print(&format!("{} ({bytes}): {held}", file.display()))?;
        }
        files.push(file);
    }
    Ok(files)
}

fn download(address: &str, file: &Path, release: &Release) -> Result<u64> {
    let mut bar = bar::Bar::new(&release.name);
    let fetched = fetch(address, file, &Limits::default(), &mut |progress| {
        bar.show(progress)
    });
    bar.clear();
    fetched.map_err(|trouble| {
        let nobody = release.checked == Release::UNVERIFIED;
        let missing = matches!(trouble, ligature_fetch::Trouble::Missing { .. });
        let broken = matches!(trouble, ligature_fetch::Trouble::BrokenOff { .. });
        anyhow!(
            "{trouble}{}{}",
            if nobody && missing {
                " (nobody has verified this address of the list)"
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

/// Gives a file of the wrong shape a name under which nobody takes it for the right one.
fn set_aside(file: &Path, why: &str) -> anyhow::Error {
    let mut name = file.as_os_str().to_owned();
    name.push(".refused");
    match fs::rename(file, &name) {
        Ok(()) => anyhow!(
            "what came {why}; it is kept as {} and not taken in",
            Path::new(&name).display()
        ),
        Err(error) => anyhow!(
            "what came {why}; {} could not be set aside ({error}): remove it",
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
