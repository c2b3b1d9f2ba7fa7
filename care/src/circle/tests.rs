use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::{access::Role, ids::PersonId};

fn person(n: usize) -> PersonId {
    PersonId::new(format!("p{n}"))
}

fn holder(n: usize) -> Holder {
    person(n).into()
}

fn ring(members: &[usize], newest: Generation, linked: &[Generation]) -> Ring {
    Ring {
        members: members.iter().map(|n| person(*n)).collect(),
        newest,
        linked: linked.iter().copied().collect(),
        ..Ring::default()
    }
}

#[test]
fn the_supporter_reads_and_the_colleague_by_choice() {
    let (daan, sanne) = (person(0), person(1));
    let nobody = BTreeSet::new();
    let around = Around {
        subject: Some(&daan),
        supporter: Some(&sanne),
        participants: &nobody,
    };
    let team = RoleSet::from(Role::Supporter);
    assert_eq!(case_members(&around, team, false), [sanne.clone()].into());
    let both = [daan.clone(), sanne.clone()].into();
    assert_eq!(case_members(&around, team, true), both);
    // Who turned out to be involved reads no more, nor does who left the team (R004).
    let there = BTreeSet::from([sanne.clone()]);
    let involved = Around {
        participants: &there,
        ..around
    };
    assert!(case_members(&involved, team, false).is_empty());
    assert!(case_members(&around, Role::Colleague.into(), false).is_empty());
    let alone = Around {
        supporter: None,
        ..around
    };
    assert_eq!(case_members(&alone, RoleSet::NONE, true), [daan].into());
}

#[test]
fn a_linked_key_opens_the_one_before() {
    let mut ring = ring(&[1], 3, &[3]);
    ring.wraps.insert((3, holder(1)));
    assert_eq!(ring.reach(&holder(1)), [2, 3].into());
    ring.linked.insert(2);
    assert_eq!(ring.reach(&holder(1)), [1, 2, 3].into());
    assert!(ring.reach(&holder(2)).is_empty());
}

#[test]
fn only_the_newest_of_linked_keys_is_wanted() {
    let mut ring = ring(&[1, 2], 3, &[2]);
    for generation in 1..=3 {
        ring.wraps.insert((generation, holder(1)));
    }
    ring.wraps.insert((1, holder(3)));
    let wanted = [(2, holder(2)), (3, holder(2))].into();
    assert_eq!(ring.wanted_from(&holder(1)), wanted);
    // Who left can still give what they have, and nothing else.
    let wanted = [(1, holder(2))].into();
    assert_eq!(ring.wanted_from(&holder(3)), wanted);
    ring.team = true;
    assert!(ring.wanted_from(&holder(1)).contains(&(3, Holder::Team)));
}

#[test]
fn a_key_is_replaced_when_somebody_has_it_who_may_not_read() {
    let mut ring = ring(&[1], 1, &[]);
    ring.wraps.insert((1, holder(1)));
    assert!(!ring.rotation_due());
    ring.wraps.insert((1, holder(2)));
    assert!(ring.rotation_due());
    assert!(!ring.may_seal_to(1));
    ring.newest = 2;
    ring.wraps.insert((2, holder(1)));
    assert!(!ring.rotation_due());
    assert!(ring.may_seal_to(2) && !ring.may_seal_to(1) && !ring.may_seal_to(3));
    ring.wraps.insert((2, Holder::Team));
    assert!(ring.rotation_due(), "the colleague no longer agrees");
    assert!(
        !Ring {
            due: true,
            ..Ring::default()
        }
        .rotation_due()
    );
}

#[test]
fn a_wrap_of_who_left_stays_until_every_member_has_that_key() {
    let mut ring = ring(&[1], 2, &[]);
    ring.wraps.extend([(1, holder(2)), (2, holder(1))]);
    assert!(ring.to_forget().is_empty());
    ring.wraps.insert((1, holder(1)));
    assert_eq!(ring.to_forget(), [(1, holder(2))].into());
    ring.members.clear();
    ring.wraps = [(1, holder(2))].into();
    assert!(ring.to_forget().is_empty(), "nobody else could give it");
    ring.wraps.insert((2, Holder::Team));
    assert_eq!(ring.to_forget(), [(2, Holder::Team)].into());
}

/// What can happen to a circle.
#[derive(Clone, Debug)]
enum Step {
    Join(usize),
    Leave(usize),
    Consent(bool),
    Renew(usize),
    Give(usize),
    Link(usize),
    Forget,
    Write,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..4_usize;
    let step = prop_oneof![
        who.clone().prop_map(Step::Join),
        who.clone().prop_map(Step::Leave),
        any::<bool>().prop_map(Step::Consent),
        who.clone().prop_map(Step::Renew),
        who.clone().prop_map(Step::Give),
        who.prop_map(Step::Link),
        Just(Step::Forget),
        Just(Step::Write),
    ];
    prop::collection::vec(step, 1..60)
}

/// A circle, what each holder ever had, and the notes with who could read when they were written.
#[derive(Default)]
struct Story {
    ring: Ring,
    ever: BTreeMap<Holder, BTreeSet<Generation>>,
    notes: Vec<(Generation, BTreeSet<Holder>)>,
}

impl Story {
    fn wrap(&mut self, generation: Generation, to: Holder) {
        assert!(self.ring.may_hold(&to), "a wrap for somebody outside");
        self.ever.entry(to.clone()).or_default().insert(generation);
        self.ring.wraps.insert((generation, to));
    }

    fn go(&mut self, step: &Step) {
        match step {
            Step::Join(n) => {
                self.ring.members.insert(person(*n));
            }
            Step::Leave(n) => self.ring.due |= self.ring.members.remove(&person(*n)),
            Step::Consent(agreed) => {
                // What the team held may be forgotten before the key is replaced, so it is marked.
                self.ring.due |= self.ring.team && !agreed;
                self.ring.team = *agreed;
            }
            Step::Renew(n) => self.renew(*n),
            Step::Give(n) => {
                for (generation, to) in self.ring.wanted_from(&holder(*n)) {
                    assert!(self.ring.may_give(&holder(*n), generation, &to));
                    self.wrap(generation, to);
                }
            }
            Step::Link(n) => {
                let reach = self.ring.reach(&holder(*n));
                let links = reach.iter().filter(|g| reach.contains(&(*g - 1)));
                self.ring.linked.extend(links);
            }
            Step::Forget => {
                for gone in self.ring.to_forget() {
                    self.ring.wraps.remove(&gone);
                }
            }
            Step::Write if self.ring.may_seal_to(self.ring.newest) => {
                let people = self.ring.members.iter().cloned().map(Holder::Person);
                let readers = people.chain(self.ring.team.then_some(Holder::Team));
                self.notes.push((self.ring.newest, readers.collect()));
            }
            Step::Write => {}
        }
    }

    fn renew(&mut self, n: usize) {
        if !self.ring.members.contains(&person(n)) {
            return;
        }
        let had = self.ring.reach(&holder(n)).contains(&self.ring.newest);
        self.ring.newest += 1;
        self.ring.due = false;
        if had {
            self.ring.linked.insert(self.ring.newest);
        }
        let members: Vec<PersonId> = self.ring.members.iter().cloned().collect();
        for member in members {
            self.wrap(self.ring.newest, member.into());
        }
        if self.ring.team {
            self.wrap(self.ring.newest, Holder::Team);
        }
    }

    /// Every key that a holder could open with all they ever had, also what was taken from them.
    fn ever_opens(&self, holder: &Holder) -> BTreeSet<Generation> {
        let had = self.ever.get(holder).into_iter().flatten();
        let wraps = had
            .map(|generation| (*generation, holder.clone()))
            .collect();
        let ring = Ring {
            wraps,
            ..self.ring.clone()
        };
        ring.reach(holder)
    }
}

proptest! {
    #[test]
    fn nobody_outside_is_ever_offered_a_key(steps in steps()) {
        let mut story = Story::default();
        for step in &steps {
            story.go(step);
            for giver in (0..4).map(holder).chain([Holder::Team]) {
                for (generation, to) in story.ring.wanted_from(&giver) {
                    prop_assert!(story.ring.may_hold(&to));
                    prop_assert!(story.ring.reach(&giver).contains(&generation));
                    prop_assert!(!story.ring.reach(&to).contains(&generation));
                }
            }
        }
    }

    #[test]
    fn who_left_opens_nothing_that_is_written_afterwards(steps in steps()) {
        let mut story = Story::default();
        for step in &steps {
            let before = story.notes.len();
            story.go(step);
            for (generation, readers) in story.notes.iter().skip(before) {
                for holder in (0..4).map(holder).chain([Holder::Team]) {
                    let opens = story.ever_opens(&holder).contains(generation);
                    prop_assert!(!opens || readers.contains(&holder), "{holder:?} opens {generation}");
                }
            }
        }
    }

    #[test]
    fn forgetting_takes_nothing_from_a_reader_and_loses_no_key(steps in steps()) {
        let mut story = Story::default();
        for step in &steps {
            let before = story.ring.clone();
            story.go(step);
            if !matches!(step, Step::Forget) {
                continue;
            }
            for member in before.members.iter().cloned().map(Holder::Person) {
                prop_assert_eq!(before.reach(&member), story.ring.reach(&member));
            }
            let held = |ring: &Ring| -> BTreeSet<Generation> {
                let people = ring.wraps.iter().filter(|(_, holder)| *holder != Holder::Team);
                people.flat_map(|(_, holder)| ring.reach(holder)).collect()
            };
            prop_assert_eq!(held(&before), held(&story.ring));
        }
    }

    #[test]
    fn giving_all_that_is_wanted_lets_everybody_read_what_the_giver_reads(steps in steps()) {
        let mut story = Story::default();
        for step in &steps {
            story.go(step);
        }
        for giver in 0..4 {
            story.go(&Step::Give(giver));
            prop_assert!(story.ring.wanted_from(&holder(giver)).is_empty());
            let gives = story.ring.reach(&holder(giver));
            for member in story.ring.members.iter().cloned().map(Holder::Person) {
                prop_assert!(story.ring.reach(&member).is_superset(&gives));
            }
        }
    }
}
