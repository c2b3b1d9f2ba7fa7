//! A mapping profile for rosters: which column of a file is what, where its names do not tell.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::header::Column;
use crate::feed::profile::ProfileError;

/// What a row of a roster is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// Somebody works here.
    Person,
    /// Somebody is on a unit for some time.
    Shift,
    /// A supporter can be reached for some time.
    Duty,
}

impl RowKind {
    /// Every kind that a whole file can be of.
    pub const ALL: [Self; 3] = [Self::Person, Self::Shift, Self::Duty];

    /// The word for it in a profile and in a row.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Shift => "shift",
            Self::Duty => "duty",
        }
    }

    /// The kind that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Which column of a roster is what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RosterProfile {
    /// What people call it.
    pub name: String,
    /// What stands between two cells; what the header has most of when it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// What every row is about, for a file without a column that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<RowKind>,
    /// The file's name for each column that is read.
    pub columns: BTreeMap<Column, String>,
}

impl RosterProfile {
    /// Reads a profile from a file.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        Self::parse(&std::fs::read_to_string(path)?)
    }

    /// Reads a profile from text.
    ///
    /// # Errors
    /// [`ProfileError`] when it does not say what a row is about.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text)?;
        profile.check().map(|()| profile)
    }

    /// Whether a file can be read by it at all.
    pub fn check(&self) -> Result<(), ProfileError> {
        let unusable = |key, problem: &str| {
            Err(ProfileError::Unusable {
                key,
                problem: problem.to_owned(),
            })
        };
        let fits = |sign: char| sign.is_ascii() && !"\"\r\n\0".contains(sign);
        if self.delimiter.is_some_and(|sign| !fits(sign)) {
            return unusable("delimiter", "use one ASCII character, such as , or ;");
        }
        if self.every.is_some() == self.columns.contains_key(&Column::Kind) {
            return unusable("columns.kind", "name a column of kinds, or say `every`");
        }
        Ok(())
    }

    /// The profile as TOML.
    #[must_use]
    pub fn document(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_survives_its_text() {
        let profile = RosterProfile {
            name: "Planning".to_owned(),
            delimiter: Some(';'),
            every: Some(RowKind::Shift),
            columns: BTreeMap::from([
                (Column::Id, "Pers.nr".to_owned()),
                (Column::TrainedUntil, "Geschoold".to_owned()),
            ]),
        };
        assert_eq!(RosterProfile::parse(&profile.document()).unwrap(), profile);
    }

    #[test]
    fn what_a_row_is_about_is_said_once() {
        for columns in ["id = \"a\"", "kind = \"b\"\nid = \"a\""] {
            let every = if columns.starts_with("kind") {
                "every = \"person\"\n"
            } else {
                ""
            };
            let text = format!("name = \"x\"\n{every}[columns]\n{columns}\n");
            assert!(RosterProfile::parse(&text).is_err(), "{text}");
        }
    }
}
