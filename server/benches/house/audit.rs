//! `veer audit verify` on a log of a million rows, beside SHA-256 of as many bytes.

use std::collections::BTreeMap;

use sea_orm::Database;
use sha2::{Digest as _, Sha256};
use veer::{
    audit::check::check,
    founding,
    store::{FILE, Location, Store},
};

use super::{long_log, row, timed};

const ROWS: i64 = 1_000_000;
/// About what one row's digest covers.
const BYTES: usize = 330;

/// Makes the log and checks it.
pub async fn measure() {
    let now = care::time::Instant::from_millis(1_772_503_920_000);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::Folder(folder.path().to_owned()), now)
        .await
        .unwrap();
    let org = founding::found(&store, "Bench", "Europe/Amsterdam", "nl", now)
        .await
        .unwrap();
    let url = format!("sqlite://{}", folder.path().join(FILE).display());
    let db = Database::connect(url).await.unwrap();
    long_log::write(&db, org.id.as_str(), ROWS).await;
    db.close().await.unwrap();
    let start = std::time::Instant::now();
    let checked = check(&store, &org.id, &BTreeMap::new()).await.unwrap();
    let took = start.elapsed();
    assert_eq!(checked.walked.rows, ROWS.unsigned_abs());
    assert_eq!(checked.walked.findings.count, 0);
    let block = vec![7_u8; BYTES];
    let ((), peer) = timed(|| {
        for _ in 0..ROWS {
            std::hint::black_box(Sha256::digest(std::hint::black_box(&block)));
        }
    });
    row(
        &format!("access log of {ROWS} rows verified"),
        &format!(
            "{:.1} s ({:.0} rows/s)",
            took.as_secs_f64(),
            ROWS as f64 / took.as_secs_f64()
        ),
        &format!("SHA-256 alone: {:.1} s", peer.as_secs_f64()),
        took.as_secs_f64() / peer.as_secs_f64(),
    );
}
