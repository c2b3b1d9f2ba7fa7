//! Signing in by passkey: as good as a passphrase, and it opens the vault in the same touch.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Response},
};

use super::passkey::{Answered, Asked, ask, state_of};
use crate::{
    auth::{
        origin::Origin,
        passkey::{Answer, PasskeyError},
        session::NewSession,
    },
    web::{error::AppError, state::App},
};

/// `POST /passkey/sign-in/begin`.
pub(super) async fn begin(
    State(app): State<App>,
    Origin(from): Origin,
) -> Result<Json<Asked>, AppError> {
    app.limits.passkey(from)?;
    let question = app.passkeys.ask()?;
    Ok(Json(ask(&app, question).await?))
}

/// `POST /passkey/sign-in/finish`: a passkey that nobody knows is refused like one that does not fit.
pub(super) async fn finish(
    State(app): State<App>,
    Origin(from): Origin,
    answered: Result<Json<Answered>, JsonRejection>,
) -> Result<Response, AppError> {
    app.limits.passkey(from)?;
    let Json(answered) = answered?;
    let state = state_of(&app, &answered.question).await?;
    let answer = Answer::read(answered.answer)?;
    let credential = answer.credential();
    app.limits.sign_in(&credential, from)?;
    let refused = || AppError::from(PasskeyError::Refused);
    let (org, id) = app
        .store
        .passkey_login(&credential)
        .await?
        .ok_or_else(refused)?;
    let tx = app.store.write("sign in by passkey", &org).await?;
    let row = tx.passkey(&id).await?.ok_or_else(refused)?;
    if answer.person().is_some_and(|person| person != row.person) {
        return Err(refused());
    }
    let person = tx.person(&row.person).await?.ok_or_else(refused)?;
    if !person.active {
        return Err(refused());
    }
    let document = app.passkeys.check(&answer, &state, &row.document)?;
    let session = NewSession::new(org, app.site.clock.real_now());
    tx.use_passkey(&id, &document, session.began).await?;
    tx.start_session(&session.key.as_text(), &person.id, session.began)
        .await?;
    tx.commit().await?;
    let cookie = session.to_cookie(app.site.transport);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
