//! The page of a case: what to do now first, everything else below it.

mod forms;
mod history;
mod now;
mod slots;
mod track;
mod view;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    guide::Slot,
    ids::CaseId,
    path::ClosingReason,
    time::Instant,
};

use now::Now;
use view::{Extra, View};

use super::fields::{Fields, Problem};
use crate::{
    store::CaseRow,
    web::{
        address,
        error::AppError,
        member::Member,
        notes::Notes,
        page::{Page, html},
    },
};
use forms::Forms;

#[derive(Template)]
#[template(path = "support/case.html")]
struct CasePage {
    page: Page,
    view: View,
    forms: Forms,
    problems: Vec<Problem>,
    fields: Fields,
    /// What was said, for whoever may read it.
    notes: Option<Notes>,
}

impl CasePage {
    /// Whether this can be done beside the one thing.
    fn may(&self, extra: Extra) -> bool {
        self.view.may(extra)
    }

    /// Whether something is wrong with this field, so that what folds it away opens.
    fn has_problem(&self, field: &str) -> bool {
        self.problems.iter().any(|problem| problem.field == field)
    }

    /// Whether this suggestion was chosen before.
    fn is_chosen(&self, slot: Instant) -> bool {
        self.forms.slot == slot.millis().to_string()
    }

    /// The text of a code from a closed set.
    fn say(&self, family: &str, code: &str) -> String {
        self.page.text(&format!("{family}{code}"))
    }

    /// Whether the card already asks what the colleague wants.
    fn is_asking(&self) -> bool {
        matches!(self.view.now, Now::Ask(_))
    }

    /// Whether a talk is planned, so that another time moves it.
    fn is_planned(&self) -> bool {
        matches!(self.view.now, Now::Planned { .. })
    }

    /// Whether it ended as an error.
    fn is_withdrawn(&self) -> bool {
        let error = ClosingReason::OpenedInError;
        matches!(&self.view.now, Now::Closed(closing) if closing.reason == error)
    }

    /// Whether the third talk is to be wrapped up: after it comes no other (R072).
    fn is_third(&self) -> bool {
        matches!(self.view.now, Now::Outcome { number: 3, .. })
    }

    /// Whether the card already asks for the light.
    fn is_calling(&self) -> bool {
        matches!(self.view.now, Now::Contact { .. })
    }

    /// Whether the card already asks for consent to a referral.
    fn in_outcome(&self) -> bool {
        matches!(self.view.now, Now::Outcome { .. })
    }
}

/// `GET /support/case/{id}`.
pub(super) async fn show(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    render(
        &member,
        &address::case(&id)?,
        StatusCode::OK,
        Fields::default(),
        Vec::new(),
    )
    .await
}

/// The page of a case with what was typed and what is wrong with it.
pub(super) async fn render(
    member: &Member,
    id: &CaseId,
    status: StatusCode,
    fields: Fields,
    problems: Vec<Problem>,
) -> Result<Response, AppError> {
    let tx = member.read("show case").await?;
    let (case, standing) = member.case(&tx, id.as_str(), Action::ViewCase).await?;
    let l = member.reader.l();
    let page = member.page(t!(l, "support-case-title"));
    let view = View::load(member, &tx, &case, standing, &page).await?;
    drop(tx);
    let notes = notes(member, &case, standing, &view);
    member
        .log_view("/support/case/{id}", vec![&case.pseudonym])
        .await?;
    let seen_by = t!(l, "support-case-who-sees", name = view.first_name.as_str());
    let mut page = page.seen_by(seen_by);
    if notes.is_some() {
        page = page.vault();
    }
    page.demo_target = view.demo_target;
    let forms = Forms::new(l, &view, &fields, &problems);
    Ok(html(
        status,
        &CasePage {
            page,
            view,
            forms,
            problems,
            fields,
            notes,
        },
    ))
}

/// The frame of the sealed notes, for the people of the case (R003).
fn notes(member: &Member, case: &CaseRow, standing: Standing, view: &View) -> Option<Notes> {
    member.may(Action::WriteSealed, standing).then(|| {
        Notes::of_case(
            member.reader.l(),
            case.id.as_str(),
            Slot::suggested(&case.case, member.now),
            view.events.first().map(|event| event.at),
            member.now,
            member.org.time_zone.iana_name().unwrap_or("UTC"),
        )
    })
}

/// Whether somebody who stands here may still do the work.
fn may_work(member: &Member, standing: Standing) -> bool {
    member.may(Action::WorkCase, standing)
}
