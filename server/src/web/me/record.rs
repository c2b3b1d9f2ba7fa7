//! `GET /me/record`: everything that is recorded about oneself, in words.

mod cases;
mod events;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::{CaseId, PersonId},
    retention::DataKind,
};

use self::{
    cases::CaseView,
    events::{EventView, LoadView},
};
use super::{light::LightView, strain::StrainView};
use crate::{
    store::{CaseRow, DisclosureRow, Receipt, StoreError, Tx, Whose},
    web::{
        colleague::Choice,
        disclosure::told::DisclosureView,
        ending::{self, Coming},
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "me/record.html")]
struct Record {
    page: Page,
    cases: Vec<CaseView>,
    load: LoadView,
    events: Vec<EventView>,
    strain: StrainView,
    /// Whether one hears on one's own page that it adds up.
    wishes: bool,
    light: LightView,
    ties: Vec<Choice>,
    not_with: Vec<Choice>,
    /// What was told to others about oneself (R102).
    earlier: Vec<DisclosureView>,
    coming: Vec<Coming>,
    receipts: Vec<ReceiptView>,
}

/// What was erased, and when it is gone from the backups too.
struct ReceiptView {
    what: String,
    erased: Markup,
    gone: Markup,
}

/// `GET /me/record`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "me-record-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let (l, me) = (page.l(), &member.person.id);
    let tx = member.read("show my record").await?;
    let rows = tx.cases_of(me).await?;
    let cases = cases::load(&tx, &page, &rows, &member.org.time_zone).await?;
    let (load, events) = events::load(&tx, &page, me).await?;
    let strain = StrainView::load(&tx, &member, &page).await?;
    let wishes = tx.wishes_nudges(me).await?;
    let light = LightView::load(&tx, &member).await?;
    let ties = tx.people(&tx.declared_ties(me).await?).await?;
    let not_with = tx.people(&tx.refused_supporters(me).await?).await?;
    let earlier = disclosed(&tx, &page, &rows, &member.person.name).await?;
    let tz = &member.org.time_zone;
    let kinds = [DataKind::Notes, DataKind::Cases];
    let coming = ending::coming(&tx, &page, tz, &kinds, Whose::Subject(me)).await?;
    let receipts = tx.receipts_of(me).await?;
    drop(tx);
    member
        .log_view(
            "/me/record",
            rows.iter().map(|row| row.pseudonym.as_str()).collect(),
        )
        .await?;
    let choices =
        |people: Vec<crate::store::Person>| people.iter().map(|p| Choice::of(p, l)).collect();
    let receipt = |receipt: Receipt| ReceiptView {
        what: page.text(&format!("erased-{}", receipt.kind)),
        erased: page.when(receipt.erased_at),
        gone: page.day(receipt.gone_at.date(tz)),
    };
    let receipts = receipts.into_iter().map(receipt).collect();
    let (ties, not_with) = (choices(ties), choices(not_with));
    Ok(html(
        StatusCode::OK,
        &Record {
            page,
            cases,
            load,
            events,
            strain,
            wishes,
            light,
            ties,
            not_with,
            earlier,
            coming,
            receipts,
        },
    ))
}

/// What was told to others about oneself: who, what, to whom, with which consent (R102).
async fn disclosed(
    tx: &Tx,
    page: &Page,
    cases: &[CaseRow],
    me: &str,
) -> Result<Vec<DisclosureView>, StoreError> {
    let ids: Vec<CaseId> = cases.iter().map(|row| row.id.clone()).collect();
    let rows = tx.disclosures(&ids).await?;
    let tellers: Vec<PersonId> = rows.iter().map(|row| row.by.clone()).collect();
    let people = tx.people(&tellers).await?;
    let view = |row: &DisclosureRow| {
        let by = people.iter().find(|person| person.id == row.by);
        let by = by.map_or_else(String::new, |person| person.name.clone());
        DisclosureView::of(page, row, me, by)
    };
    Ok(rows.iter().map(view).collect())
}
