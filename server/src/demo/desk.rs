//! What the administrator of the demo keeps: numbers to call, a source, a layout of files.

use care::time::Instant;
use jiff::SignedDuration;

use crate::{
    entropy,
    feed::mapping,
    store::{ImportKind, ImportProfile, Organisation, Profile, Store, StoreError},
};

/// A source that tells something at least every quarter of an hour, and is silent since long.
pub(super) async fn keep(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<Organisation, StoreError> {
    let tx = store.write("keep demo desk", &org.id).await?;
    let profile = Profile {
        name: org.name.clone(),
        time_zone: org.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        language: org.language.clone(),
        company_doctor: "Dokter Van Galen, 0800-555 01 01 (verzonnen)".to_owned(),
        team_phones: String::new(),
        smallest_count: 5,
        one_language: false,
    };
    tx.set_profile(&profile).await?;
    let key = entropy::token().digest().as_text();
    let given = now.plus(SignedDuration::from_hours(-30));
    tx.give_feed_token(&key, "meldkamer", given).await?;
    tx.expect_feed(&key, Some(24 * 60)).await?;
    let layout = ImportProfile {
        profile_id: entropy::new_id(now),
        kind: ImportKind::Register.as_str().to_owned(),
        name: "Dagregister meldkamer".to_owned(),
        document: mapping::BASE.to_owned(),
    };
    tx.save_import_profile(&layout, now).await?;
    tx.commit().await?;
    Ok(Organisation {
        company_doctor: profile.company_doctor,
        team_phones: profile.team_phones,
        ..org.clone()
    })
}
