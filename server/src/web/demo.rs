//! The demo's clock: a visitor moves it forward from any page.

use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::routing::post;
use care::time::Instant;
use jiff::SignedDuration;
use serde::Deserialize;

use super::error::AppError;
use super::reader::Site;
use super::redirect::SeeOther;

/// The furthest one step goes: past the latest third talk.
const LONGEST_STEP: SignedDuration = SignedDuration::from_hours(24 * 200);

/// `POST /demo/clock`: outside a demo there is no such address.
pub fn routes() -> Router<Site> {
    Router::new().route("/demo/clock", post(shift))
}

#[derive(Deserialize)]
struct Shift {
    by: Option<Step>,
    to: Option<i64>,
    #[serde(default)]
    next: String,
}

#[derive(Clone, Copy, Deserialize)]
enum Step {
    #[serde(rename = "1h")]
    Hour,
    #[serde(rename = "1d")]
    Day,
}

async fn shift(
    State(site): State<Site>,
    form: Result<Form<Shift>, FormRejection>,
) -> Result<SeeOther, AppError> {
    if !site.clock.can_shift() {
        return Err(AppError::NotFound);
    }
    let Form(form) = form?;
    let now = site.clock.now();
    let step = match (form.by, form.to) {
        (Some(Step::Hour), _) => SignedDuration::from_hours(1),
        (Some(Step::Day), _) => SignedDuration::from_hours(24),
        (None, Some(to)) => Instant::from_millis(to).since(now),
        (None, None) => return Err(AppError::BadForm),
    };
    site.clock.shift(step.min(LONGEST_STEP));
    Ok(SeeOther::to(form.next))
}
