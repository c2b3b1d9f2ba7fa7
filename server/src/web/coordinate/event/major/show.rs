//! The page: how many each supporter would get, and for whom nobody was found.

use askama::Template;
use axum::{
    extract::{
        Path, Query,
        rejection::{PathRejection, QueryRejection},
    },
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    matching::assignment::Wave,
};
use serde::Deserialize;

use super::plan::{MOST_ROOM, Proposal};
use crate::{
    store::{CaseRow, Person, Tx},
    web::{
        colleague,
        coordinate::{cases, month::MonthView},
        error::AppError,
        incident::{scene::Scene, words},
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How many for whom nobody was found stand open; more are folded.
const GLANCE: usize = 10;

#[derive(Template)]
#[template(path = "coordinate/event/major.html")]
struct MajorPage {
    page: Page,
    id: String,
    what: String,
    when: Markup,
    /// How many have nobody yet, and how many would have somebody.
    free: usize,
    given: usize,
    room: u32,
    most_room: u32,
    /// What the page shows, for publishing exactly that.
    mark: String,
    waves: Vec<(String, usize)>,
    rows: Vec<Row>,
    month: MonthView,
    unmet: Vec<Unmet>,
    /// Whether there are more than a page shows at a glance.
    folds: bool,
    last: Option<Last>,
}

/// A supporter with how many in each wave.
struct Row {
    name: String,
    group: String,
    /// Each wave's name and how many.
    waves: Vec<(String, usize)>,
    total: usize,
}

/// Somebody for whom nobody was found.
struct Unmet {
    id: String,
    /// The case's name on the board.
    code: String,
    wave: String,
}

/// What was given at once before, and whether it can be taken back.
struct Last {
    by: String,
    at: Markup,
    count: i64,
    undo: bool,
}

/// How many each supporter has room for, as asked.
#[derive(Deserialize)]
pub(super) struct Asked {
    room: Option<u32>,
}

/// `GET /coordinate/event/{id}/major`: nothing is done by looking.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let (Path(id), Query(asked)) = (id?, asked?);
    let page = member
        .page(t!(member.reader, "major-title"))
        .seen_by(t!(member.reader, "coordinate-seen-by"));
    let tx = member.read("show major event").await?;
    let scene = find(&member, &tx, &id).await?;
    let proposal = Proposal::of(&member, &tx, &scene, asked.room).await?;
    let last = last(&page, &tx, &scene).await?;
    let list = words::list(&tx, page.now()).await?;
    drop(tx);
    let place = "/coordinate/event/{id}/major";
    member.log_view(place, scene.pseudonyms()).await?;
    let what = words::entry(&scene.row, list.as_ref(), page.l());
    let when = page.when(scene.row.at);
    let view = view(page, (id, what, when), &proposal, last);
    Ok(html(StatusCode::OK, &view))
}

/// The event, for who may give its cases; who was part of it finds nothing (R004, R121).
pub(super) async fn find(member: &Member, tx: &Tx, id: &str) -> Result<Scene, AppError> {
    let scene = Scene::find(member, tx, id).await?;
    scene.require(member, Action::AssignSupporter)?;
    Ok(scene)
}

fn view(
    page: Page,
    (id, what, when): (String, String, Markup),
    proposal: &Proposal,
    last: Option<Last>,
) -> MajorPage {
    let demands = &proposal.field.demands;
    let in_wave = |wave: Wave| demands.iter().filter(|it| it.wave == wave).count();
    let wave_name = |wave: Wave| page.text(&format!("major-wave-{wave}"));
    let waves = Wave::ALL.iter().map(|it| (wave_name(*it), in_wave(*it)));
    let mut rows: Vec<Row> = (0..)
        .zip(&proposal.people)
        .map(|it| row(&page, proposal, it))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    let unmet: Vec<Unmet> = proposal
        .plan
        .unmet()
        .filter_map(|at| proposal.cases.get(at).zip(demands.get(at)))
        .map(|(case, demand)| unmet(case, wave_name(demand.wave)))
        .collect();
    MajorPage {
        id,
        what,
        when,
        free: demands.len(),
        given: demands.len() - unmet.len(),
        room: proposal.room,
        most_room: MOST_ROOM,
        mark: proposal.mark(),
        waves: waves.filter(|(_, count)| *count > 0).collect(),
        month: drawn(&page, &rows),
        rows,
        folds: unmet.len() > GLANCE,
        unmet,
        last,
        page,
    }
}

fn row(page: &Page, proposal: &Proposal, (seat, person): (usize, &Person)) -> Row {
    let mine: Vec<Wave> = proposal
        .plan
        .of(seat)
        .filter_map(|at| proposal.field.demands.get(at))
        .map(|demand| demand.wave)
        .collect();
    let count = |wave: &Wave| {
        let name = page.text(&format!("major-wave-{wave}"));
        (name, mine.iter().filter(|it| *it == wave).count())
    };
    Row {
        name: person.name.clone(),
        group: colleague::group(&person.staff_group, page.l()),
        waves: Wave::ALL.iter().map(count).collect(),
        total: mine.len(),
    }
}

fn unmet(case: &CaseRow, wave: String) -> Unmet {
    Unmet {
        id: case.id.as_str().to_owned(),
        code: cases::code(&case.pseudonym),
        wave,
    }
}

fn drawn(page: &Page, rows: &[Row]) -> MonthView {
    let most = rows.iter().map(|row| row.total).max().unwrap_or(0).max(1);
    let bar = |row: &Row| {
        let width = u64::try_from(row.total * 80 / most).unwrap_or(0);
        (row.name.clone(), row.total.to_string(), false, width)
    };
    MonthView::drawn(t!(page, "major-drawn"), rows.iter().map(bar))
}

async fn last(page: &Page, tx: &Tx, scene: &Scene) -> Result<Option<Last>, AppError> {
    let Some(last) = tx.last_assignment(&scene.row.id).await? else {
        return Ok(None);
    };
    let by = tx.person(&last.by).await?;
    Ok(Some(Last {
        by: by.map(|person| person.name).unwrap_or_default(),
        at: page.when(last.at),
        count: last.cases,
        undo: !tx.was_worked_on(&last.id).await?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_wave_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for wave in Wave::ALL {
                assert!(l.has(&format!("major-wave-{wave}")), "{wave}");
            }
        }
    }
}
