//! `ligature fetch`: a publisher's release by its name.

mod list;

use super::import;
use crate::session::Session;
use anyhow::{Result, bail};
use ligature_assembly::{Licences, authors, releases};
use std::path::PathBuf;
use std::process::ExitCode;

/// Download a publisher's release, by its name, from the publisher's own address.
///
/// Without a name: the list of releases. An interrupted download is continued. Each file is checked: a
/// file of the wrong content is kept as NAME.refused and never added to a book. This is the only
/// command that connects to another machine; it sends only the address.
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

    /// Add the files to the book, as `ligature import` does.
    #[arg(long)]
    import: bool,

    /// You accept the terms that the publisher shows before these files.
    #[arg(long)]
    accept_terms: bool,

    /// Use this mirror instead of the publisher: the path of the publisher's address is appended to it.
    #[arg(long, value_name = "URL")]
    from: Option<String>,

    /// Folder with the authored files, of which `releases` has the list. Without it: ./knowledge if it is there, else the
    /// files that came with this program.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Downloads them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let loaded = authors::load(authors::folder(args.dir.as_deref()).as_deref());
    if args.names.is_empty() {
        let text = list::text(&loaded.releases, session.out.terminal);
        session.out.print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = releases::named(&args.names, &loaded.releases)?;
    for release in wanted.iter().filter(|release| !release.accept.is_empty()) {
        if !args.accept_terms {
            bail!(
                "{}: fetching it means that you accept {}. Add --accept-terms if you do; nothing was fetched",
                release.name,
                release.accept
            );
        }
        let text = format!("{}: you accept {}.", release.name, release.accept);
        session.out.print(&text)?;
    }
    let route = releases::Route {
        to: &args.to,
        mirror: args.from.as_deref(),
    };
    let mut files = Vec::new();
    let mut failed = false;
    for release in wanted {
        let report = |file: &releases::Downloaded| session.out.print(&file.to_string());
        match releases::download_release(release, route, report) {
            Ok(came) => files.extend(came),
            Err(error) => {
                failed = true;
                session.out.remark(&format!("{}: {error:#}", release.name));
            }
        }
    }
    if args.import && !files.is_empty() {
        import::add(&files, Licences::default(), session)?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
