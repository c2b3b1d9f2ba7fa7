//! The privacy officer turns recovery on by appointing holders, off, and calls for the rehearsal.

use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    recovery::{Quorum, TeamRefusal, may_hold},
};

use crate::{
    entropy,
    store::{Asking, Tx},
    web::{error::AppError, flash::Flash, member::Member, page::html, redirect::SeeOther},
};

use super::page;

const HOME: &str = "/recovery";

/// `POST /recovery/appoint`: n holders, of whom k together can open; they still make the key.
pub(super) async fn appoint(
    member: Member,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(fields) = form?;
    member.require(Action::ManageRecovery, Standing::Nobody)?;
    let tx = member.write("appoint holders").await?;
    let mut holders: Vec<PersonId> = fields
        .iter()
        .filter(|(name, _)| name == "holder")
        .filter_map(|(_, id)| PersonId::parse(id))
        .collect();
    holders.sort();
    holders.dedup();
    let threshold = fields.iter().find(|(name, _)| name == "threshold");
    let threshold = threshold.and_then(|(_, k)| k.parse().ok());
    let threshold: u8 = threshold.ok_or(AppError::BadForm)?;
    let refused = match quorum(threshold, holders.len()) {
        Ok(quorum) => match check(&tx, &holders).await? {
            Ok(()) => {
                tx.appoint_team(quorum, &holders, &member.person.id, member.now)
                    .await?;
                return done(&member, tx, "recovery-appointed").await;
            }
            Err(refusal) => refusal,
        },
        Err(refusal) => refusal,
    };
    drop(tx);
    let page = page::load(&member, Some(refused)).await?;
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn quorum(threshold: u8, holders: usize) -> Result<Quorum, TeamRefusal> {
    let holders = u8::try_from(holders).map_err(|_| TeamRefusal::TooManyHolders)?;
    Quorum::new(threshold, holders)
}

/// Whether each of them may hold a share today.
async fn check(tx: &Tx, holders: &[PersonId]) -> Result<Result<(), TeamRefusal>, AppError> {
    let people = tx.people(holders).await?;
    let keys = tx.holder_keys(holders).await?;
    if people.len() != holders.len() || people.iter().any(|person| !person.active) {
        return Ok(Err(TeamRefusal::NotHolder));
    }
    for person in people {
        let leads = !tx.staff_of(&person.id).await?.is_empty();
        let vault = keys.iter().any(|keys| keys.person_id == person.id.as_str());
        if let Err(refusal) = may_hold(person.roles, leads, vault) {
            return Ok(Err(refusal));
        }
    }
    Ok(Ok(()))
}

/// `POST /recovery/off`: no share and no wrap to the team is left.
pub(super) async fn turn_off(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageRecovery, Standing::Nobody)?;
    let tx = member.write("turn recovery off").await?;
    tx.turn_recovery_off(member.now).await?;
    done(&member, tx, "recovery-off").await
}

/// `POST /recovery/rehearse`: asks the holders for the yearly dry run.
pub(super) async fn rehearse(member: Member) -> Result<Response, AppError> {
    let holder = member.person.roles.contains(Role::Holder);
    if !holder {
        member.require(Action::ManageRecovery, Standing::Nobody)?;
    }
    let tx = member.write("ask for a rehearsal").await?;
    if holder {
        super::wire::own_team(&member, &tx).await?;
    }
    tx.recovery_team().await?.ok_or(AppError::NotFound)?;
    let open = tx.open_recoveries().await?;
    if open.iter().all(|recovery| recovery.case.is_some()) {
        let asking = Asking {
            id: &entropy::new_id(member.now),
            case: None,
            by: &member.person.id,
        };
        tx.ask_recovery(asking, member.now).await?;
    }
    done(&member, tx, "recovery-rehearsal").await
}

async fn done(member: &Member, tx: Tx, what: &'static str) -> Result<Response, AppError> {
    member.log_in(&tx, what, HOME, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new(what))
        .into_response())
}
