//! The exposure ledger and its nudges (R050); read by the peer team and the person only.

use care::{
    exposure::{Exposure, ExposureRole, Severity, crossings},
    ids::{IncidentId, PersonId},
    protocol::Protocol,
    time::Instant,
};
use jiff::SignedDuration;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};
use crate::entropy;

/// One line of the ledger.
#[derive(Debug, Clone)]
pub struct ExposureRow {
    /// Its id.
    pub id: String,
    /// Who, in what, in which role, from when, how heavy.
    pub exposure: Exposure,
}

/// A notice that events pile up on somebody.
#[derive(Debug, Clone)]
pub struct NudgeRow {
    /// Its id.
    pub id: String,
    /// On whom.
    pub person: PersonId,
    /// When the threshold was crossed.
    pub at: Instant,
    /// How many exposures made it up.
    pub count: i32,
    /// Over how many days.
    pub span_days: i32,
}

#[derive(FromQueryResult)]
struct Row {
    exposure_id: String,
    person_id: String,
    incident_id: Option<String>,
    role: String,
    severity: String,
    from_at: i64,
    until_at: Option<i64>,
}

impl From<Row> for ExposureRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.exposure_id,
            exposure: Exposure {
                person: PersonId::new(row.person_id),
                incident: row.incident_id.map(IncidentId::new),
                role: ExposureRole::parse(&row.role).unwrap_or(ExposureRole::Added),
                severity: Severity::parse(&row.severity).unwrap_or(Severity::Normal),
                from: Instant::from_millis(row.from_at),
                until: row.until_at.map(Instant::from_millis),
            },
        }
    }
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "named as the column")]
struct Nudge {
    nudge_id: String,
    person_id: String,
    at: i64,
    count: i32,
    span_days: i32,
}

const COLUMNS: &str = "SELECT exposure_id, person_id, incident_id, role, severity, from_at, until_at \
     FROM exposures WHERE org_id = $1";

impl Tx {
    /// Adds exposures; one that is known (person, incident, role) stays as it is.
    pub async fn save_exposures(&self, exposures: &[ExposureRow]) -> Result<u64, StoreError> {
        let columns = [
            "exposure_id",
            "person_id",
            "incident_id",
            "role",
            "severity",
            "from_at",
            "until_at",
        ];
        let rows = exposures.iter().map(|row| -> Vec<Value> {
            vec![
                row.id.as_str().into(),
                row.exposure.person.as_str().into(),
                row.exposure
                    .incident
                    .as_ref()
                    .map(IncidentId::as_str)
                    .into(),
                row.exposure.role.code().into(),
                row.exposure.severity.code().into(),
                row.exposure.from.millis().into(),
                row.exposure.until.map(Instant::millis).into(),
            ]
        });
        let key = ["person_id", "incident_id", "role"];
        self.upsert("exposures", &columns, &key, Existing::Kept, rows.collect())
            .await
    }

    /// A person's exposures since an instant, oldest first, at most 500.
    pub async fn ledger(
        &self,
        person: &PersonId,
        since: Instant,
    ) -> Result<Vec<ExposureRow>, StoreError> {
        let sql =
            format!("{COLUMNS} AND person_id = $2 AND from_at >= $3 ORDER BY from_at LIMIT 500");
        let rows: Vec<Row> = self
            .all(&sql, [person.as_str().into(), since.millis().into()])
            .await?;
        Ok(rows.into_iter().map(ExposureRow::from).collect())
    }

    /// The same without events that somebody dismissed: what did not count weighs on nobody (R050).
    pub async fn weighing(
        &self,
        person: &PersonId,
        since: Instant,
    ) -> Result<Vec<ExposureRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND person_id = $2 AND from_at >= $3 AND NOT EXISTS (SELECT 1 FROM incidents e \
             WHERE e.org_id = $1 AND e.incident_id = exposures.incident_id \
             AND e.state = 'dismissed') ORDER BY from_at LIMIT 500"
        );
        let rows: Vec<Row> = self
            .all(&sql, [person.as_str().into(), since.millis().into()])
            .await?;
        Ok(rows.into_iter().map(ExposureRow::from).collect())
    }

    /// Everybody exposed to an incident.
    pub async fn exposed_to(&self, incident: &IncidentId) -> Result<Vec<ExposureRow>, StoreError> {
        let sql = format!("{COLUMNS} AND incident_id = $2 ORDER BY role, person_id LIMIT 1000");
        let rows: Vec<Row> = self.all(&sql, [incident.as_str().into()]).await?;
        Ok(rows.into_iter().map(ExposureRow::from).collect())
    }

    /// Keeps a nudge; the same crossing is kept once.
    pub async fn save_nudge(&self, nudge: &NudgeRow) -> Result<u64, StoreError> {
        let columns = ["nudge_id", "person_id", "at", "count", "span_days"];
        let row = vec![
            nudge.id.as_str().into(),
            nudge.person.as_str().into(),
            nudge.at.millis().into(),
            nudge.count.into(),
            nudge.span_days.into(),
        ];
        self.upsert(
            "nudges",
            &columns,
            &["person_id", "at"],
            Existing::Kept,
            vec![row],
        )
        .await
    }

    /// Notices when events pile up on somebody: one nudge for each crossing of the threshold (R050).
    ///
    /// Crossings follow from the ledger alone, so looking again adds nothing; a nudge that was
    /// given since the last crossing covers it, in whatever order the events came in. A crossing
    /// that lies more than a window back is history and nudges nobody any more.
    pub async fn nudge(
        &self,
        person: &PersonId,
        protocol: &Protocol,
        now: Instant,
    ) -> Result<(), StoreError> {
        let window = SignedDuration::from_hours(24 * i64::from(protocol.stacking.window_days));
        let rows = self.weighing(person, now.minus(window * 3)).await?;
        let ledger: Vec<Exposure> = rows.into_iter().map(|row| row.exposure).collect();
        let Some(crossing) = crossings(&ledger, &protocol.stacking, now).pop() else {
            return Ok(());
        };
        let load = crossing.load;
        if now.since(load.at) > window || self.nudged_since(person, load.at).await? {
            return Ok(());
        }
        self.save_nudge(&NudgeRow {
            id: entropy::new_id(now),
            person: person.clone(),
            at: now,
            count: i32::try_from(load.count()).unwrap_or(i32::MAX),
            span_days: i32::try_from(load.span_days).unwrap_or(i32::MAX),
        })
        .await?;
        Ok(())
    }

    async fn nudged_since(&self, person: &PersonId, at: Instant) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql =
            "SELECT COUNT(*) AS n FROM nudges WHERE org_id = $1 AND person_id = $2 AND at >= $3";
        let row = self
            .one::<Count>(sql, [person.as_str().into(), at.millis().into()])
            .await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// Nudges that nobody has settled yet, newest first, at most 50.
    pub async fn open_nudges(&self) -> Result<Vec<NudgeRow>, StoreError> {
        let sql = "SELECT nudge_id, person_id, at, count, span_days FROM nudges WHERE org_id = $1 \
                   AND settled_at IS NULL ORDER BY at DESC LIMIT 50";
        let rows: Vec<Nudge> = self.all(sql, []).await?;
        let nudge = |row: Nudge| NudgeRow {
            id: row.nudge_id,
            person: PersonId::new(row.person_id),
            at: Instant::from_millis(row.at),
            count: row.count,
            span_days: row.span_days,
        };
        Ok(rows.into_iter().map(nudge).collect())
    }

    /// Settles a nudge: somebody of the peer team has taken it up.
    pub async fn settle_nudge(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE nudges SET settled_at = $3 WHERE org_id = $1 AND nudge_id = $2 \
                   AND settled_at IS NULL";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }
}
