//! Versioned documents of an organisation: protocol, incident list, referral protocol.

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
}

/// A version of a document, without the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Its number.
    pub version: i64,
    /// The first day on which it counts, as `YYYY-MM-DD`.
    pub effective: String,
    /// Why it was made.
    pub why: String,
    /// Who made it; nobody when it came with the installation or a pack.
    pub by: Option<PersonId>,
    /// When.
    pub at: Instant,
}

impl PolicyKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Protocol => "protocol",
            Self::IncidentList => "incident-list",
            Self::Referral => "referral",
            Self::Retention => "retention",
            Self::Organisation => "organisation",
            Self::Wording => "wording",
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    document: String,
}

impl Tx {
    /// The newest version of a document, with its number.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it was written by an incompatible version.
    pub async fn policy<T: DeserializeOwned>(
        &self,
        kind: PolicyKind,
    ) -> Result<Option<(i64, T)>, StoreError> {
        let sql = "SELECT version, document FROM policies WHERE org_id = $1 AND kind = $2 \
                   ORDER BY version DESC LIMIT 1";
        let Some(row) = self.one::<Row>(sql, [kind.as_str().into()]).await? else {
            return Ok(None);
        };
        let document = serde_json::from_str(&row.document)
            .map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        Ok(Some((row.version, document)))
    }

    /// One version of a document.
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
        #[derive(FromQueryResult)]
        struct Line {
            version: i64,
            effective: String,
            why: String,
            by_id: Option<String>,
            at: i64,
        }
        let sql = format!(
            "SELECT version, effective, why, by_id, at FROM policies WHERE org_id = $1 \
             AND kind = $2 AND version < $3 ORDER BY version DESC LIMIT {limit}"
        );
        let values = [kind.as_str().into(), before.into()];
        let rows: Vec<Line> = self.all(&sql, values).await?;
        let version = |row: Line| PolicyVersion {
            version: row.version,
            effective: row.effective,
            why: row.why,
            by: row.by_id.map(PersonId::new),
            at: Instant::from_millis(row.at),
        };
        Ok(rows.into_iter().map(version).collect())
    }

    /// Publishes the next version of a document, with who and why.
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
        let text =
            serde_json::to_string(document).map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        let sql = "INSERT INTO policies (org_id, kind, version, effective, document, why, by_id, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            kind.as_str().into(),
            version.into(),
            effective.to_string().into(),
            text.into(),
            why.into(),
            by.map(PersonId::as_str).into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }
}
