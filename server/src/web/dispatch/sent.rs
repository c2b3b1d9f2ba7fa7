//! What a dispatcher reads after a report: who will be called, by unit.

use care::{
    exposure::crew_at,
    ids::{IncidentId, UnitCode},
};
use jiff::SignedDuration;

use crate::{
    feed::{
        intake::{Naming, REPORTED},
        record::EventRecord,
    },
    store::{StoreError, Tx},
    web::{member::Member, page::Page, time::Markup},
};

/// The confirmation.
pub(super) struct Sent {
    /// Units whose crew will be called.
    pub(super) units: Vec<String>,
    /// Units on which nobody is known to have worked at that moment.
    pub(super) unknown: Vec<String>,
    /// Whether the dispatcher who looks will be called as well (R043).
    pub(super) you: bool,
    /// The day and the time that were reported: a time that was still to come is of yesterday.
    pub(super) at: Markup,
}

impl Sent {
    /// The confirmation of a report; nothing for any other incident.
    pub(super) async fn load(
        tx: &Tx,
        member: &Member,
        page: &Page,
        id: &str,
    ) -> Result<Option<Self>, StoreError> {
        let Some(id) = IncidentId::parse(id) else {
            return Ok(None);
        };
        let reported = |reasons: &str| reasons.split_whitespace().any(|reason| reason == REPORTED);
        let Some(row) = tx.incident(&id).await?.filter(|row| reported(&row.reasons)) else {
            return Ok(None);
        };
        let record: EventRecord =
            serde_json::from_str(&row.record).map_err(|_| StoreError::Unreadable("event"))?;
        let units: Vec<UnitCode> = record.units.iter().cloned().collect();
        let naming = Naming::learned(tx, [&record]).await?;
        let meant: Vec<UnitCode> = naming.units(&record).into_iter().collect();
        let shifts = tx.shifts_of_units(&meant, record.at, record.at).await?;
        let crewed = |unit: &UnitCode| {
            let meant: Vec<UnitCode> = naming.of(&record).units([unit]).into_iter().collect();
            !crew_at(&shifts, &meant, record.at, SignedDuration::ZERO).is_empty()
        };
        let (known, unknown): (Vec<UnitCode>, Vec<UnitCode>) = units.into_iter().partition(crewed);
        let text = |units: Vec<UnitCode>| units.iter().map(ToString::to_string).collect();
        let you = record.dispatchers.contains(&member.person.roster_id);
        Ok(Some(Self {
            units: text(known),
            unknown: text(unknown),
            you,
            at: page.when(record.at),
        }))
    }
}
