//! The saved layout that fits a file: chosen by itself, shown, and changed with one choice.

use super::choice::Choice;
use crate::{
    feed::{
        csv,
        profile::Profile,
        roster::{self, profile::RosterProfile},
        sheet::Sheet,
    },
    store::{ImportKind, ImportProfile, StoreError, Tx},
    web::member::Member,
};

/// The layout whose columns the file has all of; of several the one that reads most of them.
pub(super) async fn fitting(
    tx: &Tx,
    member: &Member,
    kind: ImportKind,
    sheet: &Sheet,
    bytes: &[u8],
) -> Result<Option<ImportProfile>, StoreError> {
    let saved = tx.import_profiles().await?;
    let read = |profile: &ImportProfile| {
        let choice = Choice::saved(kind, sheet, &profile.document)?;
        Some(choice.fields.iter().filter(|it| !it.is_empty()).count())
    };
    let fits = saved
        .into_iter()
        .filter(|it| it.kind == kind.as_str() && is_fitting(kind, &it.document, bytes, member));
    Ok(fits.max_by_key(|it| read(it)))
}

fn is_fitting(kind: ImportKind, document: &str, bytes: &[u8], member: &Member) -> bool {
    match kind {
        ImportKind::Register => {
            let profile = Profile::parse(document);
            profile.is_ok_and(|profile| csv::read(bytes, &profile).is_ok())
        }
        ImportKind::Roster => {
            let zone = &member.org.time_zone;
            let profile = RosterProfile::parse(document);
            profile.is_ok_and(|it| roster::read_by(bytes, zone, Some(&it)).is_ok())
        }
    }
}
