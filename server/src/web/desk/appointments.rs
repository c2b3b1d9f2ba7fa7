//! `/desk/appointments`: who needs an appointment, and nothing else (R085, R108).

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
    store::NeededAppointment,
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        state::App,
    },
};

const HOME: &str = "/desk/appointments";

/// The routes of this file.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/appointments", get(show))
        .route("/desk/appointments/{id}/arranged", post(arranged))
        .route("/desk/appointments/{id}/open", post(open))
}

#[derive(Template)]
#[template(path = "desk/appointments.html")]
struct Appointments {
    page: Page,
    needed: Vec<NeededAppointment>,
}

/// `GET /desk/appointments`.
async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ArrangeAppointments, Standing::Nobody)?;
    let tx = member.read("show appointments").await?;
    let needed = tx.needed_appointments().await?;
    drop(tx);
    // No case: personnel affairs see none, and the row does not say whose name was read.
    member.log_view(HOME, Vec::new()).await?;
    let page = member.page(t!(member.reader, "appointment-title"));
    let page = page.seen_by(t!(member.reader, "appointment-seen-by"));
    Ok(html(StatusCode::OK, &Appointments { page, needed }))
}

/// `POST /desk/appointments/{id}/arranged`: it disappears; undo brings it back.
async fn arranged(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ArrangeAppointments, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("arrange appointment").await?;
    if !tx
        .arrange_appointment(address::id(&id)?, member.now)
        .await?
    {
        return Err(AppError::NotFound);
    }
    member.log_in(&tx, "appointment", HOME, Vec::new()).await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{id}/open");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("appointment-arranged").with_undo(undo)))
}

/// `POST /desk/appointments/{id}/open`: it was not arranged after all.
async fn open(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ArrangeAppointments, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("reopen appointment").await?;
    if !tx.reopen_appointment(address::id(&id)?).await? {
        return Err(AppError::NotFound);
    }
    member.log_in(&tx, "appointment", HOME, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME))
}
