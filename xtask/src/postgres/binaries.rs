//! Where PostgreSQL's programs stand, installed when they do not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::run::{apt_install, find_on_path};

/// Debian keeps the server's programs here, away from the PATH.
const DEBIAN_ROOT: &str = "/usr/lib/postgresql";

/// The folder that holds `initdb` and `postgres` of one version.
#[derive(Debug)]
pub struct Binaries(PathBuf);

impl Binaries {
    /// Finds the programs, or installs Debian's package when running as root.
    pub fn find_or_install() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        apt_install(&["postgresql"])?;
        Self::find().context("PostgreSQL was installed, yet its programs are not found")
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub fn initdb(&self) -> PathBuf {
        self.0.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.0.join("postgres")
    }

    fn find() -> Option<Self> {
        let on_path = find_on_path("initdb").and_then(|program| fs::canonicalize(program).ok());
        let folder = on_path.and_then(|program| program.parent().map(Path::to_path_buf));
        folder
            .filter(|folder| folder.join("postgres").exists())
            .or_else(newest_of_debian)
            .map(Self)
    }
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN_ROOT).ok()?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| number(path))
        .map(|path| path.join("bin"))
}
