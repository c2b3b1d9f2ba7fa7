//! Accounts that one person has at several organisations (R010, C01).
//!
//! One of the named places where a statement looks across organisations: from an account to the
//! others of the same person, and to nothing else of theirs.

use care::{
    ids::{OrgId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, organisation::system};

/// Another account of the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherAccount {
    /// The organisation.
    pub org: OrgId,
    /// Its name.
    pub organisation: String,
    /// Who they are there.
    pub person: PersonId,
}

#[derive(FromQueryResult)]
struct Row {
    org_id: String,
    name: String,
    person_id: String,
}

#[derive(FromQueryResult)]
struct Link {
    link: String,
}

impl From<Row> for OtherAccount {
    fn from(row: Row) -> Self {
        Self {
            org: OrgId::new(row.org_id),
            organisation: row.name,
            person: PersonId::new(row.person_id),
        }
    }
}

impl Store {
    /// Says that two accounts are one person's. The second leaves the accounts it was with before.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the first is already with another account of that organisation.
    pub async fn link_accounts(
        &self,
        one: (&OrgId, &PersonId),
        two: (&OrgId, &PersonId),
        new_link: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let tx = self.write("link accounts", &system()).await?;
        let sql = "SELECT link FROM account_links WHERE org_id = $1 AND person_id = $2";
        let key = [one.0.as_str().into(), one.1.as_str().into()];
        let known: Vec<Link> = tx.reference(sql, key).await?;
        let link = known.first().map_or(new_link, |row| row.link.as_str());
        let sql = "DELETE FROM account_links WHERE org_id = $1 AND person_id = $2";
        tx.run_reference(sql, [two.0.as_str().into(), two.1.as_str().into()])
            .await?;
        for (org, person) in [one, two] {
            let sql = "INSERT INTO account_links (org_id, person_id, link, made_at) \
                       VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, person_id) DO NOTHING";
            let values = [
                org.as_str().into(),
                person.as_str().into(),
                link.into(),
                now.millis().into(),
            ];
            tx.run_reference(sql, values).await?;
        }
        tx.commit().await
    }
}

impl Tx {
    /// The person's accounts at other organisations, by name.
    pub async fn accounts_beside(
        &self,
        person: &PersonId,
    ) -> Result<Vec<OtherAccount>, StoreError> {
        let sql = "SELECT o.org_id, o.name, b.person_id FROM account_links a \
                   JOIN account_links b ON b.link = a.link \
                   JOIN organisations o ON o.org_id = b.org_id \
                   WHERE a.org_id = $1 AND a.person_id = $2 AND b.org_id <> $1 \
                   ORDER BY o.name, o.org_id LIMIT 20";
        let rows: Vec<Row> = self.all(sql, [person.as_str().into()]).await?;
        Ok(rows.into_iter().map(OtherAccount::from).collect())
    }

    /// This account stands alone again; the others stay with each other.
    pub async fn unlink_account(&self, person: &PersonId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM account_links WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into()]).await
    }
}
