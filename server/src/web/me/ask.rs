//! `POST /me/ask`: "I want to talk with somebody now", in one tap (R005, R042).

use care::{
    access::{Action, Standing},
    path::{Case, ClosingReason, PathRefusal, Requester, Trigger},
};

use super::own_open_case;
use crate::{
    store::{Beginning, CaseRow, Tx},
    web::{again::again, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Where the question is taken back.
const WITHDRAW: &str = "/me/ask/withdraw";

/// Begins a path without an event, or asks for a call on the one that is open.
pub(super) async fn ask(member: Member) -> Result<SeeOther, AppError> {
    member.require(Action::AskForSupport, Standing::Nobody)?;
    let code = again(|| ask_once(&member)).await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new(code).with_undo(WITHDRAW)))
}

async fn ask_once(member: &Member) -> Result<&'static str, AppError> {
    let tx = member.write("ask for support").await?;
    let code = match tx.open_case_of(&member.person.id).await? {
        Some(row) => ask_again(&tx, member, &row).await?,
        None => begin(&tx, member).await?,
    };
    // The question that stood there is answered.
    tx.put_nudges_away(&member.person.id, member.now).await?;
    tx.commit().await?;
    Ok(code)
}

async fn begin(tx: &Tx, member: &Member) -> Result<&'static str, AppError> {
    let (me, tz) = (&member.person.id, &member.org.time_zone);
    let beginning = Beginning {
        incident: None,
        trigger: Trigger::None,
        requester: Requester::Self_,
    };
    let protocol = tx.protocol(member.now).await?;
    tx.begin_path(me, &beginning, &protocol, Some(me), member.now, tz)
        .await?;
    let row = tx.open_case_of(me).await?.ok_or(AppError::NotFound)?;
    member
        .log_in(tx, "opened", "/me/ask", vec![&row.pseudonym])
        .await?;
    Ok("me-asked")
}

async fn ask_again(tx: &Tx, member: &Member, row: &CaseRow) -> Result<&'static str, AppError> {
    let (now, tz, me) = (member.now, &member.org.time_zone, &member.person.id);
    let ask = |case: &Case| case.ask(now);
    tx.decide_case(&row.id, Some(row.revision), Some(me), "asked", now, tz, ask)
        .await?;
    member
        .log_in(tx, "asked", "/me/ask", vec![&row.pseudonym])
        .await?;
    Ok(if row.supporter.is_some() {
        "me-asked-known"
    } else {
        "me-asked"
    })
}

/// What can be taken back of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The call that was asked for on an open path; the path goes on.
    Call,
    /// The whole path, which nobody has taken yet and nothing else led to.
    Path,
}

impl Question {
    /// The question that waits on a case, while it can be taken back.
    pub(super) fn of(case: &Case) -> Option<Self> {
        let mine =
            case.requester == Requester::Self_ && case.event.is_none() && case.joined.is_empty();
        let untouched = case.supporter.is_none() && case.first_contact.is_none();
        match case.asked_at {
            _ if case.closed.is_some() => None,
            _ if mine && untouched => Some(Self::Path),
            Some(_) => Some(Self::Call),
            None => None,
        }
    }

    fn take_back(self, case: &Case, now: care::time::Instant) -> Result<Case, PathRefusal> {
        match self {
            Self::Call => case.take_back_question(),
            Self::Path => case.close(ClosingReason::OpenedInError, now),
        }
    }
}

/// `POST /me/ask/withdraw`: takes the question back while nobody has called.
pub(super) async fn withdraw(member: Member) -> Result<SeeOther, AppError> {
    let tx = member.write("withdraw question").await?;
    let row = own_open_case(&tx, &member, Action::AskForSupport).await?;
    let Some(question) = Question::of(&row.case) else {
        return Err(AppError::Stale("taken"));
    };
    let what = match question {
        Question::Call => "asked",
        Question::Path => "closed",
    };
    let (now, tz, me) = (member.now, &member.org.time_zone, &member.person.id);
    let decide = |case: &Case| question.take_back(case, now);
    tx.decide_case(&row.id, Some(row.revision), Some(me), what, now, tz, decide)
        .await?;
    member
        .log_in(&tx, what, WITHDRAW, vec![&row.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new("me-withdrawn")))
}
