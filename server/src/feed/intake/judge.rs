//! The verdict on an incident, and what it moves.

use care::incident::Certainty;

use super::{Intake, Known};
use crate::{feed::record::Status, store::IncidentState};

impl Intake<'_> {
    /// Judges an incident on what is known of it now.
    ///
    /// A person's decision stands: what somebody confirmed or dismissed is not undone by a later
    /// message, and what somebody reported keeps the entry that they chose. An event that counted
    /// goes on counting, because people were told.
    pub(super) fn judge(&self, incident: &mut Known) {
        if incident.is_reported() {
            return;
        }
        let verdict = self.list.judge(&incident.record.facts());
        if let Some(verdict) = &verdict {
            incident.entry = Some(verdict.entry.clone());
            incident.certainty = Some(verdict.certainty.code().to_owned());
            incident.reasons = verdict.facts.join(" ");
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
            Some(Certainty::Sure) if !withdrawn => IncidentState::Counted,
            Some(Certainty::Confirm) if !withdrawn => IncidentState::ToConfirm,
            _ => IncidentState::Stored,
        };
    }
}
