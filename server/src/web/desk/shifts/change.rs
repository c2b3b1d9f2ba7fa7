//! Adding, changing, taking out and undoing a line of the roster.

use std::collections::BTreeMap;

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    period::Period,
};

use super::{
    HOME,
    form::{self, Meant, Typed, Wrong},
    line::{self, Told},
    week::{self, Asked},
};
use crate::{
    entropy,
    feed::intake::seek_people,
    store::{LineKey, RosterLine, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

type Fields = Result<Form<BTreeMap<String, String>>, FormRejection>;

/// `POST /desk/shifts`: one line more.
pub(super) async fn add(member: Member, form: Fields) -> Result<Response, AppError> {
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let Form(form) = form?;
    let (typed, asked) = (Typed::read(&form), Asked::of(&form));
    let tx = member.write("add shift").await?;
    let meant = typed.meant(&tx, &member.org.time_zone).await?;
    let meant = match meant {
        Ok(meant) if is_there(&tx, &meant).await? => Err(Wrong {
            problems: vec!["there"],
            ..Wrong::default()
        }),
        meant => meant,
    };
    let meant = match meant {
        Ok(meant) => meant,
        Err(wrong) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return week::render(&member, status, &asked, typed, &wrong).await;
        }
    };
    let change = entropy::new_id(member.now);
    tx.put_line(&meant.key, meant.period.until, &change).await?;
    member.log_in(&tx, "shift-added", HOME, Vec::new()).await?;
    done(&member, tx, &meant, &typed.day, &change).await
}

/// `POST /desk/shifts/line`: the same line at another time, on another unit, of somebody else.
pub(super) async fn change(member: Member, form: Fields) -> Result<Response, AppError> {
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let Form(form) = form?;
    let (key, typed) = (form::key(&form)?, Typed::read(&form));
    let tx = member.write("change shift").await?;
    let found = tx.roster_line(&key).await?.ok_or(AppError::NotFound)?;
    let is_stale = !is_as_seen(&found, &form);
    let meant = typed.meant(&tx, &member.org.time_zone).await?;
    let (meant, wrong) = match meant {
        Ok(meant) if meant.key != key && is_there(&tx, &meant).await? => (None, Some("there")),
        Ok(meant) => (Some(meant), None),
        Err(wrong) => {
            drop(tx);
            return again(&member, (&key, &found), typed, wrong, is_stale).await;
        }
    };
    let (Some(meant), false) = (meant, is_stale) else {
        drop(tx);
        let problems = wrong.into_iter().collect();
        let wrong = Wrong {
            problems,
            ..Wrong::default()
        };
        return again(&member, (&key, &found), typed, wrong, is_stale).await;
    };
    let change = entropy::new_id(member.now);
    if meant.key != key {
        tx.take_line_out(&key, &change).await?;
    }
    tx.put_line(&meant.key, meant.period.until, &change).await?;
    let place = "/desk/shifts/line";
    member
        .log_in(&tx, "shift-changed", place, Vec::new())
        .await?;
    done(&member, tx, &meant, &typed.day, &change).await
}

/// `POST /desk/shifts/line/remove`: out, until somebody undoes it; also for files that come later.
pub(super) async fn remove(member: Member, form: Fields) -> Result<Response, AppError> {
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let Form(form) = form?;
    let key = form::key(&form)?;
    let tx = member.write("remove shift").await?;
    let found = tx.roster_line(&key).await?.ok_or(AppError::NotFound)?;
    if !is_as_seen(&found, &form) {
        drop(tx);
        let told = Told {
            is_stale: true,
            ..Told::default()
        };
        let status = StatusCode::CONFLICT;
        return line::render(&member, &key, &found, status, told).await;
    }
    let change = entropy::new_id(member.now);
    tx.take_line_out(&key, &change).await?;
    let place = "/desk/shifts/line/remove";
    member
        .log_in(&tx, "shift-removed", place, Vec::new())
        .await?;
    tx.commit().await?;
    let day = found.period.from.date(&member.org.time_zone);
    let flash = Flash::new("desk-shift-removed").with_undo(format!("{HOME}/undo/{change}"));
    let back = SeeOther::to(Asked::address(&day.to_string()));
    Ok(back.with_flash(&flash).into_response())
}

/// `POST /desk/shifts/undo/{id}`: what one change did is as before.
pub(super) async fn undo(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let tx = member.write("undo shift").await?;
    if !tx.undo_hand(address::id(&id)?).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/shifts/undo/{id}";
    member
        .log_in(&tx, "shift-undone", place, Vec::new())
        .await?;
    tx.commit().await?;
    seek_people(member.store(), &member.org, member.now).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-shift-undone")))
}

/// Saves, looks for who was there when it is about what was, and says what to know of it.
async fn done(
    member: &Member,
    tx: Tx,
    meant: &Meant,
    day: &str,
    change: &str,
) -> Result<Response, AppError> {
    let beside = tx.lines_beside(&meant.key, meant.period).await?;
    tx.commit().await?;
    let began = meant.period.from < member.now;
    if began {
        seek_people(member.store(), &member.org, member.now).await?;
    }
    let said = match (beside.is_empty(), meant.period.is_over(member.now)) {
        (false, _) => "desk-shift-overlaps",
        (true, true) => "desk-shift-past",
        (true, false) => "desk-shift-saved",
    };
    let flash = Flash::new(said).with_undo(format!("{HOME}/undo/{change}"));
    let back = SeeOther::to(Asked::address(day));
    Ok(back.with_flash(&flash).into_response())
}

async fn again(
    member: &Member,
    (key, found): (&LineKey, &RosterLine),
    typed: Typed,
    wrong: Wrong,
    is_stale: bool,
) -> Result<Response, AppError> {
    let status = if is_stale {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let told = Told {
        typed: Some(typed),
        wrong,
        is_stale,
    };
    line::render(member, key, found, status, told).await
}

/// Whether such a line stands on the roster already.
async fn is_there(tx: &Tx, meant: &Meant) -> Result<bool, AppError> {
    let line = tx.roster_line(&meant.key).await?;
    Ok(line.is_some_and(|line| !line.removed))
}

/// Whether a line is still as the page showed it.
fn is_as_seen(line: &RosterLine, form: &BTreeMap<String, String>) -> bool {
    let Period { until, .. } = line.period;
    let was = form.get("was").and_then(|text| text.parse::<i64>().ok());
    !line.removed && was == Some(until.millis())
}
