//! A talk took place, with what the two decided; or it did not (R075, C26).

use axum::{extract::Path, response::Response};
use care::{
    access::Action,
    path::{EarlyReason, HoldTalk, MissReason, Outcome, ReferralConsent},
};

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/hold`.
pub(super) async fn hold(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/hold",
        Action::WorkCase,
    )
    .await?;
    let hold = match read(&step) {
        Ok(hold) => hold,
        Err(problem) => return step.refuse(vec![problem]).await,
    };
    let flash = match hold.outcome {
        Outcome::FollowUp => "support-held",
        Outcome::Refer => "support-held-refer",
        Outcome::Close => "support-held-close",
    };
    let (now, tz) = (step.member.now, step.member.org.time_zone.clone());
    step.conclude("held", flash, |case| case.hold_talk(hold, now, &tz))
        .await
}

/// `POST /support/case/{id}/miss`.
pub(super) async fn miss(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/miss",
        Action::WorkCase,
    )
    .await?;
    let Some(reason) = MissReason::parse(step.fields.one("reason")) else {
        return step
            .refuse(vec![Problem::new("reason", "support-problem-choose")])
            .await;
    };
    let now = step.member.now;
    step.conclude("missed", "support-missed", |case| {
        case.miss_talk(reason, now)
    })
    .await
}

fn read(step: &Step) -> Result<HoldTalk, Problem> {
    let fields = &step.fields;
    let outcome = Outcome::parse(fields.one("outcome"));
    let outcome = outcome.ok_or_else(|| Problem::new("outcome", "support-problem-choose"))?;
    let typed = fields.moment(&step.member.org.time_zone);
    let typed = typed.map_err(|_| Problem::new("date", "support-problem-moment"))?;
    let planned = step.case.case.planned().map(|talk| talk.planned_for);
    let consent = fields.has("consent", ReferralConsent::Given.code());
    Ok(HoldTalk {
        at: typed.or(planned).unwrap_or(step.member.now),
        outcome,
        referral_consent: if consent {
            ReferralConsent::Given
        } else {
            ReferralConsent::NotGiven
        },
        early_reason: EarlyReason::parse(fields.one("early")),
    })
}
