//! Addresses: which are taken, and the same file at a mirror.

use crate::trouble::Trouble;
use std::net::IpAddr;
use ureq::http::Uri;

/// The address, if it may be used: `https://`, or `http://` of this machine itself.
///
/// # Errors
/// [`Trouble::NoAddress`], [`Trouble::Insecure`].
pub fn refuse_insecure(address: &str) -> Result<Uri, Trouble> {
    let no_address = || Trouble::NoAddress {
        address: address.to_owned(),
    };
    let uri: Uri = address.parse().map_err(|_| no_address())?;
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(host)) if !host.is_empty() => Ok(uri),
        (Some("http"), Some(_)) if is_here(&uri) => Ok(uri),
        (Some("http"), Some(_)) => Err(Trouble::Insecure {
            address: address.to_owned(),
        }),
        _ => Err(no_address()),
    }
}

/// Whether it is an address of this machine itself.
pub(crate) fn is_here(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The host of an address, for messages.
pub(crate) fn host(address: &str) -> String {
    let uri: Option<Uri> = address.parse().ok();
    uri.and_then(|uri| uri.host().map(str::to_owned))
        .unwrap_or_else(|| address.to_owned())
}

/// The same file at a mirror: the path of `address` below `base`, such as `https://mirror.example/cms`.
///
/// # Errors
/// As [`refuse_insecure`], for either.
pub fn mirrored(address: &str, base: &str) -> Result<String, Trouble> {
    refuse_insecure(base)?;
    let uri = refuse_insecure(address)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Ok(format!("{}{path}", base.trim_end_matches('/')))
}
