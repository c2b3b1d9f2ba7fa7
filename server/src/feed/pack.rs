//! Loads a pack: the folder that fits Veer to one sector.

use std::fs;
use std::path::{Path, PathBuf};

use care::incident::{IncidentList, ListRefusal};
use care::label::Label;
use serde::Deserialize;

use super::profile::{Profile, ProfileError};

/// What a sector brings: its name, its incident list and how its feed is read.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What people call it.
    pub name: Label,
    /// What counts, on which facts.
    pub list: IncidentList,
    /// How its day register is read, if the pack says so.
    pub profile: Option<Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    name: Label,
}

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file of it cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file of it has an error; says where.
    #[error("{} has an error\n{error}", path.display())]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Where and why.
        error: Box<toml::de::Error>,
    },
    /// The incident list does not hold (R044).
    #[error("{} does not hold: {}", path.display(), sentences(refusals))]
    ListRefused {
        /// Which.
        path: PathBuf,
        /// Everything that is wrong.
        refusals: Vec<ListRefusal>,
    },
    /// The profile cannot be used.
    #[error("{}: {error}", path.display())]
    Profile {
        /// Which.
        path: PathBuf,
        /// Why.
        error: ProfileError,
    },
}

fn sentences(refusals: &[ListRefusal]) -> String {
    let sentences: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    sentences.join("; ")
}

impl Pack {
    /// Loads `pack.toml`, `incident-list.toml` and, if there, `profile.toml`.
    pub fn load(folder: &Path) -> Result<Self, PackError> {
        let name: PackFile = read_toml(folder.join("pack.toml"))?;
        let path = folder.join("profile.toml");
        let profile = if path.exists() {
            let profile = Profile::load(&path);
            Some(profile.map_err(|error| PackError::Profile { path, error })?)
        } else {
            None
        };
        Ok(Self {
            name: name.name,
            list: load_list(folder)?,
            profile,
        })
    }
}

/// Loads only the incident list of a pack.
pub fn load_list(folder: &Path) -> Result<IncidentList, PackError> {
    let path = folder.join("incident-list.toml");
    let list: IncidentList = read_toml(path.clone())?;
    match list.validate() {
        Ok(()) => Ok(list),
        Err(refusals) => Err(PackError::ListRefused { path, refusals }),
    }
}

fn read_toml<T: for<'de> Deserialize<'de>>(path: PathBuf) -> Result<T, PackError> {
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return Err(PackError::Unreadable { path, error }),
    };
    toml::from_str(&text).map_err(|error| PackError::Malformed {
        path,
        error: Box::new(error),
    })
}
