//! Deployability lights and replacement requests (R066): operational, short-lived, without reasons.

use care::{
    ids::{PersonId, UnitCode},
    path::deployability::Deployability,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// A unit that needs a replacement; never who, never why.
#[derive(Debug, Clone)]
pub struct ReplacementRow {
    /// Its id.
    pub id: String,
    /// The unit.
    pub unit: UnitCode,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    state: String,
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "named as the column")]
struct Replacement {
    replacement_id: String,
    unit: String,
    from_at: i64,
    until_at: i64,
}

impl From<Replacement> for ReplacementRow {
    fn from(row: Replacement) -> Self {
        Self {
            id: row.replacement_id,
            unit: UnitCode::new(row.unit),
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        }
    }
}

impl Tx {
    /// A person's deployability as it was last set; what expired counts as never said.
    pub async fn deployability(
        &self,
        person: &PersonId,
        now: Instant,
    ) -> Result<Deployability, StoreError> {
        let sql =
            "SELECT state FROM lights WHERE org_id = $1 AND person_id = $2 AND expires_at > $3";
        let row = self
            .one::<Row>(sql, [person.as_str().into(), now.millis().into()])
            .await?;
        row.map_or_else(
            || Ok(Deployability::default()),
            |row| serde_json::from_str(&row.state).map_err(|_| StoreError::Unreadable("light")),
        )
    }

    /// Keeps a person's deployability until it expires.
    pub async fn save_deployability(
        &self,
        person: &PersonId,
        deployability: &Deployability,
        expires_at: Instant,
    ) -> Result<(), StoreError> {
        let state =
            serde_json::to_string(deployability).map_err(|_| StoreError::Unreadable("light"))?;
        let columns = ["person_id", "state", "expires_at"];
        let row: Vec<Value> = vec![
            person.as_str().into(),
            state.into(),
            expires_at.millis().into(),
        ];
        let changing = ["state", "expires_at"];
        self.upsert(
            "lights",
            &columns,
            &["person_id"],
            Existing::Updated(&changing),
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Deletes lights that have expired; nothing remembers them (R066).
    pub async fn forget_lights(&self, now: Instant) -> Result<u64, StoreError> {
        let sql = "DELETE FROM lights WHERE org_id = $1 AND expires_at <= $2";
        let gone = self.run(sql, [now.millis().into()]).await?;
        if gone > 0 {
            self.mark_unsettled(&["lights"]).await?;
        }
        Ok(gone)
    }

    /// Asks for a replacement on a unit.
    pub async fn request_replacement(&self, row: &ReplacementRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO replacements (org_id, replacement_id, unit, from_at, until_at) \
                   VALUES ($1, $2, $3, $4, $5)";
        let values = [
            row.id.as_str().into(),
            row.unit.as_str().into(),
            row.from.millis().into(),
            row.until.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Replacements still to be arranged, earliest first, at most 100.
    pub async fn open_replacements(&self, now: Instant) -> Result<Vec<ReplacementRow>, StoreError> {
        let sql = "SELECT replacement_id, unit, from_at, until_at FROM replacements WHERE org_id = $1 \
                   AND settled_at IS NULL AND until_at > $2 ORDER BY from_at LIMIT 100";
        let rows: Vec<Replacement> = self.all(sql, [now.millis().into()]).await?;
        Ok(rows.into_iter().map(ReplacementRow::from).collect())
    }

    /// A replacement that is still to be arranged.
    pub async fn open_replacement(&self, id: &str) -> Result<Option<ReplacementRow>, StoreError> {
        let sql = "SELECT replacement_id, unit, from_at, until_at FROM replacements WHERE org_id = $1 \
                   AND replacement_id = $2 AND settled_at IS NULL";
        Ok(self
            .one::<Replacement>(sql, [id.into()])
            .await?
            .map(ReplacementRow::from))
    }

    /// Marks a replacement as arranged; `false` when somebody did so first.
    pub async fn settle_replacement(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE replacements SET settled_at = $3 WHERE org_id = $1 AND replacement_id = $2 \
                   AND settled_at IS NULL";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }
}
