//! Events that pile up on somebody: the team looks, and opens a path or lets it be (R050).

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::{CaseId, PersonId},
    path::{Requester, Trigger},
};

use super::signals::hides;
use crate::{
    store::{Beginning, NudgeRow, StoreError, Tx},
    web::{error::AppError, flash::Flash, member::Member, piling, redirect::SeeOther},
};

/// A nudge as a line of the page.
pub(super) struct Nudge {
    /// Its id.
    pub(super) id: String,
    /// The colleague.
    pub(super) name: String,
    /// The colleague's staff group.
    pub(super) staff_group: String,
    /// What piled up: how many, over how long, what they were.
    pub(super) what: String,
}

/// The open nudges that the member may see, newest first.
pub(super) async fn load(member: &Member, tx: &Tx) -> Result<Vec<Nudge>, StoreError> {
    let rows = visible(member, tx, tx.open_nudges().await?).await?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person.clone()).collect();
    let people = tx.people(&ids).await?;
    let nudge = |row: NudgeRow| {
        let person = people.iter().find(|person| person.id == row.person)?;
        Some(Nudge {
            name: person.name.clone(),
            staff_group: person.staff_group.clone(),
            what: piling::words(member.reader.l(), &row),
            id: row.id,
        })
    };
    Ok(rows.into_iter().filter_map(nudge).collect())
}

/// Leaves out oneself and those from whom something keeps the member apart.
async fn visible(
    member: &Member,
    tx: &Tx,
    rows: Vec<NudgeRow>,
) -> Result<Vec<NudgeRow>, StoreError> {
    let today = member.now.date(&member.org.time_zone);
    // No case yet: matching looks at the two people only.
    let pairs: Vec<_> = rows
        .iter()
        .map(|row| (CaseId::new(""), row.person.clone()))
        .collect();
    let (candidate, seekers) = (
        tx.candidate(&member.person, member.now, &member.org.time_zone)
            .await?,
        tx.seekers(&pairs).await?,
    );
    let seen = rows
        .into_iter()
        .zip(seekers)
        .filter(|(_, seeker)| !hides(&candidate, seeker, today));
    Ok(seen.map(|(row, _)| row).collect())
}

/// `POST /support/nudge/{id}/settle`: looked at, nothing needed now.
pub(super) async fn settle(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    take_up(member, &id, false).await
}

/// `POST /support/nudge/{id}/open`: opens a path for the colleague, which waits for a supporter.
pub(super) async fn open(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    take_up(member, &id, true).await
}

async fn take_up(member: Member, id: &str, opens: bool) -> Result<Response, AppError> {
    member.require(Action::ViewLedger, Standing::Team)?;
    let tx = member.write("take up nudge").await?;
    let rows = visible(&member, &tx, tx.open_nudges().await?).await?;
    let nudge = rows
        .into_iter()
        .find(|row| row.id == id)
        .ok_or(AppError::NotFound)?;
    if !tx.settle_nudge(id, member.now).await? {
        return Err(AppError::Stale("changed"));
    }
    let (what, place, flash) = if opens {
        let protocol = tx.protocol(member.now).await?;
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::Cumulative,
            requester: Requester::Supporter,
        };
        let (me, tz) = (Some(&member.person.id), &member.org.time_zone);
        tx.begin_path(&nudge.person, &beginning, &protocol, me, member.now, tz)
            .await?;
        ("opened", "/support/nudge/{id}/open", "support-nudge-opened")
    } else {
        (
            "settled",
            "/support/nudge/{id}/settle",
            "support-nudge-settled",
        )
    };
    let case = tx.open_case_of(&nudge.person).await?.filter(|_| opens);
    let shown = case.iter().map(|case| case.pseudonym.as_str()).collect();
    member.log_in(&tx, what, place, shown).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/support")
        .with_flash(&Flash::new(flash))
        .into_response())
}
