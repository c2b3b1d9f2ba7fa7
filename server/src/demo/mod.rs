//! The demo: an invented organisation that lives, for a visitor with five minutes.
//!
//! Its history is made by the same intake and the same commands as real work, with `now` in the
//! past; nothing is poked into the tables. Everybody in it is invented.

mod entrance;
mod events;
mod people;
mod stories;
mod walk;

use care::time::Instant;

pub use entrance::{Entrance, path, routes};
pub use people::{Cast, STAFF};

use crate::{
    founding,
    store::{CaseFailure, Organisation, Store},
};

/// Founds the demo organisation and lets it live through its last sixty days.
///
/// The same moment gives the same organisation, ids aside.
///
/// # Errors
/// [`CaseFailure`] when the store fails, or a story breaks a rule (a mistake in the story).
pub async fn populate(store: &Store, now: Instant) -> Result<(Organisation, Cast), CaseFailure> {
    let org = founding::found(
        store,
        "Ambulance Waterland (demo)",
        "Europe/Amsterdam",
        "nl",
        now,
    )
    .await?;
    let cast = people::hire(store, &org, now).await?;
    events::happen(store, &org, &cast, now).await?;
    stories::unfold(store, &org, &cast, now).await?;
    Ok((org, cast))
}
