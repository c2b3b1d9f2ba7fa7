//! What goes by its date alone: each kind's tables, and which of their rows are past it.

use care::{
    retention::{Counted, DataKind},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, settle};

/// Exposures before `$2` that no open case rests on.
pub(super) const EXPOSURES: &str = "COALESCE(until_at, from_at) < $2 AND NOT EXISTS \
     (SELECT 1 FROM case_incidents i JOIN cases c ON c.org_id = $1 AND c.case_id = i.case_id \
     WHERE i.org_id = $1 AND i.incident_id = exposures.incident_id AND c.closed_at IS NULL \
     AND c.person_id = exposures.person_id)";

/// Drafts that nobody touched since `$2`, none of an open case.
const DRAFTS: &str = "at < $2 AND circle_id NOT IN \
     (SELECT case_id FROM cases WHERE org_id = $1 AND closed_at IS NULL)";

/// What was asked for in a supporter before `$2`, while no path is open: it closes with the path.
const WISHES: &str = "at < $2 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.org_id = $1 \
     AND c.person_id = supporter_wishes.person_id AND c.closed_at IS NULL)";

/// What was given at once before `$2`: it can no longer be taken back.
const ASSIGNED: &str = "assignment_id IN (SELECT assignment_id FROM assignments WHERE org_id = $1 \
     AND at < $2)";

/// Incidents before `$2` that nothing refers to any more.
const INCIDENTS: &str = "incident_id IN (SELECT e.incident_id FROM incidents e WHERE e.org_id = $1 AND e.at < $2 \
     AND NOT EXISTS (SELECT 1 FROM exposures x WHERE x.org_id = $1 AND x.incident_id = e.incident_id) \
     AND NOT EXISTS (SELECT 1 FROM case_incidents i WHERE i.org_id = $1 AND i.incident_id = e.incident_id) \
     AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.org_id = $1 AND c.incident_id = e.incident_id))";

/// Who was asked before `$2`, but for what is still open.
const PAGES: &str = "at < $2 AND alert_id NOT IN \
     (SELECT alert_id FROM alerts WHERE org_id = $1 AND closed_at IS NULL)";

const REHEARSALS: &str = "kind = 'rehearsal' AND ended_at < $2";
const REHEARSED: &str = "recovery_id IN (SELECT recovery_id FROM recoveries WHERE org_id = $1 \
     AND kind = 'rehearsal' AND ended_at < $2)";
const HALVES: &str =
    "$2 > 0 AND session_key NOT IN (SELECT session_key FROM sessions WHERE org_id = $1)";

/// The tables of a kind in the order in which they go, each with the rows that are past `$2`.
fn parts(kind: DataKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        DataKind::Drafts => &[("sealed_drafts", DRAFTS)],
        // Tables of counts go with what they count: hidden cells are kept in them to reckon with.
        DataKind::Exposures => &[
            ("exposures", EXPOSURES),
            ("count_releases", "until_at < $2"),
        ],
        DataKind::Incidents => &[
            ("pictures", INCIDENTS),
            ("earlier_verdicts", INCIDENTS),
            ("dismissals", INCIDENTS),
            ("incidents", INCIDENTS),
        ],
        DataKind::Rosters => &[
            ("replacements", "until_at < $2"),
            ("duty_periods", "until_at < $2"),
            ("shifts", "until_at < $2"),
            ("team_tasks", "ended_at < $2"),
            ("pages", PAGES),
            ("alerts", "closed_at < $2"),
        ],
        DataKind::Nudges => &[("nudges", "at < $2")],
        DataKind::Debriefings => &[("debriefings", "held_at < $2")],
        DataKind::Rehearsals => &[
            ("recovery_contributions", REHEARSED),
            ("recoveries", REHEARSALS),
        ],
        // What waits has no end yet.
        DataKind::Requests => &[("data_requests", "settled_at < $2")],
        DataKind::Quarantine => &[
            ("quarantine", "at < $2"),
            ("unresolved_units", "at < $2"),
            // What was learned of a unit holds until somebody forgets it; it is about no person.
            (
                "unit_names",
                "told_at < $2 AND (answer = '' OR kind = 'dispatcher')",
            ),
        ],
        DataKind::Technical => &[
            ("sessions", "seen_at < $2"),
            ("vault_halves", HALVES),
            ("invitations", "expires_at < $2"),
            ("event_reports", "at < $2"),
            ("list_trials", "started_at < $2"),
            ("supporter_wishes", WISHES),
            ("assigned_cases", ASSIGNED),
            ("assignments", "at < $2"),
            ("jobs", "done_at < $2"),
            ("messages", "state <> 'waiting' AND made_at < $2"),
        ],
        // Cases and talks go one by one (their keys first); the log waits for a chain that can be
        // shortened at its old end; backups are the organisation's own.
        DataKind::Notes
        | DataKind::Cases
        | DataKind::Disclosures
        | DataKind::AnnualTalks
        | DataKind::AccessLog
        | DataKind::Backups
        | DataKind::Counts => &[],
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

impl Tx {
    /// How many things of a kind have started before a moment, so are past their period.
    pub async fn count_past(
        &self,
        kind: DataKind,
        before: Instant,
        tz: &TimeZone,
    ) -> Result<i64, StoreError> {
        if kind == DataKind::AnnualTalks {
            let talks = self.talks_before(before, tz).await?.len();
            return Ok(i64::try_from(talks).unwrap_or(i64::MAX));
        }
        let mut count = 0;
        for (table, past) in parts(kind) {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE org_id = $1 AND {past}");
            let row = self.one::<Count>(&sql, [before.millis().into()]).await?;
            count += row.map_or(0, |row| row.n);
        }
        Ok(count)
    }

    /// Erases what of a kind has started before a moment; says how many rows went.
    pub async fn erase_past(
        &self,
        kind: DataKind,
        before: Instant,
        tz: &TimeZone,
    ) -> Result<u64, StoreError> {
        let mut gone = 0;
        if kind == DataKind::AnnualTalks {
            for talk in self.talks_before(before, tz).await? {
                gone += self.remove_talk(&talk).await?;
            }
        }
        for (table, past) in parts(kind) {
            let sql = format!("DELETE FROM {table} WHERE org_id = $1 AND {past}");
            gone += match counted(table) {
                Some(columns) => {
                    let sql = format!("{sql} RETURNING {columns}");
                    let rows: Vec<GoneRow> = self.all(&sql, [before.millis().into()]).await?;
                    self.count_gone(&rows, tz).await?
                }
                None => self.run(&sql, [before.millis().into()]).await?,
            };
        }
        if kind == DataKind::Exposures {
            gone += self.unname_events(before).await?;
        }
        if gone > 0 {
            let mut tables: Vec<&str> = parts(kind).iter().map(|(table, _)| *table).collect();
            match kind {
                DataKind::AnnualTalks => {
                    tables.extend(settle::CIRCLE);
                    tables.push("annual_talks");
                }
                DataKind::Exposures => tables.push("incidents"),
                _ => {}
            }
            self.mark_unsettled(&tables).await?;
        }
        Ok(gone)
    }

    /// Yearly talks whose day, held or else planned, lies before a moment.
    async fn talks_before(
        &self,
        before: Instant,
        tz: &TimeZone,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT talk_id AS id FROM annual_talks WHERE org_id = $1 \
                   AND COALESCE(held_on, planned_on) < $2 ORDER BY talk_id LIMIT 500";
        let day = before.date(tz).to_string();
        let rows: Vec<IdRow> = self.all(sql, [day.into()]).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Events and debriefings go on counting after they went (R094a).
    ///
    /// What a deletion gave back is counted: of two that overlap, each row is given to one.
    async fn count_gone(&self, rows: &[GoneRow], tz: &TimeZone) -> Result<u64, StoreError> {
        let counted = rows.iter().filter(|row| row.counts);
        let counted =
            counted.map(|row| Counted::at(row.kind.clone(), Instant::from_millis(row.at), tz));
        self.count_months(&counted.collect::<Vec<_>>()).await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }
}

/// What a deletion gives back of a table whose rows are counted by month.
fn counted(table: &str) -> Option<&'static str> {
    match table {
        "incidents" => Some("'incident' AS kind, at, state IN ('counted', 'withdrawn') AS counts"),
        "debriefings" => Some("'debriefing' AS kind, held_at AS at, TRUE AS counts"),
        _ => None,
    }
}

#[derive(FromQueryResult)]
struct GoneRow {
    kind: String,
    at: i64,
    counts: bool,
}

/// Something that is counted, and when it happened.
#[derive(FromQueryResult)]
pub(super) struct KindRow {
    pub kind: String,
    pub at: i64,
}
