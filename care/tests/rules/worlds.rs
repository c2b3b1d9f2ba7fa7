//! A hundred thousand worlds: nobody is asked who may not be, and whoever can be reached is.
//!
//! Each world is judged by an oracle of its own that knows the rules in plain words and none of the
//! code that ranks and climbs.

use std::collections::BTreeSet;

use care::{
    alerting::{Alert, Answer, Asked, Ladder, Reach, Urgency, Whom, best_first, due_actions},
    exposure::Decay,
    ids::PersonId,
    matching::{Availability, Candidate, Occasion, Seeker, Wishes, rank},
    roster::{Duty, on_duty},
    time::Instant,
    workload::{Deed, DeedKind, LoadPolicy, burden, picture},
};
use jiff::{SignedDuration, ToSpan, civil::date, tz::TimeZone};
use proptest::prelude::*;

const PEOPLE: usize = 8;
/// 2026-02-03, 12:00 in Amsterdam.
const NOON: Instant = Instant::from_millis(1_770_116_400_000);
/// A talk weighs a thousand, and so does a page; above this nobody is asked.
const CAP: u64 = 3_000;

fn who(number: usize) -> PersonId {
    PersonId::new(format!("p{number}"))
}

fn at(minutes: i64) -> Instant {
    NOON.plus(SignedDuration::from_mins(minutes))
}

/// A supporter, in plain facts.
#[derive(Clone, Debug)]
struct Supporter {
    trained_days: i64,
    paused: bool,
    duty: Option<(i64, i64)>,
    pages: Vec<i64>,
    open_cases: u32,
    tie: Option<usize>,
    manager: Option<usize>,
}

/// A colleague who needs somebody, in plain facts.
#[derive(Clone, Debug)]
struct Colleague {
    person: usize,
    there: BTreeSet<usize>,
    tie: Option<usize>,
    manager: Option<usize>,
    not_with: Option<usize>,
}

#[derive(Clone, Debug)]
struct World {
    supporters: Vec<Supporter>,
    colleagues: Vec<Colleague>,
    coordinators: BTreeSet<usize>,
    urgent: bool,
    capped: bool,
    /// Minutes from noon to the two looks.
    looks: (i64, i64),
    answers: Vec<Option<bool>>,
}

fn one() -> impl Strategy<Value = Option<usize>> {
    prop::option::weighted(0.3, 0..PEOPLE)
}

prop_compose! {
    fn supporter()(
        trained_days in -3..4_i64,
        paused in prop::bool::weighted(0.2),
        duty in prop::option::weighted(0.8, (-300..300_i64, 0..600_i64)),
        pages in prop::collection::vec(-3_000..0_i64, 0..4),
        open_cases in 0..4_u32,
        tie in one(),
        manager in one(),
    ) -> Supporter {
        let duty = duty.map(|(from, length)| (from, from + length));
        Supporter { trained_days, paused, duty, pages, open_cases, tie, manager }
    }
}

prop_compose! {
    fn colleague()(
        person in 0..PEOPLE,
        there in prop::collection::btree_set(0..PEOPLE, 0..3),
        tie in one(),
        manager in one(),
        not_with in one(),
    ) -> Colleague {
        Colleague { person, there, tie, manager, not_with }
    }
}

prop_compose! {
    fn world()(
        supporters in prop::collection::vec(supporter(), PEOPLE),
        colleagues in prop::collection::vec(colleague(), 1..5),
        coordinators in prop::collection::btree_set(0..PEOPLE, 0..3),
        urgent in any::<bool>(),
        capped in any::<bool>(),
        first in 0..900_i64,
        later in 0..900_i64,
        answers in prop::collection::vec(prop::option::of(any::<bool>()), PEOPLE),
    ) -> World {
        World { supporters, colleagues, coordinators, urgent, capped, looks: (first, first + later), answers }
    }
}

impl World {
    fn policy(&self) -> LoadPolicy {
        let mut policy = LoadPolicy {
            decay: Decay::None,
            ..LoadPolicy::default()
        };
        (policy.weights.talk, policy.weights.page) = (1_000, 1_000);
        if self.capped {
            (policy.hard_cap, policy.most_open_cases) = (Some(CAP), Some(3));
        }
        policy
    }

    /// The plain rules: may this supporter be asked for that colleague at this moment?
    fn may(&self, number: usize, colleague: &Colleague, minute: i64) -> bool {
        let supporter = &self.supporters[number];
        let on_duty = supporter
            .duty
            .is_some_and(|(from, until)| from <= minute && minute < until);
        let trained = supporter.trained_days >= days(minute);
        let load = 1_000 * supporter.pages.len() as u64;
        let capped = self.capped && (load + 1_000 > CAP || supporter.open_cases >= 3);
        let apart = number == colleague.person
            || colleague.there.contains(&number)
            || colleague.tie == Some(number)
            || supporter.tie == Some(colleague.person)
            || colleague.manager == Some(number)
            || supporter.manager == Some(colleague.person)
            || colleague.not_with == Some(number);
        on_duty && trained && !supporter.paused && !capped && !apart
    }

    fn candidates(&self, now: Instant) -> Vec<Candidate> {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let duties: Vec<Duty> = self
            .supporters
            .iter()
            .enumerate()
            .filter_map(|(number, supporter)| {
                let (from, until) = supporter.duty?;
                Some(Duty {
                    person: who(number),
                    from: at(from),
                    until: at(until),
                })
            })
            .collect();
        let here: Vec<PersonId> = on_duty(&duties, now).into_iter().cloned().collect();
        let candidate = |(number, facts): (usize, &Supporter)| {
            let deeds = facts
                .pages
                .iter()
                .map(|minute| Deed::new(DeedKind::Page, at(*minute)));
            let deeds: Vec<Deed> = deeds.collect();
            let picture = picture(&deeds, facts.open_cases, &self.policy(), now);
            let mut candidate = Candidate::of(who(number));
            let until = date(2026, 2, 3).saturating_add(facts.trained_days.days());
            candidate.training.basic_until = Some(until);
            if facts.paused {
                candidate.availability = Availability::Paused;
            }
            candidate.managers.extend(facts.manager.map(who));
            candidate.ties.extend(facts.tie.map(who));
            candidate.on_duty = here.contains(&who(number));
            candidate.burden = burden(&picture, &self.policy(), now.date(&tz), &tz);
            candidate
        };
        self.supporters.iter().enumerate().map(candidate).collect()
    }

    fn reach(&self, now: Instant) -> Reach {
        let today = now.date(&TimeZone::get("Europe/Amsterdam").unwrap());
        let candidates = self.candidates(now);
        let ranking = |colleague: &Colleague| {
            let mut seeker = Seeker::of(who(colleague.person));
            seeker
                .participants
                .extend(colleague.there.iter().copied().map(who));
            seeker.ties.extend(colleague.tie.map(who));
            seeker.managers.extend(colleague.manager.map(who));
            seeker.not_with.extend(colleague.not_with.map(who));
            let ranked = rank(
                &candidates,
                &seeker,
                &Wishes::default(),
                Occasion::Paging,
                today,
            );
            ranked.into_iter().map(|ranked| ranked.person).collect()
        };
        let rankings: Vec<Vec<PersonId>> = self.colleagues.iter().map(ranking).collect();
        let colleagues: BTreeSet<usize> = self.colleagues.iter().map(|it| it.person).collect();
        let coordinators = self.coordinators.difference(&colleagues).copied().map(who);
        Reach {
            on_duty: best_first(&rankings),
            coordinators: coordinators.collect(),
        }
    }

    fn alert(&self) -> Alert {
        Alert {
            opened: NOON,
            urgency: if self.urgent {
                Urgency::Now
            } else {
                Urgency::Soon
            },
            waiting: u32::try_from(self.colleagues.len()).unwrap(),
            asked: Vec::new(),
        }
    }
}

/// How many calendar days after that of noon a minute lies.
fn days(minute: i64) -> i64 {
    (minute + 12 * 60).div_euclid(24 * 60)
}

fn number(person: &PersonId) -> usize {
    person.as_str()[1..].parse().unwrap()
}

/// Asks, and checks each one by the plain rules; the alert keeps who was asked and what they said.
fn look(world: &World, alert: &mut Alert, minute: i64) -> Result<usize, TestCaseError> {
    let tz = TimeZone::get("Europe/Amsterdam").unwrap();
    let reach = world.reach(at(minute));
    let asks = due_actions(alert, &Ladder::default(), &reach, &tz, at(minute));
    for ask in &asks {
        let person = number(&ask.person);
        match ask.whom {
            Whom::OnDuty => {
                let may = world
                    .colleagues
                    .iter()
                    .any(|it| world.may(person, it, minute));
                prop_assert!(may, "p{person} is asked and may not be");
            }
            Whom::Coordinators => {
                prop_assert!(world.coordinators.contains(&person));
                prop_assert!(world.colleagues.iter().all(|it| it.person != person));
            }
        }
    }
    for ask in &asks {
        let said = world.answers[number(&ask.person)];
        let said = said.map(|yes| if yes { Answer::Coming } else { Answer::Cannot });
        alert.asked.push(Asked {
            person: ask.person.clone(),
            round: ask.round,
            rung: ask.rung,
            at: at(minute),
            answer: said.map(|answer| (answer, at(minute))),
        });
    }
    Ok(asks.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn nobody_is_asked_who_may_not_be_and_whoever_can_be_is(world in world()) {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let (first, later) = world.looks;
        let mut alert = world.alert();
        let begun = alert.begins(&Ladder::default(), &tz) <= at(first);
        let can = |minute| (0..PEOPLE)
            .any(|person| world.colleagues.iter().any(|it| world.may(person, it, minute)));
        let asked = look(&world, &mut alert, first)?;
        prop_assert!(asked > 0 || !begun || !can(first), "somebody could be asked");
        // With the same facts, a later look never finds less to do.
        let reach = world.reach(at(first));
        let due = |minute| due_actions(&world.alert(), &Ladder::default(), &reach, &tz, at(minute)).len();
        prop_assert!(due(first) <= due(later));
        // And as time goes on, and people answer, nobody is asked who may not be.
        for minute in [first + 5, first + 10, later.max(first + 10), later + 40] {
            look(&world, &mut alert, minute)?;
        }
    }
}
