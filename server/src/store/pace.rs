//! The paths of a period with the staff group of each, to compare how soon people are reached (R012).

use care::{path::Case, time::Instant};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

#[derive(FromQueryResult)]
struct GroupCase {
    staff_group: String,
    state: String,
}

impl Tx {
    /// Each path that was opened from `from` to before `until`, with its colleague's staff group.
    ///
    /// Of whom it is does not come along. Whoever shows it passes it through `care::equality`.
    pub async fn paths_by_group(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<(String, Case)>, StoreError> {
        let sql = "SELECT p.staff_group, c.state FROM cases c \
                   JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id \
                   WHERE c.org_id = $1 AND c.opened_at >= $2 AND c.opened_at < $3";
        let rows: Vec<GroupCase> = self
            .all(sql, [from.millis().into(), until.millis().into()])
            .await?;
        let read = |row: GroupCase| {
            let case =
                serde_json::from_str(&row.state).map_err(|_| StoreError::Unreadable("case"))?;
            Ok((row.staff_group, case))
        };
        rows.into_iter().map(read).collect()
    }
}
