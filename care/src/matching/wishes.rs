use serde::{Deserialize, Serialize};

use super::{Candidate, Seeker, Tongue};
use crate::codes::codes;
use crate::ids::PersonId;

codes! {
    /// What a supporter may choose to say of it, in the supporter's own terms.
    pub enum Gender {
        /// A woman.
        Woman = "woman",
        /// A man.
        Man = "man",
        /// In another way.
        Other = "other",
    }
}

codes! {
    /// Whether the supporter should know the work from inside, or rather not (R020).
    #[derive(Default)]
    pub enum LineWish {
        /// It does not matter.
        #[default]
        Any = "any",
        /// Somebody who does the same work.
        Same = "same",
        /// Deliberately somebody of another line of work.
        Other = "other",
    }
}

/// What a colleague asked for in a supporter, without a reason; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Wishes {
    /// A supporter whom the colleague chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<PersonId>,
    /// A language in which the colleague likes to talk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Tongue>,
    /// Rather a woman, rather a man.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The same line of work, or another.
    pub line: LineWish,
}

impl Wishes {
    /// Whether anything is asked for.
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// Which wishes this supporter does not meet, the weightiest first.
    ///
    /// What a supporter does not say is not known, and so not met.
    pub(super) fn unmet(&self, candidate: &Candidate, seeker: &Seeker) -> [bool; 4] {
        let chosen = self.chosen.as_ref();
        let language = self.language;
        let gender = self.gender;
        let same = shares_line(candidate, seeker);
        [
            chosen.is_some_and(|person| *person != candidate.person),
            language.is_some_and(|language| !candidate.languages.contains(&language)),
            gender.is_some_and(|gender| candidate.gender != Some(gender)),
            match self.line {
                LineWish::Any => false,
                LineWish::Same => !same,
                LineWish::Other => same,
            },
        ]
    }
}

/// Whether the two share a line of work.
pub(super) fn shares_line(candidate: &Candidate, seeker: &Seeker) -> bool {
    !candidate.about.lines.is_disjoint(&seeker.about.lines)
}

/// Whether the two have one direct manager: close by in the organisation.
pub(super) fn shares_team(candidate: &Candidate, seeker: &Seeker) -> bool {
    let team = candidate.about.team.as_ref();
    team.is_some() && team == seeker.about.team.as_ref()
}
