//! Taking a signal: the supporter becomes the supporter of the case.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use care::{access::Action, path::PathRefusal};

use super::signals::hides;
use crate::{
    store::CaseFailure,
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// `POST /support/case/{id}/take`: who was there does not find it; the first of two has it.
pub(super) async fn submit(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = address::case(&id)?;
    let home = format!("/support/case/{}", id.as_str());
    let tx = member.write("take signal").await?;
    let case = tx.case(&id).await?.ok_or(AppError::NotFound)?;
    if case.supporter.as_ref() == Some(&member.person.id) {
        return Ok(SeeOther::to(home).into_response());
    }
    member.require(Action::TakeSignal, member.standing(&tx, &case).await?)?;
    let today = member.now.date(&member.org.time_zone);
    let (now, tz) = (member.now, &member.org.time_zone);
    let candidate = tx.candidate(&member.person, now, tz).await?;
    let seeker = tx.seeker(&case).await?;
    if hides(&candidate, &seeker, today) {
        return Err(AppError::NotFound);
    }
    if !tx.may_support(&case, &member.person, now, tz).await? {
        return Err(AppError::Refused("cannot-take"));
    }
    let me = member.person.id.clone();
    match tx
        .decide_case(
            &id,
            None,
            Some(&member.person.id),
            "taken",
            now,
            tz,
            |case| case.assign(me),
        )
        .await
    {
        Ok(_) => {}
        Err(CaseFailure::Refused(PathRefusal::AlreadyAssigned)) => {
            return Err(AppError::Stale("taken"));
        }
        Err(failure) => return Err(failure.into()),
    }
    member
        .log_in(
            &tx,
            "taken",
            "/support/case/{id}/take",
            vec![&case.pseudonym],
        )
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(home)
        .with_flash(&Flash::new("support-taken"))
        .into_response())
}
