//! Veer as an app on a phone: the manifest.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use super::card::Card;
use crate::web::assets;
use crate::web::reader::{Reader, Site};

/// Paper in the light theme (ux.md); each page names both themes itself.
const PAPER: &str = "#fbfaf7";

/// `GET /manifest.webmanifest`, in the reader's language.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/manifest.webmanifest", get(manifest))
}

async fn manifest(reader: Reader) -> Response {
    let language = reader.l().language().as_str();
    let to = |name: String, place: &str| {
        let url = format!("{place}?lang={language}");
        json!({ "name": name, "url": url })
    };
    let shortcuts = [
        to(t!(reader, "cards-crisis"), Card::Crisis.place()),
        to(t!(reader, "cards-title"), super::INDEX),
    ];
    let icons: Vec<Value> = [
        ("icon.svg", "any", "any"),
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-maskable.png", "512x512", "maskable"),
    ]
    .into_iter()
    .filter_map(|(name, sizes, purpose)| {
        let src = assets::versioned(name)?;
        let kind = assets::content_type(name);
        Some(json!({ "src": src, "type": kind, "sizes": sizes, "purpose": purpose }))
    })
    .collect();
    let manifest = json!({
        "id": "/",
        "name": "Veer",
        "short_name": "Veer",
        "description": t!(reader, "cards-app"),
        "lang": language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "shortcuts": shortcuts,
    });
    let told = [
        (CONTENT_TYPE, "application/manifest+json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (told, manifest.to_string()).into_response()
}
