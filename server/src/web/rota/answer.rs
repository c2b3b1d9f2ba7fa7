//! Answering a request, taking it back, and the way back from each.

use axum::extract::{Path, rejection::PathRejection};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    roster::Change,
    swap::{SwapState, SwapStep},
};

use super::{
    MINE,
    rules::{Team, days_from},
};
use crate::{
    store::{RotaRequest, Tx},
    web::{
        address, again::again, error::AppError, flash::Flash, member::Member, redirect::SeeOther,
    },
};

type Id = Result<Path<String>, PathRejection>;

/// What somebody did in between: the page says so, and what stands now.
const STALE: AppError = AppError::Stale("rota-request");

/// `POST /support/rota/ask/{id}/accept`: the rules are held against the rota once more, in the
/// transaction that changes it.
pub(super) async fn accept(member: Member, id: Id) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let id = address::id(&id)?;
    again(|| taken(&member, id)).await?;
    let undo = format!("{MINE}/ask/{id}/undo");
    Ok(SeeOther::to(MINE).with_flash(&Flash::new("rota-accepted").with_undo(undo)))
}

async fn taken(member: &Member, id: &str) -> Result<(), AppError> {
    let me = &member.person.id;
    let (tx, it) = find(member, id, SwapStep::Accept).await?;
    allowed(member, &tx, &it, me).await?;
    for (from, duty, to) in it.moves(me) {
        if !tx.pass_duty(from, duty, to, &it.change).await? {
            return Err(STALE);
        }
        tx.lapse_rota_requests(from, duty.from, &it.id, member.now)
            .await?;
    }
    step(
        member,
        tx,
        &it,
        SwapState::Accepted,
        Some(me),
        "swap-accepted",
    )
    .await
}

/// Holds the rules against what would be: who takes it hears the rule, of the other only that it is
/// not possible any more.
async fn allowed(
    member: &Member,
    tx: &Tx,
    it: &RotaRequest,
    me: &PersonId,
) -> Result<(), AppError> {
    let tz = &member.org.time_zone;
    let day = it.duty.from.date(tz);
    let team = Team::load(tx, member.now, days_from(day, 1), tz).await?;
    let give = team.duty(&it.swap.asker, it.duty.from).cloned();
    let give = give.ok_or(STALE)?;
    let change = match it.other {
        Some(other) => {
            let take = team.duty(me, other.from).cloned().ok_or(STALE)?;
            Change::Swap { give, take }
        }
        None => Change::Cover {
            duty: give,
            by: me.clone(),
        },
    };
    let found = team.objections(&change);
    match found.iter().find(|(person, _)| person == me) {
        Some((_, bar)) => Err(AppError::Refused(refusal(bar.code()))),
        None if found.is_empty() => Ok(()),
        None => Err(AppError::Refused("rota-not-any-more")),
    }
}

/// The text of a rule that stands in one's own way.
pub(super) fn refusal(code: &str) -> &'static str {
    match code {
        "untrained" => "rota-untrained",
        "overlap" => "rota-overlap",
        "away" => "rota-away",
        "paused" => "rota-paused",
        "too-many-in-a-day" => "rota-too-many-in-a-day",
        "too-many-in-a-week" => "rota-too-many-in-a-week",
        "too-soon" => "rota-too-soon",
        _ => "rota-working-time",
    }
}

/// `POST /support/rota/ask/{id}/refuse`: without a reason.
pub(super) async fn refuse(member: Member, id: Id) -> Result<SeeOther, AppError> {
    simple(member, id, SwapStep::Refuse).await
}

/// `POST /support/rota/ask/{id}/withdraw`.
pub(super) async fn withdraw(member: Member, id: Id) -> Result<SeeOther, AppError> {
    simple(member, id, SwapStep::Withdraw).await
}

async fn simple(member: Member, id: Id, what: SwapStep) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let (tx, it) = find(&member, address::id(&id)?, what).await?;
    let me = &member.person.id;
    let (state, answerer, action, flash) = match what {
        SwapStep::Refuse => (SwapState::Refused, Some(me), "swap-refused", "rota-refused"),
        _ => (
            SwapState::Withdrawn,
            None,
            "swap-withdrawn",
            "rota-withdrawn",
        ),
    };
    step(&member, tx, &it, state, answerer, action).await?;
    let undo = format!("{MINE}/ask/{id}/undo");
    Ok(SeeOther::to(MINE).with_flash(&Flash::new(flash).with_undo(undo)))
}

/// `POST /support/rota/ask/{id}/undo`: the question waits again; duties that changed hands are back,
/// unless one of them was changed since.
pub(super) async fn undo(member: Member, id: Id) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let (tx, it) = find(&member, address::id(&id)?, SwapStep::Undo).await?;
    if it.swap.state == SwapState::Accepted {
        let lines = 2 * it.moves(&member.person.id).len();
        let stands = tx.duty_lines_of(&it.change).await?;
        if u64::try_from(lines).ok() != Some(stands) {
            return Err(STALE);
        }
        tx.undo_hand(&it.change).await?;
    }
    step(&member, tx, &it, SwapState::Asked, None, "swap-undone").await?;
    Ok(SeeOther::to(MINE).with_flash(&Flash::new("rota-undone")))
}

/// The request, in a writing transaction, if this step is the member's to take now.
///
/// What concerns others only is answered like what is not there.
async fn find(member: &Member, id: &str, what: SwapStep) -> Result<(Tx, RotaRequest), AppError> {
    let tx = member.write("answer swap").await?;
    tx.hold_rota().await?;
    let it = tx.rota_request(id).await?.ok_or(AppError::NotFound)?;
    let me = &member.person.id;
    let mine = it.swap.asker == *me || it.swap.answerer.as_ref() == Some(me);
    let asked = it.swap.to.as_ref().is_none_or(|to| to == me);
    if !mine && !asked {
        return Err(AppError::NotFound);
    }
    match it.swap.after(what, me, member.now) {
        Some(_) => Ok((tx, it)),
        None => Err(STALE),
    }
}

async fn step(
    member: &Member,
    tx: Tx,
    it: &RotaRequest,
    to: SwapState,
    answerer: Option<&PersonId>,
    action: &str,
) -> Result<(), AppError> {
    if !tx.step_rota_request(it, to, answerer, member.now).await? {
        return Err(STALE);
    }
    let place = "/support/rota/ask/{id}";
    member.log_in(&tx, action, place, Vec::new()).await?;
    Ok(tx.commit().await?)
}
