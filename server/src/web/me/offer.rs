//! `POST /me/offer`: the answer to the offer of a talk (R070).

use axum::extract::{Form, rejection::FormRejection};
use care::{access::Action, path::Answer};
use serde::Deserialize;

use super::own_open_case;
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// What somebody answers, and what they saw.
#[derive(Deserialize)]
pub(super) struct Answered {
    revision: i64,
    answer: String,
}

/// A no is as good an answer as a yes, and can be changed any time.
pub(super) async fn answer(
    member: Member,
    form: Result<Form<Answered>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    let answer = Answer::parse(&form.answer).ok_or(AppError::BadForm)?;
    let tx = member.write("answer offer").await?;
    let row = own_open_case(&tx, &member, Action::AnswerOffer).await?;
    let (now, tz) = (member.now, &member.org.time_zone);
    let decide = |case: &care::path::Case| case.answer_offer(answer, now, tz);
    tx.decide_case(
        &row.id,
        Some(form.revision),
        Some(&member.person.id),
        "answer",
        now,
        tz,
        decide,
    )
    .await?;
    member
        .log_in(&tx, "answer", "/me/offer", vec![&row.pseudonym])
        .await?;
    tx.commit().await?;
    let said = match answer {
        Answer::Accept => "me-accepted",
        Answer::Decline => "me-declined",
        Answer::Later => "me-later",
    };
    Ok(SeeOther::to("/me").with_flash(&Flash::new(said)))
}
