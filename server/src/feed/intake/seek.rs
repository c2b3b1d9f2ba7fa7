//! Who was there, looked for again: a roster may come after what happened, and so may a word about
//! the name of a unit (R041, R046).
//!
//! Only events that count, that somebody was part of whom nobody knew, and that may still open a
//! path. Nothing is judged anew: what a list says of events that are stored, the coordinator decides.

use std::collections::BTreeSet;

use care::{
    exposure::ExposureRole,
    ids::{PersonId, UnitCode},
    path::Requester,
    time::Instant,
};

use super::{Intake, Known, told::KEPT};
use crate::store::{
    IncidentState, NameKind, Organisation, SourceName, Store, StoreError, Tx, WaitingName,
    opens_paths_since,
};

/// The most events of which one roster finds the people; the next import goes on.
const MOST: u32 = 2_000;
/// The most names that are looked up again at once.
const NAMES: u32 = 500;

/// Finds who was exposed to recent events of which somebody was not known, and opens their paths.
///
/// Says of how many events somebody is known now who was not before.
///
/// # Errors
/// [`StoreError`] when the database is away; nothing was changed then.
pub async fn seek_people(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<u64, StoreError> {
    let intake = Intake::begin(store, org, "roster", String::new(), now).await?;
    let since = opens_paths_since(&intake.protocol, now);
    let tx = store.write("seek people", &org.id).await?;
    tx.wait_for_intake().await?;
    drop_known(&tx).await?;
    let mut seen = BTreeSet::new();
    let (mut reached, mut others) = (Vec::new(), Vec::new());
    let bare = tx.counted_without_people(since, MOST).await?;
    let half = tx.incidents_unresolved(now.minus(KEPT), MOST).await?;
    for row in bare.into_iter().chain(half) {
        if !seen.insert(row.id.clone()) {
            continue;
        }
        let incident = Known::stored(row)?;
        let may = incident.state == IncidentState::Counted && incident.record.at >= since;
        if may && somebody_new(&tx, &incident, now).await? {
            reached.push(incident);
        } else {
            others.push(incident);
        }
    }
    intake
        .follow(&tx, &reached, Requester::Detection, now)
        .await
        .map_err(|failure| super::collided(&failure))?;
    intake.note_units(&tx, &others, now).await?;
    tx.commit().await?;
    Ok(u64::try_from(reached.len()).unwrap_or(u64::MAX))
}

/// Whether somebody was part of it of whom that is not known yet.
async fn somebody_new(tx: &Tx, incident: &Known, now: Instant) -> Result<bool, StoreError> {
    let found = super::exposed_by(tx, &incident.record, now).await?;
    let known: BTreeSet<PersonId> = tx
        .exposed_to(&incident.id)
        .await?
        .into_iter()
        .filter(|row| row.exposure.role != ExposureRole::Supporter && !row.gone)
        .map(|row| row.exposure.person)
        .collect();
    Ok(found.iter().any(|(person, _)| !known.contains(person)))
}

/// Takes names off the list that the roster knows by now.
async fn drop_known(tx: &Tx) -> Result<(), StoreError> {
    let waiting = tx.waiting_names(NAMES).await?;
    tx.drop_waiting_names(&known_by_now(tx, &waiting).await?)
        .await
}

/// Those of these names that the roster knows by now.
///
/// # Errors
/// [`StoreError`] when the database is away.
pub async fn known_by_now(tx: &Tx, waiting: &[WaitingName]) -> Result<Vec<SourceName>, StoreError> {
    let of = |kind| waiting.iter().filter(move |it| it.name.kind == kind);
    let units: BTreeSet<UnitCode> = of(NameKind::Unit)
        .map(|it| UnitCode::new(&it.told))
        .collect();
    let units = tx.known_units(&units).await?;
    let logins: Vec<String> = of(NameKind::Dispatcher).map(|it| it.told.clone()).collect();
    let people = tx.people_by_roster_id(&logins).await?;
    let known = |it: &&WaitingName| match it.name.kind {
        NameKind::Unit => units.contains(&UnitCode::new(&it.told)),
        NameKind::Dispatcher => people.iter().any(|person| person.roster_id == it.told),
    };
    let known = waiting.iter().filter(known);
    Ok(known.map(|it| it.name.clone()).collect())
}
