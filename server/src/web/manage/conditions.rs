//! The conditions for peer support: what Veer sees, and what a manager says (R010, R106).

use axum::extract::{
    Form, Path,
    rejection::{FormRejection, PathRejection},
};
use care::{
    access::{Action, Role, Standing},
    incident::IncidentList,
    protocol::Protocol,
    readiness::{Condition, KnownBy, missing},
    referral::ReferralProtocol,
    roster::{Duty, gaps},
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    store::{PolicyKind, Setting, Settings, StoreError, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// How far ahead somebody has to be on duty.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 14);

/// A condition, and whether it is there.
pub(super) struct Line {
    pub(super) condition: Condition,
    pub(super) there: bool,
}

/// All conditions, each with a yes or a no.
pub(super) async fn load(member: &Member, tx: &Tx) -> Result<Vec<Line>, StoreError> {
    let settings = tx.settings().await?;
    let seen = Seen::load(member, tx, &settings).await?;
    let absent = missing(|condition| match condition.known_by() {
        KnownBy::Veer => seen.has(condition),
        KnownBy::Manager => settings.has(Setting::condition(condition.code())),
    });
    let line = |condition: &Condition| Line {
        condition: *condition,
        there: !absent.contains(condition),
    };
    Ok(Condition::ALL.iter().map(line).collect())
}

/// What Veer sees in its own data.
struct Seen(Vec<Condition>);

impl Seen {
    fn has(&self, condition: Condition) -> bool {
        self.0.contains(&condition)
    }

    async fn load(member: &Member, tx: &Tx, settings: &Settings) -> Result<Self, StoreError> {
        let today = member.now.date(&member.org.time_zone);
        let protocol: Option<(i64, Protocol)> = tx.policy(PolicyKind::Protocol, member.now).await?;
        let list: Option<(i64, IncidentList)> =
            tx.policy(PolicyKind::IncidentList, member.now).await?;
        let referral: Option<(i64, ReferralProtocol)> =
            tx.policy(PolicyKind::Referral, member.now).await?;
        let team = tx.people_with(Role::Supporter).await?;
        let trained = |until: Option<jiff::civil::Date>| until.is_some_and(|last| last >= today);
        let all = [
            (
                Condition::Protocol,
                protocol.is_some_and(|(_, it)| it.effective <= today),
            ),
            (
                Condition::IncidentList,
                list.is_some_and(|(_, it)| it.effective <= today),
            ),
            (
                Condition::Referral,
                referral.is_some_and(|(_, it)| it.missing().is_empty()),
            ),
            (Condition::Cover, covered(member, tx).await?),
            (
                Condition::Training,
                !team.is_empty() && team.iter().all(|person| trained(person.trained_until)),
            ),
            (Condition::Reachable, settings.has(Setting::NUMBER)),
        ];
        let there = all.into_iter().filter(|(_, there)| *there);
        Ok(Self(there.map(|(condition, _)| condition).collect()))
    }
}

/// Whether each hour of the next two weeks has somebody on duty.
async fn covered(member: &Member, tx: &Tx) -> Result<bool, StoreError> {
    let (from, until) = (member.now, member.now.plus(AHEAD));
    let periods = tx.duty_between(from, until).await?;
    let duty = |(person, from, until)| Duty {
        person,
        from,
        until,
    };
    let duties: Vec<Duty> = periods.into_iter().map(duty).collect();
    Ok(gaps(&duties, from, until).is_empty())
}

/// What a manager says of a condition.
#[derive(Deserialize)]
pub(super) struct Said {
    condition: String,
    #[serde(default)]
    there: String,
}

/// `POST /manage/conditions`: it is there, or it is not; the other answer is one tap away.
pub(super) async fn say(
    member: Member,
    form: Result<Form<Said>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepConditions, Standing::Nobody)?;
    let Form(said) = form?;
    let there = said.there == "yes";
    let condition = keep(&member, &said.condition, there).await?;
    let other = if there { "no" } else { "yes" };
    let undo = format!("/manage/conditions/{}/{other}", condition.code());
    Ok(SeeOther::to("/manage#conditions").with_flash(&Flash::new("manage-said").with_undo(undo)))
}

/// `POST /manage/conditions/{condition}/{there}`: the undo of it.
pub(super) async fn take_back(
    member: Member,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepConditions, Standing::Nobody)?;
    let Path((condition, there)) = path?;
    keep(&member, &condition, there == "yes").await?;
    Ok(SeeOther::to("/manage#conditions"))
}

async fn keep(member: &Member, code: &str, there: bool) -> Result<Condition, AppError> {
    let condition = Condition::parse(code)
        .filter(|condition| condition.known_by() == KnownBy::Manager)
        .ok_or(AppError::NotFound)?;
    let tx = member.write("say condition").await?;
    let value = if there { "yes" } else { "" };
    tx.set(Setting::condition(condition.code()), value, member.now)
        .await?;
    member
        .log_in(&tx, "condition-said", "/manage/conditions", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(condition)
}
