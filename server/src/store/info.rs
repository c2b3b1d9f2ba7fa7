//! The public page of an organisation: its address, and who wants to be found there (R048).

use care::ids::{OrgId, PersonId};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, organisation::system, tx::places};

/// Whether and how a supporter is named on the public page while on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Not at all.
    No,
    /// By name.
    Name,
    /// By name and own number.
    NameAndNumber,
}

/// A supporter who chose to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// Their name.
    pub name: String,
    /// Their own number, if they chose to show that too.
    pub number: Option<String>,
}

#[derive(FromQueryResult)]
struct Found {
    name: String,
    phone: Option<String>,
    with_number: bool,
}

#[derive(FromQueryResult)]
struct Owner {
    org_id: String,
}

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

#[derive(FromQueryResult)]
struct Row {
    with_number: bool,
}

impl Store {
    /// Whose public page has this address.
    pub async fn info_page(&self, address: &str) -> Result<Option<OrgId>, StoreError> {
        let tx = self.read("find public page", &system()).await?;
        let sql = "SELECT org_id FROM info_addresses WHERE address = $1";
        let rows: Vec<Owner> = tx.reference(sql, [address.into()]).await?;
        Ok(rows.into_iter().next().map(|row| OrgId::new(row.org_id)))
    }
}

impl Tx {
    /// The address of the organisation's public page, if it chose one.
    pub async fn info_address(&self) -> Result<Option<String>, StoreError> {
        let sql = "SELECT address FROM info_addresses WHERE org_id = $1 ORDER BY address LIMIT 1";
        Ok(self.one::<Address>(sql, []).await?.map(|row| row.address))
    }

    /// Gives the public page another address; without one it has only the organisation's id.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when another organisation has it.
    pub async fn move_info_page(&self, address: &str) -> Result<(), StoreError> {
        if self.info_address().await?.as_deref() == Some(address) {
            return Ok(());
        }
        self.run("DELETE FROM info_addresses WHERE org_id = $1", [])
            .await?;
        if address.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO info_addresses (org_id, address) VALUES ($1, $2) \
                   ON CONFLICT (address) DO NOTHING";
        match self.run(sql, [address.into()]).await? {
            0 => Err(StoreError::Exists),
            _ => Ok(()),
        }
    }

    /// Whether and how this supporter is named on the public page.
    pub async fn shown_on_info(&self, person: &PersonId) -> Result<Shown, StoreError> {
        let sql = "SELECT with_number FROM info_supporters WHERE org_id = $1 AND person_id = $2";
        let row = self.one::<Row>(sql, [person.as_str().into()]).await?;
        Ok(match row {
            None => Shown::No,
            Some(Row { with_number: false }) => Shown::Name,
            Some(Row { with_number: true }) => Shown::NameAndNumber,
        })
    }

    /// Those among these people who chose to be found, and work in the team now, by name.
    pub async fn found_among(&self, people: &[PersonId]) -> Result<Vec<FoundRow>, StoreError> {
        let Some(most) = people
            .get(..people.len().min(50))
            .filter(|some| !some.is_empty())
        else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT p.name, p.phone, i.with_number FROM info_supporters i \
             JOIN people p ON p.org_id = $1 AND p.person_id = i.person_id AND p.active \
             AND p.paused_at IS NULL AND p.roles LIKE '%supporter%' \
             WHERE i.org_id = $1 AND i.person_id IN ({}) ORDER BY p.name",
            places(2, most.len())
        );
        let rows: Vec<Found> = self
            .all(&sql, most.iter().map(|person| person.as_str().into()))
            .await?;
        let row = |row: Found| FoundRow {
            name: row.name,
            number: row.phone.filter(|_| row.with_number),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Sets whether and how this supporter is named there.
    pub async fn show_on_info(&self, person: &PersonId, shown: Shown) -> Result<(), StoreError> {
        let sql = "DELETE FROM info_supporters WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into()]).await?;
        if shown == Shown::No {
            return Ok(());
        }
        let sql =
            "INSERT INTO info_supporters (org_id, person_id, with_number) VALUES ($1, $2, $3)";
        let number = shown == Shown::NameAndNumber;
        self.run(sql, [person.as_str().into(), number.into()])
            .await?;
        Ok(())
    }
}
