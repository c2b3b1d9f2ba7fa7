//! Judging stored events again: what they were judged before, and who let it be done (R044, R046).

use care::{
    ids::{IncidentId, PersonId},
    incident::AgainWhy,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{IncidentRow, IncidentState, StoreError, Tx, incident::IncidentCells};

/// That events were judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejudging {
    /// Its id.
    pub id: String,
    /// The version of the list that judged.
    pub list_version: i64,
    /// Who let it be done.
    pub by: PersonId,
    /// Why.
    pub why: AgainWhy,
    /// When.
    pub at: Instant,
    /// How many events count since.
    pub counted: u64,
    /// Of how many events a person was asked whether they count.
    pub asked: u64,
}

/// What an event was judged to be until a moment.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct EarlierVerdict {
    /// The version of the list that judged.
    pub list_version: i64,
    /// What became of it then.
    pub state: String,
    /// The entry it fell under.
    pub entry: Option<String>,
    /// Until when it stood.
    pub until_at: i64,
    /// Why it was judged again then, if that is known.
    pub why: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    rejudging_id: String,
    list_version: i64,
    by_id: String,
    why: String,
    at: i64,
    counted: i64,
    asked: i64,
}

impl Tx {
    /// Events that are not on the list since a moment, newest first, below one already given.
    pub async fn stored_since(
        &self,
        since: Instant,
        below: Option<&IncidentRow>,
        limit: u32,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let (at, id) = below.map_or((Instant::LAST, ""), |row| (row.at, row.id.as_str()));
        let sql = format!(
            "{} AND state = $2 AND at >= $3 AND at <= $4 AND (at < $4 OR incident_id > $5) \
             ORDER BY at DESC, incident_id LIMIT {limit}",
            super::incident::COLUMNS
        );
        let values: [Value; 4] = [
            IncidentState::Stored.as_str().into(),
            since.millis().into(),
            at.millis().into(),
            id.into(),
        ];
        let rows: Vec<IncidentCells> = self.all(&sql, values).await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// Keeps what an event was judged to be before it is judged again.
    pub async fn keep_verdict(&self, row: &IncidentRow, until: Instant) -> Result<(), StoreError> {
        let sql = "INSERT INTO earlier_verdicts (org_id, incident_id, list_version, state, entry, \
                   certainty, reasons, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                   ON CONFLICT (org_id, incident_id, until_at) DO NOTHING";
        let values: [Value; 7] = [
            row.id.as_str().into(),
            row.list_version.into(),
            row.state.as_str().into(),
            row.entry.clone().into(),
            row.certainty.clone().into(),
            row.reasons.as_str().into(),
            until.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// What an event was judged to be before, the latest first.
    pub async fn earlier_verdicts(
        &self,
        incident: &IncidentId,
    ) -> Result<Vec<EarlierVerdict>, StoreError> {
        let sql = "SELECT v.list_version, v.state, v.entry, v.until_at, (SELECT MIN(r.why) \
                   FROM rejudgings r WHERE r.org_id = $1 AND r.at = v.until_at) AS why \
                   FROM earlier_verdicts v WHERE v.org_id = $1 AND v.incident_id = $2 \
                   ORDER BY v.until_at DESC LIMIT 20";
        self.all(sql, [incident.as_str().into()]).await
    }

    /// Keeps that events were judged again.
    pub async fn note_rejudging(&self, act: &Rejudging) -> Result<(), StoreError> {
        let sql = "INSERT INTO rejudgings (org_id, rejudging_id, list_version, by_id, why, at, \
                   counted, asked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let values: [Value; 7] = [
            act.id.as_str().into(),
            act.list_version.into(),
            act.by.as_str().into(),
            act.why.code().into(),
            act.at.millis().into(),
            number(act.counted).into(),
            number(act.asked).into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// When events were judged again, the latest first.
    pub async fn rejudgings(&self, limit: u32) -> Result<Vec<Rejudging>, StoreError> {
        let sql = format!(
            "SELECT rejudging_id, list_version, by_id, why, at, counted, asked FROM rejudgings \
             WHERE org_id = $1 ORDER BY at DESC, rejudging_id DESC LIMIT {limit}"
        );
        let rows: Vec<Row> = self.all(&sql, []).await?;
        let act = |row: Row| {
            Ok(Rejudging {
                why: AgainWhy::parse(&row.why).ok_or(StoreError::Unreadable("rejudging"))?,
                id: row.rejudging_id,
                list_version: row.list_version,
                by: PersonId::new(row.by_id),
                at: Instant::from_millis(row.at),
                counted: u64::try_from(row.counted).unwrap_or_default(),
                asked: u64::try_from(row.asked).unwrap_or_default(),
            })
        };
        rows.into_iter().map(act).collect()
    }
}
