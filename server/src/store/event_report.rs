//! Who reported an event from the dispatch room, so that they can take it back (R045).

use care::{
    ids::{IncidentId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

/// A report of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReport {
    /// The event.
    pub incident: IncidentId,
    /// What the page gave to it, so that sending twice is sending once.
    pub once: String,
    /// Who reported.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// When it was taken back, if it was.
    pub taken_back_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    incident_id: String,
    once: String,
    by_id: String,
    at: i64,
    taken_back_at: Option<i64>,
}

impl From<Row> for EventReport {
    fn from(row: Row) -> Self {
        Self {
            incident: IncidentId::new(row.incident_id),
            once: row.once,
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
            taken_back_at: row.taken_back_at.map(Instant::from_millis),
        }
    }
}

const COLUMNS: &str =
    "SELECT incident_id, once, by_id, at, taken_back_at FROM event_reports WHERE org_id = $1";

impl Tx {
    /// Keeps who reported an event; the same report again changes nothing.
    pub async fn note_report(&self, report: &EventReport) -> Result<(), StoreError> {
        let columns = ["incident_id", "once", "by_id", "at"];
        let row = vec![
            report.incident.as_str().into(),
            report.once.as_str().into(),
            report.by.as_str().into(),
            report.at.millis().into(),
        ];
        let key = ["incident_id", "once"];
        self.upsert("event_reports", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// The reports of an event, oldest first, at most 20.
    pub async fn reports_of(&self, incident: &IncidentId) -> Result<Vec<EventReport>, StoreError> {
        let sql = format!("{COLUMNS} AND incident_id = $2 ORDER BY at, once LIMIT 20");
        let rows: Vec<Row> = self.all(&sql, [incident.as_str().into()]).await?;
        Ok(rows.into_iter().map(EventReport::from).collect())
    }

    /// What somebody reported since a moment, newest first, at most 20.
    pub async fn reports_by(
        &self,
        by: &PersonId,
        since: Instant,
    ) -> Result<Vec<EventReport>, StoreError> {
        let sql = format!("{COLUMNS} AND by_id = $2 AND at > $3 ORDER BY at DESC, once LIMIT 20");
        let values = [by.as_str().into(), since.millis().into()];
        let rows: Vec<Row> = self.all(&sql, values).await?;
        Ok(rows.into_iter().map(EventReport::from).collect())
    }

    /// Notes that somebody took all their reports of an event back.
    pub async fn note_taken_back(
        &self,
        incident: &IncidentId,
        by: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE event_reports SET taken_back_at = $4 WHERE org_id = $1 \
                   AND incident_id = $2 AND by_id = $3 AND taken_back_at IS NULL";
        let values = [
            incident.as_str().into(),
            by.as_str().into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }
}
