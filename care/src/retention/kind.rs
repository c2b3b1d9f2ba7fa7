//! The kinds of data, each with its limits, its start and where they come from.

use crate::codes::codes;

codes! {
    /// A kind of data that is kept for a time of its own.
    pub enum DataKind {
        /// Sealed notes of a closed case, their keys and choices.
        Notes = "notes",
        /// The facts of a closed case: when, who, which steps; the names of it in the log.
        Cases = "cases",
        /// What was told to whom with which consent (R102); part of the case.
        Disclosures = "disclosures",
        /// A sealed draft that nobody touched; of a case, only after it was closed.
        Drafts = "drafts",
        /// Who was part of which event (R050).
        Exposures = "exposures",
        /// Events, without a person in them, once nothing refers to them.
        Incidents = "incidents",
        /// Shifts, duties and replacements.
        Rosters = "rosters",
        /// A hint to the team that events add up for somebody.
        Nudges = "nudges",
        /// That a supporter attended a debriefing (R061).
        Debriefings = "debriefings",
        /// The yearly talk with a supporter, its sealed record included (R126).
        AnnualTalks = "annual-talks",
        /// That the team's recovery was rehearsed.
        Rehearsals = "rehearsals",
        /// What people asked about their own data, and the answer (R095).
        Requests = "requests",
        /// Where rows stood that could not be read.
        Quarantine = "quarantine",
        /// Ended sign-ins, used invitations, finished work of the machine.
        Technical = "technical",
        /// Who did what, under pseudonyms.
        AccessLog = "access-log",
        /// Backups that the organisation keeps.
        Backups = "backups",
        /// Counts per month, without anybody in them.
        Counts = "counts",
    }
}

codes! {
    /// From when a period is counted.
    pub enum Start {
        /// The closing of the case.
        Closed = "closed",
        /// The last change.
        Changed = "changed",
        /// When it happened.
        Happened = "happened",
        /// When it ended.
        Ended = "ended",
        /// When it was written.
        Written = "written",
    }
}

codes! {
    /// Where a default comes from.
    pub enum Source {
        /// The custom of confidential advisers (reference B6.1).
        Advisers = "advisers",
        /// What the work itself needs to look back on (R050, R092).
        Work = "work",
        /// Log rules of care providers, five years at least (reference B6.3).
        LogRules = "log-rules",
        /// As short as the machine can do with.
        Machine = "machine",
        /// The yearly rhythm of the team (R126).
        Yearly = "yearly",
        /// To be able to show that requests were answered in time (GDPR art. 5(2)).
        Account = "account",
        /// Numbers without people are no personal data once small ones are hidden (B6.4).
        NoPerson = "no-person",
    }
}

/// The limits of a period, in calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// What is kept when nobody chose.
    pub default: u32,
    /// The shortest that may be chosen.
    pub least: u32,
    /// The longest that may be chosen.
    pub most: u32,
}

impl DataKind {
    /// The limits of the period; `None` when there is nothing to choose.
    ///
    /// Disclosures go with their case; counts stay.
    pub const fn limits(self) -> Option<Days> {
        let (default, least, most) = match self {
            Self::Notes => (90, 30, 365),
            Self::Cases => (365, 30, 730),
            Self::Drafts => (30, 14, 90),
            // The team looks back eight weeks by default, a colleague a year.
            Self::Exposures => (365, 120, 730),
            Self::Incidents => (730, 120, 1_826),
            // A day register that comes late still has to find its crew.
            Self::Rosters => (180, 60, 730),
            Self::Nudges => (90, 60, 365),
            Self::Debriefings | Self::Rehearsals | Self::Requests => (730, 400, 1_826),
            // The next yearly talk has to find the one before.
            Self::AnnualTalks => (760, 400, 1_826),
            Self::Quarantine => (30, 7, 90),
            Self::Technical => (14, 2, 90),
            Self::AccessLog => (1_827, 1_827, 3_653),
            Self::Backups => (35, 1, 90),
            Self::Disclosures | Self::Counts => return None,
        };
        Some(Days {
            default,
            least,
            most,
        })
    }

    /// From when the period is counted.
    pub const fn start(self) -> Start {
        match self {
            Self::Notes | Self::Cases | Self::Disclosures => Start::Closed,
            Self::Drafts => Start::Changed,
            Self::Exposures | Self::Incidents | Self::Debriefings | Self::AnnualTalks => {
                Start::Happened
            }
            Self::Rosters | Self::Technical | Self::Rehearsals | Self::Requests => Start::Ended,
            Self::Nudges | Self::Quarantine | Self::AccessLog | Self::Backups | Self::Counts => {
                Start::Written
            }
        }
    }

    /// Where the default comes from.
    pub const fn source(self) -> Source {
        match self {
            Self::Notes | Self::Cases | Self::Disclosures => Source::Advisers,
            Self::Exposures | Self::Incidents | Self::Rosters | Self::Nudges => Source::Work,
            Self::Debriefings | Self::AnnualTalks | Self::Rehearsals => Source::Yearly,
            Self::Drafts | Self::Quarantine | Self::Technical | Self::Backups => Source::Machine,
            Self::AccessLog => Source::LogRules,
            Self::Requests => Source::Account,
            Self::Counts => Source::NoPerson,
        }
    }

    /// Whether people are told beforehand: it is theirs, and they may want to keep it.
    pub const fn is_warned(self) -> bool {
        matches!(self, Self::Notes | Self::Cases)
    }
}
