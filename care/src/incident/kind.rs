use serde::{Deserialize, Serialize};

/// A kind of shocking event, by its number on the incident list.
///
/// Number 8 of the handbook, a mistake of one's own, is missing on purpose: to
/// record it would make evidence against the person who needs support. It counts
/// as an own request (C18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum Kind {
    /// Aggression, violence or intimidation towards staff.
    Aggression = 1,
    /// Serious events with children.
    Children = 2,
    /// Accidents with severe injury, death or mutilation.
    SevereAccident = 3,
    /// Suicide or an attempt, of a colleague too.
    Suicide = 4,
    /// Family or colleagues of the staff are involved.
    OwnCircle = 5,
    /// Being powerless.
    Powerlessness = 6,
    /// Bizarre situations and serious crimes.
    Bizarre = 7,
    /// Possible contamination and exposure.
    Contamination = 9,
    /// Somebody asks for support: reason enough.
    OwnRequest = 10,
}

impl Kind {
    /// Every kind that may be recorded, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::Aggression,
        Self::Children,
        Self::SevereAccident,
        Self::Suicide,
        Self::OwnCircle,
        Self::Powerlessness,
        Self::Bizarre,
        Self::Contamination,
        Self::OwnRequest,
    ];

    /// The number on the list.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The kind with this number; none for 8 (C18) and beyond the list.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The id of its entry on every list, such as `kind-2`.
    pub const fn entry_id(self) -> &'static str {
        match self {
            Self::Aggression => "kind-1",
            Self::Children => "kind-2",
            Self::SevereAccident => "kind-3",
            Self::Suicide => "kind-4",
            Self::OwnCircle => "kind-5",
            Self::Powerlessness => "kind-6",
            Self::Bizarre => "kind-7",
            Self::Contamination => "kind-9",
            Self::OwnRequest => "kind-10",
        }
    }
}

/// A number that is no recordable kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no kind that may be recorded")]
pub struct NoSuchKind(u8);

impl TryFrom<u8> for Kind {
    type Error = NoSuchKind;

    fn try_from(number: u8) -> Result<Self, NoSuchKind> {
        Self::from_number(number).ok_or(NoSuchKind(number))
    }
}

impl From<Kind> for u8 {
    fn from(kind: Kind) -> Self {
        kind.number()
    }
}
