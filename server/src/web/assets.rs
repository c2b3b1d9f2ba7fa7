//! The browser bundle, embedded when it was there at build time.
//!
//! `cargo build` works without it: pages then say how to make it.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Bundle;

/// Where a page finds its style sheet and script.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The style sheet, with its version.
    pub css: String,
    /// The script, with its version.
    pub js: String,
    /// The script of pages where something sealed is opened, with its version.
    pub vault: String,
    /// The worker in which words are turned into a key, with its version.
    pub vault_worker: String,
    /// The style sheet as by day, by night and on paper.
    pub looks: [String; 3],
    /// The mark in a tab.
    pub icon: String,
    /// The mark on the start screen of a phone that reads no manifest.
    pub touch_icon: String,
}

/// How a page is seen when its reader's screen does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// By day.
    Light,
    /// By night.
    Dark,
    /// On paper.
    Print,
}

impl Assets {
    /// The style sheet of this look.
    pub fn look(&self, look: Look) -> &str {
        let [light, dark, print] = &self.looks;
        match look {
            Look::Light => light,
            Look::Dark => dark,
            Look::Print => print,
        }
    }

    /// What a page needs that works without a network.
    pub fn kept(&self) -> [&str; 4] {
        [&self.css, &self.js, &self.icon, &self.touch_icon]
    }
}

static ASSETS: LazyLock<Option<Assets>> = LazyLock::new(|| {
    Some(Assets {
        css: versioned("app.css")?,
        js: versioned("app.js")?,
        vault: versioned("vault.js")?,
        vault_worker: versioned("vault-worker.js")?,
        looks: [
            versioned("look-light.css")?,
            versioned("look-dark.css")?,
            versioned("look-print.css")?,
        ],
        icon: versioned("icon.svg")?,
        touch_icon: versioned("icon-touch.png")?,
    })
});

/// The bundle's addresses; `None` when the server was built without it.
pub fn assets() -> Option<&'static Assets> {
    ASSETS.as_ref()
}

/// The address of a file of the bundle, with its version.
pub(super) fn versioned(name: &str) -> Option<String> {
    let file = Bundle::get(name)?;
    Some(format!("/assets/{name}?v={}", version(&file)))
}

/// A text file of the bundle.
pub(super) fn text(name: &str) -> Option<String> {
    String::from_utf8(Bundle::get(name)?.data.into_owned()).ok()
}

fn version(file: &rust_embed::EmbeddedFile) -> String {
    let mut hash = HEXLOWER.encode(&file.metadata.sha256_hash());
    hash.truncate(16);
    hash
}

/// Serves a file of the bundle.
///
/// An address with the file's version never changes its content and is kept
/// for a year; without it a browser asks each time whether it changed. Who can
/// read Brotli gets what the build compressed; others get gzip, made on the way.
pub async fn serve(Path(name): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(file) = Bundle::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let version = version(&file);
    let tag = format!("W/\"{version}\""); // weak: the same file, whatever its coding on the way
    let pinned = uri.query() == Some(format!("v={version}").as_str());
    let keep = if pinned {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    let answer = [(CACHE_CONTROL, keep), (ETAG, tag.as_str())];
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known == tag.as_str())
    {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    let kind = [
        (CONTENT_TYPE, content_type(&name)),
        (VARY, "accept-encoding"),
    ];
    if let Some(small) = compressed(&name, &headers) {
        return (answer, kind, [(CONTENT_ENCODING, "br")], small).into_response();
    }
    (answer, kind, file.data).into_response()
}

/// The file as the build compressed it, for who says to read that.
fn compressed(name: &str, headers: &HeaderMap) -> Option<Cow<'static, [u8]>> {
    let reads = |value: &HeaderValue| {
        let mut codings = value.to_str().unwrap_or_default().split(',');
        codings.any(|coding| coding.trim() == "br")
    };
    let wanted = headers.get_all(ACCEPT_ENCODING).iter().any(reads);
    Some(Bundle::get(&format!("{name}.br")).filter(|_| wanted)?.data)
}

/// What kind of file this is.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
