//! What is coming up for erasure, who was told, and what remains of it: counts and receipts.

use std::collections::BTreeMap;

use care::{
    ids::{CaseId, PersonId},
    retention::{Counted, DataKind, Retention, tally},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Value};

use super::{
    Journalled, PolicyKind, Replayed, Store, StoreError, Tx, erasure::Again, sweep::KindRow,
    upsert::Existing,
};

/// A closed case whose notes or facts have a date to go at.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The case.
    pub case: CaseId,
    /// Its name in the log.
    pub pseudonym: String,
    /// The colleague.
    pub person: PersonId,
    /// The supporter, if any.
    pub supporter: Option<PersonId>,
    /// What of it.
    pub kind: DataKind,
    /// When it was closed.
    pub closed_at: Instant,
    /// When its people were told.
    pub warned_at: Option<Instant>,
}

/// Whose endings.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// The cases of this colleague.
    Subject(&'a PersonId),
    /// The cases that this supporter kept.
    Supporter(&'a PersonId),
    /// This case.
    Case(&'a CaseId),
}

/// Proof for somebody that something of theirs was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What, as a code of [`super::ErasureKind`].
    pub kind: String,
    /// When it was erased.
    pub erased_at: Instant,
    /// When no backup holds it any more.
    pub gone_at: Instant,
}

#[derive(FromQueryResult)]
struct EndingRow {
    case_id: String,
    pseudonym: String,
    person_id: String,
    supporter_id: Option<String>,
    closed_at: i64,
    warned_at: Option<i64>,
}

impl EndingRow {
    fn ending(self, kind: DataKind) -> Ending {
        Ending {
            case: CaseId::new(self.case_id),
            pseudonym: self.pseudonym,
            person: PersonId::new(self.person_id),
            supporter: self.supporter_id.map(PersonId::new),
            kind,
            closed_at: Instant::from_millis(self.closed_at),
            warned_at: self.warned_at.map(Instant::from_millis),
        }
    }
}

#[derive(FromQueryResult)]
struct ReceiptRow {
    kind: String,
    erased_at: i64,
    gone_at: i64,
}

#[derive(FromQueryResult)]
struct StateRow {
    state: String,
}

#[derive(FromQueryResult)]
struct MonthRow {
    month: String,
    kind: String,
    count: i64,
}

const ENDINGS: &str = "SELECT c.case_id, c.pseudonym, c.person_id, c.supporter_id, c.closed_at, w.warned_at \
     FROM cases c LEFT JOIN erasure_warnings w ON w.org_id = $1 AND w.case_id = c.case_id AND w.kind = $2 \
     WHERE c.org_id = $1 AND c.closed_at IS NOT NULL";

/// Whether anything sealed is left of the case.
const SEALED: &str = " AND (EXISTS (SELECT 1 FROM circle_wraps s WHERE s.org_id = $1 AND s.circle_id = c.case_id) \
     OR EXISTS (SELECT 1 FROM circle_keys s WHERE s.org_id = $1 AND s.circle_id = c.case_id) \
     OR EXISTS (SELECT 1 FROM sealed_notes s WHERE s.org_id = $1 AND s.circle_id = c.case_id) \
     OR EXISTS (SELECT 1 FROM sealed_drafts s WHERE s.org_id = $1 AND s.circle_id = c.case_id))";

fn endings(kind: DataKind, more: &str) -> String {
    let sealed = if kind == DataKind::Notes { SEALED } else { "" };
    format!("{ENDINGS}{sealed} {more}")
}

impl Tx {
    /// The periods in force: the newest, because they never wait for a day.
    pub async fn retention(&self) -> Result<Retention, StoreError> {
        let newest = Instant::from_millis(i64::MAX);
        let published = self.policy(PolicyKind::Retention, newest).await?;
        Ok(published.map_or_else(Retention::default, |(_, kept)| kept))
    }

    /// Cases closed before a moment, of which notes or facts are left, oldest first, from after one on.
    pub async fn endings_before(
        &self,
        kind: DataKind,
        before: Instant,
        after: Option<&Ending>,
        limit: u32,
    ) -> Result<Vec<Ending>, StoreError> {
        let (closed, id) = after.map_or((i64::MIN, ""), |last| {
            (last.closed_at.millis(), last.case.as_str())
        });
        let more = format!(
            "AND c.closed_at < $3 AND (c.closed_at > $4 OR (c.closed_at = $4 AND c.case_id > $5)) \
             ORDER BY c.closed_at, c.case_id LIMIT {limit}"
        );
        let values: [Value; 4] = [
            kind.code().into(),
            before.millis().into(),
            closed.into(),
            id.into(),
        ];
        let rows: Vec<EndingRow> = self.all(&endings(kind, &more), values).await?;
        Ok(rows.into_iter().map(|row| row.ending(kind)).collect())
    }

    /// The endings of which somebody was told, the first to go first, at most 50.
    pub async fn endings_told(
        &self,
        kind: DataKind,
        whose: Whose<'_>,
    ) -> Result<Vec<Ending>, StoreError> {
        let (column, id) = match whose {
            Whose::Subject(person) => ("person_id", person.as_str()),
            Whose::Supporter(person) => ("supporter_id", person.as_str()),
            Whose::Case(case) => ("case_id", case.as_str()),
        };
        // Ordered by the telling first: an index on closing alone would lead through every closed case.
        let more = format!(
            "AND w.warned_at IS NOT NULL AND c.{column} = $3 \
             ORDER BY w.warned_at, c.closed_at, c.case_id LIMIT 50"
        );
        let rows: Vec<EndingRow> = self
            .all(&endings(kind, &more), [kind.code().into(), id.into()])
            .await?;
        Ok(rows.into_iter().map(|row| row.ending(kind)).collect())
    }

    /// Somebody's closed cases of which something sealed is left.
    pub async fn sealed_endings_of(&self, person: &PersonId) -> Result<Vec<CaseId>, StoreError> {
        let more = "AND c.person_id = $3 ORDER BY c.case_id";
        let kind = DataKind::Notes;
        let values: [Value; 2] = [kind.code().into(), person.as_str().into()];
        let rows: Vec<EndingRow> = self.all(&endings(kind, more), values).await?;
        Ok(rows
            .into_iter()
            .map(|row| CaseId::new(row.case_id))
            .collect())
    }

    /// How many events of somebody lie before a moment and carry no open case.
    pub async fn erasable_exposures(
        &self,
        person: &PersonId,
        before: Instant,
    ) -> Result<usize, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = format!(
            "SELECT COUNT(*) AS n FROM exposures WHERE org_id = $1 AND {} AND person_id = $3",
            super::sweep::EXPOSURES
        );
        let values: [Value; 2] = [before.millis().into(), person.as_str().into()];
        let row = self.one::<Count>(&sql, values).await?;
        Ok(row.map_or(0, |row| usize::try_from(row.n).unwrap_or(0)))
    }

    /// Remembers that the people of these cases are told from now on; telling twice is once.
    pub async fn tell_endings(&self, endings: &[Ending], now: Instant) -> Result<u64, StoreError> {
        let columns = ["case_id", "kind", "warned_at"];
        let rows = endings.iter().map(|ending| -> Vec<Value> {
            vec![
                ending.case.as_str().into(),
                ending.kind.code().into(),
                now.millis().into(),
            ]
        });
        self.upsert(
            "erasure_warnings",
            &columns,
            &["case_id", "kind"],
            Existing::Kept,
            rows.collect(),
        )
        .await
    }

    /// Takes back the warnings of a kind that came too early: for cases closed from a moment on.
    ///
    /// A period that was made longer after people were told has them told anew when it is near.
    pub async fn untell_early(&self, kind: DataKind, closed: Instant) -> Result<u64, StoreError> {
        let sql = "DELETE FROM erasure_warnings WHERE org_id = $1 AND kind = $2 AND case_id IN \
                   (SELECT case_id FROM cases WHERE org_id = $1 AND closed_at >= $3)";
        self.run(sql, [kind.code().into(), closed.millis().into()])
            .await
    }

    /// Takes back the warnings of cases that were opened again.
    pub async fn untell_reopened(&self) -> Result<u64, StoreError> {
        let sql = "DELETE FROM erasure_warnings WHERE org_id = $1 AND case_id IN \
                   (SELECT case_id FROM cases WHERE org_id = $1 AND closed_at IS NULL)";
        self.run(sql, []).await
    }

    /// What was erased of somebody and is still in a backup, newest first.
    pub async fn receipts_of(&self, person: &PersonId) -> Result<Vec<Receipt>, StoreError> {
        let sql = "SELECT kind, erased_at, gone_at FROM erasure_receipts WHERE org_id = $1 \
                   AND person_id = $2 ORDER BY erased_at DESC, receipt_id LIMIT 50";
        let rows: Vec<ReceiptRow> = self.all(sql, [person.as_str().into()]).await?;
        let receipt = |row: ReceiptRow| Receipt {
            kind: row.kind,
            erased_at: Instant::from_millis(row.erased_at),
            gone_at: Instant::from_millis(row.gone_at),
        };
        Ok(rows.into_iter().map(receipt).collect())
    }

    /// Forgets erasures and receipts of which no backup holds anything any more.
    pub async fn forget_erasures(&self, now: Instant) -> Result<u64, StoreError> {
        let erasures = "DELETE FROM erasures WHERE org_id = $1 AND gone_at <= $2";
        let receipts = "DELETE FROM erasure_receipts WHERE org_id = $1 AND gone_at <= $2";
        let gone = self.run(erasures, [now.millis().into()]).await?
            + self.run(receipts, [now.millis().into()]).await?;
        if gone > 0 {
            self.mark_unsettled(&["erasures", "erasure_receipts"])
                .await?;
        }
        Ok(gone)
    }

    /// How often each kind happened in each month, of what is there and of what went (R094a).
    ///
    /// Small numbers can point at somebody: whoever shows them hides those below five.
    pub async fn months(
        &self,
        tz: &TimeZone,
    ) -> Result<BTreeMap<(String, String), i64>, StoreError> {
        let sql = "SELECT month, kind, count FROM monthly_counts WHERE org_id = $1";
        let rows: Vec<MonthRow> = self.all(sql, []).await?;
        let mut months: BTreeMap<(String, String), i64> = rows
            .into_iter()
            .map(|row| ((row.month, row.kind), row.count))
            .collect();
        for one in self.countable(tz).await? {
            *months.entry((one.month_code(), one.kind)).or_default() += 1;
        }
        Ok(months)
    }

    /// Everything that is there to be counted.
    async fn countable(&self, tz: &TimeZone) -> Result<Vec<Counted>, StoreError> {
        let sql = "SELECT state FROM cases WHERE org_id = $1";
        let mut counted = Vec::new();
        for row in self.all::<StateRow>(sql, []).await? {
            let case =
                serde_json::from_str(&row.state).map_err(|_| StoreError::Unreadable("case"))?;
            counted.extend(tally(&case, tz));
        }
        for sql in [
            "SELECT 'incident' AS kind, at FROM incidents WHERE org_id = $1 AND state IN ('counted', 'withdrawn')",
            "SELECT 'debriefing' AS kind, held_at AS at FROM debriefings WHERE org_id = $1",
        ] {
            let rows: Vec<KindRow> = self.all(sql, []).await?;
            let rows = rows.into_iter();
            counted.extend(rows.map(|row| Counted::at(row.kind, Instant::from_millis(row.at), tz)));
        }
        Ok(counted)
    }
}

impl Store {
    /// Drops from the journal file what no backup holds any more.
    pub async fn forget_journal(&self, now: Instant) -> Result<(), StoreError> {
        let Some(journal) = self.engine.journal.clone() else {
            return Ok(());
        };
        let forgotten = tokio::task::spawn_blocking(move || journal.forget(now)).await;
        forgotten
            .map_err(|_| StoreError::Journal)?
            .map_err(|_| StoreError::Journal)?;
        Ok(())
    }

    /// Erases again what a journal holds and a backup that was taken at this moment does not know.
    ///
    /// Each in a transaction of its own; it may be stopped and begun again.
    pub async fn replay(
        &self,
        journal: &Journalled,
        taken_at: Instant,
    ) -> Result<Replayed, StoreError> {
        let mut replayed = Replayed::default();
        for org in self.organisations().await? {
            let erasures = journal.erasures.iter();
            for erasure in erasures.filter(|erasure| erasure.org == org.id) {
                let done = journal.done.contains(&erasure.id);
                let tx = self.write("erase again", &org.id).await?;
                match tx.again(erasure, done, taken_at).await? {
                    Again::Yes => {
                        tx.erase_again(erasure, &org.time_zone).await?;
                        tx.commit().await?;
                        replayed.again += 1;
                    }
                    Again::Stands => replayed.stood += 1,
                    Again::InDoubt => replayed.in_doubt += 1,
                }
            }
        }
        self.settle().await?;
        Ok(replayed)
    }
}
