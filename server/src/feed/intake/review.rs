//! Events that came before what they need: before the roster that says who was there, or before
//! the incident list that says whether they count (R041, R045, R046).
//!
//! Nothing that a person decided is touched, nothing that counts stops counting, and only events
//! that may still open a path are looked at again: a case keeps the versions it began under (R011).

use care::{path::Requester, protocol::Protocol, time::Instant};
use jiff::SignedDuration;
use serde::Serialize;

use super::{BATCH, Intake, Known};
use crate::store::{CaseFailure, IncidentRow, IncidentState, Organisation, Store, StoreError};

/// What a second look brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Events that count now and did not before.
    pub counted: u64,
    /// Events that wait for a person's word now and did not before.
    pub to_confirm: u64,
    /// Events that counted, and of which it is known only now who was there.
    pub reached: u64,
}

/// The moment before which an event opens no path any more.
#[must_use]
pub fn opens_paths_since(protocol: &Protocol, now: Instant) -> Instant {
    now.minus(SignedDuration::from_hours(
        24 * i64::from(protocol.path_max_event_age_days),
    ))
}

/// Judges recent events again by the present list, and looks again for who was there.
///
/// # Errors
/// [`StoreError`] when the database is away; what was reviewed until then is durable.
pub async fn review(store: &Store, org: &Organisation, now: Instant) -> Result<Review, StoreError> {
    let intake = Intake::begin(store, org, "review", String::new()).await?;
    let since = opens_paths_since(&intake.protocol, now);
    let (mut review, mut after) = (Review::default(), None);
    loop {
        let (rows, found) = intake.review_batch(since, after.as_ref(), now).await?;
        review.counted += found.counted;
        review.to_confirm += found.to_confirm;
        review.reached += found.reached;
        if rows.len() < BATCH {
            return Ok(review);
        }
        after = rows.into_iter().next_back();
    }
}

impl Intake<'_> {
    async fn review_batch(
        &self,
        since: Instant,
        after: Option<&IncidentRow>,
        now: Instant,
    ) -> Result<(Vec<IncidentRow>, Review), StoreError> {
        let tx = self
            .store
            .write("look at events again", &self.org.id)
            .await?;
        tx.wait_for_intake().await?;
        let rows = tx.unsettled_incidents(since, after, BATCH).await?;
        let (mut review, mut changed, mut counted) = (Review::default(), Vec::new(), Vec::new());
        for row in &rows {
            let mut incident = Known::stored(row.clone())?;
            self.judge(&mut incident);
            match incident.state {
                state if state == row.state => {}
                IncidentState::Counted => review.counted += 1,
                IncidentState::ToConfirm => review.to_confirm += 1,
                IncidentState::Stored | IncidentState::Dismissed => {}
            }
            if incident.state != row.state || incident.entry != row.entry {
                changed.push(incident.row(self.list_version)?);
            }
            if incident.state == IncidentState::Counted {
                counted.push((incident, row.state == IncidentState::Counted));
            }
        }
        tx.save_incidents(&changed).await?;
        for (incident, before) in counted {
            let people = super::exposed_by(&tx, &incident.record).await?;
            review.reached += u64::from(before && !people.is_empty());
            self.follow(
                &tx,
                std::slice::from_ref(&incident),
                Requester::Detection,
                now,
            )
            .await
            .map_err(|failure| match failure {
                CaseFailure::Store(error) => error,
                CaseFailure::Missing | CaseFailure::Stale(_) | CaseFailure::Refused(_) => {
                    StoreError::Collision
                }
            })?;
        }
        tx.commit().await?;
        Ok((rows, review))
    }
}
