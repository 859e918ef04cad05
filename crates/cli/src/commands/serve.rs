//! `ligature serve`: the page in the browser.

use crate::session::Session;
use anyhow::Result;
use ligature_assembly::{Assembly, Licences, locate};
use ligature_server::{Loader, Site, serve_blocking};
use ligature_tools::Gate;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Serve the pages to the browser of this machine.
///
/// Paste a note and see its codes with their words marked; look codes up. Nothing is stored, and only this machine is
/// answered. Ctrl-C stops it.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature serve
  ligature serve --port 0            any free port; the printed line has it")]
pub struct Args {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,

    /// Address to listen on: one of this machine only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: IpAddr,
}

/// Adds publishers' files to the book that is served.
struct Added {
    book: Option<PathBuf>,
}

impl Loader for Added {
    fn load(&self, folder: &Path, say: &dyn Fn(&str)) -> Result<(Gate, String), String> {
        let add = || -> Result<(Gate, String)> {
            let located = locate(self.book.as_deref())?;
            say("Reading the files");
            let paths = [folder.to_owned()];
            let assembly = Assembly::added_to(located, &paths, Licences::new(None, None))?;
            let report = assembly.report().to_owned();
            say("Making the book");
            assembly.write()?;
            say("Opening the book");
            let opened = Gate::open(self.book.as_deref())?;
            Ok((opened.gate, report))
        };
        add().map_err(|error| format!("{error:#}"))
    }
}

/// Serves until stopped.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let loader = Added {
        book: session.book.clone(),
    };
    let site = Site {
        gate: session.gate()?,
        today: ligature_server::today,
        loader: Some(Arc::new(loader)),
    };
    serve_blocking(site, SocketAddr::new(args.host, args.port))?;
    Ok(ExitCode::SUCCESS)
}
