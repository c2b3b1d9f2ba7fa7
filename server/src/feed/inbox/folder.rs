//! A folder that is held open: whatever happens to names above it, we stay in it.
//!
//! Who lays files there may also lay links. Nothing here follows one, and every step goes by the
//! folder that is open and not by a path, so that a link put in at the right moment leads nowhere.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;

use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, Stat, mkdirat, openat, renameat,
    renameat_with, statat, unlinkat,
};
use rustix::io::Errno;

/// The most entries of one folder that are looked at.
pub const MOST_ENTRIES: usize = 10_000;

const OURS: OFlags = OFlags::CLOEXEC.union(OFlags::NOFOLLOW);
const OWNER_FOLDER: Mode = Mode::RWXU;
const OWNER_FILE: Mode = Mode::RUSR.union(Mode::WUSR);

/// What something in a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, a device.
    Other,
}

/// By what a file is known to be the same and unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark([i128; 4]);

/// Something in a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, of any bytes.
    pub name: OsString,
    /// What it is.
    pub kind: Kind,
    /// How it is now.
    pub mark: Mark,
}

/// An open folder.
#[derive(Debug)]
pub struct Folder(OwnedFd);

impl Folder {
    /// Opens a folder by its path.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::CLOEXEC | OFlags::DIRECTORY;
        Ok(Self(openat(CWD, path, flags, Mode::empty())?))
    }

    /// Opens a folder inside; a link to one is refused.
    pub fn inside(&self, name: &OsString) -> io::Result<Self> {
        let flags = OURS | OFlags::DIRECTORY;
        Ok(Self(openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Opens a folder inside, and makes it if it is not there.
    pub fn inside_or_new(&self, name: &OsString) -> io::Result<Self> {
        match mkdirat(&self.0, name, OWNER_FOLDER) {
            Err(error) if error != Errno::EXIST => Err(error.into()),
            _ => self.inside(name),
        }
    }

    /// What is in it by name, at most [`MOST_ENTRIES`].
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for found in Dir::read_from(&self.0)? {
            let name = OsString::from_vec(found?.file_name().to_bytes().to_vec());
            if name == "." || name == ".." {
                continue;
            }
            // It may be gone again.
            if let Ok((kind, mark)) = self.look(&name) {
                entries.push(Entry { name, kind, mark });
            }
            if entries.len() == MOST_ENTRIES {
                break;
            }
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// What a name stands for now.
    pub fn look(&self, name: &OsString) -> io::Result<(Kind, Mark)> {
        Ok(told(&statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Opens a file for reading; anything else is refused, also when it took the file's place.
    pub fn read(&self, name: &OsString) -> io::Result<(File, Mark)> {
        // A pipe would otherwise wait for somebody who writes.
        let flags = OURS | OFlags::RDONLY | OFlags::NONBLOCK;
        let file = openat(&self.0, name, flags, Mode::empty())?;
        match told(&rustix::fs::fstat(&file)?) {
            (Kind::File, mark) => Ok((File::from(file), mark)),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// Opens a file of ours for writing, empty.
    pub fn write(&self, name: &OsString) -> io::Result<File> {
        let flags = OURS | OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC;
        Ok(openat(&self.0, name, flags, OWNER_FILE)?.into())
    }

    /// Moves something into a folder; what has that name there already is never replaced.
    pub fn hand_over(&self, name: &OsString, to: &Self, new: &OsString) -> io::Result<()> {
        let careful = renameat_with(&self.0, name, &to.0, new, RenameFlags::NOREPLACE);
        match careful {
            // Not every file system can do both at once.
            Err(Errno::INVAL | Errno::NOSYS) if to.look(new).is_err() => {
                Ok(renameat(&self.0, name, &to.0, new)?)
            }
            done => Ok(done?),
        }
    }

    /// Gives a file of ours its name, in place of an earlier one.
    pub fn rename(&self, name: &OsString, new: &OsString) -> io::Result<()> {
        Ok(renameat(&self.0, name, &self.0, new)?)
    }

    /// Removes a file.
    pub fn remove(&self, name: &OsString) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes a folder that is empty.
    pub fn remove_folder(&self, name: &OsString) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }
}

fn told(stat: &Stat) -> (Kind, Mark) {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        _ => Kind::Other,
    };
    let mark = [
        i128::from(stat.st_ino),
        i128::from(stat.st_size),
        i128::from(stat.st_mtime),
        i128::from(stat.st_mtime_nsec),
    ];
    (kind, Mark(mark))
}
