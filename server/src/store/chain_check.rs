//! What the check of the access log reads, and what it found out (R095).

use std::collections::{BTreeMap, BTreeSet};

use care::time::Instant;
use sea_orm::FromQueryResult;

use super::{
    StoreError, Tx,
    chain::{self, Link},
    tx::places,
};

/// The head row of an organisation's log.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ChainHead {
    /// The number that the next row gets.
    pub next_number: i64,
    /// The digest of the last row.
    pub head: String,
    /// With which number the chain begins; 0 before its first row.
    pub first: i64,
    /// Up to which number the daily check found it whole.
    pub verified_number: i64,
    /// When, in milliseconds UTC.
    pub verified_at: i64,
    /// Where the daily check found it broken; 0 when it did not.
    pub broken_number: i64,
    /// The number of the last checkpoint.
    pub checkpoint_number: i64,
    /// When that was, in milliseconds UTC.
    pub checkpoint_at: i64,
}

impl ChainHead {
    /// The number of the last row.
    #[must_use]
    pub const fn last(&self) -> i64 {
        self.next_number - 1
    }
}

/// A row with its links.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ChainRow {
    /// Its number.
    pub number: i64,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// In which role.
    pub on_behalf: String,
    /// With which kind of client.
    pub client: String,
    /// What.
    pub action: String,
    /// Where.
    pub place: String,
    /// Which cases, parted by spaces.
    pub cases: String,
    /// The name of that list of cases.
    pub shown: String,
    /// The digest of the row before.
    pub previous: String,
    /// Its own digest.
    pub hash: String,
}

impl ChainRow {
    /// Whether its digest is that of its fields, were it numbered so.
    #[must_use]
    pub fn is_authentic(&self, org: &str, number: i64) -> bool {
        let link = Link {
            org,
            number,
            at: self.at,
            actor: &self.actor,
            on_behalf: &self.on_behalf,
            client: &self.client,
            action: &self.action,
            place: &self.place,
            cases: &self.cases,
            previous: &self.previous,
        };
        link.hash() == self.hash
    }

    /// Whether it is found under the cases that it names.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        chain::set_name(&self.cases) == self.shown
    }
}

/// What stands before the chain: rows of an earlier release, and none that belong to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct BeforeChain {
    /// Rows in all.
    pub all_rows: i64,
    /// Rows that carry a digest, and so belong to the chain.
    pub chained: i64,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

impl Tx {
    /// The head row of the organisation's log.
    pub async fn chain_head(&self) -> Result<ChainHead, StoreError> {
        let sql = "SELECT next_number, head, first, verified_number, verified_at, broken_number, \
                   checkpoint_number, checkpoint_at FROM access_heads WHERE org_id = $1";
        self.one::<ChainHead>(sql, [])
            .await?
            .ok_or(StoreError::Refused)
    }

    /// Rows after a number in their order, at most `limit`.
    pub async fn chain_after(&self, number: i64, limit: u32) -> Result<Vec<ChainRow>, StoreError> {
        let sql = format!(
            "SELECT number, at, actor, on_behalf, client, action, place, cases, shown, previous, hash \
             FROM access_log WHERE org_id = $1 AND number > $2 ORDER BY number LIMIT {limit}"
        );
        self.all(&sql, [number.into()]).await
    }

    /// The number of the newest row that stands in the log, whatever the head says.
    pub async fn newest_number(&self) -> Result<i64, StoreError> {
        let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) AS number FROM access_log \
                   WHERE org_id = $1";
        Ok(self
            .one::<Number>(sql, [])
            .await?
            .map_or(0, |row| row.number))
    }

    /// What stands before the chain.
    pub async fn before_chain(&self, first: i64) -> Result<BeforeChain, StoreError> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS all_rows, \
                   CAST(COUNT(CASE WHEN hash <> '' THEN 1 END) AS BIGINT) AS chained \
                   FROM access_log WHERE org_id = $1 AND number < $2";
        let found = self.one::<BeforeChain>(sql, [first.into()]).await?;
        Ok(found.unwrap_or_default())
    }

    /// Which of these names of lists lead to just the cases that the name was made of.
    pub async fn whole_sets(&self, shown: &[&str]) -> Result<BTreeSet<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Member {
            shown: String,
            case_pseudonym: String,
        }
        if shown.is_empty() {
            return Ok(BTreeSet::new());
        }
        let sql = format!(
            "SELECT shown, case_pseudonym FROM access_sets WHERE org_id = $1 AND shown IN ({})",
            places(2, shown.len())
        );
        let rows: Vec<Member> = self.all(&sql, shown.iter().map(|s| (*s).into())).await?;
        let mut sets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows {
            sets.entry(row.shown)
                .or_default()
                .insert(row.case_pseudonym);
        }
        sets.retain(|shown, cases| {
            let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
            chain::set_name(&cases.join(" ")) == *shown
        });
        Ok(sets.into_keys().collect())
    }

    /// Notes what the daily check found; `broken` is the first number that does not fit.
    pub async fn note_check(
        &self,
        number: i64,
        broken: Option<i64>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE access_heads SET verified_number = $2, broken_number = $3, verified_at = $4 \
                   WHERE org_id = $1";
        let values = [
            number.into(),
            broken.unwrap_or(0).into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Notes up to where a checkpoint was signed.
    pub async fn note_checkpoint(&self, number: i64, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE access_heads SET checkpoint_number = $2, checkpoint_at = $3 \
                   WHERE org_id = $1";
        self.run(sql, [number.into(), now.millis().into()]).await?;
        Ok(())
    }
}
