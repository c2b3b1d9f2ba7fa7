//! Making the offline key of an installation, once.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use age::{secrecy::ExposeSecret as _, x25519};
use anyhow::{Context, bail};

use crate::private;

/// File in the data folder with the public keys that backups are sealed to.
const RECIPIENTS: &str = "backup-recipients";

/// Where a data folder says whom its backups are for.
#[must_use]
pub fn recipients_of(data: &Path) -> PathBuf {
    data.join(RECIPIENTS)
}

/// Makes a key into a new file that is to be kept offline, and leaves its public part with the data.
///
/// Returns the public part. Nothing is overwritten, of either file.
///
/// # Errors
/// When a file of either name is there, or cannot be written.
pub fn make_key(file: &Path, data: &Path) -> anyhow::Result<String> {
    let known = recipients_of(data);
    if fs::symlink_metadata(&known).is_ok() {
        bail!(
            "{} is there: backups have a key already. Put that file away first to change keys, and \
             keep the old key as long as its backups",
            known.display()
        );
    }
    private::folder(data).with_context(|| format!("cannot make {}", data.display()))?;
    if folder(file)?.starts_with(data.canonicalize()?) {
        bail!("the key must not stand in the data folder: a thief of that would have both");
    }
    let key = x25519::Identity::generate();
    let public = key.to_public().to_string();
    let text = format!(
        "# public key: {public}\n{}\n",
        key.to_string().expose_secret()
    );
    write(file, text.as_bytes())?;
    let line = format!("# made by veer backup-key; the secret part is kept offline\n{public}\n");
    if let Err(fault) = write(&known, line.as_bytes()) {
        // A key that seals nothing would only be mistaken for the one that does.
        _ = fs::remove_file(file);
        return Err(fault);
    }
    Ok(public)
}

fn folder(file: &Path) -> anyhow::Result<PathBuf> {
    let parent = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let found = parent.canonicalize();
    found.with_context(|| format!("there is no folder {}", parent.display()))
}

/// Writes a file of one's own that is not there yet, onto the medium.
fn write(place: &Path, text: &[u8]) -> anyhow::Result<()> {
    let file = private::options().write(true).create_new(true).open(place);
    let mut file = file.with_context(|| format!("cannot make {}", place.display()))?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    if written.is_err() {
        _ = fs::remove_file(place);
    }
    written.with_context(|| format!("cannot write {}", place.display()))
}
