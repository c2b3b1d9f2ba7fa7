//! The service worker, told what it keeps.
//!
//! The script is part of the bundle (`web/src/offline/worker.ts`). What stands
//! above it is made here: every card in every language, the files that they
//! need, and a version that changes with any of them. A browser fetches the
//! script again now and then, finds another version and renews what it keeps.

use std::sync::OnceLock;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::card::Card;
use super::{INDEX, OFFLINE, list, one};
use crate::web::assets::{self, assets};
use crate::web::error::AppError;
use crate::web::reader::{Reader, Site};
use crate::web::text::Language;

/// `GET /sw.js`: at the root, so that it may answer for every page.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/sw.js", get(serve))
}

/// The same for every reader of this build, so it is made once.
static SCRIPT: OnceLock<Option<String>> = OnceLock::new();

async fn serve(State(site): State<Site>) -> Result<Response, AppError> {
    let script = SCRIPT.get_or_init(|| script(&site));
    let told = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    let script = script.as_deref().ok_or(AppError::NotFound)?;
    Ok((told, script.to_owned()).into_response())
}

fn script(site: &Site) -> Option<String> {
    let code = assets::text("sw.js")?;
    let files = assets()?.kept();
    let mut digest = Sha256::new();
    digest.update(code.as_bytes());
    for file in &files {
        digest.update(file.as_bytes());
    }
    let mut pages = Vec::new();
    for language in Language::ALL {
        for (place, text) in pages_in(site, language)? {
            digest.update(text.as_bytes());
            pages.push(format!("{place}?lang={}", language.as_str()));
        }
    }
    let mut version = HEXLOWER.encode(&digest.finalize());
    version.truncate(16);
    let kept = json!({ "version": version, "pages": pages, "files": files });
    Some(format!("self.veerKept={kept};\n{code}"))
}

/// Every kept page as anybody would get it.
fn pages_in(site: &Site, language: Language) -> Option<Vec<(&'static str, String)>> {
    let reader = || {
        let anybody = Reader::new(site.clone(), &Method::GET, INDEX, &HeaderMap::new());
        anybody.reading(language)
    };
    let mut pages = vec![
        (INDEX, list(reader(), false).render().ok()?),
        (OFFLINE, list(reader(), true).render().ok()?),
    ];
    for card in Card::ALL {
        pages.push((card.place(), one(reader(), card).render().ok()?));
    }
    Some(pages)
}
