//! The last trial of a list over history: one of each organisation, another takes its place (R044).
//!
//! The process that runs it gives a sign of life; when it dies, the trial is over without a result.

use care::{
    ids::{IncidentId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

/// How a trial stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialState {
    /// It runs, or its process died.
    Running,
    /// Its result is there.
    Done,
    /// It came to no result; the problem says why.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

impl TrialState {
    const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn parse(word: &str) -> Self {
        let named = Self::ALL.into_iter().find(|state| state.as_str() == word);
        named.unwrap_or(Self::Failed)
    }
}

/// A trial as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialRow {
    /// Its id.
    pub id: String,
    /// Who began it.
    pub by: PersonId,
    /// How it stands.
    pub state: TrialState,
    /// What it looks at, as a word.
    pub looks_at: String,
    /// The version that the draft is laid beside.
    pub against: i64,
    /// The draft, as JSON.
    pub document: String,
    /// When the draft was last changed.
    pub drafted: Instant,
    /// When it began.
    pub started: Instant,
    /// The last sign of life.
    pub alive: Instant,
    /// When it ended.
    pub ended: Option<Instant>,
    /// How much was looked at, of how much: events or bytes.
    pub done: i64,
    /// How much there is.
    pub whole: i64,
    /// Why there is no result.
    pub problem: Option<String>,
    /// The result, as JSON.
    pub outcome: Option<String>,
}

#[derive(FromQueryResult)]
struct Cells {
    trial_id: String,
    by_id: String,
    state: String,
    looks_at: String,
    against: i64,
    document: String,
    drafted_at: i64,
    started_at: i64,
    alive_at: i64,
    ended_at: Option<i64>,
    done: i64,
    whole: i64,
    problem: Option<String>,
    outcome: Option<String>,
}

const COLUMNS: [&str; 14] = [
    "trial_id",
    "by_id",
    "state",
    "looks_at",
    "against",
    "document",
    "drafted_at",
    "started_at",
    "alive_at",
    "ended_at",
    "done",
    "whole",
    "problem",
    "outcome",
];

/// An event as a trial reads it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PastEvent {
    /// Its id.
    pub incident_id: String,
    /// The feed that told of it.
    pub source: String,
    /// When it happened, in milliseconds.
    pub at: i64,
    /// What is known of it, as JSON.
    pub record: String,
    /// Why it was judged as it was.
    pub reasons: String,
    /// The event in which it goes on.
    pub merged_into: Option<String>,
}

/// Every state is named, so that the index on state and moment serves.
const STATES: [&str; 5] = ["stored", "to-confirm", "counted", "dismissed", "withdrawn"];

impl Tx {
    /// The last trial.
    pub async fn trial(&self) -> Result<Option<TrialRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM list_trials WHERE org_id = $1",
            COLUMNS.join(", ")
        );
        let found = self.one::<Cells>(&sql, []).await?;
        Ok(found.map(|row| TrialRow {
            id: row.trial_id,
            by: PersonId::new(row.by_id),
            state: TrialState::parse(&row.state),
            looks_at: row.looks_at,
            against: row.against,
            document: row.document,
            drafted: Instant::from_millis(row.drafted_at),
            started: Instant::from_millis(row.started_at),
            alive: Instant::from_millis(row.alive_at),
            ended: row.ended_at.map(Instant::from_millis),
            done: row.done,
            whole: row.whole,
            problem: row.problem,
            outcome: row.outcome,
        }))
    }

    /// Begins a trial, in place of the one before.
    pub async fn begin_trial(&self, trial: &TrialRow) -> Result<(), StoreError> {
        let row = vec![
            trial.id.as_str().into(),
            trial.by.as_str().into(),
            trial.state.as_str().into(),
            trial.looks_at.as_str().into(),
            trial.against.into(),
            trial.document.as_str().into(),
            trial.drafted.millis().into(),
            trial.started.millis().into(),
            trial.alive.millis().into(),
            trial.ended.map(Instant::millis).into(),
            trial.done.into(),
            trial.whole.into(),
            trial.problem.clone().into(),
            trial.outcome.clone().into(),
        ];
        let changing = Existing::Updated(&COLUMNS);
        self.upsert("list_trials", &COLUMNS, &[], changing, vec![row])
            .await?;
        Ok(())
    }

    /// A sign of life, with how far it is; `false` when it was stopped or another took its place.
    pub async fn trial_goes_on(
        &self,
        id: &str,
        (done, whole): (i64, i64),
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE list_trials SET done = $3, whole = $4, alive_at = $5 WHERE org_id = $1 \
                   AND trial_id = $2 AND state = 'running'";
        let values = [id.into(), done.into(), whole.into(), now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Ends a trial that runs: with its result, with a problem, or because somebody stops it.
    pub async fn end_trial(
        &self,
        id: &str,
        state: TrialState,
        (problem, outcome): (Option<&str>, Option<String>),
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE list_trials SET state = $3, problem = $4, outcome = $5, ended_at = $6 \
                   WHERE org_id = $1 AND trial_id = $2 AND state = 'running'";
        let values = [
            id.into(),
            state.as_str().into(),
            problem.into(),
            outcome.into(),
            now.millis().into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Throws the result of a trial away.
    pub async fn forget_trial(&self, id: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM list_trials WHERE org_id = $1 AND trial_id = $2";
        Ok(self.run(sql, [id.into()]).await? > 0)
    }

    /// How many events happened since a moment.
    pub async fn count_past_events(&self, since: Instant) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let mut all = 0;
        for state in STATES {
            let sql = "SELECT COUNT(*) AS n FROM incidents WHERE org_id = $1 AND state = $2 \
                       AND at >= $3";
            let values = [state.into(), since.millis().into()];
            all += self.one::<Count>(sql, values).await?.map_or(0, |row| row.n);
        }
        Ok(all)
    }

    /// Events since a moment, oldest first within a state, after one that was given.
    ///
    /// Two equal moments are told apart by id. `place` is the state's place among all states; the
    /// caller goes on with the next when a page is not full.
    pub async fn past_events(
        &self,
        place: usize,
        (at, after): (Instant, &IncidentId),
        limit: u32,
    ) -> Result<Option<Vec<PastEvent>>, StoreError> {
        let Some(state) = STATES.get(place) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT incident_id, source, at, record, reasons, merged_into FROM incidents \
             WHERE org_id = $1 AND state = $2 AND at >= $3 AND (at > $3 OR incident_id > $4) \
             ORDER BY at, incident_id LIMIT {limit}"
        );
        let values = [(*state).into(), at.millis().into(), after.as_str().into()];
        Ok(Some(self.all(&sql, values).await?))
    }
}
