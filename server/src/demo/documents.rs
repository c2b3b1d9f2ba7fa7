//! The demo's documents: a second version of the incident list with its reason, and a referral
//! protocol, and a sentence of its own, adopted by the coordinator as a coordinator does.

use care::{
    ids::PersonId,
    incident::{Entry, IncidentList, adopt},
    label::Label,
    referral::{Provider, ProviderKind, ReferralProtocol},
    time::Instant,
    wording::{OwnText, Wording},
};

use crate::store::{Organisation, PolicyKind, Store, StoreError};

const WHY_LIST: &str = "Evaluatie van vorig jaar: een bekende als patiënt bleef te vaak ongenoemd.";
const WHY_WORDING: &str = "Zo vragen we het ook aan de telefoon.";
const WHY_REFERRAL: &str = "Vastgesteld met de bedrijfsarts en de ondernemingsraad.";

/// Adopts them, by this person and at this moment.
pub(super) async fn adopt_them(
    store: &Store,
    org: &Organisation,
    by: &PersonId,
    at: Instant,
) -> Result<(), StoreError> {
    let tx = store.write("adopt demo documents", &org.id).await?;
    let today = at.date(&org.time_zone);
    let (version, list): (i64, IncidentList) = tx
        .policy(PolicyKind::IncidentList, at)
        .await?
        .ok_or(StoreError::Unreadable("incident list"))?;
    let mut draft = list.clone();
    draft.entries.push(known_patient());
    let count = u32::try_from(version).unwrap_or(0) + 1;
    let next =
        adopt(&draft, &list, count, today).map_err(|_| StoreError::Unreadable("incident list"))?;
    let kind = PolicyKind::IncidentList;
    tx.publish_policy(kind, version + 1, today, &next, WHY_LIST, Some(by), at)
        .await?;
    let kind = PolicyKind::Referral;
    tx.publish_policy(kind, 1, today, &referral(), WHY_REFERRAL, Some(by), at)
        .await?;
    let kind = PolicyKind::Wording;
    tx.publish_policy(kind, 1, today, &wording(), WHY_WORDING, Some(by), at)
        .await?;
    tx.commit().await
}

/// One sentence of its own, in both languages; the rest is left to Veer.
fn wording() -> Wording {
    let mut wording = Wording::default();
    for (language, words) in [
        (
            "nl",
            "Een kop koffie of een rondje lopen: wat jij prettig vindt.",
        ),
        ("en", "A cup of coffee or a walk: whatever you like."),
    ] {
        // Both are short and plain; see the rule.
        let said = wording.said_mut(language).set(OwnText::Offer, words);
        debug_assert!(said.is_ok());
    }
    wording
}

fn known_patient() -> Entry {
    Entry {
        id: "local-known-patient".to_owned(),
        kind: None,
        label: Label::new("Een bekende als patiënt", "Somebody you know as a patient"),
        dispatch_label: None,
        source: Some("Eigen toevoeging, evaluatie van het team".to_owned()),
        rules: Vec::new(),
        enabled: true,
        disabled_reason: None,
    }
}

fn referral() -> ReferralProtocol {
    let provider = |kind, name: &str, reach: &str| Provider {
        kind,
        name: name.to_owned(),
        reach: reach.to_owned(),
    };
    ReferralProtocol {
        to_whom: vec![
            provider(
                ProviderKind::SocialWorker,
                "Bedrijfsmaatschappelijk werk",
                "085-0000003",
            ),
            provider(
                ProviderKind::Psychologist,
                "Praktijk De Kade",
                "085-0000002",
            ),
            provider(
                ProviderKind::OccupationalPhysician,
                "Arbodienst Waterland",
                "085-0000001",
            ),
            provider(ProviderKind::GeneralPractitioner, "De eigen huisarts", ""),
        ],
        how_reached: "Bel op werkdagen en zeg dat je van het opvangteam bent.".to_owned(),
        appointment_within_days: Some(5),
        hr_role: "Niets: de opvanger regelt de afspraak samen met de collega.".to_owned(),
        acute_situations: vec![
            "Gevaar voor de collega of iemand anders".to_owned(),
            "Helemaal niet meer slapen of eten".to_owned(),
        ],
    }
}
