//! Cases: one document each, with the columns that lists need beside it.
//!
//! `care` decides on a whole [`Case`]; the store keeps it as opaque JSON with projected columns
//! (docs/decisions/0002-case-as-document.md). A change is guarded by the revision that it was
//! decided on, and its history row, its deadline job and its access row are written with it.

use care::{
    ids::{CaseId, CircleId, IncidentId, PersonId},
    path::{Case, PathRefusal, Stage, Summary},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Value};

use super::{JobKind, StoreError, Tx, upsert::Existing};

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

/// A case about to be opened.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Its id.
    pub id: CaseId,
    /// Its name in the access log.
    pub pseudonym: String,
    /// The colleague.
    pub person: PersonId,
    /// The incident it begins with.
    pub incident: Option<IncidentId>,
    /// The case.
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

/// Every kind of change, as the history keeps it; `stale-<what>` is its text.
pub const CHANGES: &[&str] = &[
    "opened",
    "asked",
    "joined",
    "assigned",
    "taken",
    "picture",
    "attempt",
    "contact",
    "not-reached",
    "consent",
    "offer",
    "answer",
    "planned",
    "moved",
    "missed",
    "held",
    "referred",
    "acute",
    "handover-required",
    "handed-over",
    "closed",
    "reopened",
];

/// Why a change of a case did not happen; nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum CaseFailure {
    /// There is no such case here.
    #[error("no such case")]
    Missing,
    /// Somebody changed it first; these are their changes.
    #[error("the case was changed meanwhile")]
    Stale(Vec<CaseChange>),
    /// The rules refuse it.
    #[error("refused: {0}")]
    Refused(PathRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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

#[derive(FromQueryResult)]
struct ChangeRow {
    revision: i64,
    at: i64,
    actor_id: Option<String>,
    what: String,
}

const ONE: &str = "SELECT case_id, pseudonym, person_id, supporter_id, revision, late_since, state \
     FROM cases WHERE org_id = $1";

const LIST: &str = "SELECT c.case_id, c.pseudonym, c.person_id, p.name, p.staff_group, c.supporter_id, \
     c.incident_id, c.step, c.opens_at, c.due_at, c.planned_at, c.opened_at, c.handover, c.closed_at \
     FROM cases c JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id WHERE c.org_id = $1";

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

    /// A person's cases, newest first, at most 20.
    pub async fn cases_of(&self, person: &PersonId) -> Result<Vec<CaseRow>, StoreError> {
        let sql = format!("{ONE} AND person_id = $2 ORDER BY opened_at DESC LIMIT 20");
        let rows: Vec<Row> = self.all(&sql, [person.as_str().into()]).await?;
        rows.into_iter().map(CaseRow::try_from).collect()
    }

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
        let rows: Vec<OverviewRow> = self
            .all(
                &sql,
                [supporter.as_str().into(), due.millis().into(), id.into()],
            )
            .await?;
        Ok(rows.into_iter().map(CaseOverview::from).collect())
    }

    /// Open cases that no supporter keeps, oldest first.
    pub async fn unassigned_cases(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.supporter_id IS NULL AND c.closed_at IS NULL ORDER BY c.opened_at, c.case_id \
             LIMIT {limit}"
        );
        Ok(self
            .all::<OverviewRow>(&sql, [])
            .await?
            .into_iter()
            .map(CaseOverview::from)
            .collect())
    }

    /// Open cases by lateness, the one due first first (the coordinator's view, no content).
    pub async fn open_cases(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql =
            format!("{LIST} AND c.closed_at IS NULL ORDER BY c.due_at, c.case_id LIMIT {limit}");
        Ok(self
            .all::<OverviewRow>(&sql, [])
            .await?
            .into_iter()
            .map(CaseOverview::from)
            .collect())
    }

    /// Open cases that wait for another supporter, the one due first first.
    pub async fn handovers_due(&self, limit: u32) -> Result<Vec<CaseOverview>, StoreError> {
        let sql = format!(
            "{LIST} AND c.handover AND c.closed_at IS NULL ORDER BY c.due_at, c.case_id LIMIT {limit}"
        );
        Ok(self
            .all::<OverviewRow>(&sql, [])
            .await?
            .into_iter()
            .map(CaseOverview::from)
            .collect())
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
        let rows: Vec<OverviewRow> = self.all(&sql, [incident.as_str().into()]).await?;
        Ok(rows.into_iter().map(CaseOverview::from).collect())
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

    /// Opens cases, each with its history row and its deadline.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when one of the people has an open case already.
    pub async fn open_cases_for(
        &self,
        cases: &[NewCase],
        actor: Option<&PersonId>,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), StoreError> {
        let columns = [
            "case_id",
            "pseudonym",
            "person_id",
            "incident_id",
            "opened_at",
            "revision",
            "step",
            "opens_at",
            "due_at",
            "planned_at",
            "supporter_id",
            "closed_at",
            "handover",
            "state",
        ];
        let mut rows = Vec::with_capacity(cases.len());
        for new in cases {
            let mut row: Vec<Value> = vec![
                new.id.as_str().into(),
                new.pseudonym.as_str().into(),
                new.person.as_str().into(),
                new.incident.as_ref().map(IncidentId::as_str).into(),
                new.case.opened_at.millis().into(),
                1_i64.into(),
            ];
            row.extend(Projection::of(&new.case, tz)?.values());
            rows.push(row);
        }
        self.upsert("cases", &columns, &["case_id"], Existing::Kept, rows)
            .await?;
        let link = |new: &NewCase| {
            new.incident
                .as_ref()
                .map(|i| -> Vec<Value> { vec![new.id.as_str().into(), i.as_str().into()] })
        };
        self.link_incidents(cases.iter().filter_map(link).collect())
            .await?;
        let history = cases.iter().map(|new| (&new.id, 1)).collect::<Vec<_>>();
        self.write_history(&history, actor, "opened", now).await?;
        for new in cases {
            self.plan_deadline(&new.id, new.case.summary(tz).late_from())
                .await?;
        }
        Ok(())
    }

    /// Lets a later incident join an open case (C08).
    pub async fn link_incident(
        &self,
        case: &CaseId,
        incident: &IncidentId,
    ) -> Result<(), StoreError> {
        self.link_incidents(vec![vec![case.as_str().into(), incident.as_str().into()]])
            .await
    }

    async fn link_incidents(&self, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        let key = ["case_id", "incident_id"];
        self.upsert("case_incidents", &key, &key, Existing::Kept, rows)
            .await?;
        Ok(())
    }

    /// Loads a case, lets `decide` change it, and saves the result with its history and deadline.
    ///
    /// `expected` is the revision that the person saw; `None` takes the newest (jobs, intake).
    ///
    /// # Errors
    /// [`CaseFailure::Stale`] names what others changed meanwhile; nothing was saved then.
    #[expect(
        clippy::too_many_arguments,
        reason = "who, what and when are each a fact of the change"
    )]
    pub async fn decide_case(
        &self,
        id: &CaseId,
        expected: Option<i64>,
        actor: Option<&PersonId>,
        what: &'static str,
        now: Instant,
        tz: &TimeZone,
        decide: impl FnOnce(&Case) -> Result<Case, PathRefusal> + Send,
    ) -> Result<CaseRow, CaseFailure> {
        let mut row = self.case(id).await?.ok_or(CaseFailure::Missing)?;
        if let Some(seen) = expected.filter(|seen| *seen != row.revision) {
            return Err(CaseFailure::Stale(self.changes_since(id, seen).await?));
        }
        let changed = decide(&row.case).map_err(CaseFailure::Refused)?;
        if changed == row.case {
            return Ok(row);
        }
        let projection = Projection::of(&changed, tz)?;
        let sql = "UPDATE cases SET revision = revision + 1, step = $4, opens_at = $5, due_at = $6, \
                   planned_at = $7, supporter_id = $8, closed_at = $9, handover = $10, state = $11, \
                   late_since = NULL \
                   WHERE org_id = $1 AND case_id = $2 AND revision = $3";
        let due_at = projection.summary.late_from();
        let key: [Value; 2] = [id.as_str().into(), row.revision.into()];
        if self
            .run(sql, key.into_iter().chain(projection.values()))
            .await?
            == 0
        {
            return Err(CaseFailure::Stale(
                self.changes_since(id, row.revision).await?,
            ));
        }
        if row.supporter.is_some() && row.supporter != changed.supporter {
            // Who leaves has the key of the notes: nothing more is sealed to it (R003).
            self.renew_circle(&CircleId::new(id.as_str())).await?;
        }
        row.revision += 1;
        row.supporter.clone_from(&changed.supporter);
        row.case = changed;
        row.late_since = None;
        self.write_history(&[(id, row.revision)], actor, what, now)
            .await?;
        self.plan_deadline(id, due_at).await?;
        Ok(row)
    }

    async fn write_history(
        &self,
        cases: &[(&CaseId, i64)],
        actor: Option<&PersonId>,
        what: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let columns = ["case_id", "revision", "at", "actor_id", "what"];
        let rows = cases.iter().map(|(id, revision)| -> Vec<Value> {
            let actor = actor.map(PersonId::as_str).into();
            vec![
                id.as_str().into(),
                (*revision).into(),
                now.millis().into(),
                actor,
                what.into(),
            ]
        });
        let key = ["case_id", "revision"];
        self.upsert(
            "case_events",
            &columns,
            &key,
            Existing::Kept,
            rows.collect(),
        )
        .await?;
        Ok(())
    }

    async fn plan_deadline(&self, id: &CaseId, due_at: Option<Instant>) -> Result<(), StoreError> {
        match due_at {
            Some(due) => self.plan_job(JobKind::Deadline, id.as_str(), due).await,
            None => Ok(()),
        }
    }

    /// Marks that a case's present step is past its window; says whether that was news.
    pub async fn mark_late(
        &self,
        id: &CaseId,
        due: Instant,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE cases SET late_since = $4 WHERE org_id = $1 AND case_id = $2 AND due_at = $3 \
                   AND closed_at IS NULL AND late_since IS NULL";
        let values = [id.as_str().into(), due.millis().into(), now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }
}

/// What lists and jobs need to know of a case; it follows from the case alone, whatever the time.
struct Projection {
    summary: Summary,
    closed_at: Option<Instant>,
    state: String,
}

impl Projection {
    fn of(case: &Case, tz: &TimeZone) -> Result<Self, StoreError> {
        Ok(Self {
            summary: case.summary(tz),
            closed_at: case.closed.as_ref().map(|closing| closing.at),
            state: serde_json::to_string(case).map_err(|_| StoreError::Unreadable("case"))?,
        })
    }

    fn values(self) -> Vec<Value> {
        let summary = &self.summary;
        vec![
            summary.due.map_or("nothing", |due| due.what.code()).into(),
            summary.due_opens().map(Instant::millis).into(),
            summary.late_from().unwrap_or(Instant::LAST).millis().into(),
            summary.planned.map(|(_, at)| at.millis()).into(),
            summary.supporter.as_ref().map(PersonId::as_str).into(),
            self.closed_at.map(Instant::millis).into(),
            summary.handover_due.into(),
            self.state.into(),
        ]
    }
}
