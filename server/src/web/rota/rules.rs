//! The team with its pattern, its duties and who is away: what the rules look at, read at once.

use std::collections::BTreeMap;

use care::{
    access::Role,
    ids::PersonId,
    period::Period,
    roster::{Duty, Gap, gaps},
    rota::{Hindrance, Rota, Short, Slot, Standing, hindrances, short, slots},
    time::Instant,
};
use jiff::{SignedDuration, ToSpan as _, civil::Date, tz::TimeZone};

use crate::store::{Person, PolicyKind, StoreError, Tx};

/// How far around a stretch the duties are read that the rules of its edges look at.
const AROUND: SignedDuration = SignedDuration::from_hours(24 * 28);

/// Everything the rules need, for a stretch of days.
pub(super) struct Team {
    pub(super) rota: Rota,
    /// The number of the pattern's version; 0 before the first.
    pub(super) version: i64,
    /// The supporters, by name.
    pub(super) people: Vec<Person>,
    standings: BTreeMap<PersonId, Standing>,
    /// Every duty around the stretch.
    duties: Vec<Duty>,
    tz: TimeZone,
}

impl Team {
    /// Reads what concerns the days from one up to another.
    pub(super) async fn load(
        tx: &Tx,
        now: Instant,
        (from, until): (Date, Date),
        tz: &TimeZone,
    ) -> Result<Self, StoreError> {
        let found: Option<(i64, Rota)> = tx.policy(PolicyKind::Rota, now).await?;
        let (version, rota) = found.unwrap_or_default();
        let people = tx.people_with(Role::Supporter).await?;
        let from = Instant::start_of(from, tz).minus(AROUND);
        let until = Instant::start_of(until, tz).plus(AROUND);
        let mut away: BTreeMap<PersonId, Vec<(Date, Date)>> = BTreeMap::new();
        for leave in tx.leave_after(from).await? {
            let stretch = (leave.first, leave.last);
            away.entry(leave.person).or_default().push(stretch);
        }
        let standing = |person: &Person| Standing {
            person: person.id.clone(),
            paused: person.paused_at.is_some(),
            trained_until: person.trained_until,
            away: away.remove(&person.id).unwrap_or_default(),
        };
        let standings = people.iter().map(standing);
        Ok(Self {
            standings: standings.map(|it| (it.person.clone(), it)).collect(),
            duties: tx.rota_between(from, until).await?,
            rota,
            version,
            people,
            tz: tz.clone(),
        })
    }

    /// The name of a supporter; nothing for who left the team.
    pub(super) fn name(&self, person: &PersonId) -> &str {
        let found = self.people.iter().find(|it| it.id == *person);
        found.map_or("", |it| it.name.as_str())
    }

    /// What a duty is called that has this period: after the pattern, where it has such a one.
    pub(super) fn duty_name(&self, period: Period) -> Option<&str> {
        let day = period.from.date(&self.tz);
        let next = day.tomorrow().ok()?;
        let all = slots(&self.rota, day, next, &self.tz);
        let slot = all.iter().find(|it| it.period == period)?;
        self.rota.duty(&slot.duty).map(|duty| duty.name.as_str())
    }

    /// Whether a duty is served: who has it does not pause, is not away and is in the team.
    pub(super) fn is_served(&self, duty: &Duty) -> bool {
        let period = period_of(duty);
        let who = self.standings.get(&duty.person);
        who.is_some_and(|it| it.serves(period, &self.tz))
    }

    /// The duties that are served.
    pub(super) fn served(&self) -> Vec<Duty> {
        let served = self.duties.iter().filter(|it| self.is_served(it));
        served.cloned().collect()
    }

    /// Every duty, served or not.
    pub(super) fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The slots of the pattern that begin from one day up to another.
    pub(super) fn slots(&self, from: Date, until: Date) -> Vec<Slot> {
        slots(&self.rota, from, until, &self.tz)
    }

    /// What the pattern asks and nobody serves, of these slots.
    pub(super) fn short(&self, slots: &[Slot]) -> Vec<Short> {
        short(slots, &self.served())
    }

    /// Where no pattern is: the stretches in which nobody serves at all.
    pub(super) fn gaps(&self, from: Instant, until: Instant) -> Vec<Gap> {
        gaps(&self.served(), from, until)
    }

    /// The duties of one supporter, by beginning.
    pub(super) fn duties_of(&self, person: &PersonId) -> Vec<Period> {
        let own = self.duties.iter().filter(|it| it.person == *person);
        own.map(period_of).collect()
    }

    /// What stands between somebody and a duty, when they give another one away for it.
    ///
    /// Who is not in the team is hindered by having no training that holds.
    pub(super) fn hindrances(
        &self,
        person: &PersonId,
        period: Period,
        given: Option<Period>,
    ) -> Vec<Hindrance> {
        let Some(who) = self.standings.get(person) else {
            return vec![Hindrance::Untrained];
        };
        let mut own = self.duties_of(person);
        own.retain(|it| Some(*it) != given);
        hindrances(&self.rota, who, period, &own, &self.tz)
    }

    /// The same of a duty that they have, beside their others.
    pub(super) fn hindrances_of(&self, duty: &Duty) -> Vec<Hindrance> {
        let period = period_of(duty);
        self.hindrances(&duty.person, period, Some(period))
    }

    /// Whether somebody may have a duty.
    pub(super) fn may(&self, person: &PersonId, period: Period) -> bool {
        self.hindrances(person, period, None).is_empty()
    }
}

/// When a duty is.
pub(super) fn period_of(duty: &Duty) -> Period {
    Period {
        from: duty.from,
        until: duty.until,
    }
}

/// A day and so many days later.
pub(super) fn days_from(day: Date, days: i32) -> (Date, Date) {
    (day, day.saturating_add(days.days()))
}
