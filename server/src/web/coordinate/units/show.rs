//! `GET /coordinate/units`: what waits for a word, and what was learned.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::UnitCode,
};

use super::{
    HOME,
    choice::{Choices, NOT_OURS, value},
    lines::{self, LearnedLine, Lines},
    require,
};
use crate::web::{
    coordinate::quarantine,
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How many learned names a page shows.
const LEARNED: u32 = 200;

#[derive(Template)]
#[template(path = "coordinate/units.html")]
struct UnitsPage {
    page: Page,
    lines: Lines,
    learned: Vec<LearnedLine>,
    /// The units of the roster: what stands in a form, and what is read.
    units: Vec<(String, String)>,
    /// Whether the reader keeps the roster themselves.
    keeps_roster: bool,
    problem: Option<String>,
    back: &'static str,
    not_ours: &'static str,
}

impl UnitsPage {
    fn is_empty(&self) -> bool {
        let Lines {
            urgent,
            others,
            gaps,
            crews,
        } = &self.lines;
        urgent.is_empty() && others.is_empty() && gaps.is_empty() && crews.is_empty()
    }
}

pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    let page = render(&member, StatusCode::OK, &Choices::default(), None).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

/// The page, with what was chosen where it could not be saved.
pub(super) async fn render(
    member: &Member,
    status: StatusCode,
    choices: &Choices,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let tx = member.read("show unresolved units").await?;
    require(member, &tx).await?;
    let page = member.page(t!(member.reader, "units-title"));
    let page = page.seen_by(t!(member.reader, "units-seen-by"));
    let units = tx.roster_units().await?;
    let option = |unit: &UnitCode| (value(unit), unit.to_string());
    let view = UnitsPage {
        lines: lines::load(&tx, &page, &units, choices).await?,
        learned: lines::learned(tx.every_learned_name(LEARNED).await?, &page),
        units: units.iter().map(option).collect(),
        keeps_roster: member.may(Action::KeepRoster, Standing::Nobody),
        problem,
        back: quarantine::home(member),
        not_ours: NOT_OURS,
        page,
    };
    Ok(html(status, &view))
}
