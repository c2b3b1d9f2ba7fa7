//! Exposure over staff groups (R168): people counted in the database, and pictures that came out.

use care::{exposure::Severity, spread::People, time::Instant};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

/// A table of counts as it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRelease {
    /// The how manieth of its period.
    pub number: i64,
    /// The smallest count when it came out.
    pub least: u32,
    /// When it came out.
    pub at: Instant,
    /// Its cells, as JSON.
    pub body: String,
}

/// Which table of which period.
#[derive(Debug, Clone, Copy)]
pub struct Released<'a> {
    /// The kind of table.
    pub kind: &'static str,
    /// The period.
    pub period: &'a str,
    /// When the period ended; what was counted goes from then on.
    pub until: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    least: i64,
    at: i64,
    body: String,
}

#[derive(FromQueryResult)]
struct Counted {
    staff_group: String,
    exposures: i64,
    heaviest: i64,
    people: i64,
}

/// For each person how many exposures counted from `$2` to before `$3`, and how heavy the heaviest
/// was. What lasts counts where it ran (R152); what somebody dismissed weighs on nobody (R050).
const EACH: &str = "SELECT p.staff_group, p.person_id, COUNT(x.exposure_id) AS exposures, \
     MAX(CASE x.severity WHEN 'heavy' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END) AS heaviest \
     FROM people p LEFT JOIN exposures x ON x.org_id = $1 AND x.person_id = p.person_id \
     AND x.from_at < $3 AND (x.from_at >= $2 OR (x.role = 'duration' \
     AND (x.until_at IS NULL OR x.until_at >= $2))) AND x.gone_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM incidents e WHERE e.org_id = $1 \
     AND e.incident_id = x.incident_id AND e.state IN ('dismissed', 'withdrawn')) \
     WHERE p.org_id = $1 AND p.active = TRUE GROUP BY p.staff_group, p.person_id";

impl Tx {
    /// How many people of each staff group had how many exposures in a period; never who.
    ///
    /// Whoever shows it passes it through `care::spread` and `care::disclosure`.
    pub async fn exposure_by_group(
        &self,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<People>, StoreError> {
        let sql = format!(
            "SELECT staff_group, exposures, CAST(heaviest AS BIGINT) AS heaviest, \
             COUNT(*) AS people FROM ({EACH}) AS each_one \
             GROUP BY staff_group, exposures, heaviest ORDER BY staff_group, exposures, heaviest"
        );
        let rows: Vec<Counted> = self
            .all(&sql, [from.millis().into(), until.millis().into()])
            .await?;
        let people = |row: Counted| People {
            group: row.staff_group,
            exposures: u64::try_from(row.exposures).unwrap_or(0),
            heaviest: match row.heaviest {
                0 => Severity::Light,
                1 => Severity::Normal,
                _ => Severity::Heavy,
            },
            count: u64::try_from(row.people).unwrap_or(0),
        };
        Ok(rows.into_iter().map(people).collect())
    }

    /// The tables that came out for a period, the first one first.
    pub async fn count_releases(
        &self,
        table: Released<'_>,
    ) -> Result<Vec<CountRelease>, StoreError> {
        let sql = "SELECT number, least, at, body FROM count_releases WHERE org_id = $1 \
                   AND kind = $2 AND period = $3 ORDER BY number LIMIT 50";
        let rows: Vec<Row> = self
            .all(sql, [table.kind.into(), table.period.into()])
            .await?;
        let release = |row: Row| CountRelease {
            number: row.number,
            least: u32::try_from(row.least).unwrap_or(u32::MAX),
            at: Instant::from_millis(row.at),
            body: row.body,
        };
        Ok(rows.into_iter().map(release).collect())
    }

    /// Keeps a table that came out; `false` when another one of this number was there first.
    pub async fn save_count_release(
        &self,
        table: Released<'_>,
        release: &CountRelease,
    ) -> Result<bool, StoreError> {
        let columns = [
            "kind", "period", "number", "least", "at", "until_at", "body",
        ];
        let row = vec![
            table.kind.into(),
            table.period.into(),
            release.number.into(),
            i64::from(release.least).into(),
            release.at.millis().into(),
            table.until.millis().into(),
            release.body.as_str().into(),
        ];
        let key = ["kind", "period", "number"];
        let written = self
            .upsert("count_releases", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(written > 0)
    }
}
