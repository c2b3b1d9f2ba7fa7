use std::collections::BTreeSet;

use super::Holder;
use crate::ids::PersonId;

/// The number of a key in its circle: 1, 2, 3 and so on without gaps.
pub type Generation = i64;

/// The keys of a circle, and who holds which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// Who may read now.
    pub members: BTreeSet<PersonId>,
    /// Whether the team's key must be able to open it: the colleague agreed and there is a team.
    pub team: bool,
    /// The newest key; 0 while there is none.
    pub newest: Generation,
    /// The keys that hold the key before them, so that one reaches back.
    pub linked: BTreeSet<Generation>,
    /// Who holds which key, in a vault that still opens.
    pub wraps: BTreeSet<(Generation, Holder)>,
    /// Whether somebody left, or took back their consent, since the newest key was made.
    pub due: bool,
}

impl Ring {
    /// Whether this holder may be given keys: a member, or the team where that was agreed.
    #[must_use]
    pub fn may_hold(&self, holder: &Holder) -> bool {
        match holder {
            Holder::Person(person) => self.members.contains(person),
            Holder::Team => self.team,
        }
    }

    /// The keys that a holder can open: their own, and what those reach back to.
    #[must_use]
    pub fn reach(&self, holder: &Holder) -> BTreeSet<Generation> {
        let mut reached = BTreeSet::new();
        for generation in (1..=self.newest).rev() {
            let own = self.wraps.contains(&(generation, holder.clone()));
            let back =
                self.linked.contains(&(generation + 1)) && reached.contains(&(generation + 1));
            if own || back {
                reached.insert(generation);
            }
        }
        reached
    }

    /// Everyone who must be able to open all keys.
    fn readers(&self) -> impl Iterator<Item = Holder> {
        let people = self.members.iter().cloned().map(Holder::Person);
        people.chain(self.team.then_some(Holder::Team))
    }

    /// What somebody can give to who still needs it: the newest of each run of linked keys.
    #[must_use]
    pub fn wanted_from(&self, giver: &Holder) -> BTreeSet<(Generation, Holder)> {
        let has = self.reach(giver);
        let mut wanted = BTreeSet::new();
        for reader in self.readers().filter(|reader| reader != giver) {
            let reads = self.reach(&reader);
            let has_to_give =
                |generation: Generation| has.contains(&generation) && !reads.contains(&generation);
            let heads = has.iter().copied().filter(|generation| {
                let follows =
                    self.linked.contains(&(generation + 1)) && has_to_give(generation + 1);
                has_to_give(*generation) && !follows
            });
            wanted.extend(heads.map(|generation| (generation, reader.clone())));
        }
        wanted
    }

    /// Whether somebody may give this key to this holder: they can open it and the holder may have it.
    #[must_use]
    pub fn may_give(&self, giver: &Holder, generation: Generation, to: &Holder) -> bool {
        self.may_hold(to) && self.reach(giver).contains(&generation)
    }

    /// Whether nothing new may be sealed to the newest key: somebody holds it who may not read.
    ///
    /// The mark says so from the moment of leaving; that the holders are looked at too keeps a
    /// change of members that ran beside a renewal from being missed.
    #[must_use]
    pub fn rotation_due(&self) -> bool {
        let outsider = |(generation, holder): &(Generation, Holder)| {
            *generation == self.newest && !self.may_hold(holder)
        };
        self.newest > 0 && (self.due || self.wraps.iter().any(outsider))
    }

    /// Whether a note may be sealed to this key now.
    #[must_use]
    pub fn may_seal_to(&self, generation: Generation) -> bool {
        generation > 0 && generation == self.newest && !self.rotation_due()
    }

    /// Wraps of who left that nobody needs any more: every member can open those keys.
    ///
    /// The newest key stays until it is replaced, so that it is known who has it. What the team
    /// held goes as soon as the colleague no longer agrees.
    #[must_use]
    pub fn to_forget(&self) -> BTreeSet<(Generation, Holder)> {
        let spare = |generation: Generation| {
            let reads = |holder: Holder| self.reach(&holder).contains(&generation);
            generation < self.newest
                && !self.members.is_empty()
                && self.members.iter().cloned().map(Holder::Person).all(reads)
        };
        let gone = self.wraps.iter().filter(|(generation, holder)| {
            !self.may_hold(holder) && (*holder == Holder::Team || spare(*generation))
        });
        gone.cloned().collect()
    }
}
