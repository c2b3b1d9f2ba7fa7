//! The deployability light, set by the supporter on scene or in a talk (R066, C04).

use axum::{extract::Path, response::Response};
use care::{
    access::Action,
    path::deployability::{Light, OnShift, SetBy},
};

use super::Step;
use crate::{
    entropy,
    store::{ReplacementRow, StoreError},
    web::{
        error::AppError,
        member::Member,
        support::fields::{Fields, Problem},
    },
};

/// `POST /support/case/{id}/light`.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/light",
        Action::SetLight,
    )
    .await?;
    let Some(light) = Light::parse(step.fields.one("light")) else {
        return step
            .refuse(vec![Problem::new("light", "support-problem-choose")])
            .await;
    };
    set(&step, light).await?;
    step.done("light", "support-light").await
}

/// Sets the supporter's side of the light; red asks for a replacement, without who and why.
pub(super) async fn set(step: &Step, light: Light) -> Result<(), StoreError> {
    let (tx, person, now) = (&step.tx, &step.case.person, step.member.now);
    let shift = tx.shift_of(person, now).await?;
    let on_shift = shift.map(|shift| OnShift {
        unit: shift.unit,
        until: shift.until,
    });
    let before = tx.deployability(person, now).await?;
    let protocol = &step.case.case.protocol;
    let (after, request) = before.set(SetBy::Scene, light, on_shift.as_ref(), protocol, now);
    tx.save_deployability(person, &after, after.until().unwrap_or(now))
        .await?;
    if let Some(request) = request {
        let id = entropy::new_id(now);
        tx.request_replacement(&ReplacementRow {
            id,
            unit: request.unit,
            from: request.from,
            until: request.until,
        })
        .await?;
    }
    Ok(())
}
