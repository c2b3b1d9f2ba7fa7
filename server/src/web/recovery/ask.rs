//! `/support/case/{id}/recovery`: the supporter who lacks older keys asks the holders.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::Action,
    recovery::{RecoveryReason, RecoveryState},
};
use serde::Deserialize;

use crate::{
    entropy,
    store::{Asking, CaseRow, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

const PLACE: &str = "/support/case/{id}/recovery";

#[derive(Template)]
#[template(path = "recovery/ask.html")]
struct AskPage {
    page: Page,
    id: String,
    name: String,
    /// Why it cannot be asked, as a text.
    barred: Option<String>,
    /// When it was asked, while it is open.
    asked: Option<Markup>,
    reasons: Vec<(&'static str, String)>,
}

/// Why nothing can be asked of the holders; `None` when it can.
async fn barred(tx: &Tx, case: &CaseRow) -> Result<Option<&'static str>, AppError> {
    let Some(supporter) = &case.supporter else {
        return Err(AppError::NotFound);
    };
    Ok(if tx.recovery_team().await?.is_none() {
        Some("recovery-is-off")
    } else if !tx.is_recoverable(case.id.as_str()).await? {
        Some("recovery-no-consent")
    } else if !tx.team_can_give(&case.id, supporter).await? {
        Some("recovery-nothing-missing")
    } else {
        None
    })
}

async fn permitted(member: &Member, tx: &Tx, id: String) -> Result<CaseRow, AppError> {
    Ok(member.case(tx, &id, Action::AskRecovery).await?.0)
}

/// `GET`.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let page = member.page(t!(member.reader, "recovery-ask-title"));
    let page = page.seen_by(t!(member.reader, "recovery-ask-seen-by"));
    let tx = member.read("show asking for recovery").await?;
    let case = permitted(&member, &tx, id).await?;
    let barred = barred(&tx, &case).await?;
    let open = tx.recoveries_of(&case.id).await?.into_iter();
    let asked = open
        .filter(|one| one.state.is_open())
        .map(|one| one.asked_at);
    let asked = asked.max().map(|at| page.when(at));
    let name = tx.person(&case.person).await?.map(|person| person.name);
    drop(tx);
    member.log_view(PLACE, vec![&case.pseudonym]).await?;
    let reasons = RecoveryReason::ALL.iter().map(|reason| {
        let words = page.text(&format!("recovery-reason-{}", reason.code()));
        (reason.code(), words)
    });
    let view = AskPage {
        id: case.id.as_str().to_owned(),
        name: name.unwrap_or_default(),
        barred: barred.map(|code| page.text(&format!("stale-{code}"))),
        asked,
        reasons: reasons.collect(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// Why it is asked: a code.
#[derive(Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    reason: String,
}

/// `POST`: refused without the colleague's consent; there is then no key to give either.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Why>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(why)) = (id?, form?);
    let reason = RecoveryReason::parse(&why.reason).ok_or(AppError::BadForm)?;
    let tx = member.write("ask for recovery").await?;
    let case = permitted(&member, &tx, id).await?;
    if let Some(code) = barred(&tx, &case).await? {
        return Err(AppError::Stale(code));
    }
    let open = tx.recoveries_of(&case.id).await?;
    if open.iter().all(|one| !one.state.is_open()) {
        let asking = Asking {
            id: &entropy::new_id(member.now),
            case: Some((&case.id, reason)),
            by: &member.person.id,
        };
        tx.ask_recovery(asking, member.now).await?;
    }
    done(&member, tx, &case, "recovery-asked", PLACE).await
}

/// `POST /support/case/{id}/recovery/withdraw`.
pub(super) async fn withdraw(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.write("withdraw a recovery").await?;
    let case = permitted(&member, &tx, id).await?;
    for open in tx.recoveries_of(&case.id).await? {
        if open.state.is_open() {
            tx.set_recovery_state(&open.id, RecoveryState::Withdrawn, member.now)
                .await?;
        }
    }
    let place = "/support/case/{id}/recovery/withdraw";
    done(&member, tx, &case, "recovery-withdrawn", place).await
}

async fn done(
    member: &Member,
    tx: Tx,
    case: &CaseRow,
    what: &'static str,
    place: &str,
) -> Result<Response, AppError> {
    member
        .log_in(&tx, what, place, vec![&case.pseudonym])
        .await?;
    tx.commit().await?;
    let to = format!("/support/case/{}/recovery", case.id);
    Ok(SeeOther::to(to)
        .with_flash(&Flash::new(what))
        .into_response())
}
