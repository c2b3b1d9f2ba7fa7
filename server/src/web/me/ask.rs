//! `POST /me/ask`: "I want to talk with somebody now", in one tap (R005, R042).

use care::{
    access::{Action, Standing},
    path::{Answer, Case, ClosingReason, Consent, ConsentAnswer, Offer, PathRefusal, Requester, Trigger},
    time::Instant,
};
use jiff::tz::TimeZone;

use super::{home::may_withdraw, own_open_case};
use crate::{
    store::{Beginning, CaseRow, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Begins a path without an event, or moves the one that is open.
pub(super) async fn ask(member: Member) -> Result<SeeOther, AppError> {
    member.require(Action::AskForSupport, Standing::Nobody)?;
    let tx = member.write("ask for support").await?;
    let flash = match tx.open_case_of(&member.person.id).await? {
        Some(row) => ask_again(&tx, &member, &row).await?,
        None => begin(&tx, &member).await?,
    };
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&flash))
}

async fn begin(tx: &Tx, member: &Member) -> Result<Flash, AppError> {
    let (me, tz) = (&member.person.id, &member.org.time_zone);
    let beginning = Beginning { incident: None, trigger: Trigger::None, requester: Requester::Self_ };
    let protocol = tx.protocol().await?;
    tx.begin_path(me, &beginning, &protocol, Some(me), member.now, tz).await?;
    let row = tx.open_case_of(me).await?.ok_or(AppError::NotFound)?;
    member.log_in(tx, "opened", "/me/ask", vec![&row.pseudonym]).await?;
    Ok(Flash::new("me-asked").with_undo("/me/ask/withdraw"))
}

/// Who asks on an open path says yes to what was still a question.
async fn ask_again(tx: &Tx, member: &Member, row: &CaseRow) -> Result<Flash, AppError> {
    let (now, tz, me) = (member.now, &member.org.time_zone, &member.person.id);
    let what = if row.case.consent == Consent::Asked { "consent" } else { "answer" };
    let decide = |case: &Case| say_yes(case, now, tz);
    let changed = tx.decide_case(&row.id, Some(row.revision), Some(me), what, now, tz, decide).await?;
    if changed.revision > row.revision {
        member.log_in(tx, what, "/me/ask", vec![&row.pseudonym]).await?;
    }
    let code = if row.supporter.is_some() { "me-asked-known" } else { "me-asked-waiting" };
    Ok(Flash::new(code))
}

/// The case with every open question answered with yes; without one it stays as it is.
fn say_yes(case: &Case, now: Instant, tz: &TimeZone) -> Result<Case, PathRefusal> {
    if case.consent == Consent::Asked {
        return case.record_consent(ConsentAnswer::Given, now);
    }
    match case.offer {
        Offer::Accepted { .. } => Ok(case.clone()),
        _ if case.first_contact.is_none() => Ok(case.clone()),
        _ => case.answer_offer(Answer::Accept, now, tz).or_else(|_| Ok(case.clone())),
    }
}

/// `POST /me/ask/withdraw`: takes the question back while nobody has taken it.
pub(super) async fn withdraw(member: Member) -> Result<SeeOther, AppError> {
    let tx = member.write("withdraw question").await?;
    let row = own_open_case(&tx, &member, Action::AskForSupport).await?;
    if !may_withdraw(&row.case) {
        return Err(AppError::Stale("taken"));
    }
    let (now, tz, me) = (member.now, &member.org.time_zone, &member.person.id);
    let decide = |case: &Case| case.close(ClosingReason::OpenedInError, now);
    tx.decide_case(&row.id, Some(row.revision), Some(me), "closed", now, tz, decide).await?;
    member.log_in(&tx, "closed", "/me/ask/withdraw", vec![&row.pseudonym]).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new("me-withdrawn")))
}
