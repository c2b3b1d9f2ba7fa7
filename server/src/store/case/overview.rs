//! Lists of cases, a line each, from the columns beside the document.

use care::{
    ids::{CaseId, IncidentId, PersonId},
    path::Stage,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use crate::store::{StoreError, Tx};

/// One line of a list of cases.
#[derive(Debug, Clone)]
pub struct CaseOverview {
    /// Its id.
    pub id: CaseId,
    /// Its name in the access log.
    pub pseudonym: String,
    /// The colleague.
    pub person: PersonId,
    /// The colleague's name.
    pub name: String,
    /// The colleague's staff group.
    pub staff_group: String,
    /// The supporter, if any.
    pub supporter: Option<PersonId>,
    /// The first incident, if the case began with one.
    pub incident: Option<IncidentId>,
    /// The step that is due now or next; none when all that remains is to close.
    pub step: Option<Stage>,
    /// When that step's window opens.
    pub opens_at: Option<Instant>,
    /// From when that step is late; [`Instant::LAST`] when nothing is due.
    pub late_from: Instant,
    /// When the next talk is planned for.
    pub planned_at: Option<Instant>,
    /// When the case was opened.
    pub opened_at: Instant,
    /// Whether it waits for another supporter.
    pub handover: bool,
    /// Whether it has ended.
    pub closed: bool,
}

impl CaseOverview {
    /// Where the case stands at a moment (the same rule as `care::path::Summary::stage`).
    #[must_use]
    pub fn stage(&self, now: Instant) -> Stage {
        match (self.step, self.opens_at) {
            (Some(Stage::FirstContact), Some(opens)) if now >= opens => Stage::FirstContact,
            (Some(step), Some(opens))
                if now >= opens && self.planned_at.is_none_or(|at| now >= at) =>
            {
                step
            }
            (Some(Stage::Outcome(talk)), _) if self.planned_at.is_some_and(|at| now < at) => {
                Stage::Talk(talk)
            }
            _ => Stage::Waiting,
        }
    }

    /// Whether the present step should have been done before.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        now >= self.late_from
    }
}

#[derive(FromQueryResult)]
struct OverviewRow {
    case_id: String,
    pseudonym: String,
    person_id: String,
    name: String,
    staff_group: String,
    supporter_id: Option<String>,
    incident_id: Option<String>,
    step: String,
    opens_at: Option<i64>,
    due_at: i64,
    planned_at: Option<i64>,
    opened_at: i64,
    handover: bool,
    closed_at: Option<i64>,
}

impl From<OverviewRow> for CaseOverview {
    fn from(row: OverviewRow) -> Self {
        Self {
            id: CaseId::new(row.case_id),
            pseudonym: row.pseudonym,
            person: PersonId::new(row.person_id),
            name: row.name,
            staff_group: row.staff_group,
            supporter: row.supporter_id.map(PersonId::new),
            incident: row.incident_id.map(IncidentId::new),
            step: Stage::parse(&row.step),
            opens_at: row.opens_at.map(Instant::from_millis),
            late_from: Instant::from_millis(row.due_at),
            planned_at: row.planned_at.map(Instant::from_millis),
            opened_at: Instant::from_millis(row.opened_at),
            handover: row.handover,
            closed: row.closed_at.is_some(),
        }
    }
}

const LIST: &str = "SELECT c.case_id, c.pseudonym, c.person_id, p.name, p.staff_group, c.supporter_id, \
     c.incident_id, c.step, c.opens_at, c.due_at, c.planned_at, c.opened_at, c.handover, c.closed_at \
     FROM cases c JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id WHERE c.org_id = $1";

impl Tx {
    /// A supporter's open cases, the one due first first, `limit` from after `(due, id)`.
    pub async fn cases_kept_by(
        &self,
        supporter: &PersonId,
        after: Option<(Instant, &CaseId)>,
        limit: u32,
    ) -> Result<Vec<CaseOverview>, StoreError> {
        let (due, id) = after.map_or((Instant::from_millis(i64::MIN), ""), |(due, id)| {
            (due, id.as_str())
        });
        let sql = format!(
            "{LIST} AND c.supporter_id = $2 AND c.closed_at IS NULL \
             AND (c.due_at > $3 OR (c.due_at = $3 AND c.case_id > $4)) \
             ORDER BY c.due_at, c.case_id LIMIT {limit}"
        );
        let values = [supporter.as_str().into(), due.millis().into(), id.into()];
        self.overviews(&sql, values).await
    }

    /// Open cases that no supporter keeps, oldest first.
    pub async fn unassigned_cases(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.supporter_id IS NULL AND c.closed_at IS NULL ORDER BY c.opened_at, c.case_id \
             LIMIT {limit}"
        );
        self.overviews(&sql, []).await
    }

    /// Open cases by lateness, the one due first first (the coordinator's view, no content).
    pub async fn open_cases(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql =
            format!("{LIST} AND c.closed_at IS NULL ORDER BY c.due_at, c.case_id LIMIT {limit}");
        self.overviews(&sql, []).await
    }

    /// How many paths run now.
    pub async fn count_open_cases(&self) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM cases WHERE org_id = $1 AND closed_at IS NULL";
        Ok(self.one::<Count>(sql, []).await?.map_or(0, |row| row.n))
    }

    /// Open cases that wait for another supporter, the one due first first.
    pub async fn handovers_due(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.handover AND c.closed_at IS NULL ORDER BY c.due_at, c.case_id LIMIT {limit}"
        );
        self.overviews(&sql, []).await
    }

    /// Open cases with a supporter that wait for the picture of their event (R063), oldest first,
    /// without those of an event that this person was part of.
    pub async fn waiting_for_picture(
        &self,
        but: &PersonId,
        limit: u32,
    ) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.closed_at IS NULL AND c.step = 'signal' AND c.supporter_id IS NOT NULL \
             AND c.incident_id IS NOT NULL AND c.person_id <> $2 AND NOT EXISTS \
             (SELECT 1 FROM exposures x WHERE x.org_id = $1 AND x.person_id = $2 \
             AND x.incident_id = c.incident_id AND x.role <> 'supporter') \
             ORDER BY c.opened_at, c.case_id LIMIT {limit}"
        );
        self.overviews(&sql, [but.as_str().into()]).await
    }

    /// The cases that an incident belongs to, open and closed, by name.
    pub async fn cases_of_incident(
        &self,
        incident: &IncidentId,
    ) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.case_id IN (SELECT i.case_id FROM case_incidents i WHERE i.org_id = $1 \
             AND i.incident_id = $2) ORDER BY p.name LIMIT 500"
        );
        self.overviews(&sql, [incident.as_str().into()]).await
    }

    async fn overviews(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<CaseOverview>, StoreError> {
        let rows: Vec<OverviewRow> = self.all(sql, values).await?;
        Ok(rows.into_iter().map(CaseOverview::from).collect())
    }
}
