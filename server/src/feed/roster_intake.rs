//! Puts a parsed roster into the store: people first, then what refers to them.

use std::collections::{BTreeMap, BTreeSet};

use care::{exposure::Shift, ids::PersonId, recovery, time::Instant};
use jiff::SignedDuration;
use serde::Serialize;

use super::{
    intake::seek_people,
    reject::{Place, RejectReason, Rejected},
    roster::{Column, Person, RosterParsed, RosterRow, StaffNumber},
    roster_roles::{Roles, RolesChange},
};
use crate::{
    entropy,
    store::{Organisation, PersonDraft, QuarantineRow, ROSTERED, Store, StoreError, Tx},
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
    /// Recent events that counted, and of which it is known only now who was there.
    pub reached: u64,
}

/// Takes in one roster for one organisation, as one transaction.
pub struct RosterIntake<'a> {
    /// The store.
    pub store: &'a Store,
    /// The organisation.
    pub org: &'a Organisation,
    /// SHA-256 of the file, under which bad rows are set aside.
    pub digest: String,
    /// The columns that the file has; what the others hold stays as it is known.
    pub columns: BTreeSet<Column>,
    /// Whether roles that a hand gave go where the file does not name them.
    pub roles_decide: bool,
}

impl RosterIntake<'_> {
    /// Takes in all rows; good rows are in even when others are set aside.
    ///
    /// Then the people of recent events are looked for again: a roster may come after what happened.
    pub async fn take(
        &self,
        rows: Vec<RosterParsed>,
        now: Instant,
    ) -> Result<RosterTally, StoreError> {
        let tx = self.store.write("take in roster", &self.org.id).await?;
        tx.wait_for_intake().await?;
        let mut tally = RosterTally {
            read: rows.len() as u64,
            ..RosterTally::default()
        };
        let mut sorted = Sorted::default();
        let foreseen = foresee(&tx, rows, &self.columns, self.roles_decide).await?;
        for row in foreseen.rows {
            sorted.put(row);
        }
        tally.units = sorted.units;
        tally.people = sorted.people.len() as u64;
        let known = self.save_people(&tx, &sorted, now).await?;
        change_roles(&tx, &foreseen.roles, now).await?;
        let mut shifts = Vec::with_capacity(sorted.shifts.len());
        for shift in sorted.shifts {
            let Some(person) = known.get(shift.person.as_str()) else {
                continue;
            };
            let (unit, from, until) = (shift.unit, shift.from, shift.until);
            shifts.push(Shift {
                person: person.clone(),
                unit,
                from,
                until,
            });
        }
        let mut duties = Vec::with_capacity(sorted.duties.len());
        for duty in sorted.duties {
            if let Some(person) = known.get(duty.person.as_str()) {
                duties.push((person.clone(), duty.from, duty.until));
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
        tx.settle_quarantine(&[&self.digest], now).await?;
        tx.commit().await?;
        tally.reached = seek_people(self.store, self.org, now).await?;
        Ok(tally)
    }

    /// Saves the people and says which id each named staff number has.
    async fn save_people(
        &self,
        tx: &Tx,
        sorted: &Sorted,
        now: Instant,
    ) -> Result<BTreeMap<String, PersonId>, StoreError> {
        let people = &sorted.people;
        let drafts: Vec<PersonDraft> = people.iter().map(|person| draft(person, now)).collect();
        let drafts = distinct(drafts, |draft| draft.roster_id.clone());
        tx.save_people_as(&drafts, &self.updated()).await?;
        let known: BTreeMap<String, PersonId> = tx
            .people_by_roster_id(&sorted.named())
            .await?
            .into_iter()
            .map(|person| (person.roster_id, person.id))
            .collect();
        if !self.columns.contains(&Column::Manager) {
            return Ok(known);
        }
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

    /// What a row changes of somebody who is known: only what the file has a column for.
    fn updated(&self) -> Vec<&'static str> {
        let column = |name: &str| match name {
            "email" => Some(Column::Email),
            "phone" => Some(Column::Phone),
            "staff_group" => Some(Column::StaffGroup),
            "trained_until" => Some(Column::TrainedUntil),
            _ => None,
        };
        // Roles of who is known are laid on those that a hand gave: see `roster_roles`.
        let known = ROSTERED.iter().copied().filter(|name| *name != "roles");
        known
            .filter(|name| column(name).is_none_or(|column| self.columns.contains(&column)))
            .collect()
    }

    fn aside(&self, rejected: &Rejected, now: Instant) -> QuarantineRow {
        rejected.row("roster", &self.digest, entropy::new_id(now))
    }
}

/// Changes the roles of people who are known; what they had before is remembered.
async fn change_roles(tx: &Tx, changes: &[RolesChange], now: Instant) -> Result<(), StoreError> {
    for change in changes {
        if change.before.roles != change.after.roles {
            tx.set_roles(&change.person, change.after, now).await?;
        } else if change.before != change.after {
            tx.note_by_hand(&change.person, change.after.by_hand)
                .await?;
        }
    }
    Ok(())
}

/// The rows by what they are.
#[derive(Default)]
struct Sorted {
    people: Vec<Person>,
    shifts: Vec<super::roster::Shift>,
    duties: Vec<super::roster::Duty>,
    units: u64,
    rejected: Vec<Rejected>,
}

impl Sorted {
    fn put(&mut self, row: RosterParsed) {
        match row {
            RosterParsed::Read(RosterRow::Person(person), _) => self.people.push(*person),
            RosterParsed::Read(RosterRow::Shift(shift), _) => self.shifts.push(shift),
            RosterParsed::Read(RosterRow::Duty(duty), _) => self.duties.push(duty),
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
        let shifts = self.shifts.iter().map(|shift| &shift.person);
        let duties = self.duties.iter().map(|duty| &duty.person);
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

/// A roster as the intake will take it.
pub struct Foreseen {
    /// Its rows; those that cannot be taken are set aside.
    pub rows: Vec<RosterParsed>,
    /// What it does to the roles of people who are known.
    pub roles: Vec<RolesChange>,
}

/// The rows as the intake will take them: what refers to nobody, lasts too long, takes the last
/// administrator away or gives roles that clash is set aside (R109).
pub async fn foresee(
    tx: &Tx,
    rows: Vec<RosterParsed>,
    columns: &BTreeSet<Column>,
    roles_decide: bool,
) -> Result<Foreseen, StoreError> {
    let unknown = unknown(tx, &rows).await?;
    let roles = if columns.contains(&Column::Roles) {
        Some(Roles::laid(tx, &rows, roles_decide).await?)
    } else {
        None
    };
    let last: BTreeSet<String> = match &roles {
        Some(roles) => roles.last_administrators(tx).await?.into_iter().collect(),
        None => BTreeSet::new(),
    };
    let clashes = |number: &str| {
        let after = roles.as_ref().and_then(|roles| roles.after(number));
        after.is_some_and(|after| !recovery::roles_stand(after))
    };
    let judged = |row: RosterParsed| match wrong(&row, &unknown, &last, &clashes) {
        Some((place, reason)) => RosterParsed::Rejected(Rejected::bare(place, reason)),
        None => row,
    };
    let rows: Vec<RosterParsed> = rows.into_iter().map(judged).collect();
    let taken: BTreeSet<&str> = rows
        .iter()
        .filter_map(is_about)
        .map(|it| it.id.as_str())
        .collect();
    let roles = roles.map_or_else(Vec::new, |it| it.changes(|number| taken.contains(number)));
    Ok(Foreseen { rows, roles })
}

/// Staff numbers that shifts and duties name, and that nobody has.
async fn unknown(tx: &Tx, rows: &[RosterParsed]) -> Result<BTreeSet<String>, StoreError> {
    let refers: BTreeSet<&str> = rows.iter().filter_map(refers_to).collect();
    let people: BTreeSet<&str> = rows
        .iter()
        .filter_map(is_about)
        .map(|it| it.id.as_str())
        .collect();
    let elsewhere: Vec<String> = refers
        .difference(&people)
        .map(ToString::to_string)
        .collect();
    let known: BTreeSet<String> = tx
        .people_by_roster_id(&elsewhere)
        .await?
        .into_iter()
        .map(|person| person.roster_id)
        .collect();
    let new = elsewhere.into_iter().filter(|id| !known.contains(id));
    Ok(new.collect())
}

fn wrong(
    row: &RosterParsed,
    unknown: &BTreeSet<String>,
    last: &BTreeSet<String>,
    clashes: &impl Fn(&str) -> bool,
) -> Option<(Place, RejectReason)> {
    let RosterParsed::Read(read, place) = row else {
        return None;
    };
    let reason = match read {
        RosterRow::Person(person) if last.contains(person.id.as_str()) => {
            RejectReason::LastAdministrator
        }
        RosterRow::Person(person) if clashes(person.id.as_str()) => RejectReason::RolesClash,
        RosterRow::Shift(shift) if shift.until.since(shift.from) > LONGEST_SHIFT => {
            RejectReason::ValueUnreadable
        }
        _ if refers_to(row).is_some_and(|id| unknown.contains(id)) => RejectReason::PersonUnknown,
        _ => return None,
    };
    Some((*place, reason))
}

fn is_about(row: &RosterParsed) -> Option<&Person> {
    match row {
        RosterParsed::Read(RosterRow::Person(person), _) => Some(person),
        _ => None,
    }
}

/// Whose shift or duty it is.
fn refers_to(row: &RosterParsed) -> Option<&str> {
    match row {
        RosterParsed::Read(RosterRow::Shift(shift), _) => Some(shift.person.as_str()),
        RosterParsed::Read(RosterRow::Duty(duty), _) => Some(duty.person.as_str()),
        _ => None,
    }
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
