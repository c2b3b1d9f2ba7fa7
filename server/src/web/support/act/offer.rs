//! The offer of a talk and the answer to it; also that nobody was reached (R067, R070, C26).

use axum::{extract::Path, response::Response};
use care::{
    access::Action,
    path::{Answer, Channel},
};

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// `POST /support/case/{id}/offer`.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/offer",
        Action::WorkCase,
    )
    .await?;
    let (now, tz) = (step.member.now, step.member.org.time_zone.clone());
    let chosen = step.fields.one("answer").to_owned();
    if let Some(answer) = Answer::parse(&chosen) {
        let flash = match answer {
            Answer::Accept => "support-accepted",
            Answer::Decline => "support-declined",
            Answer::Later => "support-later",
        };
        return step
            .conclude("answer", flash, |case| case.answer_offer(answer, now, &tz))
            .await;
    }
    match chosen.as_str() {
        "made" => {
            step.conclude("offer", "support-offered", |case| case.make_offer(now, &tz))
                .await
        }
        "attempt" => {
            let try_again = |case: &care::path::Case| case.attempt_contact(Channel::Phone, now);
            step.conclude("attempt", "support-attempt", try_again).await
        }
        "not-reached" => {
            step.conclude("not-reached", "support-not-reached", |case| {
                case.mark_not_reached(now, &tz)
            })
            .await
        }
        _ => {
            step.refuse(vec![Problem::new("now", "support-problem-choose")])
                .await
        }
    }
}
