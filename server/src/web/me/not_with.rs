//! `POST /me/not-with`: rather somebody else; no reason is asked and nobody is told why.

use axum::extract::{Form, rejection::FormRejection};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    path::HandoverReason,
};
use serde::Deserialize;

use super::{Seen, own_open_case};
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// Remembers the wish, and lets the present supporter hand over.
pub(super) async fn refuse(
    member: Member,
    form: Result<Form<Seen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    let tx = member.write("rather somebody else").await?;
    let row = own_open_case(&tx, &member, Action::SayNotWith).await?;
    let (now, tz) = (member.now, &member.org.time_zone);
    let decide =
        |case: &care::path::Case| case.require_handover(HandoverReason::ColleagueWish, now);
    let what = "handover-required";
    // Nobody's name stands beside it: the supporter reads this history.
    tx.decide_case(&row.id, Some(form.revision), None, what, now, tz, decide)
        .await?;
    if let Some(supporter) = &row.supporter {
        tx.refuse_supporter(&member.person.id, supporter, now)
            .await?;
    }
    member
        .log_in(&tx, what, "/me/not-with", vec![&row.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new("me-not-with")))
}

/// Whose name is taken off the list.
#[derive(Deserialize)]
pub(super) struct Allowed {
    person: String,
}

/// Takes a name off the own list; what runs now goes on as it is.
pub(super) async fn allow(
    member: Member,
    form: Result<Form<Allowed>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    member.require(Action::SayNotWith, Standing::Nobody)?;
    let supporter = PersonId::parse(&form.person).ok_or(AppError::NotFound)?;
    let tx = member.write("take a name off the list").await?;
    if !tx.allow_supporter(&member.person.id, &supporter).await? {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "allow", "/me/not-with/allow", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me/record").with_flash(&Flash::new("me-allowed")))
}
