//! Who was exposed to an incident that counts.

use std::collections::BTreeSet;

use care::{
    exposure::{ExposureRole, Severity, Shift, crew_at},
    ids::PersonId,
    incident::Tri,
    path::Requester,
    time::Instant,
};
use jiff::SignedDuration;

use super::{Intake, Known};
use crate::{
    feed::record::{EventRecord, Precision},
    store::{CaseFailure, IncidentState, Person, Tx},
};

impl Intake<'_> {
    /// Finds the exposed colleagues of what counts, and opens or joins their paths.
    pub(super) async fn follow(
        &self,
        tx: &Tx,
        incidents: &[Known],
        requester: Requester,
        now: Instant,
    ) -> Result<(), CaseFailure> {
        for incident in incidents
            .iter()
            .filter(|incident| incident.state == IncidentState::Counted)
        {
            let people = exposed_by(tx, &incident.record, now).await?;
            let severity = severity(&incident.record);
            let at = (&incident.id, incident.record.at);
            tx.expose(
                self.org,
                &self.protocol,
                at,
                &people,
                severity,
                requester,
                now,
            )
            .await?;
        }
        Ok(())
    }
}

/// Crew of the event's units by shift, and the dispatchers who handled it (R043).
///
/// When only the day is known, everybody who worked on the unit that day is taken: a supporter
/// asks, and a colleague who was not there says so. Whose shift had not begun at `now` was not there.
pub async fn exposed_by(
    tx: &Tx,
    record: &EventRecord,
    now: Instant,
) -> Result<Vec<(PersonId, ExposureRole)>, crate::store::StoreError> {
    let units: Vec<_> = record.units.iter().cloned().collect();
    let slack = slack(record.at_precision);
    let shifts = tx
        .shifts_of_units(
            &units,
            record.at.minus(slack.before),
            record.at.plus(slack.after),
        )
        .await?;
    let mut people: BTreeSet<(PersonId, ExposureRole)> = match record.at_precision {
        Precision::Exact | Precision::Overlap => crew_at(&shifts, &units, record.at, slack.after)
            .into_iter()
            .collect(),
        Precision::Day => shifts
            .into_iter()
            .filter(|shift| shift.from <= now)
            .map(|shift| (shift.person, ExposureRole::Crew))
            .collect(),
    };
    let ids: Vec<String> = record.dispatchers.iter().cloned().collect();
    let dispatchers = tx.people_by_roster_id(&ids).await?;
    people.extend(
        dispatchers
            .into_iter()
            .map(|person| (person.id, ExposureRole::Dispatcher)),
    );
    Ok(people.into_iter().collect())
}

/// How far around the event's moment a shift still counts.
struct Slack {
    before: SignedDuration,
    after: SignedDuration,
}

/// Whether a person was part of an event, by these shifts of theirs or by their staff number.
pub fn was_there(person: &Person, shifts: &[Shift], record: &EventRecord) -> bool {
    let units: Vec<_> = record.units.iter().cloned().collect();
    let slack = slack(record.at_precision);
    let on_a_unit = match record.at_precision {
        Precision::Exact | Precision::Overlap => crew_at(shifts, &units, record.at, slack.after)
            .iter()
            .any(|(crew, _)| *crew == person.id),
        Precision::Day => shifts.iter().any(|shift| {
            let touches = shift.from <= record.at.plus(slack.after) && shift.until > record.at;
            shift.person == person.id && touches && units.contains(&shift.unit)
        }),
    };
    on_a_unit || record.dispatchers.contains(&person.roster_id)
}

fn slack(precision: Precision) -> Slack {
    let (before, after) = match precision {
        Precision::Exact => (SignedDuration::ZERO, SignedDuration::ZERO),
        Precision::Overlap => (SignedDuration::ZERO, SignedDuration::from_hours(1)),
        Precision::Day => (SignedDuration::ZERO, SignedDuration::from_hours(24)),
    };
    Slack { before, after }
}

/// How heavy an event weighs in the ledger: children and death weigh more (R168).
pub fn severity(record: &EventRecord) -> Severity {
    if record.minor == Tri::Yes || record.fatal == Tri::Yes || record.major == Tri::Yes {
        Severity::Heavy
    } else {
        Severity::Normal
    }
}
