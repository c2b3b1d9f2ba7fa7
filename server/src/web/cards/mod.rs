//! Cards that work without a network: help now, what is normal, what helps.
//!
//! Everybody reads the same cards, signed in or not. The handlers have no
//! store to ask and set nothing, so that reading one leaves no trace here
//! (R009, R083, R122). A browser keeps them: see `worker`.

mod card;
mod install;
mod worker;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::error::AppError;
use super::page::{Page, html};
use super::reader::{Reader, Site};
use super::text::Language;
use card::Card;

/// Where the list of cards stands.
const INDEX: &str = "/cards";
/// What a browser shows in place of a page that it cannot reach.
const OFFLINE: &str = "/cards/offline";

/// `GET /cards`, each card below it, and what lets a browser keep them.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(INDEX, get(index))
        .route(OFFLINE, get(offline))
        .route("/cards/{name}", get(show))
        .merge(install::routes())
        .merge(worker::routes())
}

/// The language that the address asks for: a kept page has one address for each.
#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

impl Asked {
    fn of(self, reader: Reader) -> Reader {
        match self.lang.as_deref().and_then(Language::parse) {
            Some(language) => reader.reading(language),
            None => reader,
        }
    }
}

#[derive(Template)]
#[template(path = "cards/index.html")]
struct Index {
    page: Page,
    offline: bool,
}

#[derive(Template)]
#[template(path = "cards/card.html")]
struct Show {
    page: Page,
    card: Card,
}

async fn index(Query(asked): Query<Asked>, reader: Reader) -> Response {
    html(StatusCode::OK, &list(asked.of(reader), false))
}

async fn offline(Query(asked): Query<Asked>, reader: Reader) -> Response {
    html(StatusCode::OK, &list(asked.of(reader), true))
}

async fn show(
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    reader: Reader,
) -> Result<Response, AppError> {
    let card = Card::named(&name).ok_or(AppError::NotFound)?;
    Ok(html(StatusCode::OK, &one(asked.of(reader), card)))
}

fn list(reader: Reader, offline: bool) -> Index {
    let place = if offline { OFFLINE } else { INDEX };
    let page = frame(reader, place);
    Index { page, offline }
}

fn one(reader: Reader, card: Card) -> Show {
    let page = frame(reader, card.place());
    Show { page, card }
}

/// Every card has the same title: which one was read stays out of the history.
fn frame(reader: Reader, place: &'static str) -> Page {
    let title = t!(reader, "cards-title");
    let line = t!(reader, "cards-seen");
    Page::new(reader, title).kept_at(place).seen_by(line)
}

#[cfg(test)]
mod tests;
