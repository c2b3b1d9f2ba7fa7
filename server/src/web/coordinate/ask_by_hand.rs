//! `POST /coordinate/alerts/{alert}/ask`: the coordinator asks somebody whom the ladder has not reached.

use axum::extract::{
    Form, Path,
    rejection::{FormRejection, PathRejection},
};
use care::{
    access::{Action, Standing},
    alerting::{Ask, Whom},
};
use serde::Deserialize;

use super::alerts::{behind, may_come};
use crate::{
    store::{AlertRow, Person, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Who is asked.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    person: String,
}

/// Asks them now, through every channel of theirs that works.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let (Path(id), Form(chosen)) = (id?, form?);
    let tx = member.write("ask by hand").await?;
    let alert = tx.alerts(&[address::id(&id)?]).await?.pop();
    let alert = alert.filter(|alert| alert.closed.is_none());
    let (alert, cases) = match alert {
        Some(alert) => others(&member, &tx, alert).await?,
        None => return Err(AppError::NotFound),
    };
    let person = tx.person(&address::person(&chosen.person)?).await?;
    let person = person.filter(|person| person.active);
    let person = person.ok_or(AppError::Refused("not-eligible"))?;
    let today = member.now.date(&member.org.time_zone);
    let candidate = tx
        .candidate(&person, member.now, &member.org.time_zone)
        .await?;
    if !may_come(&candidate, cases.iter().map(|(.., seeker)| seeker), today) {
        return Err(AppError::Refused("not-eligible"));
    }
    let said = ask(&member, &tx, alert, &person).await?;
    let cases = cases.iter().map(|(_, case, _)| case.pseudonym.as_str());
    let place = "/coordinate/alerts/{alert}/ask";
    member
        .log_in(&tx, "asked-by-hand", place, cases.collect())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/coordinate/alerts").with_flash(&Flash::new(said)))
}

type Behind = (String, crate::store::CaseRow, care::matching::Seeker);

/// The alert with the cases behind it that are not the coordinator's own; nothing when all are.
async fn others(
    member: &Member,
    tx: &Tx,
    alert: AlertRow,
) -> Result<(AlertRow, Vec<Behind>), AppError> {
    let mut cases = behind(tx, std::slice::from_ref(&alert)).await?;
    cases.retain(|(_, case, _)| case.person != member.person.id);
    if cases.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok((alert, cases))
}

/// In the present round and at the present rung, so that the ladder goes on as it would have.
async fn ask(
    member: &Member,
    tx: &Tx,
    alert: AlertRow,
    person: &Person,
) -> Result<&'static str, AppError> {
    let pages = tx.pages_for(std::slice::from_ref(&alert)).await?;
    let last = pages.iter().map(|page| (page.round, page.rung)).max();
    let (round, rung) = last.unwrap_or_default();
    let number = |number: i32| u32::try_from(number).unwrap_or_default();
    let ask = Ask {
        person: person.id.clone(),
        round: number(round),
        rung: number(rung),
        whom: Whom::OnDuty,
    };
    let asks = vec![ask];
    if tx.write_pages(&alert, &asks, member.now).await? == 0 {
        return Ok("alerts-asked-already");
    }
    let notifier = &member.app().notifier;
    tx.write_questions(&[(alert, asks)], |kind| notifier.has(kind), member.now)
        .await?;
    Ok("alerts-asked")
}
