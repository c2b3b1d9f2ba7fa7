//! `/desk/log`: looking for rows of the access log by name, act, page and period (R095).
//!
//! What is looked for goes by POST: a name of the log in an address would stay behind in the
//! history of a shared computer and in the log of whatever stands before Veer. Each search is
//! logged. It names a case only by its name of the present month, which it has there already.

use askama::Template;
use axum::{
    Router,
    extract::{Form, rejection::FormRejection},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use care::{
    access::{Action, Standing},
    ids,
    time::Instant,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::log::{self, Row};
use crate::{
    feed::sheet,
    store::{AccessCursor, AccessEntry, AccessSearch, ONESELF, StoreError, Tx},
    web::{
        deed,
        error::AppError,
        member::Member,
        page::{Page, html},
        state::App,
    },
};

const HOME: &str = "/desk/log";
/// How many rows one page shows.
const ROWS: u32 = 50;
/// How many rows the file holds at most, and how many are read at once.
const IN_FILE: usize = 20_000;
const AT_ONCE: u32 = 1_000;

/// The routes of this file.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/log", get(show).post(find))
        .route("/desk/log/file", post(file))
}

/// What was typed.
#[derive(Default, Clone, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// The row after which the page begins.
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "desk/log.html")]
struct Log {
    page: Page,
    typed: Typed,
    /// Codes of acts and routes of pages with their words.
    actions: Vec<(String, String)>,
    places: Vec<(String, String)>,
    problems: Vec<(&'static str, String)>,
    log: Found,
    /// Whether this is an answer to a question.
    asked: bool,
    most: usize,
}

/// The rows that fit.
#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    /// Where the next page begins, when there is one.
    older: Option<String>,
}

/// `GET /desk/log`: the form, and nothing looked for yet.
async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewAccessLog, Standing::Nobody)?;
    let tx = member.read("show log search").await?;
    let view = view(&member, &tx, Typed::default()).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

/// `POST /desk/log`: what fits, fifty rows a page.
async fn find(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewAccessLog, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.read("search log").await?;
    let mut view = view(&member, &tx, typed.clone()).await?;
    let (search, after) = match read(&member, &typed) {
        Ok(search) => search,
        Err(problems) => {
            view.problems = problems;
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
        }
    };
    let mut entries = tx.search_access(&search, after, ROWS + 1).await?;
    let more = entries.len() > ROWS as usize;
    entries.truncate(ROWS as usize);
    view.asked = true;
    view.log = Found {
        older: entries.last().filter(|_| more).map(written),
        rows: entries.iter().map(|it| log::row(it, &view.page)).collect(),
    };
    drop(tx);
    note(&member, &search, "log-searched", HOME).await?;
    Ok(html(StatusCode::OK, &view))
}

/// `POST /desk/log/file`: the same as a table for a spreadsheet, with codes and whole names.
async fn file(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewAccessLog, Standing::Nobody)?;
    let Form(mut typed) = form?;
    typed.after.clear();
    let tx = member.read("take log along").await?;
    let search = match read(&member, &typed) {
        Ok((search, _)) => search,
        Err(problems) => {
            let mut view = view(&member, &tx, typed).await?;
            view.problems = problems;
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
        }
    };
    let rows = everything(&tx, &search).await?;
    drop(tx);
    note(&member, &search, "log-taken", "/desk/log/file").await?;
    let text = sheet::write(&HEADS, rows.iter().map(cells));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"veer-log.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// The columns of the file.
const HEADS: [&str; 8] = [
    "number", "at", "who", "role", "action", "page", "client", "cases",
];

fn cells(entry: &AccessEntry) -> [String; 8] {
    let at = entry.at.zoned(&jiff::tz::TimeZone::UTC);
    [
        entry.number.to_string(),
        at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        entry.actor.clone(),
        entry.on_behalf.clone(),
        entry.action.clone(),
        entry.place.clone(),
        entry.client.clone(),
        entry.cases.join(" "),
    ]
}

/// Every row that fits, as far as the file goes.
async fn everything(tx: &Tx, search: &AccessSearch) -> Result<Vec<AccessEntry>, StoreError> {
    let mut rows: Vec<AccessEntry> = Vec::new();
    while rows.len() < IN_FILE {
        let after = rows.last().map(cursor);
        let next = tx.search_access(search, after, AT_ONCE).await?;
        let last = next.len() < AT_ONCE as usize;
        rows.extend(next);
        if last {
            break;
        }
    }
    Ok(rows)
}

/// Writes in the log that somebody looked in it.
///
/// Whose case was looked for sees it, as long as the name is of this month; see the top.
async fn note(
    member: &Member,
    search: &AccessSearch,
    action: &str,
    place: &str,
) -> Result<(), StoreError> {
    let tx = member.write("log a search").await?;
    let handle = match &search.name {
        Some(name) => {
            tx.handle_of_month(name, &member.org.time_zone, member.now)
                .await?
        }
        None => None,
    };
    let cases = handle.as_deref().into_iter().collect();
    member.log_in(&tx, action, place, cases).await?;
    tx.commit().await
}

async fn view(member: &Member, tx: &Tx, typed: Typed) -> Result<Log, StoreError> {
    let page = member.page(t!(member.reader, "watch-log-title"));
    let page = page.seen_by(t!(member.reader, "watch-log-seen-by"));
    let l = page.l();
    let actions = tx.logged_actions().await?.into_iter();
    let mut actions: Vec<_> = actions
        .map(|code| {
            let words = deed::done(l, &code);
            (code, words)
        })
        .collect();
    actions.sort_by(|one, other| one.1.cmp(&other.1));
    let places = tx.logged_places().await?.into_iter();
    let places = places
        .map(|place| {
            let words = format!("{}: {place}", deed::room(l, &place));
            (place, words)
        })
        .collect();
    Ok(Log {
        page,
        typed,
        actions,
        places,
        problems: Vec::new(),
        log: Found::default(),
        asked: false,
        most: IN_FILE,
    })
}

type Question = (AccessSearch, Option<AccessCursor>);

/// What was typed as a question; else what does not fit, by field.
fn read(member: &Member, typed: &Typed) -> Result<Question, Vec<(&'static str, String)>> {
    let mut problems = Vec::new();
    let name = some(&typed.name);
    if name
        .as_ref()
        .is_some_and(|it| !ids::is_id(it) && it != ONESELF)
    {
        problems.push(("name", t!(member.reader, "watch-log-name-odd")));
    }
    let mut day = |field: &'static str, text: &str| -> Option<Date> {
        let day = some(text)?.parse().ok();
        if day.is_none() {
            problems.push((field, t!(member.reader, "watch-log-day-odd")));
        }
        day
    };
    let (from, until) = (day("from", &typed.from), day("until", &typed.until));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        problems.push(("until", t!(member.reader, "watch-log-turned")));
    }
    let zone = &member.org.time_zone;
    let search = AccessSearch {
        name,
        action: some(&typed.action),
        place: some(&typed.place),
        from: from.map(|day| Instant::start_of(day, zone)),
        until: until.map(|day| Instant::start_of(day.tomorrow().unwrap_or(day), zone)),
    };
    if problems.is_empty() {
        Ok((search, parsed(&typed.after)))
    } else {
        Err(problems)
    }
}

fn some(text: &str) -> Option<String> {
    // What cannot stand in a text column is looked for nowhere.
    Some(text.trim().replace('\0', "")).filter(|text| !text.is_empty())
}

fn cursor(entry: &AccessEntry) -> AccessCursor {
    AccessCursor {
        at: entry.at,
        number: entry.number,
    }
}

fn written(entry: &AccessEntry) -> String {
    format!("{}-{}", entry.at.millis(), entry.number)
}

fn parsed(text: &str) -> Option<AccessCursor> {
    let (at, number) = text.rsplit_once('-')?;
    Some(AccessCursor {
        at: Instant::from_millis(at.parse().ok()?),
        number: number.parse().ok()?,
    })
}
