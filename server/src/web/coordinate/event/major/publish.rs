//! Giving all of them at once, and taking that back while nobody was called.

use axum::extract::{Form, Path, rejection::FormRejection, rejection::PathRejection};
use care::{
    access::{Action, Standing},
    path::Case,
};
use serde::Deserialize;

use super::{plan::Proposal, show::find};
use crate::{
    entropy,
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// What the page showed.
#[derive(Deserialize)]
pub(super) struct Seen {
    mark: String,
    room: u32,
}

/// `POST /coordinate/event/{id}/major`: one transaction; exactly what was shown, or nothing.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Seen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("give many cases").await?;
    let scene = find(&member, &tx, &id).await?;
    let Form(seen) = form?;
    let proposal = Proposal::of(&member, &tx, &scene, Some(seen.room)).await?;
    if proposal.mark() != seen.mark {
        return Err(AppError::Stale("major"));
    }
    let given = proposal.given();
    let (me, now, tz) = (&member.person.id, member.now, &member.org.time_zone);
    let assignment = entropy::new_id(now);
    tx.assign_many((&assignment, &scene.row.id), &given, me, now, tz)
        .await?;
    let place = "/coordinate/event/{id}/major";
    let shown = proposal.cases.iter().map(|case| case.pseudonym.as_str());
    member
        .log_in(&tx, "assigned", place, shown.collect())
        .await?;
    tx.commit().await?;
    let home = format!("/coordinate/event/{id}/major");
    let flash = Flash::new("major-given").with_undo(format!("{home}/undo"));
    Ok(SeeOther::to(home).with_flash(&flash))
}

/// `POST /coordinate/event/{id}/major/undo`: everyone waits for a supporter again.
pub(super) async fn undo(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("take many cases back").await?;
    let scene = find(&member, &tx, &id).await?;
    let last = tx.last_assignment(&scene.row.id).await?;
    let last = last.ok_or(AppError::Stale("changed"))?;
    if tx.was_worked_on(&last.id).await? {
        return Err(AppError::Refused("major-begun"));
    }
    if !tx.mark_undone(&last.id, member.now).await? {
        return Err(AppError::Stale("changed"));
    }
    let (me, now, tz) = (Some(&member.person.id), member.now, &member.org.time_zone);
    for given in tx.given_in(&last.id).await? {
        let back = |case: &Case| case.return_to_team();
        tx.decide_case(&given.case, None, me, "handed-over", now, tz, back)
            .await?;
    }
    let place = "/coordinate/event/{id}/major/undo";
    member
        .log_in(&tx, "handed-over", place, scene.pseudonyms())
        .await?;
    tx.commit().await?;
    let home = format!("/coordinate/event/{id}/major");
    Ok(SeeOther::to(home).with_flash(&Flash::new("major-undone")))
}
