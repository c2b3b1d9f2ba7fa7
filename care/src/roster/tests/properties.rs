//! What holds of every rota.

use std::collections::BTreeSet;

use jiff::{SignedDuration, civil::date, tz::TimeZone};
use proptest::prelude::*;

use crate::ids::PersonId;
use crate::roster::*;
use crate::time::Instant;

const PEOPLE: [&str; 3] = ["anna", "bram", "cees"];

/// Stretches of whole hours within five weeks around a change of the clock.
fn stretches(most: usize) -> impl Strategy<Value = Vec<(PersonId, Instant, Instant)>> {
    let one = (0..PEOPLE.len(), 0i64..35 * 24, 1i64..30);
    let stretch = |(who, from, hours): (usize, i64, i64)| {
        let start = Instant::start_of(
            date(2026, 3, 9),
            &TimeZone::get("Europe/Amsterdam").unwrap(),
        );
        let from = start.plus(SignedDuration::from_hours(from));
        let until = from.plus(SignedDuration::from_hours(hours));
        (PersonId::new(PEOPLE[who]), from, until)
    };
    prop::collection::vec(one.prop_map(stretch), 0..most)
}

fn duties(most: usize) -> impl Strategy<Value = Vec<Duty>> {
    let duty = |(person, from, until)| Duty {
        person,
        from,
        until,
    };
    stretches(most).prop_map(move |all| all.into_iter().map(duty).collect())
}

fn facts() -> impl Strategy<Value = Facts> {
    let work = |(person, from, until)| Work {
        person,
        from,
        until,
    };
    stretches(25).prop_map(move |all| Facts {
        work: all.into_iter().map(work).collect(),
        away: vec![Away {
            person: PersonId::new("anna"),
            first: date(2026, 3, 20),
            last: date(2026, 3, 24),
        }],
        ..Facts::default()
    })
}

const LIMITS: Limits = Limits {
    a_day: Some(1),
    free_days: 1,
    a_week: Some(3),
    regime: Regime::Consignatie,
    rest_after_night_calls: false,
};

fn kinds(found: &[Violation]) -> BTreeSet<(Option<&PersonId>, &'static str)> {
    let kind = |it| -> (Option<&PersonId>, &'static str) {
        let it: &Violation = it;
        (it.person.as_ref(), it.broken.code())
    };
    found.iter().map(kind).collect()
}

proptest! {
    /// Less on call never breaks a rule that was kept.
    #[test]
    fn taking_a_duty_away_breaks_no_rule(
        duties in duties(30), facts in facts(), which in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!duties.is_empty());
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let rota = Rota { slots: &[], duties: &duties, facts: &facts, limits: &LIMITS, tz: &tz };
        let before = check(&rota);
        let mut less = duties.clone();
        less.remove(which.index(duties.len()));
        let after = check(&Rota { duties: &less, ..rota });
        prop_assert!(kinds(&after).is_subset(&kinds(&before)));
    }

    /// Who is not hindered can take the slot, and nothing is broken that was not.
    #[test]
    fn who_is_not_hindered_breaks_nothing(
        duties in duties(12), facts in facts(), slot in duties(2), who in 0..PEOPLE.len(),
    ) {
        let Some(it) = slot.first() else { return Ok(()) };
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let slot = Slot {
            from: it.from,
            until: it.until,
            day: it.from.date(&tz),
            pattern: PatternCode::new("duty"),
            place: 0,
        };
        let person = PersonId::new(PEOPLE[who]);
        let rota = Rota { slots: &[], duties: &duties, facts: &facts, limits: &LIMITS, tz: &tz };
        let hindered = hindrances(&rota, &slot, &person);
        let mut more = duties.clone();
        more.push(Duty { person: person.clone(), from: slot.from, until: slot.until });
        let (before, after) = (check(&rota), check(&Rota { duties: &more, ..rota }));
        for new in after.iter().filter(|new| !before.iter().any(|old| new.is_within(old))) {
            prop_assert!(hindered.contains(new), "{new:?}");
        }
    }

    /// A change touches two duties at most, says what it breaks, and is undone by its opposite.
    #[test]
    fn a_swap_says_what_it_breaks(
        duties in duties(12), facts in facts(),
        give in any::<prop::sample::Index>(), take in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!duties.is_empty());
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let rota = Rota { slots: &[], duties: &duties, facts: &facts, limits: &LIMITS, tz: &tz };
        let (give, take) = (give.get(&duties).clone(), take.get(&duties).clone());
        let change = Change::Swap { give: give.clone(), take: take.clone() };
        if give.person == take.person {
            prop_assert_eq!(changed(&duties, &change), Err(ChangeRefusal::Same));
            return Ok(());
        }
        let after = changed(&duties, &change).unwrap();
        prop_assert!(after.iter().zip(&duties).filter(|(new, old)| new != old).count() <= 2);
        let broken = objections(&rota, &change).unwrap();
        let (old, new) = (check(&rota), check(&Rota { duties: &after, ..rota }));
        for it in new.iter().filter(|new| !old.iter().any(|old| new.is_within(old))) {
            prop_assert!(broken.contains(it), "{it:?}");
        }
        let gone = Change::Cover { duty: Duty { until: give.from, ..give }, by: take.person };
        prop_assert_eq!(objections(&rota, &gone), Err(ChangeRefusal::Gone));
    }

    /// What is missing is exactly what more people would have to serve, hour by hour.
    #[test]
    fn open_is_what_nobody_serves(duties in duties(10), wanted in duties(8)) {
        let tz = TimeZone::UTC;
        let mut slots: Vec<Slot> = wanted
            .iter()
            .map(|it| Slot {
                from: it.from,
                until: it.until,
                day: it.from.date(&tz),
                pattern: PatternCode::new("duty"),
                place: 0,
            })
            .collect();
        slots.sort();
        let found = staffed(&slots, &duties);
        let hour = SignedDuration::from_hours(1);
        let first = slots.iter().map(|it| it.from).min();
        let last = slots.iter().map(|it| it.until).max();
        let (Some(mut now), Some(last)) = (first, last) else { return Ok(()) };
        while now < last {
            let wanted = slots.iter().filter(|it| it.from <= now && now < it.until).count();
            let there = on_duty(&duties, now).len();
            let missing = found
                .iter()
                .flat_map(|it| &it.missing)
                .filter(|it| it.from <= now && now < it.until)
                .count();
            // Who serves one slot to the minute does not serve another besides.
            prop_assert!(missing >= wanted.saturating_sub(there), "{now:?}");
            prop_assert!(missing <= wanted, "{now:?}");
            if there == 0 {
                prop_assert_eq!(missing, wanted);
            }
            now = now.plus(hour);
        }
        for it in &found {
            prop_assert_eq!(it.people.is_empty(), it.missing.iter().any(|gap| gap.from == it.slot.from && gap.until == it.slot.until));
        }
    }
}
