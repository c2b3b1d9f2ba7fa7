//! One's own ledger: the events one was part of, and how they add up (R050).

use std::collections::BTreeMap;

use care::{
    exposure::{Exposure, ExposureRole, load as weigh},
    ids::{IncidentId, PersonId},
    incident::IncidentList,
};
use jiff::SignedDuration;

use crate::{
    store::{IncidentRow, IncidentState, PolicyKind, StoreError, Tx},
    web::{page::Page, time::Markup},
};

/// How far back the page goes.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 365);

/// An event as the colleague who was part of it reads it.
pub(in super::super) struct EventView {
    /// When.
    pub(in super::super) when: Markup,
    /// What it was, in the words of the incident list.
    pub(in super::super) what: String,
    /// How one was part of it.
    pub(in super::super) role: String,
}

/// How events add up now, in words.
pub(in super::super) struct LoadView {
    /// How many.
    pub(in super::super) count: u32,
    /// In how many of them one supported somebody (R120).
    pub(in super::super) supported: u32,
    /// Over how many days.
    pub(in super::super) days: u32,
    /// Over how many days the team looks back.
    pub(in super::super) window: u32,
}

/// Reads the ledger, newest first, and what it adds up to.
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    me: &PersonId,
) -> Result<(LoadView, Vec<EventView>), StoreError> {
    let now = page.now();
    let rows = tx.ledger(me, now.minus(SHOWN)).await?;
    let ledger: Vec<Exposure> = rows.into_iter().map(|row| row.exposure).collect();
    let policy = tx.protocol(now).await?.stacking;
    let counting = tx.weighing(me, now.minus(SHOWN)).await?.into_iter();
    let counting: Vec<Exposure> = counting.map(|row| row.exposure).collect();
    let weight = weigh(&counting, &policy, now);
    let load = LoadView {
        count: weight.count(),
        supported: weight.supported,
        days: weight.span_days,
        window: policy.window_days,
    };
    let labels = labels(tx, page, &ledger).await?;
    let event = |exposure: &Exposure| EventView {
        when: page.when(exposure.from),
        what: what(page, exposure, &labels),
        role: role(page, exposure.role),
    };
    Ok((load, ledger.iter().rev().map(event).collect()))
}

/// The list's words for each event.
async fn labels(
    tx: &Tx,
    page: &Page,
    ledger: &[Exposure],
) -> Result<BTreeMap<IncidentId, String>, StoreError> {
    let ids: Vec<IncidentId> = ledger
        .iter()
        .filter_map(|exposure| exposure.incident.clone())
        .collect();
    let list: Option<(i64, IncidentList)> = tx.policy(PolicyKind::IncidentList, page.now()).await?;
    let label = |entry: Option<String>| {
        let entry = list.as_ref().and_then(|(_, list)| list.entry(&entry?));
        entry.map_or_else(
            || t!(page, "me-event-other"),
            |entry| entry.label.text(page.lang()).to_owned(),
        )
    };
    let told = |row: IncidentRow| match row.state {
        IncidentState::Dismissed => {
            let what = label(row.entry);
            (row.id, t!(page, "me-event-dismissed", what = what.as_str()))
        }
        _ => (row.id, label(row.entry)),
    };
    Ok(tx.incidents(&ids).await?.into_iter().map(told).collect())
}

fn what(page: &Page, exposure: &Exposure, labels: &BTreeMap<IncidentId, String>) -> String {
    let label = exposure.incident.as_ref().and_then(|id| labels.get(id));
    match (label, &exposure.incident) {
        (Some(label), _) => label.clone(),
        (None, Some(_)) => t!(page, "me-event-other"),
        (None, None) => t!(page, "me-event-strain"),
    }
}

fn role(page: &Page, role: ExposureRole) -> String {
    match role {
        ExposureRole::Crew => t!(page, "me-role-crew"),
        ExposureRole::Dispatcher => t!(page, "me-role-dispatcher"),
        ExposureRole::Added => t!(page, "me-role-added"),
        ExposureRole::Supporter => t!(page, "me-role-supporter"),
        ExposureRole::Duration => t!(page, "me-role-duration"),
    }
}
