//! Invents the crews of packs/sf-fire, and holds the shipped file to them.
//!
//! The records name units and no people. So that an import finds somebody who
//! was exposed, every unit that occurs in them gets three platoons that take
//! turns of 24 hours from 08:00, as fire departments there do. Every name is
//! put together from two lists; nobody on it exists.
//!
//! `VEER_WRITE_CREWS=1 cargo nextest run -p veer --test register crews` writes
//! the file anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use veer::feed::Profile;
use veer::feed::roster::{self, RosterParsed, RosterRow};

use super::{packs, records, shared};

/// Every unit of the 500 records of January 2002.
const UNITS: &str = "91 93 94 A208 B01 B02 B03 B04 B05 B06 B08 B09 B10 D2 D3 E01 E02 E03 E05 E06 E07 E08 E09 E10 \
    E11 E12 E14 E15 E16 E17 E18 E20 E21 E22 E23 E24 E25 E26 E28 E29 E31 E32 E33 E34 E35 E36 E37 E38 E40 E41 E42 E43 \
    E44 E48 FB1 K1076 K917 M01 M03 M05 M07 M08 M10 M12 M13 M14 M15 M17 M18 M28 M29 M32 M36 M38 M41 M43 RC1 RC2 RC3 \
    RC4 RS1 RS2 T01 T02 T03 T05 T06 T07 T08 T09 T10 T11 T12 T13 T14 T15 T16 T17 T19 UU1";

const FIRST: [&str; 30] = [
    "Alex", "Ana", "Ben", "Carla", "Dana", "Drew", "Elena", "Evan", "Faye", "Gus", "Hana", "Ivan",
    "Jade", "Joel", "Kai", "Lena", "Luis", "Mara", "Nico", "Nora", "Omar", "Paul", "Quinn", "Rosa",
    "Sam", "Tess", "Uma", "Vera", "Will", "Yusuf",
];

const LAST: [&str; 29] = [
    "Abbot", "Barros", "Chen", "Dorsey", "Egan", "Flores", "Grady", "Huang", "Ito", "Jensen",
    "Keane", "Lopez", "Marsh", "Nolan", "Ortiz", "Park", "Quiroz", "Reyes", "Silva", "Tran",
    "Upton", "Vega", "Walsh", "Xu", "Yates", "Zeller", "Moss", "Crane", "Bell",
];

const FIRST_DAY: Date = date(2002, 1, 10);
const DAYS: usize = 24;
const PLATOONS: usize = 3;
const SUPPORTERS: usize = 9;

/// One place on a unit, filled by one person of each platoon.
struct Seat {
    unit: &'static str,
    officer: bool,
}

fn seats() -> Vec<Seat> {
    let crew = |unit: &'static str| {
        let two = unit.starts_with(['E', 'T', 'M']);
        (0..if two { 2 } else { 1 }).map(move |seat| Seat {
            unit,
            officer: seat == 0,
        })
    };
    UNITS.split_whitespace().flat_map(crew).collect()
}

fn staff_group(unit: &str) -> &'static str {
    match unit.chars().next() {
        Some('B' | 'D' | 'R') => "command",
        Some('M' | 'A' | 'K' | '9') => "ambulance",
        _ => "fire",
    }
}

fn number(seat: usize, platoon: usize) -> usize {
    1001 + seat * PLATOONS + platoon
}

fn name(number: usize) -> String {
    format!(
        "{} {}",
        FIRST[number % FIRST.len()],
        LAST[number % LAST.len()]
    )
}

fn day(index: usize) -> Date {
    FIRST_DAY.saturating_add(jiff::Span::new().days(i64::try_from(index).unwrap()))
}

fn crews() -> String {
    let seats = seats();
    let chief = seats.iter().position(|seat| seat.unit == "B01").unwrap();
    let mut csv =
        String::from("kind,id,name,staff_group,manager,trained_until,roles,unit,from,until\n");
    writeln!(csv, "person,900,Robin Coates,staff,,,coordinator,,,").unwrap();
    for supporter in 0..SUPPORTERS {
        let number = 901 + supporter;
        writeln!(
            csv,
            "person,{number},{},staff,900,2003-12-31,supporter,,,",
            name(number)
        )
        .unwrap();
    }
    for (index, seat) in seats.iter().enumerate() {
        for platoon in 0..PLATOONS {
            let (person, group) = (number(index, platoon), staff_group(seat.unit));
            let (manager, roles) = match seat {
                _ if index == chief => ("900".to_owned(), "manager"),
                Seat { officer: true, .. } => (number(chief, platoon).to_string(), "manager"),
                Seat { .. } => (number(index - 1, platoon).to_string(), ""),
            };
            writeln!(
                csv,
                "person,{person},{},{group},{manager},,{roles},,,",
                name(person)
            )
            .unwrap();
        }
    }
    for unit in UNITS.split_whitespace() {
        writeln!(csv, "unit,,,{},,,,{unit},,", staff_group(unit)).unwrap();
    }
    for shift in 0..DAYS {
        let (from, until) = (day(shift), day(shift + 1));
        let supporter = 901 + shift % SUPPORTERS;
        writeln!(csv, "duty,{supporter},,,,,,,{from} 08:00,{until} 08:00").unwrap();
        for (index, seat) in seats.iter().enumerate() {
            let person = number(index, shift % PLATOONS);
            writeln!(
                csv,
                "shift,{person},,,,,,{},{from} 08:00,{until} 08:00",
                seat.unit
            )
            .unwrap();
        }
    }
    csv
}

#[test]
fn the_shipped_crews_are_the_invented_ones() {
    let path = packs().join("sf-fire/crews.csv");
    let crews = crews();
    if std::env::var_os("VEER_WRITE_CREWS").is_some() {
        fs::write(&path, &crews).unwrap();
    }
    assert!(crews.len() < 300_000, "{} bytes", crews.len());
    assert!(
        fs::read_to_string(path).unwrap() == crews,
        "set VEER_WRITE_CREWS=1 and run again"
    );
}

#[test]
fn the_crews_are_a_roster_without_faults() {
    let tz = TimeZone::get("America/Los_Angeles").unwrap();
    let crews = crews();
    let mut people = BTreeSet::new();
    let mut shifts = 0;
    for parsed in roster::read(crews.as_bytes(), &tz).unwrap() {
        match parsed.unwrap() {
            RosterParsed::Rejected(rejected) => panic!("{rejected:?}"),
            RosterParsed::Read(RosterRow::Person(person), _) => {
                assert!(
                    person
                        .manager
                        .is_none_or(|manager| people.contains(&manager) || manager.as_str() > "1")
                );
                assert!(people.insert(person.id), "a number twice");
            }
            RosterParsed::Read(RosterRow::Shift(shift), _) => {
                shifts += 1;
                assert!(people.contains(&shift.person));
                assert_eq!(shift.until.since(shift.from).as_hours(), 24);
            }
            RosterParsed::Read(..) => {}
        }
    }
    assert_eq!(shifts, seats().len() * DAYS);
}

#[test]
fn every_unit_of_the_real_file_has_a_crew() {
    let Some(file) = shared("sf-fire-calls-500.csv") else {
        return;
    };
    let profile = Profile::load(&packs().join("sf-fire/profile.toml")).unwrap();
    let units: BTreeSet<String> = records(&file, &profile)
        .iter()
        .flat_map(|record| &record.units)
        .map(|unit| unit.as_str().to_owned())
        .collect();
    let crewed: BTreeSet<String> = UNITS.split_whitespace().map(str::to_owned).collect();
    assert_eq!(units, crewed);
}
