//! The mapping profile that an organisation saved for a source.

use super::Profile;
use crate::store::{StoreError, Tx};

/// The profile of a source; of several the one that was saved last.
///
/// # Errors
/// [`StoreError`] when the database is away. A saved profile that cannot be used any more is none.
pub async fn of_source(tx: &Tx, source: &str) -> Result<Option<Profile>, StoreError> {
    let saved = tx.register_profiles().await?;
    // A profile is TOML and long to read: only those that can be meant are.
    let named = saved.iter().filter(|it| it.document.contains(source));
    Ok(named
        .filter_map(|it| Profile::parse(&it.document).ok())
        .find(|profile| profile.source == source))
}
