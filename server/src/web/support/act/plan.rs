//! Planning and moving a talk, together with the colleague (R067, R071-R074).

use axum::{extract::Path, response::Response};
use care::{
    access::Action,
    path::{Agreement, EarlyReason, PlanTalk},
    time::Instant,
};
use jiff::tz::TimeZone;

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/plan`.
pub(super) async fn plan(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/plan",
        Action::WorkCase,
    )
    .await?;
    let (now, tz) = (step.member.now, step.member.org.time_zone.clone());
    match read(&step.fields, &tz) {
        Ok(plan) => {
            step.conclude("planned", "support-planned", |case| {
                case.plan_talk(plan, now, &tz)
            })
            .await
        }
        Err(problem) => step.refuse(vec![problem]).await,
    }
}

/// `POST /support/case/{id}/move`.
pub(super) async fn shift(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/move",
        Action::WorkCase,
    )
    .await?;
    let (now, tz) = (step.member.now, step.member.org.time_zone.clone());
    match read(&step.fields, &tz) {
        Ok(plan) => {
            step.conclude("moved", "support-moved", |case| {
                case.move_talk(plan, now, &tz)
            })
            .await
        }
        Err(problem) => step.refuse(vec![problem]).await,
    }
}

/// A suggested time, or the one in the fields of date and time.
fn read(fields: &Fields, tz: &TimeZone) -> Result<PlanTalk, Problem> {
    let suggested = fields.one("slot").parse().ok().map(Instant::from_millis);
    let at = match (suggested, fields.moment(tz)) {
        (Some(at), _) | (None, Ok(Some(at))) => at,
        (None, Ok(None)) => return Err(Problem::new("slot", "support-problem-when")),
        (None, Err(_)) => return Err(Problem::new("date", "support-problem-moment")),
    };
    let agreed = if fields.has("agreed", "yes") {
        Agreement::Joint
    } else {
        Agreement::SupporterOnly
    };
    Ok(PlanTalk {
        at,
        agreed,
        early_reason: EarlyReason::parse(fields.one("early")),
    })
}
