//! Cases: one document each, with the columns that lists need beside it.
//!
//! `care` decides on a whole [`Case`]; the store keeps it as opaque JSON with projected columns
//! (docs/decisions/0002-case-as-document.md). A change is guarded by the revision that it was
//! decided on, and its history row, its deadline job and its access row are written with it.

mod change;
mod many;
mod overview;

use care::{
    ids::{CaseId, IncidentId, PersonId},
    path::Case,
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, tx::places};

pub use change::{CHANGES, CaseFailure, NewCase};
pub use many::{Assignment, Given};
pub use overview::CaseOverview;

/// A case as stored.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// Its name in the access log.
    pub pseudonym: String,
    /// The colleague it is about.
    pub person: PersonId,
    /// The supporter who keeps it, once somebody took it.
    pub supporter: Option<PersonId>,
    /// How many changes it has had; a change must name the one it was decided on.
    pub revision: i64,
    /// Since when its present step is past its window.
    pub late_since: Option<Instant>,
    /// The case itself.
    pub case: Case,
}

/// One change in a case's history.
#[derive(Debug, Clone)]
pub struct CaseChange {
    /// The revision that it made.
    pub revision: i64,
    /// When.
    pub at: Instant,
    /// By whom; nobody when Veer did it.
    pub actor: Option<PersonId>,
    /// What, as a code.
    pub what: String,
}

#[derive(FromQueryResult)]
struct Row {
    case_id: String,
    pseudonym: String,
    person_id: String,
    supporter_id: Option<String>,
    revision: i64,
    late_since: Option<i64>,
    state: String,
}

/// A case beside an incident of it.
#[derive(FromQueryResult)]
struct WithIncident {
    incident_id: String,
    case_id: String,
    pseudonym: String,
    person_id: String,
    supporter_id: Option<String>,
    revision: i64,
    late_since: Option<i64>,
    state: String,
}

impl TryFrom<Row> for CaseRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: CaseId::new(row.case_id),
            pseudonym: row.pseudonym,
            person: PersonId::new(row.person_id),
            supporter: row.supporter_id.map(PersonId::new),
            revision: row.revision,
            late_since: row.late_since.map(Instant::from_millis),
            case: serde_json::from_str(&row.state).map_err(|_| StoreError::Unreadable("case"))?,
        })
    }
}

/// A case and the incident that it was found by.
fn beside(row: WithIncident) -> Result<(IncidentId, CaseRow), StoreError> {
    let case = Row {
        case_id: row.case_id,
        pseudonym: row.pseudonym,
        person_id: row.person_id,
        supporter_id: row.supporter_id,
        revision: row.revision,
        late_since: row.late_since,
        state: row.state,
    };
    Ok((IncidentId::new(row.incident_id), CaseRow::try_from(case)?))
}

#[derive(FromQueryResult)]
struct ChangeRow {
    revision: i64,
    at: i64,
    actor_id: Option<String>,
    what: String,
}

const ONE: &str = "SELECT case_id, pseudonym, person_id, supporter_id, revision, late_since, state \
     FROM cases WHERE org_id = $1";

impl Tx {
    /// The case with this id.
    pub async fn case(&self, id: &CaseId) -> Result<Option<CaseRow>, StoreError> {
        let row = self
            .one::<Row>(&format!("{ONE} AND case_id = $2"), [id.as_str().into()])
            .await?;
        row.map(CaseRow::try_from).transpose()
    }

    /// A person's open case, if any; there is never more than one (C08).
    pub async fn open_case_of(&self, person: &PersonId) -> Result<Option<CaseRow>, StoreError> {
        let sql = format!("{ONE} AND person_id = $2 AND closed_at IS NULL");
        let row = self.one::<Row>(&sql, [person.as_str().into()]).await?;
        row.map(CaseRow::try_from).transpose()
    }

    /// The case in which a person was already supported after an incident, open or closed.
    pub async fn case_for(
        &self,
        person: &PersonId,
        incident: &IncidentId,
    ) -> Result<Option<CaseId>, StoreError> {
        #[derive(FromQueryResult)]
        struct IdRow {
            case_id: String,
        }
        let sql = "SELECT c.case_id FROM cases c JOIN case_incidents i ON i.org_id = $1 \
                   AND i.case_id = c.case_id WHERE c.org_id = $1 AND c.person_id = $2 AND i.incident_id = $3 \
                   ORDER BY c.opened_at DESC LIMIT 1";
        let row = self
            .one::<IdRow>(sql, [person.as_str().into(), incident.as_str().into()])
            .await?;
        Ok(row.map(|row| CaseId::new(row.case_id)))
    }

    /// The cases to which any of these incidents belongs, each with that incident, at most 1000.
    pub async fn cases_with(
        &self,
        incidents: &[IncidentId],
    ) -> Result<Vec<(IncidentId, CaseRow)>, StoreError> {
        if incidents.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT i.incident_id, c.case_id, c.pseudonym, c.person_id, c.supporter_id, c.revision, \
             c.late_since, c.state FROM case_incidents i JOIN cases c ON c.org_id = $1 \
             AND c.case_id = i.case_id WHERE i.org_id = $1 AND i.incident_id IN ({}) \
             ORDER BY c.case_id, i.incident_id LIMIT 1000",
            places(2, incidents.len())
        );
        let rows: Vec<WithIncident> = self
            .all(&sql, incidents.iter().map(|id| id.as_str().into()))
            .await?;
        rows.into_iter().map(beside).collect()
    }

    /// The open cases without a supporter that began with any of these incidents, at most 1000.
    pub async fn cases_begun_by(
        &self,
        incidents: &[IncidentId],
    ) -> Result<Vec<(IncidentId, CaseRow)>, StoreError> {
        if incidents.is_empty() {
            return Ok(Vec::new());
        }
        // Through the links, which are indexed by incident; the first one is what it began with.
        let sql = format!(
            "SELECT i.incident_id, c.case_id, c.pseudonym, c.person_id, c.supporter_id, c.revision, \
             c.late_since, c.state FROM case_incidents i JOIN cases c ON c.org_id = $1 \
             AND c.case_id = i.case_id AND c.incident_id = i.incident_id WHERE i.org_id = $1 \
             AND i.incident_id IN ({}) AND c.closed_at IS NULL AND c.supporter_id IS NULL \
             ORDER BY c.case_id LIMIT 1000",
            places(2, incidents.len())
        );
        let rows: Vec<WithIncident> = self
            .all(&sql, incidents.iter().map(|id| id.as_str().into()))
            .await?;
        rows.into_iter().map(beside).collect()
    }

    /// The cases with these ids, at most 1000.
    pub async fn cases_by_id(&self, ids: &[CaseId]) -> Result<Vec<CaseRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("{ONE} AND case_id IN ({}) LIMIT 1000", places(2, ids.len()));
        let rows: Vec<Row> = self
            .all(&sql, ids.iter().map(|id| id.as_str().into()))
            .await?;
        rows.into_iter().map(CaseRow::try_from).collect()
    }

    /// A person's cases, newest first, at most 20.
    pub async fn cases_of(&self, person: &PersonId) -> Result<Vec<CaseRow>, StoreError> {
        let sql = format!("{ONE} AND person_id = $2 ORDER BY opened_at DESC LIMIT 20");
        let rows: Vec<Row> = self.all(&sql, [person.as_str().into()]).await?;
        rows.into_iter().map(CaseRow::try_from).collect()
    }

    /// The incidents of a case, first one first.
    pub async fn incidents_of(&self, case: &CaseId) -> Result<Vec<IncidentId>, StoreError> {
        #[derive(FromQueryResult)]
        struct IdRow {
            incident_id: String,
        }
        let sql = "SELECT incident_id FROM case_incidents WHERE org_id = $1 AND case_id = $2 \
                   ORDER BY incident_id";
        let rows: Vec<IdRow> = self.all(sql, [case.as_str().into()]).await?;
        Ok(rows
            .into_iter()
            .map(|row| IncidentId::new(row.incident_id))
            .collect())
    }

    /// The history of a case after a revision, oldest first, at most 200 changes.
    pub async fn changes_since(
        &self,
        case: &CaseId,
        revision: i64,
    ) -> Result<Vec<CaseChange>, StoreError> {
        let sql = "SELECT revision, at, actor_id, what FROM case_events WHERE org_id = $1 AND case_id = $2 \
                   AND revision > $3 ORDER BY revision LIMIT 200";
        let rows: Vec<ChangeRow> = self
            .all(sql, [case.as_str().into(), revision.into()])
            .await?;
        let change = |row: ChangeRow| CaseChange {
            revision: row.revision,
            at: Instant::from_millis(row.at),
            actor: row.actor_id.map(PersonId::new),
            what: row.what,
        };
        Ok(rows.into_iter().map(change).collect())
    }

    /// How many cases a person has had, the open one included (C08: the count, never content).
    pub async fn case_count(&self, person: &PersonId) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM cases WHERE org_id = $1 AND person_id = $2";
        Ok(self
            .one::<Count>(sql, [person.as_str().into()])
            .await?
            .map_or(0, |row| row.n))
    }
}
