//! One question to the server.

use crate::address::{host, is_here, refuse_insecure};
use crate::memory::Memory;
use crate::part::Part;
use crate::terms::{Limits, Progress};
use crate::trouble::Trouble;
use std::io::{self, Read as _};
use ureq::http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, IF_RANGE, RANGE,
};
use ureq::http::{HeaderMap, HeaderName, StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error, ResponseExt as _};

/// The error text for a name that could not be resolved.
const UNKNOWN: &str = "its name is not known here (is this machine online?)";

/// How much is read at once, in bytes.
const PIECE: usize = 1 << 16;

/// A client that follows redirections, but never off https, and trusts the certificates that the system trusts.
pub(crate) fn client(uri: &Uri, limits: &Limits) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .https_only(!is_here(uri))
        .user_agent(concat!("ligature/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(limits.answer))
        .timeout_recv_response(Some(limits.answer))
        .timeout_per_read(Some(limits.silence));
    let config = if is_here(uri) {
        config.proxy(None)
    } else {
        config
    };
    config.build().new_agent()
}

/// Asks once, and takes what comes. When it returns without trouble, the file is whole.
pub(crate) fn once(
    client: &Agent,
    address: &str,
    part: &mut Part,
    limits: &Limits,
    report: &mut dyn FnMut(Progress),
) -> Result<(), Trouble> {
    if part.complete(address) {
        return Ok(());
    }
    let mut question = client.get(address).header(ACCEPT_ENCODING, "identity");
    let from = part.have();
    let condition = part.resumable(address).and_then(Memory::condition);
    let resumes = condition.is_some();
    if let Some(condition) = condition {
        question = question
            .header(RANGE, format!("bytes={from}-"))
            .header(IF_RANGE, condition);
    }
    let response = question.call().map_err(|error| failed(address, error))?;
    // redirected from this machine to the outside
    refuse_insecure(&response.get_uri().to_string())?;
    let (head, body) = response.into_parts();
    let goes_on = match head.status {
        StatusCode::PARTIAL_CONTENT if resumes => true,
        StatusCode::RANGE_NOT_SATISFIABLE if resumes => {
            part.empty()?;
            return Err(Trouble::Changed {
                host: host(address),
            });
        }
        StatusCode::OK => false,
        status => return Err(refused(address, status)),
    };
    if is_page(&head.headers) {
        return Err(web_page(address));
    }
    if goes_on {
        let range = content_range(&head.headers);
        let now = Memory::of(address, &head.headers, range.and_then(|(_, whole)| whole));
        let other = part.memory().is_none_or(|before| before.differs(&now));
        if other || range.is_none_or(|(first, _)| first != from) {
            part.empty()?;
            return Err(Trouble::Changed {
                host: host(address),
            });
        }
    } else {
        let whole = number(&head.headers, CONTENT_LENGTH);
        part.begin(Memory::of(address, &head.headers, whole))?;
    }
    let too_big = || Trouble::TooBig {
        address: address.to_owned(),
        limit: limits.bytes,
    };
    if part.whole().is_some_and(|whole| whole > limits.bytes) {
        return Err(too_big());
    }
    report(Progress::Begun {
        have: part.have(),
        whole: part.whole(),
    });
    let mut reader = body.into_with_config().limit(u64::MAX).reader();
    let mut piece = vec![0; PIECE];
    loop {
        let got = match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(got) => piece.get(..got).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(broken_off(address, part, error.to_string())),
        };
        if part.have() == 0 && begins_like_a_page(got) {
            return Err(web_page(address));
        }
        if part.have() + got.len() as u64 > limits.bytes {
            return Err(too_big());
        }
        part.append(got)?;
        report(Progress::Have(part.have()));
    }
    match part.whole() {
        Some(whole) if part.have() < whole => Err(broken_off(
            address,
            part,
            "the connection was closed".to_owned(),
        )),
        Some(whole) if part.have() > whole => {
            part.empty()?;
            Err(Trouble::Changed {
                host: host(address),
            })
        }
        None if part.have() == 0 => Err(broken_off(address, part, "nothing came".to_owned())),
        _ => Ok(()),
    }
}

fn broken_off(address: &str, part: &Part, why: String) -> Trouble {
    Trouble::BrokenOff {
        host: host(address),
        have: part.have(),
        whole: part.whole(),
        why,
    }
}

fn web_page(address: &str) -> Trouble {
    Trouble::WebPage {
        address: address.to_owned(),
    }
}

/// An answer that is not the file.
fn refused(address: &str, status: StatusCode) -> Trouble {
    let code = status.as_u16();
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Trouble::Missing {
            address: address.to_owned(),
            status: code,
        },
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Trouble::Overloaded {
            host: host(address),
            status: code,
        },
        status if status.is_server_error() => Trouble::Overloaded {
            host: host(address),
            status: code,
        },
        _ => Trouble::Refused {
            address: address.to_owned(),
            status: code,
        },
    }
}

/// No answer.
fn failed(address: &str, error: Error) -> Trouble {
    let host = host(address);
    match error {
        Error::RequireHttpsOnly(to) => Trouble::Insecure { address: to },
        Error::Tls(why) => Trouble::Untrusted {
            host,
            why: why.to_owned(),
        },
        Error::Rustls(why) => Trouble::Untrusted {
            host,
            why: why.to_string(),
        },
        Error::HostNotFound => Trouble::Unreachable {
            host,
            why: UNKNOWN.to_owned(),
        },
        Error::Io(error) => {
            let why = error.to_string();
            let unknown = why.contains("lookup address");
            Trouble::Unreachable {
                host,
                why: if unknown { UNKNOWN.to_owned() } else { why },
            }
        }
        other => Trouble::Unreachable {
            host,
            why: other.to_string(),
        },
    }
}

fn number(head: &HeaderMap, name: HeaderName) -> Option<u64> {
    head.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// First byte and length of the whole: `bytes 100-199/200`, `bytes 100-199/*`.
fn content_range(head: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = head.get(CONTENT_RANGE)?.to_str().ok()?;
    let (range, whole) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.trim().parse().ok()?, whole.trim().parse().ok()))
}

fn is_page(head: &HeaderMap) -> bool {
    let kind = head.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml")
    })
}

fn begins_like_a_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    ["<!doctype html", "<html"].iter().any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes()))
    })
}
