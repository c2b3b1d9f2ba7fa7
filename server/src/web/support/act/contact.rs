//! The first contact: by voice, under a minute, five answers at most (R064, R161).

use axum::{extract::Path, response::Response};
use care::{
    access::Action,
    path::{Channel, FirstContact, Wish, deployability::Light},
};

use super::{Step, light};
use crate::web::{
    error::AppError,
    member::Member,
    support::fields::{Fields, Problem},
};

/// What the supporter tells.
enum Told {
    /// They did not speak: a try, by this channel.
    Try(Channel),
    /// They spoke.
    Spoke(FirstContact),
}

/// `POST /support/case/{id}/contact`: a mail or a message alone is a try, whatever it said.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/contact",
        Action::WorkCase,
    )
    .await?;
    let told = match read(&step).await? {
        Ok(told) => told,
        Err(problems) => return step.refuse(problems).await,
    };
    let now = step.member.now;
    match told {
        Told::Try(channel) => {
            let flash = if channel.is_voice() {
                "support-attempt"
            } else {
                "support-attempt-message"
            };
            step.conclude("attempt", flash, |case| case.attempt_contact(channel, now))
                .await
        }
        Told::Spoke(contact) => {
            let tz = step.member.org.time_zone.clone();
            match step
                .decide("contact", |case| {
                    case.complete_first_contact(contact, now, &tz)
                })
                .await
            {
                Ok(_) => {}
                Err(failure) => return step.fail(failure).await,
            }
            if let Some(light) = Light::parse(step.fields.one("light")) {
                light::set(&step, light).await?;
            }
            step.done("contact", "support-contact").await
        }
    }
}

async fn read(step: &Step) -> Result<Result<Told, Vec<Problem>>, AppError> {
    let fields = &step.fields;
    let choose = |field| Problem::new(field, "support-problem-choose");
    let mut problems = Vec::new();
    let spoken = fields.one("spoken");
    if !["yes", "no"].contains(&spoken) {
        problems.push(choose("spoken"));
    }
    let channel = Channel::parse(fields.one("channel"));
    if channel.is_none() {
        problems.push(choose("channel"));
    }
    if let Some(channel) = channel
        && problems.is_empty()
        && (spoken == "no" || !channel.is_voice())
    {
        return Ok(Ok(Told::Try(channel)));
    }
    let wants = Wish::parse(fields.one("wants"));
    if wants.is_none() {
        problems.push(choose("wants"));
    }
    let at = fields.moment(&step.member.org.time_zone);
    if at.is_err() {
        problems.push(Problem::new("date", "support-problem-moment"));
    }
    let (Some(channel), Some(wants), Ok(at), true) = (channel, wants, at, problems.is_empty())
    else {
        return Ok(Err(problems));
    };
    let offered = step.tx.practical_help().await?;
    let ticked = offered
        .into_iter()
        .map(|item| item.help_id)
        .filter(|id| fields.has("help", id));
    Ok(Ok(Told::Spoke(FirstContact {
        at: at.unwrap_or(step.member.now),
        by: step.member.person.id.clone(),
        channel,
        practical_help: ticked.collect(),
        wants,
    })))
}
