//! The watched folder: `DIR/<organisation>/<source>/FILE`.
//!
//! A file is taken in once it has been still for two seconds, and moved away when all of it is
//! durable. A process that is killed leaves it where it is, and reading it again adds nothing. What
//! cannot be taken stays there and is told; nothing here logs a file's name.

mod folder;
mod place;
mod reading;
mod told;
mod trouble;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;

use care::{ids::OrgId, time::Instant};

use crate::store::{Organisation, Store, StoreError};
use folder::{Folder, Kind};
use place::{Moments, Place, Whose};

use super::source::is_source;
pub use place::STILL;
pub use trouble::{Trouble, Troubles};

/// A folder that is watched.
pub struct Inbox {
    root: PathBuf,
    places: HashMap<(OrgId, String), Place>,
    /// Folders that no organisation is called by, as they were last told in the log.
    strangers: usize,
    is_away: bool,
}

/// What one look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Files that were read to their end.
    pub taken: usize,
    /// Files that lie there and could not be taken.
    pub troubled: i64,
    /// Folders that belong to no organisation.
    pub strangers: usize,
}

impl Inbox {
    /// Watches a folder.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn new(root: PathBuf) -> io::Result<Self> {
        Folder::open(&root)?;
        Ok(Self {
            root,
            places: HashMap::new(),
            strangers: 0,
            is_away: false,
        })
    }

    /// Looks once at everything, takes in what is ready, and notes what is wrong.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away; the next look finds everything again.
    pub async fn look(
        &mut self,
        store: &Store,
        now: Instant,
        real_now: Instant,
    ) -> Result<Look, StoreError> {
        let at = Moments { now, real_now };
        let mut look = Look::default();
        let folders = self.folders(store).await?;
        for (org, folder) in &folders {
            self.look_at(store, org, folder, at, &mut look).await?;
        }
        look.strangers = self.strangers;
        Ok(look)
    }

    /// The folders of organisations; one that nobody is called by is counted and left alone.
    async fn folders(&mut self, store: &Store) -> Result<Vec<(Organisation, Folder)>, StoreError> {
        let organisations = store.organisations().await?;
        let root = Folder::open(&self.root).and_then(|root| Ok((root.entries()?, root)));
        let Ok((entries, root)) = root else {
            if !std::mem::replace(&mut self.is_away, true) {
                tracing::warn!("the watched folder cannot be read");
            }
            return Ok(Vec::new());
        };
        self.is_away = false;
        let (mut found, mut strangers) = (Vec::new(), 0);
        for entry in entries.iter().filter(|it| it.kind != Kind::File) {
            let org = entry.name.to_str().and_then(|it| named(&organisations, it));
            match (org, root.inside(&entry.name)) {
                (Some(org), Ok(folder)) => found.push((org.clone(), folder)),
                _ => strangers += 1,
            }
        }
        if std::mem::replace(&mut self.strangers, strangers) != strangers {
            tracing::warn!(
                folders = strangers,
                "folders of the watched folder belong to no organisation"
            );
        }
        Ok(found)
    }

    async fn look_at(
        &mut self,
        store: &Store,
        org: &Organisation,
        folder: &Folder,
        at: Moments,
        look: &mut Look,
    ) -> Result<(), StoreError> {
        let mut told: BTreeMap<String, Troubles> = BTreeMap::new();
        let Ok(entries) = folder.entries() else {
            told.entry(String::new())
                .or_default()
                .add(Trouble::Unreadable);
            return note(store, org, &told, at.real_now, false).await;
        };
        for entry in entries.iter().filter(|it| it.kind != Kind::File) {
            let source = entry.name.to_str().filter(|name| is_source(name));
            let Some(source) = source else {
                let unnamed = told.entry(String::new()).or_default();
                unnamed.add(Trouble::SourceUnknown);
                continue;
            };
            let troubles = told.entry(source.to_owned()).or_default();
            let Ok(folder) = &folder.inside(&entry.name) else {
                troubles.add(Trouble::Unreadable);
                continue;
            };
            let key = (org.id.clone(), source.to_owned());
            let place = self.places.entry(key).or_default();
            let whose = Whose {
                store,
                org,
                source,
                folder,
            };
            let looked = place.look(whose, at).await;
            *troubles = looked.troubles;
            look.taken += looked.taken;
        }
        look.troubled += told.values().map(Troubles::files).sum::<i64>();
        note(store, org, &told, at.real_now, true).await
    }
}

/// The organisation that a folder is called by: its id, or its name in small letters and hyphens.
fn named<'o>(organisations: &'o [Organisation], folder: &str) -> Option<&'o Organisation> {
    if let Some(org) = organisations.iter().find(|it| it.id.as_str() == folder) {
        return Some(org);
    }
    let mut called = organisations.iter().filter(|it| short(&it.name) == folder);
    // A name that two have says nothing.
    called.next().filter(|_| called.next().is_none())
}

/// A name as folders have it: `Ambulance Noord` is `ambulance-noord`.
#[must_use]
pub fn short(name: &str) -> String {
    let words = name.split(|sign: char| !sign.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join("-")
}

/// Notes what is wrong where, as far as it is not noted yet.
async fn note(
    store: &Store,
    org: &Organisation,
    told: &BTreeMap<String, Troubles>,
    real_now: Instant,
    is_whole: bool,
) -> Result<(), StoreError> {
    let tx = store.read("what is noted of the folder", &org.id).await?;
    let noted = tx.inbox_sources().await?;
    drop(tx);
    let is_noted = |source: &str, troubles: &Troubles| {
        noted.iter().any(|it| {
            it.source == source && it.trouble == troubles.code() && it.files == troubles.files()
        })
    };
    let news: Vec<_> = told
        .iter()
        .filter(|(source, troubles)| !is_noted(source, troubles))
        .collect();
    let gone: Vec<_> = noted
        .iter()
        .filter(|it| is_whole && !told.contains_key(&it.source))
        .collect();
    if news.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let tx = store.write("note the folder", &org.id).await?;
    for (source, troubles) in news {
        let (trouble, files) = (troubles.code(), troubles.files());
        if files > 0 {
            tracing::warn!(source, trouble, files, "files of the watched folder wait");
        }
        tx.trouble_inbox(source, trouble, files, real_now).await?;
    }
    for it in gone {
        tx.forget_inbox(&it.source).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_called_by_its_name_in_small_letters() {
        assert_eq!(short("Ambulance Noord"), "ambulance-noord");
        assert_eq!(short("  GGZ — Zuid/West (oud) "), "ggz-zuid-west-oud");
        assert_eq!(short("…"), "");
    }
}
