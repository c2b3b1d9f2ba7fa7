//! The file of a backup: whole and new, or not there.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::{entropy, private};

/// A file that is being written beside its final place; dropping it removes it.
///
/// After a kill it stays behind under its own name, and never under the final one.
pub(super) struct Unfinished {
    at: PathBuf,
    file: File,
    place: PathBuf,
}

impl Unfinished {
    /// Begins a file for a place where there is none.
    pub(super) fn begin(place: &Path) -> anyhow::Result<Self> {
        let shown = place.display();
        if fs::symlink_metadata(place).is_ok() {
            bail!("{shown} exists already: a backup never overwrites anything");
        }
        let Some(name) = place.file_name() else {
            bail!("{shown} is not the name of a file");
        };
        let mut part = name.to_owned();
        part.push(format!(".{}.part", entropy::reference()));
        let at = place.with_file_name(part);
        let file = private::options().write(true).create_new(true).open(&at);
        let file = file.with_context(|| format!("cannot write beside {shown}"))?;
        let place = place.to_owned();
        Ok(Self { at, file, place })
    }

    pub(super) fn out(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Gives the file its name once its bytes are on the medium.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let shown = self.place.display();
        let lost = || format!("cannot finish {shown}");
        self.file.sync_all().with_context(lost)?;
        // A link, not a renaming: that would overwrite what came here meanwhile.
        match fs::hard_link(&self.at, &self.place) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!("{shown} exists already: a backup never overwrites anything");
            }
            // Some media (a FAT stick, a share) have no links.
            Err(_) if fs::symlink_metadata(&self.place).is_err() => {
                fs::rename(&self.at, &self.place).with_context(lost)?;
            }
            Err(error) => return Err(error).with_context(lost),
        }
        let folder = self
            .place
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        // Not every medium can sync a folder; the file itself is safe by now.
        _ = folder.and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.at);
    }
}
