//! Getting in: sign-in, sign-out, invitation, set-up of an empty installation.

mod invitation;
mod set_up;
mod sign_in;

use axum::{
    Router,
    routing::{get, post},
};
use care::ids::{OrgId, PersonId};

pub use set_up::SetUp;
pub(crate) use sign_in::prove;

use super::{error::AppError, redirect::SeeOther, state::App};
use crate::auth::session::NewSession;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(sign_in::home))
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_in::sign_out))
        .route(
            "/invitation/{secret}",
            get(invitation::show).post(invitation::submit),
        )
        .route("/set-up", get(set_up::show).post(set_up::submit))
}

/// Signs a person in on this browser and sends them to `next`.
pub(crate) async fn enter(
    app: &App,
    org: OrgId,
    person: &PersonId,
    next: &str,
) -> Result<SeeOther, AppError> {
    let session = NewSession::new(org.clone(), app.site.clock.real_now());
    let tx = app.store.write("start session", &org).await?;
    tx.start_session(&session.key.as_text(), person, session.began)
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(next).with_cookie(session.to_cookie(app.site.transport)))
}
