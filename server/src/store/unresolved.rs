//! What of recent events counts for nobody: names, gaps in the roster, crews that were near (R046).

use std::collections::BTreeMap;

use care::{
    ids::{IncidentId, UnitCode},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{
    IncidentRow, IncidentState, NameKind, SourceName, StoreError, Tx,
    incident::{COLUMNS, IncidentCells},
    tx::places,
    upsert::Existing,
};

/// Why something of an event counts for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// The roster does not know the name.
    Name(NameKind),
    /// Nobody was on the unit at the moment.
    Gap,
    /// Another crew was on it a moment before or after.
    HandOver,
}

impl Lack {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name(kind) => kind.as_str(),
            Self::Gap => "gap",
            Self::HandOver => "hand-over",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        match word {
            "gap" => Some(Self::Gap),
            "hand-over" => Some(Self::HandOver),
            word => NameKind::parse(word).map(Self::Name),
        }
    }
}

/// How a gap or the question about another crew was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrewAnswer {
    /// Nobody was on the unit.
    Nobody,
    /// The other crew was there too.
    There,
    /// The other crew was not there.
    NotThere,
}

impl CrewAnswer {
    fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::There => "there",
            Self::NotThere => "not-there",
        }
    }
}

/// Something of one event that counts for nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnresolvedRow {
    /// The event.
    pub incident: IncidentId,
    /// Why.
    pub lack: Lack,
    /// The source of the event.
    pub source: String,
    /// The name as it is compared.
    pub name: String,
    /// As it was written; of a gap and a hand-over the unit of the roster.
    pub told: String,
    /// When the event was.
    pub at: Instant,
    /// When the unit changed hands, of a hand-over.
    pub change: Option<Instant>,
    /// Whether the event counts, or waits for somebody's word.
    pub weighs: bool,
}

#[derive(FromQueryResult)]
struct Row {
    incident_id: String,
    kind: String,
    name: String,
    source: String,
    told: String,
    at: i64,
    change_at: i64,
    state: String,
}

#[derive(FromQueryResult)]
struct Told {
    told: String,
}

impl Tx {
    /// Keeps what of these events counts for nobody now, in place of what was kept before.
    ///
    /// What somebody settled stays settled: told again it asks nobody again.
    pub async fn keep_unresolved(
        &self,
        incidents: &[&IncidentId],
        rows: &[UnresolvedRow],
        now: Instant,
    ) -> Result<(), StoreError> {
        for chunk in incidents.chunks(500) {
            let sql = format!(
                "DELETE FROM unresolved_units WHERE org_id = $1 AND settled = '' AND incident_id IN ({})",
                places(2, chunk.len())
            );
            self.run(&sql, chunk.iter().map(|id| id.as_str().into()))
                .await?;
        }
        if rows.is_empty() {
            return Ok(());
        }
        let mut names = BTreeMap::new();
        for row in rows {
            if let Lack::Name(kind) = row.lack {
                let name = SourceName {
                    source: row.source.clone(),
                    kind,
                    name: row.name.clone(),
                };
                names.insert(name, row.told.clone());
            }
        }
        self.hear_names(&names, now).await?;
        let values = rows.iter().map(|row| -> Vec<Value> {
            vec![
                row.incident.as_str().into(),
                row.lack.as_str().into(),
                row.name.as_str().into(),
                row.source.as_str().into(),
                row.told.as_str().into(),
                row.at.millis().into(),
                row.change.map_or(0, Instant::millis).into(),
                row.weighs.into(),
                "".into(),
                0_i64.into(),
            ]
        });
        let columns = [
            "incident_id",
            "kind",
            "name",
            "source",
            "told",
            "at",
            "change_at",
            "weighs",
            "settled",
            "settled_at",
        ];
        let key = ["incident_id", "kind", "name"];
        self.upsert(
            "unresolved_units",
            &columns,
            &key,
            Existing::Kept,
            values.collect(),
        )
        .await?;
        Ok(())
    }

    /// What waits of events that count or wait for somebody's word, the newest first.
    pub async fn unresolved(
        &self,
        limit: u32,
    ) -> Result<Vec<(UnresolvedRow, IncidentState)>, StoreError> {
        let sql = format!(
            "SELECT u.incident_id, u.kind, u.name, u.source, u.told, u.at, u.change_at, i.state \
             FROM unresolved_units u JOIN incidents i ON i.org_id = $1 AND i.incident_id = u.incident_id \
             WHERE u.org_id = $1 AND u.weighs = TRUE AND u.settled = '' \
             AND i.state IN ('counted', 'to-confirm') ORDER BY u.at DESC, u.incident_id LIMIT {limit}"
        );
        let rows: Vec<Row> = self.all(&sql, []).await?;
        let read = |row: Row| {
            let state = if row.state == IncidentState::Counted.as_str() {
                IncidentState::Counted
            } else {
                IncidentState::ToConfirm
            };
            let found = UnresolvedRow {
                incident: IncidentId::new(row.incident_id),
                lack: Lack::parse(&row.kind)?,
                source: row.source,
                name: row.name,
                told: row.told,
                at: Instant::from_millis(row.at),
                change: (row.change_at > 0).then(|| Instant::from_millis(row.change_at)),
                weighs: true,
            };
            Some((found, state))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Events since a moment that count or wait, of which something counted for nobody when they
    /// were looked at last.
    pub async fn incidents_unresolved(
        &self,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state IN ('counted', 'to-confirm') AND at >= $2 AND EXISTS (SELECT 1 \
             FROM unresolved_units u WHERE u.org_id = $1 AND u.incident_id = incidents.incident_id \
             AND u.settled IN ('', 'learned')) ORDER BY at DESC, incident_id LIMIT {limit}"
        );
        let rows: Vec<IncidentCells> = self.all(&sql, [since.millis().into()]).await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// Settles a gap or the question about another crew; gives the unit, or nothing when somebody
    /// did so before.
    pub async fn settle_crew(
        &self,
        incident: &IncidentId,
        lack: Lack,
        name: &str,
        answer: CrewAnswer,
        now: Instant,
    ) -> Result<Option<UnitCode>, StoreError> {
        let sql = "UPDATE unresolved_units SET settled = $5, settled_at = $6 WHERE org_id = $1 \
                   AND incident_id = $2 AND kind = $3 AND name = $4 AND settled = '' RETURNING told";
        let values = [
            incident.as_str().into(),
            lack.as_str().into(),
            name.into(),
            answer.as_str().into(),
            now.millis().into(),
        ];
        let told = self.one::<Told>(sql, values).await?;
        Ok(told.map(|row| UnitCode::new(row.told)))
    }
}
