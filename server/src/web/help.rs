//! The crisis card on a page of its own, for links and for who bookmarks it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::page::{Page, html};
use super::reader::{Reader, Site};

/// `GET /help`.
pub fn routes() -> Router<Site> {
    Router::new().route("/help", get(help))
}

#[derive(Template)]
#[template(path = "shell/help.html")]
struct Help {
    page: Page,
}

async fn help(reader: Reader) -> Response {
    let title = t!(reader, "shell-help");
    let line = t!(reader, "cards-seen");
    let page = Page::new(reader, title).seen_by(line);
    html(StatusCode::OK, &Help { page })
}
