//! `GET /info/{organisation}`: for everybody, printable as a poster; and the same for an intranet.

use askama::Template;
use axum::{
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, VARY},
    },
    response::Response,
};
use serde::Deserialize;

use super::{address, call::Call, frames::Framed};
use crate::{
    store::{InfoSession, Organisation, Setting, Tx},
    web::{
        coordinate::outreach_page::for_whom,
        error::AppError,
        page::{Page, html},
        reader::Reader,
        state::App,
        text::Language,
        time::Markup,
        wording::OwnWords,
    },
};

/// How long a browser, or a proxy before us, keeps the page: short, as duties change hands.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// How many information sessions it tells of.
const SESSIONS: u32 = 3;

#[derive(Template)]
#[template(path = "info/page.html")]
struct InfoPage {
    page: Page,
    organisation: String,
    place: String,
    /// The address in full, as it stands on the poster.
    whole: String,
    call: Call,
    /// The next information sessions: the day, and for whom.
    sessions: Vec<(Markup, String)>,
    /// What the organisation calls its team, where it named it.
    team: Option<String>,
    welcome: String,
}

#[derive(Template)]
#[template(path = "info/embed.html")]
struct Embed {
    page: Page,
    organisation: String,
    place: String,
    call: Call,
    /// The team within a sentence.
    team: String,
    welcome: String,
}

/// The language that the address asks for.
#[derive(Deserialize)]
pub(super) struct Asked {
    lang: Option<String>,
}

/// `GET /info/{organisation}`.
pub(super) async fn page(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    let org = address::organisation(&app, path).await?;
    let reader = reading(reader, &org, &asked?.0);
    let tx = app.store.read("show public page", &org.id).await?;
    let place = address::place(&tx).await?;
    let own = OwnWords::load(&tx, reader.l(), reader.calendar.now).await?;
    let page = Page::new(reader.clone(), title(&own, &reader)).kept_at(place.clone());
    let info = InfoPage {
        call: Call::load(&tx, &page).await?,
        sessions: sessions(&tx, &page, &org).await?,
        team: own.name(),
        welcome: own.welcome(),
        page,
        organisation: org.name,
        whole: address::whole(&app, &headers, &place),
        place,
    };
    Ok(kept(html(StatusCode::OK, &info)))
}

/// `GET /info/{organisation}/embed`: within the sites that the organisation names, and no others.
pub(super) async fn embed(
    State(app): State<App>,
    reader: Reader,
    path: Result<Path<String>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    let org = address::organisation(&app, path).await?;
    let reader = reading(reader, &org, &asked?.0);
    let tx = app.store.read("show public page", &org.id).await?;
    let frames = frames(&tx).await?;
    let place = address::place(&tx).await?;
    let own = OwnWords::load(&tx, reader.l(), reader.calendar.now).await?;
    let page = Page::new(reader.clone(), title(&own, &reader)).kept_at(place.clone());
    let info = Embed {
        call: Call::load(&tx, &page).await?,
        team: own.team(),
        welcome: own.welcome(),
        page,
        organisation: org.name,
        place,
    };
    let mut answer = kept(html(StatusCode::OK, &info));
    answer.extensions_mut().insert(frames);
    Ok(answer)
}

/// The next few information sessions.
async fn sessions(
    tx: &Tx,
    page: &Page,
    org: &Organisation,
) -> Result<Vec<(Markup, String)>, AppError> {
    let today = page.now().date(&org.time_zone);
    let next = tx.info_sessions(today, SESSIONS).await?;
    let line = |it: InfoSession| (page.day(it.session.day), for_whom(page, &it.session));
    Ok(next.into_iter().map(line).collect())
}

/// What the page is called: after the team, where the organisation named it.
fn title(own: &OwnWords, reader: &Reader) -> String {
    own.name().unwrap_or_else(|| t!(reader, "info-title"))
}

async fn frames(tx: &Tx) -> Result<Framed, AppError> {
    Ok(Framed::by(tx.settings().await?.get(Setting::FRAMES)))
}

/// The reader in this organisation: the language of the address, else their own, else its own.
fn reading(reader: Reader, org: &Organisation, asked: &Asked) -> Reader {
    let language = Language::parse(&org.language).unwrap_or(reader.site.language);
    let mut reader = reader.inside(language, org.time_zone.clone());
    // What was done elsewhere on this site is nothing for a page that others may keep.
    reader.flash = None;
    if org.one_language {
        return reader.speaking_only(language);
    }
    match asked.lang.as_deref().and_then(Language::parse) {
        Some(language) => reader.reading(language),
        None => reader,
    }
}

fn kept(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, KEPT);
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    answer
}
