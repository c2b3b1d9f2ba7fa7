//! The last rota that was made and is looked at: one of each organisation, another takes its place.

use care::{
    ids::{PersonId, is_id},
    roster::Duty,
    time::Instant,
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// What the change of a published plan begins with: such a duty is no duty by hand.
const PLANNED: &str = "plan-";

/// How a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// It is being made, or the process that made it died.
    Running,
    /// It is there to be looked at.
    Done,
    /// Somebody stopped it.
    Stopped,
    /// It is on the rota.
    Published,
}

impl PlanState {
    const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Stopped, Self::Published];

    const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Published => "published",
        }
    }
}

/// A plan as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Its id.
    pub id: String,
    /// Who asked for it.
    pub by: PersonId,
    /// How it stands.
    pub state: PlanState,
    /// The first and the last day of it.
    pub days: (Date, Date),
    /// Whether it was made without regard to the rota that was.
    pub anew: bool,
    /// For how many seconds at most it is searched.
    pub seconds: i64,
    /// When that began, in real time.
    pub started: Instant,
    /// What came of it, as JSON.
    pub outcome: Option<String>,
    /// How many lines of the rota its publishing touched.
    pub lines: i64,
}

impl PlanRow {
    /// The change on the rota that publishing it is.
    #[must_use]
    pub fn change(&self) -> String {
        format!("{PLANNED}{}", self.id)
    }
}

/// The plan that a change of the rota published, if it is one.
#[must_use]
pub fn plan_of(change: &str) -> Option<&str> {
    change.strip_prefix(PLANNED).filter(|id| is_id(id))
}

#[derive(FromQueryResult)]
struct Row {
    plan_id: String,
    by_id: String,
    state: String,
    first_on: String,
    last_on: String,
    anew: bool,
    seconds: i64,
    started_at: i64,
    outcome: Option<String>,
    line_count: i64,
}

const COLUMNS: [&str; 10] = [
    "plan_id",
    "by_id",
    "state",
    "first_on",
    "last_on",
    "anew",
    "seconds",
    "started_at",
    "outcome",
    "line_count",
];

impl TryFrom<Row> for PlanRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = |_| StoreError::Unreadable("plan");
        let state = PlanState::ALL.into_iter().find(|it| it.code() == row.state);
        Ok(Self {
            days: (
                row.first_on.parse().map_err(unreadable)?,
                row.last_on.parse().map_err(unreadable)?,
            ),
            id: row.plan_id,
            by: PersonId::new(row.by_id),
            state: state.ok_or(StoreError::Unreadable("plan"))?,
            anew: row.anew,
            seconds: row.seconds,
            started: Instant::from_millis(row.started_at),
            outcome: row.outcome,
            lines: row.line_count,
        })
    }
}

#[derive(FromQueryResult)]
struct DutyRow {
    person_id: String,
    from_at: i64,
    until_at: i64,
}

impl Tx {
    /// The last plan.
    pub async fn rota_plan(&self) -> Result<Option<PlanRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM rota_plans WHERE org_id = $1",
            COLUMNS.join(", ")
        );
        let row: Option<Row> = self.one(&sql, []).await?;
        row.map(PlanRow::try_from).transpose()
    }

    /// Begins a plan, in place of the one before.
    pub async fn begin_plan(&self, plan: &PlanRow) -> Result<(), StoreError> {
        let row: Vec<Value> = vec![
            plan.id.as_str().into(),
            plan.by.as_str().into(),
            plan.state.code().into(),
            plan.days.0.to_string().into(),
            plan.days.1.to_string().into(),
            plan.anew.into(),
            plan.seconds.into(),
            plan.started.millis().into(),
            plan.outcome.clone().into(),
            plan.lines.into(),
        ];
        let changing = Existing::Updated(&COLUMNS);
        self.upsert("rota_plans", &COLUMNS, &[], changing, vec![row])
            .await?;
        Ok(())
    }

    /// Moves a plan on from the state in which it was seen; `false` when somebody was faster.
    pub async fn step_plan(
        &self,
        id: &str,
        (from, to): (PlanState, PlanState),
        outcome: Option<&str>,
        lines: i64,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE rota_plans SET state = $4, outcome = COALESCE($5, outcome), line_count = $6 \
                   WHERE org_id = $1 AND plan_id = $2 AND state = $3";
        let values: [Value; 5] = [
            id.into(),
            from.code().into(),
            to.code().into(),
            outcome.into(),
            lines.into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Throws a plan away that is not on the rota.
    pub async fn forget_plan(&self, id: &str) -> Result<bool, StoreError> {
        let sql =
            "DELETE FROM rota_plans WHERE org_id = $1 AND plan_id = $2 AND state <> 'published'";
        Ok(self.run(sql, [id.into()]).await? > 0)
    }

    /// Duties that begin in `[from, until)` and that a hand put there: no plan changes these.
    pub async fn duties_by_hand(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Duty>, StoreError> {
        let sql = "SELECT person_id, from_at, until_at FROM duty_periods WHERE org_id = $1 AND NOT removed \
                   AND from_at >= $2 AND from_at < $3 AND hand_id <> '' AND hand_id NOT LIKE 'plan-%' \
                   ORDER BY from_at, person_id LIMIT 20000";
        let values = [from.millis().into(), until.millis().into()];
        let rows: Vec<DutyRow> = self.all(sql, values).await?;
        let duty = |row: DutyRow| Duty {
            person: PersonId::new(row.person_id),
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        };
        Ok(rows.into_iter().map(duty).collect())
    }
}
