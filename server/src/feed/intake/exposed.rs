//! Who was exposed to an incident that counts.

use std::collections::BTreeSet;

use care::{
    exposure::{ExposureRole, Severity, Shift, crew_at, crew_during, lasted},
    ids::{PersonId, UnitCode},
    incident::Tri,
    path::Requester,
    time::Instant,
};
use jiff::SignedDuration;

use super::{Intake, Known, naming::Naming};
use crate::{
    feed::record::{EventRecord, Precision},
    store::{CaseFailure, IncidentState, Person, Tx},
};

impl Intake<'_> {
    /// Finds the exposed colleagues of what counts, and opens or joins their paths; keeps what counts
    /// for nobody.
    pub(super) async fn follow(
        &self,
        tx: &Tx,
        incidents: &[Known],
        requester: Requester,
        now: Instant,
    ) -> Result<(), CaseFailure> {
        self.note_units(tx, incidents, now).await?;
        for incident in incidents
            .iter()
            .filter(|incident| incident.state == IncidentState::Counted)
        {
            let people = exposed_by(tx, &incident.record, now).await?;
            let severity = severity(&incident.record);
            let at = (&incident.id, incident.record.at);
            if incident.before.is_some() {
                tx.correct_exposures(at, &people, severity, now).await?;
            }
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
/// Names of units mean what was learned of them. Of an event that lasted everybody is taken who was
/// on the unit meanwhile. When only the day is known, everybody who worked on the unit that day is
/// taken: a supporter asks, and a colleague who was not there says so. Whose shift had not begun at
/// `now` was not there.
pub async fn exposed_by(
    tx: &Tx,
    record: &EventRecord,
    now: Instant,
) -> Result<Vec<(PersonId, ExposureRole)>, crate::store::StoreError> {
    let units = Naming::learned(tx, [record]).await?.units(record);
    let list: Vec<UnitCode> = units.iter().cloned().collect();
    let slack = slack(record.at_precision);
    let end = lasted(record.at, record.until).max(record.at.plus(slack.after));
    let shifts = tx
        .shifts_of_units(&list, record.at.minus(slack.before), end)
        .await?;
    let crew = on_units(&shifts, &units, record, now).into_iter();
    let mut people: BTreeSet<(PersonId, ExposureRole)> =
        crew.map(|person| (person, ExposureRole::Crew)).collect();
    let ids: Vec<String> = record.dispatchers.iter().cloned().collect();
    let dispatchers = tx.people_by_roster_id(&ids).await?;
    people.extend(
        dispatchers
            .into_iter()
            .map(|person| (person.id, ExposureRole::Dispatcher)),
    );
    Ok(people.into_iter().collect())
}

/// Who of these shifts was on these units during an event, as sure as its moment is.
pub(super) fn on_units(
    shifts: &[Shift],
    units: &BTreeSet<UnitCode>,
    record: &EventRecord,
    now: Instant,
) -> BTreeSet<PersonId> {
    let slack = slack(record.at_precision);
    match record.at_precision {
        Precision::Exact | Precision::Overlap => {
            let list: Vec<UnitCode> = units.iter().cloned().collect();
            let at_once = crew_at(shifts, &list, record.at, slack.after);
            let mut there: BTreeSet<PersonId> = at_once.into_iter().map(|(who, _)| who).collect();
            let until = lasted(record.at, record.until).min(now.max(record.at));
            there.extend(crew_during(shifts, units, record.at, until));
            there
        }
        Precision::Day => {
            let that_day = shifts.iter().filter(|shift| {
                let touches = shift.from <= record.at.plus(slack.after) && shift.until > record.at;
                touches && shift.from <= now && units.contains(&shift.unit)
            });
            that_day.map(|shift| shift.person.clone()).collect()
        }
    }
}

/// How far around the event's moment a shift still counts.
pub(super) struct Slack {
    before: SignedDuration,
    pub(super) after: SignedDuration,
}

/// Whether a person was part of an event that means these units, by these shifts of theirs or by
/// their staff number.
pub fn was_there(
    person: &Person,
    shifts: &[Shift],
    (record, units): (&EventRecord, &BTreeSet<UnitCode>),
    now: Instant,
) -> bool {
    let there = on_units(shifts, units, record, now);
    there.contains(&person.id) || record.dispatchers.contains(&person.roster_id)
}

pub(super) fn slack(precision: Precision) -> Slack {
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
