use std::collections::BTreeSet;

use jiff::{SignedDuration, civil::time, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::path::Stage;
use crate::protocol::TalkNumber;
use crate::roster::Duty;

fn tz() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn who(name: &str) -> PersonId {
    PersonId::new(name)
}

/// A moment at which it is day in Amsterdam: Tuesday 3 February 2026, 12:00.
const NOON: Instant = Instant::from_millis(1_770_116_400_000);

fn after(minutes: i64) -> Instant {
    NOON.plus(SignedDuration::from_mins(minutes))
}

fn alert(waiting: u32) -> Alert {
    Alert {
        opened: NOON,
        urgency: Urgency::Now,
        waiting,
        asked: Vec::new(),
    }
}

fn reach(on_duty: &[&str], coordinators: &[&str]) -> Reach {
    let people = |names: &[&str]| names.iter().map(|name| who(name)).collect();
    Reach {
        on_duty: people(on_duty),
        coordinators: people(coordinators),
    }
}

/// Does what is due, as the worker would.
fn work(alert: &mut Alert, reach: &Reach, now: Instant) -> Vec<String> {
    let asks = due_actions(alert, &Ladder::default(), reach, &tz(), now);
    for ask in &asks {
        alert.asked.push(Asked {
            person: ask.person.clone(),
            round: ask.round,
            rung: ask.rung,
            at: now,
            answer: None,
        });
    }
    asks.into_iter().map(|ask| ask.person.to_string()).collect()
}

fn answer(alert: &mut Alert, person: &str, answer: Answer, at: Instant) {
    let asked = alert
        .asked
        .iter_mut()
        .rev()
        .find(|asked| asked.person == who(person))
        .unwrap();
    asked.answer = Some((answer, at));
}

#[test]
fn climbs_from_the_first_to_the_second_to_the_coordinator() {
    let (mut alert, reach) = (alert(1), reach(&["anna", "bram"], &["coor"]));
    assert_eq!(work(&mut alert, &reach, NOON), ["anna"]);
    assert!(work(&mut alert, &reach, after(4)).is_empty());
    assert_eq!(work(&mut alert, &reach, after(5)), ["bram"]);
    assert_eq!(work(&mut alert, &reach, after(10)), ["coor"]);
    assert!(work(&mut alert, &reach, after(24)).is_empty());
    assert_eq!(
        work(&mut alert, &reach, after(25)),
        ["anna"],
        "a second round"
    );
}

#[test]
fn a_no_asks_the_next_one_at_once() {
    let (mut alert, reach) = (alert(1), reach(&["anna", "bram"], &["coor"]));
    work(&mut alert, &reach, NOON);
    answer(&mut alert, "anna", Answer::Cannot, after(1));
    assert_eq!(work(&mut alert, &reach, after(1)), ["bram"]);
    answer(&mut alert, "bram", Answer::Cannot, after(2));
    assert_eq!(work(&mut alert, &reach, after(2)), ["coor"]);
    assert!(
        !work(&mut alert, &reach, after(60)).contains(&"anna".to_owned()),
        "no is no"
    );
}

#[test]
fn an_acknowledgement_holds_and_is_not_the_end() {
    let (mut alert, reach) = (alert(1), reach(&["anna", "bram"], &["coor"]));
    work(&mut alert, &reach, NOON);
    answer(&mut alert, "anna", Answer::Coming, after(1));
    assert!(work(&mut alert, &reach, after(30)).is_empty(), "held");
    assert_eq!(
        work(&mut alert, &reach, after(31)),
        ["bram", "coor", "anna"],
        "took nobody on"
    );
}

#[test]
fn seven_colleagues_need_three_supporters_at_once() {
    let mut alert = alert(7);
    let reach = reach(&["anna", "bram", "cora", "daan"], &["coor"]);
    assert_eq!(work(&mut alert, &reach, NOON), ["anna", "bram", "cora"]);
    answer(&mut alert, "anna", Answer::Coming, after(1));
    answer(&mut alert, "bram", Answer::Coming, after(1));
    assert_eq!(alert.need(&Ladder::default(), after(2)), 1);
    alert.waiting = 0;
    assert!(
        work(&mut alert, &reach, after(500)).is_empty(),
        "everyone has somebody"
    );
}

#[test]
fn with_nobody_on_duty_the_coordinators_are_asked_at_once() {
    let (mut alert, empty) = (alert(1), reach(&[], &["coor", "cora"]));
    assert_eq!(work(&mut alert, &empty, NOON), ["coor", "cora"]);
    let later = reach(&["anna"], &["coor", "cora"]);
    assert_eq!(
        work(&mut alert, &later, after(2)),
        ["anna"],
        "who comes on duty is found"
    );
}

#[test]
fn who_comes_on_duty_after_the_last_round_is_still_asked() {
    let (mut alert, reach1) = (alert(1), reach(&["anna"], &["coor"]));
    for minute in 0..200 {
        work(&mut alert, &reach1, after(minute));
    }
    assert!(work(&mut alert, &reach1, after(300)).is_empty());
    let reach2 = reach(&["anna", "bram"], &["coor"]);
    assert_eq!(work(&mut alert, &reach2, after(300)), ["bram"]);
    assert!(work(&mut alert, &reach2, after(301)).is_empty());
}

#[test]
fn what_can_wait_waits_for_the_morning() {
    let mut alert = alert(1);
    alert.urgency = Urgency::Soon;
    alert.opened = after(14 * 60); // 02:00
    let reach = reach(&["anna"], &["coor"]);
    assert!(work(&mut alert, &reach, after(14 * 60)).is_empty());
    assert_eq!(
        next_look(&alert, &Ladder::default(), &tz(), after(14 * 60)),
        Some(after(19 * 60))
    );
    assert_eq!(work(&mut alert, &reach, after(19 * 60)), ["anna"], "07:00");
}

#[test]
fn a_worker_that_was_away_does_what_it_missed() {
    let (mut alert, reach) = (alert(1), reach(&["anna", "bram"], &["coor"]));
    assert_eq!(
        work(&mut alert, &reach, after(11)),
        ["anna", "bram", "coor"]
    );
}

#[test]
fn a_ladder_that_could_end_at_nobody_is_refused() {
    let mut ladder = Ladder::default();
    assert_eq!(ladder.check(), Ok(()));
    ladder.rungs.pop();
    assert_eq!(ladder.check(), Err(LadderRefusal::End));
    ladder.rungs.clear();
    assert_eq!(ladder.check(), Err(LadderRefusal::Rungs));
    let mut ladder = Ladder::default();
    ladder.rungs.swap(0, 1);
    assert_eq!(ladder.check(), Err(LadderRefusal::Order));
    let endless = Ladder {
        rounds: 0,
        ..Ladder::default()
    };
    assert_eq!(endless.check(), Err(LadderRefusal::Number));
}

#[test]
fn quiet_hours_end_at_the_clock_also_when_it_changes() {
    let quiet = Ladder::default().quiet.unwrap();
    let at = |day: &str, clock: jiff::civil::Time| {
        let day: jiff::civil::Date = day.parse().unwrap();
        Instant::from(day.to_datetime(clock).to_zoned(tz()).unwrap())
    };
    for (day, next) in [("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")] {
        let evening = at(day, time(23, 0, 0, 0));
        assert_eq!(quiet.end_after(evening, &tz()), at(next, time(7, 0, 0, 0)));
        let night = at(next, time(5, 0, 0, 0));
        assert_eq!(quiet.end_after(night, &tz()), at(next, time(7, 0, 0, 0)));
    }
    assert_eq!(quiet.end_after(NOON, &tz()), NOON);
}

#[test]
fn tuesday_nights_are_told_once() {
    let hour = |hours: i64| NOON.plus(SignedDuration::from_hours(hours));
    let week = 7 * 24;
    // Each week from Tuesday noon to the next, but for the ten hours after 22:00.
    let duties: Vec<Duty> = (0..4)
        .flat_map(|n| [(n * week, n * week + 10), (n * week + 20, (n + 1) * week)])
        .map(|(from, until)| Duty {
            person: who("anna"),
            from: hour(from),
            until: hour(until),
        })
        .collect();
    let reachable = BTreeSet::from([who("anna"), who("coor")]);
    let found = dead_ends(
        &Ladder::default(),
        &duties,
        &[who("coor")],
        &reachable,
        (NOON, hour(4 * week)),
        &tz(),
    );
    assert_eq!(
        found,
        [DeadEnd::EachWeek {
            weekday: jiff::civil::Weekday::Tuesday,
            from: time(22, 0, 0, 0),
            until: time(8, 0, 0, 0),
            weeks: 4,
        }]
    );
}

#[test]
fn nobody_without_a_working_channel_is_counted_on() {
    let until = after(60);
    let duties = [Duty {
        person: who("anna"),
        from: NOON,
        until,
    }];
    let none = BTreeSet::new();
    let found = dead_ends(
        &Ladder::default(),
        &duties,
        &[who("coor")],
        &none,
        (NOON, until),
        &tz(),
    );
    assert_eq!(
        found,
        [
            DeadEnd::CoordinatorsUnreachable,
            DeadEnd::Unreachable {
                person: who("anna"),
                from: NOON,
            }
        ]
    );
    let found = dead_ends(
        &Ladder::default(),
        &duties,
        &[],
        &none,
        (NOON, until),
        &tz(),
    );
    assert_eq!(found.first(), Some(&DeadEnd::NoCoordinator));
}

fn step(what: Stage) -> Step {
    Step {
        what,
        opens: NOON,
        late_from: after(24 * 60),
        planned: None,
        supported: true,
    }
}

#[test]
fn a_reminder_never_becomes_a_nag() {
    let quiet = Ladder::default().quiet;
    for what in Stage::all() {
        let mut sent: Vec<Reminded> = Vec::new();
        for hour in 0..24 * 60 {
            let now = after(hour * 60);
            for rule in due_reminders(&step(what), &sent, quiet, &tz(), now) {
                assert!(
                    !quiet.unwrap().covers(now, &tz()),
                    "nothing in the quiet hours"
                );
                sent.push(Reminded {
                    about: rule.about,
                    at: now,
                });
            }
        }
        assert!(sent.len() <= 5, "{what:?}: {sent:?}");
        for rule in RULES {
            let times = sent
                .iter()
                .filter(|reminded| reminded.about == rule.about)
                .count();
            assert!(times <= rule.most as usize, "{what:?}");
        }
        assert_eq!(
            next_reminder(&step(what), &sent, quiet, &tz()),
            None,
            "{what:?}: it ends"
        );
    }
}

#[test]
fn a_talk_is_said_the_day_before_and_not_after() {
    let planned = after(3 * 24 * 60);
    let mut talk = step(Stage::Outcome(TalkNumber::First));
    talk.planned = Some(planned);
    (talk.opens, talk.late_from) = (planned, planned.plus(SignedDuration::from_hours(72)));
    let due = |now| due_reminders(&talk, &[], None, &tz(), now);
    assert!(due(after(47 * 60)).is_empty());
    assert_eq!(due(after(48 * 60)).first().unwrap().about, Reminder::Talk);
    assert!(due(planned).is_empty(), "it is now");
}

#[test]
fn nobody_is_reminded_of_a_case_that_nobody_has_but_the_coordinators() {
    let mut alone = step(Stage::Signal);
    alone.supported = false;
    let due = due_reminders(&alone, &[], None, &tz(), after(25 * 60));
    assert!(due.iter().all(|rule| rule.to == To::Coordinators) && due.len() == 1);
}

fn answers() -> impl Strategy<Value = Option<(Answer, Instant)>> {
    let said = prop_oneof![Just(Answer::Coming), Just(Answer::Cannot)];
    prop::option::of((said, 0..200_i64).prop_map(|(answer, minute)| (answer, after(minute))))
}

prop_compose! {
    fn alerts()(
        waiting in 0..9_u32,
        urgent in any::<bool>(),
        opened in 0..2_000_i64,
        asked in prop::collection::vec((0..6_usize, 0..3_u32, 0..3_u32, answers()), 0..6),
    ) -> Alert {
        let asked = asked.into_iter().map(|(person, round, rung, answer)| Asked {
            person: who(NAMES[person]),
            round,
            rung,
            at: after(opened),
            answer,
        });
        Alert {
            opened: after(opened),
            urgency: if urgent { Urgency::Now } else { Urgency::Soon },
            waiting,
            asked: asked.collect(),
        }
    }
}

const NAMES: [&str; 6] = ["anna", "bram", "cora", "daan", "eva", "fred"];

proptest! {
    #[test]
    fn later_never_asks_fewer(
        alert in alerts(),
        on_duty in prop::sample::subsequence(NAMES.to_vec(), 0..=6).prop_shuffle(),
        coordinators in prop::sample::subsequence(NAMES.to_vec(), 0..=2),
        minutes in prop::collection::vec(0..5_000_i64, 2),
    ) {
        let (reach, ladder) = (reach(&on_duty, &coordinators), Ladder::default());
        let (sooner, later) = (minutes[0].min(minutes[1]), minutes[0].max(minutes[1]));
        let first = due_actions(&alert, &ladder, &reach, &tz(), after(sooner));
        let second = due_actions(&alert, &ladder, &reach, &tz(), after(later));
        prop_assert!(first.len() <= second.len(), "{first:?} {second:?}");
    }

    #[test]
    fn asks_only_whom_it_may_and_nobody_twice_at_once(
        alert in alerts(),
        on_duty in prop::sample::subsequence(NAMES.to_vec(), 0..=6),
        coordinators in prop::sample::subsequence(NAMES.to_vec(), 0..=2),
        minute in 0..5_000_i64,
    ) {
        let (reach, ladder) = (reach(&on_duty, &coordinators), Ladder::default());
        let asks = due_actions(&alert, &ladder, &reach, &tz(), after(minute));
        let mut seen = BTreeSet::new();
        for ask in &asks {
            let pool = match ask.whom {
                Whom::OnDuty => &reach.on_duty,
                Whom::Coordinators => &reach.coordinators,
            };
            prop_assert!(pool.contains(&ask.person));
            prop_assert!(seen.insert(&ask.person), "twice: {}", ask.person);
            let no = |asked: &Asked| asked.person == ask.person
                && matches!(asked.answer, Some((Answer::Cannot, _)));
            prop_assert!(!alert.asked.iter().any(no), "no is no");
        }
    }

    #[test]
    fn while_somebody_is_needed_somebody_who_can_is_asked(
        waiting in 1..9_u32,
        on_duty in prop::sample::subsequence(NAMES.to_vec(), 1..=6),
        minute in 0..5_000_i64,
    ) {
        let mut alert = alert(waiting);
        let reach = reach(&on_duty, &[]);
        prop_assert!(!work(&mut alert, &reach, after(minute)).is_empty());
    }

    #[test]
    fn a_look_is_always_ahead_and_finds_what_is_due_at_its_time(
        alert in alerts(),
        on_duty in prop::sample::subsequence(NAMES.to_vec(), 0..=6),
        minute in 0..5_000_i64,
    ) {
        let (reach, ladder, now) = (reach(&on_duty, &["coor"]), Ladder::default(), after(minute));
        let Some(next) = next_look(&alert, &ladder, &tz(), now) else {
            prop_assert_eq!(alert.waiting, 0);
            return Ok(());
        };
        prop_assert!(next > now);
        let here = due_actions(&alert, &ladder, &reach, &tz(), now);
        let just_before = next.minus(SignedDuration::from_millis(1));
        let then = due_actions(&alert, &ladder, &reach, &tz(), just_before.max(now));
        prop_assert_eq!(here.len(), then.len(), "nothing comes due between two looks");
    }
}
