//! The few files that pages ask for, carried inside the binary. Each is requested with a hash of its content, so that a browser
//! may keep it for ever and still gets the next release at once.

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// The CSS without the typefaces, for pages saved as one file.
pub(crate) const STYLE: &str = include_str!("../assets/site.css");
/// An example note to try the page with.
pub(crate) const EXAMPLE: &str = include_str!("../assets/example.txt");

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "site.css",
        kind: "text/css; charset=utf-8",
        bytes: concat!(
            include_str!("../assets/fonts.css"),
            include_str!("../assets/site.css")
        )
        .as_bytes(),
    },
    Asset {
        name: "site.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/site.js"),
    },
    Asset {
        name: "mark.svg",
        kind: "image/svg+xml",
        bytes: include_bytes!("../assets/mark.svg"),
    },
    Asset {
        name: "fonts/source-serif-4.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("../assets/fonts/source-serif-4.woff2"),
    },
    Asset {
        name: "fonts/source-serif-4-italic.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("../assets/fonts/source-serif-4-italic.woff2"),
    },
    Asset {
        name: "fonts/plex-mono.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("../assets/fonts/plex-mono.woff2"),
    },
    Asset {
        name: "fonts/plex-mono-semibold.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("../assets/fonts/plex-mono-semibold.woff2"),
    },
];

/// Hash of each asset's content, in the order of `ASSETS`.
static HASHES: LazyLock<Vec<String>> = LazyLock::new(|| {
    ASSETS
        .iter()
        .map(|asset| {
            blake3::hash(asset.bytes)
                .to_hex()
                .chars()
                .take(16)
                .collect()
        })
        .collect()
});

/// Where a page finds an asset: its path with the hash of its content.
pub(crate) fn address(name: &str) -> String {
    let at = ASSETS.iter().position(|asset| asset.name == name);
    match at.and_then(|at| HASHES.get(at)) {
        Some(hash) => format!("/assets/{name}?v={hash}"),
        None => format!("/assets/{name}"),
    }
}

/// `GET /assets/…`
pub(crate) async fn asset(
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(at) = ASSETS.iter().position(|asset| asset.name == name) else {
        return (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    };
    let (asset, tag) = (&ASSETS[at], format!("\"{}\"", HASHES[at]));
    let kept = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    // The CSS names the typefaces without their hash: those are requested again after a day.
    let hashed = query.is_some_and(|query| query.strip_prefix("v=") == Some(HASHES[at].as_str()));
    let keep = if hashed {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=86400"
    };
    let caching = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, keep.to_owned()),
    ];
    if kept {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response()
}
