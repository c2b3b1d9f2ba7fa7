//! Taking a backup.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use care::time::Instant;
use jiff::SignedDuration;

use super::LEFT_OUT;
use super::file::Unfinished;
use super::format::{End, EndLine, FORMAT, Header, Lines, TableLine};
use super::seal::Recipients;
use crate::store::{Snapshot, Store, Table, schema, system, tables};

/// How many days a backup is kept when nobody says.
const USUAL: u32 = 30;

/// What a backup holds, for the one who made it.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// How many tables.
    pub tables: usize,
    /// How many rows in all.
    pub rows: u64,
    /// When it is to be thrown away.
    pub until: Instant,
}

/// Writes everything the store keeps to a new file, sealed; others may go on writing.
///
/// The file appears under its name when all of it is on the medium. The store
/// notes when the backup is thrown away, so that a person can be told when
/// what was erased is gone from it too.
///
/// Without a number of days it is kept for thirty, or as long as it may be.
///
/// # Errors
/// When the file exists, cannot be written, the store cannot be read, or the
/// backup is to be kept longer than people were told.
pub async fn write(
    store: &Store,
    place: &Path,
    recipients: &Recipients,
    keep_days: Option<u16>,
    now: Instant,
) -> anyhow::Result<Written> {
    let longest = store.longest_backup().await?;
    let keep_days = keep_days.map_or(longest.min(USUAL), u32::from);
    if keep_days > longest {
        bail!(
            "people are told that what they erase is gone from every backup after {longest} days: give \
             --keep-days {longest} or less, or lengthen the period of backups on /desk/retention first"
        );
    }
    let unfinished = Unfinished::begin(place)?;
    let until = now.plus(SignedDuration::from_hours(24 * i64::from(keep_days)));
    let lost = || {
        format!(
            "cannot write {}; nothing of it is left behind",
            place.display()
        )
    };
    let file = BufWriter::with_capacity(1 << 16, unfinished.out().with_context(lost)?);
    let mut sealed = recipients
        .encryptor()?
        .wrap_output(file)
        .with_context(lost)?;
    let snapshot = store.snapshot().await?;
    let header = Header {
        format: FORMAT.to_owned(),
        schema: schema(),
        at: now.millis(),
        until: until.millis(),
        organisations: snapshot.organisations().await?,
    };
    let rows = lines(&snapshot, &header, &mut sealed)
        .await
        .with_context(lost)?;
    drop(snapshot);
    let mut file = sealed.finish().with_context(lost)?;
    file.flush().with_context(lost)?;
    // First noted, then there: a backup that nobody knows of would be worse.
    let tx = store.write("note backup", &system()).await?;
    tx.note_backup(now, until).await?;
    tx.commit().await?;
    unfinished.finish()?;
    Ok(Written {
        tables: rows.len(),
        rows: rows.values().sum(),
        until,
    })
}

/// Writes all lines and returns how many rows each table has.
async fn lines(
    snapshot: &Snapshot,
    header: &Header,
    out: &mut impl Write,
) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut lines = Lines::default();
    lines.write(out, header)?;
    let mut counts = BTreeMap::new();
    for table in tables() {
        let left_out = LEFT_OUT.contains(&table.name.as_str());
        let columns = table.columns().into_iter().map(str::to_owned).collect();
        let name = table.name.clone();
        lines.write(
            out,
            &TableLine {
                table: name,
                columns,
                left_out,
            },
        )?;
        let count = if left_out {
            0
        } else {
            rows(snapshot, &table, &mut lines, out).await?
        };
        counts.insert(table.name, count);
    }
    let end = End {
        rows: counts,
        sha256: lines.digest(),
    };
    let line = EndLine { end };
    lines.write(out, &line)?;
    Ok(line.end.rows)
}

async fn rows(
    snapshot: &Snapshot,
    table: &Table,
    lines: &mut Lines,
    out: &mut impl Write,
) -> anyhow::Result<u64> {
    let mut count = 0;
    let mut last = None;
    loop {
        let page = snapshot.rows(table, last.as_ref()).await?;
        for row in &page {
            lines.write(out, row)?;
            count += 1;
        }
        match page.into_iter().next_back() {
            Some(row) => last = Some(row),
            None => return Ok(count),
        }
    }
}
