//! The page itself.

use std::time::Duration;

use askama::Template;
use axum::{
    Router,
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::{
    colour::{Token, tokens},
    sample::{self, Path},
};
use crate::web::{
    assets::{self, Look},
    coordinate::month::MonthView,
    error::{AppError, Words},
    page::{Page, Room, Visitor, html},
    reader::{Reader, Site},
};

/// `GET /styleguide`: outside a demo there is no such address.
pub fn routes() -> Router<Site> {
    Router::new().route("/styleguide", get(show))
}

/// Which look the reader asks for; their own screen decides when they do not.
#[derive(Deserialize)]
struct Wish {
    look: Option<String>,
}

#[derive(Template)]
#[template(path = "styleguide/page.html")]
struct Styleguide {
    page: Page,
    tokens: Vec<Token>,
    view: Path,
    month: MonthView,
    states: Vec<Words>,
    /// A role that somebody lost.
    role: String,
    /// The look that is shown, by its name in the address.
    look: &'static str,
}

/// The names of looks in the address.
const LOOKS: [(&str, Look); 3] = [
    ("light", Look::Light),
    ("dark", Look::Dark),
    ("print", Look::Print),
];

async fn show(
    reader: Reader,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Result<Response, AppError> {
    if !reader.site.clock.can_shift() {
        return Err(AppError::NotFound);
    }
    let Query(wish) = wish?;
    let wish = wish.look.unwrap_or_default();
    let found = LOOKS.into_iter().find(|(name, _)| *name == wish);
    let page = Page::new(reader.clone(), t!(reader, "styleguide-title"))
        .for_visitor(visitor(&reader))
        .seen_by(t!(reader, "styleguide-seen-by"))
        .in_look(found.map(|(_, look)| look));
    let css = assets::text("app.css").unwrap_or_default();
    let few = t!(page, "coordinate-count-few", count = 5);
    let view = Styleguide {
        tokens: tokens(&css),
        view: sample::path(t!(page, "stage-talk-2"), page.now()),
        month: MonthView::drawn(
            t!(page, "coordinate-month"),
            [
                (
                    t!(page, "coordinate-count-case-opened"),
                    14.to_string(),
                    false,
                    80,
                ),
                (t!(page, "coordinate-count-first-contact"), few, true, 28),
                (
                    t!(page, "coordinate-count-referrals"),
                    0.to_string(),
                    false,
                    0,
                ),
            ],
        ),
        states: states().iter().map(|state| state.words(page.l())).collect(),
        role: t!(page, "deed-role-coordinator"),
        look: found.map_or("", |(name, _)| name),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// Every moment at which there is something else to say than the page.
fn states() -> [AppError; 12] {
    [
        AppError::NotFound,
        AppError::SignIn,
        AppError::Refused("fourth-talk"),
        AppError::Stale("changed"),
        AppError::RateLimited(Duration::from_mins(3)),
        AppError::BadForm,
        AppError::TooLarge,
        AppError::MethodNotAllowed,
        AppError::CrossSite,
        AppError::Busy,
        AppError::Full,
        AppError::Internal("7Q4M-2K9D".to_owned()),
    ]
}

/// Somebody invented with parts of Veer, so that header and footer are whole.
fn visitor(reader: &Reader) -> Visitor {
    let rooms = [
        ("/support", t!(reader, "room-support")),
        ("/coordinate", t!(reader, "room-coordinate")),
        ("/me", t!(reader, "room-me")),
    ];
    let rooms = rooms.map(|(href, label)| Room {
        href,
        label,
        current: href == "/support",
    });
    Visitor {
        name: "Anna Voorbeeld".to_owned(),
        rooms: rooms.into(),
        organisation: t!(reader, "styleguide-organisation"),
        elsewhere: Vec::new(),
        company_doctor: None,
    }
}
