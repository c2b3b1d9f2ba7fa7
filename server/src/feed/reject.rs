//! Why a row or line was not taken over, and where it stands.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::store::QuarantineRow;

/// Where a row stands in its source, for reading it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// Its first byte.
    pub byte_from: u64,
    /// The byte after its last one; its line ending belongs to it.
    pub byte_to: u64,
    /// The number of its first line, counted from 1.
    pub line: u64,
}

/// Why a row or line was not taken over.
///
/// `docs/intake.md` says of each what an operator can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectReason {
    /// More or fewer cells than the header has.
    WrongFieldCount,
    /// A quote opens in this line and no fitting one closes it.
    QuoteNotClosed,
    /// Text follows a closing quote.
    TextAfterQuote,
    /// The line is longer than any real one: see [`super::frame::LONGEST_LINE`].
    CellTooLarge,
    /// A cell that is used is not text in the declared encoding.
    InvalidEncoding,
    /// A cell that is used holds a NUL byte or another control character.
    ControlCharacter,
    /// A cell that is used is longer than any real value.
    ValueTooLong,
    /// The incident has no number.
    IdMissing,
    /// No column gives a time.
    TimeMissing,
    /// The time does not fit the format, or lies outside 1970 to 2199.
    TimeUnreadable,
    /// The clock went forward and jumped over this time.
    TimeDoesNotExist,
    /// The clock went back and showed this time twice.
    TimeIsAmbiguous,
    /// The end lies before the beginning.
    EndsBeforeItBegins,
    /// The profile does not say what this kind of event means.
    KindNotMapped,
    /// The line is longer than 64 KiB.
    LineTooLong,
    /// The line is not JSON.
    NotJson,
    /// The line is JSON, but not one object.
    NotAnObject,
    /// A member of the object occurs twice.
    MemberTwice,
    /// A member of the object has the wrong type, or an unknown word as value.
    WrongType,
    /// The time has no offset from UTC.
    OffsetMissing,
    /// A document is longer than 4 MiB, or a list in it has more than 10,000 parts.
    DocumentTooLarge,
    /// A document is nested more than 64 deep.
    NestedTooDeeply,
    /// JSON, but no EIDO document.
    NotAnEido,
    /// A document is about more than one incident.
    SeveralIncidents,
    /// The roster row is of no known kind.
    RowKindUnknown,
    /// A roster row lacks a value that its kind needs.
    ValueMissing,
    /// A roster row holds a value that cannot be read.
    ValueUnreadable,
    /// A roster row names a role that Veer does not know.
    RoleUnknown,
    /// A key holder of the team may not be coordinator, manager, administrator or supporter.
    RolesClash,
    /// A person is their own line manager, in one or more steps.
    ManagesThemselves,
    /// A roster row refers to a person who is not in it.
    PersonUnknown,
    /// The row takes the role of the last administrator away.
    LastAdministrator,
}

impl RejectReason {
    /// The word under which it is stored, translated and documented.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongFieldCount => "wrong-field-count",
            Self::QuoteNotClosed => "quote-not-closed",
            Self::TextAfterQuote => "text-after-quote",
            Self::CellTooLarge => "cell-too-large",
            Self::InvalidEncoding => "invalid-encoding",
            Self::ControlCharacter => "control-character",
            Self::ValueTooLong => "value-too-long",
            Self::IdMissing => "id-missing",
            Self::TimeMissing => "time-missing",
            Self::TimeUnreadable => "time-unreadable",
            Self::TimeDoesNotExist => "time-does-not-exist",
            Self::TimeIsAmbiguous => "time-is-ambiguous",
            Self::EndsBeforeItBegins => "ends-before-it-begins",
            Self::KindNotMapped => "kind-not-mapped",
            Self::LineTooLong => "line-too-long",
            Self::NotJson => "not-json",
            Self::NotAnObject => "not-an-object",
            Self::MemberTwice => "member-twice",
            Self::WrongType => "wrong-type",
            Self::OffsetMissing => "offset-missing",
            Self::DocumentTooLarge => "document-too-large",
            Self::NestedTooDeeply => "nested-too-deeply",
            Self::NotAnEido => "not-an-eido",
            Self::SeveralIncidents => "several-incidents",
            Self::RowKindUnknown => "row-kind-unknown",
            Self::ValueMissing => "value-missing",
            Self::ValueUnreadable => "value-unreadable",
            Self::RoleUnknown => "role-unknown",
            Self::RolesClash => "roles-clash",
            Self::ManagesThemselves => "manages-themselves",
            Self::PersonUnknown => "person-unknown",
            Self::LastAdministrator => "last-administrator",
        }
    }

    /// Every reason, for the texts and the documentation to be held against.
    pub const ALL: [Self; 32] = [
        Self::WrongFieldCount,
        Self::QuoteNotClosed,
        Self::TextAfterQuote,
        Self::CellTooLarge,
        Self::InvalidEncoding,
        Self::ControlCharacter,
        Self::ValueTooLong,
        Self::IdMissing,
        Self::TimeMissing,
        Self::TimeUnreadable,
        Self::TimeDoesNotExist,
        Self::TimeIsAmbiguous,
        Self::EndsBeforeItBegins,
        Self::KindNotMapped,
        Self::LineTooLong,
        Self::NotJson,
        Self::NotAnObject,
        Self::MemberTwice,
        Self::WrongType,
        Self::OffsetMissing,
        Self::DocumentTooLarge,
        Self::NestedTooDeeply,
        Self::NotAnEido,
        Self::SeveralIncidents,
        Self::RowKindUnknown,
        Self::ValueMissing,
        Self::ValueUnreadable,
        Self::RoleUnknown,
        Self::RolesClash,
        Self::ManagesThemselves,
        Self::PersonUnknown,
        Self::LastAdministrator,
    ];
}

/// A parsed value that may be kept with a rejected row; nothing else may.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The incident number.
    Id,
    /// The unit or units.
    Unit,
    /// The kind of event, in the words of the source.
    Kind,
    /// The urgency.
    Priority,
    /// The time, as it was written.
    At,
}

impl Field {
    /// The word under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Unit => "unit",
            Self::Kind => "kind",
            Self::Priority => "priority",
            Self::At => "at",
        }
    }
}

/// A row or line that was not taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub reason: RejectReason,
    /// The allow-listed values, as far as the row was well-formed.
    pub fields: BTreeMap<Field, String>,
    /// The cell that it is about, counted from 0, where that is one. Never kept: the file is at hand
    /// where it is told.
    #[serde(skip)]
    pub cell: Option<usize>,
}

impl Rejected {
    /// What is kept of it under a new id.
    pub(super) fn row(&self, source: &str, digest: &str, id: String) -> QuarantineRow {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        QuarantineRow {
            quarantine_id: id,
            source: source.to_owned(),
            digest: digest.to_owned(),
            byte_from: number(self.place.byte_from),
            byte_to: number(self.place.byte_to),
            line: number(self.place.line),
            reason: self.reason.code().to_owned(),
            fields: serde_json::to_string(&self.fields).unwrap_or_else(|_| "{}".to_owned()),
        }
    }

    /// A rejection of which nothing but the place is kept.
    pub fn bare(place: Place, reason: RejectReason) -> Self {
        Self {
            place,
            reason,
            fields: BTreeMap::new(),
            cell: None,
        }
    }
}
