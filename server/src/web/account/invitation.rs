//! An invitation: the person chooses a login name and a passphrase, once.

use askama::Template;
use axum::{
    extract::{Form, Path, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::enter;
use crate::{
    auth::{bearer::Bearer, origin::Origin, passphrase::NewPassphrase},
    store::{Actor, Person, StoreError, View},
    web::{
        acting,
        error::AppError,
        page::{Page, html},
        reader::Reader,
        state::App,
        vault,
    },
};

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct InvitationPage {
    page: Page,
    name: String,
    login: String,
    problem: Option<String>,
}

/// What somebody chooses.
#[derive(Deserialize)]
pub(super) struct Choice {
    login: String,
    passphrase: String,
}

/// `GET /invitation/{secret}`: shows the page and uses up nothing.
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let (_, person) = find(&app, from, &secret).await?;
    let login = person.email.clone().unwrap_or_default();
    Ok(render(reader, StatusCode::OK, &person, login, None))
}

/// `POST /invitation/{secret}`: keeps the passphrase, uses the link up and signs in.
pub(super) async fn submit(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    Path(secret): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Choice>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form?;
    let client = acting::client(&headers);
    let (bearer, person) = find(&app, from, &secret).await?;
    let login = form.login.trim().to_lowercase();
    let refuse = |key: &str| {
        let problem = reader.l().get(key);
        Ok(render(
            reader.clone(),
            StatusCode::UNPROCESSABLE_ENTITY,
            &person,
            login.clone(),
            Some(problem),
        ))
    };
    if login.is_empty() || login.chars().count() > 120 || login.chars().any(char::is_control) {
        return refuse("account-login-empty");
    }
    let passphrase = match NewPassphrase::new(form.passphrase) {
        Ok(passphrase) => passphrase,
        Err(refusal) => return refuse(&format!("refusal-{}", refusal.code())),
    };
    let hash = app.passphrases.hash(passphrase).await?;
    let tx = app.store.write("accept invitation", &bearer.org).await?;
    let real_now = app.site.clock.real_now();
    let Some(invited) = tx
        .use_invitation(&bearer.digest().as_text(), real_now)
        .await?
    else {
        return Err(AppError::DeadLink);
    };
    match tx.give_login(&login, &invited).await {
        Ok(()) => {}
        Err(StoreError::Exists) => return refuse("account-login-taken"),
        Err(error) => return Err(error.into()),
    }
    tx.set_passphrase(&invited, &hash).await?;
    tx.end_sessions_of(&invited).await?;
    // An invitation is given by an administrator: it opens this account and no other of theirs.
    tx.unlink_account(&invited).await?;
    tx.log_access(used(&person.pseudonym, client), app.site.clock.now())
        .await?;
    // Whose work needs a vault makes it at the first sign-in.
    let next = if vault::missing(&person, &tx).await? {
        "/vault"
    } else {
        "/"
    };
    tx.commit().await?;
    Ok(enter(&app, bearer.org, &invited, next)
        .await?
        .into_response())
}

/// That somebody came in by a link: the privacy officer sees it, also when it was not them.
fn used<'a>(who: &'a str, client: &'a str) -> View<'a> {
    View {
        actor: Actor::Person(who),
        on_behalf: "",
        client,
        action: "invitation-used",
        place: "/desk/invite",
        cases: Vec::new(),
    }
}

async fn find(
    app: &App,
    from: std::net::IpAddr,
    secret: &str,
) -> Result<(Bearer, Person), AppError> {
    app.limits.one_time_secret(from)?;
    let bearer = Bearer::parse(secret).ok_or(AppError::DeadLink)?;
    let tx = app.store.read("find invitation", &bearer.org).await?;
    let real_now = app.site.clock.real_now();
    let invited = tx
        .invitation(&bearer.digest().as_text(), real_now)
        .await?
        .ok_or(AppError::DeadLink)?;
    let person = tx.person(&invited).await?.ok_or(AppError::DeadLink)?;
    Ok((bearer, person))
}

fn render(
    reader: Reader,
    status: StatusCode,
    person: &Person,
    login: String,
    problem: Option<String>,
) -> Response {
    let title = t!(reader, "account-invitation");
    let name = person.name.clone();
    html(
        status,
        &InvitationPage {
            page: Page::new(reader, title),
            name,
            login,
            problem,
        },
    )
}
