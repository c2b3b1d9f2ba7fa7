use std::collections::BTreeSet;

use super::{Gender, Tongue};
use crate::codes::codes;
use crate::ids::PersonId;
use crate::team::{RefresherRule, Training};
use crate::workload::Burden;

codes! {
    /// Whether a supporter takes part in the work at present (C11).
    #[derive(Default)]
    pub enum Availability {
        /// In the pool.
        #[default]
        Active = "active",
        /// Stepped out or kept out for a while; nobody needs to know why.
        Paused = "paused",
    }
}

/// What ranking knows of somebody beside what excludes; all of it may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The lines of work: the staff group, and what a supporter's own profile adds.
    pub lines: BTreeSet<String>,
    /// The direct manager: who share one are of one team.
    pub team: Option<PersonId>,
}

/// A supporter who might take a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The supporter.
    pub person: PersonId,
    /// What the training register says (R008, R030).
    pub training: Training,
    /// What an overdue refresher means in this organisation (C16).
    pub refresher: RefresherRule,
    /// Whether the supporter is in the pool.
    pub availability: Availability,
    /// The managers above the supporter, direct and higher.
    pub managers: BTreeSet<PersonId>,
    /// With whom the supporter declared a private tie (R165).
    pub ties: BTreeSet<PersonId>,
    /// Whether the supporter has a duty now (R103).
    pub on_duty: bool,
    /// What weighs on the supporter (R127).
    pub burden: Burden,
    /// Line of work and team.
    pub about: About,
    /// The languages in which the supporter likes to talk.
    pub languages: BTreeSet<Tongue>,
    /// What the supporter chose to say of it; nothing by default.
    pub gender: Option<Gender>,
}

/// A colleague who is to be supported, with everyone around the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// The colleague.
    pub person: PersonId,
    /// Everyone who was part of any event of the case (R004): crew, dispatchers,
    /// the officer on scene, those added by hand or by themselves.
    pub participants: BTreeSet<PersonId>,
    /// The managers above the colleague, direct and higher (R165).
    pub managers: BTreeSet<PersonId>,
    /// With whom the colleague declared a private tie (R165).
    pub ties: BTreeSet<PersonId>,
    /// With whom the colleague does not want to talk.
    pub not_with: BTreeSet<PersonId>,
    /// Who spoke with the colleague before, on an earlier path.
    pub earlier: BTreeSet<PersonId>,
    /// Line of work and team.
    pub about: About,
}

impl Candidate {
    /// A supporter of whom nothing is known yet: without training, and so excluded.
    pub fn of(person: PersonId) -> Self {
        Self {
            person,
            training: Training::default(),
            refresher: RefresherRule::default(),
            availability: Availability::default(),
            managers: BTreeSet::new(),
            ties: BTreeSet::new(),
            on_duty: false,
            burden: Burden::default(),
            about: About::default(),
            languages: BTreeSet::new(),
            gender: None,
        }
    }
}

impl Seeker {
    /// A colleague around whom nobody is known.
    pub fn of(person: PersonId) -> Self {
        Self {
            person,
            participants: BTreeSet::new(),
            managers: BTreeSet::new(),
            ties: BTreeSet::new(),
            not_with: BTreeSet::new(),
            earlier: BTreeSet::new(),
            about: About::default(),
        }
    }
}
