//! The demo: an invented organisation that lives, for a visitor with five minutes.
//!
//! Its history is made by the same intake and the same commands as real work, with `now` in the
//! past; nothing is poked into the tables. Everybody in it is invented.

mod appointments;
mod desk;
mod documents;
mod entrance;
mod events;
mod neighbour;
mod people;
mod rota;
mod shifts;
mod stories;
mod team;
mod units;
mod walk;
mod watch;

use care::time::Instant;
use jiff::SignedDuration;

pub use entrance::{Entrance, path, routes};
pub use neighbour::{Neighbour, both, found as neighbour};
pub use people::{Cast, STAFF};

use crate::{
    founding,
    store::{CaseFailure, Organisation, Store},
};

/// How many days ago the organisation was founded, and took over its own documents: before the
/// first event that is told.
const FOUNDED_DAYS: i64 = 90;
const SETTLED_DAYS: i64 = 75;
/// The coordinator's place in the list of staff.
const KARIN: usize = 2;

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
        now.minus(SignedDuration::from_hours(24 * FOUNDED_DAYS)),
    )
    .await?;
    let org = desk::keep(store, &org, now).await?;
    let cast = people::hire(store, &org, now).await?;
    shifts::swap(store, &org, &cast, now).await?;
    let settled = now.minus(SignedDuration::from_hours(24 * SETTLED_DAYS));
    documents::adopt_them(store, &org, &cast.at(KARIN), settled).await?;
    events::happen(store, &org, &cast, now).await?;
    stories::unfold(store, &org, &cast, now).await?;
    team::meet(store, &org, &cast, now).await?;
    appointments::ask(store, &org, &cast, now).await?;
    watch::ask(store, &org, &cast, now).await?;
    units::told(store, &org, now).await?;
    rota::keep(store, &org, &cast, now).await?;
    Ok((org, cast))
}
