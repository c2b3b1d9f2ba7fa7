//! Sign-in by login name and passphrase; sign-out.

use std::net::IpAddr;

use askama::Template;
use axum::{
    extract::{Form, Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::ids::{OrgId, PersonId};
use serde::Deserialize;

use super::enter;
use crate::{
    auth::{origin::Origin, session},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        reader::Reader,
        redirect::{SeeOther, is_local},
        state::App,
    },
};

#[derive(Template)]
#[template(path = "account/sign-in.html")]
struct SignInPage {
    page: Page,
    next: String,
    login: String,
    failed: bool,
    /// The name that passkeys are tied to; empty when there are none.
    site: String,
}

impl SignInPage {
    /// Whether the reader was somewhere, and comes back there.
    fn goes_back(&self) -> bool {
        is_local(&self.next) && self.next != "/"
    }
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// The typed sign-in.
#[derive(Deserialize)]
pub(super) struct SignIn {
    login: String,
    passphrase: String,
    #[serde(default)]
    next: String,
}

/// `GET /`: everybody's first page.
pub(super) async fn home(
    State(app): State<App>,
    member: Result<Member, AppError>,
) -> Result<SeeOther, AppError> {
    match member {
        Ok(member) => Ok(SeeOther::to(member.home())),
        Err(AppError::SignIn) if app.set_up.is_waiting() => Ok(SeeOther::to("/set-up")),
        Err(AppError::SignIn) => Ok(SeeOther::to("/sign-in")),
        Err(error) => Err(error),
    }
}

/// `GET /sign-in`.
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(Next { next }): Query<Next>,
) -> Response {
    render(&app, reader, StatusCode::OK, next, String::new(), false)
}

/// `POST /sign-in`: the same answer for a wrong passphrase and an unknown name.
pub(super) async fn submit(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    form: Result<Form<SignIn>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form?;
    let login = form.login.trim().to_lowercase();
    match prove(&app, from, &login, form.passphrase).await? {
        Some((org, person)) => {
            let next = if is_local(&form.next) {
                form.next.as_str()
            } else {
                "/"
            };
            Ok(enter(&app, org, &person, next).await?.into_response())
        }
        None => Ok(render(
            &app,
            reader,
            StatusCode::UNPROCESSABLE_ENTITY,
            form.next,
            form.login,
            true,
        )),
    }
}

/// Whose account it is, when the passphrase is theirs; takes as long for a name that nobody has.
pub(crate) async fn prove(
    app: &App,
    from: IpAddr,
    login: &str,
    passphrase: String,
) -> Result<Option<(OrgId, PersonId)>, AppError> {
    app.limits.sign_in(login, from)?;
    let account = app.store.login(login).await?;
    let stored = match &account {
        Some((org, person)) => {
            app.store
                .read("find passphrase", org)
                .await?
                .person(person)
                .await?
        }
        None => None,
    };
    let hash = stored
        .filter(|person| person.active)
        .and_then(|person| person.passphrase);
    let right = app.passphrases.verify(passphrase, hash).await?;
    Ok(account.filter(|_| right))
}

/// `POST /sign-out`.
pub(super) async fn sign_out(
    State(app): State<App>,
    member: Result<Member, AppError>,
) -> Result<SeeOther, AppError> {
    if let Ok(member) = member {
        let tx = member.write("end session").await?;
        tx.end_session(&member.session_key).await?;
        tx.commit().await?;
    }
    Ok(SeeOther::to("/sign-in").with_cookie(session::no_cookie(app.site.transport)))
}

fn render(
    app: &App,
    reader: Reader,
    status: StatusCode,
    next: String,
    login: String,
    failed: bool,
) -> Response {
    let title = t!(reader, "account-sign-in");
    // A script follows this address: only what stays here is handed on.
    let next = if is_local(&next) { next } else { String::new() };
    html(
        status,
        &SignInPage {
            page: Page::new(reader, title).vault(),
            next,
            login,
            failed,
            site: app.passkeys.site().unwrap_or_default().to_owned(),
        },
    )
}
