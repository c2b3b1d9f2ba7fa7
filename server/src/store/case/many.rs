//! Many cases given to supporters at once, in a number of statements that grows with hundreds only.

use care::{
    ids::{CaseId, IncidentId, PersonId},
    matching::assignment::Wave,
    path::PathRefusal,
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Value};

use super::{CaseFailure, CaseRow, ONE, Row, change::Projection};
use crate::store::{JobKind, StoreError, Tx, tx::places, upsert::Existing};

/// A case and who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The case.
    pub case: CaseId,
    /// The supporter.
    pub to: PersonId,
    /// In which wave the colleague is called.
    pub wave: Wave,
}

/// Many cases that were given at once.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// Its id.
    pub id: String,
    /// Who gave them.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// How many cases there were.
    pub cases: i64,
}

#[derive(FromQueryResult)]
struct AssignmentRow {
    assignment_id: String,
    by_id: String,
    at: i64,
    cases: i64,
}

#[derive(FromQueryResult)]
struct GivenRow {
    case_id: String,
    supporter_id: String,
    wave: String,
}

impl Tx {
    /// Gives each of these cases to its supporter and keeps that it was done at once.
    ///
    /// All or nothing: the cases are claimed first, and when one of them was taken or closed in
    /// between the caller drops the transaction.
    ///
    /// # Errors
    /// [`CaseFailure::Refused`] when one of them is no longer free.
    pub async fn assign_many(
        &self,
        (assignment, incident): (&str, &IncidentId),
        given: &[Given],
        by: &PersonId,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        let row = vec![
            assignment.into(),
            incident.as_str().into(),
            by.as_str().into(),
            now.millis().into(),
        ];
        let columns = ["assignment_id", "incident_id", "by_id", "at"];
        let key = ["assignment_id"];
        self.upsert("assignments", &columns, &key, Existing::Kept, vec![row])
            .await?;
        for chunk in given.chunks(500) {
            self.assign_some(assignment, chunk, by, now, tz).await?;
        }
        Ok(())
    }

    async fn assign_some(
        &self,
        assignment: &str,
        given: &[Given],
        by: &PersonId,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<(), CaseFailure> {
        let rows = self.claim(given).await?;
        let (mut saved, mut kept, mut history, mut jobs) = (vec![], vec![], vec![], vec![]);
        for one in given {
            let row = rows.iter().find(|row| row.id == one.case);
            let row = row.ok_or(CaseFailure::Refused(PathRefusal::AlreadyAssigned))?;
            let next = row.case.assign(one.to.clone());
            let next = next.map_err(CaseFailure::Refused)?;
            let projection = Projection::of(&next, tz)?;
            jobs.extend(projection.late_from().map(|due| (one.case.as_str(), due)));
            kept.push(assigned(assignment, one, row.revision));
            history.push((&row.id, row.revision));
            saved.push(values(row, projection));
        }
        let changing: Vec<&str> = PROJECTED.to_vec();
        let columns: Vec<&str> = KEPT.iter().chain(PROJECTED).copied().collect();
        let existing = Existing::Updated(&changing);
        self.upsert("cases", &columns, &["case_id"], existing, saved)
            .await?;
        let key = ["assignment_id", "case_id"];
        self.upsert("assigned_cases", &ASSIGNED, &key, Existing::Kept, kept)
            .await?;
        self.write_history(&history, Some(by), "assigned", now)
            .await?;
        self.plan_jobs(JobKind::Deadline, &jobs).await?;
        Ok(())
    }

    /// Takes these cases for this transaction: nobody else changes them until it ends.
    async fn claim(&self, given: &[Given]) -> Result<Vec<CaseRow>, CaseFailure> {
        let ids = || given.iter().map(|one| Value::from(one.case.as_str()));
        let places = places(2, given.len());
        let sql = format!(
            "UPDATE cases SET revision = revision + 1, late_since = NULL WHERE org_id = $1 \
             AND supporter_id IS NULL AND closed_at IS NULL AND case_id IN ({places})"
        );
        if self.run(&sql, ids()).await? != given.len() as u64 {
            return Err(CaseFailure::Refused(PathRefusal::AlreadyAssigned));
        }
        let sql = format!("{ONE} AND case_id IN ({places})");
        let rows: Vec<Row> = self.all(&sql, ids()).await?;
        let rows = rows.into_iter().map(CaseRow::try_from);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was last given at once for an event and not taken back.
    pub async fn last_assignment(
        &self,
        incident: &IncidentId,
    ) -> Result<Option<Assignment>, StoreError> {
        let sql = "SELECT a.assignment_id, a.by_id, a.at, (SELECT COUNT(*) FROM assigned_cases c \
                   WHERE c.org_id = $1 AND c.assignment_id = a.assignment_id) AS cases FROM assignments a \
                   WHERE a.org_id = $1 AND a.incident_id = $2 AND a.undone_at IS NULL \
                   ORDER BY a.at DESC, a.assignment_id DESC LIMIT 1";
        let row: Option<AssignmentRow> = self.one(sql, [incident.as_str().into()]).await?;
        Ok(row.map(|row| Assignment {
            id: row.assignment_id,
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
            cases: row.cases,
        }))
    }

    /// What was given at once, as far as the cases are still with whom they were given to.
    pub async fn given_in(&self, assignment: &str) -> Result<Vec<Given>, StoreError> {
        let sql = "SELECT a.case_id, a.supporter_id, a.wave FROM assigned_cases a JOIN cases c \
                   ON c.org_id = $1 AND c.case_id = a.case_id AND c.supporter_id = a.supporter_id \
                   AND c.closed_at IS NULL WHERE a.org_id = $1 AND a.assignment_id = $2 ORDER BY a.case_id";
        let rows: Vec<GivenRow> = self.all(sql, [assignment.into()]).await?;
        let given = |row: GivenRow| {
            Some(Given {
                case: CaseId::new(row.case_id),
                to: PersonId::new(row.supporter_id),
                wave: Wave::parse(&row.wave)?,
            })
        };
        Ok(rows.into_iter().filter_map(given).collect())
    }

    /// Whether anything happened on what was given at once: somebody was called, for instance.
    pub async fn was_worked_on(&self, assignment: &str) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM assigned_cases a JOIN cases c ON c.org_id = $1 \
                   AND c.case_id = a.case_id WHERE a.org_id = $1 AND a.assignment_id = $2 \
                   AND c.revision <> a.revision";
        let row = self.one::<Count>(sql, [assignment.into()]).await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// Says that what was given at once is taken back; `false` when somebody was faster.
    pub async fn mark_undone(&self, assignment: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE assignments SET undone_at = $3 WHERE org_id = $1 AND assignment_id = $2 \
                   AND undone_at IS NULL";
        let values = [assignment.into(), now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }
}

/// The columns of a case that stay as they are; an upsert has to name them.
const KEPT: &[&str] = &["case_id", "pseudonym", "person_id", "opened_at", "revision"];
/// The columns that follow from the case.
const PROJECTED: &[&str] = &[
    "step",
    "opens_at",
    "due_at",
    "planned_at",
    "supporter_id",
    "closed_at",
    "handover",
    "state",
];
const ASSIGNED: [&str; 5] = [
    "assignment_id",
    "case_id",
    "supporter_id",
    "wave",
    "revision",
];

fn values(row: &CaseRow, projection: Projection) -> Vec<Value> {
    let kept: Vec<Value> = vec![
        row.id.as_str().into(),
        row.pseudonym.as_str().into(),
        row.person.as_str().into(),
        row.case.opened_at.millis().into(),
        row.revision.into(),
    ];
    kept.into_iter().chain(projection.values()).collect()
}

fn assigned(assignment: &str, one: &Given, revision: i64) -> Vec<Value> {
    vec![
        assignment.into(),
        one.case.as_str().into(),
        one.to.as_str().into(),
        one.wave.code().into(),
        revision.into(),
    ]
}
