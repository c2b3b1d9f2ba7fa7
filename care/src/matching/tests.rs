use jiff::civil::date;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::ids::PersonId;
use crate::team::{RefresherRule, Training};
use crate::workload::{Band, Burden};
use std::collections::BTreeSet;

const TODAY: Date = date(2026, 3, 1);
const BY_HAND: Occasion = Occasion::ByHand;

fn person(n: u8) -> PersonId {
    PersonId::new(format!("p{n}"))
}

fn candidate(n: u8) -> Candidate {
    Candidate {
        training: Training {
            basic_until: Some(date(2030, 1, 1)),
            refreshed_on: None,
        },
        refresher: RefresherRule::Warn,
        ..Candidate::of(person(n))
    }
}

fn seeker(n: u8) -> Seeker {
    Seeker {
        participants: BTreeSet::from([person(n)]),
        ..Seeker::of(person(n))
    }
}

#[test]
fn a_stranger_to_the_event_may_support() {
    assert_eq!(exclusions(&candidate(1), &seeker(2), BY_HAND, TODAY), []);
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
        assert_eq!(exclusions(&candidate, &seeker, BY_HAND, TODAY), [expected]);
    }
}

#[test]
fn nobody_supports_themselves() {
    let mut alone = seeker(1);
    alone.participants.clear();
    assert_eq!(
        exclusions(&candidate(1), &alone, BY_HAND, TODAY),
        [Exclusion::Self_]
    );
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
        exclusions(&expired, &seeker(2), BY_HAND, TODAY),
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
    fn any_burden()(
        points in 0u64..6_000, is_full in any::<bool>(), is_capped in prop::bool::weighted(0.2),
        rests in prop::bool::weighted(0.1), band in prop::option::of(select(Band::ALL)),
    ) -> Burden {
        Burden { points, steps: points / 1_000, band, is_full, is_capped, rests }
    }
}

prop_compose! {
    fn any_about()(
        lines in prop::collection::btree_set(select(vec!["ambulance", "dispatch"]).prop_map(str::to_owned), 0..3),
        team in prop::option::of((0u8..3).prop_map(person)),
    ) -> About {
        About { lines, team }
    }
}

prop_compose! {
    fn any_wishes()(
        chosen in prop::option::weighted(0.3, (0u8..6).prop_map(person)),
        language in prop::option::of(select(vec![Tongue::Dutch, Tongue::French])),
        gender in prop::option::of(select(Gender::ALL)), line in select(LineWish::ALL),
    ) -> Wishes {
        Wishes { chosen, language, gender, line }
    }
}

prop_compose! {
    fn any_candidate()(
        n in 0u8..6, managers in few(), ties in few(), trained in prop::bool::weighted(0.8),
        paused in prop::bool::weighted(0.2), burden in any_burden(), on_duty in any::<bool>(),
        languages in prop::collection::btree_set(select(vec![Tongue::Dutch, Tongue::French]), 0..3),
        gender in prop::option::of(select(Gender::ALL)), about in any_about(),
    ) -> Candidate {
        Candidate {
            training: Training { basic_until: trained.then_some(TODAY), refreshed_on: None },
            availability: if paused { Availability::Paused } else { Availability::Active },
            managers,
            ties,
            on_duty,
            burden,
            about,
            languages,
            gender,
            ..candidate(n)
        }
    }
}

prop_compose! {
    fn any_seeker()(
        n in 0u8..6, participants in few(), managers in few(), ties in few(), not_with in few(),
        earlier in few(), about in any_about(),
    ) -> Seeker {
        Seeker { person: person(n), participants, managers, ties, not_with, earlier, about }
    }
}

proptest! {
    #[test]
    fn nobody_excluded_is_ever_eligible(
        candidates in prop::collection::vec(any_candidate(), 0..8),
        seeker in any_seeker(), occasion in select(Occasion::ALL),
    ) {
        for chosen in eligible(&candidates, &seeker, occasion, TODAY) {
            prop_assert!(chosen.person != seeker.person);
            prop_assert!(!seeker.participants.contains(&chosen.person));
            prop_assert!(!seeker.managers.contains(&chosen.person));
            prop_assert!(!chosen.managers.contains(&seeker.person));
            prop_assert!(!seeker.ties.contains(&chosen.person));
            prop_assert!(!chosen.ties.contains(&seeker.person));
            prop_assert!(!seeker.not_with.contains(&chosen.person));
            prop_assert!(chosen.training.basic_until.is_some());
            prop_assert!(chosen.availability == Availability::Active);
            prop_assert!(!chosen.burden.is_capped && !chosen.burden.rests);
            prop_assert!(chosen.on_duty || occasion == BY_HAND);
        }
    }

    #[test]
    fn who_is_added_to_the_event_is_out_whatever_else_holds(
        candidate in any_candidate(), mut seeker in any_seeker(),
    ) {
        seeker.participants.insert(candidate.person.clone());
        prop_assert!(eligible(std::slice::from_ref(&candidate), &seeker, BY_HAND, TODAY).is_empty());
        prop_assert_eq!(recheck(&candidate, &seeker, TODAY), Some(HandoverReason::Involved));
    }

    #[test]
    fn more_participants_never_make_anyone_eligible(
        candidate in any_candidate(), seeker in any_seeker(), added in few(),
    ) {
        let mut larger = seeker.clone();
        larger.participants.extend(added);
        let before = exclusions(&candidate, &seeker, BY_HAND, TODAY);
        let after = exclusions(&candidate, &larger, BY_HAND, TODAY);
        prop_assert!(before.iter().all(|exclusion| after.contains(exclusion)));
    }

    /// Must show 1: nobody is ranked who is excluded, and somebody is when anybody may.
    #[test]
    fn everyone_eligible_is_ranked_once_and_nobody_else(
        candidates in prop::collection::vec(any_candidate(), 0..8), seeker in any_seeker(),
        wishes in any_wishes(), occasion in select(Occasion::ALL),
    ) {
        let ranked: Vec<PersonId> = people(&rank(&candidates, &seeker, &wishes, occasion, TODAY));
        let distinct: BTreeSet<&PersonId> = ranked.iter().collect();
        let free = eligible(&candidates, &seeker, occasion, TODAY);
        let free: BTreeSet<&PersonId> = free.into_iter().map(|one| &one.person).collect();
        prop_assert_eq!(distinct.len(), ranked.len());
        prop_assert_eq!(distinct, free);
    }

    #[test]
    fn the_order_of_the_candidates_is_of_no_matter(
        candidates in prop::collection::vec(any_candidate(), 0..8).prop_shuffle(), seeker in any_seeker(),
        wishes in any_wishes(), turn in 0usize..8,
    ) {
        let mut turned = candidates.clone();
        turned.rotate_left(turn.min(candidates.len()));
        turned.reverse();
        prop_assert_eq!(
            rank(&candidates, &seeker, &wishes, BY_HAND, TODAY),
            rank(&turned, &seeker, &wishes, BY_HAND, TODAY)
        );
    }

    #[test]
    fn more_load_never_ranks_better(
        candidates in prop::collection::btree_map(0u8..6, any_candidate(), 1..6), seeker in any_seeker(),
        wishes in any_wishes(), more in 0u64..5_000, full in any::<bool>(), which in 0usize..6,
    ) {
        let before: Vec<Candidate> = candidates
            .into_iter()
            .map(|(n, one)| Candidate { person: person(n), ..one })
            .collect();
        let mut after = before.clone();
        let which = which % after.len();
        let burden = &mut after[which].burden;
        burden.points += more;
        burden.steps = burden.points / 1_000;
        burden.is_full |= full;
        let who = before[which].person.clone();
        let place = |all: &[Candidate]| {
            let ranked = people(&rank(all, &seeker, &wishes, BY_HAND, TODAY));
            ranked.iter().position(|one| *one == who)
        };
        prop_assert!(place(&before) <= place(&after));
    }

    /// If anyone eligible meets every wish, the first one does; the same for each wish by its weight.
    #[test]
    fn a_wish_is_met_when_it_can_be(
        candidates in prop::collection::btree_map(0u8..6, any_candidate(), 0..6), seeker in any_seeker(),
        wishes in any_wishes(),
    ) {
        let all: Vec<Candidate> = candidates
            .into_iter()
            .map(|(n, one)| Candidate { person: person(n), ..one })
            .collect();
        let free = eligible(&all, &seeker, BY_HAND, TODAY);
        let best = free.iter().map(|one| wishes.unmet(one, &seeker)).min();
        let ranked = rank(&all, &seeker, &wishes, BY_HAND, TODAY);
        let first = ranked.first().map(|first| {
            let it = free.iter().find(|one| one.person == first.person).unwrap();
            let unmet = wishes.unmet(it, &seeker);
            assert_eq!(first.reasons.contains(&Reason::WishUnmet), unmet.contains(&true));
            unmet
        });
        prop_assert_eq!(first, best);
    }

    /// Adding somebody who is excluded changes nothing that anyone sees.
    #[test]
    fn nobody_can_tell_that_somebody_is_missing(
        candidates in prop::collection::vec(any_candidate(), 0..6), seeker in any_seeker(),
        wishes in any_wishes(), other in any_candidate(),
    ) {
        prop_assume!(candidates.iter().all(|one| one.person != other.person));
        prop_assume!(!exclusions(&other, &seeker, BY_HAND, TODAY).is_empty());
        let before = rank(&candidates, &seeker, &wishes, BY_HAND, TODAY);
        let mut all = candidates;
        all.push(other);
        prop_assert_eq!(rank(&all, &seeker, &wishes, BY_HAND, TODAY), before);
    }

    /// A limit, a day of rest or the end of a duty never takes a running case away (R127).
    #[test]
    fn a_running_case_stays_where_it_is_when_a_limit_is_reached(
        candidate in any_candidate(), seeker in any_seeker(), burden in any_burden(), on_duty in any::<bool>(),
    ) {
        let later = Candidate { on_duty, burden, ..candidate.clone() };
        prop_assert_eq!(recheck(&candidate, &seeker, TODAY), recheck(&later, &seeker, TODAY));
    }
}

fn people(ranked: &[Ranked]) -> Vec<PersonId> {
    ranked.iter().map(|one| one.person.clone()).collect()
}

#[test]
fn off_duty_counts_for_a_page_and_not_for_a_choice() {
    let asleep = candidate(1);
    for occasion in [Occasion::Paging, Occasion::Automatic] {
        let off = exclusions(&asleep, &seeker(2), occasion, TODAY);
        assert_eq!(off, [Exclusion::OffDuty]);
    }
    assert_eq!(exclusions(&asleep, &seeker(2), BY_HAND, TODAY), []);
}

#[test]
fn the_reasons_say_why_somebody_is_first() {
    let known = Candidate {
        on_duty: true,
        languages: BTreeSet::from([Tongue::French]),
        burden: Burden {
            band: Some(Band::Calm),
            ..Burden::default()
        },
        ..candidate(1)
    };
    let seeker = Seeker {
        earlier: BTreeSet::from([person(1)]),
        ..seeker(2)
    };
    let wishes = Wishes {
        language: Some(Tongue::French),
        ..Wishes::default()
    };
    let ranked = rank(&[candidate(3), known], &seeker, &wishes, BY_HAND, TODAY);
    assert_eq!(people(&ranked), [person(1), person(3)]);
    let (first, last) = (&ranked[0].reasons, &ranked[1].reasons);
    let expected = [
        Reason::Language,
        Reason::Earlier,
        Reason::OnDuty,
        Reason::Calm,
    ];
    assert_eq!(*first, expected);
    assert_eq!(*last, [Reason::WishUnmet]);
}
