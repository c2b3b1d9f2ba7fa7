//! Opens the store that the command line names, and finds the organisation.

use anyhow::Context;
use care::{ids::OrgId, time::Instant};

use super::Data;
use crate::{
    backup, founding,
    store::{JOURNAL, Location, Organisation, Store},
};

/// Opens the store for use; makes the folder of an embedded one.
///
/// # Errors
/// When it cannot be opened, or a restore into it was broken off: erased people stand in it.
pub(super) async fn open(data: &Data, now: Instant) -> anyhow::Result<Store> {
    let store = open_restored(data, now).await?;
    if backup::unfinished(&store).await?.is_some() {
        anyhow::bail!(
            "a restore into this database was broken off, and what was erased since the backup still \
             stands in it. Finish it first: veer restore BACKUP --identity FILE --erasures {JOURNAL}"
        );
    }
    Ok(store)
}

/// Opens the store, also when a restore into it was broken off.
pub(super) async fn open_restored(data: &Data, now: Instant) -> anyhow::Result<Store> {
    let location = match &data.database_url {
        Some(url) => Location::Url(url.clone()),
        None => Location::Folder(data.data_dir.clone()),
    };
    Store::open_beside(&location, Some(&data.data_dir), now)
        .await
        .with_context(|| match &location {
            Location::Folder(folder) => format!("cannot open the database in {}", folder.display()),
            // The address can hold a password.
            Location::Url(_) => "cannot open the PostgreSQL database of --database-url".to_owned(),
        })
}

/// The organisation that a command works for: the named one, or the only one.
///
/// An installation without any gets its first, so that a register can be tried at once.
pub(super) async fn organisation(
    store: &Store,
    named: Option<&str>,
    now: Instant,
) -> anyhow::Result<Organisation> {
    if let Some(id) = named {
        let found = store.organisation(&OrgId::new(id)).await?;
        return found.with_context(|| format!("there is no organisation with the id {id}"));
    }
    let mut organisations = store.organisations().await?;
    match organisations.len() {
        0 => Ok(founding::found(store, "Veer", "Europe/Amsterdam", "nl", now).await?),
        1 => organisations.pop().context("an organisation vanished"),
        n => anyhow::bail!("there are {n} organisations: choose one with --org ID"),
    }
}
