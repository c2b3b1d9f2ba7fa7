//! Who works at the demo organisation: invented people, their shifts and duties.

use care::{
    access::{Role, RoleSet},
    exposure::Shift,
    ids::{PersonId, UnitCode},
    matching::{Gender, Profile, Tongue},
    time::Instant,
};
use jiff::{SignedDuration, civil::Date};

use crate::{
    entropy,
    store::{Organisation, PersonDraft, Store, StoreError},
};

/// How many people work there.
pub const STAFF: usize = 240;
/// How far back shifts and duties go, in days.
const PAST_DAYS: i64 = 60;
/// How far ahead they are known.
const FUTURE_DAYS: i64 = 30;

const GIVEN: [&str; 40] = [
    "Anne", "Bilal", "Carla", "Dewi", "Emre", "Femke", "Gijs", "Hanan", "Ingrid", "Jasper", "Kim",
    "Latifa", "Maarten", "Naima", "Olaf", "Petra", "Quinten", "Ruben", "Samira", "Thijs", "Ulla",
    "Vera", "Wouter", "Xandra", "Yusuf", "Zoë", "Aziz", "Bram", "Chantal", "Dirk", "Eva", "Fleur",
    "Goran", "Hugo", "Iris", "Joris", "Kees", "Lotte", "Milan", "Noor",
];
const FAMILY: [&str; 36] = [
    "de Vries",
    "Jansen",
    "Bakker",
    "Kaya",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "van Dijk",
    "Dekker",
    "Brouwer",
    "Koster",
    "Willems",
    "van Leeuwen",
    "Kramer",
    "Postma",
    "Haddad",
    "Jonker",
    "Wolters",
    "Schouten",
    "Prins",
    "Blom",
    "Huisman",
    "Pereira",
    "Kuipers",
    "Veenstra",
    "Molenaar",
    "Tromp",
    "Okafor",
    "van Vliet",
    "Demir",
    "Hofman",
];

/// The people whom a visitor meets, by their place in the list of staff.
const NAMED: [(&str, &str, &[Role]); 20] = [
    ("Daan Vermeer", "ambulance", &[]),
    ("Sanne Hoekstra", "ambulance", &[Role::Supporter]),
    (
        "Karin Zijlstra",
        "ambulance",
        &[Role::Coordinator, Role::Supporter],
    ),
    ("Peter van Loon", "ambulance", &[Role::Manager]),
    ("Jolanda Roos", "meldkamer", &[Role::Dispatcher]),
    ("Esra Aksoy", "kantoor", &[Role::Hr]),
    ("Willem Terpstra", "kantoor", &[Role::PrivacyOfficer]),
    ("Anouk Claassen", "kantoor", &[Role::Administrator]),
    ("Mo Benali", "ambulance", &[Role::Supporter]),
    (
        "Fatma Öztürk",
        "meldkamer",
        &[Role::Supporter, Role::Dispatcher],
    ),
    ("Bas Rietveld", "besteld vervoer", &[Role::Supporter]),
    ("Lieke van Dam", "psycholance", &[Role::Supporter]),
    ("Hassan Idrissi", "ambulance", &[Role::Supporter]),
    ("Marjan Kok", "ambulance", &[Role::Supporter]),
    ("Teun Wagenaar", "ambulance", &[Role::Supporter]),
    ("Aisha Mohamud", "ambulance", &[Role::Supporter]),
    ("Rik Bouwman", "ambulance", &[Role::Supporter]),
    ("Suzan Ferrari", "besteld vervoer", &[Role::Supporter]),
    ("Jeroen Pals", "ambulance", &[Role::Supporter]),
    ("Nadia Bouzid", "meldkamer", &[Role::Supporter]),
];

/// Who may hold a share of the team's key, with their door: company doctor, confidant, works
/// council. They come after the staff.
const HOLDERS: [(&str, &str, &str); 3] = [
    ("holder", "Hedwig Aalbers", "kantoor"),
    ("holder-2", "Ronald Timmer", "kantoor"),
    ("holder-3", "Saïda Achahbar", "ambulance"),
];

/// The people of the demo whom stories and sign-in links name.
#[derive(Debug, Clone)]
pub struct Cast {
    people: Vec<PersonId>,
}

impl Cast {
    /// The person at a place of the staff list; the first for a place that does not exist.
    #[must_use]
    pub fn at(&self, place: usize) -> PersonId {
        self.people
            .get(place)
            .or_else(|| self.people.first())
            .cloned()
            .unwrap_or_else(|| PersonId::new(""))
    }

    /// A colleague on the road who is nobody's named person.
    #[must_use]
    pub fn crew(&self, n: usize) -> PersonId {
        self.at(NAMED.len() + n)
    }

    /// One of the supporters who can take cases.
    #[must_use]
    pub fn supporter(&self, n: usize) -> PersonId {
        let active = [1, 8, 12, 13, 14, 15, 16, 2, 10, 11];
        self.at(active.get(n % active.len()).copied().unwrap_or(1))
    }

    /// Role, name and person for each sign-in link of the demo.
    pub fn doors(&self) -> impl Iterator<Item = (&'static str, &'static str, PersonId)> + '_ {
        let roles = [
            "colleague",
            "supporter",
            "coordinator",
            "manager",
            "dispatcher",
            "hr",
            "privacy",
            "admin",
        ];
        let named = roles.into_iter().enumerate().filter_map(|(place, role)| {
            let (name, ..) = NAMED.get(place)?;
            Some((role, *name, self.at(place)))
        });
        let holders = HOLDERS.iter().zip(STAFF..);
        named.chain(holders.map(|((door, name, _), place)| (*door, *name, self.at(place))))
    }
}

/// Hires everybody and writes their rota.
pub(super) async fn hire(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<Cast, StoreError> {
    let drafts: Vec<PersonDraft> = (0..STAFF + HOLDERS.len()).map(|n| draft(n, now)).collect();
    let cast = Cast {
        people: drafts.iter().map(|draft| draft.id.clone()).collect(),
    };
    let tx = store.write("hire the demo's staff", &org.id).await?;
    tx.save_people(&drafts).await?;
    for (n, draft) in drafts.iter().enumerate() {
        if n != 3 {
            tx.set_line_manager(&draft.id, Some(&cast.at(3))).await?;
        }
    }
    tx.declare_tie(&cast.at(0), &cast.at(13)).await?;
    tx.declare_tie(&cast.at(15), &cast.crew(3)).await?;
    tx.set_pause(
        &cast.at(17),
        Some(now.minus(SignedDuration::from_hours(24 * 9))),
    )
    .await?;
    for (place, profile) in profiles() {
        tx.save_profile(&cast.at(place), &profile, now).await?;
    }
    tx.save_shifts(&shifts(&cast, org, now)).await?;
    tx.save_duty(&duties(&cast, org, now)).await?;
    tx.commit().await?;
    Ok(cast)
}

/// Some supporters who let themselves be chosen, and one who only says which languages.
fn profiles() -> Vec<(usize, Profile)> {
    let said = |languages: &[Tongue], gender, about: &str| Profile {
        languages: languages.iter().copied().collect(),
        gender,
        about: about.to_owned(),
        shown: !about.is_empty(),
        ..Profile::default()
    };
    let (woman, man) = (Some(Gender::Woman), Some(Gender::Man));
    vec![
        (
            8,
            said(
                &[Tongue::Dutch, Tongue::Arabic],
                man,
                "Ik praat het liefst tijdens een rondje lopen.",
            ),
        ),
        (
            11,
            said(
                &[Tongue::Dutch, Tongue::Frisian],
                woman,
                "Psycholance, en daarvoor jaren op de ambulance.",
            ),
        ),
        (
            14,
            said(
                &[Tongue::Dutch, Tongue::English],
                None,
                "Ook 's nachts bereikbaar.",
            ),
        ),
        (15, said(&[Tongue::Dutch, Tongue::Turkish], None, "")),
    ]
}

fn draft(n: usize, now: Instant) -> PersonDraft {
    let holder = n.checked_sub(STAFF).and_then(|n| HOLDERS.get(n));
    let (name, group, roles) = match (NAMED.get(n), holder) {
        (Some((name, group, roles)), _) => ((*name).to_owned(), *group, *roles),
        (None, Some((_, name, group))) => ((*name).to_owned(), *group, &[Role::Holder] as &[Role]),
        (None, None) => (invented(n), group(n), &[] as &[Role]),
    };
    let today = now.date(&jiff::tz::TimeZone::UTC);
    let trained = |days: i64| today.checked_add(jiff::Span::new().days(days)).ok();
    let supporter = roles.contains(&Role::Supporter);
    PersonDraft {
        id: PersonId::new(entropy::new_id(now)),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: (1001 + n).to_string(),
        email: None,
        phone: Some(format!("06-000{:05}", 10_000 + n * 37)),
        staff_group: group.to_owned(),
        // One supporter's basic training has run out: such a person gets no new cases (R008).
        trained_until: supporter
            .then(|| trained(if n == 18 { -20 } else { 300 }))
            .flatten(),
        roles: roles
            .iter()
            .copied()
            .collect::<RoleSet>()
            .with(Role::Colleague),
        name,
    }
}

fn invented(n: usize) -> String {
    let given = GIVEN.get(n % GIVEN.len()).copied().unwrap_or("Kim");
    let family = FAMILY
        .get((n * 7 + n / GIVEN.len()) % FAMILY.len())
        .copied()
        .unwrap_or("Bos");
    format!("{given} {family}")
}

fn group(n: usize) -> &'static str {
    match n % 12 {
        0 | 1 => "meldkamer",
        2 | 3 => "besteld vervoer",
        4 => "psycholance",
        _ => "ambulance",
    }
}

/// The start of a day of the organisation, `days` from today.
fn day(org: &Organisation, now: Instant, days: i64) -> Instant {
    let today: Date = now.date(&org.time_zone);
    let date = today
        .checked_add(jiff::Span::new().days(days))
        .unwrap_or(today);
    Instant::start_of(date, &org.time_zone)
}

/// Twelve ambulances in three shifts, the dispatch room, scheduled transport and the psycholance.
fn shifts(cast: &Cast, org: &Organisation, now: Instant) -> Vec<Shift> {
    let pool = |wanted: &str| -> Vec<PersonId> {
        (NAMED.len()..STAFF)
            .filter(|n| group(*n) == wanted)
            .map(|n| cast.at(n))
            .collect()
    };
    let (ambulance, dispatch, scheduled, psychiatric) = (
        pool("ambulance"),
        pool("meldkamer"),
        pool("besteld vervoer"),
        pool("psycholance"),
    );
    let mut shifts = Vec::new();
    for days in -PAST_DAYS..=FUTURE_DAYS {
        let start = day(org, now, days);
        let turn = usize::try_from(days + PAST_DAYS).unwrap_or(0);
        let mut put = |pool: &[PersonId], slot: usize, unit: String, from: i64, hours: i64| {
            if let Some(person) = pool.get((turn * 5 + slot) % pool.len().max(1)) {
                let from = start.plus(SignedDuration::from_hours(from));
                let until = from.plus(SignedDuration::from_hours(hours));
                shifts.push(Shift {
                    person: person.clone(),
                    unit: UnitCode::new(unit),
                    from,
                    until,
                });
            }
        };
        for (turn, from) in [7, 15, 23].into_iter().enumerate() {
            for unit in 0..12 {
                for seat in 0..2 {
                    let slot = turn * 24 + unit * 2 + seat;
                    put(&ambulance, slot, format!("17-{}", 101 + unit), from, 8);
                }
            }
            for desk in 0..4 {
                put(&dispatch, turn * 4 + desk, "meldkamer".to_owned(), from, 8);
            }
        }
        for unit in 0..4 {
            for seat in 0..2 {
                put(
                    &scheduled,
                    unit * 2 + seat,
                    format!("17-3{:02}", unit + 1),
                    8,
                    9,
                );
            }
        }
        put(&psychiatric, 0, "17-401".to_owned(), 10, 12);
        put(&psychiatric, 1, "17-401".to_owned(), 10, 12);
    }
    shifts.extend(named_shifts(cast, now));
    shifts
}

/// Daan and Jolanda are at work while the visitor looks.
fn named_shifts(cast: &Cast, now: Instant) -> [Shift; 2] {
    let (from, until) = (
        now.minus(SignedDuration::from_hours(3)),
        now.plus(SignedDuration::from_hours(5)),
    );
    let shift = |person, unit: &str| Shift {
        person,
        unit: UnitCode::new(unit),
        from,
        until,
    };
    [shift(cast.at(0), "17-114"), shift(cast.at(4), "meldkamer")]
}

/// Day and night duties; Sanne has the present one, and one night ahead nobody has.
fn duties(cast: &Cast, org: &Organisation, now: Instant) -> Vec<(PersonId, Instant, Instant)> {
    let mut duties = Vec::new();
    for days in -PAST_DAYS..=FUTURE_DAYS {
        let start = day(org, now, days);
        let turn = usize::try_from(days + PAST_DAYS).unwrap_or(0);
        for (half, from) in [8_i64, 20].into_iter().enumerate() {
            let begin = start.plus(SignedDuration::from_hours(from));
            let end = begin.plus(SignedDuration::from_hours(12));
            if days == 5 && half == 1 {
                continue;
            }
            let present = begin <= now && now < end;
            let who = if present {
                cast.at(1)
            } else {
                cast.supporter(turn * 2 + half + 1)
            };
            duties.push((who, begin, end));
        }
    }
    duties
}
