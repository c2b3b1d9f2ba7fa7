//! When the last backups were made and how long they are kept.
//!
//! A backup is out of reach: what is erased here still stands in it until it is gone itself. The
//! register lets Veer say when that is. It is a fact about the installation, not a list of files.

use care::{
    retention::{DataKind, Retention},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, system};

const NAME: &str = "backups";

/// A backup: when it was taken, and when it is thrown away, in milliseconds UTC.
type Kept = (i64, i64);

impl Store {
    /// For how many days a backup may be kept: the shortest period that an organisation told its people.
    pub async fn longest_backup(&self) -> Result<u32, StoreError> {
        let days = |kept: Retention| kept.days(DataKind::Backups);
        let mut shortest = days(Retention::default());
        for org in self.organisations().await? {
            let tx = self.read("read periods", &org.id).await?;
            let own = days(tx.retention().await?);
            shortest = match (shortest, own) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        Ok(shortest.unwrap_or_default())
    }
}

impl Store {
    /// When the last backup was made that is still kept; none when there is none.
    pub async fn last_backup(&self) -> Result<Option<Instant>, StoreError> {
        let tx = self.read("find last backup", &system()).await?;
        let all = tx.backups().await?.into_iter();
        Ok(all.map(|(at, _)| at).max().map(Instant::from_millis))
    }
}

impl Tx {
    /// Notes a backup that is kept until a moment, and forgets those that are gone.
    pub async fn note_backup(&self, at: Instant, until: Instant) -> Result<(), StoreError> {
        let mut all = self.backups().await?;
        all.retain(|(_, gone)| *gone > at.millis());
        all.push((at.millis(), until.millis()));
        let text = serde_json::to_string(&all).map_err(|_| StoreError::Unreadable(NAME))?;
        self.set_installation(NAME, &text).await
    }

    /// When what was erased at a moment is gone from the last backup too.
    ///
    /// `None` when no backup that is still kept was taken before that moment.
    pub async fn backups_gone_by(&self, erased_at: Instant) -> Result<Option<Instant>, StoreError> {
        let erased = erased_at.millis();
        let all = self.backups().await?;
        let holding = all
            .into_iter()
            .filter(|(at, gone)| *at <= erased && *gone > erased);
        Ok(holding
            .map(|(_, gone)| gone)
            .max()
            .map(Instant::from_millis))
    }

    async fn backups(&self) -> Result<Vec<Kept>, StoreError> {
        #[derive(FromQueryResult)]
        struct Row {
            value: String,
        }
        let sql = "SELECT value FROM installation WHERE name = $1";
        let rows: Vec<Row> = self.reference(sql, [NAME.into()]).await?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(Vec::new());
        };
        serde_json::from_str(&row.value).map_err(|_| StoreError::Unreadable(NAME))
    }
}
