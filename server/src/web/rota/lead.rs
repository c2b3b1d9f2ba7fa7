//! `GET /coordinate/rota`: the gaps before they happen, a month as a picture and as a table, and
//! what of it goes against the pattern (R013, R103).

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    period::Period,
    rota::{Duties, counted},
    time::Instant,
};
use jiff::civil::Date;

use super::{
    LEAD,
    entry::{day_and_times, rule},
    gap::{self, GapLine},
    month::{self, Asked, MonthView},
    rules::{Bar, Team, days_from},
};
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How far ahead gaps are looked for, in days, and how many are told at once.
const AHEAD: i32 = 56;
const TOLD: usize = 12;

#[derive(Template)]
#[template(path = "rota/lead.html")]
struct Lead {
    page: Page,
    /// The gaps of the next eight weeks, the first first.
    gaps: Vec<GapLine>,
    /// Those that are folded away.
    later: Vec<GapLine>,
    /// How many requests wait for an answer.
    asked: usize,
    month: MonthView,
    people: Vec<PersonLine>,
    against: Vec<String>,
    has_pattern: bool,
    nobody: bool,
}

/// How many duties somebody has in the month.
struct PersonLine {
    name: String,
    load: Duties,
}

/// The page.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Query(asked) = asked?;
    let tz = &member.org.time_zone;
    let today = member.now.date(tz);
    let first = asked.first(today);
    let page = member.page(t!(member.reader, "rota-lead-title"));
    let page = page.seen_by(t!(member.reader, "rota-lead-seen-by"));
    let tx = member.read("show rota of the team").await?;
    let ahead = Team::load(&tx, member.now, days_from(today, AHEAD), tz).await?;
    let team = Team::load(&tx, member.now, (first, month::next(first)), tz).await?;
    let requests = tx.open_rota_requests(member.now).await?.len();
    drop(tx);
    member.log_view(LEAD, Vec::new()).await?;
    let mut gaps = gap::lines(&page, &ahead, days_from(today, AHEAD));
    let later = gaps.split_off(gaps.len().min(TOLD));
    let view = Lead {
        gaps,
        later,
        asked: requests,
        people: people(&team, first, tz),
        against: against(&page, &team, first),
        has_pattern: !team.policy.patterns.is_empty(),
        nobody: team.people.is_empty(),
        month: month::view(&page, &team, first, None),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// How many duties each has in the month, also who has none.
fn people(team: &Team, first: Date, tz: &jiff::tz::TimeZone) -> Vec<PersonLine> {
    let from = Instant::start_of(first, tz);
    let until = Instant::start_of(month::next(first), tz);
    let counts = counted(&team.served(), from, until, tz);
    let line = |person: &crate::store::Person| PersonLine {
        name: person.name.clone(),
        load: counts.get(&person.id).copied().unwrap_or_default(),
    };
    team.people.iter().map(line).collect()
}

/// What of the month goes against a rule, each with the rule in words.
///
/// Being away or pausing is none of them: such a duty stands open.
fn against(page: &Page, team: &Team, first: Date) -> Vec<String> {
    let zone = &page.reader().calendar.zone;
    let from = Instant::start_of(first, zone);
    let until = Instant::start_of(month::next(first), zone);
    let all = team.violations().into_iter();
    let of_month = all.filter(|it| it.from < until && from < it.until);
    let words = |it: care::roster::Violation| {
        let who = it.person.as_ref().map(|id| team.name(id));
        let when = day_and_times(
            page,
            Period {
                from: it.from,
                until: it.until,
            },
        );
        let rule = rule(page.l(), &Bar::Rule(it.broken));
        format!("{}, {when}: {rule}", who.unwrap_or_default())
    };
    of_month.map(words).collect()
}
