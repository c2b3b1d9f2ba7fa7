//! `GET /me/organisations`: where else one has an account, and how to say so.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::access::{Action, Standing};

use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "organisations/home.html")]
struct Home {
    page: Page,
    /// The organisation one is in now.
    here: String,
    /// The names of the others.
    others: Vec<String>,
    login: String,
    problem: Option<&'static str>,
}

/// `GET /me/organisations`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::LinkAccounts, Standing::Nobody)?;
    member.log_view("/me/organisations", Vec::new()).await?;
    Ok(render(&member, StatusCode::OK, String::new(), None))
}

/// The page with what was typed and what is wrong with it; never the passphrase.
pub(super) fn render(
    member: &Member,
    status: StatusCode,
    login: String,
    problem: Option<&'static str>,
) -> Response {
    let page = member.page(t!(member.reader, "organisations-title"));
    let page = page.seen_by(t!(member.reader, "organisations-seen-by"));
    let others = member.beside.iter();
    let home = Home {
        page,
        here: member.org.name.clone(),
        others: others.map(|other| other.organisation.clone()).collect(),
        login,
        problem,
    };
    html(status, &home)
}
