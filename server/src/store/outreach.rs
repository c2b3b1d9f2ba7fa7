//! Information sessions of the team (R048).

use care::outreach::Session;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// An information session with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfoSession {
    /// The id.
    pub id: String,
    /// When, for whom, and how many came.
    pub session: Session,
    /// Whether it was called off.
    pub cancelled: bool,
}

#[derive(FromQueryResult)]
struct Row {
    session_id: String,
    day: String,
    staff_group: String,
    attended: Option<i64>,
    state: String,
}

impl TryFrom<Row> for InfoSession {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let day = row.day.parse();
        Ok(Self {
            id: row.session_id,
            session: Session {
                day: day.map_err(|_| StoreError::Unreadable("information session"))?,
                group: Some(row.staff_group).filter(|group| !group.is_empty()),
                attended: row.attended.and_then(|count| u32::try_from(count).ok()),
            },
            cancelled: row.state == "cancelled",
        })
    }
}

#[derive(FromQueryResult)]
struct GroupSize {
    staff_group: String,
    count: i64,
}

const COLUMNS: &str =
    "SELECT session_id, day, staff_group, attended, state FROM info_sessions WHERE org_id = $1";

impl Tx {
    /// The sessions from a day on that were not called off, the first first, at most `limit`.
    pub async fn info_sessions(
        &self,
        from: Date,
        limit: u32,
    ) -> Result<Vec<InfoSession>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND day >= $2 AND state = 'planned' ORDER BY day, session_id LIMIT {limit}"
        );
        let rows: Vec<Row> = self.all(&sql, [from.to_string().into()]).await?;
        rows.into_iter().map(InfoSession::try_from).collect()
    }

    /// The session with this id, called off or not.
    pub async fn info_session(&self, id: &str) -> Result<Option<InfoSession>, StoreError> {
        let sql = format!("{COLUMNS} AND session_id = $2");
        let row: Option<Row> = self.one(&sql, [id.into()]).await?;
        row.map(InfoSession::try_from).transpose()
    }

    /// Keeps a session as it stands now.
    pub async fn save_info_session(&self, it: &InfoSession) -> Result<(), StoreError> {
        let row: Vec<Value> = vec![
            it.id.as_str().into(),
            it.session.day.to_string().into(),
            it.session.group.clone().unwrap_or_default().into(),
            it.session.attended.map(i64::from).into(),
            if it.cancelled { "cancelled" } else { "planned" }.into(),
        ];
        let columns = ["session_id", "day", "staff_group", "attended", "state"];
        let changing = Existing::Updated(&["attended", "state"]);
        self.upsert(
            "info_sessions",
            &columns,
            &["session_id"],
            changing,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// How many people work in each staff group, by its code.
    pub async fn group_sizes(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT staff_group, COUNT(*) AS count FROM people WHERE org_id = $1 AND active \
                   GROUP BY staff_group ORDER BY staff_group";
        let rows: Vec<GroupSize> = self.all(sql, []).await?;
        let size = |row: GroupSize| (row.staff_group, u64::try_from(row.count).unwrap_or(0));
        Ok(rows.into_iter().map(size).collect())
    }
}
