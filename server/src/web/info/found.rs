//! `/support/found`: whether one is named on the public page while on duty; nobody else decides (R048).

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::address;
use crate::{
    store::Shown,
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/support/found";

#[derive(Template)]
#[template(path = "info/found.html")]
struct FoundPage {
    page: Page,
    shown: &'static str,
    place: String,
    /// The number that would be shown.
    phone: Option<String>,
}

/// The answer of the form.
#[derive(Deserialize)]
pub(super) struct Choice {
    shown: String,
}

/// `GET /support/found`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::BeFound, Standing::Nobody)?;
    let tx = member.read("show whether to be found").await?;
    let shown = code(tx.shown_on_info(&member.person.id).await?);
    let place = address::place(&tx).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let page = member.page(t!(member.reader, "info-found-title"));
    let page = page.seen_by(t!(member.reader, "info-found-seen-by"));
    let phone = member.person.phone.clone();
    let found = FoundPage {
        page,
        shown,
        place,
        phone,
    };
    Ok(html(StatusCode::OK, &found))
}

/// `POST /support/found`.
pub(super) async fn choose(
    member: Member,
    form: Result<Form<Choice>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::BeFound, Standing::Nobody)?;
    let Form(choice) = form?;
    let before = set(&member, &choice.shown).await?;
    let undo = format!("{HOME}/{}", code(before));
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("info-found").with_undo(undo)))
}

/// `POST /support/found/{shown}`: as it was before.
pub(super) async fn take_back(
    member: Member,
    shown: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::BeFound, Standing::Nobody)?;
    set(&member, &shown?.0).await?;
    Ok(SeeOther::to(HOME))
}

async fn set(member: &Member, text: &str) -> Result<Shown, AppError> {
    let shown = parse(text).ok_or(AppError::NotFound)?;
    let tx = member.write("choose whether to be found").await?;
    let before = tx.shown_on_info(&member.person.id).await?;
    tx.show_on_info(&member.person.id, shown).await?;
    member.log_in(&tx, "found", HOME, Vec::new()).await?;
    tx.commit().await?;
    Ok(before)
}

fn parse(text: &str) -> Option<Shown> {
    match text {
        "no" => Some(Shown::No),
        "name" => Some(Shown::Name),
        "number" => Some(Shown::NameAndNumber),
        _ => None,
    }
}

const fn code(shown: Shown) -> &'static str {
    match shown {
        Shown::No => "no",
        Shown::Name => "name",
        Shown::NameAndNumber => "number",
    }
}
