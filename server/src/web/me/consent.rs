//! `POST /me/consent`: whether somebody may call after a third party asked (R062).

use axum::extract::{Form, rejection::FormRejection};
use care::{access::Action, path::ConsentAnswer};
use serde::Deserialize;

use super::own_open_case;
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// What somebody answers, and what they saw.
#[derive(Deserialize)]
pub(super) struct Answered {
    revision: i64,
    answer: String,
}

/// A no closes the path at once; the one who asked is told nothing either way.
pub(super) async fn answer(
    member: Member,
    form: Result<Form<Answered>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    let answer = ConsentAnswer::parse(&form.answer).ok_or(AppError::BadForm)?;
    let tx = member.write("answer consent").await?;
    let row = own_open_case(&tx, &member, Action::AnswerOffer).await?;
    let (now, tz) = (member.now, &member.org.time_zone);
    let decide = |case: &care::path::Case| case.record_consent(answer, now);
    tx.decide_case(
        &row.id,
        Some(form.revision),
        Some(&member.person.id),
        "consent",
        now,
        tz,
        decide,
    )
    .await?;
    member
        .log_in(&tx, "consent", "/me/consent", vec![&row.pseudonym])
        .await?;
    tx.commit().await?;
    let said = match answer {
        ConsentAnswer::Given => "me-consented",
        ConsentAnswer::Refused => "me-not-consented",
    };
    Ok(SeeOther::to("/me").with_flash(&Flash::new(said)))
}
