//! Shifts and duty periods.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    exposure::Shift,
    ids::{PersonId, UnitCode},
    period::Period,
    roster::{Duty, Work},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

#[derive(FromQueryResult)]
struct ShiftRow {
    person_id: String,
    unit: String,
    from_at: i64,
    until_at: i64,
}

impl From<ShiftRow> for Shift {
    fn from(row: ShiftRow) -> Self {
        Self {
            person: PersonId::new(row.person_id),
            unit: UnitCode::new(row.unit),
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        }
    }
}

#[derive(FromQueryResult)]
struct WorkedRow {
    unit: String,
    person_id: String,
}

#[derive(FromQueryResult)]
struct PeriodRow {
    person_id: String,
    from_at: i64,
    until_at: i64,
}

/// A supporter's duty: person, from, until (half-open).
pub type DutyPeriod = (PersonId, Instant, Instant);

impl Tx {
    /// Adds shifts; a shift that is known (person, unit, start) takes the new end.
    ///
    /// One that the desk touched by hand stays as the hand left it.
    pub async fn save_shifts(&self, shifts: &[Shift]) -> Result<u64, StoreError> {
        let rows = shifts.iter().map(|s| -> Vec<Value> {
            let until = s.until.millis().into();
            vec![
                s.person.as_str().into(),
                s.unit.as_str().into(),
                s.from.millis().into(),
                until,
                false.into(),
            ]
        });
        let columns = ["person_id", "unit", "from_at", "until_at", "removed"];
        let key = ["person_id", "unit", "from_at"];
        self.upsert(
            "shifts",
            &columns,
            &key,
            Existing::UpdatedWhereEmpty(&["until_at", "removed"], "hand_id"),
            rows.collect(),
        )
        .await
    }

    /// Adds duty periods; a known one (person, start) takes the new end, unless a hand
    /// touched it.
    pub async fn save_duty(&self, periods: &[DutyPeriod]) -> Result<u64, StoreError> {
        let rows = periods.iter().map(|(person, from, until)| -> Vec<Value> {
            vec![
                person.as_str().into(),
                from.millis().into(),
                until.millis().into(),
                false.into(),
            ]
        });
        let columns = ["person_id", "from_at", "until_at", "removed"];
        let key = ["person_id", "from_at"];
        self.upsert(
            "duty_periods",
            &columns,
            &key,
            Existing::UpdatedWhereEmpty(&["until_at", "removed"], "hand_id"),
            rows.collect(),
        )
        .await
    }

    /// The shifts of these units that touch `[from, until]`.
    pub async fn shifts_of_units(
        &self,
        units: &[UnitCode],
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Shift>, StoreError> {
        let mut shifts = Vec::new();
        for chunk in units.chunks(500) {
            let sql = format!(
                "SELECT person_id, unit, from_at, until_at FROM shifts WHERE org_id = $1 AND NOT removed AND from_at <= $2 \
                 AND until_at > $3 AND from_at > $4 AND unit IN ({})",
                places(5, chunk.len())
            );
            // No shift is longer than three days; the bound lets the index do the work.
            let longest = from.millis() - 3 * 86_400_000;
            let bounds: [Value; 3] = [until.millis().into(), from.millis().into(), longest.into()];
            let values = bounds
                .into_iter()
                .chain(chunk.iter().map(|unit| unit.as_str().into()));
            let rows: Vec<ShiftRow> = self.all(&sql, values).await?;
            shifts.extend(rows.into_iter().map(Shift::from));
        }
        Ok(shifts)
    }

    /// Everybody who works on any unit at `at`, by unit; at most 1,000.
    pub async fn shifts_at(&self, at: Instant) -> Result<Vec<Shift>, StoreError> {
        let sql = "SELECT person_id, unit, from_at, until_at FROM shifts WHERE org_id = $1 AND NOT removed AND from_at <= $2 \
                   AND until_at > $2 AND from_at > $3 ORDER BY unit, person_id LIMIT 1000";
        // No shift is longer than three days.
        let longest = at.millis() - 3 * 86_400_000;
        let rows: Vec<ShiftRow> = self.all(sql, [at.millis().into(), longest.into()]).await?;
        Ok(rows.into_iter().map(Shift::from).collect())
    }

    /// The shift in which a person works at `at`, if any.
    pub async fn shift_of(
        &self,
        person: &PersonId,
        at: Instant,
    ) -> Result<Option<Shift>, StoreError> {
        let sql = "SELECT person_id, unit, from_at, until_at FROM shifts WHERE org_id = $1 AND NOT removed \
                   AND person_id = $2 AND from_at <= $3 AND until_at > $3 ORDER BY from_at DESC LIMIT 1";
        let row = self
            .one::<ShiftRow>(sql, [person.as_str().into(), at.millis().into()])
            .await?;
        Ok(row.map(Shift::from))
    }

    /// A person's shifts that touch `[from, until]`, by start, at most 1,000.
    pub async fn shifts_of(
        &self,
        person: &PersonId,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Shift>, StoreError> {
        let sql = "SELECT person_id, unit, from_at, until_at FROM shifts WHERE org_id = $1 AND NOT removed \
                   AND person_id = $2 AND from_at <= $3 AND until_at > $4 ORDER BY from_at LIMIT 1000";
        let values = [
            person.as_str().into(),
            until.millis().into(),
            from.millis().into(),
        ];
        let rows: Vec<ShiftRow> = self.all(sql, values).await?;
        Ok(rows.into_iter().map(Shift::from).collect())
    }

    /// The duty periods that touch `[from, until)`, by start.
    pub async fn duty_between(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<DutyPeriod>, StoreError> {
        let sql = "SELECT person_id, from_at, until_at FROM duty_periods WHERE org_id = $1 AND NOT removed \
                   AND until_at > $2 AND from_at < $3 ORDER BY from_at LIMIT 1000";
        let rows: Vec<PeriodRow> = self
            .all(sql, [from.millis().into(), until.millis().into()])
            .await?;
        let period = |row: PeriodRow| {
            let (from, until) = (
                Instant::from_millis(row.from_at),
                Instant::from_millis(row.until_at),
            );
            (PersonId::new(row.person_id), from, until)
        };
        Ok(rows.into_iter().map(period).collect())
    }

    /// One supporter's duty periods that touch `[from, until)`, by start, at most 2,000.
    pub async fn duties_of(
        &self,
        person: &PersonId,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Period>, StoreError> {
        let sql = "SELECT person_id, from_at, until_at FROM duty_periods WHERE org_id = $1 AND NOT removed \
                   AND person_id = $2 AND until_at > $3 AND from_at < $4 ORDER BY from_at LIMIT 2000";
        let values = [
            person.as_str().into(),
            from.millis().into(),
            until.millis().into(),
        ];
        let rows: Vec<PeriodRow> = self.all(sql, values).await?;
        let period = |row: PeriodRow| Period {
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        };
        Ok(rows.into_iter().map(period).collect())
    }

    /// The shifts of these people that touch `[from, until)`, as ordinary work beside duties.
    pub async fn work_of(
        &self,
        people: &[PersonId],
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Work>, StoreError> {
        let mut work = Vec::new();
        for chunk in people.chunks(200) {
            let sql = format!(
                "SELECT person_id, from_at, until_at FROM shifts WHERE org_id = $1 AND NOT removed \
                 AND until_at > $2 AND from_at < $3 AND person_id IN ({})",
                places(4, chunk.len())
            );
            let span: [Value; 2] = [from.millis().into(), until.millis().into()];
            let ids = chunk.iter().map(|id| id.as_str().into());
            let rows: Vec<PeriodRow> = self.all(&sql, span.into_iter().chain(ids)).await?;
            work.extend(rows.into_iter().map(|row| Work {
                person: PersonId::new(row.person_id),
                from: Instant::from_millis(row.from_at),
                until: Instant::from_millis(row.until_at),
            }));
        }
        Ok(work)
    }

    /// Everybody's duties that touch `[from, until)`, by start: a year of a large team at most.
    pub async fn rota_between(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Duty>, StoreError> {
        let sql = "SELECT person_id, from_at, until_at FROM duty_periods WHERE org_id = $1 AND NOT removed \
                   AND until_at > $2 AND from_at < $3 ORDER BY from_at, person_id LIMIT 20000";
        let rows: Vec<PeriodRow> = self
            .all(sql, [from.millis().into(), until.millis().into()])
            .await?;
        let duty = |row: PeriodRow| Duty {
            person: PersonId::new(row.person_id),
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        };
        Ok(rows.into_iter().map(duty).collect())
    }

    /// On which units people worked between two moments: each unit, with those of these people who
    /// did (R020).
    pub async fn units_between(
        &self,
        people: &[PersonId],
        from: Instant,
        until: Instant,
    ) -> Result<BTreeMap<String, BTreeSet<PersonId>>, StoreError> {
        let span = || [from.millis().into(), until.millis().into()].into_iter();
        let sql = "SELECT DISTINCT unit, '' AS person_id FROM shifts WHERE org_id = $1 AND NOT removed \
                   AND from_at >= $2 AND from_at < $3";
        let all: Vec<WorkedRow> = self.all(sql, span()).await?;
        let mut units: BTreeMap<String, BTreeSet<PersonId>> = all
            .into_iter()
            .map(|row| (row.unit, BTreeSet::new()))
            .collect();
        for chunk in people.chunks(500) {
            let sql = format!(
                "SELECT DISTINCT unit, person_id FROM shifts WHERE org_id = $1 AND NOT removed AND from_at >= $2 \
                 AND from_at < $3 AND person_id IN ({})",
                places(4, chunk.len())
            );
            let ids = chunk.iter().map(|id| id.as_str().into());
            let rows: Vec<WorkedRow> = self.all(&sql, span().chain(ids)).await?;
            for row in rows {
                units
                    .entry(row.unit)
                    .or_default()
                    .insert(PersonId::new(row.person_id));
            }
        }
        Ok(units)
    }
}
