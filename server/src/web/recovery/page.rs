//! `GET /recovery`: the privacy officer's switch, and a holder's work.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Role, Standing},
    ids::{CaseId, PersonId},
    recovery::{MOST_HOLDERS, RecoveryKind, RecoveryState, TeamRefusal, may_hold, rehearsal_by},
};

use crate::{
    store::{Person, RecoveryRow, RecoveryTeam, StoreError, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
        vault,
    },
};

#[derive(Template)]
#[template(path = "recovery/page.html")]
pub(super) struct RecoveryPage {
    page: Page,
    team: Option<TeamView>,
    appointed: Option<TeamView>,
    /// Who can be appointed; only for the privacy officer.
    manage: Option<Vec<Candidate>>,
    thresholds: Vec<u8>,
    /// Whether the reader holds a share, or is appointed to.
    holds: bool,
    makes: bool,
    open: Vec<OpenView>,
    rehearsing: bool,
    problem: Option<String>,
}

/// A team in words.
struct TeamView {
    threshold: u8,
    holders: Vec<String>,
    made: Markup,
    rehearse_by: Markup,
    overdue: bool,
}

/// Somebody who has the role of key holder.
struct Candidate {
    id: String,
    name: String,
    /// Why not, when they cannot hold a share today.
    barred: Option<String>,
    chosen: bool,
}

/// A recovery or rehearsal that is asked for.
struct OpenView {
    id: String,
    rehearsal: bool,
    case: Option<String>,
    receiver: Option<String>,
    reason: Option<String>,
    asked_by: String,
    at: Markup,
    executor: Option<String>,
    given: usize,
    step: Step,
    /// Whether the reader refused; until then they can, also after a share was given.
    refused: bool,
}

/// What this holder can do now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Nobody executes yet.
    Take,
    /// Give one's share to the executing holder.
    Give,
    /// Done one's part; it waits for others.
    Wait,
    /// Executes, and enough shares are in.
    Finish,
    /// Does not hold a share.
    None,
}

impl OpenView {
    /// The one thing to do now, as the script knows it.
    fn button(&self) -> Option<&'static str> {
        match self.step {
            Step::Take => Some("take"),
            Step::Give => Some("give"),
            Step::Finish if self.rehearsal => Some("rehearse"),
            Step::Finish => Some("finish"),
            Step::Wait | Step::None => None,
        }
    }

    /// Whether something is sealed to another person, whose number is compared first.
    fn compares(&self) -> bool {
        self.step == Step::Give || (self.step == Step::Finish && !self.rehearsal)
    }

    /// That person's name.
    fn sealed_to(&self) -> &str {
        let to = match self.step {
            Step::Give => &self.executor,
            _ => &self.receiver,
        };
        to.as_deref().unwrap_or_default()
    }

    fn receiver_name(&self) -> &str {
        self.receiver.as_deref().unwrap_or_default()
    }

    /// The beginning of the case's pseudonym.
    fn case_words(&self) -> Option<&str> {
        let case = self.case.as_deref()?;
        Some(case.get(..SHOWN).unwrap_or(case))
    }
}

impl RecoveryPage {
    fn do_words(&self, button: &str) -> String {
        self.page.text(&format!("recovery-do-{button}"))
    }
}

/// For the privacy officer and for holders; for anybody else it is not there.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    let may = |action| member.may(action, Standing::Nobody);
    if !may(Action::ManageRecovery) && !may(Action::HoldShare) {
        return Err(AppError::NotGranted(vec![
            Action::ManageRecovery,
            Action::HoldShare,
        ]));
    }
    let page = load(&member, None).await?;
    let cases: Vec<String> = page
        .open
        .iter()
        .filter_map(|one| one.case.clone())
        .collect();
    member
        .log_view("/recovery", cases.iter().map(String::as_str).collect())
        .await?;
    Ok(html(StatusCode::OK, &page))
}

/// Reads the page; `problem` is why an appointment was refused.
pub(super) async fn load(
    member: &Member,
    problem: Option<TeamRefusal>,
) -> Result<RecoveryPage, AppError> {
    let page = member.page(t!(member.reader, "recovery-title"));
    let page = page.seen_by(t!(member.reader, "recovery-seen-by"));
    let me = &member.person.id;
    let manages = member.may(Action::ManageRecovery, Standing::Nobody);
    let tx = member.read("show recovery").await?;
    let team = tx.recovery_team().await?;
    let appointed = tx.appointed_team().await?;
    let mine =
        |team: &RecoveryTeam| team.holders.contains(me) && super::wire::may_still_hold(member);
    let holds = team.as_ref().is_some_and(mine);
    let makes = appointed.as_ref().is_some_and(mine);
    let mut open = Vec::new();
    if holds || manages {
        for row in tx.open_recoveries().await? {
            open.push(open_view(&tx, &page, &row, holds.then_some(me)).await?);
        }
    }
    let manage = if manages {
        let chosen = appointed.as_ref().or(team.as_ref());
        Some(candidates(&tx, &page, chosen).await?)
    } else {
        None
    };
    let wanted = vault::wanted(member, &tx).await?;
    Ok(RecoveryPage {
        team: team_view(&tx, &page, member, team.as_ref()).await?,
        appointed: team_view(&tx, &page, member, appointed.as_ref()).await?,
        manage,
        thresholds: (2..=MOST_HOLDERS).collect(),
        holds,
        makes,
        rehearsing: open.iter().any(|one| one.rehearsal),
        open,
        problem: problem.map(|refusal| page.text(&format!("refusal-{}", refusal.code()))),
        page: page.vault_wanted(wanted).vault(),
    })
}

async fn team_view(
    tx: &Tx,
    page: &Page,
    member: &Member,
    team: Option<&RecoveryTeam>,
) -> Result<Option<TeamView>, StoreError> {
    let Some(team) = team else { return Ok(None) };
    let tz = &member.org.time_zone;
    let by = rehearsal_by(team.rehearsed_at.unwrap_or(team.made_at), tz);
    let people = tx.people(&team.holders).await?;
    Ok(Some(TeamView {
        threshold: team.threshold,
        holders: people.into_iter().map(|person| person.name).collect(),
        made: page.when(team.made_at),
        rehearse_by: page.day(by),
        overdue: member.now.date(tz) > by,
    }))
}

async fn candidates(
    tx: &Tx,
    page: &Page,
    chosen: Option<&RecoveryTeam>,
) -> Result<Vec<Candidate>, StoreError> {
    let people = tx.people_with(Role::Holder).await?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id.clone()).collect();
    let keys = tx.holder_keys(&ids).await?;
    let mut all = Vec::with_capacity(people.len());
    for Person {
        id, name, roles, ..
    } in people
    {
        let leads = !tx.staff_of(&id).await?.is_empty();
        let vault = keys.iter().any(|keys| keys.person_id == id.as_str());
        let barred = may_hold(roles, leads, vault).err();
        all.push(Candidate {
            chosen: chosen.is_some_and(|team| team.holders.contains(&id)),
            barred: barred.map(|refusal| page.text(&format!("refusal-{}", refusal.code()))),
            id: id.as_str().to_owned(),
            name,
        });
    }
    Ok(all)
}

async fn open_view(
    tx: &Tx,
    page: &Page,
    row: &RecoveryRow,
    holder: Option<&PersonId>,
) -> Result<OpenView, StoreError> {
    let done = tx.contributions(&row.id).await?;
    let given = done.iter().filter(|one| one.sealed.is_some()).count();
    let acted = done.iter().find(|one| Some(&one.holder) == holder);
    let step = match (holder, row.executor.as_ref()) {
        (None, _) => Step::None,
        (Some(_), _) if acted.is_some_and(|one| one.sealed.is_none()) => Step::Wait,
        (Some(_), None) => Step::Take,
        (Some(me), Some(executor)) if me == executor && row.state == RecoveryState::Approved => {
            Step::Finish
        }
        (Some(_), Some(_)) if acted.is_some() => Step::Wait,
        (Some(_), Some(_)) => Step::Give,
    };
    let ids: Vec<PersonId> = [
        Some(&row.asked_by),
        row.receiver.as_ref(),
        row.executor.as_ref(),
    ]
    .into_iter()
    .flatten()
    .cloned()
    .collect();
    let people = tx.people(&ids).await?;
    let name = |id: &PersonId| {
        let found = people.iter().find(|person| person.id == *id);
        found.map_or_else(String::new, |person| person.name.clone())
    };
    let case = match &row.case {
        Some(id) => case_name(tx, id).await?,
        None => None,
    };
    let reason = row
        .reason
        .map(|reason| page.text(&format!("recovery-why-{}", reason.code())));
    Ok(OpenView {
        id: row.id.clone(),
        rehearsal: row.kind == RecoveryKind::Rehearsal,
        case,
        receiver: row.receiver.as_ref().map(name),
        reason,
        asked_by: name(&row.asked_by),
        at: page.when(row.asked_at),
        executor: row.executor.as_ref().map(name),
        given,
        step,
        refused: acted.is_some_and(|one| one.sealed.is_none()),
    })
}

async fn case_name(tx: &Tx, id: &CaseId) -> Result<Option<String>, StoreError> {
    Ok(tx.case(id).await?.map(|case| case.pseudonym))
}

/// How much of a pseudonym people read; enough to tell two requests apart.
const SHOWN: usize = 8;
