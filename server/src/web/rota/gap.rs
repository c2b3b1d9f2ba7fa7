//! A place that nobody has: who may take it, and giving it to them (R013, R103).

use askama::Template;
use axum::{
    extract::{
        Form, Path, Query,
        rejection::{FormRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    period::Period,
    roster::Gap,
    rota::{Duties, counted},
    time::Instant,
};
use jiff::{SignedDuration, civil::Date};
use serde::Deserialize;

use super::{
    LEAD,
    entry::{day_and_times, times},
    rules::{Seats, Team, days_from},
};
use crate::{
    entropy,
    store::{LineKey, PlanState, StoreError, Tx, plan_of},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

const HOME: &str = "/coordinate/rota/gap";
/// Around a gap, in which stretch duties are counted to say who has fewest.
const COUNTED: SignedDuration = SignedDuration::from_hours(24 * 28);

/// Which slot: the duty and the day on which it begins.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    duty: String,
    #[serde(default)]
    day: String,
    /// Who takes it.
    #[serde(default)]
    person: String,
}

/// A gap, as a line.
pub(in crate::web) struct GapLine {
    /// The day with its times.
    pub(super) when: String,
    pub(in crate::web) from: Markup,
    pub(in crate::web) until: Markup,
    pub(in crate::web) length: String,
    /// What it is called, where the pattern names it.
    pub(in crate::web) duty: Option<String>,
    /// Where it is filled.
    pub(in crate::web) href: Option<String>,
    pub(in crate::web) missing: usize,
}

/// Somebody who may take it.
struct Candidate {
    id: String,
    name: String,
    load: Duties,
}

#[derive(Template)]
#[template(path = "rota/gap.html")]
struct GapPage {
    page: Page,
    duty: String,
    day: String,
    slot: String,
    name: String,
    /// The parts that are open, where it is not the whole.
    parts: Vec<String>,
    missing: usize,
    candidates: Vec<Candidate>,
    /// How many of the team a rule keeps from it.
    barred: usize,
    problem: Option<String>,
}

/// What nobody has in the days to come: places of the pattern, or where there is none, stretches.
pub(in crate::web) async fn ahead(
    tx: &Tx,
    page: &Page,
    days: i32,
) -> Result<Vec<GapLine>, StoreError> {
    let zone = &page.reader().calendar.zone;
    let now = page.now();
    let (today, last) = days_from(now.date(zone), days);
    let team = Team::load(tx, now, (today, last), zone).await?;
    Ok(lines(page, &team, (today, last)))
}

/// The gaps between two days, as lines.
pub(super) fn lines(page: &Page, team: &Team, (today, last): (Date, Date)) -> Vec<GapLine> {
    let now = page.now();
    let line = |period: Period| GapLine {
        when: day_and_times(page, period),
        from: page.when(period.from),
        until: page.when(period.until),
        length: page
            .reader()
            .calendar
            .length(period.until.since(period.from)),
        duty: None,
        href: None,
        missing: 1,
    };
    let period = |gap: &Gap| Period {
        from: gap.from,
        until: gap.until,
    };
    if team.policy.patterns.is_empty() {
        let hours = 24 * i64::from((last - today).get_days());
        let gaps = team.gaps(now, now.plus(SignedDuration::from_hours(hours)));
        return gaps.iter().map(|gap| line(period(gap))).collect();
    }
    let mut found = Vec::new();
    for seat in team.seats((today.yesterday().unwrap_or(today), last)) {
        let mut open = seat.missing.clone();
        open.retain(|gap| gap.until > now);
        open.sort_by_key(|gap| (gap.from, gap.until));
        let mut at = 0;
        while let Some(gap) = open.get(at) {
            let same = open.iter().skip(at).take_while(|it| *it == gap).count();
            found.push(GapLine {
                duty: team.pattern_name(&seat.slot.pattern, page.lang()),
                href: Some(href(seat.slot.pattern.as_str(), seat.slot.day)),
                missing: same,
                ..line(period(gap))
            });
            at += same;
        }
    }
    found
}

/// Where a slot is filled.
pub(super) fn href(duty: &str, day: Date) -> String {
    format!("{HOME}?duty={duty}&day={day}")
}

/// `GET /coordinate/rota/gap`.
pub(super) async fn show(
    member: Member,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Query(which) = which?;
    let tx = member.read("show gap").await?;
    let (team, seat) = seat(&member, &tx, &which).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view(&member, &team, &seat, None)))
}

/// `POST /coordinate/rota/gap`: this supporter has it from now on; can be undone.
pub(super) async fn fill(
    member: Member,
    form: Result<Form<Which>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(which) = form?;
    let tx = member.write("fill gap").await?;
    tx.hold_rota().await?;
    let (team, seat) = seat(&member, &tx, &which).await?;
    let person = PersonId::parse(&which.person).ok_or(AppError::BadForm)?;
    let Some(open) = open(&member, &seat).first().copied() else {
        return Err(AppError::Stale("rota-gap"));
    };
    if !team.may(&person, open) {
        let words = t!(member.reader, "rota-gap-problem");
        let view = view(&member, &team, &seat, Some(words));
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
    }
    let change = entropy::new_id(member.now);
    put(&tx, &team, &person, open, &change).await?;
    member.log_in(&tx, "gap-filled", HOME, Vec::new()).await?;
    tx.commit().await?;
    let flash = Flash::new("rota-gap-filled").with_undo(format!("{LEAD}/undo/{change}"));
    Ok(SeeOther::to(LEAD).with_flash(&flash).into_response())
}

/// Gives the place away, and takes out who had it and does not serve.
async fn put(
    tx: &Tx,
    team: &Team,
    person: &PersonId,
    open: Period,
    change: &str,
) -> Result<(), StoreError> {
    let key = |person: &PersonId, from: Instant| LineKey {
        person: person.clone(),
        unit: None,
        from,
    };
    let idle = team.duties().iter().filter(|it| {
        let within = open.from <= it.from && it.until <= open.until;
        within && it.person != *person && !team.is_served(it)
    });
    for duty in idle {
        tx.take_line_out(&key(&duty.person, duty.from), change)
            .await?;
    }
    tx.put_line(&key(person, open.from), open.until, change)
        .await
}

/// `POST /coordinate/rota/undo/{id}`: the rota is as it was before that change.
pub(super) async fn undo(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("undo change of the rota").await?;
    tx.hold_rota().await?;
    let id = address::id(&id)?;
    if let Some(plan) = plan_of(id) {
        whole_plan(&tx, plan, id).await?;
    }
    if !tx.undo_hand(id).await? {
        return Err(AppError::NotFound);
    }
    let place = "/coordinate/rota/undo/{id}";
    member.log_in(&tx, "rota-undone", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(LEAD).with_flash(&Flash::new("rota-undone")))
}

/// A published plan is undone as a whole: not where a duty of it was swapped or filled since.
async fn whole_plan(tx: &Tx, plan: &str, change: &str) -> Result<(), AppError> {
    let found = tx.rota_plan().await?.filter(|it| it.id == plan);
    let found = found.ok_or(AppError::NotFound)?;
    let stands = tx.duty_lines_of(change).await?;
    if i64::try_from(stands).ok() != Some(found.lines) {
        return Err(AppError::Stale("rota-plan"));
    }
    let step = (PlanState::Published, PlanState::Done);
    if !tx.step_plan(plan, step, None, 0).await? {
        return Err(AppError::Stale("rota-plan"));
    }
    Ok(())
}

/// The slot of an address, as long as it has not ended.
async fn seat(member: &Member, tx: &Tx, which: &Which) -> Result<(Team, Seats), AppError> {
    let tz = &member.org.time_zone;
    let day: Date = which.day.parse().map_err(|_| AppError::NotFound)?;
    let near = (day - member.now.date(tz)).get_days();
    if !(-2..=800).contains(&near) {
        return Err(AppError::NotFound);
    }
    let team = Team::load(tx, member.now, days_from(day, 1), tz).await?;
    let all = team.seats((day, day)).into_iter();
    let mut found = all.filter(|it| it.slot.pattern.as_str() == which.duty);
    let seat = found.find(|it| it.slot.until > member.now);
    Ok((team, seat.ok_or(AppError::NotFound)?))
}

/// The parts of a slot that nobody has from now on.
fn open(member: &Member, seat: &Seats) -> Vec<Period> {
    let ahead = seat.missing.iter().filter(|it| it.until > member.now);
    let period = |gap: &Gap| Period {
        from: gap.from,
        until: gap.until,
    };
    ahead.map(period).collect()
}

fn view(member: &Member, team: &Team, seat: &Seats, problem: Option<String>) -> GapPage {
    let page = member.page(t!(member.reader, "rota-gap-title"));
    let page = page.seen_by(t!(member.reader, "rota-gap-seen-by"));
    let open = open(member, seat);
    let whole = Period {
        from: seat.slot.from,
        until: seat.slot.until,
    };
    let period = open.first().copied().unwrap_or(whole);
    let candidates = candidates(team, period, &member.org.time_zone);
    let parts = open.iter().filter(|it| **it != whole);
    let name = team.pattern_name(&seat.slot.pattern, page.lang());
    GapPage {
        duty: seat.slot.pattern.as_str().to_owned(),
        day: seat.slot.day.to_string(),
        slot: day_and_times(&page, whole),
        name: name.unwrap_or_default(),
        parts: parts.map(|it| times(&page, *it)).collect(),
        missing: open.len(),
        barred: team.people.len().saturating_sub(candidates.len()),
        candidates,
        problem,
        page,
    }
}

/// Those for whom no rule stands in the way, who has the fewest duties first.
fn candidates(team: &Team, period: Period, tz: &jiff::tz::TimeZone) -> Vec<Candidate> {
    let (from, until) = (period.from.minus(COUNTED), period.from.plus(COUNTED));
    let counts = counted(team.duties(), from, until, tz);
    let mut found: Vec<Candidate> = team
        .people
        .iter()
        .filter(|it| team.may(&it.id, period))
        .map(|it| Candidate {
            id: it.id.as_str().to_owned(),
            name: it.name.clone(),
            load: counts.get(&it.id).copied().unwrap_or_default(),
        })
        .collect();
    found.sort_by(|one, other| (one.load, &one.name).cmp(&(other.load, &other.name)));
    found
}
