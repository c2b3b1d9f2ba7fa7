//! Names of units and dispatchers that a source uses, and what was learned of them (R043, R046).

use std::collections::{BTreeMap, BTreeSet};

use care::{exposure::Learned, ids::UnitCode, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

/// How far events of one name are counted.
pub const NAME_COUNTED: u32 = 100;
/// The most units of a roster that are offered.
const OFFERED: u32 = 500;

/// What a name stands for at its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A unit that was sent.
    Unit,
    /// A dispatcher who handled it.
    Dispatcher,
}

impl NameKind {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Dispatcher => "dispatcher",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Unit, Self::Dispatcher]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A name of one source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceName {
    /// The source.
    pub source: String,
    /// What it stands for.
    pub kind: NameKind,
    /// The name as it is compared.
    pub name: String,
}

/// A name that nobody said anything about yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingName {
    /// Which.
    pub name: SourceName,
    /// As it was written last.
    pub told: String,
    /// In how many recent events, counted to [`NAME_COUNTED`].
    pub events: i64,
    /// When the last of them was.
    pub last: Option<Instant>,
}

/// What was learned of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedName {
    /// Which.
    pub name: SourceName,
    /// As it was written last.
    pub told: String,
    /// What it means.
    pub means: Learned,
    /// Since when.
    pub since: Instant,
}

#[derive(FromQueryResult)]
struct AnswerRow {
    name: String,
    answer: String,
    unit: String,
}

#[derive(FromQueryResult)]
struct WaitingRow {
    source: String,
    kind: String,
    name: String,
    told: String,
    events: i64,
    last: Option<i64>,
}

#[derive(FromQueryResult)]
struct LearnedRow {
    source: String,
    kind: String,
    name: String,
    told: String,
    answer: String,
    unit: String,
    answered_at: i64,
}

#[derive(FromQueryResult)]
struct UnitRow {
    unit: String,
}

fn learned(answer: &str, unit: &str) -> Learned {
    if answer == "unit" {
        Learned::Unit(UnitCode::new(unit))
    } else {
        Learned::NotOurs
    }
}

impl Tx {
    /// What was learned of these names of a source, each as it is compared.
    pub async fn learned_names(
        &self,
        source: &str,
        kind: NameKind,
        names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Learned>, StoreError> {
        let mut found = BTreeMap::new();
        let names: Vec<&String> = names.iter().collect();
        for chunk in names.chunks(500) {
            let sql = format!(
                "SELECT name, answer, unit FROM unit_names WHERE org_id = $1 AND source = $2 \
                 AND kind = $3 AND answer <> '' AND name IN ({})",
                places(4, chunk.len())
            );
            let values = [source.into(), kind.as_str().into()].into_iter();
            let values = values.chain(chunk.iter().map(|name| name.as_str().into()));
            let rows: Vec<AnswerRow> = self.all(&sql, values).await?;
            let rows = rows.into_iter();
            found.extend(rows.map(|row| (row.name, learned(&row.answer, &row.unit))));
        }
        Ok(found)
    }

    /// Those of these units on which the roster has somebody at some time.
    pub async fn known_units(
        &self,
        units: &BTreeSet<UnitCode>,
    ) -> Result<BTreeSet<UnitCode>, StoreError> {
        let mut known = BTreeSet::new();
        let units: Vec<&UnitCode> = units.iter().collect();
        for chunk in units.chunks(500) {
            let told: Vec<String> = (2..2 + chunk.len()).map(|n| format!("(${n})")).collect();
            // One look into the index for each name, however long the roster is.
            let sql = format!(
                "SELECT told.column1 AS unit FROM (VALUES {}) AS told WHERE EXISTS (SELECT 1 FROM shifts \
                 WHERE shifts.org_id = $1 AND shifts.unit = told.column1 AND NOT shifts.removed)",
                told.join(", ")
            );
            let values = chunk.iter().map(|unit| Value::from(unit.as_str()));
            let rows: Vec<UnitRow> = self.all(&sql, values).await?;
            known.extend(rows.into_iter().map(|row| UnitCode::new(row.unit)));
        }
        Ok(known)
    }

    /// The units of the roster, in order.
    pub async fn roster_units(&self) -> Result<Vec<UnitCode>, StoreError> {
        let sql = format!(
            "WITH RECURSIVE known (unit) AS (\
             SELECT MIN(unit) FROM shifts WHERE org_id = $1 UNION ALL \
             SELECT (SELECT MIN(s.unit) FROM shifts s WHERE s.org_id = $1 AND s.unit > known.unit) \
             FROM known WHERE known.unit IS NOT NULL) \
             SELECT unit FROM known WHERE unit IS NOT NULL LIMIT {OFFERED}"
        );
        let rows: Vec<UnitRow> = self.all(&sql, []).await?;
        Ok(rows
            .into_iter()
            .map(|row| UnitCode::new(row.unit))
            .collect())
    }

    /// Keeps names that wait, each with how it was written; what was learned of one stays.
    pub(super) async fn hear_names(
        &self,
        names: &BTreeMap<SourceName, String>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let rows = names.iter().map(|(name, told)| -> Vec<Value> {
            vec![
                name.source.as_str().into(),
                name.kind.as_str().into(),
                name.name.as_str().into(),
                told.as_str().into(),
                now.millis().into(),
                "".into(),
                "".into(),
                0_i64.into(),
            ]
        });
        let columns = [
            "source",
            "kind",
            "name",
            "told",
            "told_at",
            "answer",
            "unit",
            "answered_at",
        ];
        let key = ["source", "kind", "name"];
        let changing = Existing::Updated(&["told", "told_at"]);
        self.upsert("unit_names", &columns, &key, changing, rows.collect())
            .await?;
        Ok(())
    }

    /// The names that wait, those heard last first.
    pub async fn waiting_names(&self, limit: u32) -> Result<Vec<WaitingName>, StoreError> {
        let events = "FROM unresolved_units u WHERE u.org_id = $1 AND u.source = n.source \
                      AND u.kind = n.kind AND u.name = n.name";
        let sql = format!(
            "SELECT n.source, n.kind, n.name, n.told, \
             (SELECT COUNT(*) FROM (SELECT 1 {events} LIMIT {NAME_COUNTED}) AS counted) AS events, \
             (SELECT MAX(u.at) {events}) AS last \
             FROM unit_names n WHERE n.org_id = $1 AND n.answer = '' ORDER BY n.told_at DESC LIMIT {limit}"
        );
        let rows: Vec<WaitingRow> = self.all(&sql, []).await?;
        let waiting = |row: WaitingRow| {
            let kind = NameKind::parse(&row.kind)?;
            Some(WaitingName {
                name: SourceName {
                    source: row.source,
                    kind,
                    name: row.name,
                },
                told: row.told,
                events: row.events,
                last: row.last.map(Instant::from_millis),
            })
        };
        Ok(rows.into_iter().filter_map(waiting).collect())
    }

    /// What was learned, at most `limit`, the newest first.
    pub async fn every_learned_name(&self, limit: u32) -> Result<Vec<LearnedName>, StoreError> {
        let sql = format!(
            "SELECT source, kind, name, told, answer, unit, answered_at FROM unit_names WHERE org_id = $1 \
             AND answer IN ('unit', 'not-ours') ORDER BY answered_at DESC, source, name LIMIT {limit}"
        );
        let rows: Vec<LearnedRow> = self.all(&sql, []).await?;
        let known = |row: LearnedRow| {
            Some(LearnedName {
                means: learned(&row.answer, &row.unit),
                name: SourceName {
                    kind: NameKind::parse(&row.kind)?,
                    source: row.source,
                    name: row.name,
                },
                told: row.told,
                since: Instant::from_millis(row.answered_at),
            })
        };
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// Learns what a name means; says whether it waited for that.
    pub async fn learn_name(
        &self,
        name: &SourceName,
        means: &Learned,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let (answer, unit) = match means {
            Learned::Unit(unit) => ("unit", unit.as_str()),
            Learned::NotOurs => ("not-ours", ""),
        };
        let sql = "UPDATE unit_names SET answer = $5, unit = $6, answered_at = $7 WHERE org_id = $1 \
                   AND source = $2 AND kind = $3 AND name = $4 AND answer = ''";
        let values = own(name)
            .into_iter()
            .chain([answer.into(), unit.into(), now.millis().into()]);
        let learned = self.run(sql, values).await? > 0;
        if learned {
            let sql = "UPDATE unresolved_units SET settled = 'learned', settled_at = $5 WHERE org_id = $1 \
                       AND source = $2 AND kind = $3 AND name = $4 AND weighs = TRUE AND settled = ''";
            let values = own(name).into_iter().chain([now.millis().into()]);
            self.run(sql, values).await?;
        }
        Ok(learned)
    }

    /// Forgets what was learned of a name: it waits again.
    pub async fn forget_name(&self, name: &SourceName) -> Result<bool, StoreError> {
        let sql = "UPDATE unit_names SET answer = '', unit = '', answered_at = 0 WHERE org_id = $1 \
                   AND source = $2 AND kind = $3 AND name = $4 AND answer <> ''";
        let forgotten = self.run(sql, own(name)).await? > 0;
        let sql = "UPDATE unresolved_units SET settled = '', settled_at = 0 WHERE org_id = $1 \
                   AND source = $2 AND kind = $3 AND name = $4 AND settled = 'learned'";
        self.run(sql, own(name)).await?;
        Ok(forgotten)
    }

    /// Forgets all that was said at one moment; says how much that was. A crew that was said to have
    /// been there stays: they were called.
    pub async fn take_back_settled(&self, at: Instant) -> Result<u64, StoreError> {
        let sql = "UPDATE unit_names SET answer = '', unit = '', answered_at = 0 WHERE org_id = $1 \
                   AND answer IN ('unit', 'not-ours') AND answered_at = $2";
        let names = self.run(sql, [at.millis().into()]).await?;
        let sql = "UPDATE unresolved_units SET settled = '', settled_at = 0 WHERE org_id = $1 \
                   AND settled_at = $2 AND settled IN ('learned', 'nobody', 'not-there')";
        Ok(names + self.run(sql, [at.millis().into()]).await?)
    }

    /// Takes names off the list that nobody has to say anything about any more.
    pub async fn drop_waiting_names(&self, names: &[SourceName]) -> Result<(), StoreError> {
        for name in names {
            let sql = "DELETE FROM unit_names WHERE org_id = $1 AND source = $2 AND kind = $3 \
                       AND name = $4 AND answer = ''";
            self.run(sql, own(name)).await?;
        }
        Ok(())
    }
}

fn own(name: &SourceName) -> [Value; 3] {
    [
        name.source.as_str().into(),
        name.kind.as_str().into(),
        name.name.as_str().into(),
    ]
}
