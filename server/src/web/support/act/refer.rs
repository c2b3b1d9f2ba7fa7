//! Referral: always one step away, decided together (R080).

use axum::{extract::Path, response::Response};
use care::{access::Action, path::ReferralConsent};

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/refer`: agreed, or only talked about.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/refer",
        Action::WorkCase,
    )
    .await?;
    let Some(consent) = ReferralConsent::parse(step.fields.one("consent")) else {
        return step
            .refuse(vec![Problem::new("consent", "support-problem-choose")])
            .await;
    };
    let flash = match consent {
        ReferralConsent::Given => "support-referred",
        ReferralConsent::NotGiven => "support-refer-discussed",
    };
    let now = step.member.now;
    step.conclude("referred", flash, |case| case.refer(consent, now))
        .await
}
