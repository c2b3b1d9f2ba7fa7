//! Organisations and the reference tables that lead to them.

use care::{
    count,
    ids::{OrgId, PersonId},
    source,
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx};

/// An organisation: one peer-support service with its own people, rules and time zone.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its id, first in every key.
    pub id: OrgId,
    /// Its name, as its people know it.
    pub name: String,
    /// The zone in which its days and months are counted.
    pub time_zone: TimeZone,
    /// The language for people who chose none: `nl` or `en`.
    pub language: String,
    /// The company doctor's number or address, for the crisis card; empty when there is none.
    pub company_doctor: String,
    /// Where the team is reached, one number or address on a line; empty when none is said.
    pub team_phones: String,
    /// The smallest count that is shown (R095).
    pub smallest_count: u32,
    /// Whether its pages are in its own language only.
    pub one_language: bool,
}

/// What an organisation says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The IANA name of its zone.
    pub time_zone: String,
    /// Its language: `nl` or `en`.
    pub language: String,
    /// The company doctor's number or address.
    pub company_doctor: String,
    /// Where the team is reached.
    pub team_phones: String,
    /// The smallest count that is shown.
    pub smallest_count: u32,
    /// Whether its pages are in its own language only.
    pub one_language: bool,
}

#[derive(FromQueryResult)]
struct Row {
    org_id: String,
    name: String,
    time_zone: String,
    language: String,
    company_doctor: String,
    team_phones: String,
    smallest_count: i32,
    one_language: bool,
}

impl From<Row> for Organisation {
    fn from(row: Row) -> Self {
        Self {
            id: OrgId::new(row.org_id),
            name: row.name,
            time_zone: TimeZone::get(&row.time_zone).unwrap_or(TimeZone::UTC),
            language: row.language,
            company_doctor: row.company_doctor,
            team_phones: row.team_phones,
            // Never below the guard rail, whatever stands in the table.
            smallest_count: u32::try_from(row.smallest_count)
                .map_or(count::SMALLEST, |it| it.max(count::SMALLEST)),
            one_language: row.one_language,
        }
    }
}

#[derive(FromQueryResult)]
struct LoginRow {
    org_id: String,
    person_id: String,
}

/// A source that may send events by token.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct FeedToken {
    /// The digest under which the token is kept.
    pub token_key: String,
    /// The source that it speaks for.
    pub source: String,
    /// When it was given, in milliseconds UTC of real time.
    pub created_at: i64,
    /// When it was last used, in milliseconds UTC of real time.
    pub seen_at: Option<i64>,
    /// Within how many minutes it is expected to be heard again, if that is said.
    pub expected_minutes: Option<i64>,
}

impl FeedToken {
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

#[derive(FromQueryResult)]
struct FeedRow {
    org_id: String,
    source: String,
}

const COLUMNS: &str = "SELECT org_id, name, time_zone, language, company_doctor, team_phones, \
     smallest_count, one_language FROM organisations";

/// The pseudo-organisation of the system's own work.
#[must_use]
pub fn system() -> OrgId {
    OrgId::new("system")
}

impl Store {
    /// All organisations: a named cross-organisation query (the job scan, the operator's overview).
    pub async fn organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let tx = self.read("list organisations", &system()).await?;
        let rows: Vec<Row> = tx
            .reference(&format!("{COLUMNS} ORDER BY created_at, org_id"), [])
            .await?;
        Ok(rows.into_iter().map(Organisation::from).collect())
    }

    /// The organisation with this id, if it exists.
    pub async fn organisation(&self, id: &OrgId) -> Result<Option<Organisation>, StoreError> {
        let tx = self.read("find organisation", id).await?;
        let row = tx
            .one::<Row>(&format!("{COLUMNS} WHERE org_id = $1"), [])
            .await?;
        Ok(row.map(Organisation::from))
    }

    /// Whose account a login name is.
    pub async fn login(&self, login: &str) -> Result<Option<(OrgId, PersonId)>, StoreError> {
        let tx = self.read("find login", &system()).await?;
        let sql = "SELECT org_id, person_id FROM logins WHERE login = $1";
        let rows: Vec<LoginRow> = tx.reference(sql, [login.into()]).await?;
        Ok(rows
            .into_iter()
            .next()
            .map(|r| (OrgId::new(r.org_id), PersonId::new(r.person_id))))
    }

    /// The organisation and source that a feed token speaks for, unless it was revoked.
    pub async fn feed_token(&self, token_key: &str) -> Result<Option<(OrgId, String)>, StoreError> {
        let tx = self.read("find feed token", &system()).await?;
        let sql =
            "SELECT org_id, source FROM feed_tokens WHERE token_key = $1 AND revoked_at IS NULL";
        let rows: Vec<FeedRow> = tx.reference(sql, [token_key.into()]).await?;
        Ok(rows
            .into_iter()
            .next()
            .map(|r| (OrgId::new(r.org_id), r.source)))
    }

    /// A named value of the installation, such as the state of its set-up.
    pub async fn installation(&self, name: &str) -> Result<Option<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Row {
            value: String,
        }
        let tx = self.read("read installation", &system()).await?;
        let sql = "SELECT value FROM installation WHERE name = $1";
        let rows: Vec<Row> = tx.reference(sql, [name.into()]).await?;
        Ok(rows.into_iter().next().map(|row| row.value))
    }
}

impl Tx {
    /// Creates the organisation of this transaction.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if it exists already.
    pub async fn create_organisation(
        &self,
        org: &Organisation,
        now: Instant,
    ) -> Result<(), StoreError> {
        let zone = org.time_zone.iana_name().unwrap_or("UTC");
        let values = [
            org.name.as_str().into(),
            zone.into(),
            org.language.as_str().into(),
            now.millis().into(),
        ];
        let sql = "INSERT INTO organisations (org_id, name, time_zone, language, created_at) \
                   VALUES ($1, $2, $3, $4, $5)";
        self.run(sql, values).await?;
        self.run(
            "INSERT INTO access_heads (org_id, next_number) VALUES ($1, 1)",
            [],
        )
        .await?;
        Ok(())
    }

    /// Gives a person a login name, unique over all organisations.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when somebody else has it.
    pub async fn give_login(&self, login: &str, person: &PersonId) -> Result<(), StoreError> {
        // Who keeps their name, after a new invitation say, has it still.
        let sql = "INSERT INTO logins (org_id, login, person_id) VALUES ($1, $2, $3) \
                   ON CONFLICT (login) DO UPDATE SET person_id = excluded.person_id \
                   WHERE logins.org_id = $1 AND logins.person_id = $3";
        match self
            .run(sql, [login.into(), person.as_str().into()])
            .await?
        {
            0 => Err(StoreError::Exists),
            _ => Ok(()),
        }
    }

    /// Gives a source of dispatch events its token; only the token's digest is kept.
    pub async fn give_feed_token(
        &self,
        token_key: &str,
        source: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO feed_tokens (org_id, token_key, source, created_at) VALUES ($1, $2, $3, $4)";
        self.run(sql, [token_key.into(), source.into(), now.millis().into()])
            .await?;
        Ok(())
    }

    /// Notes that a source was heard; `false` when its token is not in force, now, in this transaction.
    pub async fn hear_feed(&self, token_key: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE feed_tokens SET seen_at = $3 WHERE org_id = $1 AND token_key = $2 \
                   AND revoked_at IS NULL";
        let values = [token_key.into(), now.millis().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// The tokens that are in force, the oldest first.
    pub async fn feed_tokens(&self) -> Result<Vec<FeedToken>, StoreError> {
        let sql = "SELECT token_key, source, created_at, seen_at, expected_minutes FROM feed_tokens WHERE org_id = $1 \
                   AND revoked_at IS NULL ORDER BY created_at, token_key";
        self.all(sql, []).await
    }

    /// Takes a token out of force; says whether it was in force.
    pub async fn revoke_feed_token(
        &self,
        token_key: &str,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE feed_tokens SET revoked_at = $3 WHERE org_id = $1 AND token_key = $2 \
                   AND revoked_at IS NULL";
        Ok(self
            .run(sql, [token_key.into(), now.millis().into()])
            .await?
            > 0)
    }

    /// Puts a token back in force that was revoked after `since`; says whether it was.
    pub async fn restore_feed_token(
        &self,
        token_key: &str,
        since: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE feed_tokens SET revoked_at = NULL WHERE org_id = $1 AND token_key = $2 \
                   AND revoked_at >= $3";
        Ok(self
            .run(sql, [token_key.into(), since.millis().into()])
            .await?
            > 0)
    }

    /// Says how often a source is expected to be heard; `None` expects nothing.
    pub async fn expect_feed(
        &self,
        token_key: &str,
        minutes: Option<i64>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE feed_tokens SET expected_minutes = $3 WHERE org_id = $1 AND token_key = $2 \
                   AND revoked_at IS NULL";
        Ok(self.run(sql, [token_key.into(), minutes.into()]).await? > 0)
    }

    /// Takes over what an organisation says of itself.
    pub async fn set_profile(&self, profile: &Profile) -> Result<(), StoreError> {
        let sql = "UPDATE organisations SET name = $2, time_zone = $3, language = $4, \
                   company_doctor = $5, team_phones = $6, smallest_count = $7, one_language = $8 WHERE org_id = $1";
        let smallest = i32::try_from(profile.smallest_count).unwrap_or(i32::MAX);
        let values = [
            profile.name.as_str().into(),
            profile.time_zone.as_str().into(),
            profile.language.as_str().into(),
            profile.company_doctor.as_str().into(),
            profile.team_phones.as_str().into(),
            smallest.into(),
            profile.one_language.into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Takes a named value of the installation away.
    pub async fn clear_installation(&self, name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM installation WHERE name = $1";
        self.run_reference(sql, [name.into()]).await?;
        Ok(())
    }

    /// Keeps a named value of the installation, unless it has one.
    pub async fn keep_installation(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        self.run_reference(sql, [name.into(), value.into()]).await?;
        Ok(())
    }

    /// Sets a named value of the installation.
    pub async fn set_installation(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO installation (name, value) VALUES ($1, $2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.run_reference(sql, [name.into(), value.into()]).await?;
        Ok(())
    }
}
