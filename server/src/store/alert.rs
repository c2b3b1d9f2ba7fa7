//! Alerts: requests to the team, raised with the change that makes them needed (R013).

use care::{
    alerting::{About, Urgency},
    ids::{CaseId, IncidentId, OrgId},
    path::Case,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{CaseRow, Store, StoreError, Tx, system, tx::places, upsert::Existing};

/// An alert as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    /// The id of what it is about: an incident's or a case's.
    pub id: String,
    /// What it is about.
    pub about: About,
    /// How soon somebody has to be asked.
    pub urgency: Urgency,
    /// Since when somebody is needed.
    pub opened: Instant,
    /// How often it was opened before.
    pub turn: i32,
    /// When the ladder is to be looked at next.
    pub look: Instant,
    /// When it ended.
    pub closed: Option<Instant>,
    /// How many changes it has had.
    pub revision: i64,
}

#[derive(FromQueryResult)]
struct Row {
    alert_id: String,
    about: String,
    urgency: String,
    opened_at: i64,
    turn: i32,
    look_at: i64,
    closed_at: Option<i64>,
    revision: i64,
}

#[derive(FromQueryResult)]
struct Place {
    org_id: String,
    alert_id: String,
}

impl From<Row> for AlertRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.alert_id,
            about: About::parse(&row.about).unwrap_or(About::Case),
            urgency: Urgency::parse(&row.urgency).unwrap_or(Urgency::Now),
            opened: Instant::from_millis(row.opened_at),
            turn: row.turn,
            look: Instant::from_millis(row.look_at),
            closed: row.closed_at.map(Instant::from_millis),
            revision: row.revision,
        }
    }
}

const ONE: &str = "SELECT alert_id, about, urgency, opened_at, turn, look_at, closed_at, revision \
                   FROM alerts WHERE org_id = $1";

impl Store {
    /// Alerts that are to be looked at, oldest first: a named cross-organisation query.
    pub async fn due_alerts(
        &self,
        now: Instant,
        limit: u32,
    ) -> Result<Vec<(OrgId, String)>, StoreError> {
        let tx = self.read("scan due alerts", &system()).await?;
        let sql = format!(
            "SELECT org_id, alert_id FROM alerts WHERE closed_at IS NULL AND look_at <= $1 \
             ORDER BY look_at LIMIT {limit}"
        );
        let rows: Vec<Place> = tx.reference(&sql, [now.millis().into()]).await?;
        let pair = |row: Place| (OrgId::new(row.org_id), row.alert_id);
        Ok(rows.into_iter().map(pair).collect())
    }
}

/// The id under which a case's alert is kept: events are asked for once, however many were there.
fn alert_id(about: About, id: &CaseId, case: &Case) -> String {
    let incident = case.event.as_ref().map(|event| event.incident.as_str());
    match (about, incident) {
        (About::Incident, Some(incident)) => incident.to_owned(),
        _ => id.as_str().to_owned(),
    }
}

impl Tx {
    /// Raises what the change of a case asks for, and lets what it ended be looked at.
    pub(super) async fn raise_for(
        &self,
        id: &CaseId,
        before: Option<&Case>,
        after: &Case,
        now: Instant,
    ) -> Result<(), StoreError> {
        if let Some((about, urgency)) = care::alerting::raises(before, after, now) {
            let alert = alert_id(about, id, after);
            self.raise(&alert, about, urgency, now).await?;
        }
        if before.is_some_and(|before| care::alerting::settles(before, after)) {
            let incident = after.event.as_ref().map(|event| event.incident.as_str());
            let ids = [Some(id.as_str()), incident];
            self.look_again(ids.into_iter().flatten(), now).await?;
        }
        Ok(())
    }

    /// Opens an alert, or opens it again; one that is open is looked at now.
    async fn raise(
        &self,
        alert: &str,
        about: About,
        urgency: Urgency,
        now: Instant,
    ) -> Result<(), StoreError> {
        let columns = [
            "alert_id",
            "about",
            "urgency",
            "opened_at",
            "turn",
            "look_at",
            "revision",
        ];
        let row = vec![
            alert.into(),
            about.code().into(),
            urgency.code().into(),
            now.millis().into(),
            0_i32.into(),
            now.millis().into(),
            0_i64.into(),
        ];
        let key = ["alert_id"];
        let new = self
            .upsert("alerts", &columns, &key, Existing::Kept, vec![row])
            .await?;
        if new == 0 {
            let again = "UPDATE alerts SET turn = CASE WHEN closed_at IS NULL THEN turn ELSE turn + 1 END, \
                         opened_at = CASE WHEN closed_at IS NULL THEN opened_at ELSE $3 END, \
                         urgency = CASE WHEN closed_at IS NULL AND urgency = 'now' THEN urgency ELSE $5 END, \
                         about = $4, look_at = $3, closed_at = NULL, revision = revision + 1 \
                         WHERE org_id = $1 AND alert_id = $2";
            let values = [
                alert.into(),
                now.millis().into(),
                about.code().into(),
                urgency.code().into(),
            ];
            self.run(again, values).await?;
        }
        self.wake();
        Ok(())
    }

    /// Lets open alerts be looked at now.
    pub async fn look_again<'a>(
        &self,
        alerts: impl IntoIterator<Item = &'a str> + Send,
        now: Instant,
    ) -> Result<(), StoreError> {
        let ids: Vec<Value> = alerts.into_iter().map(Value::from).collect();
        let sql = format!(
            "UPDATE alerts SET look_at = $2 WHERE org_id = $1 AND closed_at IS NULL AND alert_id IN ({})",
            places(3, ids.len())
        );
        let values = std::iter::once(now.millis().into()).chain(ids);
        if self.run(&sql, values).await? > 0 {
            self.wake();
        }
        Ok(())
    }

    /// The alerts with these ids, in the order of their ids.
    pub async fn alerts(&self, ids: &[&str]) -> Result<Vec<AlertRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{ONE} AND alert_id IN ({}) ORDER BY alert_id",
            places(2, ids.len())
        );
        let rows: Vec<Row> = self
            .all(&sql, ids.iter().map(|id| Value::from(*id)))
            .await?;
        Ok(rows.into_iter().map(AlertRow::from).collect())
    }

    /// The alerts that are open, oldest first, at most 200.
    pub async fn open_alerts(&self) -> Result<Vec<AlertRow>, StoreError> {
        let sql = format!("{ONE} AND closed_at IS NULL ORDER BY opened_at, alert_id LIMIT 200");
        let rows: Vec<Row> = self.all(&sql, []).await?;
        Ok(rows.into_iter().map(AlertRow::from).collect())
    }

    /// Takes an alert in hand: when it is looked at next, or that it ended.
    ///
    /// Says whether it was still as it was read; nothing is changed otherwise, and whoever was
    /// first does the work.
    pub async fn take_alert(
        &self,
        alert: &AlertRow,
        next: Option<Instant>,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE alerts SET look_at = $4, closed_at = $5, revision = revision + 1 \
                   WHERE org_id = $1 AND alert_id = $2 AND revision = $3 AND closed_at IS NULL";
        let values: [Value; 4] = [
            alert.id.as_str().into(),
            alert.revision.into(),
            next.unwrap_or(now).millis().into(),
            next.is_none().then_some(now.millis()).into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// The cases that wait behind these alerts, each with the id of its alert.
    pub async fn cases_behind(
        &self,
        alerts: &[AlertRow],
    ) -> Result<Vec<(String, CaseRow)>, StoreError> {
        let mut waiting = Vec::new();
        let (of_events, of_cases): (Vec<_>, Vec<_>) = alerts
            .iter()
            .partition(|alert| alert.about == About::Incident);
        let incidents: Vec<IncidentId> = of_events
            .iter()
            .map(|alert| IncidentId::new(alert.id.as_str()))
            .collect();
        for incident in incidents.chunks(200) {
            let rows = self.cases_begun_by(incident).await?;
            waiting.extend(
                rows.into_iter()
                    .map(|(incident, row)| (incident.to_string(), row)),
            );
        }
        let ids: Vec<CaseId> = of_cases
            .iter()
            .map(|alert| CaseId::new(alert.id.as_str()))
            .collect();
        for row in self.cases_by_id(&ids).await? {
            let about = of_cases.iter().find(|alert| alert.id == row.id.as_str());
            if about.is_some_and(|alert| care::alerting::waits(alert.about, &row.case)) {
                waiting.push((row.id.to_string(), row));
            }
        }
        Ok(waiting)
    }
}
