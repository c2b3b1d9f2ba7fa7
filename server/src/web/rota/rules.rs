//! The team with its pattern, its duties and who is away: what the rules look at, read at once.

use care::{
    access::Role,
    ids::PersonId,
    period::Period,
    roster::{
        Away, Broken, Change, Duty, Facts, Gap, PatternCode, Pause, Regime, Rota, Slot, Violation,
        check, gaps, hindrances, objections, slots, staffed,
    },
    rota::RotaPolicy,
    time::Instant,
};
use jiff::{SignedDuration, ToSpan as _, civil::Date, tz::TimeZone};

use crate::store::{Person, PolicyKind, StoreError, Tx};

/// How far around a stretch the duties are read that the rules of its edges look at.
const AROUND: SignedDuration = SignedDuration::from_hours(24 * 28);

/// Everything the rules need, for a stretch of days.
pub(super) struct Team {
    pub(super) policy: RotaPolicy,
    /// The supporters, by name.
    pub(super) people: Vec<Person>,
    facts: Facts,
    /// Every duty around the stretch.
    duties: Vec<Duty>,
    tz: TimeZone,
}

/// What stands between somebody and a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// Their training does not hold until then (R030).
    Untrained,
    /// A rule of the rota.
    Rule(Broken),
}

/// A slot with who serves it; several places of one pattern are one seat here.
pub(super) struct Seats {
    pub(super) slot: Slot,
    pub(super) people: Vec<PersonId>,
    /// The stretches that nobody serves, one for each place.
    pub(super) missing: Vec<Gap>,
}

impl Bar {
    /// Its code, as texts know it.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Untrained => "untrained",
            Self::Rule(broken) => broken.code(),
        }
    }
}

impl Team {
    /// Reads what concerns the days from one up to another.
    pub(super) async fn load(
        tx: &Tx,
        now: Instant,
        (from, until): (Date, Date),
        tz: &TimeZone,
    ) -> Result<Self, StoreError> {
        let found: Option<(i64, RotaPolicy)> = tx.policy(PolicyKind::Rota, now).await?;
        let policy = found.unwrap_or_default().1;
        let people = tx.people_with(Role::Supporter).await?;
        let from = Instant::start_of(from, tz).minus(AROUND);
        let until = Instant::start_of(until, tz).plus(AROUND);
        let away = tx.leave_after(from).await?.into_iter().map(|it| Away {
            person: it.person,
            first: it.first,
            last: it.last,
        });
        let pause = |person: &Person| {
            Some(Pause {
                person: person.id.clone(),
                from: person.paused_at?,
                until: None,
            })
        };
        let work = match policy.limits.regime {
            Regime::Consignatie => {
                let ids: Vec<PersonId> = people.iter().map(|it| it.id.clone()).collect();
                tx.work_of(&ids, from, until).await?
            }
            Regime::None | Regime::Bereikbaarheidsdienst => Vec::new(),
        };
        Ok(Self {
            facts: Facts {
                away: away.collect(),
                pauses: people.iter().filter_map(pause).collect(),
                work,
                ..Facts::default()
            },
            duties: tx.rota_between(from, until).await?,
            policy,
            people,
            tz: tz.clone(),
        })
    }

    /// The rota as the rules judge it.
    fn rota<'a>(&'a self, slots: &'a [Slot]) -> Rota<'a> {
        Rota {
            slots,
            duties: &self.duties,
            facts: &self.facts,
            limits: &self.policy.limits,
            tz: &self.tz,
        }
    }

    /// The name of a supporter; nothing for who left the team.
    pub(super) fn name(&self, person: &PersonId) -> &str {
        let found = self.people.iter().find(|it| it.id == *person);
        found.map_or("", |it| it.name.as_str())
    }

    /// What a duty is called that has this period: after the pattern, where it has such a one.
    pub(super) fn duty_name(&self, period: Period, language: &str) -> Option<String> {
        let day = period.from.date(&self.tz);
        let all = self.slots((day, day));
        let same = |it: &&Slot| it.from == period.from && it.until == period.until;
        self.pattern_name(&all.iter().find(same)?.pattern, language)
    }

    /// What a pattern is called.
    pub(super) fn pattern_name(&self, code: &PatternCode, language: &str) -> Option<String> {
        let pattern = self.policy.pattern(code)?;
        Some(pattern.name.text(language).to_owned())
    }

    /// Whether a duty is served: who has it is in the team, does not pause and is not away.
    pub(super) fn is_served(&self, duty: &Duty) -> bool {
        let here = self.people.iter().any(|it| it.id == duty.person);
        let mine = |person: &PersonId| *person == duty.person;
        let paused = self.facts.pauses.iter().filter(|it| mine(&it.person));
        let mut paused = paused.map(|it| it.from < duty.until);
        let (first, last) = days_of(period_of(duty), &self.tz);
        let away = self.facts.away.iter().filter(|it| mine(&it.person));
        let mut away = away.map(|it| it.first <= last && first <= it.last);
        here && !paused.any(|it| it) && !away.any(|it| it)
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

    /// The slots of the pattern that begin on these days, both included.
    pub(super) fn slots(&self, days: (Date, Date)) -> Vec<Slot> {
        slots(
            &self.policy.patterns,
            &self.policy.overrides,
            days,
            &self.tz,
        )
    }

    /// The duties of these days with who serves them, places of one pattern together.
    pub(super) fn seats(&self, days: (Date, Date)) -> Vec<Seats> {
        let (slots, served) = (self.slots(days), self.served());
        let mut seats: Vec<Seats> = Vec::new();
        for one in staffed(&slots, &served) {
            let people = one.people.into_iter().cloned();
            let same = |it: &&mut Seats| {
                it.slot.pattern == one.slot.pattern && it.slot.day == one.slot.day
            };
            match seats.iter_mut().find(same) {
                Some(seat) => {
                    seat.people.extend(people);
                    seat.missing.extend(one.missing);
                }
                None => seats.push(Seats {
                    slot: one.slot.clone(),
                    people: people.collect(),
                    missing: one.missing,
                }),
            }
        }
        seats
    }

    /// Where no pattern is: the stretches in which nobody serves at all.
    pub(super) fn gaps(&self, from: Instant, until: Instant) -> Vec<Gap> {
        gaps(&self.served(), from, until)
    }

    /// A duty of somebody, by its beginning.
    pub(super) fn duty(&self, person: &PersonId, from: Instant) -> Option<&Duty> {
        let mut own = self.duties.iter().filter(|it| it.person == *person);
        own.find(|it| it.from == from)
    }

    /// What stands between somebody and a duty more.
    pub(super) fn bars(&self, person: &PersonId, period: Period) -> Vec<Bar> {
        let slot = Slot {
            from: period.from,
            until: period.until,
            day: period.from.date(&self.tz),
            pattern: PatternCode::new("duty"),
            place: 0,
        };
        let rules = hindrances(&self.rota(&[]), &slot, person).into_iter();
        self.untrained(person, period)
            .into_iter()
            .chain(rules.map(|it| Bar::Rule(it.broken)))
            .collect()
    }

    /// What a change stands against: for each of those whom it touches.
    pub(super) fn objections(&self, change: &Change) -> Vec<(PersonId, Bar)> {
        let gets: Vec<(&PersonId, Period)> = match change {
            Change::Swap { give, take } => vec![
                (&give.person, period_of(take)),
                (&take.person, period_of(give)),
            ],
            Change::Cover { duty, by } => vec![(by, period_of(duty))],
        };
        let untrained = gets.into_iter().filter_map(|(person, period)| {
            let bar = self.untrained(person, period)?;
            Some((person.clone(), bar))
        });
        let rules = objections(&self.rota(&[]), change).unwrap_or_default();
        let rules = rules.into_iter();
        let rules = rules.filter_map(|it| Some((it.person?, Bar::Rule(it.broken))));
        untrained.chain(rules).collect()
    }

    fn untrained(&self, person: &PersonId, period: Period) -> Option<Bar> {
        let last = days_of(period, &self.tz).1;
        let found = self.people.iter().find(|it| it.id == *person);
        let until = found.and_then(|it| it.trained_until);
        until
            .is_none_or(|until| until < last)
            .then_some(Bar::Untrained)
    }

    /// Whether somebody may have a duty more.
    pub(super) fn may(&self, person: &PersonId, period: Period) -> bool {
        self.bars(person, period).is_empty()
    }

    /// Who is away, pauses and works when.
    pub(super) const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What of the rota goes against its rules: not what is open, which is told as a gap.
    pub(super) fn violations(&self) -> Vec<Violation> {
        let told = |it: &Violation| {
            !matches!(
                it.broken,
                Broken::Empty { .. } | Broken::Away | Broken::Paused
            )
        };
        let mut found = check(&self.rota(&[]));
        found.retain(told);
        found
    }
}

/// When a duty is.
pub(super) const fn period_of(duty: &Duty) -> Period {
    Period {
        from: duty.from,
        until: duty.until,
    }
}

/// The first and the last day that a period touches.
fn days_of(period: Period, tz: &TimeZone) -> (Date, Date) {
    let last = period.until.minus(SignedDuration::from_millis(1));
    (period.from.date(tz), last.date(tz))
}

/// A day and the day so many days later.
pub(super) fn days_from(day: Date, days: i32) -> (Date, Date) {
    (day, day.saturating_add(days.days()))
}
