//! The address of somebody's calendar: a secret of which only the digest is kept, one of each person.

use care::{access::Role, ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;

use super::{Person, Store, StoreError, Tx};
use care::ids::OrgId;

/// A calendar's link, without what opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarLink {
    /// When it was made, in real time.
    pub made_at: Instant,
    /// When a calendar last fetched it.
    pub fetched_at: Option<Instant>,
    /// Since when it opens nothing.
    pub revoked_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    made_at: i64,
    fetched_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl From<Row> for CalendarLink {
    fn from(row: Row) -> Self {
        Self {
            made_at: Instant::from_millis(row.made_at),
            fetched_at: row.fetched_at.map(Instant::from_millis),
            revoked_at: row.revoked_at.map(Instant::from_millis),
        }
    }
}

#[derive(FromQueryResult)]
struct Owner {
    person_id: String,
}

impl Store {
    /// Whose calendar this digest opens: somebody who works in the team now, or nobody.
    ///
    /// Notes that it was fetched. A page that fails to note it still opens.
    pub async fn open_calendar(
        &self,
        org: &OrgId,
        digest: &str,
        real_now: Instant,
    ) -> Result<Option<Person>, StoreError> {
        let tx = self.read("find calendar", org).await?;
        let sql = "SELECT person_id FROM calendar_links WHERE org_id = $1 AND digest = $2 \
                   AND revoked_at IS NULL";
        let Some(owner) = tx.one::<Owner>(sql, [digest.into()]).await? else {
            return Ok(None);
        };
        let person = tx.person(&PersonId::new(owner.person_id)).await?;
        drop(tx);
        let serves = |it: &Person| it.active && it.roles.contains(Role::Supporter);
        let Some(person) = person.filter(serves) else {
            return Ok(None);
        };
        let tx = self.write("note that a calendar was fetched", org).await?;
        let sql = "UPDATE calendar_links SET fetched_at = $3 WHERE org_id = $1 AND digest = $2 \
                   AND revoked_at IS NULL";
        let noted = tx
            .run(sql, [digest.into(), real_now.millis().into()])
            .await?;
        tx.commit().await?;
        Ok((noted > 0).then_some(person))
    }
}

impl Tx {
    /// Somebody's calendar link, in force or revoked.
    pub async fn calendar_link(
        &self,
        person: &PersonId,
    ) -> Result<Option<CalendarLink>, StoreError> {
        let sql = "SELECT made_at, fetched_at, revoked_at FROM calendar_links WHERE org_id = $1 \
                   AND person_id = $2";
        let row: Option<Row> = self.one(sql, [person.as_str().into()]).await?;
        Ok(row.map(CalendarLink::from))
    }

    /// Gives somebody a calendar link; the one before opens nothing any more.
    pub async fn give_calendar_link(
        &self,
        person: &PersonId,
        digest: &str,
        real_now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO calendar_links (org_id, person_id, digest, made_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (org_id, person_id) DO UPDATE SET digest = excluded.digest, \
                   made_at = excluded.made_at, fetched_at = NULL, revoked_at = NULL";
        let values = [
            person.as_str().into(),
            digest.into(),
            real_now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Takes somebody's calendar link out of force, or puts it back; `false` when nothing changes.
    pub async fn revoke_calendar_link(
        &self,
        person: &PersonId,
        revoked: Option<Instant>,
    ) -> Result<bool, StoreError> {
        let was = if revoked.is_some() { "" } else { " NOT" };
        let sql = format!(
            "UPDATE calendar_links SET revoked_at = $3 WHERE org_id = $1 AND person_id = $2 \
             AND revoked_at IS{was} NULL"
        );
        let values = [person.as_str().into(), revoked.map(Instant::millis).into()];
        Ok(self.run(&sql, values).await? > 0)
    }
}
