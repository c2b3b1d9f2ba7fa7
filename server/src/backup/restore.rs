//! Reading a backup back into an empty database.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use anyhow::{Context, bail};
use care::time::Instant;
use serde_json::Value as Json;

use super::format::{End, EndLine, FORMAT, Header, Lines, TableLine};
use crate::store::{Filling, Row, Store, Table, schema, system, tables};

/// How many rows go into the store at once.
const BATCH: usize = 500;
/// The longest line that is read; a sealed note has far less than a tenth of it.
const LINE: u64 = 16 << 20;

/// `installation` row of a database in which erasures are still to be done again.
const UNFINISHED: &str = "restore-unfinished";

/// What was read back.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was taken.
    pub at: Instant,
    /// How many rows.
    pub rows: u64,
    /// The organisations, by id.
    pub organisations: Vec<String>,
}

/// Opens a backup and fills an empty store with it: all of it, or nothing.
///
/// With a moment, a backup that was to be thrown away by then is refused.
/// Until [`finish`] the database is marked as not to be used: what was erased
/// since the backup stands in it.
///
/// # Errors
/// When the store is not empty, no key opens the backup, or the backup is
/// damaged, cut short, altered, past its date, or of a newer Veer.
pub async fn restore(
    store: &Store,
    sealed: impl Read,
    keys: &[Box<dyn age::Identity>],
    now: Option<Instant>,
) -> anyhow::Result<Restored> {
    let opened = open(BufReader::with_capacity(1 << 16, sealed), keys)?;
    let filling = store.filling().await?;
    if let Some(table) = filling.taken().await? {
        bail!(
            "this database is not empty (there are rows in {table}): restore into a new folder or a \
             new database, and nothing can be lost"
        );
    }
    let restored = fill(&filling, opened, now)
        .await
        .context("nothing was restored")?;
    filling.commit().await?;
    Ok(restored)
}

/// Of which backup a store is, when what was erased since may still stand in it.
///
/// # Errors
/// When the store cannot be read.
pub async fn unfinished(store: &Store) -> anyhow::Result<Option<Instant>> {
    let Some(at) = store.installation(UNFINISHED).await? else {
        return Ok(None);
    };
    let at = at.parse().context("the mark of a restore cannot be read")?;
    Ok(Some(Instant::from_millis(at)))
}

/// Says that a restored store may be used.
///
/// # Errors
/// When the store cannot be written.
pub async fn finish(store: &Store) -> anyhow::Result<()> {
    let tx = store.write("finish restore", &system()).await?;
    tx.clear_installation(UNFINISHED).await?;
    Ok(tx.commit().await?)
}

fn open(sealed: impl BufRead, keys: &[Box<dyn age::Identity>]) -> anyhow::Result<impl Read> {
    let file = age::Decryptor::new_buffered(sealed).context("this is not a backup of Veer")?;
    let opened = file.decrypt(keys.iter().map(AsRef::as_ref));
    opened.map_err(|fault| match fault {
        age::DecryptError::NoMatchingKeys => {
            anyhow::anyhow!("this key does not open this backup: it was sealed to another one")
        }
        other => anyhow::Error::new(other).context("this backup cannot be opened"),
    })
}

/// Everything read so far.
struct Reading<'a> {
    filling: &'a Filling,
    known: BTreeMap<String, Table>,
    table: Option<TableLine>,
    waiting: Vec<Row>,
    counts: BTreeMap<String, u64>,
}

async fn fill(
    filling: &Filling,
    opened: impl Read,
    now: Option<Instant>,
) -> anyhow::Result<Restored> {
    let mut input = BufReader::new(opened);
    let mut lines = Lines::default();
    let first = line(&mut input)?.context("the backup is empty")?;
    let header = header(&first)?;
    if now.is_some_and(|now| now.millis() >= header.until) {
        bail!(
            "this backup was to be thrown away on {}: what people erased is said to be gone from it, and \
             the journal of erasures may no longer name it. Restore a younger one; if there is none, \
             give --past-its-date",
            Instant::from_millis(header.until).date(&jiff::tz::TimeZone::UTC)
        );
    }
    lines.take(&first);
    let mut reading = Reading {
        filling,
        known: tables()
            .into_iter()
            .map(|table| (table.name.clone(), table))
            .collect(),
        table: None,
        waiting: Vec::new(),
        counts: BTreeMap::new(),
    };
    let end = loop {
        let bytes =
            line(&mut input)?.context("the backup is cut short: its last line is missing")?;
        match serde_json::from_slice(&bytes).context("a line of the backup cannot be read")? {
            Json::Array(row) => reading.row(row).await?,
            Json::Object(object) if object.contains_key("table") => {
                reading
                    .table(serde_json::from_value(Json::Object(object))?)
                    .await?;
            }
            object => {
                reading.save().await?;
                let EndLine { end } = serde_json::from_value(object)
                    .context("a line of the backup cannot be read")?;
                break end;
            }
        }
        lines.take(&bytes);
    };
    check(&end, &lines, &reading.counts)?;
    if line(&mut input)?.is_some() {
        bail!("the backup goes on after its end");
    }
    let at = Instant::from_millis(header.at);
    let until = Instant::from_millis(header.until);
    filling.tx().note_backup(at, until).await?;
    let mark = header.at.to_string();
    filling.tx().set_installation(UNFINISHED, &mark).await?;
    Ok(Restored {
        at,
        rows: reading.counts.values().sum(),
        organisations: header.organisations,
    })
}

/// A line with its end; none where the backup ends.
fn line(input: &mut impl BufRead) -> anyhow::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input
        .take(LINE)
        .read_until(b'\n', &mut bytes)
        .context("the backup is damaged or cut short")?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') {
        bail!("a line of the backup is cut short or too long");
    }
    Ok(Some(bytes))
}

fn header(bytes: &[u8]) -> anyhow::Result<Header> {
    let header: Header = serde_json::from_slice(bytes).context("this is not a backup of Veer")?;
    if header.format != FORMAT {
        bail!(
            "this backup has the format {}, which this Veer does not read",
            header.format
        );
    }
    if header.schema > schema() {
        bail!(
            "this backup was made by a newer Veer (schema {}, here {}): restore with that version",
            header.schema,
            schema()
        );
    }
    Ok(header)
}

fn check(end: &End, lines: &Lines, counts: &BTreeMap<String, u64>) -> anyhow::Result<()> {
    if end.sha256 != lines.digest() {
        bail!("the backup was altered: its lines do not match its end");
    }
    if &end.rows != counts {
        bail!("the backup is not whole: its end names other numbers of rows");
    }
    Ok(())
}

impl Reading<'_> {
    async fn table(&mut self, table: TableLine) -> anyhow::Result<()> {
        self.save().await?;
        if !self.known.contains_key(&table.table) {
            bail!(
                "the backup holds a table that this Veer does not know: {}",
                table.table
            );
        }
        self.counts.entry(table.table.clone()).or_default();
        self.table = Some(table);
        Ok(())
    }

    async fn row(&mut self, row: Row) -> anyhow::Result<()> {
        self.waiting.push(row);
        if self.waiting.len() >= BATCH {
            self.save().await?;
        }
        Ok(())
    }

    async fn save(&mut self) -> anyhow::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let place = self
            .table
            .as_ref()
            .context("the backup has rows of no table")?;
        let table = self
            .known
            .get(&place.table)
            .context("the backup has rows of no table")?;
        let rows = std::mem::take(&mut self.waiting);
        let added = self.filling.add(table, &place.columns, &rows).await;
        added.with_context(|| format!("rows of {} cannot be taken in", table.name))?;
        let count = self.counts.entry(table.name.clone()).or_default();
        *count += u64::try_from(rows.len())?;
        Ok(())
    }
}
