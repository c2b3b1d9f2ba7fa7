//! Webhooks: sources that sign what they send.

use care::{ids::OrgId, source, time::Instant};
use jiff::SignedDuration;
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, organisation::system};

/// A source that may send signed messages.
#[derive(Clone, PartialEq, Eq, FromQueryResult)]
pub struct Hook {
    /// Its id, which stands in its address.
    pub hook_id: String,
    /// The organisation that it sends to.
    pub org_id: String,
    /// The source that it speaks for.
    pub source: String,
    /// What its messages hold: `events` or `eido`.
    pub format: String,
    /// The key that its messages are held against, as text.
    pub signing_key: String,
    /// The key before that one, as long as it counts; nothing otherwise.
    pub previous_key: String,
    /// Until when the key before counts, in milliseconds UTC of real time.
    pub previous_until: i64,
    /// When it was made, in milliseconds UTC of real time.
    pub created_at: i64,
    /// When it was last heard, in milliseconds UTC of real time.
    pub seen_at: Option<i64>,
    /// Within how many minutes it is expected to be heard again, if that is said.
    pub expected_minutes: Option<i64>,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hook({}, {})", self.source, self.format)
    }
}

impl Hook {
    /// The organisation that it sends to.
    #[must_use]
    pub fn org(&self) -> OrgId {
        OrgId::new(self.org_id.as_str())
    }

    /// The keys that count at a moment, as text.
    pub fn keys(&self, real_now: Instant) -> impl Iterator<Item = &str> {
        let before = real_now.millis() < self.previous_until;
        let keys = [
            Some(&self.signing_key),
            before.then_some(&self.previous_key),
        ];
        keys.into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|key| !key.is_empty())
    }

    /// For how long it has been silent beyond what is expected; `None` while all is well.
    #[must_use]
    pub fn silent_for(&self, real_now: Instant) -> Option<SignedDuration> {
        source::silent_for(
            self.seen_at.map(Instant::from_millis),
            Instant::from_millis(self.created_at),
            self.expected_minutes.map(SignedDuration::from_mins),
            real_now,
        )
    }
}

const COLUMNS: &str = "SELECT hook_id, org_id, source, format, signing_key, previous_key, \
     previous_until, created_at, seen_at, expected_minutes FROM hooks";

impl Store {
    /// The webhook with this id, unless it was revoked.
    pub async fn hook(&self, hook_id: &str) -> Result<Option<Hook>, StoreError> {
        let tx = self.read("find webhook", &system()).await?;
        let sql = format!("{COLUMNS} WHERE hook_id = $1 AND revoked_at IS NULL");
        let rows: Vec<Hook> = tx.reference(&sql, [hook_id.into()]).await?;
        Ok(rows.into_iter().next())
    }

    /// Forgets keys that no longer count: replaced a day ago, or revoked an hour ago.
    pub async fn forget_hook_keys(
        &self,
        real_now: Instant,
        revoked_before: Instant,
    ) -> Result<(), StoreError> {
        let old = "SELECT hook_id FROM hooks WHERE (previous_key <> '' AND previous_until <= $1) \
                   OR (signing_key <> '' AND revoked_at <= $2) LIMIT 1";
        let at = || [real_now.millis().into(), revoked_before.millis().into()];
        let found: Vec<Id> = {
            let tx = self.read("look for old keys", &system()).await?;
            tx.reference(old, at()).await?
        };
        if found.is_empty() {
            return Ok(());
        }
        let tx = self.write("forget old keys", &system()).await?;
        let replaced = "UPDATE hooks SET previous_key = '', previous_until = 0 \
                        WHERE previous_key <> '' AND previous_until <= $1";
        tx.run_reference(replaced, [real_now.millis().into()])
            .await?;
        let revoked = "UPDATE hooks SET signing_key = '', previous_key = '', previous_until = 0 \
                       WHERE signing_key <> '' AND revoked_at <= $1";
        tx.run_reference(revoked, [revoked_before.millis().into()])
            .await?;
        tx.commit().await
    }
}

#[derive(FromQueryResult)]
struct Id {
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    hook_id: String,
}

impl Tx {
    /// Makes a webhook for a source.
    pub async fn make_hook(&self, hook: &Hook) -> Result<(), StoreError> {
        let sql = "INSERT INTO hooks (org_id, hook_id, source, format, signing_key, previous_key, \
                   previous_until, created_at) VALUES ($1, $2, $3, $4, $5, '', 0, $6)";
        let values = [
            hook.hook_id.as_str().into(),
            hook.source.as_str().into(),
            hook.format.as_str().into(),
            hook.signing_key.as_str().into(),
            hook.created_at.into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// The webhooks that are in force, the oldest first.
    pub async fn hooks(&self) -> Result<Vec<Hook>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE org_id = $1 AND revoked_at IS NULL ORDER BY created_at, hook_id"
        );
        self.all(&sql, []).await
    }

    /// The webhook of this organisation with this id, unless it was revoked.
    pub async fn own_hook(&self, hook_id: &str) -> Result<Option<Hook>, StoreError> {
        let sql = format!("{COLUMNS} WHERE org_id = $1 AND hook_id = $2 AND revoked_at IS NULL");
        self.one(&sql, [hook_id.into()]).await
    }

    /// Notes that a webhook was heard; `false` when it is not in force, now, in this transaction.
    pub async fn hear_hook(&self, hook_id: &str, real_now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE hooks SET seen_at = $3 WHERE org_id = $1 AND hook_id = $2 AND revoked_at IS NULL";
        let values = [hook_id.into(), real_now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Gives a webhook another key; the one it had counts until `until`. Says whether it is in force.
    pub async fn rotate_hook(
        &self,
        hook_id: &str,
        key: &str,
        until: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE hooks SET previous_key = signing_key, previous_until = $4, signing_key = $3 \
                   WHERE org_id = $1 AND hook_id = $2 AND revoked_at IS NULL";
        let values = [hook_id.into(), key.into(), until.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Takes a webhook out of force; says whether it was in force.
    pub async fn revoke_hook(&self, hook_id: &str, real_now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE hooks SET revoked_at = $3 WHERE org_id = $1 AND hook_id = $2 \
                   AND revoked_at IS NULL";
        Ok(self
            .run(sql, [hook_id.into(), real_now.millis().into()])
            .await?
            > 0)
    }

    /// Puts a webhook back in force that was revoked after `since`; says whether it was.
    pub async fn restore_hook(&self, hook_id: &str, since: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE hooks SET revoked_at = NULL WHERE org_id = $1 AND hook_id = $2 \
                   AND revoked_at >= $3 AND signing_key <> ''";
        Ok(self
            .run(sql, [hook_id.into(), since.millis().into()])
            .await?
            > 0)
    }

    /// Says how often a webhook is expected to be heard; `None` expects nothing.
    pub async fn expect_hook(
        &self,
        hook_id: &str,
        minutes: Option<i64>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE hooks SET expected_minutes = $3 WHERE org_id = $1 AND hook_id = $2 \
                   AND revoked_at IS NULL";
        Ok(self.run(sql, [hook_id.into(), minutes.into()]).await? > 0)
    }
}
