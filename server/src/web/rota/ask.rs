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
    roster::{Change, Duty},
    swap::{Swap, SwapState},
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    MINE,
    entry::{called, day_and_times, rule},
    rules::{Bar, Team, days_from, period_of},
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

/// What a form sends, with the words beside it; or words with the rule.
type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "rota/ask.html")]
struct AskPage {
    page: Page,
    at: i64,
    duty: String,
    called: String,
    /// The request that waits already.
    waits: Option<String>,
    cover: Pairs,
    swaps: Pairs,
    /// Exchanges that a rule about oneself does not allow, each with the rule.
    barred: Pairs,
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
    tx.hold_rota().await?;
    let (team, duty) = duty(&member, &tx, asked.at).await?;
    let request = match meant(&member, &team, &duty, &asked.to) {
        Some(request) if waiting(&tx, &member, &duty).await?.is_none() => request,
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
async fn duty(member: &Member, tx: &Tx, at: i64) -> Result<(Team, Duty), AppError> {
    let from = Instant::from_millis(at);
    if from <= member.now {
        return Err(AppError::NotFound);
    }
    let tz = &member.org.time_zone;
    let team = Team::load(tx, member.now, days_from(from.date(tz), 1), tz).await?;
    let duty = team.duty(&member.person.id, from).cloned();
    Ok((team, duty.ok_or(AppError::NotFound)?))
}

/// The request that was meant, if the rules allow it to both.
fn meant(member: &Member, team: &Team, duty: &Duty, to: &str) -> Option<RotaRequest> {
    let me = &member.person.id;
    let (to, take) = match to.split_once('@') {
        Some((person, at)) => {
            let person = PersonId::parse(person)?;
            let at = Instant::from_millis(at.parse().ok()?);
            let take = team.duty(&person, at).cloned()?;
            (Some(person), Some(take))
        }
        None if to == "anyone" => (None, None),
        None => (Some(PersonId::parse(to)?), None),
    };
    let change = match (&to, &take) {
        (_, Some(take)) => {
            let possible = take.from > member.now && take.from != duty.from;
            let (give, take) = (duty.clone(), take.clone());
            Some(possible.then_some(Change::Swap { give, take })?)
        }
        (Some(by), None) => Some(Change::Cover {
            duty: duty.clone(),
            by: by.clone(),
        }),
        (None, None) => None,
    };
    let own = to.as_ref() == Some(me);
    let barred = change.is_some_and(|it| !team.objections(&it).is_empty());
    if own || barred {
        return None;
    }
    let id = entropy::new_id(member.now);
    let other = take.as_ref().map(period_of);
    let begins = other.map_or(duty.from, |it| it.from.min(duty.from));
    Some(RotaRequest {
        swap: Swap {
            asker: me.clone(),
            to,
            answerer: None,
            begins,
            state: SwapState::Asked,
        },
        duty: period_of(duty),
        other,
        change: id.clone(),
        id,
        at: member.now,
        ended_at: None,
    })
}

/// The request about one's duty that waits already.
async fn waiting(tx: &Tx, member: &Member, duty: &Duty) -> Result<Option<RotaRequest>, AppError> {
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
    let may = may.filter(|it| team.may(&it.id, period_of(&duty)));
    let cover = may.map(|it| (it.id.as_str().to_owned(), it.name.clone()));
    let (swaps, barred) = exchanges(&page, &team, &duty, me);
    Ok(AskPage {
        at,
        duty: day_and_times(&page, period_of(&duty)),
        called: called(&page, &team, period_of(&duty)),
        waits: waiting(tx, member, &duty).await?.map(|it| it.id),
        cover: cover.collect(),
        swaps,
        barred,
        problem,
        page,
    })
}

/// What could be exchanged: what the rules allow to both, and what they allow to the other only.
fn exchanges(page: &Page, team: &Team, duty: &Duty, me: &PersonId) -> (Pairs, Pairs) {
    let (mut swaps, mut barred) = (Pairs::new(), Pairs::new());
    let (from, until) = (duty.from.minus(NEAR), duty.from.plus(NEAR));
    let near = team.duties().iter().filter(|it| {
        let in_reach = it.from > page.now() && (from..until).contains(&it.from);
        it.person != *me && it.from != duty.from && in_reach && team.is_served(it)
    });
    for take in near {
        let change = Change::Swap {
            give: duty.clone(),
            take: take.clone(),
        };
        let found = team.objections(&change);
        let own: Vec<&Bar> = found
            .iter()
            .filter(|(person, _)| person == me)
            .map(|(_, bar)| bar)
            .collect();
        let words = day_and_times(page, period_of(take));
        let words = format!("{words}: {}", team.name(&take.person));
        match own.first() {
            None if found.is_empty() => {
                let key = format!("{}@{}", take.person.as_str(), take.from.millis());
                swaps.push((key, words));
            }
            // Where the other is hindered too, nothing is said: it could be why they are away.
            Some(bar) if own.len() == found.len() => barred.push((words, rule(page.l(), bar))),
            _ => {}
        }
    }
    swaps.truncate(OFFERED);
    barred.truncate(OFFERED);
    (swaps, barred)
}
