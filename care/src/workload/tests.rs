use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, tz::TimeZone};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::edition::Edition;
use crate::exposure::{Exposure, ExposureRole, Severity};
use crate::ids::{IncidentId, PersonId};
use crate::matching::{Candidate, Occasion, Seeker, Wishes, rank};
use crate::roster::Duty;
use crate::team::Training;
use crate::time::Instant;

const DAY: i64 = 86_400_000;
const TODAY: Date = date(2026, 3, 2);

fn at(days: i64) -> Instant {
    Instant::start_of(TODAY, &TimeZone::UTC).plus(SignedDuration::from_hours(24 * days + 9))
}

fn talk(days: i64) -> Deed {
    Deed::new(DeedKind::Talk, at(days))
}

fn exposure(incident: Option<&str>, role: ExposureRole, severity: Severity) -> Exposure {
    Exposure {
        person: PersonId::new("anna"),
        incident: incident.map(IncidentId::new),
        role,
        from: at(0),
        until: None,
        severity,
    }
}

#[test]
fn what_one_met_and_what_one_heard_are_counted_apart() {
    let ledger = [
        exposure(Some("a"), ExposureRole::Crew, Severity::Heavy),
        exposure(Some("a"), ExposureRole::Crew, Severity::Normal),
        exposure(Some("a"), ExposureRole::Supporter, Severity::Normal),
        exposure(Some("b"), ExposureRole::Supporter, Severity::Normal),
        exposure(None, ExposureRole::Supporter, Severity::Normal),
        exposure(None, ExposureRole::Duration, Severity::Heavy),
    ];
    let picture = picture(&deeds(&ledger), 0, &LoadPolicy::default(), at(0));
    let (own, heard) = (picture.of(DeedKind::Own), picture.of(DeedKind::Heard));
    assert_eq!((own.count, own.points), (1, 2_000));
    assert_eq!((heard.count, heard.points), (3, 1_500));
    assert_eq!(picture.points(), 3_500);
}

/// R152, R121: what somebody noted about oneself is nobody else's band.
#[test]
fn a_strain_of_ones_own_changes_nothing() {
    let strain = exposure(None, ExposureRole::Duration, Severity::Heavy);
    assert!(deeds(&[strain]).is_empty());
}

#[test]
fn half_is_left_after_a_half_life_and_nothing_after_the_window() {
    let policy = LoadPolicy::default();
    let points = |days| picture(&[talk(0)], 0, &policy, at(days)).points();
    assert_eq!([points(0), points(14), points(28)], [1_000, 500, 250]);
    assert_eq!([points(56), points(-1)], [0, 0]);
}

/// R094b: a talk counts for who held it, a case for who has it; a hand-over moves no talk.
#[test]
fn after_a_hand_over_each_has_what_was_theirs() {
    // Anna held two talks and handed over; Bram held the third and keeps the case.
    let held = [("anna", talk(-20)), ("anna", talk(-10)), ("bram", talk(0))];
    let keeper = "bram";
    let of = |who: &str| {
        let own: Vec<Deed> = held
            .iter()
            .filter(|(by, _)| *by == who)
            .map(|(_, it)| *it)
            .collect();
        picture(
            &own,
            u32::from(who == keeper),
            &LoadPolicy::default(),
            at(0),
        )
    };
    let (anna, bram) = (of("anna"), of("bram"));
    assert_eq!((anna.of(DeedKind::Talk).count, anna.open_cases), (2, 0));
    assert_eq!((bram.of(DeedKind::Talk).count, bram.open_cases), (1, 1));
}

#[test]
fn no_limit_is_there_until_it_is_set() {
    let policy = LoadPolicy::default();
    let deeds: Vec<Deed> = (0..500)
        .map(|_| Deed {
            heavy: true,
            ..talk(0)
        })
        .collect();
    let burden = burden(
        &picture(&deeds, 99, &policy, at(0)),
        &policy,
        TODAY,
        &TimeZone::UTC,
    );
    assert_eq!(burden.band, None);
    assert!(!burden.is_full && !burden.is_capped && !burden.rests);
}

#[test]
fn the_band_follows_the_limits_that_are_set() {
    let policy = LoadPolicy {
        soft_cap: Some(2_000),
        hard_cap: Some(4_000),
        ..LoadPolicy::default()
    };
    let band = |talks: usize| {
        let deeds = vec![talk(0); talks];
        burden(
            &picture(&deeds, 0, &policy, at(0)),
            &policy,
            TODAY,
            &TimeZone::UTC,
        )
        .band
    };
    let bands = [0, 1, 2, 3, 4].map(band);
    let (calm, full, heavy) = (Some(Band::Calm), Some(Band::Full), Some(Band::Heavy));
    assert_eq!(bands, [calm, calm, full, full, heavy]);
}

#[test]
fn the_most_open_cases_is_a_limit_of_its_own() {
    let policy = LoadPolicy {
        most_open_cases: Some(3),
        ..LoadPolicy::default()
    };
    let capped = |open| {
        burden(
            &picture(&[], open, &policy, at(0)),
            &policy,
            TODAY,
            &TimeZone::UTC,
        )
        .is_capped
    };
    assert_eq!([capped(2), capped(3), capped(4)], [false, true, true]);
}

#[test]
fn a_day_of_rest_is_a_day_of_the_calendar() {
    let policy = LoadPolicy {
        rest_days: Some(2),
        ..LoadPolicy::default()
    };
    let heavy = Deed {
        heavy: true,
        ..talk(0)
    };
    let rests = |days: i64| {
        let now = at(days);
        let picture = picture(&[heavy, talk(1)], 0, &policy, now);
        burden(&picture, &policy, now.date(&TimeZone::UTC), &TimeZone::UTC).rests
    };
    assert_eq!([rests(0), rests(1), rests(2)], [true, true, false]);
}

#[test]
fn a_night_is_counted_once_and_only_when_it_was() {
    let tz = TimeZone::get("Europe/Amsterdam").unwrap();
    let anna = PersonId::new("anna");
    let hour = |days: i64, hour: i64| {
        Instant::start_of(date(2026, 3, 28), &tz).plus(SignedDuration::from_hours(24 * days + hour))
    };
    let duty = |from, until| Duty {
        person: anna.clone(),
        from,
        until,
    };
    // A day, an evening to midnight, a night, the same night from another file, and a long weekend.
    let duties = [
        duty(hour(0, 8), hour(0, 20)),
        duty(hour(0, 20), Instant::start_of(date(2026, 3, 29), &tz)),
        duty(hour(1, 20), hour(2, 8)),
        duty(hour(1, 21), hour(2, 8)),
        duty(hour(6, 20), hour(9, 8)),
    ];
    let count = |until| nights(&duties, &anna, until, &tz).len();
    assert_eq!(
        [count(hour(0, 23)), count(hour(2, 8)), count(hour(20, 0))],
        [0, 1, 4]
    );
    assert!(nights(&duties, &PersonId::new("bram"), hour(20, 0), &tz).is_empty());
}

#[test]
fn the_policy_is_a_document_like_the_others() {
    let mut policy = LoadPolicy::default();
    assert_eq!(policy.refused(), None);
    assert_eq!(policy.with_parts(&policy.parts()), Some(policy));
    LoadValue::HardCap.set(&mut policy, 500);
    assert_eq!(policy.refused(), Some(LoadValue::HardCap));
    LoadValue::HardCap.set(&mut policy, 3_000);
    LoadValue::SoftCap.set(&mut policy, 4_000);
    assert_eq!(policy.refused(), Some(LoadValue::HardCap));
    LoadValue::SoftCap.set(&mut policy, 2_000);
    assert_eq!(policy.refused(), None);
    assert_eq!(
        LoadPolicy::default().with_parts(&policy.parts()),
        Some(policy)
    );
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<LoadPolicy>(&text).unwrap(), policy);
    for value in LoadValue::ALL {
        let (least, most) = value.range();
        let of_default = value.get(&LoadPolicy::default());
        assert!((least..=most).contains(&of_default), "{value}");
    }
}

proptest! {
    #[test]
    fn time_alone_never_adds_to_a_load(
        days in prop::collection::vec((0i64..60, select(DeedKind::ALL), any::<bool>()), 0..12),
        now in 60i64..120, later in 0i64..60,
    ) {
        let deeds: Vec<Deed> = days.iter().map(|(n, kind, heavy)| Deed { kind: *kind, at: at(*n), heavy: *heavy }).collect();
        let policy = LoadPolicy::default();
        let (then, after) = (picture(&deeds, 0, &policy, at(now)), picture(&deeds, 0, &policy, at(now + later)));
        prop_assert!(after.points() <= then.points());
        let mut turned = deeds;
        turned.reverse();
        prop_assert_eq!(picture(&turned, 0, &policy, at(now)), then);
    }

    #[test]
    fn one_more_deed_never_makes_a_load_less(
        days in prop::collection::vec(0i64..60, 0..12), more in 0i64..60, kind in select(DeedKind::ALL),
    ) {
        let policy = LoadPolicy { soft_cap: Some(2_000), hard_cap: Some(4_000), rest_days: Some(1), ..LoadPolicy::default() };
        let mut deeds: Vec<Deed> = days.iter().map(|n| talk(*n)).collect();
        let before = burden(&picture(&deeds, 1, &policy, at(60)), &policy, TODAY, &TimeZone::UTC);
        deeds.push(Deed { kind, at: at(more), heavy: true });
        let after = burden(&picture(&deeds, 1, &policy, at(60)), &policy, TODAY, &TimeZone::UTC);
        prop_assert!(before.points <= after.points && before.band <= after.band);
        prop_assert!(before.is_full <= after.is_full && before.is_capped <= after.is_capped);
    }
}

/// What happens in a simulated year: on each day so many events, each at somebody's expense.
struct Year {
    team: usize,
    policy: LoadPolicy,
    deeds: BTreeMap<PersonId, Vec<Deed>>,
    /// How often each was asked.
    asked: BTreeMap<PersonId, u32>,
    /// How often nobody could be asked.
    nobody: u32,
}

fn supporter(n: usize) -> PersonId {
    PersonId::new(format!("s{n:02}"))
}

impl Year {
    fn candidates(&self, now: Instant) -> Vec<Candidate> {
        let candidate = |n: usize| {
            let person = supporter(n);
            let deeds = self.deeds.get(&person).map_or(&[][..], Vec::as_slice);
            let picture = picture(deeds, 0, &self.policy, now);
            let today = now.date(&TimeZone::UTC);
            Candidate {
                training: Training {
                    basic_until: Some(date(2030, 1, 1)),
                    refreshed_on: None,
                },
                burden: burden(&picture, &self.policy, today, &TimeZone::UTC),
                on_duty: true,
                ..Candidate::of(person)
            }
        };
        (0..self.team).map(candidate).collect()
    }

    /// One event: who is asked has a page and a talk at once; those who were there never are.
    fn event(&mut self, now: Instant, there: BTreeSet<PersonId>) {
        let candidates = self.candidates(now);
        let seeker = Seeker {
            participants: there,
            ..Seeker::of(PersonId::new("colleague"))
        };
        let today = now.date(&TimeZone::UTC);
        let ranked = rank(
            &candidates,
            &seeker,
            &Wishes::default(),
            Occasion::Paging,
            today,
        );
        let Some(first) = ranked.first() else {
            self.nobody += 1;
            return;
        };
        *self.asked.entry(first.person.clone()).or_default() += 1;
        let deeds = self.deeds.entry(first.person.clone()).or_default();
        deeds.push(Deed::new(DeedKind::Talk, now));
        if let Some(cap) = self.policy.hard_cap {
            let points = picture(deeds, 0, &self.policy, now).points();
            assert!(points <= cap, "{points} points are above {cap}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// R127: over a year nobody is above the hard limit, and who is always free to be asked is
    /// asked about as often as the others.
    #[test]
    fn a_year_of_events_is_shared(
        team in 4usize..9,
        days in prop::collection::vec((0usize..4, any::<u8>()), 365),
        cap in prop::option::of(3_000u64..8_000),
    ) {
        let policy = LoadPolicy { soft_cap: cap.map(|cap| cap / 2), hard_cap: cap, ..LoadPolicy::default() };
        let mut year = Year { team, policy, deeds: BTreeMap::new(), asked: BTreeMap::new(), nobody: 0 };
        for (day, (events, there)) in days.into_iter().enumerate() {
            for n in 0..events {
                let now = at(i64::try_from(day).unwrap()).plus(SignedDuration::from_hours(i64::try_from(n).unwrap()));
                // One or nobody of the team was there.
                let there = BTreeSet::from([supporter(usize::from(there) % (team * 2))]);
                year.event(now, there);
            }
        }
        if cap.is_none() {
            prop_assert_eq!(year.nobody, 0);
        }
        let counts: Vec<u32> = (0..team).map(|n| year.asked.get(&supporter(n)).copied().unwrap_or(0)).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        let spread = most - least;
        prop_assert!(spread <= 6, "{counts:?}");
    }
}

#[test]
fn a_day_is_a_day() {
    assert_eq!(u64::try_from(DAY).unwrap(), crate::exposure::DAY);
}
