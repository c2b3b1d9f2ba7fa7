//! What dispatch of the demo calls units in its own way: one of ours, and one of the fire service.

use std::collections::BTreeSet;

use care::{ids::UnitCode, incident::Tri, time::Instant};
use jiff::SignedDuration;

use super::events::event;
use crate::{
    feed::intake::Intake,
    store::{Organisation, Store, StoreError},
};

/// Number, what it was, how dispatch called the unit, how many hours ago.
const TOLD: [(usize, &str, &str, i64); 3] = [
    (40_001, "drowning", "AMB 17-108", 4),
    (40_002, "medical", "BRW 12-31", 6),
    (40_003, "alarm", "BRW 12-31", 30),
];

/// Takes in events of which no roster knows the unit; the first counts, and reaches nobody yet.
pub(super) async fn told(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<(), StoreError> {
    let records = TOLD.map(|(number, code, unit, hours)| {
        let at = now.minus(SignedDuration::from_hours(hours));
        let mut record = event(number, code, 0, at);
        record.units = BTreeSet::from([UnitCode::new(unit)]);
        if code == "drowning" {
            record.minor = Tri::Yes;
        }
        Ok(record)
    });
    let mut intake = Intake::begin(store, org, "demo", "demo-units".to_owned(), now).await?;
    intake.take(&records, now).await?;
    intake.finish(now).await?;
    Ok(())
}
