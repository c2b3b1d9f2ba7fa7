//! Who of the team works where, and who is ambassador of which staff group (R020, R049).

use std::collections::BTreeMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    team::{CHECK_IN_EVERY, GroupCover, Lack},
};
use jiff::SignedDuration;

use super::team::Team;
use crate::{
    store::Person,
    web::{
        colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

pub(super) const HOME: &str = "/coordinate/coverage";
/// How far back shifts tell on which units somebody works.
const WORKED: SignedDuration = SignedDuration::from_hours(24 * 28);

#[derive(Template)]
#[template(path = "coordinate/coverage.html")]
struct CoveragePage {
    page: Page,
    groups: Vec<GroupView>,
    units: Vec<(String, String)>,
    team: Vec<(String, String)>,
    /// How often a check-in can be: the days, and in words.
    every: Vec<(String, String)>,
    nobody: bool,
}

/// A staff group, and how the team is there.
struct GroupView {
    code: String,
    name: String,
    available: String,
    away: String,
    ambassador: Option<SeatView>,
    lacks: Vec<(String, bool)>,
}

/// Who is ambassador, and when the next check-in is.
struct SeatView {
    id: String,
    person: String,
    name: String,
    next: Markup,
    late: bool,
    held: Option<Markup>,
    every: String,
}

/// `GET /coordinate/coverage`: each staff group with who of the team works there, and the units.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "coordinate-coverage-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-coverage-seen-by"));
    let tx = member.read("show coverage").await?;
    let team = Team::load(&tx, member.now.date(&member.org.time_zone)).await?;
    let ids: Vec<PersonId> = team.people.iter().map(|person| person.id.clone()).collect();
    let units = tx
        .units_between(&ids, member.now.minus(WORKED), member.now)
        .await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let names: BTreeMap<&PersonId, &str> = team
        .people
        .iter()
        .map(|person| (&person.id, person.name.as_str()))
        .collect();
    let unit = |(unit, people): (String, std::collections::BTreeSet<PersonId>)| {
        let there: Vec<&str> = people
            .iter()
            .filter_map(|id| names.get(id).copied())
            .collect();
        (unit, there.join(", "))
    };
    let view = CoveragePage {
        groups: team
            .covers()
            .iter()
            .map(|cover| group(&page, &team, cover))
            .collect(),
        units: units.into_iter().map(unit).collect(),
        team: choices(&team, &page),
        every: CHECK_IN_EVERY
            .map(|days| (days.to_string(), every(&page, days)))
            .into(),
        nobody: team.is_empty(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

fn every(page: &Page, days: i32) -> String {
    t!(page, "coordinate-check-in-days", count = days)
}

fn choices(team: &Team, page: &Page) -> Vec<(String, String)> {
    let choice = |person: &Person| {
        let group = colleague::group(&person.staff_group, page.l());
        (
            person.id.as_str().to_owned(),
            format!("{} ({group})", person.name),
        )
    };
    team.people.iter().map(choice).collect()
}

fn group(page: &Page, team: &Team, cover: &GroupCover) -> GroupView {
    let seat = team.seats.iter().find(|seat| seat.group == cover.group);
    let ambassador = seat.map(|seat| SeatView {
        id: seat.id.clone(),
        person: seat.person.as_str().to_owned(),
        name: team.person(&seat.person).map_or_else(
            || t!(page, "coordinate-ambassador-gone"),
            |person| person.name.clone(),
        ),
        next: page.day(seat.next_on),
        late: seat.next_on < team.today,
        held: seat.held_on.map(|day| page.day(day)),
        every: seat.every_days.to_string(),
    });
    GroupView {
        name: colleague::group(&cover.group, page.l()),
        available: team.names(&cover.group, true),
        away: team.names(&cover.group, false),
        ambassador,
        lacks: cover
            .lacks
            .iter()
            .map(|lack| (lack_words(page, *lack), lack.asks()))
            .collect(),
        code: cover.group.clone(),
    }
}

/// What a staff group lacks, in words.
pub(super) fn lack_words(page: &Page, lack: Lack) -> String {
    page.text(&format!("coordinate-lack-{}", lack.code()))
}
