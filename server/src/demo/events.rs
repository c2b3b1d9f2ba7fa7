//! Sixty days of ordinary dispatch: what is not on the list, and what a person must look at.

use std::collections::BTreeSet;

use care::{
    ids::{KindCode, UnitCode},
    incident::Tri,
    time::Instant,
};
use jiff::SignedDuration;

use super::Cast;
use crate::{
    feed::{
        intake::Intake,
        record::{EventRecord, Precision},
    },
    store::{Organisation, Store, StoreError},
};

const ORDINARY: [&str; 8] = [
    "medical",
    "transfer",
    "medical",
    "birth",
    "medical",
    "alarm",
    "service-call",
    "psychiatric-transport",
];

/// Takes in the ordinary events, and three of today that a person must confirm.
pub(super) async fn happen(
    store: &Store,
    org: &Organisation,
    _: &Cast,
    now: Instant,
) -> Result<(), StoreError> {
    let mut records = Vec::new();
    for n in 0..480_usize {
        let minutes = i64::try_from(n).unwrap_or(0) * 180 + 45;
        let code = ORDINARY
            .get(n % ORDINARY.len())
            .copied()
            .unwrap_or("medical");
        records.push(Ok(event(
            10_000 - n,
            code,
            101 + n % 12,
            now.minus(SignedDuration::from_mins(minutes)),
        )));
    }
    for (n, (code, unit)) in [
        ("traffic-accident", 103),
        ("hazmat", 108),
        ("fall-from-height", 110),
    ]
    .iter()
    .enumerate()
    {
        let hours = i64::try_from(n).unwrap_or(0) * 4 + 2;
        records.push(Ok(event(
            20_001 + n,
            code,
            *unit,
            now.minus(SignedDuration::from_hours(hours)),
        )));
    }
    let mut intake = Intake::begin(store, org, "demo", "demo".to_owned(), now).await?;
    intake.take(&records, now).await?;
    intake.finish(now).await?;
    Ok(())
}

/// An event of the demo's dispatch centre.
pub(super) fn event(number: usize, code: &str, unit: usize, at: Instant) -> EventRecord {
    let mut record = EventRecord::new("meldkamer", format!("26-{number:06}"), at, Precision::Exact);
    record.kind_codes = BTreeSet::from([KindCode::new(code)]);
    record.units = BTreeSet::from([UnitCode::new(format!("17-{unit}"))]);
    record.minor = Tri::Unknown;
    record
}
