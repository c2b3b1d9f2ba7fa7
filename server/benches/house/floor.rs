//! The floors that Veer is measured against: libraries alone, without Veer's work.

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait, Database, TransactionTrait,
    sea_query::{Alias, Expr, Query},
};

/// Splits a file into cells and counts them.
pub fn split(text: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        cells += record.len();
    }
    cells
}

/// Inserts rows of an incident's size, in batches of the same size, durably.
pub async fn insert(count: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("floor.sqlite").display()
    );
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared("PRAGMA journal_mode = WAL")
        .await
        .unwrap();
    db.execute_unprepared("PRAGMA synchronous = FULL")
        .await
        .unwrap();
    let table = "CREATE TABLE rows (org TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL, at BIGINT NOT NULL, \
                 state TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (org, id))";
    db.execute_unprepared(table).await.unwrap();
    db.execute_unprepared("CREATE UNIQUE INDEX rows_ref ON rows (org, ref)")
        .await
        .unwrap();
    let record = "x".repeat(300);
    let start = Instant::now();
    let mut n = 0;
    while n < count {
        let tx = db.begin().await.unwrap();
        let mut insert = Query::insert();
        insert.into_table(Alias::new("rows"));
        insert.columns(["org", "id", "ref", "at", "state", "record"].map(Alias::new));
        for _ in 0..veer::feed::intake::BATCH.min(count - n) {
            let cells = [
                "org".into(),
                format!("{n:036}").into(),
                n.to_string().into(),
            ];
            let more = [
                i64::try_from(n).unwrap_or(0).into(),
                "stored".into(),
                record.as_str().into(),
            ];
            insert
                .values(
                    cells
                        .into_iter()
                        .chain(more)
                        .map(Expr::value::<sea_orm::Value>),
                )
                .unwrap();
            n += 1;
        }
        tx.execute(&insert).await.unwrap();
        tx.commit().await.unwrap();
    }
    start.elapsed()
}
