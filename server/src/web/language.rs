//! Choosing a language: a cookie, then back to the page.

use axum::Router;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query};
use axum::response::IntoResponse;
use axum::routing::post;
use serde::Deserialize;

use super::error::AppError;
use super::reader::{LANGUAGE_COOKIE, Site};
use super::redirect::SeeOther;
use super::text::Language;

/// `POST /language` from the header's form, and the same by a plain link.
pub fn routes() -> Router<Site> {
    Router::new().route("/language", post(by_form).get(by_link))
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "to")]
    lang: String,
    #[serde(default, alias = "back")]
    next: String,
}

async fn by_form(
    choice: Result<Form<Choice>, FormRejection>,
) -> Result<impl IntoResponse, AppError> {
    choose(&choice?.0)
}

/// A link changes nothing but the language, so it needs no protection of its own.
async fn by_link(
    choice: Result<Query<Choice>, QueryRejection>,
) -> Result<impl IntoResponse, AppError> {
    choose(&choice?.0)
}

fn choose(choice: &Choice) -> Result<SeeOther, AppError> {
    let language = Language::parse(&choice.lang).ok_or(AppError::BadForm)?;
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
        language.as_str()
    );
    Ok(SeeOther::to(choice.next.as_str()).with_cookie(cookie))
}
