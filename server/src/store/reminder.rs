//! Reminders that were sent, for each step of a case.

use care::{
    alerting::{Reminded, Reminder, Step},
    ids::CaseId,
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

#[derive(FromQueryResult)]
struct Row {
    about: String,
    at: i64,
}

impl Tx {
    /// The reminders that were sent about this step of a case.
    pub async fn reminded(&self, case: &CaseId, step: &Step) -> Result<Vec<Reminded>, StoreError> {
        let sql = "SELECT about, at FROM reminders WHERE org_id = $1 AND case_id = $2 AND step = $3 \
                   AND step_at = $4 ORDER BY at LIMIT 100";
        let values = [
            case.as_str().into(),
            step.what.code().into(),
            step.opens.millis().into(),
        ];
        let rows: Vec<Row> = self.all(sql, values).await?;
        let reminded = |row: Row| {
            let at = Instant::from_millis(row.at);
            Reminder::parse(&row.about).map(|about| Reminded { about, at })
        };
        Ok(rows.into_iter().filter_map(reminded).collect())
    }

    /// Keeps that somebody was reminded of this step of a case.
    pub async fn keep_reminded(
        &self,
        case: &CaseId,
        step: &Step,
        about: Reminder,
        now: Instant,
    ) -> Result<(), StoreError> {
        let columns = ["case_id", "step", "step_at", "about", "at"];
        let row = vec![
            case.as_str().into(),
            step.what.code().into(),
            step.opens.millis().into(),
            about.code().into(),
            now.millis().into(),
        ];
        self.upsert("reminders", &columns, &columns, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }
}
