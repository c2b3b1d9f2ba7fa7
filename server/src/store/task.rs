//! Tasks that a coordinator gives to a supporter (R104): a kind, a day, a state.

use care::{
    ids::PersonId,
    team::{TaskKind, TaskState},
    time::Instant,
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// A task of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamTask {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub kind: TaskKind,
    /// The staff group that it is about.
    pub group: Option<String>,
    /// By which day.
    pub due: Date,
    /// Who has it, or had it last.
    pub to: PersonId,
    /// Who gave it.
    pub by: PersonId,
    /// When it was given.
    pub at: Instant,
    /// How it stands.
    pub state: TaskState,
    /// When it was done, returned or taken back.
    pub ended_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    task_id: String,
    kind: String,
    about: String,
    due_on: String,
    to_id: String,
    by_id: String,
    at: i64,
    state: String,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for TeamTask {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable("task");
        Ok(Self {
            id: row.task_id,
            kind: TaskKind::parse(&row.kind).ok_or_else(unreadable)?,
            group: Some(row.about).filter(|group| !group.is_empty()),
            due: row.due_on.parse().map_err(|_| unreadable())?,
            to: PersonId::new(row.to_id),
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
            state: TaskState::parse(&row.state).ok_or_else(unreadable)?,
            ended_at: row.ended_at.map(Instant::from_millis),
        })
    }
}

const COLUMNS: &str = "SELECT task_id, kind, about, due_on, to_id, by_id, at, state, ended_at \
     FROM team_tasks WHERE org_id = $1";

impl Tx {
    /// The task with this id.
    pub async fn team_task(&self, id: &str) -> Result<Option<TeamTask>, StoreError> {
        let row: Option<Row> = self
            .one(&format!("{COLUMNS} AND task_id = $2"), [id.into()])
            .await?;
        row.map(TeamTask::try_from).transpose()
    }

    /// Tasks that somebody has or gave back, the one due first first, at most `limit`.
    pub async fn running_tasks(&self, limit: u32) -> Result<Vec<TeamTask>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state IN ('open', 'returned') ORDER BY due_on, task_id LIMIT {limit}"
        );
        self.tasks(&sql, []).await
    }

    /// Tasks that were done or taken back, newest first, at most `limit`.
    pub async fn ended_tasks(&self, limit: u32) -> Result<Vec<TeamTask>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state IN ('done', 'withdrawn') ORDER BY due_on DESC, task_id DESC LIMIT {limit}"
        );
        self.tasks(&sql, []).await
    }

    /// The tasks that a supporter has now, the one due first first.
    pub async fn tasks_of(&self, person: &PersonId) -> Result<Vec<TeamTask>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND to_id = $2 AND state = 'open' ORDER BY due_on, task_id LIMIT 50"
        );
        self.tasks(&sql, [person.as_str().into()]).await
    }

    /// Gives a task, or keeps it as it stands now.
    pub async fn save_task(&self, task: &TeamTask) -> Result<(), StoreError> {
        let columns = [
            "task_id", "kind", "about", "due_on", "to_id", "by_id", "at", "state", "ended_at",
        ];
        let row: Vec<Value> = vec![
            task.id.as_str().into(),
            task.kind.code().into(),
            task.group.as_deref().unwrap_or_default().into(),
            task.due.to_string().into(),
            task.to.as_str().into(),
            task.by.as_str().into(),
            task.at.millis().into(),
            task.state.code().into(),
            task.ended_at.map(Instant::millis).into(),
        ];
        let changing = ["due_on", "to_id", "by_id", "at", "state", "ended_at"];
        let changing = Existing::Updated(&changing);
        self.upsert("team_tasks", &columns, &["task_id"], changing, vec![row])
            .await?;
        Ok(())
    }

    async fn tasks(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<TeamTask>, StoreError> {
        let rows: Vec<Row> = self.all(sql, values).await?;
        rows.into_iter().map(TeamTask::try_from).collect()
    }
}
