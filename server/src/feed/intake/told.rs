//! What an event tells and counts for nobody: kept for a coordinator to settle (R043, R046).
//!
//! A wrong name calls nobody, and nobody would see it. So it is kept when the event comes in, once
//! per event however often that is told, and looked at again with every roster and every word about
//! a name.

use std::collections::BTreeSet;

use care::{
    exposure::{HandOver, Learned, Means, Shift, folded, hand_over, lasted},
    ids::{IncidentId, PersonId, UnitCode},
    time::Instant,
};
use jiff::SignedDuration;

use super::{
    Intake, Known,
    exposed::{on_units, slack},
    naming::Naming,
};
use crate::{
    feed::record::{EventRecord, Precision},
    store::{IncidentState, Lack, NameKind, StoreError, Tx, UnresolvedRow},
};

/// How far back events are looked at: as long as such rows are kept.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

impl Intake<'_> {
    /// Keeps what these events tell and counts for nobody, in place of what was kept of them.
    ///
    /// Of events that nobody hears of only names are kept that nobody knows: a gap in the roster
    /// matters where somebody would have been called.
    pub(super) async fn note_units(
        &self,
        tx: &Tx,
        incidents: &[Known],
        now: Instant,
    ) -> Result<(), StoreError> {
        let recent = |it: &&Known| it.record.at >= now.minus(KEPT);
        let recent: Vec<&Known> = incidents.iter().filter(recent).collect();
        if recent.is_empty() {
            return Ok(());
        }
        let naming = Naming::known(tx, recent.iter().map(|it| &it.record)).await?;
        let mut rows = Vec::new();
        // What goes on in another event is kept there; what was never real asks nobody anything.
        let itself = |it: &&&Known| it.merged.is_none() && it.record.status.is_real();
        for incident in recent.iter().filter(itself) {
            let noting = Noting {
                tx,
                id: &incident.id,
                record: &incident.record,
                weighs: matches!(
                    incident.state,
                    IncidentState::Counted | IncidentState::ToConfirm
                ),
            };
            noting.names(&naming, &mut rows);
            if noting.weighs {
                let margin = margin(self.protocol.handover_margin_minutes);
                noting.crews(&naming, margin, now, &mut rows).await?;
                noting.dispatchers(&mut rows).await?;
            }
        }
        let ids: Vec<&IncidentId> = recent.iter().map(|incident| &incident.id).collect();
        tx.keep_unresolved(&ids, &rows, now).await
    }
}

/// One event that is looked at.
struct Noting<'a> {
    tx: &'a Tx,
    id: &'a IncidentId,
    record: &'a EventRecord,
    weighs: bool,
}

impl Noting<'_> {
    fn row(&self, lack: Lack, told: &str) -> UnresolvedRow {
        UnresolvedRow {
            incident: self.id.clone(),
            lack,
            source: self.record.source.clone(),
            name: folded(told),
            told: told.to_owned(),
            at: self.record.at,
            change: None,
            weighs: self.weighs,
        }
    }

    fn names(&self, naming: &Naming, rows: &mut Vec<UnresolvedRow>) {
        let names = naming.of(self.record);
        let mut seen = BTreeSet::new();
        for told in &self.record.units {
            // Two writings of one name are one.
            if names.means(told) == Means::Unknown && seen.insert(folded(told.as_str())) {
                rows.push(self.row(Lack::Name(NameKind::Unit), told.as_str()));
            }
        }
    }

    /// Units without anybody on them, and other crews that were near.
    async fn crews(
        &self,
        naming: &Naming,
        margin: SignedDuration,
        now: Instant,
        rows: &mut Vec<UnresolvedRow>,
    ) -> Result<(), StoreError> {
        let names = naming.of(self.record);
        let meant = |told: &UnitCode| match names.means(told) {
            Means::Unit(unit) => Some(unit),
            Means::NotOurs | Means::Unknown => None,
        };
        let units: BTreeSet<UnitCode> = self.record.units.iter().filter_map(meant).collect();
        let shifts = around(self.tx, self.record, &units, margin).await?;
        let there = on_units(&shifts, &units, self.record, now);
        for unit in &units {
            let of_unit = BTreeSet::from([unit.clone()]);
            if on_units(&shifts, &of_unit, self.record, now).is_empty() {
                rows.push(self.row(Lack::Gap, unit.as_str()));
            } else if let Some(near) = near(&shifts, unit, self.record, margin)
                && !near.others.is_subset(&there)
            {
                rows.push(UnresolvedRow {
                    change: Some(near.change),
                    ..self.row(Lack::HandOver, unit.as_str())
                });
            }
        }
        Ok(())
    }

    async fn dispatchers(&self, rows: &mut Vec<UnresolvedRow>) -> Result<(), StoreError> {
        let told: Vec<String> = self.record.dispatchers.iter().cloned().collect();
        if told.is_empty() {
            return Ok(());
        }
        let people = self.tx.people_by_roster_id(&told).await?;
        let names = told.iter().map(|login| folded(login)).collect();
        let source = &self.record.source;
        let learned = self
            .tx
            .learned_names(source, NameKind::Dispatcher, &names)
            .await?;
        let unknown = told.iter().filter(|login| {
            let known = people.iter().any(|person| person.roster_id == **login);
            !known && learned.get(&folded(login)) != Some(&Learned::NotOurs)
        });
        rows.extend(unknown.map(|login| self.row(Lack::Name(NameKind::Dispatcher), login)));
        Ok(())
    }
}

/// The crew that was on a unit just before or after an event, and not during it by the roster.
///
/// # Errors
/// [`StoreError`] when the database is away.
pub async fn other_crew(
    tx: &Tx,
    record: &EventRecord,
    unit: &UnitCode,
    margin_minutes: u32,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let margin = margin(margin_minutes);
    let shifts = around(tx, record, &BTreeSet::from([unit.clone()]), margin).await?;
    Ok(near(&shifts, unit, record, margin).map_or_else(BTreeSet::new, |near| near.others))
}

/// Of an event of which only the day is known everybody of that day is called already.
fn near(
    shifts: &[Shift],
    unit: &UnitCode,
    record: &EventRecord,
    margin: SignedDuration,
) -> Option<HandOver> {
    let span = (record.at, lasted(record.at, record.until));
    (record.at_precision == Precision::Exact)
        .then(|| hand_over(shifts, unit, span, margin))
        .flatten()
}

async fn around(
    tx: &Tx,
    record: &EventRecord,
    units: &BTreeSet<UnitCode>,
    margin: SignedDuration,
) -> Result<Vec<Shift>, StoreError> {
    let units: Vec<UnitCode> = units.iter().cloned().collect();
    let end = lasted(record.at, record.until).max(record.at.plus(slack(record.at_precision).after));
    // A shift that ended at the far side of the margin is one of it.
    let from = record.at.minus(margin + SignedDuration::from_millis(1));
    tx.shifts_of_units(&units, from, end.plus(margin)).await
}

fn margin(minutes: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}
