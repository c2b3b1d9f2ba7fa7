//! `/coordinate/appointments`: whether personnel affairs arrange the appointment of a referral (R085).

use askama::Template;
use axum::{
    Router,
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use care::access::{Action, Standing};

use crate::{
    store::Setting,
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        state::App,
    },
};

const HOME: &str = "/coordinate/appointments";

/// The routes of this file.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/coordinate/appointments", get(show))
        .route("/coordinate/appointments/{way}", post(set))
}

#[derive(Template)]
#[template(path = "coordinate/appointments.html")]
struct Routing {
    page: Page,
    on: bool,
}

/// `GET /coordinate/appointments`.
async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.read("show routing of referrals").await?;
    let on = tx.settings().await?.has(Setting::HR_ROUTING);
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let page = member.page(t!(member.reader, "appointment-routing-title"));
    let page = page.seen_by(t!(member.reader, "appointment-routing-seen-by"));
    Ok(html(StatusCode::OK, &Routing { page, on }))
}

/// `POST /coordinate/appointments/{on,off}`: for referrals from now on.
async fn set(
    member: Member,
    way: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Path(way) = way?;
    let (value, other, flash) = match way.as_str() {
        "on" => ("on", "off", "appointment-routing-on"),
        "off" => ("", "on", "appointment-routing-off"),
        _ => return Err(AppError::NotFound),
    };
    let tx = member.write("set routing of referrals").await?;
    tx.set(Setting::HR_ROUTING, value, member.now).await?;
    member.log_in(&tx, "routing", HOME, Vec::new()).await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{other}");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new(flash).with_undo(undo)))
}
