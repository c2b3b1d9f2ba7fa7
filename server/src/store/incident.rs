//! Incidents: what came in, once, with its verdict.

use care::{ids::IncidentId, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

/// What became of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentState {
    /// Not on the list; kept for exposure and history.
    Stored,
    /// On the list, but a person must say whether it counts.
    ToConfirm,
    /// It counts: exposed colleagues get an offer.
    Counted,
    /// A person said that it does not count.
    Dismissed,
    /// It counted, people were told, and then the source took it back or corrected it: what followed
    /// stays as it is, and a person looks (R046).
    Withdrawn,
}

impl IncidentState {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::ToConfirm => "to-confirm",
            Self::Counted => "counted",
            Self::Dismissed => "dismissed",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "to-confirm" => Self::ToConfirm,
            "counted" => Self::Counted,
            "dismissed" => Self::Dismissed,
            "withdrawn" => Self::Withdrawn,
            _ => Self::Stored,
        }
    }
}

/// An incident as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// Its id.
    pub id: IncidentId,
    /// The source that reported it.
    pub source: String,
    /// Its number at the source.
    pub source_ref: String,
    /// When it happened.
    pub at: Instant,
    /// What became of it.
    pub state: IncidentState,
    /// The entry of the incident list that it fell under.
    pub entry: Option<String>,
    /// `sure` or `confirm`.
    pub certainty: Option<String>,
    /// The merged event as opaque JSON.
    pub record: String,
    /// The facts that matched, separated by spaces.
    pub reasons: String,
    /// The version of the incident list that judged it.
    pub list_version: i64,
    /// When it first came in.
    pub received_at: Instant,
    /// The number of the event of the same source that goes on in its place.
    pub merged_into: Option<String>,
}

/// A row as it is read.
#[derive(FromQueryResult)]
pub(super) struct IncidentCells {
    incident_id: String,
    source: String,
    source_ref: String,
    at: i64,
    state: String,
    entry: Option<String>,
    certainty: Option<String>,
    record: String,
    reasons: String,
    list_version: i64,
    received_at: i64,
    merged_into: Option<String>,
}

impl From<IncidentCells> for IncidentRow {
    fn from(row: IncidentCells) -> Self {
        Self {
            id: IncidentId::new(row.incident_id),
            source: row.source,
            source_ref: row.source_ref,
            at: Instant::from_millis(row.at),
            state: IncidentState::parse(&row.state),
            entry: row.entry,
            certainty: row.certainty,
            record: row.record,
            reasons: row.reasons,
            list_version: row.list_version,
            received_at: Instant::from_millis(row.received_at),
            merged_into: row.merged_into,
        }
    }
}

pub(super) const COLUMNS: &str = "SELECT incident_id, source, source_ref, at, state, entry, certainty, record, \
     reasons, list_version, received_at, merged_into FROM incidents WHERE org_id = $1";
/// Nobody is known who was part of it.
const NOBODY: &str = "NOT EXISTS (SELECT 1 FROM exposures WHERE exposures.org_id = $1 \
     AND exposures.incident_id = incidents.incident_id)";

impl Tx {
    /// The incident with this id.
    pub async fn incident(&self, id: &IncidentId) -> Result<Option<IncidentRow>, StoreError> {
        let row = self
            .one::<IncidentCells>(
                &format!("{COLUMNS} AND incident_id = $2"),
                [id.as_str().into()],
            )
            .await?;
        Ok(row.map(IncidentRow::from))
    }

    /// These incidents; unknown ids are left out.
    pub async fn incidents(&self, ids: &[IncidentId]) -> Result<Vec<IncidentRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{COLUMNS} AND incident_id IN ({}) ORDER BY at DESC",
            places(2, ids.len())
        );
        let rows: Vec<IncidentCells> = self
            .all(&sql, ids.iter().map(|id| id.as_str().into()))
            .await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// The incidents that a source has already reported under these numbers.
    pub async fn incidents_by_ref(
        &self,
        source: &str,
        refs: &[&str],
    ) -> Result<Vec<IncidentRow>, StoreError> {
        self.incidents_where(source, "source_ref", refs).await
    }

    /// The incidents of a source that were merged into these numbers.
    pub async fn incidents_merged_into(
        &self,
        source: &str,
        refs: &[&str],
    ) -> Result<Vec<IncidentRow>, StoreError> {
        self.incidents_where(source, "merged_into", refs).await
    }

    /// The incidents of a source with one of these numbers in a column.
    async fn incidents_where(
        &self,
        source: &str,
        column: &'static str,
        refs: &[&str],
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let mut found = Vec::new();
        for chunk in refs.chunks(2_000) {
            let sql = format!(
                "{COLUMNS} AND source = $2 AND {column} IN ({})",
                places(3, chunk.len())
            );
            let values = std::iter::once(source.into()).chain(chunk.iter().map(|r| (*r).into()));
            let rows: Vec<IncidentCells> = self.all(&sql, values).await?;
            found.extend(rows.into_iter().map(IncidentRow::from));
        }
        Ok(found)
    }

    /// Adds incidents, or replaces what is known about them.
    pub async fn save_incidents(&self, incidents: &[IncidentRow]) -> Result<u64, StoreError> {
        let columns = [
            "incident_id",
            "source",
            "source_ref",
            "at",
            "state",
            "entry",
            "certainty",
            "record",
            "reasons",
            "list_version",
            "received_at",
            "merged_into",
        ];
        let rows = incidents.iter().map(|i| -> Vec<Value> {
            vec![
                i.id.as_str().into(),
                i.source.as_str().into(),
                i.source_ref.as_str().into(),
                i.at.millis().into(),
                i.state.as_str().into(),
                i.entry.clone().into(),
                i.certainty.clone().into(),
                i.record.as_str().into(),
                i.reasons.as_str().into(),
                i.list_version.into(),
                i.received_at.millis().into(),
                i.merged_into.clone().into(),
            ]
        });
        let changing = [
            "at",
            "state",
            "entry",
            "certainty",
            "record",
            "reasons",
            "list_version",
            "merged_into",
        ];
        let key = ["source", "source_ref"];
        self.upsert(
            "incidents",
            &columns,
            &key,
            Existing::Updated(&changing),
            rows.collect(),
        )
        .await
    }

    /// Incidents in a state, newest first, at most `limit`.
    pub async fn incidents_in(
        &self,
        state: IncidentState,
        limit: u32,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let sql = format!("{COLUMNS} AND state = $2 ORDER BY at DESC, incident_id LIMIT {limit}");
        let rows: Vec<IncidentCells> = self.all(&sql, [state.as_str().into()]).await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// Incidents since a moment in every state, newest first, at most `limit`.
    pub async fn incidents_since(
        &self,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        // Every state is named, so that the index on state and moment serves.
        let sql = format!(
            "{COLUMNS} AND state IN ('stored', 'to-confirm', 'counted', 'dismissed', 'withdrawn') AND at >= $2 \
             ORDER BY at DESC, incident_id LIMIT {limit}"
        );
        let rows: Vec<IncidentCells> = self.all(&sql, [since.millis().into()]).await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// Incidents since a moment that count and of which nobody is known who was there, newest first.
    pub async fn counted_without_people(
        &self,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<IncidentRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state = 'counted' AND at >= $2 AND {NOBODY} \
             ORDER BY at DESC, incident_id LIMIT {limit}"
        );
        let rows: Vec<IncidentCells> = self.all(&sql, [since.millis().into()]).await?;
        Ok(rows.into_iter().map(IncidentRow::from).collect())
    }

    /// Moves an incident from one state to another; `false` when somebody else did so first.
    pub async fn move_incident(
        &self,
        id: &IncidentId,
        from: IncidentState,
        to: IncidentState,
    ) -> Result<bool, StoreError> {
        let sql =
            "UPDATE incidents SET state = $4 WHERE org_id = $1 AND incident_id = $2 AND state = $3";
        let values = [id.as_str().into(), from.as_str().into(), to.as_str().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Adds to an event's reasons that a person decided on it; `mark` is the word for that.
    pub async fn mark_decided(&self, id: &IncidentId, mark: &str) -> Result<(), StoreError> {
        let sql = "UPDATE incidents SET reasons = TRIM(reasons || ' ' || $3) \
                   WHERE org_id = $1 AND incident_id = $2";
        self.run(sql, [id.as_str().into(), mark.into()]).await?;
        Ok(())
    }

    /// How many events were taken back by their source and wait for a person, counted to `most`.
    pub async fn count_withdrawn(&self, most: u32) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = format!(
            "SELECT COUNT(*) AS n FROM (SELECT incident_id FROM incidents WHERE org_id = $1 \
             AND state = 'withdrawn' LIMIT {most}) AS counted"
        );
        Ok(self.one::<Count>(&sql, []).await?.map_or(0, |row| row.n))
    }

    /// Waits until no other intake of this organisation is under way, up to the commit.
    ///
    /// Two that told of the same new incident at once would each give it an id.
    pub async fn wait_for_intake(&self) -> Result<(), StoreError> {
        let sql = "UPDATE organisations SET name = name WHERE org_id = $1";
        self.run(sql, []).await?;
        Ok(())
    }

    /// Every source that has reported an incident, in order of name.
    pub async fn incident_sources(&self) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct SourceRow {
            source: String,
        }
        // One look into the index for each source, however many incidents there are.
        let sql = "WITH RECURSIVE known (source) AS (\
                   SELECT MIN(source) FROM incidents WHERE org_id = $1 UNION ALL \
                   SELECT (SELECT MIN(i.source) FROM incidents i WHERE i.org_id = $1 AND i.source > known.source) \
                   FROM known WHERE known.source IS NOT NULL) \
                   SELECT source FROM known WHERE source IS NOT NULL";
        let rows: Vec<SourceRow> = self.all(sql, []).await?;
        Ok(rows.into_iter().map(|row| row.source).collect())
    }

    /// How many incidents of a source are stored.
    pub async fn count_incidents(&self, source: &str) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM incidents WHERE org_id = $1 AND source = $2";
        Ok(self
            .one::<Count>(sql, [source.into()])
            .await?
            .map_or(0, |row| row.n))
    }
}
