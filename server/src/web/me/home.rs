//! `GET /me`: what happens now, and what one can decide.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    retention::DataKind,
};

use super::{
    ask::Question as Asked,
    first_name,
    light::LightView,
    notes::NotesView,
    now::{Now, Question, now},
    piling,
};
use crate::{
    store::{CaseRow, Whose},
    web::{
        ending::{self, Coming},
        error::AppError,
        member::Member,
        page::{Page, html},
        recovery::mine::OwnRecovery,
        time::Markup,
        vault,
        wording::OwnWords,
    },
};

#[derive(Template)]
#[template(path = "me/home.html")]
struct Home {
    page: Page,
    name: String,
    now: Now,
    own: Option<OwnCase>,
    /// What piled up, in words, if one wishes to see it (R050).
    piled: Option<String>,
    light: LightView,
    recovery: OwnRecovery,
    /// Whether one reads along with the notes of one's newest path.
    notes: Option<NotesView>,
    coming: Vec<Coming>,
    /// What the team is called here, within a sentence and at its beginning.
    team: String,
    team_first: String,
    /// What the organisation says with an offer, beside Veer's own words.
    with_offer: Option<String>,
}

impl Home {
    /// Whether one's own question waits for somebody who takes it.
    fn waits(&self) -> bool {
        self.own.as_ref().is_some_and(|own| own.asked.is_some())
    }

    /// Whether asking is the one thing to do here.
    fn ask_first(&self) -> bool {
        !matches!(self.now.question, Question::Consent | Question::Offer)
    }
}

/// The parts of one's own open case that the page needs.
struct OwnCase {
    revision: i64,
    supporter: Option<String>,
    /// When somebody was asked for, while that can be taken back.
    asked: Option<Markup>,
    /// Whether it can still be said that it should be somebody else.
    may_refuse: bool,
}

impl OwnCase {
    fn of(row: &CaseRow, supporter: Option<String>, page: &Page) -> Self {
        Self {
            revision: row.revision,
            may_refuse: supporter.is_some() && row.case.handover_due.is_none(),
            asked: Asked::of(&row.case)
                .map(|_| page.when(row.case.asked_at.unwrap_or(row.case.signal_at))),
            supporter,
        }
    }
}

/// `GET /me`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "me-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let tx = member.read("show my page").await?;
    let row = tx.open_case_of(&member.person.id).await?;
    let supporter = match row.as_ref().and_then(|row| row.supporter.as_ref()) {
        Some(id) => tx.person(id).await?.map(|person| person.name),
        None => None,
    };
    let light = LightView::load(&tx, &member).await?;
    let piled = piling::own(&tx, &member).await?;
    let cases = tx.cases_of(&member.person.id).await?;
    let recovery = OwnRecovery::load(&tx, &page, &cases).await?;
    let page = page
        .vault_wanted(vault::wanted(&member, &tx).await?)
        .vault();
    let notes = NotesView::load(&tx, &member, cases.first()).await?;
    let (tz, whose) = (&member.org.time_zone, Whose::Subject(&member.person.id));
    let words = OwnWords::load(&tx, page.l(), page.now()).await?;
    let coming = ending::coming(&tx, &page, tz, &[DataKind::Notes], whose).await?;
    drop(tx);
    let case = row.as_ref().map(|row| &row.case);
    let now = now(&page, &words, case, supporter.as_deref(), tz);
    member
        .log_view(
            "/me",
            row.iter().map(|row| row.pseudonym.as_str()).collect(),
        )
        .await?;
    let own = row.as_ref().map(|row| OwnCase::of(row, supporter, &page));
    let name = first_name(&member.person.name).to_owned();
    Ok(html(
        StatusCode::OK,
        &Home {
            page,
            name,
            now,
            own,
            piled,
            light,
            recovery,
            notes,
            coming,
            team: words.team(),
            team_first: words.team_first(),
            with_offer: words.offer(),
        },
    ))
}
