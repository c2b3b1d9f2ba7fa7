//! Shifts and duties as the desk sees and changes them: line by line, with an undo (R103).
//!
//! What a hand touched stays as the hand left it: a file passes it over, also when it was taken out.

use care::{
    ids::{PersonId, UnitCode},
    period::Period,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx};

/// No line of the roster is longer than this (eight days, for a duty).
const LONGEST: i64 = 8 * 86_400_000;

/// One line of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    /// Who.
    pub person: PersonId,
    /// On which unit; none for a duty of the team.
    pub unit: Option<UnitCode>,
    /// When.
    pub period: Period,
    /// The change in which a hand last touched it; empty for what a file told.
    pub hand_id: String,
    /// Whether a hand took it out.
    pub removed: bool,
}

/// What names a line: nobody begins twice on one unit at one moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    /// Who.
    pub person: PersonId,
    /// On which unit; none for a duty of the team.
    pub unit: Option<UnitCode>,
    /// From which moment.
    pub from: Instant,
}

impl RosterLine {
    /// What names it.
    #[must_use]
    pub fn key(&self) -> LineKey {
        LineKey {
            person: self.person.clone(),
            unit: self.unit.clone(),
            from: self.period.from,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    person_id: String,
    unit: String,
    from_at: i64,
    until_at: i64,
    hand_id: String,
    removed: bool,
}

impl From<Row> for RosterLine {
    fn from(row: Row) -> Self {
        let period = Period {
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        };
        Self {
            person: PersonId::new(row.person_id),
            unit: UnitCode::parse(&row.unit),
            period,
            hand_id: row.hand_id,
            removed: row.removed,
        }
    }
}

const SHIFTS: &str =
    "SELECT person_id, unit, from_at, until_at, hand_id, removed FROM shifts WHERE org_id = $1";
const DUTIES: &str = "SELECT person_id, '' AS unit, from_at, until_at, hand_id, removed FROM duty_periods \
     WHERE org_id = $1";

impl Tx {
    /// The lines that touch `[from, until)`, by beginning: duties and shifts, at most `limit` of each.
    ///
    /// What was taken out is among them. With a unit, only its shifts and no duties.
    pub async fn roster_lines(
        &self,
        from: Instant,
        until: Instant,
        unit: Option<&UnitCode>,
        limit: u32,
    ) -> Result<Vec<RosterLine>, StoreError> {
        let span = || -> Vec<Value> {
            let longest = from.millis() - LONGEST;
            vec![from.millis().into(), until.millis().into(), longest.into()]
        };
        let touches = "AND until_at > $2 AND from_at < $3 AND from_at > $4";
        let order = format!("ORDER BY from_at, person_id LIMIT {limit}");
        let Some(unit) = unit else {
            let duties: Vec<Row> = self
                .all(&format!("{DUTIES} {touches} {order}"), span())
                .await?;
            let shifts: Vec<Row> = self
                .all(&format!("{SHIFTS} {touches} {order}"), span())
                .await?;
            let rows = duties.into_iter().chain(shifts);
            return Ok(rows.map(RosterLine::from).collect());
        };
        let sql = format!("{SHIFTS} {touches} AND unit = $5 {order}");
        let values = span().into_iter().chain([unit.as_str().into()]);
        let rows: Vec<Row> = self.all(&sql, values).await?;
        Ok(rows.into_iter().map(RosterLine::from).collect())
    }

    /// The units that had a shift between two moments, by code, at most 500.
    pub async fn units_worked(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Unit {
            unit: String,
        }
        let sql = "SELECT DISTINCT unit FROM shifts WHERE org_id = $1 AND from_at > $2 AND from_at < $3 \
                   AND NOT removed ORDER BY unit LIMIT 500";
        let rows: Vec<Unit> = self
            .all(sql, [from.millis().into(), until.millis().into()])
            .await?;
        Ok(rows.into_iter().map(|row| row.unit).collect())
    }

    /// A line, also one that was taken out.
    pub async fn roster_line(&self, key: &LineKey) -> Result<Option<RosterLine>, StoreError> {
        let values: [Value; 2] = [key.person.as_str().into(), key.from.millis().into()];
        let row = match &key.unit {
            None => {
                let sql = format!("{DUTIES} AND person_id = $2 AND from_at = $3");
                self.one::<Row>(&sql, values).await?
            }
            Some(unit) => {
                let sql = format!("{SHIFTS} AND person_id = $2 AND from_at = $3 AND unit = $4");
                let values = values.into_iter().chain([unit.as_str().into()]);
                self.one::<Row>(&sql, values).await?
            }
        };
        Ok(row.map(RosterLine::from))
    }

    /// Somebody's other lines of the same kind that hold at some moment of a period.
    pub async fn lines_beside(
        &self,
        key: &LineKey,
        period: Period,
    ) -> Result<Vec<RosterLine>, StoreError> {
        let touches = "AND person_id = $2 AND until_at > $3 AND from_at < $4 AND NOT removed \
                       ORDER BY from_at LIMIT 20";
        let from = if key.unit.is_some() { SHIFTS } else { DUTIES };
        let values: [Value; 3] = [
            key.person.as_str().into(),
            period.from.millis().into(),
            period.until.millis().into(),
        ];
        let rows: Vec<Row> = self.all(&format!("{from} {touches}"), values).await?;
        let lines = rows.into_iter().map(RosterLine::from);
        Ok(lines.filter(|line| line.key() != *key).collect())
    }

    /// Puts a line on the roster by hand, within a change that can be undone.
    pub async fn put_line(
        &self,
        key: &LineKey,
        until: Instant,
        change: &str,
    ) -> Result<(), StoreError> {
        let values: [Value; 4] = [
            key.person.as_str().into(),
            key.from.millis().into(),
            until.millis().into(),
            change.into(),
        ];
        match &key.unit {
            None => {
                let sql = "INSERT INTO duty_periods (org_id, person_id, from_at, until_at, hand_id, removed, \
                           hand_before, removed_before, until_before) \
                           VALUES ($1, $2, $3, $4, $5, FALSE, '', TRUE, $4) \
                           ON CONFLICT (org_id, person_id, from_at) DO UPDATE SET \
                           until_before = duty_periods.until_at, removed_before = duty_periods.removed, \
                           hand_before = duty_periods.hand_id, until_at = excluded.until_at, \
                           removed = FALSE, hand_id = excluded.hand_id";
                self.run(sql, values).await?;
            }
            Some(unit) => {
                let sql = "INSERT INTO shifts (org_id, person_id, unit, from_at, until_at, hand_id, removed, \
                           hand_before, removed_before, until_before) \
                           VALUES ($1, $2, $6, $3, $4, $5, FALSE, '', TRUE, $4) \
                           ON CONFLICT (org_id, person_id, unit, from_at) DO UPDATE SET \
                           until_before = shifts.until_at, removed_before = shifts.removed, \
                           hand_before = shifts.hand_id, until_at = excluded.until_at, \
                           removed = FALSE, hand_id = excluded.hand_id";
                let values = values.into_iter().chain([unit.as_str().into()]);
                self.run(sql, values).await?;
            }
        }
        Ok(())
    }

    /// Takes a line out by hand; it stays as taken out, so that no file brings it back.
    pub async fn take_line_out(&self, key: &LineKey, change: &str) -> Result<bool, StoreError> {
        let set = "SET until_before = until_at, removed_before = removed, hand_before = hand_id, \
                   removed = TRUE, hand_id = $4";
        let which = "AND person_id = $2 AND from_at = $3 AND NOT removed";
        let values: [Value; 3] = [
            key.person.as_str().into(),
            key.from.millis().into(),
            change.into(),
        ];
        let done = match &key.unit {
            None => {
                let sql = format!("UPDATE duty_periods {set} WHERE org_id = $1 {which}");
                self.run(&sql, values).await?
            }
            Some(unit) => {
                let sql = format!("UPDATE shifts {set} WHERE org_id = $1 {which} AND unit = $5");
                let values = values.into_iter().chain([unit.as_str().into()]);
                self.run(&sql, values).await?
            }
        };
        Ok(done > 0)
    }

    /// Undoes one change by hand: every line that it touched stands as it stood before.
    pub async fn undo_hand(&self, change: &str) -> Result<bool, StoreError> {
        let set = "SET until_at = until_before, until_before = until_at, removed = removed_before, \
                   removed_before = removed, hand_id = hand_before, hand_before = hand_id";
        let mut touched = 0;
        for table in ["shifts", "duty_periods"] {
            let sql = format!("UPDATE {table} {set} WHERE org_id = $1 AND hand_id = $2");
            touched += self.run(&sql, [change.into()]).await?;
        }
        Ok(touched > 0)
    }
}
