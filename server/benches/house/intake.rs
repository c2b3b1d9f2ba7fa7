//! Intake: rows parsed a second, and incidents stored durably a second.

use std::{collections::BTreeSet, fmt::Write as _, io::Cursor};

use care::{
    ids::{KindCode, UnitCode},
    time::Instant,
};
use jiff::SignedDuration;
use veer::{
    feed::{
        csv::{self, Parsed},
        intake::{BATCH, Intake},
        profile::Profile,
        record::{EventRecord, Precision},
    },
    founding,
    store::{Location, Store},
};

use super::{floor, row, timed};

const ROWS: usize = 200_000;
const INCIDENTS: usize = 40_000;
const PROFILE: &str = include_str!("../../../packs/sf-fire/profile.toml");
const SAMPLE: &str = include_str!("../../../packs/sf-fire/sample.csv");

/// The public sample, repeated under new numbers until it has enough rows.
fn register() -> String {
    let mut lines = SAMPLE.lines();
    let mut text = lines.next().unwrap_or_default().to_owned() + "\n";
    let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    for n in 0..ROWS {
        let (_, rest) = rows[n % rows.len()].split_once(',').unwrap_or_default();
        _ = writeln!(text, "{},{rest}", 30_000_000 + n);
    }
    text
}

/// Rows parsed a second, beside the same file split into cells by the `csv` crate alone.
pub fn parse() {
    let text = register();
    let profile = Profile::parse(PROFILE).unwrap();
    let (read, took) = timed(|| {
        let rows = csv::read(Cursor::new(text.as_bytes()), &profile).unwrap();
        rows.filter(|row| matches!(row, Ok(Parsed::Read(..))))
            .count()
    });
    let (cells, peer) = timed(|| floor::split(text.as_bytes()));
    let rate = |count: usize, took: std::time::Duration| count as f64 / took.as_secs_f64();
    row(
        "day register parsed",
        &format!("{:.0} rows/s ({read} of {ROWS} read)", rate(ROWS, took)),
        &format!(
            "csv crate, cells only: {:.0} rows/s ({cells} cells)",
            rate(ROWS, peer)
        ),
        rate(ROWS, took) / rate(ROWS, peer),
    );
}

/// Incidents stored durably a second, beside the bare inserts of rows of the same size.
pub async fn store() {
    let now = Instant::from_millis(1_772_503_920_000);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::Folder(folder.path().to_owned()), now)
        .await
        .unwrap();
    let org = founding::found(&store, "Bench", "Europe/Amsterdam", "nl", now)
        .await
        .unwrap();
    let records: Vec<_> = (0..INCIDENTS).map(|n| Ok(event(n, now))).collect();
    let mut intake = Intake::begin(&store, &org, "bench", "bench".to_owned(), now)
        .await
        .unwrap();
    let start = std::time::Instant::now();
    for batch in records.chunks(BATCH) {
        intake.take(batch, now).await.unwrap();
    }
    let tally = intake.finish(now).await.unwrap();
    let took = start.elapsed();
    let peer = floor::insert(INCIDENTS).await;
    let rate = |took: std::time::Duration| INCIDENTS as f64 / took.as_secs_f64();
    row(
        "incidents taken in, judged, durable",
        &format!("{:.0} incidents/s ({} new)", rate(took), tally.new),
        &format!("bare inserts, same batches: {:.0} rows/s", rate(peer)),
        rate(took) / rate(peer),
    );
}

/// One in twenty falls on the list, as on a busy day.
fn event(n: usize, now: Instant) -> EventRecord {
    let at = now.minus(SignedDuration::from_mins(
        i64::try_from(n).unwrap_or(0) % 100_000,
    ));
    let mut record = EventRecord::new("bench", n.to_string(), at, Precision::Exact);
    let code = if n.is_multiple_of(20) {
        "suicide"
    } else {
        "medical"
    };
    record.kind_codes = BTreeSet::from([KindCode::new(code)]);
    record.units = BTreeSet::from([UnitCode::new(format!("17-{}", n % 200))]);
    record
}
