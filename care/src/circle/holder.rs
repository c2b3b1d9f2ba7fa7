use crate::ids::PersonId;

/// Who holds a wrapped key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A person, in their own vault.
    Person(PersonId),
    /// The team's recovery key, which nobody holds alone.
    Team,
}

impl Holder {
    /// The name under which the team's key holds; no person's id is this short.
    pub const TEAM: &'static str = "team";

    /// Reads a holder by an id of our own store, or by `team`.
    pub fn new(id: &str) -> Self {
        if id == Self::TEAM {
            Self::Team
        } else {
            Self::Person(PersonId::new(id))
        }
    }

    /// Its id, or `team`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person(person) => person.as_str(),
            Self::Team => Self::TEAM,
        }
    }

    /// Whether it is this person.
    pub fn is(&self, person: &PersonId) -> bool {
        matches!(self, Self::Person(holder) if holder == person)
    }
}

impl From<PersonId> for Holder {
    fn from(person: PersonId) -> Self {
        Self::Person(person)
    }
}
