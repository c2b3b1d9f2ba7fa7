//! Sessions and invitations; only digests of their secrets are kept.

use std::fmt::Write as _;

use care::{ids::PersonId, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx};

/// A session as stored.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Whose it is.
    pub person: PersonId,
    /// When it began, in real time.
    pub created_at: Instant,
    /// When it was last used, in real time.
    pub seen_at: Instant,
}

/// A link that nobody used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Whom it is for.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Until when it works, in real time.
    pub ends: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    person_id: String,
    created_at: i64,
    seen_at: i64,
}

#[derive(FromQueryResult)]
struct PersonRow {
    person_id: String,
}

impl Tx {
    /// Starts a session under the digest of its secret.
    pub async fn start_session(
        &self,
        key: &str,
        person: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO sessions (org_id, session_key, person_id, created_at, seen_at) \
                   VALUES ($1, $2, $3, $4, $4)";
        self.run(
            sql,
            [key.into(), person.as_str().into(), now.millis().into()],
        )
        .await?;
        Ok(())
    }

    /// Goes on in a new session that ends when the first one would have.
    pub async fn continue_session(
        &self,
        key: &str,
        person: &PersonId,
        began: Instant,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO sessions (org_id, session_key, person_id, created_at, seen_at) \
                   VALUES ($1, $2, $3, $4, $5)";
        let (began, now) = (began.millis().into(), now.millis().into());
        self.run(sql, [key.into(), person.as_str().into(), began, now])
            .await?;
        Ok(())
    }

    /// The session with this key, of an active person.
    pub async fn session(&self, key: &str) -> Result<Option<SessionRow>, StoreError> {
        let sql = "SELECT s.person_id, s.created_at, s.seen_at FROM sessions s JOIN people p \
                   ON p.org_id = $1 AND p.person_id = s.person_id AND p.active \
                   WHERE s.org_id = $1 AND s.session_key = $2";
        let row = self.one::<Row>(sql, [key.into()]).await?;
        Ok(row.map(|row| SessionRow {
            person: PersonId::new(row.person_id),
            created_at: Instant::from_millis(row.created_at),
            seen_at: Instant::from_millis(row.seen_at),
        }))
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&self, key: &str, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE sessions SET seen_at = $3 WHERE org_id = $1 AND session_key = $2";
        self.run(sql, [key.into(), now.millis().into()]).await?;
        Ok(())
    }

    /// Ends one session, and with it the half that kept a vault open in it.
    pub async fn end_session(&self, key: &str) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM vault_halves WHERE org_id = $1 AND session_key = $2",
            "DELETE FROM sessions WHERE org_id = $1 AND session_key = $2",
        ] {
            self.run(sql, [key.into()]).await?;
        }
        Ok(())
    }

    /// Ends all sessions of a person, after a new passphrase say.
    pub async fn end_sessions_of(&self, person: &PersonId) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM vault_halves WHERE org_id = $1 AND session_key IN \
             (SELECT session_key FROM sessions WHERE org_id = $1 AND person_id = $2)",
            "DELETE FROM sessions WHERE org_id = $1 AND person_id = $2",
        ] {
            self.run(sql, [person.as_str().into()]).await?;
        }
        Ok(())
    }

    /// Ends all sessions of a person but this one: a device was lost.
    pub async fn end_other_sessions(&self, person: &PersonId, but: &str) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM vault_halves WHERE org_id = $1 AND session_key <> $3 AND session_key IN \
             (SELECT session_key FROM sessions WHERE org_id = $1 AND person_id = $2)",
            "DELETE FROM sessions WHERE org_id = $1 AND person_id = $2 AND session_key <> $3",
        ] {
            self.run(sql, [person.as_str().into(), but.into()]).await?;
        }
        Ok(())
    }

    /// Keeps an invitation under the digest of its secret; whoever gets a new link has no older one.
    pub async fn invite(
        &self,
        key: &str,
        person: &PersonId,
        expires: Instant,
    ) -> Result<(), StoreError> {
        self.withdraw_invitations(person).await?;
        let sql = "INSERT INTO invitations (org_id, invitation_key, person_id, expires_at) \
                   VALUES ($1, $2, $3, $4)";
        self.run(
            sql,
            [key.into(), person.as_str().into(), expires.millis().into()],
        )
        .await?;
        Ok(())
    }

    /// Takes back every link of somebody that was not used; says how many there were.
    pub async fn withdraw_invitations(&self, person: &PersonId) -> Result<u64, StoreError> {
        let sql =
            "DELETE FROM invitations WHERE org_id = $1 AND person_id = $2 AND used_at IS NULL";
        self.run(sql, [person.as_str().into()]).await
    }

    /// Until when somebody has a link that was not used; none if there is no such link.
    pub async fn open_invitation(
        &self,
        person: &PersonId,
        now: Instant,
    ) -> Result<Option<Instant>, StoreError> {
        #[derive(FromQueryResult)]
        struct EndRow {
            expires_at: i64,
        }
        let sql = "SELECT expires_at FROM invitations WHERE org_id = $1 AND person_id = $2 \
                   AND used_at IS NULL AND expires_at > $3 ORDER BY expires_at DESC LIMIT 1";
        let row = self
            .one::<EndRow>(sql, [person.as_str().into(), now.millis().into()])
            .await?;
        Ok(row.map(|row| Instant::from_millis(row.expires_at)))
    }

    /// The links that nobody used yet, those that end first at the top, after one of them.
    pub async fn open_invitations(
        &self,
        now: Instant,
        after: Option<(Instant, &PersonId)>,
        limit: u32,
    ) -> Result<Vec<OpenInvitation>, StoreError> {
        #[derive(FromQueryResult)]
        struct OpenRow {
            person_id: String,
            name: String,
            expires_at: i64,
        }
        let mut sql = "SELECT i.person_id, p.name, i.expires_at FROM invitations i JOIN people p \
                       ON p.org_id = $1 AND p.person_id = i.person_id \
                       WHERE i.org_id = $1 AND i.used_at IS NULL AND i.expires_at > $2"
            .to_owned();
        let mut values: Vec<Value> = vec![now.millis().into()];
        if let Some((ends, person)) = after {
            sql.push_str(" AND (i.expires_at > $3 OR (i.expires_at = $3 AND i.person_id > $4))");
            values.extend([ends.millis().into(), person.as_str().into()]);
        }
        let _ = write!(sql, " ORDER BY i.expires_at, i.person_id LIMIT {limit}");
        let rows: Vec<OpenRow> = self.all(&sql, values).await?;
        let open = |row: OpenRow| OpenInvitation {
            person: PersonId::new(row.person_id),
            name: row.name,
            ends: Instant::from_millis(row.expires_at),
        };
        Ok(rows.into_iter().map(open).collect())
    }

    /// Whom an unused invitation is for; looking does not use it.
    pub async fn invitation(
        &self,
        key: &str,
        now: Instant,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "SELECT person_id FROM invitations WHERE org_id = $1 AND invitation_key = $2 \
                   AND used_at IS NULL AND expires_at > $3";
        let row = self
            .one::<PersonRow>(sql, [key.into(), now.millis().into()])
            .await?;
        Ok(row.map(|row| PersonId::new(row.person_id)))
    }

    /// Uses an invitation once; the second use finds nothing, nor does any other link of theirs.
    pub async fn use_invitation(
        &self,
        key: &str,
        now: Instant,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "UPDATE invitations SET used_at = $3 WHERE org_id = $1 AND invitation_key = $2 \
                   AND used_at IS NULL AND expires_at > $3 RETURNING person_id";
        let row = self
            .one::<PersonRow>(sql, [key.into(), now.millis().into()])
            .await?;
        let Some(person) = row.map(|row| PersonId::new(row.person_id)) else {
            return Ok(None);
        };
        self.withdraw_invitations(&person).await?;
        Ok(Some(person))
    }
}
