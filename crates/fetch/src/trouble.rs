//! Why a file was not downloaded.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file was not downloaded, in a sentence without its full stop.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The text is not a web address.
    #[error("“{address}” is not a web address such as https://www.cms.gov/files/zip/…")]
    NoAddress {
        /// What was given.
        address: String,
    },
    /// The connection, or a redirection, is not encrypted.
    #[error(
        "{address} begins with http://, where anyone between could change the file: only https:// addresses are accepted"
    )]
    Insecure {
        /// The address.
        address: String,
    },
    /// The server has no such file.
    #[error(
        "{address} is not there (the server answers {status}): the publisher may have moved it; download it from the publisher's page, and add it with ligature import"
    )]
    Missing {
        /// The address.
        address: String,
        /// Status of the answer, such as 404.
        status: u16,
    },
    /// The server refuses to send it.
    #[error("the server refuses to send {address} (it answers {status})")]
    Refused {
        /// The address.
        address: String,
        /// Status of the answer, such as 403.
        status: u16,
    },
    /// The answer was a web page, not a file.
    #[error(
        "the address answered with a web page instead of a file; it may be the page on which terms are accepted: open {address} in a browser, save the file, and add it with ligature import"
    )]
    WebPage {
        /// The address.
        address: String,
    },
    /// The file is larger than allowed.
    #[error("{address} is larger than {} MB, more than any publisher's file: it was not fetched", limit / 1_000_000)]
    TooBig {
        /// The address.
        address: String,
        /// Bytes that are allowed.
        limit: u64,
    },
    /// The certificate of the server is not trusted by this system.
    #[error("the certificate of {host} is not trusted ({why}): nothing was fetched")]
    Untrusted {
        /// The server.
        host: String,
        /// What the library says.
        why: String,
    },
    /// No answer.
    #[error("{host} cannot be reached: {why}")]
    Unreachable {
        /// The server.
        host: String,
        /// What the system says.
        why: String,
    },
    /// The server is overloaded or broken.
    #[error("{host} cannot answer now ({status})")]
    Overloaded {
        /// The server.
        host: String,
        /// Status of the answer, such as 503.
        status: u16,
    },
    /// It broke off in the middle.
    #[error("{host} broke off after {have} bytes{}: {why}", of(*whole))]
    BrokenOff {
        /// The server.
        host: String,
        /// Bytes received.
        have: u64,
        /// Bytes of the whole file.
        whole: Option<u64>,
        /// What happened.
        why: String,
    },
    /// The server's file is no longer the one that was begun.
    #[error("the file at {host} has changed during the download: it is fetched again")]
    Changed {
        /// The server.
        host: String,
    },
    /// Another process fetches the same file.
    #[error("{} is being fetched by another run of ligature", path.display())]
    Busy {
        /// The unfinished file.
        path: PathBuf,
    },
    /// Reading or writing on this machine failed.
    #[error("{} {} failed: {source}", doing, path.display())]
    Disk {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Trouble {
    /// Whether trying again may help.
    pub(crate) fn passes(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Overloaded { .. }
                | Self::BrokenOff { .. }
                | Self::Changed { .. }
        )
    }

    /// Whether the bytes received are useless.
    pub(crate) fn spoils(&self) -> bool {
        matches!(
            self,
            Self::WebPage { .. } | Self::TooBig { .. } | Self::Missing { .. }
        )
    }

    /// Names what was tried with a file of this machine.
    pub(crate) fn disk<T>(
        doing: &'static str,
        path: &Path,
        result: io::Result<T>,
    ) -> Result<T, Self> {
        result.map_err(|source| Self::Disk {
            doing,
            path: path.to_owned(),
            source,
        })
    }
}

fn of(whole: Option<u64>) -> String {
    whole.map_or_else(String::new, |whole| format!(" of {whole}"))
}
