//! Somebody else asked: the colleague says whether they want this (R062).

use axum::{extract::Path, response::Response};
use care::{access::Action, path::ConsentAnswer};

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/consent`: a no closes the case at once.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/consent",
        Action::WorkCase,
    )
    .await?;
    let Some(answer) = ConsentAnswer::parse(step.fields.one("consent")) else {
        return step
            .refuse(vec![Problem::new("now", "support-problem-choose")])
            .await;
    };
    let flash = match answer {
        ConsentAnswer::Given => "support-consent-given",
        ConsentAnswer::Refused => "support-consent-refused",
    };
    let now = step.member.now;
    step.conclude("consent", flash, |case| case.record_consent(answer, now))
        .await
}
