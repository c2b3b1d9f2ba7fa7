//! Closing a case, and opening it again.

use axum::{extract::Path, response::Response};
use care::{access::Action, path::ClosingReason};

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/close`.
pub(super) async fn close(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/close",
        Action::WorkCase,
    )
    .await?;
    let Some(reason) = ClosingReason::parse(step.fields.one("why")) else {
        return step
            .refuse(vec![Problem::new("why", "support-problem-choose")])
            .await;
    };
    let now = step.member.now;
    step.conclude("closed", "support-closed", |case| case.close(reason, now))
        .await
}

/// `POST /support/case/{id}/reopen`.
pub(super) async fn reopen(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/reopen",
        Action::WorkCase,
    )
    .await?;
    let open = step.tx.open_case_of(&step.case.person).await?;
    if open.is_some_and(|open| open.id != step.case.id) {
        return step
            .refuse(vec![Problem::new("now", "refusal-other-case-open")])
            .await;
    }
    let now = step.member.now;
    step.conclude("reopened", "support-reopened", |case| case.reopen(now))
        .await
}
