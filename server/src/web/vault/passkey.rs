//! Making and removing a passkey: it signs in, and opens the vault.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::require;
use crate::{
    auth::passkey::Question,
    entropy::{self, Token},
    store::{PasskeyRow, StoreError},
    web::{address, error::AppError, member::Member, state::App},
};

/// How long a question waits for its answer.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// How many passkeys somebody has at most.
const MOST: usize = 15;

/// A question for the browser, with the key under which the server keeps its part.
#[derive(Serialize)]
pub(super) struct Asked {
    question: String,
    options: Value,
}

/// What came of a question.
#[derive(Deserialize)]
pub(super) struct Answered {
    pub(super) question: String,
    pub(super) answer: Value,
    #[serde(default)]
    label: String,
}

/// The passkey that was made.
#[derive(Serialize)]
pub(super) struct Made {
    id: String,
}

/// `POST /passkey/register/begin`.
pub(super) async fn begin(State(app): State<App>, member: Member) -> Result<Json<Asked>, AppError> {
    require(&member)?;
    let person = &member.person;
    let known = member
        .read("list passkeys")
        .await?
        .passkeys_of(&person.id)
        .await?;
    if known.len() >= MOST {
        return Err(AppError::Refused("vault-locks"));
    }
    let documents: Vec<String> = known.into_iter().map(|row| row.document).collect();
    let question = app.passkeys.begin(&person.id, &person.name, &documents)?;
    Ok(Json(ask(&app, question).await?))
}

/// `POST /passkey/register/finish`.
pub(super) async fn finish(
    State(app): State<App>,
    member: Member,
    answered: Result<Json<Answered>, JsonRejection>,
) -> Result<Json<Made>, AppError> {
    require(&member)?;
    let Json(answered) = answered?;
    let state = state_of(&app, &answered.question).await?;
    let made = app
        .passkeys
        .finish(&member.person.id, answered.answer, &state)?;
    let now = app.site.clock.real_now();
    let row = PasskeyRow {
        id: entropy::new_id(now),
        person: member.person.id.clone(),
        document: made.document,
        label: label(&answered.label),
        made_at: now,
        used_at: None,
    };
    let tx = member.write("add passkey").await?;
    match tx.add_passkey(&row, &made.credential).await {
        Ok(()) => {}
        Err(StoreError::Exists) => return Err(AppError::Refused("passkey")),
        Err(error) => return Err(error.into()),
    }
    member
        .log_in(&tx, "add passkey", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(Json(Made { id: row.id }))
}

/// `POST /passkey/{id}/remove`: a lost device; what is signed in elsewhere ends too.
pub(super) async fn remove(member: Member, Path(id): Path<String>) -> Result<StatusCode, AppError> {
    require(&member)?;
    let id = address::id(&id)?;
    let tx = member.write("remove passkey").await?;
    if !tx.remove_passkey(&member.person.id, id).await? {
        return Err(AppError::NotFound);
    }
    tx.end_other_sessions(&member.person.id, &member.session_key)
        .await?;
    member
        .log_in(&tx, "remove passkey", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a question until its answer.
pub(super) async fn ask(app: &App, question: Question) -> Result<Asked, AppError> {
    let (key, now) = (entropy::token(), app.site.clock.real_now());
    app.store
        .ask_passkey(
            &key.digest().as_text(),
            &question.state,
            now.plus(PATIENCE),
            now,
        )
        .await?;
    Ok(Asked {
        question: key.reveal(),
        options: question.options,
    })
}

/// What was kept of a question; an answer is taken once.
pub(super) async fn state_of(app: &App, question: &str) -> Result<String, AppError> {
    let key = Token::parse(question).ok_or(AppError::BadForm)?;
    app.store
        .answered_passkey(&key.digest().as_text(), app.site.clock.real_now())
        .await?
        .ok_or(AppError::Refused("passkey"))
}

/// The name of a device as its owner wrote it, cut to a line.
fn label(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(60).collect::<String>().trim().to_owned()
}
