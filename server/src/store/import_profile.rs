//! Named mappings of columns, by which files of an organisation are read again.

use care::time::Instant;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

/// What a profile reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// A day register of events.
    Register,
    /// People, shifts and duty periods.
    Roster,
}

impl ImportKind {
    /// The word under which it is stored and stands in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Roster => "roster",
        }
    }

    /// The kind that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Register, Self::Roster]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A mapping that was saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ImportProfile {
    /// Its id.
    pub profile_id: String,
    /// What it reads: `register` or `roster`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The mapping, as TOML.
    pub document: String,
}

const COLUMNS: &str = "SELECT profile_id, kind, name, document FROM import_profiles WHERE org_id = $1 \
     AND removed_at IS NULL";

impl Tx {
    /// The profiles of the organisation by name, at most 100.
    pub async fn import_profiles(&self) -> Result<Vec<ImportProfile>, StoreError> {
        self.all(
            &format!("{COLUMNS} ORDER BY kind, name, profile_id LIMIT 100"),
            [],
        )
        .await
    }

    /// The profiles of registers, the one saved last first, at most 100.
    pub async fn register_profiles(&self) -> Result<Vec<ImportProfile>, StoreError> {
        let sql =
            format!("{COLUMNS} AND kind = 'register' ORDER BY at DESC, profile_id DESC LIMIT 100");
        self.all(&sql, []).await
    }

    /// The profile with this id, unless it was removed.
    pub async fn import_profile(&self, id: &str) -> Result<Option<ImportProfile>, StoreError> {
        self.one(&format!("{COLUMNS} AND profile_id = $2"), [id.into()])
            .await
    }

    /// Saves a profile; one of the same kind and name takes the new mapping.
    pub async fn save_import_profile(
        &self,
        profile: &ImportProfile,
        now: Instant,
    ) -> Result<(), StoreError> {
        let same = "UPDATE import_profiles SET document = $4, at = $5 WHERE org_id = $1 AND kind = $2 \
                    AND name = $3 AND removed_at IS NULL";
        let kind = profile.kind.as_str();
        let (name, document) = (profile.name.as_str(), profile.document.as_str());
        let at = now.millis();
        let changed = self
            .run(same, [kind.into(), name.into(), document.into(), at.into()])
            .await?;
        if changed == 0 {
            let new = "INSERT INTO import_profiles (org_id, profile_id, kind, name, document, at) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let id = profile.profile_id.as_str();
            self.run(
                new,
                [
                    id.into(),
                    kind.into(),
                    name.into(),
                    document.into(),
                    at.into(),
                ],
            )
            .await?;
        }
        Ok(())
    }

    /// Takes a profile away, or with `None` brings it back; says whether that changed anything.
    pub async fn remove_import_profile(
        &self,
        id: &str,
        at: Option<Instant>,
    ) -> Result<bool, StoreError> {
        let sql = if at.is_some() {
            "UPDATE import_profiles SET removed_at = $3 WHERE org_id = $1 AND profile_id = $2 AND removed_at IS NULL"
        } else {
            "UPDATE import_profiles SET removed_at = $3 WHERE org_id = $1 AND profile_id = $2 AND removed_at IS NOT NULL"
        };
        Ok(self
            .run(sql, [id.into(), at.map(Instant::millis).into()])
            .await?
            > 0)
    }
}
