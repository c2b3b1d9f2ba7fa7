//! `GET /desk/import/{id}`: the columns of a file, what it would come to, and what it came to.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, rejection::PathRejection},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use std::sync::Arc;

use super::{
    HOME,
    choice::{Choice, DELIMITERS, ENCODINGS},
    fields::{self, ColumnView},
    look::{self, Look, Named},
    told::{self, told},
    uploads::{Progress, Upload, Uploads},
    words::{self, WordsView},
};
use crate::{
    feed::{csv::FileError, mapping::DayOrder, sheet::Sheet},
    store::ImportKind,
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

#[derive(Template)]
#[template(path = "desk/import-columns.html")]
struct Columns {
    page: Page,
    id: String,
    is_register: bool,
    /// The saved layout by which the file is read.
    by: Option<String>,
    columns: Vec<ColumnView>,
    options: Vec<(&'static str, String)>,
    /// What every row can be about.
    every: Vec<(&'static str, String)>,
    every_chosen: &'static str,
    days: Vec<(&'static str, String)>,
    days_chosen: &'static str,
    /// How its bytes and cells are told apart.
    delimiters: Vec<(&'static str, String)>,
    delimiter: &'static str,
    encodings: Vec<(&'static str, String)>,
    encoding: &'static str,
    source: String,
    problems: Vec<String>,
    look: Option<Look>,
    words: Option<WordsView>,
    name: String,
}

#[derive(Template)]
#[template(path = "desk/import-work.html")]
struct Working {
    page: Page,
    id: String,
    rows: u64,
}

#[derive(Template)]
#[template(path = "desk/import-done.html")]
struct Done {
    page: Page,
    id: String,
    facts: Vec<(String, u64)>,
    /// What became of new events, as far as it may be told.
    fates: Option<Vec<(String, String)>>,
    aside: u64,
    rows: Vec<(u64, String)>,
    /// Whether the columns can still be saved: the file itself is gone.
    name: String,
}

/// Which of the three it is, by how far the file is.
pub(super) async fn show(
    member: Member,
    Extension(uploads): Extension<Arc<Uploads>>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let Some(upload) = uploads.find(&member, &id) else {
        return Ok(gone().into_response());
    };
    member.log_view("/desk/import/{id}", Vec::new()).await?;
    render(&member, &upload, StatusCode::OK, &[], String::new()).await
}

/// The file waited too long, or this instance began again.
pub(super) fn gone() -> SeeOther {
    SeeOther::to(HOME).with_flash(&Flash::new("desk-import-gone"))
}

/// The page of a file as it stands.
pub(super) async fn render(
    member: &Member,
    upload: &Arc<Upload>,
    status: StatusCode,
    problems: &[&str],
    name: String,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "desk-import-title"))
        .seen_by(t!(member.reader, "desk-import-seen-by"));
    match upload.progress() {
        Progress::Working(rows) => Ok(working(page, upload, rows)),
        Progress::Done(outcome) => {
            let l = page.l();
            let (facts, aside) = told(&outcome.tally, &page);
            let fates = told::fates(&outcome.tally, &page, member.org.smallest_count.into());
            let rows = outcome.aside.iter();
            let (sheet, choice) = (upload.sheet(), upload.choice());
            let named = Named::of(&sheet, &choice);
            let rows = rows
                .map(|it| (it.place.line, look::why(it, &named, l)))
                .collect();
            let id = upload.id.clone();
            Ok(html(
                status,
                &Done {
                    page,
                    id,
                    facts,
                    fates,
                    aside,
                    rows,
                    name,
                },
            ))
        }
        Progress::Choosing | Progress::Failed => {
            columns(member, page, upload, status, problems, name).await
        }
    }
}

/// The browser asks again by itself, also without a script.
fn working(page: Page, upload: &Upload, rows: u64) -> Response {
    let id = upload.id.clone();
    let mut response = html(StatusCode::OK, &Working { page, id, rows });
    let again = (
        HeaderName::from_static("refresh"),
        HeaderValue::from_static("2"),
    );
    response.headers_mut().insert(again.0, again.1);
    response
}

async fn columns(
    member: &Member,
    page: Page,
    upload: &Arc<Upload>,
    status: StatusCode,
    problems: &[&str],
    name: String,
) -> Result<Response, AppError> {
    let l = page.l();
    let (sheet, choice) = (upload.sheet(), upload.choice());
    let zone = member.org.time_zone.iana_name().unwrap_or("UTC");
    let mut problems: Vec<String> = problems
        .iter()
        .map(|code| l.get(&format!("desk-import-problem-{code}")))
        .collect();
    if matches!(upload.progress(), Progress::Failed) {
        problems.push(t!(l, "desk-import-failed"));
    }
    let mut seen = None;
    match (
        choice.reading(upload.kind, &sheet, &upload.base, zone),
        upload.bytes(),
    ) {
        (Ok(reading), Some(bytes)) => {
            match look::look(member, &page, bytes, &reading, &sheet, &choice).await? {
                Ok(look) => seen = Some(look),
                Err(error) => problems.push(unreadable(&error, &page)),
            }
        }
        (Err(missing), _) if problems.is_empty() => {
            let words = missing.iter();
            problems.extend(words.map(|code| l.get(&format!("desk-import-problem-{code}"))));
        }
        _ => {}
    }
    let words = match &seen {
        Some(look) if upload.kind == ImportKind::Register => {
            Some(words::load(member, &choice, &look.words).await?)
        }
        _ => None,
    };
    let view = view(page, upload, &sheet, &choice, problems);
    let view = Columns {
        look: seen,
        words,
        name,
        ..view
    };
    Ok(html(status, &view))
}

fn view(
    page: Page,
    upload: &Upload,
    sheet: &Sheet,
    choice: &Choice,
    problems: Vec<String>,
) -> Columns {
    let l = page.l();
    let named = |prefix: &str, word: &'static str| (word, l.get(&format!("{prefix}{word}")));
    let column = |(at, (name, chosen)): (usize, (&String, &String))| ColumnView {
        at,
        name: name.clone(),
        chosen: chosen.clone(),
    };
    let by = DELIMITERS.iter().find(|(sign, _)| *sign == sheet.delimiter);
    let text = ENCODINGS.iter().find(|(it, _)| *it == sheet.encoding);
    let both = sheet.columns.iter().zip(&choice.fields);
    Columns {
        id: upload.id.clone(),
        is_register: upload.kind == ImportKind::Register,
        by: upload.by.clone(),
        columns: both.enumerate().map(column).collect(),
        options: fields::options(upload.kind, l),
        every: fields::every(l),
        every_chosen: choice.every.map_or("", |kind| kind.as_str()),
        days: DayOrder::ALL
            .map(|order| named("desk-import-days-", order.code()))
            .to_vec(),
        days_chosen: choice.days.map_or("", DayOrder::code),
        delimiters: DELIMITERS
            .map(|(_, word)| named("desk-import-by-", word))
            .to_vec(),
        delimiter: by.map_or("", |(_, word)| word),
        encodings: ENCODINGS
            .map(|(_, word)| named("desk-import-text-", word))
            .to_vec(),
        encoding: text.map_or("", |(_, word)| word),
        source: choice.source.clone(),
        problems,
        look: None,
        words: None,
        name: String::new(),
        page,
    }
}

/// Why a file as a whole cannot be read by these columns.
fn unreadable(error: &FileError, page: &Page) -> String {
    match error {
        FileError::ColumnsMissing { missing, .. } => {
            t!(page, "desk-import-missing", columns = missing.join(", "))
        }
        FileError::ColumnTwice(_) => t!(page, "desk-import-problem-name-twice"),
        _ => t!(page, "desk-import-problem-unusable"),
    }
}
