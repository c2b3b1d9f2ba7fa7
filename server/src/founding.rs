//! Founds an organisation with what it needs on its first day.

use care::{count, ids::OrgId, incident::IncidentList, protocol::Protocol, team, time::Instant};
use jiff::tz::TimeZone;

use crate::{
    entropy,
    store::{HelpItem, Organisation, PolicyKind, Store, StoreError},
};

/// The Dutch ambulance list, which every organisation begins with.
const AMBULANCE_LIST: &str = include_str!("../../packs/ambulance/incident-list.toml");

/// Founds an organisation with the default protocol, incident list and practical help.
///
/// # Errors
/// [`StoreError::Unreadable`] when the built-in list or the time zone cannot be read.
pub async fn found(
    store: &Store,
    name: &str,
    time_zone: &str,
    language: &str,
    now: Instant,
) -> Result<Organisation, StoreError> {
    let org = Organisation {
        id: OrgId::new(entropy::new_id(now)),
        name: name.to_owned(),
        time_zone: TimeZone::get(time_zone).map_err(|_| StoreError::Unreadable("time zone"))?,
        language: language.to_owned(),
        company_doctor: String::new(),
        team_phones: String::new(),
        smallest_count: count::SMALLEST,
        one_language: false,
    };
    let list: IncidentList =
        toml::from_str(AMBULANCE_LIST).map_err(|_| StoreError::Unreadable("incident list"))?;
    let protocol = Protocol::default_policy();
    let tx = store.write("found organisation", &org.id).await?;
    tx.create_organisation(&org, now).await?;
    let (version, day) = (i64::from(protocol.version), protocol.effective);
    tx.publish_policy(
        PolicyKind::Protocol,
        version,
        day,
        &protocol,
        "founding",
        None,
        now,
    )
    .await?;
    tx.publish_policy(
        PolicyKind::IncidentList,
        1,
        list.effective,
        &list,
        "founding",
        None,
        now,
    )
    .await?;
    let list = team::HelpList::default();
    let help = list.offered().zip(1..).map(|(item, position)| HelpItem {
        help_id: item.code.clone(),
        label_nl: item.label.nl.clone(),
        label_en: item.label.en.clone(),
        position,
    });
    tx.save_practical_help(&help.collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(org)
}

/// Makes a list the organisation's present one, unless it is already.
pub async fn adopt_list(
    store: &Store,
    org: &Organisation,
    list: &IncidentList,
    now: Instant,
) -> Result<(), StoreError> {
    let tx = store.write("adopt incident list", &org.id).await?;
    let present: Option<(i64, IncidentList)> = tx.policy(PolicyKind::IncidentList, now).await?;
    if present.as_ref().is_some_and(|(_, present)| present == list) {
        return Ok(());
    }
    let version = tx.policy_last_number(PolicyKind::IncidentList).await? + 1;
    tx.publish_policy(
        PolicyKind::IncidentList,
        version,
        list.effective,
        list,
        "import",
        None,
        now,
    )
    .await?;
    tx.commit().await
}
