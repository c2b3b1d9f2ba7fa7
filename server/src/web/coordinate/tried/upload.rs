//! `POST /coordinate/list/try/file`: the draft over a file, judged while it comes in.
//!
//! No byte of it is written anywhere: a process that dies leaves nothing behind.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use tokio::time::timeout;

use super::{
    FILE, HOME, MOST_BYTES,
    begin::{Begun, begin},
    run::{Fed, Feeder, Given, Layout},
    show,
};
use crate::{
    feed::profile::Profile,
    store::{ImportKind, StoreError},
    web::{error::AppError, member::Member, redirect::SeeOther},
};

/// The layout of live messages, beside those that were saved.
pub(super) const LINES: &str = "lines";
/// The longest field that is no file.
const LONGEST: usize = 200;
/// A file of which nothing comes for so long is given up: others wait for its turn.
const STALLED: Duration = Duration::from_secs(30);

/// Reads the fields, then the file, which comes last.
pub(super) async fn submit(
    member: Member,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let mut form = form.map_err(|_| AppError::BadForm)?;
    let (mut layout, mut replaces) = (String::new(), false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "layout" => layout = text(&mut field).await?,
            "replace" => replaces = text(&mut field).await? == "yes",
            "file" if !field.file_name().unwrap_or_default().is_empty() => {
                return take(&member, &headers, field, (layout, replaces)).await;
            }
            _ => {}
        }
    }
    show::refused(&member, "try-no-file").await
}

async fn take(
    member: &Member,
    headers: &HeaderMap,
    mut file: Field<'_>,
    (layout, replaces): (String, bool),
) -> Result<Response, AppError> {
    let Some(layout) = read_by(member, &layout).await? else {
        return show::refused(member, "try-layout-gone").await;
    };
    let whole = headers.get(header::CONTENT_LENGTH);
    let whole = whole.and_then(|whole| whole.to_str().ok()?.parse().ok());
    let run = match begin(member, FILE, whole.unwrap_or_default(), replaces).await? {
        Begun::Runs(run) => run,
        Begun::Not(problem) => return show::refused(member, problem).await,
    };
    let life = run.life.clone();
    let (bytes, over) = run.over_file(layout);
    let mut feeder = Feeder::new(&life, bytes);
    let whole = whole.unwrap_or(0);
    let (mut taken, mut fed) = (0_u64, Fed::Whole);
    while let Some(chunk) = next(&mut file).await? {
        taken += chunk.len() as u64;
        if taken > MOST_BYTES {
            fed = Fed::TooLarge;
            break;
        }
        let far = (i64::try_from(taken).unwrap_or(i64::MAX), whole);
        match feeder.give(chunk, far).await? {
            Given::In => {}
            Given::Deaf => break,
            Given::Stopped => {
                fed = Fed::Stopped;
                break;
            }
        }
    }
    drop(feeder);
    _ = over.send(fed);
    Ok(SeeOther::to(HOME).into_response())
}

/// The next bytes of the file; an error when they do not come.
async fn next(file: &mut Field<'_>) -> Result<Option<Bytes>, AppError> {
    match timeout(STALLED, file.chunk()).await {
        Ok(chunk) => chunk.map_err(broken),
        Err(_) => Err(AppError::from_status(StatusCode::REQUEST_TIMEOUT)),
    }
}

async fn text(field: &mut Field<'_>) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > LONGEST {
            return Err(AppError::BadForm);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// The layout that was chosen, while it is still there.
async fn read_by(member: &Member, layout: &str) -> Result<Option<Layout>, AppError> {
    if layout == LINES {
        return Ok(Some(Layout::Lines));
    }
    let tx = member.read("find layout").await?;
    let saved = tx.import_profile(layout).await?;
    let saved = saved.filter(|saved| saved.kind == ImportKind::Register.as_str());
    let Some(saved) = saved else {
        return Ok(None);
    };
    let profile = Profile::parse(&saved.document);
    let profile = profile.map_err(|_| StoreError::Unreadable("import profile"))?;
    Ok(Some(Layout::Register(Box::new(profile))))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err hands the error over"
)]
fn broken(error: MultipartError) -> AppError {
    AppError::from_status(error.status())
}
