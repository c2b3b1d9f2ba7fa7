//! The executing holder finishes: gets what is sealed, brings back what was sealed anew.

use axum::{
    Json,
    extract::{
        Path,
        rejection::{JsonRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    circle::Holder,
    ids::CircleId,
    recovery::{RecoveryKind, RecoveryState},
};
use serde::{Deserialize, Serialize};

use super::wire::{MadeTeam, Party, SealedShare, named, open, own_team, parties, pseudonym};
use crate::{
    store::{NewTeam, RecoveryRow, RecoveryTeam, TeamWrap, Tx},
    web::{
        error::AppError,
        member::Member,
        sealed::file::{self, KEY_LIMIT},
    },
};

/// What the shares open. The keys of circles, sealed to the team; never a note.
#[derive(Serialize)]
struct Work {
    org: String,
    id: String,
    kind: &'static str,
    circle: Option<String>,
    generation: i64,
    /// The number of the key that takes over.
    next: i64,
    recipient: String,
    threshold: u8,
    holders: Vec<Party>,
    receiver: Option<Party>,
    contributions: Vec<SealedShare>,
    wraps: Vec<WorkWrap>,
}

/// A circle's key, sealed to the team, with the public half to check it against.
#[derive(Serialize)]
struct WorkWrap {
    circle: String,
    generation: i64,
    recipient: String,
    wrapped: String,
}

/// `GET /recovery/{id}/work`: for the executing holder, once enough shares are in.
pub(super) async fn work(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.read("tell the executing holder").await?;
    let team = own_team(&member, &tx).await?;
    let recovery = executing(&member, &tx, &id).await?;
    let shares = tx.contributions(&id).await?.into_iter();
    let shares = shares.filter_map(|one| {
        Some(SealedShare {
            holder: one.holder.as_str().to_owned(),
            sealed: one.sealed?,
        })
    });
    let wraps = match recovery.kind {
        RecoveryKind::Rehearsal => Vec::new(),
        RecoveryKind::Recovery => {
            permitted(&tx, &recovery).await?;
            wraps(&tx).await?
        }
    };
    let receiver = match &recovery.receiver {
        Some(id) => parties(&tx, std::slice::from_ref(id)).await?.pop(),
        None => None,
    };
    let work = Work {
        org: member.org.id.as_str().to_owned(),
        kind: recovery.kind.code(),
        circle: recovery.case.as_ref().map(|case| case.as_str().to_owned()),
        generation: team.generation,
        next: tx.next_team().await?,
        recipient: team.recipient.clone(),
        threshold: team.threshold,
        holders: parties(&tx, &team.holders).await?,
        receiver,
        contributions: shares.collect(),
        wraps,
        id,
    };
    let case = pseudonym(&tx, &recovery).await?;
    drop(tx);
    let cases = case.as_deref().into_iter().collect();
    member.log_view("/recovery/{id}/work", cases).await?;
    Ok(Json(work).into_response())
}

async fn wraps(tx: &Tx) -> Result<Vec<WorkWrap>, AppError> {
    let recipients = tx.team_circle_recipients().await?;
    let wrap = |wrap: TeamWrap| {
        let same = |(circle, generation, _): &&(String, i64, String)| {
            *circle == wrap.circle && *generation == wrap.generation
        };
        let (.., recipient) = recipients.iter().find(same)?;
        Some(WorkWrap {
            recipient: recipient.clone(),
            circle: wrap.circle,
            generation: wrap.generation,
            wrapped: wrap.wrapped,
        })
    };
    let wraps = tx.team_wraps(None).await?;
    Ok(wraps.into_iter().filter_map(wrap).collect())
}

/// The recovery, for the holder who executes it, when enough shares are in.
async fn executing(member: &Member, tx: &Tx, id: &str) -> Result<RecoveryRow, AppError> {
    let recovery = open(tx, id).await?;
    if recovery.executor.as_ref() != Some(&member.person.id) {
        return Err(AppError::NotFound);
    }
    if recovery.state != RecoveryState::Approved {
        return Err(AppError::Stale("recovery-too-few"));
    }
    Ok(recovery)
}

/// What comes back: keys for the receiver, and a new team that everything is sealed to.
#[derive(Deserialize)]
pub(super) struct Done {
    given: Vec<TeamWrap>,
    /// The receiver's vault that these are sealed to.
    vault: i64,
    team: MadeTeam,
    wraps: Vec<TeamWrap>,
}

/// `POST /recovery/{id}/done`: in one step, so that the shares that were used open nothing more.
pub(super) async fn done(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    done: Result<Json<Done>, JsonRejection>,
) -> Result<Response, AppError> {
    member.require(Action::HoldShare, Standing::Nobody)?;
    let Path(id) = id?;
    let Json(done) = done.map_err(|_| AppError::BadForm)?;
    let tx = member.write("finish a recovery").await?;
    let team = own_team(&member, &tx).await?;
    let recovery = executing(&member, &tx, &id).await?;
    let case = permitted(&tx, &recovery).await?;
    let next = tx.next_team().await?;
    let shares = done.team.shares_for((&member, &tx), next, &team.holders);
    let shares = shares.await?;
    check(&tx, &recovery, &done).await?;
    let new = NewTeam {
        generation: next,
        recipient: &done.team.recipient,
        threshold: team.threshold,
        made_by: &member.person.id,
        proof: &done.team.proof,
        shares: &shares,
    };
    let given = (done.given.as_slice(), done.vault);
    tx.finish_recovery(&recovery, given, new, &done.wraps, member.now)
        .await?;
    let place = "/recovery/{id}/done";
    member
        .log_in(&tx, "recovery-done", place, vec![&case])
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The colleague still agrees, and who asked supports and reads still; else nothing is given.
async fn permitted(tx: &Tx, recovery: &RecoveryRow) -> Result<String, AppError> {
    let id = recovery.case.as_ref().ok_or(AppError::NotFound)?;
    if !tx.is_recoverable(id.as_str()).await? {
        return Err(AppError::Stale("recovery-no-consent"));
    }
    let case = tx.case(id).await?.ok_or(AppError::NotFound)?;
    // Who turned out to be involved, or left the team, still has the case and reads it no more.
    let circle = tx.circle(&CircleId::new(id.as_str())).await?;
    let receiver = recovery.receiver.as_ref();
    let reads = receiver.is_some_and(|who| circle.is_some_and(|it| it.members.contains(who)));
    if case.supporter != recovery.receiver || !reads {
        return Err(AppError::Stale("recovery-ended"));
    }
    Ok(case.pseudonym)
}

/// Holds what came back against what went out: keys of consented circles only, each once.
///
/// A key that did not open may be left out; the members of its circle seal it to the new team.
async fn check(tx: &Tx, recovery: &RecoveryRow, done: &Done) -> Result<(), AppError> {
    let all = tx.team_wraps(None).await?;
    let own = tx.team_wraps(recovery.case.as_ref()).await?;
    let (wraps, given) = (named(&done.wraps), named(&done.given));
    if !wraps.is_subset(&named(&all)) || !given.is_subset(&named(&own)) {
        return Err(AppError::Stale("recovery-team"));
    }
    let once = wraps.len() == done.wraps.len() && given.len() == done.given.len();
    if !once || given.is_empty() {
        return Err(AppError::BadForm);
    }
    let receiver = recovery.receiver.clone().map(Holder::Person);
    let present = tx.present_vaults(receiver.iter()).await?;
    if present.into_values().next() != Some(done.vault) {
        return Err(AppError::Stale("recovery-team"));
    }
    let mut all = done.wraps.iter().chain(&done.given);
    all.try_for_each(|wrap| file::sealed(&wrap.wrapped, KEY_LIMIT))
}

/// `POST /recovery/{id}/rehearsed`: the shares still open the key; nothing was opened with it.
pub(super) async fn rehearsed(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.write("finish a rehearsal").await?;
    let team: RecoveryTeam = own_team(&member, &tx).await?;
    let recovery = executing(&member, &tx, &id).await?;
    if recovery.kind != RecoveryKind::Rehearsal {
        return Err(AppError::NotFound);
    }
    tx.rehearsed(&id, team.generation, member.now).await?;
    member
        .log_in(
            &tx,
            "recovery-rehearsed",
            "/recovery/{id}/rehearsed",
            Vec::new(),
        )
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
