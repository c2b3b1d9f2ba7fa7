//! New signals: open cases that nobody keeps, as far as the reader may know of them.

use care::{
    ids::{CaseId, IncidentId, PersonId},
    incident::IncidentList,
    matching::{Candidate, Occasion, Seeker, exclusions},
    time::Instant,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    store::{CaseOverview, IncidentRow, IncidentState, PolicyKind, StoreError, Tx},
    web::member::Member,
};

/// How many signals one page shows; the rest follows as these are taken.
const SHOWN: u32 = 50;

/// A signal that waits for somebody.
pub(super) struct Signal {
    /// The case.
    pub(super) id: String,
    /// The colleague.
    pub(super) name: String,
    /// The colleague's staff group.
    pub(super) staff_group: String,
    /// The incident, for the link to its page.
    pub(super) incident: Option<IncidentId>,
    /// What happened, in the words of the incident list.
    pub(super) label: Option<String>,
    /// When it happened; when the signal came, if nothing happened.
    pub(super) at: Instant,
    /// Since when first contact is late.
    pub(super) late: bool,
    /// Whether the reader may take it.
    pub(super) free: bool,
}

/// Whether something between the two people keeps the signal out of sight altogether.
///
/// What one may not see does not show that it is there. Being untrained, paused or at a limit stands
/// between nobody: such a supporter sees the signal and cannot take it.
pub(super) fn hides(candidate: &Candidate, seeker: &Seeker, today: Date) -> bool {
    exclusions(candidate, seeker, Occasion::ByHand, today)
        .iter()
        .any(|exclusion| !exclusion.is_of_supporter())
}

/// The signals that the member may see, oldest first, and what the access log says of them.
///
/// That is every signal that waits, also those that the member may not see: a row that lacks a case
/// would tell, long after its erasure, that it was the reader's own or that of somebody close.
pub(super) async fn load(
    member: &Member,
    tx: &Tx,
) -> Result<(Vec<Signal>, Vec<String>), StoreError> {
    let today = member.now.date(&member.org.time_zone);
    let waiting = tx.unassigned_cases(SHOWN).await?;
    let logged = waiting.iter().map(|case| case.pseudonym.clone()).collect();
    let pairs: Vec<(CaseId, PersonId)> = waiting
        .iter()
        .map(|c| (c.id.clone(), c.person.clone()))
        .collect();
    let (candidate, seekers) = (
        tx.candidate(&member.person, member.now, &member.org.time_zone)
            .await?,
        tx.seekers(&pairs).await?,
    );
    let seen = waiting
        .into_iter()
        .zip(seekers)
        .filter(|(_, seeker)| !hides(&candidate, seeker, today));
    let seen: Vec<(CaseOverview, bool)> = seen
        .map(|(case, seeker)| {
            (
                case,
                exclusions(&candidate, &seeker, Occasion::ByHand, today).is_empty(),
            )
        })
        .collect();
    let events = Events::of(
        member,
        tx,
        seen.iter().filter_map(|(case, _)| case.incident.clone()),
    )
    .await?;
    let signal = |(case, free): (CaseOverview, bool)| {
        let (label, at) = events.line(case.incident.as_ref());
        Signal {
            late: case.is_late(member.now),
            at: at.unwrap_or(case.opened_at),
            id: case.id.as_str().to_owned(),
            name: case.name,
            staff_group: case.staff_group,
            incident: case.incident,
            label,
            free,
        }
    };
    Ok((seen.into_iter().map(signal).collect(), logged))
}

/// What happened, in the words of the organisation's incident list.
pub(super) struct Events {
    rows: BTreeMap<IncidentId, IncidentRow>,
    list: Option<IncidentList>,
    language: &'static str,
}

impl Events {
    /// Loads these incidents and the list that names them.
    pub(super) async fn of(
        member: &Member,
        tx: &Tx,
        incidents: impl IntoIterator<Item = IncidentId>,
    ) -> Result<Self, StoreError> {
        let ids: BTreeSet<IncidentId> = incidents.into_iter().collect();
        let rows = tx.incidents(&ids.into_iter().collect::<Vec<_>>()).await?;
        let list = if rows.is_empty() {
            None
        } else {
            tx.policy(PolicyKind::IncidentList, member.now).await?
        };
        Ok(Self {
            rows: rows.into_iter().map(|row| (row.id.clone(), row)).collect(),
            list: list.map(|(_, list)| list),
            language: member.reader.l().language().as_str(),
        })
    }

    /// Those of them that do not count.
    pub(super) fn dismissed(&self) -> Vec<IncidentId> {
        let rows = self.rows.values();
        rows.filter(|row| row.state == IncidentState::Dismissed)
            .map(|row| row.id.clone())
            .collect()
    }

    /// Whether its source took an event back after it had counted.
    pub(super) fn is_taken_back(&self, id: &IncidentId) -> bool {
        let row = self.rows.get(id);
        row.is_some_and(|row| row.state == IncidentState::Withdrawn)
    }

    /// The name of an incident's entry, and when it happened.
    pub(super) fn line(&self, incident: Option<&IncidentId>) -> (Option<String>, Option<Instant>) {
        let Some(row) = incident.and_then(|id| self.rows.get(id)) else {
            return (None, None);
        };
        let entry = row
            .entry
            .as_ref()
            .zip(self.list.as_ref())
            .and_then(|(entry, list)| list.entry(entry));
        (
            entry.map(|entry| entry.label.text(self.language).to_owned()),
            Some(row.at),
        )
    }
}
