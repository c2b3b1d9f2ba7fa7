//! The verdict on an incident, and what it moves.

use care::{incident::Certainty, time::Instant};
use jiff::SignedDuration;

use super::{Intake, Known};
use crate::{
    feed::record::{EventRecord, Precision, Status},
    store::IncidentState,
};

impl Intake<'_> {
    /// Judges an incident on what is known of it now.
    ///
    /// A person's decision stands: what somebody confirmed or dismissed is not undone by a later
    /// message, and what somebody reported keeps the entry that they chose. An event that counted
    /// goes on counting, because people were told.
    ///
    /// Nobody is told of an event by itself when its moment is in doubt: who was there would be a
    /// guess. A coordinator looks first (R046).
    pub(super) fn judge(&self, incident: &mut Known, now: Instant) {
        if incident.is_reported() {
            return;
        }
        let doubt = doubt(&incident.record, now);
        let verdict = self.list.judge(&incident.record.facts());
        if let Some(verdict) = &verdict {
            incident.entry = Some(verdict.entry.clone());
            incident.certainty = Some(verdict.certainty.code().to_owned());
            let facts = verdict.facts.iter().map(String::as_str);
            let facts: Vec<&str> = facts.chain(doubt).collect();
            incident.reasons = facts.join(" ");
        }
        if matches!(
            incident.state,
            IncidentState::Counted | IncidentState::Dismissed
        ) {
            return;
        }
        let withdrawn = matches!(
            incident.record.status,
            Status::Cancelled | Status::Test | Status::Exercise
        );
        incident.state = match verdict.map(|verdict| verdict.certainty) {
            Some(Certainty::Sure) if !withdrawn && doubt.is_none() => IncidentState::Counted,
            Some(_) if !withdrawn => IncidentState::ToConfirm,
            _ => IncidentState::Stored,
        };
    }
}

/// The day is known and the time is not, as a fact of a verdict.
pub const DAY_ONLY: &str = "day-only";
/// It would happen later than now, as a fact of a verdict.
pub const LATER: &str = "later";

/// Why the moment of an event is in doubt; a clock that runs a day ahead is still believed.
pub(super) fn doubt(record: &EventRecord, now: Instant) -> Option<&'static str> {
    if record.at > now.plus(SignedDuration::from_hours(24)) {
        Some(LATER)
    } else {
        (record.at_precision == Precision::Day).then_some(DAY_ONLY)
    }
}
