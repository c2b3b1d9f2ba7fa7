//! What can be wrong with a file of the watched folder while it lies there.

use crate::store::StoreError;

/// Why a file was not taken, in the order in which it is told: the first asks for most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// There is no room left where the database lives.
    DatabaseFull,
    /// The database did not answer.
    DatabaseAway,
    /// What became of it cannot be written beside it.
    NotTold,
    /// It was read and cannot be moved.
    NotMoved,
    /// It, or its folder, cannot be read.
    Unreadable,
    /// A register without a saved profile of its source.
    ProfileMissing,
    /// The end of its name says nothing that we read.
    FormatUnknown,
    /// A link, or something else that is no file.
    NotAFile,
    /// The name of its folder is none that a source can have.
    SourceUnknown,
}

impl Trouble {
    /// Every trouble, for the texts and the documentation to be held against.
    pub const ALL: [Self; 9] = [
        Self::DatabaseFull,
        Self::DatabaseAway,
        Self::NotTold,
        Self::NotMoved,
        Self::Unreadable,
        Self::ProfileMissing,
        Self::FormatUnknown,
        Self::NotAFile,
        Self::SourceUnknown,
    ];

    /// The word under which it is stored, translated and documented.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DatabaseFull => "database-full",
            Self::DatabaseAway => "database-away",
            Self::NotTold => "not-told",
            Self::NotMoved => "not-moved",
            Self::Unreadable => "unreadable",
            Self::ProfileMissing => "profile-missing",
            Self::FormatUnknown => "format-unknown",
            Self::NotAFile => "not-a-file",
            Self::SourceUnknown => "source-unknown",
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::DatabaseFull,
            _ => Self::DatabaseAway,
        }
    }
}

/// What is wrong in one place: what asks for most, and with how many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Troubles {
    worst: Option<Trouble>,
    files: i64,
}

impl Troubles {
    /// Adds a file that was not taken.
    pub fn add(&mut self, trouble: Trouble) {
        self.worst = Some(self.worst.map_or(trouble, |worst| worst.min(trouble)));
        self.files += 1;
    }

    /// The code of what asks for most; nothing while all is well.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.worst.map_or("", Trouble::code)
    }

    /// How many files were not taken.
    #[must_use]
    pub fn files(&self) -> i64 {
        self.files
    }
}
