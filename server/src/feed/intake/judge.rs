//! The verdict on an incident, and what it moves.

use care::{
    incident::{Certainty, is_heavier},
    time::Instant,
};
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
    /// goes on counting, because people were told. Only news that makes a dismissed event heavier is
    /// laid before a person again, and then a person decides (R046).
    ///
    /// Nobody is told of an event by itself when its moment is in doubt: who was there would be a
    /// guess. A coordinator looks first (R046).
    pub(super) fn judge(&self, incident: &mut Known, now: Instant) {
        let dismissed = incident.state == IncidentState::Dismissed;
        if incident.is_reported() && !dismissed || dismissed && !self.weighs_more(incident) {
            return;
        }
        let asked_again = dismissed || incident.is_asked_again();
        let doubt = doubt(&incident.record, now);
        let verdict = self.list.judge(&incident.record.facts());
        if verdict.is_some() || dismissed {
            let facts = verdict.iter().flat_map(|verdict| &verdict.facts);
            let facts = facts.map(String::as_str).chain(doubt);
            let facts: Vec<&str> = facts.chain(asked_again.then_some(HEAVIER)).collect();
            incident.reasons = facts.join(" ");
        }
        if let Some(verdict) = &verdict {
            incident.entry = Some(verdict.entry.clone());
            incident.certainty = Some(verdict.certainty.code().to_owned());
        }
        if incident.state == IncidentState::Counted {
            return;
        }
        let withdrawn = matches!(
            incident.record.status,
            Status::Cancelled | Status::Test | Status::Exercise
        );
        incident.state = match verdict.map(|verdict| verdict.certainty) {
            _ if asked_again && !withdrawn => IncidentState::ToConfirm,
            _ if asked_again => IncidentState::Dismissed,
            Some(Certainty::Sure) if !withdrawn && doubt.is_none() => IncidentState::Counted,
            Some(_) if !withdrawn => IncidentState::ToConfirm,
            _ => IncidentState::Stored,
        };
    }

    /// Whether this news makes an event heavier than it was when somebody dismissed it.
    fn weighs_more(&self, incident: &Known) -> bool {
        let now = incident.record.facts();
        let before = incident.before.as_ref();
        before.is_some_and(|before| is_heavier(&self.list, before, &now))
    }
}

impl Known {
    /// Whether a person was asked again about what somebody dismissed.
    fn is_asked_again(&self) -> bool {
        let mut reasons = self.reasons.split_whitespace();
        self.state == IncidentState::ToConfirm && reasons.any(|reason| reason == HEAVIER)
    }
}

/// Somebody dismissed it, and since then more was told, as a fact of a verdict.
pub const HEAVIER: &str = "heavier";
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
