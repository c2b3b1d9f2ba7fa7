use jiff::civil::date;
use proptest::collection::btree_set;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 3, 1);

fn person(n: u8) -> PersonId {
    PersonId::new(format!("p{n}"))
}

fn candidate(n: u8) -> Candidate {
    Candidate {
        person: person(n),
        training: Training {
            basic_until: Some(date(2030, 1, 1)),
            refreshed_on: None,
        },
        refresher: RefresherRule::Warn,
        availability: Availability::Active,
        managers: BTreeSet::new(),
        ties: BTreeSet::new(),
    }
}

fn seeker(n: u8) -> Seeker {
    Seeker {
        person: person(n),
        participants: BTreeSet::from([person(n)]),
        managers: BTreeSet::new(),
        ties: BTreeSet::new(),
        not_with: BTreeSet::new(),
    }
}

#[test]
fn a_stranger_to_the_event_may_support() {
    assert_eq!(exclusions(&candidate(1), &seeker(2), TODAY), []);
    assert_eq!(recheck(&candidate(1), &seeker(2), TODAY), None);
}

#[test]
fn each_exclusion_stands_alone() {
    use Exclusion::{Involved, LineManager, NotTrained, NotWith, Paused, PrivateTie};
    let one = || BTreeSet::from([person(1)]);
    let two = || BTreeSet::from([person(2)]);
    let (c, s) = (candidate(1), seeker(2));
    let untrained = Training::default();
    let cases = [
        (
            c.clone(),
            Seeker {
                participants: one(),
                ..s.clone()
            },
            Involved,
        ),
        (
            c.clone(),
            Seeker {
                managers: one(),
                ..s.clone()
            },
            LineManager,
        ),
        (
            Candidate {
                managers: two(),
                ..c.clone()
            },
            s.clone(),
            LineManager,
        ),
        (
            c.clone(),
            Seeker {
                ties: one(),
                ..s.clone()
            },
            PrivateTie,
        ),
        (
            Candidate {
                ties: two(),
                ..c.clone()
            },
            s.clone(),
            PrivateTie,
        ),
        (
            c.clone(),
            Seeker {
                not_with: one(),
                ..s.clone()
            },
            NotWith,
        ),
        (
            Candidate {
                training: untrained,
                ..c.clone()
            },
            s.clone(),
            NotTrained,
        ),
        (
            Candidate {
                availability: Availability::Paused,
                ..c
            },
            s,
            Paused,
        ),
    ];
    for (candidate, seeker, expected) in cases {
        assert_eq!(exclusions(&candidate, &seeker, TODAY), [expected]);
    }
}

#[test]
fn nobody_supports_themselves() {
    let mut alone = seeker(1);
    alone.participants.clear();
    assert_eq!(exclusions(&candidate(1), &alone, TODAY), [Exclusion::Self_]);
}

#[test]
fn a_supporter_found_to_be_involved_hands_over() {
    let mut later = seeker(2);
    later.participants.insert(person(1));
    assert_eq!(
        recheck(&candidate(1), &later, TODAY),
        Some(HandoverReason::Involved)
    );
}

#[test]
fn what_comes_between_two_people_later_leads_to_a_hand_over() {
    let one = BTreeSet::from([person(1)]);
    let (tie, wish) = (HandoverReason::Tie, HandoverReason::ColleagueWish);
    for (seeker, reason) in [
        (
            Seeker {
                ties: one.clone(),
                ..seeker(2)
            },
            tie,
        ),
        (
            Seeker {
                managers: one.clone(),
                ..seeker(2)
            },
            tie,
        ),
        (
            Seeker {
                not_with: one.clone(),
                ..seeker(2)
            },
            wish,
        ),
    ] {
        assert_eq!(recheck(&candidate(1), &seeker, TODAY), Some(reason));
    }
    let mut paused = candidate(1);
    paused.availability = Availability::Paused;
    let away = recheck(&paused, &seeker(2), TODAY);
    assert_eq!(away, Some(HandoverReason::Unavailable));
}

#[test]
fn training_that_expires_does_not_break_a_running_case() {
    let mut expired = candidate(1);
    expired.training.basic_until = Some(date(2026, 2, 28));
    assert_eq!(
        exclusions(&expired, &seeker(2), TODAY),
        [Exclusion::NotTrained]
    );
    assert_eq!(recheck(&expired, &seeker(2), TODAY), None);
}

#[test]
fn a_coordinator_cannot_tell_one_exclusion_from_another() {
    let all = Exclusion::ALL;
    let told: BTreeSet<_> = all.iter().map(|e| e.visible_to_coordinator()).collect();
    let codes: BTreeSet<_> = all.iter().map(|e| e.code()).collect();
    assert_eq!((told.len(), codes.len()), (1, all.len()));
}

fn few() -> impl Strategy<Value = BTreeSet<PersonId>> {
    btree_set((0u8..6).prop_map(person), 0..3)
}

prop_compose! {
    fn any_candidate()(
        n in 0u8..6, managers in few(), ties in few(), trained in any::<bool>(), paused in any::<bool>(),
    ) -> Candidate {
        Candidate {
            training: Training { basic_until: trained.then_some(TODAY), refreshed_on: None },
            availability: if paused { Availability::Paused } else { Availability::Active },
            managers,
            ties,
            ..candidate(n)
        }
    }
}

prop_compose! {
    fn any_seeker()(
        n in 0u8..6, participants in few(), managers in few(), ties in few(), not_with in few(),
    ) -> Seeker {
        Seeker { person: person(n), participants, managers, ties, not_with }
    }
}

proptest! {
    #[test]
    fn nobody_excluded_is_ever_eligible(
        candidates in prop::collection::vec(any_candidate(), 0..8),
        seeker in any_seeker(),
    ) {
        for chosen in eligible(&candidates, &seeker, TODAY) {
            prop_assert!(chosen.person != seeker.person);
            prop_assert!(!seeker.participants.contains(&chosen.person));
            prop_assert!(!seeker.managers.contains(&chosen.person));
            prop_assert!(!chosen.managers.contains(&seeker.person));
            prop_assert!(!seeker.ties.contains(&chosen.person));
            prop_assert!(!chosen.ties.contains(&seeker.person));
            prop_assert!(!seeker.not_with.contains(&chosen.person));
            prop_assert!(chosen.training.basic_until.is_some());
            prop_assert!(chosen.availability == Availability::Active);
        }
    }

    #[test]
    fn who_is_added_to_the_event_is_out_whatever_else_holds(
        candidate in any_candidate(), mut seeker in any_seeker(),
    ) {
        seeker.participants.insert(candidate.person.clone());
        prop_assert!(eligible(std::slice::from_ref(&candidate), &seeker, TODAY).is_empty());
        prop_assert_eq!(recheck(&candidate, &seeker, TODAY), Some(HandoverReason::Involved));
    }

    #[test]
    fn more_participants_never_make_anyone_eligible(
        candidate in any_candidate(), seeker in any_seeker(), added in few(),
    ) {
        let mut larger = seeker.clone();
        larger.participants.extend(added);
        let before = exclusions(&candidate, &seeker, TODAY);
        let after = exclusions(&candidate, &larger, TODAY);
        prop_assert!(before.iter().all(|exclusion| after.contains(exclusion)));
    }
}
