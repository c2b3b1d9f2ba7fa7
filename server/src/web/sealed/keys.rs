//! Making a circle's key, giving it, and linking it to the one before.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::circle::{Generation, Holder};
use serde::Deserialize;

use super::{
    conflict::conflict,
    file::{self, KEY_LIMIT},
    seat::{Seat, only_if},
};
use crate::{
    seal::signature,
    store::{CircleKey, CircleWrap, StoreError, Tx},
    web::{again::again, error::AppError, member::Member},
};

/// How many wraps come at once.
const MOST_WRAPS: usize = 200;

/// A key as a browser made it.
#[derive(Deserialize)]
pub(super) struct NewKey {
    generation: Generation,
    recipient: String,
    previous: Option<String>,
    proof: String,
    wraps: Vec<NewWrap>,
}

/// A key wrapped to a holder; without a generation it is the key that comes with it.
#[derive(Deserialize)]
pub(super) struct NewWrap {
    #[serde(default)]
    generation: Generation,
    holder: String,
    /// The holder's vault that it is sealed to; of the team: the key.
    vault: i64,
    wrapped: String,
}

/// Wraps of keys that stand.
#[derive(Deserialize)]
pub(super) struct Given {
    wraps: Vec<NewWrap>,
}

/// The key before a key, sealed to it.
#[derive(Deserialize)]
pub(super) struct Link {
    generation: Generation,
    previous: String,
}

/// `POST /sealed/{circle}/keys`: the next number only, by a member, for members only.
pub(super) async fn make(
    member: Member,
    Path(circle): Path<String>,
    made: Result<Json<NewKey>, JsonRejection>,
) -> Result<Response, AppError> {
    again(|| make_once(&member, &circle, &made)).await
}

async fn make_once(
    member: &Member,
    circle: &str,
    made: &Result<Json<NewKey>, JsonRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("make circle key").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.reads(member))?;
    let made = body(made)?;
    file::recipient(&made.recipient)?;
    if let Some(previous) = &made.previous {
        file::sealed(previous, KEY_LIMIT)?;
    }
    are_sealed(&made.wraps)?;
    let seat = seat.hold(member, &tx).await?;
    only_if(seat.reads(member))?;
    let (newest, me) = (seat.ring.newest, Seat::holder(member));
    if made.generation != newest + 1 {
        return Ok(conflict(member, "taken", newest));
    }
    // Who says to put the key before into it must have that one; the first has none before it.
    if made.previous.is_some() && !seat.ring.reach(&me).contains(&newest) {
        return Err(AppError::BadForm);
    }
    let wraps = wraps(member, &made.wraps, Some(made.generation));
    if !wraps.iter().any(|wrap| wrap.holder == me) {
        return Err(AppError::BadForm);
    }
    let may = |wrap: &CircleWrap| seat.ring.may_hold(&wrap.holder);
    if !wraps.iter().all(may) || !open_now(&tx, &wraps).await? {
        return Ok(conflict(member, "changed", newest));
    }
    let vault = tx.vault_of(&member.person.id).await?;
    let vault = vault.ok_or(AppError::Refused("no-vault"))?;
    let bound = format!(
        "veer-circle/1\n{}\n{}\n{}\n{}",
        member.org.id, seat.circle.id, made.generation, made.recipient
    );
    signature::verify(&bound, &made.proof, &vault.signer)
        .map_err(|_| AppError::Refused("bad-signature"))?;
    let key = CircleKey {
        generation: made.generation,
        recipient: made.recipient.clone(),
        previous: made.previous.clone(),
        made_by: member.person.id.clone(),
        proof: made.proof.clone(),
        made_at: member.now,
    };
    if !tx.add_circle_key(&seat.circle.id, &key).await? {
        return Ok(conflict(member, "taken", newest));
    }
    tx.give_wraps(&seat.circle.id, &wraps).await?;
    let mut circle = seat.circle.clone();
    circle.choices.rotation_due = false;
    tx.choose_for_circle(&circle.id, circle.choices, member.now)
        .await?;
    tx.tidy_circle(&circle).await?;
    let what = if newest == 0 {
        "key-made"
    } else {
        "key-renewed"
    };
    seat.log(member, &tx, what, "/sealed/{circle}/keys").await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED.into_response())
}

/// `POST /sealed/{circle}/wraps`: only what one can open oneself, and only to who may read.
pub(super) async fn give(
    member: Member,
    Path(circle): Path<String>,
    given: Result<Json<Given>, JsonRejection>,
) -> Result<Response, AppError> {
    again(|| give_once(&member, &circle, &given)).await
}

async fn give_once(
    member: &Member,
    circle: &str,
    given: &Result<Json<Given>, JsonRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("give circle key").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.gives(member))?;
    let given = body(given)?;
    are_sealed(&given.wraps)?;
    let seat = seat.hold(member, &tx).await?;
    only_if(seat.gives(member))?;
    let me = Seat::holder(member);
    let wraps = wraps(member, &given.wraps, None);
    let may = |wrap: &CircleWrap| seat.ring.may_give(&me, wrap.generation, &wrap.holder);
    if !wraps.iter().all(may) || !open_now(&tx, &wraps).await? {
        return Ok(conflict(member, "changed", seat.ring.newest));
    }
    // A wrap that opens already stays: nobody replaces what a holder has.
    let held = |wrap: &CircleWrap| {
        let pair = (wrap.generation, wrap.holder.clone());
        seat.ring.wraps.contains(&pair)
    };
    let new: Vec<CircleWrap> = wraps.into_iter().filter(|wrap| !held(wrap)).collect();
    tx.give_wraps(&seat.circle.id, &new).await?;
    tx.tidy_circle(&seat.circle).await?;
    seat.log(member, &tx, "key-given", "/sealed/{circle}/wraps")
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /sealed/{circle}/previous`: once, by who holds both.
pub(super) async fn link(
    member: Member,
    Path(circle): Path<String>,
    link: Result<Json<Link>, JsonRejection>,
) -> Result<Response, AppError> {
    again(|| link_once(&member, &circle, &link)).await
}

async fn link_once(
    member: &Member,
    circle: &str,
    link: &Result<Json<Link>, JsonRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("link circle keys").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.gives(member))?;
    let link = body(link)?;
    file::sealed(&link.previous, KEY_LIMIT)?;
    let seat = seat.hold(member, &tx).await?;
    only_if(seat.gives(member))?;
    let reach = seat.ring.reach(&Seat::holder(member));
    if !reach.contains(&link.generation) || !reach.contains(&(link.generation - 1)) {
        return Ok(conflict(member, "generation", seat.ring.newest));
    }
    tx.fill_previous(&seat.circle.id, link.generation, &link.previous)
        .await?;
    tx.tidy_circle(&seat.circle).await?;
    seat.log(member, &tx, "key-linked", "/sealed/{circle}/previous")
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The body, once it is known that this person may send one: absence comes first.
pub(super) fn body<T>(sent: &Result<Json<T>, JsonRejection>) -> Result<&T, AppError> {
    match sent {
        Ok(Json(body)) => Ok(body),
        Err(rejection) => Err(AppError::from_status(rejection.status())),
    }
}

fn are_sealed(wraps: &[NewWrap]) -> Result<(), AppError> {
    if wraps.is_empty() || wraps.len() > MOST_WRAPS {
        return Err(AppError::BadForm);
    }
    wraps
        .iter()
        .try_for_each(|wrap| file::sealed(&wrap.wrapped, KEY_LIMIT))
}

/// Whether each is sealed to its holder's present vault, the team's to its key in force.
///
/// A page that stands open for hours still knows the ones before.
async fn open_now(tx: &Tx, wraps: &[CircleWrap]) -> Result<bool, StoreError> {
    let present = tx.present_vaults(wraps.iter().map(|wrap| &wrap.holder));
    let present = present.await?;
    let opens = |wrap: &CircleWrap| present.get(&wrap.holder) == Some(&wrap.vault);
    Ok(wraps.iter().all(opens))
}

fn wraps(member: &Member, sent: &[NewWrap], of: Option<Generation>) -> Vec<CircleWrap> {
    let wrap = |wrap: &NewWrap| CircleWrap {
        generation: of.unwrap_or(wrap.generation),
        holder: Holder::new(&wrap.holder),
        vault: wrap.vault,
        wrapped: wrap.wrapped.clone(),
        given_by: member.person.id.clone(),
        at: member.now,
    };
    sent.iter().map(wrap).collect()
}
