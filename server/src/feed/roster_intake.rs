//! Puts a parsed roster into the store: people first, then what refers to them.

use std::collections::BTreeMap;

use care::{exposure::Shift, ids::PersonId, time::Instant};
use jiff::SignedDuration;
use serde::Serialize;

use super::{
    reject::{Place, RejectReason, Rejected},
    roster::{Person, RosterParsed, RosterRow, StaffNumber},
};
use crate::{
    entropy,
    store::{Organisation, PersonDraft, QuarantineRow, Store, StoreError, Tx},
};

/// The longest shift that is taken over; the search for crews relies on it.
pub const LONGEST_SHIFT: SignedDuration = SignedDuration::from_hours(72);

/// What became of the rows of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RosterTally {
    /// Rows read.
    pub read: u64,
    /// People added or brought up to date.
    pub people: u64,
    /// Shifts added or brought up to date.
    pub shifts: u64,
    /// Duty periods added or brought up to date.
    pub duties: u64,
    /// Units named; they need no record of their own.
    pub units: u64,
    /// Rows set aside, each with its reason.
    pub quarantined: u64,
}

/// Takes in one roster for one organisation, as one transaction.
pub struct RosterIntake<'a> {
    /// The store.
    pub store: &'a Store,
    /// The organisation.
    pub org: &'a Organisation,
    /// SHA-256 of the file, under which bad rows are set aside.
    pub digest: String,
}

impl RosterIntake<'_> {
    /// Takes in all rows; good rows are in even when others are set aside.
    pub async fn take(
        &self,
        rows: Vec<RosterParsed>,
        now: Instant,
    ) -> Result<RosterTally, StoreError> {
        let tx = self.store.write("take in roster", &self.org.id).await?;
        let mut tally = RosterTally {
            read: rows.len() as u64,
            ..RosterTally::default()
        };
        let mut sorted = Sorted::default();
        for row in rows {
            sorted.put(row);
        }
        tally.units = sorted.units;
        tally.people = sorted.people.len() as u64;
        let known = save_people(&tx, &sorted.people, &sorted.named(), now).await?;
        let mut shifts = Vec::with_capacity(sorted.shifts.len());
        for (shift, place) in sorted.shifts {
            match known.get(shift.person.as_str()) {
                Some(_) if shift.until.since(shift.from) > LONGEST_SHIFT => {
                    sorted
                        .rejected
                        .push(Rejected::bare(place, RejectReason::ValueUnreadable));
                }
                Some(person) => {
                    let (unit, from, until) = (shift.unit, shift.from, shift.until);
                    shifts.push(Shift {
                        person: person.clone(),
                        unit,
                        from,
                        until,
                    });
                }
                None => sorted
                    .rejected
                    .push(Rejected::bare(place, RejectReason::PersonUnknown)),
            }
        }
        let mut duties = Vec::with_capacity(sorted.duties.len());
        for (duty, place) in sorted.duties {
            match known.get(duty.person.as_str()) {
                Some(person) => duties.push((person.clone(), duty.from, duty.until)),
                None => sorted
                    .rejected
                    .push(Rejected::bare(place, RejectReason::PersonUnknown)),
            }
        }
        (tally.shifts, tally.duties) = (shifts.len() as u64, duties.len() as u64);
        tally.quarantined = sorted.rejected.len() as u64;
        tx.save_shifts(&distinct(shifts, |s| {
            (s.person.clone(), s.unit.clone(), s.from)
        }))
        .await?;
        tx.save_duty(&distinct(duties, |d| (d.0.clone(), d.1)))
            .await?;
        let aside: Vec<QuarantineRow> =
            sorted.rejected.iter().map(|r| self.aside(r, now)).collect();
        tx.quarantine(&aside, now).await?;
        tx.settle_quarantine(&self.digest, now).await?;
        tx.commit().await?;
        Ok(tally)
    }

    fn aside(&self, rejected: &Rejected, now: Instant) -> QuarantineRow {
        rejected.row("roster", &self.digest, entropy::new_id(now))
    }
}

/// The rows by what they are.
#[derive(Default)]
struct Sorted {
    people: Vec<Person>,
    shifts: Vec<(super::roster::Shift, Place)>,
    duties: Vec<(super::roster::Duty, Place)>,
    units: u64,
    rejected: Vec<Rejected>,
}

impl Sorted {
    fn put(&mut self, row: RosterParsed) {
        match row {
            RosterParsed::Read(RosterRow::Person(person), _) => self.people.push(*person),
            RosterParsed::Read(RosterRow::Shift(shift), place) => self.shifts.push((shift, place)),
            RosterParsed::Read(RosterRow::Duty(duty), place) => self.duties.push((duty, place)),
            RosterParsed::Read(RosterRow::Unit(_), _) => self.units += 1,
            RosterParsed::Rejected(rejected) => self.rejected.push(rejected),
        }
    }

    /// Every staff number that any row names.
    fn named(&self) -> Vec<String> {
        let people = self
            .people
            .iter()
            .flat_map(|p| std::iter::once(&p.id).chain(&p.manager));
        let shifts = self.shifts.iter().map(|(shift, _)| &shift.person);
        let duties = self.duties.iter().map(|(duty, _)| &duty.person);
        let mut named: Vec<String> = people
            .chain(shifts)
            .chain(duties)
            .map(|number| number.as_str().to_owned())
            .collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}

/// Saves the people and says which id each named staff number has.
async fn save_people(
    tx: &Tx,
    people: &[Person],
    named: &[String],
    now: Instant,
) -> Result<BTreeMap<String, PersonId>, StoreError> {
    let drafts: Vec<PersonDraft> = people.iter().map(|person| draft(person, now)).collect();
    tx.save_people(&distinct(drafts, |draft| draft.roster_id.clone()))
        .await?;
    let known: BTreeMap<String, PersonId> = tx
        .people_by_roster_id(named)
        .await?
        .into_iter()
        .map(|person| (person.roster_id, person.id))
        .collect();
    for person in people {
        let manager = person
            .manager
            .as_ref()
            .map(StaffNumber::as_str)
            .and_then(|number| known.get(number));
        if let Some(id) = known.get(person.id.as_str()) {
            tx.set_line_manager(id, manager).await?;
        }
    }
    Ok(known)
}

fn draft(person: &Person, now: Instant) -> PersonDraft {
    PersonDraft {
        id: PersonId::new(entropy::new_id(now)),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: person.id.as_str().to_owned(),
        name: person.name.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
        staff_group: person.staff_group.clone().unwrap_or_default(),
        trained_until: person.trained_until,
        roles: person.roles.with(care::access::Role::Colleague),
    }
}

/// One of each key, the last one; an upsert may not name a row twice.
fn distinct<T, K: Ord>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let by_key: BTreeMap<K, T> = items.into_iter().map(|item| (key(&item), item)).collect();
    by_key.into_values().collect()
}
