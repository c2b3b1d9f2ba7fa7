//! `/support/rota/ask`: asking somebody to take a duty over, or to exchange it for one of theirs.
//!
//! Only those stand there for whom the rules allow it. Who is missing may be away, pause or have a
//! duty nearby: the page tells none from another.

use askama::Template;
use axum::{
    extract::{
        Form, Query,
        rejection::{FormRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    period::Period,
    swap::{Swap, SwapState},
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    MINE,
    entry::{called, day_and_times, hindrance},
    rules::{Team, days_from},
};
use crate::{
    entropy,
    store::{RotaRequest, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/support/rota/ask";
/// How far around one's duty the duties of others are offered in exchange.
const NEAR: SignedDuration = SignedDuration::from_hours(24 * 28);
/// The most exchanges that one page offers.
const OFFERED: usize = 80;

/// Which of one's duties: the moment at which it begins.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    at: i64,
}

/// Whom one asks: `anyone`, a person, or a person with the moment of their duty.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    at: i64,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "rota/ask.html")]
struct AskPage {
    page: Page,
    at: i64,
    duty: String,
    called: String,
    /// The request that waits already.
    waits: Option<String>,
    cover: Vec<(String, String)>,
    swaps: Vec<(String, String)>,
    /// Exchanges that a rule about oneself does not allow, each with the rule.
    barred: Vec<(String, String)>,
    problem: Option<String>,
}

/// `GET /support/rota/ask?at=…`.
pub(super) async fn show(
    member: Member,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let Query(which) = which?;
    let tx = member.read("ask to swap").await?;
    let view = load(&member, &tx, which.at, None).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

/// `POST /support/rota/ask`: the question waits until somebody answers or the duty begins.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let Form(asked) = form?;
    let tx = member.write("ask to swap").await?;
    let (team, duty) = duty(&member, &tx, asked.at).await?;
    let request = match meant(&member, &team, duty, &asked.to) {
        Some(request) if waiting(&tx, &member, duty).await?.is_none() => request,
        meant => {
            let words = match meant {
                Some(_) => t!(member.reader, "rota-ask-problem-waits"),
                None => t!(member.reader, "rota-ask-problem-whom"),
            };
            let view = load(&member, &tx, asked.at, Some(words)).await?;
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
        }
    };
    tx.ask_rota_request(&request).await?;
    member.log_in(&tx, "swap-asked", HOME, Vec::new()).await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{}/withdraw", request.id);
    let flash = Flash::new("rota-asked").with_undo(undo);
    Ok(SeeOther::to(MINE).with_flash(&flash).into_response())
}

/// One's own duty that begins then and has not begun, with the team around it.
async fn duty(member: &Member, tx: &Tx, at: i64) -> Result<(Team, Period), AppError> {
    let from = Instant::from_millis(at);
    if from <= member.now {
        return Err(AppError::NotFound);
    }
    let tz = &member.org.time_zone;
    let team = Team::load(tx, member.now, days_from(from.date(tz), 1), tz).await?;
    let own = team.duties_of(&member.person.id);
    let duty = own.into_iter().find(|it| it.from == from);
    Ok((team, duty.ok_or(AppError::NotFound)?))
}

/// The request that was meant, if the rules allow it to both.
fn meant(member: &Member, team: &Team, duty: Period, to: &str) -> Option<RotaRequest> {
    let me = &member.person.id;
    let (to, other) = match to.split_once('@') {
        Some((person, at)) => {
            let person = PersonId::parse(person)?;
            let at = Instant::from_millis(at.parse().ok()?);
            let theirs = team.duties_of(&person);
            let other = theirs.into_iter().find(|it| it.from == at)?;
            (Some(person), Some(other))
        }
        None if to == "anyone" => (None, None),
        None => (Some(PersonId::parse(to)?), None),
    };
    let allowed = match (&to, other) {
        (Some(person), Some(other)) => {
            *person != *me
                && other.from > member.now
                && other.from != duty.from
                && is_free(team, person, duty, other)
                && is_free(team, me, other, duty)
        }
        (Some(person), None) => *person != *me && team.may(person, duty),
        (None, _) => true,
    };
    let id = entropy::new_id(member.now);
    let begins = other.map_or(duty.from, |it| it.from.min(duty.from));
    allowed.then(|| RotaRequest {
        swap: Swap {
            asker: me.clone(),
            to,
            answerer: None,
            begins,
            state: SwapState::Asked,
        },
        duty,
        other,
        change: id.clone(),
        id,
        at: member.now,
        ended_at: None,
    })
}

/// Whether nothing stands between somebody and a duty, when they give another one away.
fn is_free(team: &Team, person: &PersonId, gets: Period, gives: Period) -> bool {
    team.hindrances(person, gets, Some(gives)).is_empty()
}

/// The request about one's duty that waits already.
async fn waiting(tx: &Tx, member: &Member, duty: Period) -> Result<Option<RotaRequest>, AppError> {
    let all = tx.open_rota_requests(member.now).await?.into_iter();
    let mut own = all.filter(|it| it.swap.asker == member.person.id);
    Ok(own.find(|it| it.duty.from == duty.from))
}

async fn load(
    member: &Member,
    tx: &Tx,
    at: i64,
    problem: Option<String>,
) -> Result<AskPage, AppError> {
    let page = member.page(t!(member.reader, "rota-ask-title"));
    let page = page.seen_by(t!(member.reader, "rota-ask-seen-by"));
    let (team, duty) = duty(member, tx, at).await?;
    let me = &member.person.id;
    let may = team.people.iter().filter(|it| it.id != *me);
    let may = may.filter(|it| team.may(&it.id, duty));
    let cover = may.map(|it| (it.id.as_str().to_owned(), it.name.clone()));
    let (swaps, barred) = exchanges(&page, &team, duty, me);
    Ok(AskPage {
        at,
        duty: day_and_times(&page, duty),
        called: called(&page, &team, duty),
        waits: waiting(tx, member, duty).await?.map(|it| it.id),
        cover: cover.collect(),
        swaps,
        barred,
        problem,
        page,
    })
}

/// What could be exchanged: what the rules allow to both, and what they allow to the other only.
fn exchanges(
    page: &Page,
    team: &Team,
    duty: Period,
    me: &PersonId,
) -> (Vec<(String, String)>, Vec<(String, String)>) {
    let (mut swaps, mut barred) = (Vec::new(), Vec::new());
    let (from, until) = (duty.from.minus(NEAR), duty.from.plus(NEAR));
    let near = team.duties().iter().filter(|it| {
        it.person != *me
            && it.from > page.now()
            && it.from != duty.from
            && (from..until).contains(&it.from)
            && team.is_served(it)
    });
    for it in near {
        let theirs = super::rules::period_of(it);
        if !is_free(team, &it.person, duty, theirs) {
            continue;
        }
        let words = format!("{}: {}", day_and_times(page, theirs), team.name(&it.person));
        match team.hindrances(me, theirs, Some(duty)).first() {
            None => swaps.push((format!("{}@{}", it.person.as_str(), it.from.millis()), words)),
            Some(first) => barred.push((words, hindrance(page, *first))),
        }
    }
    swaps.truncate(OFFERED);
    barred.truncate(OFFERED);
    (swaps, barred)
}
