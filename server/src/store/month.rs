//! How often each kind happened in one month, with a bounded look at the cases (R094a).

use std::collections::BTreeMap;

use care::{path::Case, retention::tally, time::Instant};
use jiff::{Span, civil::Date, tz::TimeZone};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

#[derive(FromQueryResult)]
struct KindCount {
    kind: String,
    count: i64,
}

#[derive(FromQueryResult)]
struct StateRow {
    state: String,
}

impl Tx {
    /// What happened in the month that begins on this day, of what is there and of what went.
    ///
    /// The same numbers as [`Tx::months`] gives for that month; only cases that were open in it
    /// are looked into. Whoever shows them passes them through `care::figures`.
    pub async fn month(
        &self,
        first: Date,
        tz: &TimeZone,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let next = first.saturating_add(Span::new().months(1));
        let (from, until) = (Instant::start_of(first, tz), Instant::start_of(next, tz));
        let month = first.strftime("%Y-%m").to_string();
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let sql = "SELECT kind, count FROM monthly_counts WHERE org_id = $1 AND month = $2";
        let mut known: Vec<KindCount> = self.all(sql, [month.as_str().into()]).await?;
        for sql in [
            "SELECT 'incident' AS kind, COUNT(*) AS count FROM incidents WHERE org_id = $1 \
             AND state = 'counted' AND at >= $2 AND at < $3",
            "SELECT 'debriefing' AS kind, COUNT(*) AS count FROM debriefings WHERE org_id = $1 \
             AND held_at >= $2 AND held_at < $3",
        ] {
            known.extend(
                self.all(sql, [from.millis().into(), until.millis().into()])
                    .await?,
            );
        }
        for row in known {
            *counts.entry(row.kind).or_default() += u64::try_from(row.count).unwrap_or(0);
        }
        // A case that was opened later adds nothing to this month; asked for as well, it would have
        // SQLite read every case that was opened before.
        let sql = "SELECT state FROM cases WHERE org_id = $1 \
                   AND (closed_at IS NULL OR closed_at >= $2)";
        let cases: Vec<StateRow> = self.all(sql, [from.millis().into()]).await?;
        for row in cases {
            let case: Case =
                serde_json::from_str(&row.state).map_err(|_| StoreError::Unreadable("case"))?;
            let there = tally(&case, tz).into_iter();
            for one in there.filter(|one| one.month_code() == month) {
                *counts.entry(one.kind).or_default() += 1;
            }
        }
        Ok(counts)
    }
}
