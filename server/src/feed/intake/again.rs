//! Judging stored events again by the list in force: a person's act, with a preview (R044, R046).
//!
//! The one place where an event that did not count comes to count without news of it. Nothing that
//! counted, or on which somebody decided, is looked at; the verdict before is kept beside the event.

use care::{
    incident::{Again, again},
    path::Requester,
    time::Instant,
};

use super::{Intake, Known, collided, judge::doubt};
use crate::{
    feed::record::EventRecord,
    store::{IncidentRow, IncidentState, StoreError, Tx, opens_paths_since},
};

/// How many events are read at once.
const AT_ONCE: u32 = 1_000;
/// The most events that one act looks at.
const MOST: usize = 20_000;

/// What judging again comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejudged {
    /// How many events were looked at.
    pub looked: usize,
    /// Those that count, and those of which a person is asked, each with its entry.
    pub moved: Vec<Moved>,
    /// Whether there were more than one act looks at.
    pub more: bool,
}

/// An event that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// As it stood, judged by the list of then.
    pub row: IncidentRow,
    /// What becomes of it.
    pub to: Again,
    /// The entry that it falls under now.
    pub entry: String,
}

impl Rejudged {
    /// How many events this becomes of.
    #[must_use]
    pub fn count(&self, to: Again) -> usize {
        self.moved.iter().filter(|one| one.to == to).count()
    }
}

impl Intake<'_> {
    /// The version of the list that judges.
    #[must_use]
    pub fn list_version(&self) -> i64 {
        self.list_version
    }

    /// Which events would come to count or be asked about: those that may still open a path.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn look_again(&self, tx: &Tx, now: Instant) -> Result<Rejudged, StoreError> {
        let since = opens_paths_since(&self.protocol, now);
        let mut found = Rejudged::default();
        let mut below: Option<IncidentRow> = None;
        loop {
            let rows = tx.stored_since(since, below.as_ref(), AT_ONCE).await?;
            let last = rows.len() < AT_ONCE as usize;
            found.looked += rows.len();
            below = rows.last().cloned();
            found
                .moved
                .extend(rows.into_iter().filter_map(|row| self.moves(row, now)));
            found.more = !last;
            if last || found.looked >= MOST {
                return Ok(found);
            }
        }
    }

    /// Judges again, within a transaction: keeps each verdict before, and opens the paths.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was saved then.
    pub async fn judge_again(&self, tx: &Tx, now: Instant) -> Result<Rejudged, StoreError> {
        tx.wait_for_intake().await?;
        let found = self.look_again(tx, now).await?;
        let mut moved = Vec::with_capacity(found.moved.len());
        for one in &found.moved {
            tx.keep_verdict(&one.row, now).await?;
            let mut incident = Known::stored(one.row.clone())?;
            self.judge(&mut incident, now);
            moved.push(incident);
        }
        let rows = moved
            .iter()
            .map(|incident| incident.row(self.list_version))
            .collect::<Result<Vec<_>, _>>()?;
        tx.save_incidents(&rows).await?;
        self.follow(tx, &moved, Requester::Detection, now)
            .await
            .map_err(|failure| collided(&failure))?;
        Ok(found)
    }

    fn moves(&self, row: IncidentRow, now: Instant) -> Option<Moved> {
        let record: EventRecord = serde_json::from_str(&row.record).ok()?;
        let real = record.status.may_count() && row.merged_into.is_none();
        let never = row.state == IncidentState::Stored;
        let verdict = self.list.judge(&record.facts());
        let to = match again(never, real, verdict.as_ref())? {
            // Whose moment is in doubt, a person looks at first.
            Again::Counts if doubt(&record, now).is_some() => Again::Asks,
            to => to,
        };
        let entry = verdict?.entry;
        Some(Moved { row, to, entry })
    }
}
