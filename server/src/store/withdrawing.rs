//! What follows when an event does not count after all, and when it does again (R041, R046).
//!
//! The same for a coordinator who dismisses an event and a dispatcher who takes a report back, so it
//! stands here once and runs inside the caller's transaction. `care` says what goes and what stays.

use std::collections::BTreeSet;

use care::{
    ids::{CaseId, IncidentId, PersonId},
    incident::DismissWhy,
    path::{Aftermath, Case},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;

use super::{CaseFailure, CaseRow, Dismissal, IncidentState, StoreError, Tx};
use crate::entropy;

/// The change under which a path is withdrawn.
const WITHDRAWN: &str = "withdrawn";
/// The change under which it comes back.
const PUT_BACK: &str = "put-back";

/// What a dismissal does to the paths of an event.
#[derive(Debug, Clone, Default)]
pub struct Consequence {
    /// Paths that nobody took up.
    pub withdrawn: Vec<CaseRow>,
    /// Paths under way, or of another event as well.
    pub stayed: Vec<CaseRow>,
}

#[derive(FromQueryResult)]
struct CaseIdRow {
    case_id: String,
}

impl Tx {
    /// What dismissing an event would do to its paths, in three statements whatever their number.
    pub async fn consequence_of(&self, incident: &IncidentId) -> Result<Consequence, StoreError> {
        let beside = self.cases_counting_beside(incident).await?;
        let mut found = Consequence::default();
        for row in self.cases_with(std::slice::from_ref(incident)).await? {
            match row.1.case.aftermath(beside.contains(&row.1.id)) {
                Aftermath::Withdrawn => found.withdrawn.push(row.1),
                Aftermath::Stays => found.stayed.push(row.1),
                Aftermath::Ended => {}
            }
        }
        Ok(found)
    }

    /// Dismisses an event that counts: withdraws what nobody took up, keeps who said so and why.
    ///
    /// `to` is dismissed; or to confirm, when another source tells of it as well.
    ///
    /// # Errors
    /// [`CaseFailure::Missing`] when the event does not count any more; nothing is saved then.
    pub async fn dismiss_event(
        &self,
        incident: &IncidentId,
        to: IncidentState,
        (by, why): (&PersonId, DismissWhy),
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Consequence, CaseFailure> {
        let counted = self
            .move_incident(incident, IncidentState::Counted, to)
            .await?;
        // What its source took back, and somebody agrees.
        let taken_back = IncidentState::Withdrawn;
        if !counted && !self.move_incident(incident, taken_back, to).await? {
            return Err(CaseFailure::Missing);
        }
        let found = self.consequence_of(incident).await?;
        for row in &found.withdrawn {
            // Without who: the supporter reads the history of the path.
            let revision = Some(row.revision);
            let withdraw = |case: &Case| case.withdraw(now);
            self.decide_case(&row.id, revision, None, WITHDRAWN, now, tz, withdraw)
                .await?;
        }
        let count = |rows: &[CaseRow]| u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let act = Dismissal {
            id: entropy::new_id(now),
            incident: incident.clone(),
            by: by.clone(),
            why,
            at: now,
            withdrawn: count(&found.withdrawn),
            stayed: count(&found.stayed),
            undone_at: None,
        };
        self.note_dismissal(&act).await?;
        Ok(found)
    }

    /// Lets an event count again; what was withdrawn for it comes back as it was.
    ///
    /// Somebody whose other path was opened meanwhile keeps that one, and the event joins it (C08).
    ///
    /// # Errors
    /// [`CaseFailure::Missing`] when somebody undid it first; nothing is saved then.
    pub async fn undo_dismissed(
        &self,
        act: &Dismissal,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        let (from, to) = (IncidentState::Dismissed, IncidentState::Counted);
        let undone = self.undo_dismissal(&act.id, now).await?;
        if !undone || !self.move_incident(&act.incident, from, to).await? {
            return Err(CaseFailure::Missing);
        }
        for (_, row) in self.cases_with(std::slice::from_ref(&act.incident)).await? {
            if !self.is_withdrawn(&row).await? {
                continue;
            }
            if let Some(open) = self.open_case_of(&row.person).await? {
                self.join_again(&open, &act.incident, now, tz).await?;
                continue;
            }
            let revision = Some(row.revision);
            self.decide_case(&row.id, revision, None, PUT_BACK, now, tz, Case::put_back)
                .await?;
        }
        Ok(())
    }

    /// Whether the last thing that happened to a path is that it was withdrawn.
    pub(super) async fn is_withdrawn(&self, row: &CaseRow) -> Result<bool, StoreError> {
        if !row.case.was_withdrawn() {
            return Ok(false);
        }
        let last = self.changes_since(&row.id, row.revision - 1).await?;
        Ok(last.last().is_some_and(|change| change.what == WITHDRAWN))
    }

    async fn join_again(
        &self,
        open: &CaseRow,
        incident: &IncidentId,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        let known = open.case.join(incident.clone()).is_err();
        if !known {
            let join = |case: &Case| case.join(incident.clone());
            self.decide_case(&open.id, None, None, "joined", now, tz, join)
                .await?;
        }
        self.link_incident(&open.id, incident).await?;
        Ok(())
    }

    /// Cases of an event to which another event belongs that counts.
    async fn cases_counting_beside(
        &self,
        incident: &IncidentId,
    ) -> Result<BTreeSet<CaseId>, StoreError> {
        let sql = "SELECT DISTINCT i.case_id FROM case_incidents i JOIN incidents e \
                   ON e.org_id = $1 AND e.incident_id = i.incident_id WHERE i.org_id = $1 \
                   AND i.incident_id <> $2 AND e.state = 'counted' AND i.case_id IN \
                   (SELECT case_id FROM case_incidents WHERE org_id = $1 AND incident_id = $2)";
        let rows: Vec<CaseIdRow> = self.all(sql, [incident.as_str().into()]).await?;
        Ok(rows
            .into_iter()
            .map(|row| CaseId::new(row.case_id))
            .collect())
    }
}
