//! `GET /desk/shifts`: a week per unit, and the form for one line more.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::{PersonId, UnitCode},
    time::Instant,
};
use jiff::{SignedDuration, ToSpan as _, civil::Date};

use super::{
    HOME,
    form::{Typed, Wrong},
    view::{self, GoneView, RowView},
};
use crate::{
    store::{Person, RosterLine, StoreError, Tx, Which},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// The most lines of either kind that one page shows; a unit at a time shows the rest.
const MOST: u32 = 400;
/// How many people a field offers while one types.
const OFFERED: u32 = 200;
/// How far back and ahead shifts tell which units there are.
const AROUND: SignedDuration = SignedDuration::from_hours(24 * 60);

/// Which week, and of which unit.
#[derive(serde::Deserialize, Default, Clone)]
pub(super) struct Asked {
    week: Option<String>,
    unit: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/shifts.html")]
struct WeekPage {
    page: Page,
    /// Where the way back leads.
    back: (&'static str, String),
    days: Vec<Markup>,
    rows: Vec<RowView>,
    gone: Vec<GoneView>,
    units: Vec<String>,
    unit: String,
    monday: String,
    before: String,
    after: String,
    /// Not all lines fit on the page.
    full: bool,
    nobody: bool,
    fields: FieldsView,
}

/// The fields of a line, with what is offered.
pub(super) struct FieldsView {
    pub(super) typed: Typed,
    pub(super) problems: Vec<String>,
    pub(super) several: Vec<(String, String)>,
    pub(super) units: Vec<String>,
    pub(super) people: Vec<(String, String)>,
    /// Whether there is a unit to fill in: a duty has none.
    pub(super) has_unit: bool,
}

/// A week; this one when nothing else is asked for.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let Query(asked) = asked?;
    member.log_view(HOME, Vec::new()).await?;
    let today = member.now.date(&member.org.time_zone);
    let typed = Typed {
        kind: "shift".to_owned(),
        unit: asked.unit.clone().unwrap_or_default(),
        day: today.to_string(),
        ..Typed::default()
    };
    render(&member, StatusCode::OK, &asked, typed, &Wrong::default()).await
}

/// The page of a week with what was typed on it.
pub(super) async fn render(
    member: &Member,
    status: StatusCode,
    asked: &Asked,
    typed: Typed,
    wrong: &Wrong,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-shifts-title"));
    let page = page.seen_by(t!(member.reader, "desk-shifts-seen-by"));
    let zone = &member.org.time_zone;
    let today = member.now.date(zone);
    let monday = monday(asked.week.as_deref(), today);
    let week = view::days(monday);
    let (from, until) = (
        Instant::start_of(monday, zone),
        Instant::start_of(shifted(monday, 7), zone),
    );
    let sound = |text: &&str| text.len() < 120 && !text.chars().any(char::is_control);
    let unit = asked.unit.as_deref().filter(sound);
    let unit = unit.and_then(UnitCode::parse);
    let tx = member.read("show shifts").await?;
    let mut lines = tx.roster_lines(from, until, unit.as_ref(), MOST).await?;
    let fields = fields(&tx, &page, member.now, typed, wrong).await?;
    // A large service: one unit at a time, and whole, rather than a part of every one.
    let first = fields
        .units
        .first()
        .filter(|_| unit.is_none() && lines.len() >= MOST as usize);
    let unit = unit.or_else(|| first.and_then(|unit| UnitCode::parse(unit)));
    if first.is_some() {
        lines = tx.roster_lines(from, until, unit.as_ref(), MOST).await?;
    }
    let names = names(&tx, &lines).await?;
    drop(tx);
    let standing: Vec<&RosterLine> = lines.iter().filter(|line| !line.removed).collect();
    let view = WeekPage {
        back: back(member),
        days: week.iter().map(|day| page.day(*day)).collect(),
        rows: view::rows(&standing, &names, &week, &page),
        gone: view::gone(&lines, &names, &page),
        units: fields.units.clone(),
        unit: unit.map_or_else(String::new, |unit| unit.as_str().to_owned()),
        monday: monday.to_string(),
        before: shifted(monday, -7).to_string(),
        after: shifted(monday, 7).to_string(),
        full: lines.len() >= MOST as usize,
        nobody: fields.people.is_empty(),
        fields,
        page,
    };
    Ok(html(status, &view))
}

/// Where somebody came from: not everybody who keeps the roster has the desk.
pub(super) fn back(member: &Member) -> (&'static str, String) {
    if member.may(Action::ManageImports, Standing::Nobody) {
        ("/desk", t!(member.reader, "desk-title"))
    } else {
        ("/coordinate", t!(member.reader, "coordinate-title"))
    }
}

/// What the fields offer.
pub(super) async fn fields(
    tx: &Tx,
    page: &Page,
    now: Instant,
    typed: Typed,
    wrong: &Wrong,
) -> Result<FieldsView, StoreError> {
    let people = tx.register(Which::default(), OFFERED).await?;
    let offered = |person: &Person| (person.roster_id.clone(), person.name.clone());
    let named = |person: &Person| {
        let name = format!("{} ({})", person.name, person.roster_id);
        (person.id.as_str().to_owned(), name)
    };
    let problem = |code: &&str| page.text(&format!("desk-shifts-problem-{code}"));
    Ok(FieldsView {
        problems: wrong.problems.iter().map(problem).collect(),
        several: wrong.several.iter().map(named).collect(),
        units: tx.units_worked(now.minus(AROUND), now.plus(AROUND)).await?,
        people: people.iter().map(offered).collect(),
        has_unit: true,
        typed,
    })
}

async fn names(tx: &Tx, lines: &[RosterLine]) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let ids: BTreeSet<&PersonId> = lines.iter().map(|line| &line.person).collect();
    let ids: Vec<PersonId> = ids.into_iter().cloned().collect();
    let people = tx.people(&ids).await?.into_iter();
    Ok(people.map(|person| (person.id, person.name)).collect())
}

/// The Monday of the week that is asked for, or of this one.
fn monday(asked: Option<&str>, today: Date) -> Date {
    let usual = |day: &Date| (2000..2200).contains(&day.year());
    let day = asked.and_then(|text| text.parse::<Date>().ok());
    let day = day.filter(usual).unwrap_or(today);
    shifted(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

fn shifted(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

impl Asked {
    /// The week and the unit that a form was sent from.
    pub(super) fn of(form: &BTreeMap<String, String>) -> Self {
        let said = |name: &str| form.get(name).filter(|text| !text.is_empty()).cloned();
        Self {
            week: said("week"),
            unit: said("shown"),
        }
    }

    /// The week of a day, of the same unit.
    pub(super) fn address(day: &str) -> String {
        format!("{HOME}?week={day}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::PROBLEMS;
    use super::*;
    use crate::web::text::{Language, Texts};
    use care::period::PeriodRefusal;
    use jiff::civil::date;

    #[test]
    fn any_day_tells_its_week() {
        let today = date(2026, 6, 3);
        assert_eq!(monday(None, today), date(2026, 6, 1));
        assert_eq!(monday(Some("2026-06-07"), today), date(2026, 6, 1));
        assert_eq!(monday(Some("2026-06-08"), today), date(2026, 6, 8));
        assert_eq!(monday(Some("9999-12-31"), today), date(2026, 6, 1));
        assert_eq!(monday(Some("nonsense"), today), date(2026, 6, 1));
    }

    #[test]
    fn every_problem_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            let mut codes = PROBLEMS.to_vec();
            codes.extend(PeriodRefusal::ALL.iter().map(|it| it.code()));
            for code in codes {
                assert!(l.has(&format!("desk-shifts-problem-{code}")), "{code}");
            }
        }
    }
}
