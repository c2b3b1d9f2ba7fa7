//! Holds the verdicts on the registers of the other sectors, and that nobody's words leave them.

use std::fs;

use veer::feed::pack::Pack;

use super::{Expected, judge, packs, records, roster_fits};

const SECTORS: [&str; 2] = ["dispatch", "forensic"];

#[test]
fn the_registers_of_other_sectors_are_judged_as_expected() {
    for sector in SECTORS {
        let folder = packs().join(sector);
        let register = judge(sector, &folder.join("register-voorbeeld.csv"));
        let expected = fs::read_to_string(folder.join("register-verwacht.ndjson")).unwrap();
        assert_eq!(register.lines.len(), expected.lines().count(), "{sector}");
        for (line, expected) in register.lines.into_iter().zip(expected.lines()) {
            let found = Expected {
                incident: line.incident,
                entry: line.entry,
                certainty: line.certainty,
            };
            let expected: Expected = serde_json::from_str(expected).unwrap();
            assert_eq!(found, expected, "{sector}, by {:?}", line.facts);
        }
        assert_eq!(register.rejected, [], "{sector}");
    }
}

#[test]
fn a_mapping_tells_facts_that_no_column_does() {
    let pack = Pack::load(&packs().join("dispatch")).unwrap();
    let register = packs().join("dispatch/register-voorbeeld.csv");
    let records = records(&register, &pack.profile.unwrap());
    let button = |number: &str| {
        let mut records = records.iter();
        let record = records.find(|record| record.source_ref == number);
        record.unwrap().alarm_button
    };
    assert_eq!(button("2611-0010"), care::incident::Tri::Yes);
    assert_eq!(button("2611-0001"), care::incident::Tri::Unknown);
}

/// An event with an end is a strain over that time (R152).
#[test]
fn what_lasts_has_an_end() {
    let pack = Pack::load(&packs().join("forensic")).unwrap();
    let register = packs().join("forensic/register-voorbeeld.csv");
    let records = records(&register, &pack.profile.unwrap());
    let lasting = records.iter().filter(|record| record.until.is_some());
    assert_eq!(lasting.count(), 1);
}

#[test]
fn the_rosters_of_other_sectors_fit_their_registers() {
    for sector in SECTORS {
        let folder = packs().join(sector);
        let profile = Pack::load(&folder).unwrap().profile.unwrap();
        roster_fits(&folder, &profile);
    }
}

#[test]
fn no_client_or_caller_leaves_the_parser() {
    for (sector, words) in [
        ("dispatch", ["vries", "merwestad", "buurvrouw", "portier"]),
        ("forensic", ["spiegel", "ontbijt", "zedenzaken", "van d."]),
    ] {
        let folder = packs().join(sector);
        let profile = Pack::load(&folder).unwrap().profile.unwrap();
        let records = records(&folder.join("register-voorbeeld.csv"), &profile);
        let told = format!("{records:?}").to_lowercase();
        for word in words {
            assert!(!told.contains(word), "{sector}: {word}");
        }
    }
}
