//! What follows when an incident counts or somebody asks: exposure, a path, a check of supporters.
//!
//! These steps are the same for every way in (feed, dispatcher, confirmation, a colleague's tap),
//! so they stand here once and run inside the caller's transaction.

use care::{
    exposure::{Exposure, ExposureRole, Severity},
    ids::{CaseId, IncidentId, PersonId},
    path::{Case, Event, HandoverReason, OpenCase, PathRefusal, Requester, Trigger},
    protocol::Protocol,
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};

use super::{CaseFailure, ExposureRow, NewCase, Organisation, PolicyKind, StoreError, Tx};
use crate::entropy;

/// Why a path begins for somebody.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The incident and when it happened, if there is one (R041).
    pub incident: Option<(IncidentId, Instant)>,
    /// What led to it.
    pub trigger: Trigger,
    /// Who asked.
    pub requester: Requester,
}

/// The moment before which an event opens no path any more.
#[must_use]
pub fn opens_paths_since(protocol: &Protocol, now: Instant) -> Instant {
    now.minus(SignedDuration::from_hours(
        24 * i64::from(protocol.path_max_event_age_days),
    ))
}

/// Whether an event of this moment still opens paths; an older one is kept for exposure and history.
#[must_use]
pub fn opens_paths(protocol: &Protocol, at: Instant, now: Instant) -> bool {
    at >= opens_paths_since(protocol, now)
}

impl Tx {
    /// The protocol that new cases run under: the one in force, else the catalogue's defaults.
    pub async fn protocol(&self, now: Instant) -> Result<Protocol, StoreError> {
        let published = self.policy(PolicyKind::Protocol, now).await?;
        Ok(published.map_or_else(Protocol::default_policy, |(_, protocol)| protocol))
    }

    /// Records who was exposed to an incident, and offers each a path if it is recent enough.
    ///
    /// Events older than the protocol's limit are kept for exposure and history only: no path
    /// opens and nobody is told. A supporter who turns out to be involved hands over (R004).
    #[expect(
        clippy::too_many_arguments,
        reason = "who, what, how heavy and when are each a fact of it"
    )]
    pub async fn expose(
        &self,
        org: &Organisation,
        protocol: &Protocol,
        incident: (&IncidentId, Instant),
        people: &[(PersonId, ExposureRole)],
        severity: Severity,
        requester: Requester,
        now: Instant,
    ) -> Result<(), CaseFailure> {
        let rows = people.iter().map(|(person, role)| ExposureRow {
            id: entropy::new_id(now),
            exposure: Exposure {
                person: person.clone(),
                incident: Some(incident.0.clone()),
                role: *role,
                from: incident.1,
                until: None,
                severity,
            },
            gone: false,
        });
        self.save_exposures(&rows.collect::<Vec<_>>()).await?;
        // Also for an event of long ago: its cases may still be running.
        self.recheck_supporters(incident.0, people, now, &org.time_zone)
            .await?;
        if !opens_paths(protocol, incident.1, now) {
            return Ok(());
        }
        for (person, _) in people {
            let beginning = Beginning {
                incident: Some((incident.0.clone(), incident.1)),
                trigger: Trigger::Incident,
                requester,
            };
            self.begin_path(person, &beginning, protocol, None, now, &org.time_zone)
                .await?;
            self.nudge(person, protocol, now).await?;
        }
        Ok(())
    }

    /// Begins a path for somebody, or lets the incident join the open one (C08).
    ///
    /// An event that already had its path, open or closed, does not begin another. A path that was
    /// withdrawn because the event did not count is opened again: now it does.
    pub async fn begin_path(
        &self,
        person: &PersonId,
        beginning: &Beginning,
        protocol: &Protocol,
        actor: Option<&PersonId>,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<CaseId, CaseFailure> {
        if let Some(open) = self.open_case_of(person).await? {
            if let Some((incident, _)) = &beginning.incident {
                let join = |case: &Case| case.join(incident.clone());
                match self
                    .decide_case(&open.id, None, actor, "joined", now, tz, join)
                    .await
                {
                    // The same event told again changes nothing.
                    Ok(_) | Err(CaseFailure::Refused(PathRefusal::AlreadyJoined)) => {}
                    Err(failure) => return Err(failure),
                }
                self.link_incident(&open.id, incident).await?;
            }
            return Ok(open.id);
        }
        let incident = beginning.incident.as_ref();
        if let Some((incident, _)) = incident
            && let Some(walked) = self.case_for(person, incident).await?
        {
            self.reopen_withdrawn(&walked, now, tz).await?;
            return Ok(walked);
        }
        let event = incident.map(|(id, at)| Event {
            incident: id.clone(),
            at: *at,
        });
        let (trigger, requester) = (beginning.trigger, beginning.requester);
        let case = Case::open(
            OpenCase {
                protocol: protocol.clone(),
                trigger,
                requester,
                event,
            },
            now,
        );
        let id = CaseId::new(entropy::new_id(now));
        let new = NewCase {
            id: id.clone(),
            pseudonym: entropy::token().digest().as_text(),
            person: person.clone(),
            incident: incident.map(|(id, _)| id.clone()),
            case,
        };
        match self.open_cases_for(&[new], actor, now, tz).await {
            Ok(()) => Ok(id),
            // Somebody else opened one at this very moment: nothing is saved, and
            // the next try finds it.
            Err(StoreError::Exists) => Err(StoreError::Collision.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a path again that was withdrawn with its event; any other stays as it ended.
    async fn reopen_withdrawn(
        &self,
        walked: &CaseId,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        let Some(row) = self.case(walked).await? else {
            return Ok(());
        };
        if self.is_withdrawn(&row).await? {
            let reopen = |case: &Case| case.reopen(now);
            self.decide_case(walked, None, None, "reopened", now, tz, reopen)
                .await?;
        }
        Ok(())
    }

    /// Makes every supporter hand over who keeps a case of this incident and is one of `people`.
    async fn recheck_supporters(
        &self,
        incident: &IncidentId,
        people: &[(PersonId, ExposureRole)],
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        for overview in self.cases_of_incident(incident).await? {
            let involved = overview
                .supporter
                .as_ref()
                .is_some_and(|s| people.iter().any(|(p, _)| p == s));
            if involved && !overview.handover && !overview.closed {
                self.decide_case(
                    &overview.id,
                    None,
                    None,
                    "handover-required",
                    now,
                    tz,
                    |case| case.require_handover(HandoverReason::Involved, now),
                )
                .await?;
            }
        }
        Ok(())
    }
}
