//! Holds the verdicts on whole registers to what people expect of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use care::incident::Certainty;
use serde::Deserialize;
use veer::feed::csv::{self, Parsed};
use veer::feed::pack::Pack;
use veer::feed::roster::{self, RosterParsed, RosterRow};
use veer::feed::verdict::{self, Register};
use veer::feed::{EventRecord, Precision, Profile};

#[cfg(test)]
#[path = "register/crews.rs"]
mod crews;
#[cfg(test)]
#[path = "register/sectors.rs"]
mod sectors;

/// The crate's folder, asked when the test runs: clones may share what is built.
fn home() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from)
}

fn packs() -> PathBuf {
    home().join("../packs")
}

/// The project's shared data; a user's machine need not have it.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = home().join("../../shared");
    let shared = std::env::var_os("VEER_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: {} is absent; VEER_SHARED may say where it is",
        path.display()
    );
    None
}

fn judge(pack: &str, register: &Path) -> Register {
    let pack = Pack::load(&packs().join(pack)).unwrap();
    let file = File::open(register).unwrap();
    verdict::judge(file, &pack.profile.unwrap(), &pack.list.compile(), None).unwrap()
}

fn records(register: &Path, profile: &Profile) -> Vec<EventRecord> {
    let rows = csv::read(File::open(register).unwrap(), profile).unwrap();
    let read = rows.map(|parsed| match parsed.unwrap() {
        Parsed::Read(record, _) => record,
        Parsed::Rejected(rejected) => panic!("{rejected:?}"),
    });
    read.collect()
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    incident: String,
    entry: Option<String>,
    certainty: Option<Certainty>,
}

#[test]
fn the_dutch_register_is_judged_as_expected() {
    let folder = packs().join("ambulance");
    let register = judge("ambulance", &folder.join("register-voorbeeld.csv"));
    let expected = fs::read_to_string(folder.join("register-verwacht.ndjson")).unwrap();
    let expected: Vec<Expected> = expected
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(register.lines.len(), expected.len());
    for (line, expected) in register.lines.into_iter().zip(expected) {
        let facts = line.facts;
        let found = Expected {
            incident: line.incident,
            entry: line.entry,
            certainty: line.certainty,
        };
        assert_eq!(found, expected, "by {facts:?}");
        assert_eq!(facts.is_empty(), found.entry.is_none());
    }
    assert_eq!(register.rejected, []);
    assert_eq!(
        register.unmapped,
        [("ongeval / paardensport".to_owned(), 1)]
    );
}

#[test]
fn the_dutch_register_covers_what_can_be_detected_and_what_cannot() {
    let folder = packs().join("ambulance");
    let register = judge("ambulance", &folder.join("register-voorbeeld.csv"));
    let mut count: BTreeMap<(Option<&str>, Option<Certainty>), usize> = BTreeMap::new();
    for line in &register.lines {
        *count
            .entry((line.entry.as_deref(), line.certainty))
            .or_default() += 1;
    }
    for kind in ["kind-1", "kind-2", "kind-3", "kind-7", "kind-9"] {
        for certainty in [Certainty::Sure, Certainty::Confirm] {
            assert!(
                count.contains_key(&(Some(kind), Some(certainty))),
                "{kind} {certainty:?}"
            );
        }
    }
    assert!(count.contains_key(&(Some("kind-4"), Some(Certainty::Sure))));
    assert!(
        count[&(None, None)] > 20,
        "near misses and what no machine sees"
    );
}

#[test]
fn the_night_with_an_extra_hour_is_read() {
    let folder = packs().join("ambulance");
    let profile = Profile::load(&folder.join("profile.toml")).unwrap();
    let records = records(&folder.join("register-voorbeeld.csv"), &profile);
    let count = |precision| {
        records
            .iter()
            .filter(|r| r.at_precision == precision)
            .count()
    };
    assert_eq!(count(Precision::Overlap), 3);
    assert_eq!(count(Precision::Day), 1);
}

#[test]
fn no_place_or_remark_leaves_the_parser() {
    let folder = packs().join("ambulance");
    let profile = Profile::load(&folder.join("profile.toml")).unwrap();
    let records = records(&folder.join("register-voorbeeld.csv"), &profile);
    let told = format!("{records:?}").to_lowercase();
    for word in [
        "merwestad",
        "oudwaal",
        "lindehaven",
        "collega",
        "buurvrouw",
        "rugzak",
    ] {
        assert!(!told.contains(word), "{word}");
    }
}

#[test]
fn the_san_francisco_sample_is_read_and_judged() {
    let sample = packs().join("sf-fire/sample.csv");
    let register = judge("sf-fire", &sample);
    assert_eq!(register.rejected, []);
    assert_eq!(register.unmapped, []);
    let verdicts = register.lines.iter().filter(|line| line.entry.is_some());
    assert!(verdicts.count() > 0);
    let profile = Profile::load(&packs().join("sf-fire/profile.toml")).unwrap();
    assert_eq!(records(&sample, &profile).len(), 40);
}

#[test]
fn the_whole_san_francisco_file_is_read_and_judged() {
    let Some(file) = shared("sf-fire-calls-500.csv") else {
        return;
    };
    let profile = Profile::load(&packs().join("sf-fire/profile.toml")).unwrap();
    let records = records(&file, &profile);
    assert_eq!(records.len(), 500);
    let days = records.iter().filter(|r| r.at_precision == Precision::Day);
    assert_eq!(days.count(), 7);
    let register = judge("sf-fire", &file);
    assert_eq!(register.lines.len(), 481);
    assert_eq!(register.rejected, []);
    assert_eq!(register.unmapped, []);
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &register.lines {
        *count
            .entry(line.entry.as_deref().unwrap_or("none"))
            .or_default() += 1;
    }
    assert_eq!(count, BTreeMap::from([("kind-3", 14), ("none", 467)]));
}

/// Every row of a pack's roster is read, and it has the units and dispatchers of its register.
fn roster_fits(folder: &Path, profile: &Profile) {
    let file = File::open(folder.join("roster-voorbeeld.csv")).unwrap();
    let (mut people, mut units) = (BTreeSet::new(), BTreeSet::new());
    for parsed in roster::read(file, profile.time_zone()).unwrap() {
        match parsed.unwrap() {
            RosterParsed::Rejected(rejected) => panic!("{}: {rejected:?}", folder.display()),
            RosterParsed::Read(RosterRow::Person(person), _) => {
                people.insert(person.id.as_str().to_owned());
            }
            RosterParsed::Read(RosterRow::Unit(unit), _) => {
                units.insert(unit.code);
            }
            RosterParsed::Read(..) => {}
        }
    }
    for record in records(&folder.join("register-voorbeeld.csv"), profile) {
        assert!(record.units.is_subset(&units), "{:?}", record.units);
        assert!(
            record.dispatchers.is_subset(&people),
            "{:?}",
            record.dispatchers
        );
    }
}

#[test]
fn the_dutch_roster_is_read_and_fits_the_register() {
    let folder = packs().join("ambulance");
    let profile = Profile::load(&folder.join("profile.toml")).unwrap();
    roster_fits(&folder, &profile);
}
