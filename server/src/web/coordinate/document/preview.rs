//! What would change, before it does: the draft beside the version in force.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    edition::{apply, diff},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Document, Effects, Hand, NextVersion,
    change::{ChangeView, views},
    pending::{Begin, PendingView},
};
use crate::{
    store::Tx,
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How far back the page looks unless asked otherwise, in days.
const DAYS: i64 = 28;

#[derive(Template)]
#[template(path = "coordinate/document/preview.html")]
struct Preview {
    page: Page,
    home: &'static str,
    title: String,
    /// What adopting it means.
    adopting: String,
    /// When the draft was last changed, in milliseconds; none without a draft.
    seen: Option<i64>,
    changes: Vec<ChangeView>,
    /// What another adopted meanwhile.
    meanwhile: Option<Meanwhile>,
    effects: Effects,
    days: i64,
    refusals: Vec<String>,
    /// What is wrong, and with which field.
    problem: Option<(&'static str, String)>,
    why: String,
    /// The day that was chosen, and the days that one can choose.
    begins: String,
    days_open: (Date, Date),
    /// The version that waits for its day: it is withdrawn before another is adopted.
    pending: Option<PendingView>,
}

/// The version that another adopted since the draft began.
struct Meanwhile {
    version: i64,
    by: String,
    at: Option<Markup>,
    why: String,
    changes: Vec<ChangeView>,
}

/// How far to look back.
#[derive(Default, Deserialize)]
pub(super) struct Back {
    days: Option<i64>,
}

/// `GET …/preview`.
pub(super) async fn show<D: Document>(
    member: Member,
    back: Result<Query<Back>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Query(back) = back.unwrap_or_default();
    let tx = member.read("preview document").await?;
    let days = back.days.unwrap_or(DAYS);
    let typed = Typed {
        days,
        ..Typed::default()
    };
    let view = preview::<D>(&member, &tx, typed).await?;
    drop(tx);
    member
        .log_view(&format!("{}/preview", D::HOME), Vec::new())
        .await?;
    Ok(html(StatusCode::OK, &view))
}

/// What was typed on this page and stays there.
pub(super) struct Typed {
    pub(super) days: i64,
    pub(super) why: String,
    pub(super) begins: String,
    /// What is wrong, and with which field.
    pub(super) problem: Option<(&'static str, String)>,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            days: DAYS,
            why: String::new(),
            begins: String::new(),
            problem: None,
        }
    }
}

/// The same page with what was typed, when it cannot be adopted so.
pub(super) async fn refused<D: Document>(
    member: &Member,
    status: StatusCode,
    typed: Typed,
) -> Result<Response, AppError> {
    let tx = member.read("preview document").await?;
    let view = preview::<D>(member, &tx, typed).await?;
    Ok(html(status, &view))
}

async fn preview<D: Document>(member: &Member, tx: &Tx, typed: Typed) -> Result<Preview, AppError> {
    let page = member
        .page(t!(member.reader, "document-preview-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let l = page.l();
    let hand = Hand::<D>::load(tx, member).await?;
    let (own, base, draft) = (hand.own(), hand.base().parts(), hand.document().parts());
    let meanwhile = if hand.outdated() {
        Some(meanwhile(tx, &page, &hand).await?)
    } else {
        None
    };
    let clashes = match &meanwhile {
        Some(_) => apply(&own, &hand.in_force.parts()).clashes,
        None => Vec::new(),
    };
    let days_open = Begin::choice(member);
    let asked = NextVersion {
        number: hand.next,
        why: "-",
        from: days_open.0,
    };
    let pending = match &hand.pending {
        Some(pending) => Some(PendingView::of(tx, &page, pending).await?),
        None => None,
    };
    let effects = if hand.draft.is_some() && meanwhile.is_none() {
        D::effects(tx, &page, &hand.in_force, hand.document(), typed.days).await?
    } else {
        Effects::default()
    };
    Ok(Preview {
        home: D::HOME,
        title: D::title(l),
        adopting: D::adopting(hand.next, l),
        seen: hand.draft.as_ref().map(|draft| draft.at.millis()),
        changes: views::<D>(&own, &clashes, &[&base, &draft], l),
        meanwhile,
        effects,
        days: typed.days,
        refusals: D::next(hand.document(), hand.base(), &asked, l)
            .err()
            .unwrap_or_default(),
        problem: typed.problem,
        why: typed.why,
        begins: match typed.begins {
            begins if begins.is_empty() => days_open.0.to_string(),
            begins => begins,
        },
        days_open,
        pending,
        page,
    })
}

async fn meanwhile<D: Document>(
    tx: &Tx,
    page: &Page,
    hand: &Hand<D>,
) -> Result<Meanwhile, AppError> {
    let version = tx.policy_versions(D::KIND, hand.newest + 1, 1).await?;
    let version = version.into_iter().next();
    let by = version.as_ref().and_then(|version| version.by.clone());
    let by = match by {
        Some(by) => tx.person(&by).await?.map(|person| person.name),
        None => None,
    };
    let (base, in_force) = (hand.base().parts(), hand.in_force.parts());
    let theirs = hand.theirs();
    let mine = diff(&base, &hand.document().parts());
    let clashes = apply(&theirs, &apply(&mine, &base).parts).clashes;
    Ok(Meanwhile {
        version: hand.newest,
        by: by.unwrap_or_else(|| t!(page, "document-by-veer")),
        at: version.as_ref().map(|version| page.when(version.at)),
        why: version.map_or_else(String::new, |version| version.why),
        changes: views::<D>(&theirs, &clashes, &[&base, &in_force], page.l()),
    })
}
