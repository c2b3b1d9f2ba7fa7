//! The key that signs checkpoints: made once, kept in the data folder for this program alone.

use std::{
    fs,
    io::{self, ErrorKind, Write as _},
    path::Path,
};

use data_encoding::BASE64;

use crate::{entropy, private, seal::signature::Seed};

/// The key's file in the data folder.
pub const FILE: &str = "audit-key";

/// The key of this installation, made if there is none yet.
///
/// # Errors
/// When the file cannot be read or written, or is no key.
pub fn load_or_make(folder: &Path) -> io::Result<Seed> {
    if let Some(seed) = load(folder)? {
        return Ok(seed);
    }
    private::folder(folder)?;
    let key = folder.join(FILE);
    match private::options().write(true).create_new(true).open(key) {
        Ok(mut file) => {
            writeln!(file, "{}", BASE64.encode(&entropy::seed()))?;
            file.sync_all()?;
        }
        // Another process was faster: its key counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    load(folder)?.ok_or_else(|| ErrorKind::NotFound.into())
}

/// The key of this installation, if it has one.
///
/// # Errors
/// When the file cannot be read, or is no key.
pub fn load(folder: &Path) -> io::Result<Option<Seed>> {
    let text = match fs::read_to_string(folder.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let bytes = BASE64.decode(text.trim().as_bytes()).ok();
    let seed: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let seed = seed.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "not an audit key"))?;
    Ok(Some(Seed::from_bytes(&seed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(load(folder.path()).expect("reads").is_none());
        let made = load_or_make(folder.path()).expect("makes");
        let again = load_or_make(folder.path()).expect("reads");
        assert_eq!(made.signer(), again.signer());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join(FILE))
                .expect("there")
                .permissions();
            assert_eq!(mode.mode() & 0o777, 0o600);
        }
        fs::write(folder.path().join(FILE), "nonsense").expect("written");
        assert!(load(folder.path()).is_err(), "never a new key in silence");
    }
}
