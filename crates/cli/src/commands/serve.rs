//! `ligature serve`: the page in the browser.

use crate::session::Session;
use anyhow::Result;
use ligature_server::{Site, serve_blocking};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;

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

/// Serves until stopped.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let site = Site {
        gate: session.gate()?,
        today: ligature_server::today,
    };
    serve_blocking(site, SocketAddr::new(args.host, args.port))?;
    Ok(ExitCode::SUCCESS)
}
