//! The steps on a case, one file each. A step reads the form, lets `care` decide, and redirects.

mod acute;
mod appointment;
mod close;
mod consent;
mod contact;
mod hand_over;
mod hold;
mod light;
mod offer;
mod picture;
mod plan;
mod refer;
mod step;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use picture::{NEEDS, SOURCES};
use step::Step;

use crate::web::state::App;

pub(super) fn routes() -> Router<App> {
    let on = |step: &str| format!("/support/case/{{id}}/{step}");
    Router::new()
        .route(&on("picture"), post(picture::submit))
        .route(&on("contact"), post(contact::submit))
        .route(&on("consent"), post(consent::submit))
        .route(&on("offer"), post(offer::submit))
        .route(&on("plan"), post(plan::plan))
        .route(&on("move"), post(plan::shift))
        .route(&on("hold"), post(hold::hold))
        .route(&on("miss"), post(hold::miss))
        .route(&on("refer"), post(refer::submit))
        .route(&on("acute"), get(acute::show).post(acute::submit))
        .route(&on("light"), post(light::submit))
        .route(
            &on("hand-over"),
            get(hand_over::show).post(hand_over::submit),
        )
        .route(&on("close"), post(close::close))
        .route(&on("reopen"), post(close::reopen))
}
