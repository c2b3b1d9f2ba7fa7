//! `/desk/import`: choose a file, or one of the ways in which files were read before.

use askama::Template;
use axum::{
    Extension,
    body::Bytes,
    extract::{Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use std::sync::Arc;

use super::{
    HOME,
    choice::Choice,
    layout,
    uploads::{Brought, MOST_BYTES, Uploads},
};
use crate::{
    entropy,
    feed::{digest, mapping, sheet},
    store::{ImportKind, ImportProfile},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// The word for guessing the columns, whatever was saved.
const GUESS: &str = "guess";

/// The source of a register that names none: that of the Dutch ambulance profile.
const SOURCE: &str = "meldkamer";

#[derive(Template)]
#[template(path = "desk/import.html")]
struct Begin {
    page: Page,
    profiles: Vec<ImportProfile>,
    typed: Typed,
    /// Why the file was not taken.
    problem: Option<String>,
    megabytes: usize,
}

/// What was sent along with the file.
#[derive(Default)]
struct Typed {
    kind: String,
    profile: String,
    bytes: Vec<u8>,
    too_large: bool,
}

/// `GET /desk/import`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    render(&member, StatusCode::OK, Typed::default(), None).await
}

/// `POST /desk/import`: looks whether the file is a table; what else was chosen is kept.
pub(super) async fn submit(
    member: Member,
    Extension(uploads): Extension<Arc<Uploads>>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let form = form.map_err(|_| AppError::BadForm)?;
    let mut typed = read(form).await?;
    let kind = ImportKind::parse(&typed.kind);
    let sheet = sheet::inspect(&typed.bytes);
    let refused = match (&kind, &sheet) {
        _ if typed.too_large => Some("too-large"),
        (_, Err(why)) => Some(why.code()),
        (None, _) => Some("kind"),
        (Some(_), Ok(_)) => None,
    };
    let (Some(kind), Ok(sheet), None) = (kind, sheet, refused) else {
        let problem = format!("desk-import-no-{}", refused.unwrap_or("kind"));
        let problem = member.reader.l().get(&problem);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&member, status, typed, Some(problem)).await;
    };
    let tx = member.read("find profile").await?;
    let saved = match typed.profile.as_str() {
        GUESS => None,
        "" => layout::fitting(&tx, &member, kind, &sheet, &typed.bytes).await?,
        id => tx.import_profile(id).await?,
    };
    let saved = saved.filter(|saved| saved.kind == kind.as_str());
    let sources = tx.incident_sources().await?;
    drop(tx);
    let own = sources.iter().find(|it| crate::feed::source::is_source(it));
    let guess = || Choice::guessed(kind, &sheet, own.map_or(SOURCE, String::as_str));
    let choice = saved
        .as_ref()
        .and_then(|it| Choice::saved(kind, &sheet, &it.document));
    let bytes = std::mem::take(&mut typed.bytes);
    let id = entropy::new_id(member.now);
    let brought = Brought {
        id: id.clone(),
        kind,
        digest: digest::of_bytes(&bytes),
        by: saved
            .as_ref()
            .filter(|_| choice.is_some())
            .map(|it| it.name.clone()),
        base: match (saved, kind) {
            (Some(saved), ImportKind::Register) => saved.document,
            _ => mapping::BASE.to_owned(),
        },
        choice: choice.unwrap_or_else(guess),
        sheet,
        bytes: Bytes::from(bytes),
    };
    uploads.hold(&member, brought);
    Ok(SeeOther::to(format!("{HOME}/{id}")).into_response())
}

/// Reads the parts of the form; of a file that is too large the rest is passed over, so that the
/// browser hears the answer.
async fn read(mut form: Multipart) -> Result<Typed, AppError> {
    let mut typed = Typed::default();
    let broken =
        |error: axum::extract::multipart::MultipartError| AppError::from_status(error.status());
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        let most = if name == "file" { MOST_BYTES } else { 200 };
        let mut over = false;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            over |= bytes.len() + chunk.len() > most;
            if over {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        match name.as_str() {
            "file" => (typed.bytes, typed.too_large) = (bytes, over),
            "kind" => typed.kind = text(&bytes),
            "profile" => typed.profile = text(&bytes),
            _ => {}
        }
    }
    Ok(typed)
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Typed,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "desk-import-title"))
        .seen_by(t!(member.reader, "desk-import-seen-by"));
    let profiles = member.read("list profiles").await?;
    let profiles = profiles.import_profiles().await?;
    Ok(html(
        status,
        &Begin {
            page,
            profiles,
            typed,
            problem,
            megabytes: MOST_BYTES >> 20,
        },
    ))
}
