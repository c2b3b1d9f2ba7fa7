//! A version that is adopted and waits for its day: told everywhere, and withdrawn before it begins.

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    edition::diff,
    time::Instant,
};
use jiff::{ToSpan as _, civil::Date};
use serde::Deserialize;

use super::{
    Document, Hand,
    change::{ChangeView, views},
    hand,
};
use crate::{
    store::{AT_ONCE, PolicyDraft, PolicyVersion, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// From which day a version counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begin {
    pub(super) day: Date,
    /// The moment at which that day begins; at once for today.
    pub(super) at: Instant,
}

impl Begin {
    /// The days that one can choose: from today until a year from now.
    pub(super) fn choice(member: &Member) -> (Date, Date) {
        let today = member.now.date(&member.org.time_zone);
        (today, today.saturating_add(1.year()))
    }

    /// The day that was typed, today when none was; none when it is not one of the choice.
    pub(super) fn read(member: &Member, typed: &str) -> Option<Self> {
        let (first, last) = Self::choice(member);
        let day = match typed.trim() {
            "" => first,
            typed => typed.parse().ok()?,
        };
        let at = match day {
            day if day == first => AT_ONCE,
            day => Instant::start_of(day, &member.org.time_zone),
        };
        (first..=last).contains(&day).then_some(Self { day, at })
    }
}

/// A version that waits, as it is told.
pub(in super::super) struct PendingView {
    pub(in super::super) version: i64,
    /// Its day, in words within a sentence.
    pub(in super::super) day: String,
    pub(in super::super) by: String,
    pub(in super::super) why: String,
}

impl PendingView {
    /// A version in words.
    pub(super) async fn of(
        tx: &Tx,
        page: &Page,
        pending: &PolicyVersion,
    ) -> Result<Self, StoreError> {
        let by = match &pending.by {
            Some(by) => tx.person(by).await?.map(|person| person.name),
            None => None,
        };
        Ok(Self {
            version: pending.version,
            day: match pending.effective.parse() {
                Ok(day) => page.day(day).words(),
                Err(_) => pending.effective.clone(),
            },
            by: by.unwrap_or_else(|| t!(page, "document-by-veer")),
            why: pending.why.clone(),
        })
    }
}

#[derive(Template)]
#[template(path = "coordinate/document/withdraw.html")]
struct Withdraw {
    page: Page,
    home: &'static str,
    title: String,
    pending: Option<PendingView>,
    in_force: i64,
    /// What it would have changed.
    changes: Vec<ChangeView>,
    /// Whether one has a draft of one's own, which stays as it is.
    drafting: bool,
}

/// `GET …/withdraw`: what does not begin then.
pub(super) async fn show<D: Document>(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "document-withdraw-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show waiting version").await?;
    let hand = Hand::<D>::load(&tx, &member).await?;
    let (mut pending, mut changes) = (None, Vec::new());
    if let Some(waits) = &hand.pending {
        let new = hand::version::<D>(&tx, waits.version).await?.parts();
        let old = hand.in_force.parts();
        changes = views::<D>(&diff(&old, &new), &[], &[&old, &new], page.l());
        pending = Some(PendingView::of(&tx, &page, waits).await?);
    }
    drop(tx);
    let view = Withdraw {
        home: D::HOME,
        title: D::title(page.l()),
        pending,
        in_force: hand.newest,
        changes,
        drafting: hand.draft.is_some(),
        page,
    };
    let place = format!("{}/withdraw", D::HOME);
    member.log_view(&place, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

/// Which version the page showed.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    version: i64,
}

/// `POST …/withdraw`: it never begins; what it said goes on as one's draft, unless one has another.
pub(super) async fn submit<D: Document>(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let tx = member.write("withdraw waiting version").await?;
    let me = &member.person.id;
    if !tx
        .withdraw_policy(D::KIND, wish.version, me, member.now)
        .await?
    {
        return Err(AppError::Stale("document-began"));
    }
    let hand = Hand::<D>::load(&tx, &member).await?;
    if hand.draft.is_none() {
        let parts = hand::version::<D>(&tx, wish.version).await?.parts();
        let document = hand.in_force.with_parts(&parts);
        let document = document.ok_or(AppError::Stale("changed"))?;
        let (base, at) = (hand.newest, member.now);
        let draft = PolicyDraft { base, document, at };
        tx.save_policy_draft(D::KIND, me, &draft).await?;
    }
    let place = format!("{}/withdraw", D::HOME);
    member
        .log_in(&tx, "document-withdrawn", &place, Vec::new())
        .await?;
    tx.commit().await?;
    let back = SeeOther::to(D::HOME).with_flash(&Flash::new("document-withdrawn"));
    Ok(back.into_response())
}
