//! Opening and changing a case: the document, its columns, its history and its deadline together.

use care::{
    alerting::{Step, next_reminder},
    ids::{CaseId, CircleId, IncidentId, PersonId},
    path::{Case, PathRefusal, Summary},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::Value;

use super::{CaseChange, CaseRow};
use crate::store::{JobKind, StoreError, Tx, upsert::Existing};

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
    "withdrawn",
    "put-back",
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

impl Tx {
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
            let summary = new.case.summary(tz);
            self.plan_deadline(&new.id, summary.late_from()).await?;
            self.plan_reminder(&new.id, &summary, tz).await?;
            self.raise_for(&new.id, None, &new.case, now).await?;
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
        if let Some(supporter) = &changed.supporter
            && changed.has_spoken_since(&row.case)
        {
            self.count_support(supporter, &changed, now).await?;
        }
        self.raise_for(id, Some(&row.case), &changed, now).await?;
        let summary = changed.summary(tz);
        row.revision += 1;
        row.supporter.clone_from(&changed.supporter);
        row.case = changed;
        row.late_since = None;
        self.write_history(&[(id, row.revision)], actor, what, now)
            .await?;
        self.plan_deadline(id, due_at).await?;
        self.plan_reminder(id, &summary, tz).await?;
        if row.case.closed.is_some() {
            // What was asked for in a supporter is not kept longer than the path (R165).
            self.forget_wishes(&row.person).await?;
        }
        Ok(row)
    }

    pub(super) async fn write_history(
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

    /// Plans when the present step may be worth a reminder for the first time.
    async fn plan_reminder(
        &self,
        id: &CaseId,
        summary: &Summary,
        tz: &TimeZone,
    ) -> Result<(), StoreError> {
        let next = Step::of(summary).and_then(|step| next_reminder(&step, &[], None, tz));
        match next {
            Some(at) => self.plan_job(JobKind::Reminder, id.as_str(), at).await,
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
pub(super) struct Projection {
    summary: Summary,
    closed_at: Option<Instant>,
    state: String,
}

impl Projection {
    pub(super) fn of(case: &Case, tz: &TimeZone) -> Result<Self, StoreError> {
        Ok(Self {
            summary: case.summary(tz),
            closed_at: case.closed.as_ref().map(|closing| closing.at),
            state: serde_json::to_string(case).map_err(|_| StoreError::Unreadable("case"))?,
        })
    }

    /// From when the next step is late; never where nothing is due.
    pub(super) fn late_from(&self) -> Option<Instant> {
        self.summary.late_from()
    }

    pub(super) fn values(self) -> Vec<Value> {
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
