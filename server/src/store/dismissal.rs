//! That an event does not count after all: who said so and why, and that it was undone (R046).

use std::collections::BTreeMap;

use care::{
    ids::{IncidentId, PersonId},
    incident::DismissWhy,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places};

/// One dismissal of an event that counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// Its id.
    pub id: String,
    /// The event.
    pub incident: IncidentId,
    /// Who said so.
    pub by: PersonId,
    /// Why.
    pub why: DismissWhy,
    /// When.
    pub at: Instant,
    /// How many paths were withdrawn.
    pub withdrawn: u64,
    /// How many stayed.
    pub stayed: u64,
    /// When it was undone, if it was.
    pub undone_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    dismissal_id: String,
    incident_id: String,
    by_id: String,
    why: String,
    at: i64,
    withdrawn: i64,
    stayed: i64,
    undone_at: Option<i64>,
}

impl TryFrom<Row> for Dismissal {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            why: DismissWhy::parse(&row.why).ok_or(StoreError::Unreadable("dismissal"))?,
            id: row.dismissal_id,
            incident: IncidentId::new(row.incident_id),
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
            withdrawn: u64::try_from(row.withdrawn).unwrap_or_default(),
            stayed: u64::try_from(row.stayed).unwrap_or_default(),
            undone_at: row.undone_at.map(Instant::from_millis),
        })
    }
}

const COLUMNS: &str = "SELECT dismissal_id, incident_id, by_id, why, at, withdrawn, stayed, undone_at \
     FROM dismissals WHERE org_id = $1";

impl Tx {
    /// Keeps that an event was dismissed.
    pub async fn note_dismissal(&self, act: &Dismissal) -> Result<(), StoreError> {
        let sql = "INSERT INTO dismissals (org_id, dismissal_id, incident_id, at, by_id, why, \
                   withdrawn, stayed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let values: [Value; 7] = [
            act.id.as_str().into(),
            act.incident.as_str().into(),
            act.at.millis().into(),
            act.by.as_str().into(),
            act.why.code().into(),
            number(act.withdrawn).into(),
            number(act.stayed).into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Every dismissal of an event, the latest first, at most 20.
    pub async fn dismissals(&self, incident: &IncidentId) -> Result<Vec<Dismissal>, StoreError> {
        let sql =
            format!("{COLUMNS} AND incident_id = $2 ORDER BY at DESC, dismissal_id DESC LIMIT 20");
        let rows: Vec<Row> = self.all(&sql, [incident.as_str().into()]).await?;
        rows.into_iter().map(Dismissal::try_from).collect()
    }

    /// The latest dismissal of each of these events that was not undone.
    pub async fn dismissals_of(
        &self,
        incidents: &[IncidentId],
    ) -> Result<BTreeMap<IncidentId, Dismissal>, StoreError> {
        if incidents.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "{COLUMNS} AND undone_at IS NULL AND incident_id IN ({}) ORDER BY at, dismissal_id",
            places(2, incidents.len())
        );
        let values = incidents.iter().map(|id| id.as_str().into());
        let rows: Vec<Row> = self.all(&sql, values).await?;
        let pair = |row: Row| {
            let act = Dismissal::try_from(row)?;
            Ok((act.incident.clone(), act))
        };
        rows.into_iter().map(pair).collect()
    }

    /// Notes that a dismissal was undone; `false` when it was before.
    pub async fn undo_dismissal(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE dismissals SET undone_at = $3 WHERE org_id = $1 AND dismissal_id = $2 \
                   AND undone_at IS NULL";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }
}
