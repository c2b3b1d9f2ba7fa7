//! Vaults: a person's public keys, and the locks that only their own devices open (R003).

use care::{ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, tx::places};

/// The public half of somebody's vault; a new vault is a new generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultKeys {
    /// Whose it is.
    pub person: PersonId,
    /// Which of their vaults, from 1.
    pub generation: i64,
    /// The age recipient that is sealed to.
    pub recipient: String,
    /// The Ed25519 key that verifies what they signed, in base64.
    pub signer: String,
    /// The signer's signature over all of the above, in base64.
    pub proof: String,
}

/// One way to open a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultLock {
    /// Its id.
    pub id: String,
    /// By words, or by which passkey.
    pub method: LockMethod,
    /// The identity file as an age file in base64.
    pub wrapped: String,
    /// When it was made.
    pub made_at: Instant,
}

/// What opens a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockMethod {
    /// The generated vault words.
    Words,
    /// The secret of the passkey with this id.
    Passkey(String),
}

impl LockMethod {
    /// The code in the database and in answers.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Passkey(_) => "passkey",
        }
    }

    fn passkey(&self) -> Option<&str> {
        match self {
            Self::Words => None,
            Self::Passkey(id) => Some(id),
        }
    }
}

/// Whose keys somebody has seen, sealed to themselves.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct VaultPins {
    /// Counts the changes.
    pub revision: i64,
    /// An age file in base64.
    pub body: String,
}

#[derive(FromQueryResult)]
struct KeysRow {
    person_id: String,
    generation: i64,
    recipient: String,
    signer: String,
    proof: String,
}

impl From<KeysRow> for VaultKeys {
    fn from(row: KeysRow) -> Self {
        Self {
            person: PersonId::new(row.person_id),
            generation: row.generation,
            recipient: row.recipient,
            signer: row.signer,
            proof: row.proof,
        }
    }
}

#[derive(FromQueryResult)]
struct LockRow {
    lock_id: String,
    passkey_id: Option<String>,
    wrapped: String,
    made_at: i64,
}

impl Tx {
    /// The public keys of somebody's newest vault, if they have one.
    pub async fn vault_of(&self, person: &PersonId) -> Result<Option<VaultKeys>, StoreError> {
        let sql = "SELECT person_id, generation, recipient, signer, proof FROM vaults \
                   WHERE org_id = $1 AND person_id = $2 ORDER BY generation DESC LIMIT 1";
        let row = self.one::<KeysRow>(sql, [person.as_str().into()]).await?;
        Ok(row.map(VaultKeys::from))
    }

    /// The public keys of these people's newest vaults; who has none is left out.
    pub async fn vaults_of(&self, people: &[PersonId]) -> Result<Vec<VaultKeys>, StoreError> {
        let mut all = self.vault_generations(people).await?;
        // Oldest first within a person: the last of each is the newest.
        all.reverse();
        all.dedup_by(|next, kept| next.person == kept.person);
        Ok(all)
    }

    /// Every generation of these people's vaults, by person, the oldest first.
    ///
    /// The signers of earlier generations still verify what was signed then.
    pub async fn vault_generations(
        &self,
        people: &[PersonId],
    ) -> Result<Vec<VaultKeys>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT person_id, generation, recipient, signer, proof FROM vaults \
             WHERE org_id = $1 AND person_id IN ({}) ORDER BY person_id, generation",
            places(2, people.len())
        );
        let rows: Vec<KeysRow> = self
            .all(&sql, people.iter().map(|person| person.as_str().into()))
            .await?;
        Ok(rows.into_iter().map(VaultKeys::from).collect())
    }

    /// Keeps a new vault; the earlier one is retired, and its locks and pins go.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a vault of this generation.
    pub async fn make_vault(&self, keys: &VaultKeys, now: Instant) -> Result<(), StoreError> {
        let person = || keys.person.as_str().into();
        let sql = "INSERT INTO vaults (org_id, person_id, generation, recipient, signer, proof, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            person(),
            keys.generation.into(),
            keys.recipient.as_str().into(),
            keys.signer.as_str().into(),
            keys.proof.as_str().into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        let sql = "UPDATE vaults SET retired_at = $4 WHERE org_id = $1 AND person_id = $2 \
                   AND generation < $3 AND retired_at IS NULL";
        let values = [person(), keys.generation.into(), now.millis().into()];
        self.run(sql, values).await?;
        let sql = "DELETE FROM vault_locks WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person()]).await?;
        let sql = "DELETE FROM vault_pins WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person()]).await?;
        Ok(())
    }

    /// The locks of somebody's vault, the oldest first.
    pub async fn vault_locks(&self, person: &PersonId) -> Result<Vec<VaultLock>, StoreError> {
        let sql = "SELECT lock_id, passkey_id, wrapped, made_at FROM vault_locks \
                   WHERE org_id = $1 AND person_id = $2 ORDER BY made_at, lock_id";
        let rows: Vec<LockRow> = self.all(sql, [person.as_str().into()]).await?;
        let lock = |row: LockRow| VaultLock {
            id: row.lock_id,
            method: row
                .passkey_id
                .map_or(LockMethod::Words, LockMethod::Passkey),
            wrapped: row.wrapped,
            made_at: Instant::from_millis(row.made_at),
        };
        Ok(rows.into_iter().map(lock).collect())
    }

    /// Puts one more lock on a vault of this generation.
    pub async fn add_vault_lock(
        &self,
        person: &PersonId,
        generation: i64,
        lock: &VaultLock,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO vault_locks \
                   (org_id, lock_id, person_id, generation, method, passkey_id, wrapped, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            lock.id.as_str().into(),
            person.as_str().into(),
            generation.into(),
            lock.method.as_str().into(),
            lock.method.passkey().into(),
            lock.wrapped.as_str().into(),
            lock.made_at.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Takes a lock off somebody's own vault; says whether it was there.
    pub async fn remove_vault_lock(
        &self,
        person: &PersonId,
        lock: &str,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM vault_locks WHERE org_id = $1 AND lock_id = $2 AND person_id = $3";
        Ok(self.run(sql, [lock.into(), person.as_str().into()]).await? > 0)
    }

    /// Whose keys somebody has seen, if they kept any.
    pub async fn vault_pins(&self, person: &PersonId) -> Result<Option<VaultPins>, StoreError> {
        let sql = "SELECT revision, body FROM vault_pins WHERE org_id = $1 AND person_id = $2";
        self.one(sql, [person.as_str().into()]).await
    }

    /// Keeps pins as the revision after the one that was read; says whether that was the newest.
    ///
    /// The first revision is 1. Another browser may have been faster.
    pub async fn save_vault_pins(
        &self,
        person: &PersonId,
        pins: &VaultPins,
    ) -> Result<bool, StoreError> {
        let sql = if pins.revision == 1 {
            "INSERT INTO vault_pins (org_id, person_id, revision, body) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (org_id, person_id) DO NOTHING"
        } else {
            "UPDATE vault_pins SET revision = $3, body = $4 \
             WHERE org_id = $1 AND person_id = $2 AND revision = $3 - 1"
        };
        let values = [
            person.as_str().into(),
            pins.revision.into(),
            pins.body.as_str().into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// The server's half of what keeps a vault open in this session.
    pub async fn vault_half(&self, session_key: &str) -> Result<Option<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Half {
            half: String,
        }
        let sql = "SELECT half FROM vault_halves WHERE org_id = $1 AND session_key = $2";
        let row = self.one::<Half>(sql, [session_key.into()]).await?;
        Ok(row.map(|row| row.half))
    }

    /// Keeps a new half; what stood under the old one opens never again.
    pub async fn set_vault_half(&self, session_key: &str, half: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO vault_halves (org_id, session_key, half) VALUES ($1, $2, $3) \
                   ON CONFLICT (org_id, session_key) DO UPDATE SET half = excluded.half";
        self.run(sql, [session_key.into(), half.into()]).await?;
        Ok(())
    }
}
