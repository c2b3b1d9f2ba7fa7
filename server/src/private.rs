//! Files and folders that only their owner may read: what Veer keeps is nobody else's (R095).

use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, ErrorKind},
    path::Path,
};

/// How a file of our own is opened; where it is made, nobody else on the machine reads it.
#[must_use]
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a file of our own if it is not there; what is there stays.
///
/// # Errors
/// When it cannot be made.
pub fn touch(file: &Path) -> io::Result<()> {
    match options().write(true).create_new(true).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder of our own, and those above it; one that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    #[test]
    fn nobody_else_reads_what_is_made_and_what_is_there_stays() {
        let base = tempfile::tempdir().unwrap();
        let inner = base.path().join("a/b");
        folder(&inner).unwrap();
        folder(&inner).unwrap();
        let file = inner.join("kept");
        touch(&file).unwrap();
        fs::write(&file, "text").unwrap();
        touch(&file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "text");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!([mode(&inner), mode(&file)], [0o700, 0o600]);
    }
}
