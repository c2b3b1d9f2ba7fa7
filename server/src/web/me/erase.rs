//! `/me/record/erase`: what of oneself can go now, what cannot, and why (R095).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::CaseId,
    retention::{DataKind, Retention},
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    retention,
    store::{CaseRow, ErasureKind, JobKind, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "me/erase.html")]
struct Erase {
    page: Page,
    view: View,
    /// Whether the box that says one knows is still to be ticked.
    unsure: bool,
}

/// What there is to erase.
struct View {
    /// Closed cases of which sealed notes are left.
    notes: usize,
    /// Events longer ago than the team looks back.
    exposures: usize,
    /// How far the team looks back, in days.
    window: u32,
    ties: usize,
    refused: usize,
    /// When what is erased now is gone from the last backup.
    gone: Markup,
    /// How long the facts of a case are kept after its end.
    case_days: u32,
    log_years: u32,
}

impl View {
    fn is_empty(&self) -> bool {
        self.notes + self.exposures + self.ties + self.refused == 0
    }
}

/// `GET /me/record/erase`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    render(&member, StatusCode::OK, false).await
}

async fn render(member: &Member, status: StatusCode, unsure: bool) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "erase-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let tx = member.read("show what can be erased").await?;
    let me = &member.person.id;
    let kept = tx.retention().await?;
    let (before, window) = looked_back(&tx, member.now).await?;
    let moment = retention::moment(&tx, &kept, member.now, &member.org.time_zone).await?;
    let days = |kind| kept.days(kind).unwrap_or_default();
    let view = View {
        notes: sealed_cases(&tx, member).await?.len(),
        exposures: tx.erasable_exposures(me, before).await?,
        window,
        ties: tx.declared_ties(me).await?.len(),
        refused: tx.refused_supporters(me).await?.len(),
        gone: page.day(moment.gone_at.date(&member.org.time_zone)),
        case_days: days(DataKind::Cases),
        log_years: days(DataKind::AccessLog) / 365,
    };
    drop(tx);
    member.log_view("/me/record/erase", Vec::new()).await?;
    Ok(html(status, &Erase { page, view, unsure }))
}

/// What to erase; each box is a field of its own.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    notes: String,
    #[serde(default)]
    exposures: String,
    #[serde(default)]
    ties: String,
    #[serde(default)]
    refused: String,
    #[serde(default)]
    sure: String,
}

/// `POST /me/record/erase`: at once, with a receipt.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(wish) = form?;
    member.require(Action::ViewOwn, Standing::Nobody)?;
    if wish.sure != "yes" {
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, true).await;
    }
    let tx = member.write("erase own data").await?;
    let kept = tx.retention().await?;
    let gone = erase_chosen(&tx, &member, &wish, &kept).await?;
    let shown = gone.notes_of.iter();
    let shown = shown.map(|case| case.pseudonym.as_str()).collect();
    member
        .log_in(&tx, "erased-own", "/me/record/erase", shown)
        .await?;
    if !gone.notes_of.is_empty() || gone.rows > 0 {
        // What was deleted must leave the medium as well: the worker sees to it at once.
        let org = member.org.id.as_str();
        tx.plan_job(JobKind::Retention, org, member.now).await?;
    }
    tx.commit().await?;
    let back = SeeOther::to("/me/record").with_flash(&Flash::new("erased-own"));
    Ok(back.into_response())
}

/// What went.
#[derive(Default)]
struct Gone {
    /// The cases of which notes went.
    notes_of: Vec<CaseRow>,
    /// How many rows of other kinds.
    rows: u64,
}

/// Erases what was ticked.
async fn erase_chosen(
    tx: &Tx,
    member: &Member,
    wish: &Wish,
    kept: &Retention,
) -> Result<Gone, AppError> {
    let me = &member.person.id;
    let moment = retention::moment(tx, kept, member.now, &member.org.time_zone).await?;
    let mut gone = Gone::default();
    if wish.notes == "yes" {
        for case in sealed_cases(tx, member).await? {
            if tx.erase_notes(&case.id, moment).await? {
                gone.notes_of.push(case);
            }
        }
    }
    let (before, _) = looked_back(tx, member.now).await?;
    let personal = [
        (&wish.exposures, ErasureKind::Exposures),
        (&wish.ties, ErasureKind::Ties),
        (&wish.refused, ErasureKind::Refused),
    ];
    for (ticked, kind) in personal {
        if ticked == "yes" {
            gone.rows += tx.erase_person_data(me, kind, Some(before), moment).await?;
        }
    }
    Ok(gone)
}

/// From when on the team still needs the ledger, and how many days that is (R050).
async fn looked_back(tx: &Tx, now: Instant) -> Result<(Instant, u32), StoreError> {
    let window = tx.protocol(now).await?.stacking.window_days;
    let back = SignedDuration::from_hours(24 * i64::from(window));
    Ok((now.minus(back), window))
}

/// One's own closed cases of which something sealed is left.
async fn sealed_cases(tx: &Tx, member: &Member) -> Result<Vec<CaseRow>, StoreError> {
    let sealed: Vec<CaseId> = tx.sealed_endings_of(&member.person.id).await?;
    let mut cases = tx.cases_of(&member.person.id).await?;
    cases.retain(|case| sealed.contains(&case.id));
    Ok(cases)
}
