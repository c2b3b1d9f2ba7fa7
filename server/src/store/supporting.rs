//! What supporting somebody weighs on who does it: an event of its own kind in their ledger (R120).

use care::{
    exposure::{Exposure, ExposureRole, Severity},
    ids::PersonId,
    path::Case,
    time::Instant,
};

use super::{ExposureRow, StoreError, Tx};
use crate::entropy;

impl Tx {
    /// Notes that somebody spoke with the colleague of a case, and nudges the team when it adds up.
    ///
    /// Once for an event, however many talks follow. A case without an event counts once too: by
    /// the moment it began with.
    pub(super) async fn count_support(
        &self,
        supporter: &PersonId,
        case: &Case,
        now: Instant,
    ) -> Result<(), StoreError> {
        let incident = case.event.as_ref().map(|event| event.incident.clone());
        let from = if incident.is_some() {
            now
        } else {
            case.opened_at
        };
        if incident.is_none() {
            let ledger = self.ledger(supporter, from).await?;
            let known = |row: &ExposureRow| {
                row.exposure.role == ExposureRole::Supporter
                    && row.exposure.incident.is_none()
                    && row.exposure.from == from
            };
            if ledger.iter().any(known) {
                return Ok(());
            }
        }
        let row = ExposureRow {
            id: entropy::new_id(now),
            exposure: Exposure {
                person: supporter.clone(),
                incident,
                role: ExposureRole::Supporter,
                from,
                until: None,
                severity: Severity::Normal,
            },
            gone: false,
        };
        self.save_exposures(&[row]).await?;
        self.nudge(supporter, &case.protocol, now).await
    }
}
