//! `GET /signal/thanks`: all that somebody who signals sees afterwards.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::access::{Action, Standing};

use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "signal/thanks.html")]
struct Thanks {
    page: Page,
}

/// The same page for everyone and every signal; it names nobody.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewIncidentList, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "signal-thanks-title"));
    let page = page.seen_by(t!(member.reader, "signal-thanks-seen"));
    member.log_view("/signal/thanks", Vec::new()).await?;
    Ok(html(StatusCode::OK, &Thanks { page }))
}
