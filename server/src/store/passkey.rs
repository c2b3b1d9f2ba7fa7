//! Passkeys: what their public half is, whose they are, and the questions put to them.

use care::{
    ids::{OrgId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, organisation::system};

/// A passkey as stored; the secret never leaves its owner's device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub person: PersonId,
    /// The public key and counter, as `auth` reads them.
    pub document: String,
    /// What its owner calls it, or the kind of device.
    pub label: String,
    /// When it was made, in real time.
    pub made_at: Instant,
    /// When it last signed in or opened, in real time.
    pub used_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    passkey_id: String,
    person_id: String,
    document: String,
    label: String,
    made_at: i64,
    used_at: Option<i64>,
}

impl From<Row> for PasskeyRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.passkey_id,
            person: PersonId::new(row.person_id),
            document: row.document,
            label: row.label,
            made_at: Instant::from_millis(row.made_at),
            used_at: row.used_at.map(Instant::from_millis),
        }
    }
}

#[derive(FromQueryResult)]
struct Owner {
    org_id: String,
    passkey_id: String,
}

#[derive(FromQueryResult)]
struct Question {
    state: String,
}

const OF_ORGANISATION: &str = "SELECT passkey_id, person_id, document, label, made_at, used_at \
                               FROM passkeys WHERE org_id = $1";

impl Store {
    /// The organisation and id of the passkey with this credential.
    pub async fn passkey_login(
        &self,
        credential: &str,
    ) -> Result<Option<(OrgId, String)>, StoreError> {
        let tx = self.read("find passkey", &system()).await?;
        let sql = "SELECT org_id, passkey_id FROM passkey_logins WHERE credential = $1";
        let rows: Vec<Owner> = tx.reference(sql, [credential.into()]).await?;
        Ok(rows
            .into_iter()
            .next()
            .map(|row| (OrgId::new(row.org_id), row.passkey_id)))
    }

    /// Keeps what was asked of a passkey until its answer, under the digest of a random key.
    ///
    /// Questions that nobody answered in time go at the same moment.
    pub async fn ask_passkey(
        &self,
        key: &str,
        state: &str,
        expires: Instant,
        now: Instant,
    ) -> Result<(), StoreError> {
        let tx = self.write("ask passkey", &system()).await?;
        let sql = "DELETE FROM passkey_questions WHERE expires_at <= $1";
        tx.run_reference(sql, [now.millis().into()]).await?;
        let sql =
            "INSERT INTO passkey_questions (question_key, state, expires_at) VALUES ($1, $2, $3)";
        tx.run_reference(sql, [key.into(), state.into(), expires.millis().into()])
            .await?;
        tx.commit().await
    }

    /// Takes the question that an answer belongs to; a second answer finds nothing.
    pub async fn answered_passkey(
        &self,
        key: &str,
        now: Instant,
    ) -> Result<Option<String>, StoreError> {
        let tx = self.write("answer passkey", &system()).await?;
        let sql = "DELETE FROM passkey_questions WHERE question_key = $1 AND expires_at > $2 \
                   RETURNING state";
        let rows: Vec<Question> = tx.reference(sql, [key.into(), now.millis().into()]).await?;
        tx.commit().await?;
        Ok(rows.into_iter().next().map(|row| row.state))
    }
}

impl Tx {
    /// Keeps a passkey, with the credential by which its sign-in finds the organisation.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the credential is known already.
    pub async fn add_passkey(&self, row: &PasskeyRow, credential: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO passkeys \
                   (org_id, passkey_id, person_id, document, label, made_at, used_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            row.id.as_str().into(),
            row.person.as_str().into(),
            row.document.as_str().into(),
            row.label.as_str().into(),
            row.made_at.millis().into(),
            row.used_at.map(Instant::millis).into(),
        ];
        self.run(sql, values).await?;
        let sql = "INSERT INTO passkey_logins (org_id, credential, person_id, passkey_id) \
                   VALUES ($1, $2, $3, $4)";
        let values = [
            credential.into(),
            row.person.as_str().into(),
            row.id.as_str().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Somebody's passkeys, the oldest first.
    pub async fn passkeys_of(&self, person: &PersonId) -> Result<Vec<PasskeyRow>, StoreError> {
        let sql = format!("{OF_ORGANISATION} AND person_id = $2 ORDER BY made_at, passkey_id");
        let rows: Vec<Row> = self.all(&sql, [person.as_str().into()]).await?;
        Ok(rows.into_iter().map(PasskeyRow::from).collect())
    }

    /// The passkey with this id.
    pub async fn passkey(&self, id: &str) -> Result<Option<PasskeyRow>, StoreError> {
        let sql = format!("{OF_ORGANISATION} AND passkey_id = $2");
        let row = self.one::<Row>(&sql, [id.into()]).await?;
        Ok(row.map(PasskeyRow::from))
    }

    /// Notes that a passkey was used, with its counter as it now stands.
    pub async fn use_passkey(
        &self,
        id: &str,
        document: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE passkeys SET document = $3, used_at = $4 \
                   WHERE org_id = $1 AND passkey_id = $2";
        let values = [id.into(), document.into(), now.millis().into()];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Removes somebody's own passkey with the locks that it opened; says whether it was there.
    ///
    /// A lost device then neither signs in nor finds anything to open.
    pub async fn remove_passkey(&self, person: &PersonId, id: &str) -> Result<bool, StoreError> {
        let values = || [id.into(), person.as_str().into()];
        for sql in [
            "DELETE FROM passkey_logins WHERE org_id = $1 AND passkey_id = $2 AND person_id = $3",
            "DELETE FROM vault_locks WHERE org_id = $1 AND passkey_id = $2 AND person_id = $3",
        ] {
            self.run(sql, values()).await?;
        }
        let sql = "DELETE FROM passkeys WHERE org_id = $1 AND passkey_id = $2 AND person_id = $3";
        Ok(self.run(sql, values()).await? > 0)
    }
}
