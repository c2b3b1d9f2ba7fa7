//! The colleague's own choice, and what they are told: who asked, when, why, and how it ended.

use axum::{
    extract::{Form, rejection::FormRejection},
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    recovery::RecoveryState,
};
use serde::Deserialize;

use crate::{
    store::{CaseRow, RecoveryRow, StoreError, Tx},
    web::{
        address, error::AppError, flash::Flash, member::Member, page::Page, redirect::SeeOther,
        time::Markup,
    },
};

/// What one's own page says about recovery.
#[derive(Default)]
pub struct OwnRecovery {
    /// The choice for each case that has one to make.
    pub choices: Vec<OwnChoice>,
    /// Everything that was asked, the newest first.
    pub notices: Vec<Notice>,
}

/// A case and whether its notes may be recovered.
pub struct OwnChoice {
    /// The case, for the form.
    pub id: String,
    /// Since when it runs.
    pub since: Markup,
    /// What was chosen.
    pub recoverable: bool,
}

/// A recovery that was asked for one's own case.
pub struct Notice {
    /// When it was asked.
    pub at: Markup,
    /// Who asked, and why.
    pub words: String,
    /// How it stands or ended.
    pub state: String,
    /// When it ended.
    pub ended: Option<Markup>,
}

impl OwnRecovery {
    /// Reads what concerns these cases of the reader's own.
    pub async fn load(tx: &Tx, page: &Page, cases: &[CaseRow]) -> Result<Self, StoreError> {
        let on = tx.recovery_team().await?.is_some();
        let mut own = Self::default();
        let mut asked: Vec<RecoveryRow> = Vec::new();
        for case in cases {
            asked.extend(tx.recoveries_of(&case.id).await?);
            let recoverable = tx.is_recoverable(case.id.as_str()).await?;
            if recoverable || (on && case.case.closed.is_none()) {
                own.choices.push(OwnChoice {
                    id: case.id.as_str().to_owned(),
                    since: page.when(case.case.opened_at),
                    recoverable,
                });
            }
        }
        let askers: Vec<PersonId> = asked.iter().map(|row| row.asked_by.clone()).collect();
        let people = tx.people(&askers).await?;
        let name = |id: &PersonId| {
            let found = people.iter().find(|person| person.id == *id);
            found.map_or_else(|| page.text("me-access-gone"), |who| who.name.clone())
        };
        asked.sort_by_key(|row| std::cmp::Reverse(row.asked_at));
        own.notices = asked
            .iter()
            .map(|row| Notice::of(page, row, &name(&row.asked_by)))
            .collect();
        Ok(own)
    }
}

impl Notice {
    fn of(page: &Page, row: &RecoveryRow, who: &str) -> Self {
        let why = row.reason.map_or_else(String::new, |reason| {
            page.text(&format!("recovery-why-{}", reason.code()))
        });
        let key = match row.state {
            RecoveryState::Asked | RecoveryState::Approved => "recovery-mine-open",
            RecoveryState::Done => "recovery-mine-done",
            RecoveryState::Refused => "recovery-mine-refused",
            RecoveryState::Withdrawn => "recovery-mine-withdrawn",
        };
        Self {
            at: page.when(row.asked_at),
            words: t!(page, "recovery-mine-asked", who = who, why = why),
            state: page.text(key),
            ended: row.ended_at.map(|at| page.when(at)),
        }
    }
}

/// The choice for one case.
#[derive(Deserialize)]
pub(super) struct Choice {
    case: String,
    recoverable: String,
}

/// `POST /me/recovery`: on, or off at any time; off deletes what the team holds at once.
pub(super) async fn choose(
    member: Member,
    form: Result<Form<Choice>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(choice) = form?;
    member.require(Action::ConsentRecovery, Standing::Subject)?;
    let tx = member.write("choose recovery").await?;
    let case = tx
        .case(&address::case(&choice.case)?)
        .await?
        .filter(|case| case.person == member.person.id)
        .ok_or(AppError::NotFound)?;
    let yes = match choice.recoverable.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::BadForm),
    };
    if yes && (tx.recovery_team().await?.is_none() || case.case.closed.is_some()) {
        return Err(AppError::Stale("recovery-is-off"));
    }
    tx.choose_recoverable(case.id.as_str(), yes, member.now)
        .await?;
    if !yes {
        for open in tx.recoveries_of(&case.id).await? {
            if open.state.is_open() {
                tx.set_recovery_state(&open.id, RecoveryState::Withdrawn, member.now)
                    .await?;
            }
        }
    }
    let what = if yes {
        "recovery-consented"
    } else {
        "recovery-consent-gone"
    };
    member
        .log_in(&tx, what, "/me/recovery", vec![&case.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me")
        .with_flash(&Flash::new(what))
        .into_response())
}
