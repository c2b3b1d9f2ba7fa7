//! A second organisation in the same demo, strictly apart, and somebody who works for both.

use care::{
    access::{Role, RoleSet},
    exposure::Shift,
    ids::{OrgId, PersonId, UnitCode},
    path::{Requester, Trigger},
    time::Instant,
};
use jiff::SignedDuration;

use super::Cast;
use crate::{
    entropy, founding,
    store::{Beginning, CaseFailure, Organisation, PersonDraft, Setting, Shown, Store, StoreError},
};

/// Where Mo Benali, who helps the neighbours too, stands in the list of staff.
const MO: usize = 8;

/// The people there: name, group, roles. Mo is the second.
const PEOPLE: [(&str, &str, &[Role]); 10] = [
    (
        "Greet Haanstra",
        "brandweer",
        &[Role::Coordinator, Role::Administrator],
    ),
    ("Mo Benali", "ambulance", &[Role::Supporter]),
    ("Ward Claes", "brandweer", &[Role::Supporter]),
    ("Imke Sanders", "brandweer", &[]),
    ("Joost Vink", "brandweer", &[]),
    ("Ravi Ramdin", "brandweer", &[]),
    ("Tess Kuiper", "brandweer", &[]),
    ("Olga Bartels", "meldkamer", &[Role::Dispatcher]),
    ("Henk Stolk", "brandweer", &[Role::Manager]),
    (
        "Lara Nieuwland",
        "kantoor",
        &[Role::Hr, Role::PrivacyOfficer],
    ),
];

/// The neighbours: an organisation, and its doors.
pub struct Neighbour {
    /// The second organisation.
    pub org: OrgId,
    /// Door, name and person.
    pub doors: Vec<(&'static str, &'static str, PersonId)>,
}

/// Founds the neighbours, lets somebody ask there, and links the two accounts of Mo.
///
/// # Errors
/// [`CaseFailure`] when the store fails.
pub async fn found(
    store: &Store,
    first: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<Neighbour, CaseFailure> {
    let name = "Brandweer Heuvelland (demo)";
    let org = founding::found(store, name, "Europe/Amsterdam", "nl", now).await?;
    let people = hire(store, &org, now).await?;
    let at = |place: usize| {
        people
            .get(place)
            .cloned()
            .unwrap_or_else(|| PersonId::new(""))
    };
    let (here, there) = (cast.at(MO), at(1));
    let link = entropy::new_id(now);
    store
        .link_accounts((&first.id, &here), (&org.id, &there), &link, now)
        .await?;
    open_pages(store, first, cast, &org, now).await?;
    Ok(Neighbour {
        org: org.id,
        doors: vec![("neighbour", "Greet Haanstra", at(0))],
    })
}

/// The door of who works for both, in the first organisation.
#[must_use]
pub fn both(cast: &Cast) -> (&'static str, &'static str, PersonId) {
    ("both", "Mo Benali", cast.at(MO))
}

async fn hire(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<Vec<PersonId>, CaseFailure> {
    let drafts: Vec<PersonDraft> = PEOPLE
        .iter()
        .zip(1..)
        .map(|(who, n)| draft(who, n, now))
        .collect();
    let people: Vec<PersonId> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let tx = store.write("hire the neighbours' staff", &org.id).await?;
    tx.save_people(&drafts).await?;
    let (from, until) = (now.minus(hours(4)), now.plus(hours(8)));
    let shift = |person: &PersonId| Shift {
        person: person.clone(),
        unit: UnitCode::new("24-4431"),
        from,
        until,
    };
    let crew: Vec<Shift> = people.iter().skip(3).take(3).map(shift).collect();
    tx.save_shifts(&crew).await?;
    let duty = people.get(2).map(|ward| (ward.clone(), from, until));
    tx.save_duty(&duty.into_iter().collect::<Vec<_>>()).await?;
    if let Some(imke) = people.get(3) {
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let (protocol, zone) = (tx.protocol(now).await?, &org.time_zone);
        let asked = now.minus(hours(2));
        tx.begin_path(imke, &beginning, &protocol, Some(imke), asked, zone)
            .await?;
    }
    tx.commit().await?;
    Ok(people)
}

fn draft(who: &(&str, &str, &[Role]), number: usize, now: Instant) -> PersonDraft {
    let (name, group, roles) = *who;
    let today = now.date(&jiff::tz::TimeZone::UTC);
    let trained = today.checked_add(jiff::Span::new().days(300)).ok();
    PersonDraft {
        id: PersonId::new(entropy::new_id(now)),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: format!("b{number:03}"),
        name: name.to_owned(),
        email: None,
        phone: Some(format!("06-999{number:05}")),
        staff_group: group.to_owned(),
        trained_until: trained.filter(|_| roles.contains(&Role::Supporter)),
        roles: roles
            .iter()
            .copied()
            .collect::<RoleSet>()
            .with(Role::Colleague),
    }
}

/// Both public pages: one with everything, one without a number yet.
async fn open_pages(
    store: &Store,
    first: &Organisation,
    cast: &Cast,
    second: &Organisation,
    now: Instant,
) -> Result<(), StoreError> {
    let tx = store
        .write("open the demo's public page", &first.id)
        .await?;
    tx.move_info_page("waterland").await?;
    tx.set(Setting::NUMBER, "088 - 000 17 17", now).await?;
    for place in [1, MO, 12, 13] {
        tx.show_on_info(&cast.at(place), Shown::Name).await?;
    }
    tx.commit().await?;
    let tx = store
        .write("open the neighbours' public page", &second.id)
        .await?;
    tx.move_info_page("heuvelland").await?;
    tx.commit().await
}

const fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}
