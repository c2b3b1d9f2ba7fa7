//! Information sessions: planned, called off, and how many came (R048).

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    outreach::{OutreachRefusal, Session, attend, plan},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::outreach_page::{Typed, Unsaved, render};
use crate::{
    entropy,
    store::{InfoSession, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

pub(super) const HOME: &str = "/coordinate/outreach";

/// `GET /coordinate/outreach`: what is planned, what was held, and whom it reached.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.read("show outreach").await?;
    let page = render(&member, &tx, StatusCode::OK, Unsaved::default()).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

/// `POST /coordinate/outreach`: plans a session. Can be undone.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("plan information session").await?;
    if !typed.group.is_empty() && !tx.staff_groups().await?.contains(&typed.group) {
        return Err(AppError::BadForm);
    }
    let today = member.now.date(&member.org.time_zone);
    let day = typed.day.trim().parse::<Date>();
    let day = day.map_err(|_| OutreachRefusal::DayPast);
    let day = match day.and_then(|day| plan(day, today).map(|()| day)) {
        Ok(day) => day,
        Err(refusal) => {
            let unsaved = Unsaved::planned(typed, refusal);
            return render(&member, &tx, StatusCode::UNPROCESSABLE_ENTITY, unsaved).await;
        }
    };
    let it = InfoSession {
        id: entropy::new_id(member.now),
        session: Session {
            day,
            group: Some(typed.group).filter(|group| !group.is_empty()),
            attended: None,
        },
        cancelled: false,
    };
    tx.save_info_session(&it).await?;
    log(&member, &tx, "session-planned", HOME).await?;
    tx.commit().await?;
    let flash = Flash::new("outreach-planned").with_undo(format!("{HOME}/{}/cancel", it.id));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// How many came; nothing takes back what was said.
#[derive(Deserialize)]
pub(super) struct Came {
    came: String,
}

/// `POST /coordinate/outreach/{id}/attended`: how many came to a session that was held.
pub(super) async fn attended(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Came>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let (Path(id), Form(Came { came })) = (id?, form?);
    let tx = member.write("count information session").await?;
    let mut it = session(&tx, &id).await?;
    let today = member.now.date(&member.org.time_zone);
    let count = Some(came.trim()).filter(|text| !text.is_empty());
    let count = count.map(|text| text.parse::<u32>().map_err(|_| OutreachRefusal::TooMany));
    let judged = count.transpose().and_then(|count| {
        attend(it.session.day, count.unwrap_or(0), today)?;
        Ok(count)
    });
    it.session.attended = match judged {
        Ok(count) => count,
        Err(refusal) => {
            let unsaved = Unsaved::counted(id, came, refusal);
            return render(&member, &tx, StatusCode::UNPROCESSABLE_ENTITY, unsaved).await;
        }
    };
    tx.save_info_session(&it).await?;
    let place = "/coordinate/outreach/{id}/attended";
    log(&member, &tx, "session-counted", place).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new("outreach-counted"))
        .into_response())
}

/// `POST /coordinate/outreach/{id}/cancel`: it does not take place. Can be undone.
pub(super) async fn cancel(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let place = "/coordinate/outreach/{id}/cancel";
    let id = set(&member, id, true, ("session-cancelled", place)).await?;
    let flash = Flash::new("outreach-cancelled").with_undo(format!("{HOME}/{id}/restore"));
    Ok(SeeOther::to(HOME).with_flash(&flash))
}

/// `POST /coordinate/outreach/{id}/restore`: it takes place after all.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let place = "/coordinate/outreach/{id}/restore";
    set(&member, id, false, ("session-planned", place)).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("outreach-planned")))
}

async fn set(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
    cancelled: bool,
    (what, place): (&str, &str),
) -> Result<String, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("change information session").await?;
    let it = session(&tx, &id).await?;
    tx.save_info_session(&InfoSession { cancelled, ..it })
        .await?;
    log(member, &tx, what, place).await?;
    tx.commit().await?;
    Ok(id)
}

async fn session(tx: &Tx, id: &str) -> Result<InfoSession, AppError> {
    let it = tx.info_session(address::id(id)?).await?;
    it.ok_or(AppError::NotFound)
}

async fn log(member: &Member, tx: &Tx, what: &str, place: &str) -> Result<(), AppError> {
    member.log_in(tx, what, place, Vec::new()).await?;
    Ok(())
}
