//! Rotas that are made of patterns, leave, pauses and work, by the rules that hold for them.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    ids::PersonId,
    label::Label,
    roster::{
        Away, Broken, Duty, Facts, Limits, Pattern, PatternCode, Pause, Plan, Regime, Serving,
        Task, Weekday, Work, slots,
    },
    time::Instant,
};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, date, time},
    tz::TimeZone,
};
use veer::{clock::Clock, rota};

const FIRST: Date = date(2026, 3, 2);

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn person(n: usize) -> PersonId {
    PersonId::new(format!("p{n}"))
}

fn at(day: Date, hour: i8) -> Instant {
    let wall = day.to_datetime(time(hour, 0, 0, 0));
    amsterdam().to_zoned(wall).unwrap().into()
}

fn pattern(code: &str, hours: (i8, i8), places: u8) -> Pattern {
    Pattern {
        code: PatternCode::new(code),
        name: Label::new(code, code),
        days: Weekday::ALL.iter().copied().collect(),
        from: time(hours.0, 0, 0, 0),
        until: time(hours.1, 0, 0, 0),
        places,
    }
}

/// A day and a night duty for some weeks over the change of the clock.
fn task(people: usize, weeks: i64, limits: Limits) -> Task {
    let patterns = [pattern("day", (8, 20), 1), pattern("night", (20, 8), 1)];
    let last = FIRST + (weeks * 7 - 1).days();
    let serving = |n| Serving {
        person: person(n),
        share: 100,
    };
    Task {
        slots: slots(&patterns, &[], (FIRST, last), &amsterdam()),
        people: (0..people).map(serving).collect(),
        facts: Facts::default(),
        wishes: Vec::new(),
        limits,
        kept: Vec::new(),
        before: Vec::new(),
        holidays: BTreeSet::new(),
        tz: amsterdam(),
    }
}

fn made(task: &Task) -> Plan {
    rota::generate(task, &Clock::system(), SignedDuration::from_secs(60))
}

fn counts(duties: &[Duty]) -> BTreeMap<&PersonId, usize> {
    let mut counts = BTreeMap::new();
    for duty in duties {
        *counts.entry(&duty.person).or_default() += 1;
    }
    counts
}

const LIMITS: Limits = Limits {
    a_day: Some(1),
    free_days: 1,
    a_week: Some(3),
    regime: Regime::None,
    rest_after_night_calls: false,
};

#[test]
fn nights_and_weekends_are_shared_out_too() {
    let plan = made(&task(8, 8, LIMITS));
    assert!(plan.proven);
    assert_eq!((plan.unmet.len(), plan.violations.len()), (0, 0));
    let spread = plan.spread;
    assert_eq!((spread.all, spread.night), (0, 0));
    assert!(spread.weekend <= 1, "{spread:?}");
}

#[test]
fn who_is_paused_or_away_is_left_alone_and_who_carries_much_gets_less() {
    let mut task = task(9, 8, LIMITS);
    task.facts.pauses.push(Pause {
        person: person(0),
        from: at(FIRST, 0),
        until: None,
    });
    task.facts.away.push(Away {
        person: person(1),
        first: FIRST + 7.days(),
        last: FIRST + 20.days(),
    });
    task.people[2].share = 50;
    let plan = made(&task);
    assert_eq!((plan.unmet.len(), plan.violations.len()), (0, 0));
    let duties = plan.duties();
    let counts = counts(&duties);
    assert_eq!(counts.get(&person(0)), None);
    let (half, whole) = (counts[&person(2)], counts[&person(3)]);
    assert!(
        half * 2 <= whole + 2 && half * 2 + 2 >= whole,
        "{half} and {whole}"
    );
    let (from, until) = (at(FIRST + 7.days(), 0), at(FIRST + 21.days(), 0));
    let away = duties.iter().filter(|it| it.person == person(1));
    assert!(away.clone().count() > 0);
    assert!(away.clone().all(|it| it.until <= from || it.from >= until));
}

/// Everybody has a night shift each week, and ordinary work besides.
#[test]
fn what_the_law_forbids_is_not_planned() {
    let mut task = task(
        8,
        8,
        Limits {
            regime: Regime::Consignatie,
            ..LIMITS
        },
    );
    for n in 0..8 {
        for week in 0..8 {
            let day = FIRST + (i64::from(week) * 7 + i64::from(n) % 5).days();
            task.facts.work.push(Work {
                person: person(usize::try_from(n).unwrap()),
                from: at(day, 23),
                until: at(day + 1.day(), 7),
            });
        }
    }
    let plan = made(&task);
    assert_eq!(plan.violations, []);
    assert_eq!(plan.unmet, []);
}

/// Three people cannot keep 14 days without on-call each and serve every day and night.
#[test]
fn where_the_law_leaves_too_few_it_says_so() {
    let regime = Regime::Consignatie;
    let limits = Limits {
        regime,
        ..Limits::default()
    };
    let mut task = task(2, 5, limits);
    let patterns = [pattern("whole", (8, 8), 1)];
    task.slots = slots(&patterns, &[], (FIRST, FIRST + 34.days()), &task.tz);
    task.facts.away.push(Away {
        person: person(0),
        first: FIRST,
        last: FIRST + 9.days(),
    });
    let plan = rota::generate(&task, &Clock::system(), SignedDuration::from_secs(5));
    assert!(plan.violations.is_empty());
    assert!(!plan.unmet.is_empty());
    let why = plan
        .unmet
        .iter()
        .flat_map(|it| &it.why)
        .flat_map(|it| &it.by);
    let mut why = why.map(|it| &it.broken);
    assert!(why.any(|it| matches!(
        it,
        Broken::TooFewDaysWithout { .. } | Broken::TooFewFreeStretches { .. }
    )));
}

#[test]
fn what_is_kept_stays_and_counts() {
    let mut task = task(8, 2, LIMITS);
    let kept = |day: Date, n| Duty {
        person: person(n),
        from: at(day, 8),
        until: at(day, 20),
    };
    // Before the period, on its first day, and by somebody who left the team.
    task.kept = vec![
        kept(FIRST - 1.day(), 0),
        kept(FIRST, 1),
        kept(FIRST + 1.day(), 42),
    ];
    let plan = made(&task);
    assert_eq!(plan.unmet, []);
    let duties = plan.duties();
    assert!(duties.contains(&task.kept[1]) && duties.contains(&task.kept[2]));
    let early = duties.iter().filter(|it| it.person == person(0));
    assert!(early.clone().all(|it| it.from >= at(FIRST + 1.day(), 0)));
    assert_eq!(
        duties.iter().filter(|it| it.person == person(42)).count(),
        1
    );
}

#[test]
fn the_same_task_gives_the_same_rota() {
    let task = task(8, 6, LIMITS);
    assert_eq!(made(&task), made(&task));
}

#[test]
fn nothing_wanted_and_nobody_there_are_rotas_too() {
    let mut nothing = task(3, 1, LIMITS);
    nothing.slots.clear();
    assert_eq!(made(&nothing).filled, []);
    let nobody = made(&task(0, 1, LIMITS));
    assert_eq!(nobody.unmet.len(), 14);
    assert!(nobody.proven);
}
