//! `/me/strain`: something without an event that goes on weighing, put in one's own ledger (R152).
//!
//! Only since when: what it is about is for a talk, and no field asks for it.

use axum::extract::{Form, rejection::FormRejection};
use care::{
    access::{Action, Standing},
    exposure::{Exposure, ExposureRole, Severity},
    time::Instant,
};
use jiff::{Span, civil::Date};
use serde::Deserialize;

use crate::{
    entropy,
    store::{ExposureRow, StoreError, Tx},
    web::{
        error::AppError, flash::Flash, member::Member, page::Page, redirect::SeeOther, time::Markup,
    },
};

/// The only page that shows it.
const BACK: &str = "/me/record";

/// What goes on, or the form to say so.
pub(super) struct StrainView {
    /// Its id, and since when.
    pub(super) running: Option<(String, Markup)>,
    /// The first and the last day that can be said.
    pub(super) first: String,
    pub(super) today: String,
}

impl StrainView {
    /// Reads what goes on.
    pub(super) async fn load(tx: &Tx, member: &Member, page: &Page) -> Result<Self, StoreError> {
        let tz = &member.org.time_zone;
        let today = member.now.date(tz);
        let running = running(tx, member).await?;
        Ok(Self {
            running: running.map(|row| (row.id, page.day(row.exposure.from.date(tz)))),
            first: first(today).to_string(),
            today: today.to_string(),
        })
    }
}

/// The earliest day: a year ago, as far as the page goes back.
fn first(today: Date) -> Date {
    today.saturating_sub(Span::new().years(1))
}

async fn running(tx: &Tx, member: &Member) -> Result<Option<ExposureRow>, StoreError> {
    let ledger = tx.ledger(&member.person.id, member.now).await?;
    let goes_on = |row: &ExposureRow| {
        row.exposure.role == ExposureRole::Duration && row.exposure.until.is_none()
    };
    Ok(ledger.into_iter().find(goes_on))
}

/// Since when.
#[derive(Deserialize)]
pub(super) struct Began {
    from: String,
}

/// `POST /me/strain`: one at a time.
pub(super) async fn begin(
    member: Member,
    form: Result<Form<Began>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepOwnLedger, Standing::Nobody)?;
    let Form(form) = form?;
    let today = member.now.date(&member.org.time_zone);
    let from: Date = form.from.parse().map_err(|_| AppError::BadForm)?;
    if from < first(today) || today < from {
        return Err(AppError::BadForm);
    }
    let tx = member.write("begin strain").await?;
    if running(&tx, &member).await?.is_some() {
        return Err(AppError::Stale("changed"));
    }
    let exposure = Exposure {
        person: member.person.id.clone(),
        incident: None,
        role: ExposureRole::Duration,
        from: Instant::start_of(from, &member.org.time_zone),
        until: None,
        severity: Severity::Normal,
    };
    let id = entropy::new_id(member.now);
    let gone = false;
    tx.save_exposures(&[ExposureRow { id, exposure, gone }])
        .await?;
    let protocol = tx.protocol(member.now).await?;
    tx.nudge(&member.person.id, &protocol, member.now).await?;
    member
        .log_in(&tx, "own-ledger", "/me/strain", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(BACK).with_flash(&Flash::new("me-strain-begun")))
}

/// Which one.
#[derive(Deserialize)]
pub(super) struct Over {
    strain: String,
}

/// `POST /me/strain/end`: it is over; what it weighed so far goes on fading.
pub(super) async fn end(
    member: Member,
    form: Result<Form<Over>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepOwnLedger, Standing::Nobody)?;
    let Form(form) = form?;
    let tx = member.write("end strain").await?;
    if !tx
        .end_strain(&member.person.id, &form.strain, member.now)
        .await?
    {
        return Err(AppError::Stale("changed"));
    }
    member
        .log_in(&tx, "own-ledger", "/me/strain/end", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(BACK).with_flash(&Flash::new("me-strain-over")))
}
