//! Versioned documents of an organisation: protocol, incident list, referral protocol.
//!
//! A version is adopted from a day on. Until that day the one before it is in force, and it can be
//! withdrawn; what it said stays, its number is never given again.

use care::{ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;
use serde::{Serialize, de::DeserializeOwned};

use super::{StoreError, Tx};

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// `care::protocol::Protocol`.
    Protocol,
    /// `care::incident::IncidentList`.
    IncidentList,
    /// `care::referral::ReferralProtocol`.
    Referral,
    /// `care::retention::Retention`.
    Retention,
    /// What the organisation says of itself, as the desk keeps it.
    Organisation,
    /// `care::wording::Wording`.
    Wording,
    /// `care::alerting::Ladder`.
    Alerting,
    /// `care::workload::LoadPolicy`.
    Load,
}

/// A version of a document, without the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Its number.
    pub version: i64,
    /// The first day on which it counts, as `YYYY-MM-DD`.
    pub effective: String,
    /// When that day begins in the organisation's time zone; [`AT_ONCE`] when it did not wait.
    pub begins: Instant,
    /// Since when it is withdrawn: it never was in force.
    pub withdrawn: Option<Instant>,
    /// Why it was made.
    pub why: String,
    /// Who made it; nobody when it came with the installation or a pack.
    pub by: Option<PersonId>,
    /// When.
    pub at: Instant,
}

/// The beginning of a version that counts from the moment it is published.
///
/// Not that moment itself: a version in force is in force for every clock, also one that is behind.
pub const AT_ONCE: Instant = Instant::from_millis(0);

impl PolicyKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Protocol => "protocol",
            Self::IncidentList => "incident-list",
            Self::Referral => "referral",
            Self::Retention => "retention",
            Self::Organisation => "organisation",
            Self::Wording => "wording",
            Self::Alerting => "alerting",
            Self::Load => "load",
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    document: String,
}

#[derive(FromQueryResult)]
struct Number {
    version: i64,
}

#[derive(FromQueryResult)]
struct Line {
    version: i64,
    effective: String,
    begins_at: i64,
    withdrawn_at: Option<i64>,
    why: String,
    by_id: Option<String>,
    at: i64,
}

impl From<Line> for PolicyVersion {
    fn from(row: Line) -> Self {
        Self {
            version: row.version,
            effective: row.effective,
            begins: Instant::from_millis(row.begins_at),
            withdrawn: row.withdrawn_at.map(Instant::from_millis),
            why: row.why,
            by: row.by_id.map(PersonId::new),
            at: Instant::from_millis(row.at),
        }
    }
}

/// Which version is in force at a moment, read backwards through the primary key.
const IN_FORCE: &str = "FROM policies WHERE org_id = $1 AND kind = $2 AND begins_at <= $3 \
                        AND withdrawn_at IS NULL ORDER BY version DESC LIMIT 1";
const LINE: &str = "version, effective, begins_at, withdrawn_at, why, by_id, at";

impl Tx {
    /// The version of a document that is in force at this moment, with its number.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it was written by an incompatible version.
    pub async fn policy<T: DeserializeOwned>(
        &self,
        kind: PolicyKind,
        now: Instant,
    ) -> Result<Option<(i64, T)>, StoreError> {
        let sql = format!("SELECT version, document {IN_FORCE}");
        let values = [kind.as_str().into(), now.millis().into()];
        let Some(row) = self.one::<Row>(&sql, values).await? else {
            return Ok(None);
        };
        let document = serde_json::from_str(&row.document)
            .map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        Ok(Some((row.version, document)))
    }

    /// The number alone of the version that is in force at this moment; 0 before the first.
    pub async fn policy_number(&self, kind: PolicyKind, now: Instant) -> Result<i64, StoreError> {
        let sql = format!("SELECT version {IN_FORCE}");
        let values = [kind.as_str().into(), now.millis().into()];
        let row = self.one::<Number>(&sql, values).await?;
        Ok(row.map_or(0, |row| row.version))
    }

    /// The highest number that a version ever had, in force or not; 0 before the first.
    pub async fn policy_last_number(&self, kind: PolicyKind) -> Result<i64, StoreError> {
        let sql = "SELECT version FROM policies WHERE org_id = $1 AND kind = $2 \
                   ORDER BY version DESC LIMIT 1";
        let row = self.one::<Number>(sql, [kind.as_str().into()]).await?;
        Ok(row.map_or(0, |row| row.version))
    }

    /// The version that is adopted and has not begun, if none was adopted after it.
    pub async fn policy_pending(
        &self,
        kind: PolicyKind,
        now: Instant,
    ) -> Result<Option<PolicyVersion>, StoreError> {
        let sql = format!(
            "SELECT {LINE} FROM policies WHERE org_id = $1 AND kind = $2 \
             AND withdrawn_at IS NULL ORDER BY version DESC LIMIT 1"
        );
        let row = self.one::<Line>(&sql, [kind.as_str().into()]).await?;
        let newest = row.map(PolicyVersion::from);
        Ok(newest.filter(|version| version.begins > now))
    }

    /// Withdraws a version before it begins; `false` when it began, or somebody was faster.
    pub async fn withdraw_policy(
        &self,
        kind: PolicyKind,
        version: i64,
        by: &PersonId,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE policies SET withdrawn_at = $4, withdrawn_by = $5 WHERE org_id = $1 \
                   AND kind = $2 AND version = $3 AND begins_at > $4 AND withdrawn_at IS NULL";
        let values = [
            kind.as_str().into(),
            version.into(),
            now.millis().into(),
            by.as_str().into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// One version of a document, whether in force or not.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it was written by an incompatible version.
    pub async fn policy_version<T: DeserializeOwned>(
        &self,
        kind: PolicyKind,
        version: i64,
    ) -> Result<Option<T>, StoreError> {
        let sql = "SELECT version, document FROM policies WHERE org_id = $1 AND kind = $2 \
                   AND version = $3";
        let values = [kind.as_str().into(), version.into()];
        let row = self.one::<Row>(sql, values).await?;
        row.map(|row| serde_json::from_str(&row.document))
            .transpose()
            .map_err(|_| StoreError::Unreadable(kind.as_str()))
    }

    /// The versions of a document before this number, newest first, at most `limit`.
    pub async fn policy_versions(
        &self,
        kind: PolicyKind,
        before: i64,
        limit: u32,
    ) -> Result<Vec<PolicyVersion>, StoreError> {
        let sql = format!(
            "SELECT {LINE} FROM policies WHERE org_id = $1 AND kind = $2 AND version < $3 \
             ORDER BY version DESC LIMIT {limit}"
        );
        let values = [kind.as_str().into(), before.into()];
        let rows: Vec<Line> = self.all(&sql, values).await?;
        Ok(rows.into_iter().map(PolicyVersion::from).collect())
    }

    /// Publishes the next version of a document, in force at once, with who and why.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when somebody published this version first.
    #[expect(
        clippy::too_many_arguments,
        reason = "a version records who, why and when"
    )]
    pub async fn publish_policy<T: Serialize + Sync>(
        &self,
        kind: PolicyKind,
        version: i64,
        effective: jiff::civil::Date,
        document: &T,
        why: &str,
        by: Option<&PersonId>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let from = (effective, AT_ONCE);
        self.publish_policy_from(kind, version, from, document, why, by, now)
            .await
    }

    /// Publishes the next version from a day on, given with the moment at which that day begins.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when somebody published this version first.
    #[expect(
        clippy::too_many_arguments,
        reason = "a version records who, why and when"
    )]
    pub async fn publish_policy_from<T: Serialize + Sync>(
        &self,
        kind: PolicyKind,
        version: i64,
        (effective, begins): (jiff::civil::Date, Instant),
        document: &T,
        why: &str,
        by: Option<&PersonId>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(document).map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        let sql = "INSERT INTO policies (org_id, kind, version, effective, document, why, by_id, at, \
                   begins_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = [
            kind.as_str().into(),
            version.into(),
            effective.to_string().into(),
            text.into(),
            why.into(),
            by.map(PersonId::as_str).into(),
            now.millis().into(),
            begins.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }
}
