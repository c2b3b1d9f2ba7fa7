//! `GET /coordinate/list/try`: how far a trial is, what came out, and the way to begin another.

use askama::Template;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    incident::IncidentList,
};
use serde::Serialize;

use super::{
    super::document::Hand, HOME, MOST_BYTES, STRETCHES, Stand, days, stand, upload::LINES,
};
use crate::{
    store::{ImportKind, ImportProfile, TrialRow, TrialState, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
        trial::{Kept, Lists, Picture},
    },
};

#[derive(Template)]
#[template(path = "coordinate/list-try.html")]
struct TryPage {
    page: Page,
    /// Whether there is a draft to try.
    drafted: bool,
    running: Option<Running>,
    /// Why there is no result.
    trouble: Option<String>,
    result: Option<Made>,
    problem: Option<String>,
    stretches: [i64; 4],
    layouts: Vec<ImportProfile>,
    lines: &'static str,
    megabytes: u64,
}

/// A trial that goes on.
struct Running {
    percent: u64,
    by: String,
    at: Markup,
}

/// A trial that came to its end.
struct Made {
    over: String,
    by: String,
    version: i64,
    at: Markup,
    /// Whether the draft was changed since.
    old: bool,
    picture: Picture,
}

/// The page.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// The page with what is wrong with a form.
pub(super) async fn refused(member: &Member, problem: &str) -> Result<Response, AppError> {
    let problem = member.reader.l().get(problem);
    render(member, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await
}

/// How far a trial is, for the script of the page: nothing else is in it.
#[derive(Serialize)]
struct Far {
    percent: u64,
    ended: bool,
}

/// `GET …/progress`: asked while the page stands open; it says nothing of anybody, so nothing is logged.
pub(super) async fn progress(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.read("progress of trial").await?;
    let now = member.app().site.clock.real_now();
    let trial = tx.trial().await?;
    let runs = trial.filter(|trial| stand(trial, now) == Stand::Running);
    let far = Far {
        percent: runs.as_ref().map_or(100, percent),
        ended: runs.is_none(),
    };
    Ok(Json(far).into_response())
}

async fn render(
    member: &Member,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "try-title"))
        .seen_by(t!(member.reader, "try-seen-by"));
    let tx = member.read("show trial").await?;
    let hand = Hand::<IncidentList>::load(&tx, member).await?;
    let trial = tx.trial().await?;
    let mut layouts = tx.import_profiles().await?;
    layouts.retain(|it| it.kind == ImportKind::Register.as_str());
    let now = member.app().site.clock.real_now();
    let (mut running, mut trouble, mut result) = (None, None, None);
    if let Some(trial) = &trial {
        let by = tx.person(&trial.by).await?;
        let by = by.map_or_else(String::new, |person| person.name);
        match (stand(trial, now), trial.state) {
            (Stand::Running, _) => {
                running = Some(Running {
                    percent: percent(trial),
                    by,
                    at: page.when(trial.started),
                });
            }
            (Stand::Dead, _) => trouble = Some(t!(page, "try-dead")),
            (_, TrialState::Cancelled) => trouble = Some(t!(page, "try-stopped")),
            (_, TrialState::Done) => {
                let drafted = hand.draft.as_ref().map(|draft| draft.at);
                let old = trial.by == member.person.id && drafted != Some(trial.drafted);
                result = made(&tx, &page, trial, (by, old)).await?;
            }
            (_, TrialState::Failed | TrialState::Running) => {
                trouble = Some(failure(&page, trial));
            }
        }
    }
    drop(tx);
    Ok(html(
        status,
        &TryPage {
            drafted: hand.draft.is_some(),
            running,
            trouble,
            result,
            problem,
            stretches: STRETCHES,
            layouts,
            lines: LINES,
            megabytes: MOST_BYTES >> 20,
            page,
        },
    ))
}

/// Whole per cents; a hundred only at the end.
fn percent(trial: &TrialRow) -> u64 {
    let done = u64::try_from(trial.done).unwrap_or_default();
    let whole = u64::try_from(trial.whole).unwrap_or_default();
    (done.saturating_mul(100) / whole.max(1)).min(99)
}

fn failure(page: &Page, trial: &TrialRow) -> String {
    match trial.problem.as_deref().unwrap_or("database") {
        "too-large" => t!(page, "try-failed-too-large", megabytes = (MOST_BYTES >> 20)),
        problem => page.text(&format!("try-failed-{problem}")),
    }
}

async fn made(
    tx: &Tx,
    page: &Page,
    trial: &TrialRow,
    (by, old): (String, bool),
) -> Result<Option<Made>, AppError> {
    let kept = trial.outcome.as_deref().unwrap_or_default();
    let kept: Option<Kept> = serde_json::from_str(kept).ok();
    let tried: Option<IncidentList> = serde_json::from_str(&trial.document).ok();
    let kind = crate::store::PolicyKind::IncidentList;
    let beside: Option<IncidentList> = tx.policy_version(kind, trial.against).await?;
    let (Some(kept), Some(tried), Some(beside)) = (kept, tried, beside) else {
        return Ok(None);
    };
    let lists = Lists {
        tried: &tried,
        beside: &beside,
    };
    let zone = &page.reader().calendar.zone;
    Ok(Some(Made {
        over: match days(trial) {
            Some(days) => t!(page, "try-result-over-stored", count = days),
            None => t!(page, "try-result-over-file"),
        },
        by,
        version: trial.against,
        at: page.when(trial.ended.unwrap_or(trial.started)),
        old,
        picture: Picture::of(&kept, &lists, zone, page.l()),
    }))
}
