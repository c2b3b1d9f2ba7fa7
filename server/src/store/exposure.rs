//! The exposure ledger and its nudges (R050); read by the peer team and the person only.

use std::collections::BTreeSet;

use care::{
    exposure::{Exposure, ExposureRole, Nudge as Crossing, Severity, crossings, of_these},
    ids::{IncidentId, PersonId},
    protocol::Protocol,
    time::Instant,
};
use jiff::SignedDuration;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};
use crate::entropy;

/// One line of the ledger.
#[derive(Debug, Clone)]
pub struct ExposureRow {
    /// Its id.
    pub id: String,
    /// Who, in what, in which role, from when, how heavy.
    pub exposure: Exposure,
    /// Whether a correction of the source took it away.
    pub gone: bool,
}

/// A notice that events pile up on somebody.
#[derive(Debug, Clone)]
pub struct NudgeRow {
    /// Its id.
    pub id: String,
    /// On whom.
    pub person: PersonId,
    /// When the threshold was crossed.
    pub at: Instant,
    /// How many exposures made it up.
    pub count: i32,
    /// Over how many days.
    pub span_days: i32,
    /// What they were; unknown for a nudge of before this was kept.
    pub made_of: Option<MadeOf>,
}

/// What the exposures of a nudge were (R050, R092, R152).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeOf {
    /// In how many a child was involved.
    pub minors: i32,
    /// In how many the person supported somebody.
    pub supported: i32,
    /// How many were strains that last.
    pub strains: i32,
}

#[derive(FromQueryResult)]
struct Row {
    exposure_id: String,
    person_id: String,
    incident_id: Option<String>,
    role: String,
    severity: String,
    from_at: i64,
    until_at: Option<i64>,
    gone_at: Option<i64>,
}

impl From<Row> for ExposureRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.exposure_id,
            exposure: Exposure {
                person: PersonId::new(row.person_id),
                incident: row.incident_id.map(IncidentId::new),
                role: ExposureRole::parse(&row.role).unwrap_or(ExposureRole::Added),
                severity: Severity::parse(&row.severity).unwrap_or(Severity::Normal),
                from: Instant::from_millis(row.from_at),
                until: row.until_at.map(Instant::from_millis),
            },
            gone: row.gone_at.is_some(),
        }
    }
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "named as the column")]
struct Nudge {
    nudge_id: String,
    person_id: String,
    at: i64,
    count: i32,
    span_days: i32,
    minors: Option<i32>,
    supported: Option<i32>,
    strains: Option<i32>,
}

impl From<Nudge> for NudgeRow {
    fn from(row: Nudge) -> Self {
        let parts = row.minors.zip(row.supported).zip(row.strains);
        Self {
            id: row.nudge_id,
            person: PersonId::new(row.person_id),
            at: Instant::from_millis(row.at),
            count: row.count,
            span_days: row.span_days,
            made_of: parts.map(|((minors, supported), strains)| MadeOf {
                minors,
                supported,
                strains,
            }),
        }
    }
}

const COLUMNS: &str = "SELECT exposure_id, person_id, incident_id, role, severity, from_at, until_at, \
     gone_at FROM exposures WHERE org_id = $1";
const NUDGES: &str = "SELECT n.nudge_id, n.person_id, n.at, n.count, n.span_days, n.minors, n.supported, \
     n.strains FROM nudges n WHERE n.org_id = $1";
/// What began since `$3`, and what lasts and has not ended before it (R152).
const SINCE: &str =
    "(from_at >= $3 OR (role = 'duration' AND (until_at IS NULL OR until_at >= $3)))";

impl Tx {
    /// Adds exposures; one that is known (person, incident, role) stays as it is.
    pub async fn save_exposures(&self, exposures: &[ExposureRow]) -> Result<u64, StoreError> {
        let columns = [
            "exposure_id",
            "person_id",
            "incident_id",
            "role",
            "severity",
            "from_at",
            "until_at",
        ];
        let rows = exposures.iter().map(|row| -> Vec<Value> {
            vec![
                row.id.as_str().into(),
                row.exposure.person.as_str().into(),
                row.exposure
                    .incident
                    .as_ref()
                    .map(IncidentId::as_str)
                    .into(),
                row.exposure.role.code().into(),
                row.exposure.severity.code().into(),
                row.exposure.from.millis().into(),
                row.exposure.until.map(Instant::millis).into(),
            ]
        });
        let key = ["person_id", "incident_id", "role"];
        self.upsert("exposures", &columns, &key, Existing::Kept, rows.collect())
            .await
    }

    /// Brings what a source told of an event up to date: how heavy, since when, and for whom it holds.
    ///
    /// Who is no longer found to be part of it keeps the line, and from now on it weighs nothing.
    /// Those whom a person added are left alone. New people are added by [`Tx::expose`].
    pub async fn correct_exposures(
        &self,
        incident: (&IncidentId, Instant),
        found: &[(PersonId, ExposureRole)],
        severity: Severity,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE exposures SET severity = $3, from_at = $4, gone_at = $5 \
                   WHERE org_id = $1 AND exposure_id = $2";
        for line in self.exposed_to(incident.0).await? {
            let known = &line.exposure;
            let by_source = matches!(known.role, ExposureRole::Crew | ExposureRole::Dispatcher);
            let holds = found.contains(&(known.person.clone(), known.role));
            let gone = by_source && !holds;
            let corrected = (severity, incident.1, gone);
            if (!by_source && !holds) || (known.severity, known.from, line.gone) == corrected {
                continue;
            }
            let values = [
                line.id.as_str().into(),
                severity.code().into(),
                incident.1.millis().into(),
                gone.then_some(now.millis()).into(),
            ];
            self.run(sql, values).await?;
        }
        Ok(())
    }

    /// A person's exposures since an instant, oldest first, at most 500.
    pub async fn ledger(
        &self,
        person: &PersonId,
        since: Instant,
    ) -> Result<Vec<ExposureRow>, StoreError> {
        self.lines_of(person, since, "").await
    }

    /// The same without what does not count (R050): events that somebody dismissed or that their
    /// source took back, and what a correction took away.
    pub async fn weighing(
        &self,
        person: &PersonId,
        since: Instant,
    ) -> Result<Vec<ExposureRow>, StoreError> {
        let counts = "AND gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM incidents e \
                      WHERE e.org_id = $1 AND e.incident_id = exposures.incident_id \
                      AND e.state IN ('dismissed', 'withdrawn'))";
        self.lines_of(person, since, counts).await
    }

    async fn lines_of(
        &self,
        person: &PersonId,
        since: Instant,
        which: &str,
    ) -> Result<Vec<ExposureRow>, StoreError> {
        let sql =
            format!("{COLUMNS} AND person_id = $2 AND {SINCE} {which} ORDER BY from_at LIMIT 500");
        let rows: Vec<Row> = self
            .all(&sql, [person.as_str().into(), since.millis().into()])
            .await?;
        Ok(rows.into_iter().map(ExposureRow::from).collect())
    }

    /// Everybody exposed to an incident.
    pub async fn exposed_to(&self, incident: &IncidentId) -> Result<Vec<ExposureRow>, StoreError> {
        let sql = format!("{COLUMNS} AND incident_id = $2 ORDER BY role, person_id LIMIT 1000");
        let rows: Vec<Row> = self.all(&sql, [incident.as_str().into()]).await?;
        Ok(rows.into_iter().map(ExposureRow::from).collect())
    }

    /// Keeps a nudge; the same crossing is kept once.
    pub async fn save_nudge(&self, nudge: &NudgeRow) -> Result<u64, StoreError> {
        let columns = [
            "nudge_id",
            "person_id",
            "at",
            "count",
            "span_days",
            "minors",
            "supported",
            "strains",
        ];
        let made_of = nudge.made_of;
        let row = vec![
            nudge.id.as_str().into(),
            nudge.person.as_str().into(),
            nudge.at.millis().into(),
            nudge.count.into(),
            nudge.span_days.into(),
            made_of.map(|it| it.minors).into(),
            made_of.map(|it| it.supported).into(),
            made_of.map(|it| it.strains).into(),
        ];
        self.upsert(
            "nudges",
            &columns,
            &["person_id", "at"],
            Existing::Kept,
            vec![row],
        )
        .await
    }

    /// Notices when events pile up on somebody: one nudge for each crossing of the threshold (R050).
    ///
    /// Crossings follow from the ledger alone, so looking again adds nothing; a nudge that was
    /// given since the last crossing covers it, in whatever order the events came in. A crossing
    /// that lies more than a window back is history and nudges nobody any more.
    pub async fn nudge(
        &self,
        person: &PersonId,
        protocol: &Protocol,
        now: Instant,
    ) -> Result<(), StoreError> {
        let window = SignedDuration::from_hours(24 * i64::from(protocol.stacking.window_days));
        let rows = self.weighing(person, now.minus(window * 3)).await?;
        let ledger: Vec<Exposure> = rows.into_iter().map(|row| row.exposure).collect();
        let Some(crossing) = crossings(&ledger, &protocol.stacking, now).pop() else {
            return Ok(());
        };
        let load = crossing.load;
        if now.since(load.at) > window || self.nudged_since(person, load.at).await? {
            return Ok(());
        }
        let made_of = self.made_of(&ledger, protocol, &crossing).await?;
        self.save_nudge(&NudgeRow {
            id: entropy::new_id(now),
            person: person.clone(),
            at: now,
            count: whole(load.count()),
            span_days: whole(load.span_days),
            made_of: Some(made_of),
        })
        .await?;
        Ok(())
    }

    /// What a crossing was made of: with children, as a supporter, lasting.
    async fn made_of(
        &self,
        ledger: &[Exposure],
        protocol: &Protocol,
        crossing: &Crossing,
    ) -> Result<MadeOf, StoreError> {
        let load = &crossing.load;
        let ids = ledger
            .iter()
            .filter_map(|exposure| exposure.incident.clone());
        let incidents = self.incidents(&ids.collect::<Vec<_>>()).await?;
        let with_children: BTreeSet<IncidentId> = incidents
            .into_iter()
            .filter(|row| has_minor(&row.record))
            .map(|row| row.id)
            .collect();
        let minors = of_these(ledger, &with_children, &protocol.stacking, load.at);
        Ok(MadeOf {
            minors: whole(minors),
            supported: whole(load.supported),
            strains: whole(load.strains),
        })
    }

    async fn nudged_since(&self, person: &PersonId, at: Instant) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql =
            "SELECT COUNT(*) AS n FROM nudges WHERE org_id = $1 AND person_id = $2 AND at >= $3";
        let row = self
            .one::<Count>(sql, [person.as_str().into(), at.millis().into()])
            .await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// Nudges that nobody has settled yet, newest first, at most 50.
    pub async fn open_nudges(&self) -> Result<Vec<NudgeRow>, StoreError> {
        let sql = format!("{NUDGES} AND n.settled_at IS NULL ORDER BY n.at DESC LIMIT 50");
        let rows: Vec<Nudge> = self.all(&sql, []).await?;
        Ok(rows.into_iter().map(NudgeRow::from).collect())
    }

    /// The newest nudge of a person since a moment that they wish to see and did not put away.
    pub async fn own_nudge(
        &self,
        person: &PersonId,
        since: Instant,
    ) -> Result<Option<NudgeRow>, StoreError> {
        let sql = format!(
            "{NUDGES} AND n.person_id = $2 AND n.at >= $3 AND n.put_away_at IS NULL \
             AND EXISTS (SELECT 1 FROM nudge_wishes w WHERE w.org_id = $1 AND w.person_id = $2) \
             ORDER BY n.at DESC LIMIT 1"
        );
        let row: Option<Nudge> = self
            .one(&sql, [person.as_str().into(), since.millis().into()])
            .await?;
        Ok(row.map(NudgeRow::from))
    }

    /// Puts every nudge of a person away from their own page; the team's list stays as it is.
    pub async fn put_nudges_away(&self, person: &PersonId, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE nudges SET put_away_at = $3 WHERE org_id = $1 AND person_id = $2 \
                   AND put_away_at IS NULL";
        self.run(sql, [person.as_str().into(), now.millis().into()])
            .await?;
        Ok(())
    }

    /// Whether a person wants to hear on their own page that it adds up.
    pub async fn wishes_nudges(&self, person: &PersonId) -> Result<bool, StoreError> {
        let sql = "SELECT person_id AS id FROM nudge_wishes WHERE org_id = $1 AND person_id = $2";
        Ok(!self.ids(sql, person).await?.is_empty())
    }

    /// Keeps that wish, or forgets it.
    pub async fn wish_nudges(
        &self,
        person: &PersonId,
        wished: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        if wished {
            let row = vec![person.as_str().into(), now.millis().into()];
            let columns = ["person_id", "at"];
            self.upsert(
                "nudge_wishes",
                &columns,
                &["person_id"],
                Existing::Kept,
                vec![row],
            )
            .await?;
        } else {
            let sql = "DELETE FROM nudge_wishes WHERE org_id = $1 AND person_id = $2";
            self.run(sql, [person.as_str().into()]).await?;
        }
        Ok(())
    }

    /// Says that a strain of a person's own is over; `false` when none of that name goes on.
    pub async fn end_strain(
        &self,
        person: &PersonId,
        id: &str,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE exposures SET until_at = $4 WHERE org_id = $1 AND person_id = $2 \
                   AND exposure_id = $3 AND role = 'duration' AND until_at IS NULL";
        let values = [person.as_str().into(), id.into(), now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Settles a nudge: somebody of the peer team has taken it up.
    pub async fn settle_nudge(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE nudges SET settled_at = $3 WHERE org_id = $1 AND nudge_id = $2 \
                   AND settled_at IS NULL";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Whether the record of an event says that a child was involved.
fn has_minor(record: &str) -> bool {
    let record: serde_json::Value = serde_json::from_str(record).unwrap_or_default();
    record.get("minor").and_then(serde_json::Value::as_str) == Some("yes")
}
