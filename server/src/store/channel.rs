//! Channels: how somebody can be reached, and whether that is known to work.

use std::collections::BTreeSet;

use care::{alerting::ChannelKind, ids::PersonId, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

/// A channel as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// Its id.
    pub id: String,
    /// Whose.
    pub person: PersonId,
    /// Of which kind.
    pub kind: ChannelKind,
    /// Where: an address, a number, or a browser's subscription as JSON.
    pub address: String,
    /// When it was added.
    pub created: Instant,
    /// When it was last seen to work.
    pub proved: Option<Instant>,
    /// What is the matter with it, as a code; nothing while all is well.
    pub trouble: String,
    /// Since when.
    pub trouble_at: Option<Instant>,
}

impl std::fmt::Debug for ChannelRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChannelRow({}, {})", self.id, self.kind)
    }
}

impl ChannelRow {
    /// Whether it may be counted on: it was seen to work, and nothing is the matter with it.
    #[must_use]
    pub fn works(&self) -> bool {
        self.proved.is_some() && self.trouble.is_empty()
    }
}

#[derive(FromQueryResult)]
struct Row {
    channel_id: String,
    person_id: String,
    kind: String,
    address: String,
    created_at: i64,
    proved_at: Option<i64>,
    trouble: String,
    trouble_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct Code {
    code_key: String,
}

fn channel(row: Row) -> Option<ChannelRow> {
    Some(ChannelRow {
        id: row.channel_id,
        person: PersonId::new(row.person_id),
        kind: ChannelKind::parse(&row.kind)?,
        address: row.address,
        created: Instant::from_millis(row.created_at),
        proved: row.proved_at.map(Instant::from_millis),
        trouble: row.trouble,
        trouble_at: row.trouble_at.map(Instant::from_millis),
    })
}

const COLUMNS: &str = "SELECT channel_id, person_id, kind, address, created_at, proved_at, trouble, \
     trouble_at FROM channels WHERE org_id = $1";

/// How often a code may be tried.
const TRIES: i32 = 5;

impl Tx {
    /// The channels of these people, those of each in the order in which they were added.
    pub async fn channels_of(&self, people: &[PersonId]) -> Result<Vec<ChannelRow>, StoreError> {
        let mut found = Vec::new();
        for people in people.chunks(500) {
            let sql = format!(
                "{COLUMNS} AND person_id IN ({}) ORDER BY person_id, created_at, channel_id",
                places(2, people.len())
            );
            let ids = people.iter().map(|person| Value::from(person.as_str()));
            let rows: Vec<Row> = self.all(&sql, ids).await?;
            found.extend(rows.into_iter().filter_map(channel));
        }
        Ok(found)
    }

    /// Everyone with a channel that may be counted on.
    pub async fn reachable(&self) -> Result<BTreeSet<PersonId>, StoreError> {
        #[derive(FromQueryResult)]
        struct Whose {
            person_id: String,
        }
        let sql = "SELECT DISTINCT person_id FROM channels WHERE org_id = $1 AND proved_at IS NOT NULL \
                   AND trouble = ''";
        let rows: Vec<Whose> = self.all(sql, []).await?;
        Ok(rows
            .into_iter()
            .map(|row| PersonId::new(row.person_id))
            .collect())
    }

    /// The channel with this id.
    pub async fn channel(&self, id: &str) -> Result<Option<ChannelRow>, StoreError> {
        let sql = format!("{COLUMNS} AND channel_id = $2");
        let row: Option<Row> = self.one(&sql, [id.into()]).await?;
        Ok(row.and_then(channel))
    }

    /// Adds a channel that is not known to work yet.
    pub async fn add_channel(
        &self,
        id: &str,
        person: &PersonId,
        kind: ChannelKind,
        address: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let columns = ["channel_id", "person_id", "kind", "address", "created_at"];
        let row = vec![
            id.into(),
            person.as_str().into(),
            kind.code().into(),
            address.into(),
            now.millis().into(),
        ];
        self.upsert(
            "channels",
            &columns,
            &["channel_id"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Takes a channel of somebody away, with what was on its way through it.
    pub async fn remove_channel(&self, id: &str, person: &PersonId) -> Result<bool, StoreError> {
        let sql = "UPDATE messages SET state = 'dropped', text = '' WHERE org_id = $1 \
                   AND channel_id = $2 AND person_id = $3 AND state = 'waiting'";
        let values = || [id.into(), person.as_str().into()];
        self.run(sql, values()).await?;
        let sql = "DELETE FROM channels WHERE org_id = $1 AND channel_id = $2 AND person_id = $3";
        Ok(self.run(sql, values()).await? > 0)
    }

    /// Keeps the digest of a code that is sent to see whether the channel works.
    pub async fn expect_code(
        &self,
        id: &str,
        code_key: &str,
        until: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE channels SET code_key = $3, code_until = $4, code_tries = 0 \
                   WHERE org_id = $1 AND channel_id = $2";
        self.run(sql, [id.into(), code_key.into(), until.millis().into()])
            .await?;
        Ok(())
    }

    /// Counts one try of a code; gives the digest to hold it against while any try is left.
    pub async fn try_code(
        &self,
        id: &str,
        person: &PersonId,
        now: Instant,
    ) -> Result<Option<String>, StoreError> {
        let count = format!(
            "UPDATE channels SET code_tries = code_tries + 1 WHERE org_id = $1 AND channel_id = $2 \
             AND person_id = $3 AND code_key <> '' AND code_until > $4 AND code_tries < {TRIES}"
        );
        let values = [id.into(), person.as_str().into(), now.millis().into()];
        if self.run(&count, values).await? == 0 {
            return Ok(None);
        }
        let sql = "SELECT code_key FROM channels WHERE org_id = $1 AND channel_id = $2";
        Ok(self
            .one::<Code>(sql, [id.into()])
            .await?
            .map(|row| row.code_key))
    }

    /// Keeps that a channel was seen to work: a code came back, or somebody answered through it.
    pub async fn prove_channel(&self, id: &str, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE channels SET proved_at = $3, trouble = '', trouble_at = NULL, code_key = '' \
                   WHERE org_id = $1 AND channel_id = $2";
        self.run(sql, [id.into(), now.millis().into()]).await?;
        Ok(())
    }

    /// Keeps what is the matter with a channel; the first moment of it stays.
    pub async fn trouble_channel(
        &self,
        id: &str,
        trouble: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE channels SET trouble = $3, trouble_at = COALESCE(trouble_at, $4) \
                   WHERE org_id = $1 AND channel_id = $2";
        self.run(sql, [id.into(), trouble.into(), now.millis().into()])
            .await?;
        Ok(())
    }
}
