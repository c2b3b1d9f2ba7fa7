//! Settling names in bulk: each is learned for its own source, and who was there is looked for again.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    exposure::{Learned, folded},
    ids::UnitCode,
    time::Instant,
};
use jiff::SignedDuration;

use super::{HOME, choice::Choices, plain, require, show::render};
use crate::{
    feed::intake::seek_people,
    store::{NameKind, SourceName, StoreError, Tx},
    web::{
        error::AppError, flash::Flash, member::Member, redirect::SeeOther, support::fields::Fields,
    },
};

/// How long what was said at once can be taken back at once.
const UNDO: SignedDuration = SignedDuration::from_hours(24);

/// `POST /coordinate/units/settle`: what was ticked is learned. Can be undone.
pub(super) async fn settle(member: Member, fields: Fields) -> Result<Response, AppError> {
    let tx = member.write("learn names of units").await?;
    require(&member, &tx).await?;
    let choices = Choices::read(&fields)?;
    if let Some(key) = problem(&tx, &choices).await? {
        drop(tx);
        let words = member.reader.l().get(key);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&member, status, &choices, Some(words)).await;
    }
    let mut rest = false;
    for (name, means) in choices.taken() {
        let means = means.ok_or(AppError::BadForm)?;
        rest |= !tx.learn_name(name, &means, member.now).await?;
    }
    let place = "/coordinate/units/settle";
    member
        .log_in(&tx, "units-learned", place, Vec::new())
        .await?;
    tx.commit().await?;
    let reached = seek_people(member.store(), &member.org, member.now).await?;
    let flash = Flash::new(match (rest, reached) {
        (true, _) => "coordinate-units-rest",
        (_, 0) => "coordinate-units-settled",
        _ => "coordinate-units-reached",
    });
    let flash = flash.with_undo(format!("{HOME}/undo/{}", member.now.millis()));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// What is in the way of learning what was ticked.
async fn problem(tx: &Tx, choices: &Choices) -> Result<Option<&'static str>, StoreError> {
    let taken = choices.taken();
    if taken.is_empty() {
        return Ok(Some("units-nothing"));
    }
    let units: BTreeSet<UnitCode> = taken
        .iter()
        .filter_map(|(_, means)| match means {
            Some(Learned::Unit(unit)) => Some(unit.clone()),
            _ => None,
        })
        .collect();
    let known = tx.known_units(&units).await?;
    let fits = |(name, means): &(&SourceName, Option<Learned>)| match means {
        Some(Learned::Unit(unit)) => name.kind == NameKind::Unit && known.contains(unit),
        Some(Learned::NotOurs) => true,
        None => false,
    };
    Ok((!taken.iter().all(fits)).then_some("units-unchosen"))
}

/// `POST /coordinate/units/undo/{at}`: what was said at that moment waits again, for a day.
pub(super) async fn undo(
    member: Member,
    at: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(at) = at?;
    let tx = member.write("forget names of units").await?;
    require(&member, &tx).await?;
    let at = at.parse().map_err(|_| AppError::NotFound)?;
    let at = Instant::from_millis(at);
    if at > member.now || at < member.now.minus(UNDO) {
        return Err(AppError::NotFound);
    }
    tx.take_back_settled(at).await?;
    let place = "/coordinate/units/undo/{at}";
    member
        .log_in(&tx, "units-forgotten", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-units-undone")))
}

/// `POST /coordinate/units/forget`: one name waits again; paths that were opened stay.
pub(super) async fn forget(member: Member, fields: Fields) -> Result<SeeOther, AppError> {
    let tx = member.write("forget name of unit").await?;
    require(&member, &tx).await?;
    let name = SourceName {
        source: plain(fields.one("source"))?.to_owned(),
        kind: NameKind::parse(fields.one("kind")).ok_or(AppError::BadForm)?,
        name: folded(plain(fields.one("name"))?),
    };
    if !tx.forget_name(&name).await? {
        return Err(AppError::Stale("units"));
    }
    let place = "/coordinate/units/forget";
    member
        .log_in(&tx, "units-forgotten", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-units-undone")))
}
