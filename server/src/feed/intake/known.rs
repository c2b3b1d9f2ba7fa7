//! An incident on its way through the intake.

use care::{ids::IncidentId, incident::EventFacts, time::Instant};

use crate::{
    entropy,
    feed::record::EventRecord,
    store::{IncidentRow, IncidentState, StoreError},
};

/// Source and number.
pub(super) type Key = (String, String);

/// An incident in the making: what is known of it so far.
pub(super) struct Known {
    pub(super) id: IncidentId,
    pub(super) record: EventRecord,
    pub(super) state: IncidentState,
    pub(super) entry: Option<String>,
    pub(super) certainty: Option<String>,
    pub(super) reasons: String,
    pub(super) received_at: Instant,
    /// What the list judged by before this news; none of what is new.
    pub(super) before: Option<EventFacts>,
    /// The number of the event that goes on in its place, as far as that one is known.
    pub(super) merged: Option<String>,
}

impl Known {
    pub(super) fn fresh(record: &EventRecord, now: Instant) -> Self {
        Self {
            id: IncidentId::new(entropy::new_id(now)),
            record: record.clone(),
            state: IncidentState::Stored,
            entry: None,
            certainty: None,
            reasons: String::new(),
            received_at: now,
            before: None,
            merged: None,
        }
    }

    pub(super) fn stored(row: IncidentRow) -> Result<Self, StoreError> {
        let record: EventRecord =
            serde_json::from_str(&row.record).map_err(|_| StoreError::Unreadable("event"))?;
        Ok(Self {
            id: row.id,
            before: Some(record.facts()),
            record,
            state: row.state,
            entry: row.entry,
            certainty: row.certainty,
            reasons: row.reasons,
            received_at: row.received_at,
            merged: None,
        })
    }

    pub(super) fn row(&self, list_version: i64) -> Result<IncidentRow, StoreError> {
        Ok(IncidentRow {
            id: self.id.clone(),
            source: self.record.source.clone(),
            source_ref: self.record.source_ref.clone(),
            at: self.record.at,
            state: self.state,
            entry: self.entry.clone(),
            certainty: self.certainty.clone(),
            record: serde_json::to_string(&self.record)
                .map_err(|_| StoreError::Unreadable("event"))?,
            reasons: self.reasons.clone(),
            list_version,
            received_at: self.received_at,
            merged_into: self.record.continues_in().map(str::to_owned),
        })
    }
}
