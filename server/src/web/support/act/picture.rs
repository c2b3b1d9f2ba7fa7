//! The picture of the situation: formed in codes, or skipped on record (R063).

use axum::{extract::Path, response::Response};
use care::access::Action;

use super::Step;
use crate::{
    store::PictureRow,
    web::{
        error::AppError,
        member::Member,
        support::fields::{Fields, Problem},
    },
};

/// Where a picture can come from.
pub(in crate::web::support) const SOURCES: [&str; 5] =
    ["crew", "officer", "dispatcher", "manager", "other"];
/// What can seem needed.
pub(in crate::web::support) const NEEDS: [&str; 5] =
    ["soon", "practical", "off-duty", "debriefing", "more-people"];

/// More people than this is a slip of the finger.
const MOST_PEOPLE: i32 = 999;

/// `POST /support/case/{id}/picture`.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/picture",
        Action::FormPicture,
    )
    .await?;
    let (me, now) = (step.member.person.id.clone(), step.member.now);
    if step.fields.has("how", "skip") {
        return step
            .conclude("picture", "support-picture-skipped", |case| {
                case.skip_picture(me, now)
            })
            .await;
    }
    let picture = match read(&step) {
        Ok(picture) => picture,
        Err(problems) => return step.refuse(problems).await,
    };
    if let Some(event) = &step.case.case.event {
        step.tx.save_picture(&event.incident, &picture).await?;
    }
    step.conclude("picture", "support-picture-formed", |case| {
        case.form_picture(me, now)
    })
    .await
}

fn read(step: &Step) -> Result<PictureRow, Vec<Problem>> {
    let fields = &step.fields;
    let mut problems = Vec::new();
    let source = fields.one("source");
    if !SOURCES.contains(&source) {
        problems.push(Problem::new("source", "support-problem-choose"));
    }
    let people = fields
        .one("people")
        .parse()
        .ok()
        .filter(|people| (0..=MOST_PEOPLE).contains(people));
    if people.is_none() {
        problems.push(Problem::new("people", "support-problem-people"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let needs: Vec<&str> = NEEDS
        .into_iter()
        .filter(|need| fields.has("needs", need))
        .collect();
    Ok(PictureRow {
        source: source.to_owned(),
        people: people.unwrap_or_default(),
        needs: needs.join(" "),
        by_id: step.member.person.id.as_str().to_owned(),
        at: step.member.now.millis(),
    })
}
