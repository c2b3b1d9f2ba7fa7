//! What is said of patients and callers leaves no reader, whatever the format.

use serde_json::{Map, Value};

use super::*;
use crate::feed::{csv, ndjson};

const FULL: &str = include_str!("../../../../packs/ambulance/eido-voorbeeld.json");
const DUTCH: &str = include_str!("../../../../packs/ambulance/profile.toml");
const REGISTER: &str = include_str!("../../../../packs/ambulance/register-voorbeeld.csv");

/// Looks like a name and like no code.
const MARK: &str = "Planted Secret, 1961";

/// The members whose text is kept. All others are planted.
const KEPT: [&str; 10] = [
    "/internalIncidentId",
    "/incidentPriorityInternalText",
    "/emergencyResourceName",
    "/agentComponent/$id",
    "/dispatchComponent/agentReference/$ref",
    "/incidentComponent/agentReference/$ref",
    "/dispatchComponent/emergencyResourceReference/$ref",
    "/emergencyResourceComponent/$id",
    "/emergencyResourceComponent/activeOnIncidentId",
    "/incidentComponent/$id",
];
/// Everything but number, kind, urgency, units and dispatchers.
const PLANTED: [&str; 9] = [
    "Minderjarig",
    "Overleden",
    "Agressie",
    "Noodknop",
    "GRIP",
    "Status",
    "Plaats",
    "Toelichting",
    "Beller",
];
/// The times that are read.
const TIMES: [&str; 3] = [
    "/lastUpdateTimeStamp",
    "/incidentComponent/lastUpdateTimeStamp",
    "/dispatchComponent/lastUpdateTimeStamp",
];

/// Puts the mark in every text but those that are spared; counts them.
fn plant(value: &mut Value, path: &str, spared: &dyn Fn(&str) -> bool) -> usize {
    match value {
        Value::String(text) if !spared(path) => {
            *text = MARK.to_owned();
            1
        }
        Value::Array(values) => values.iter_mut().map(|it| plant(it, path, spared)).sum(),
        Value::Object(members) => members
            .iter_mut()
            .map(|(name, it)| plant(it, &format!("{path}/{name}"), spared))
            .sum(),
        _ => 0,
    }
}

fn is_kept(path: &str) -> bool {
    KEPT.iter().any(|kept| path.ends_with(kept))
}

fn is_clean(parsed: &Parsed) {
    let told = format!("{parsed:?}");
    let stored = match parsed {
        Parsed::Read(record, _) => serde_json::to_string(record).unwrap(),
        Parsed::Rejected(rejected) => {
            let row = rejected.row("eido", "digest", "id".to_owned());
            let stored = serde_json::to_string(rejected).unwrap();
            stored + &row.fields + &row.reason
        }
    };
    for text in [told, stored] {
        let text = text.to_lowercase();
        for part in ["planted", "secret", "1961"] {
            assert!(!text.contains(part), "{text}");
        }
    }
}

fn readings(profile: &Profile) -> [Reading<'_>; 2] {
    [None, Some(profile)].map(|profile| Reading {
        source: "meldkamer",
        profile,
    })
}

#[test]
fn nothing_of_a_document_but_what_is_read_is_kept() {
    let profile = Profile::parse(DUTCH).unwrap();
    let mut document: Value = serde_json::from_str(FULL).unwrap();
    let planted = plant(&mut document, "", &|path| {
        is_kept(path) || TIMES.contains(&path)
    });
    assert!(planted > 120, "{planted} texts");
    let body = document.to_string();
    for reading in readings(&profile) {
        let parsed: Vec<Parsed> = read(body.as_bytes(), &reading).collect();
        assert!(matches!(parsed[..], [Parsed::Read(..)]), "{parsed:?}");
        is_clean(&parsed[0]);
    }
}

#[test]
fn nothing_of_a_rejected_document_is_kept() {
    let profile = Profile::parse(DUTCH).unwrap();
    for spared in [&is_kept as &dyn Fn(&str) -> bool, &|_: &str| false] {
        let mut document: Value = serde_json::from_str(FULL).unwrap();
        plant(&mut document, "", spared);
        let body = document.to_string();
        for reading in readings(&profile) {
            for broken in [
                body.clone(),
                body.replacen('{', "{\"eidoVersion\":\"1.0\",", 1),
                body[..body.len() / 2].to_owned(),
            ] {
                for parsed in read(broken.as_bytes(), &reading) {
                    assert!(matches!(parsed, Parsed::Rejected(_)));
                    is_clean(&parsed);
                }
            }
        }
    }
}

/// Components that no version of the standard names are passed over as well.
#[test]
fn nothing_of_an_unknown_component_is_kept() {
    let mut document: Value = serde_json::from_str(FULL).unwrap();
    let unknown = Value::Object(Map::from_iter([("$id".to_owned(), Value::from(MARK))]));
    let members = document.as_object_mut().unwrap();
    members.insert("somethingNewComponent".to_owned(), vec![unknown].into());
    members.insert(MARK.to_owned(), MARK.into());
    let body = document.to_string();
    for parsed in read(
        body.as_bytes(),
        &Reading {
            source: "eido",
            profile: None,
        },
    ) {
        assert!(matches!(parsed, Parsed::Read(..)));
        is_clean(&parsed);
    }
}

#[test]
fn nothing_of_a_register_but_what_is_read_is_kept() {
    let profile = Profile::parse(DUTCH).unwrap();
    let mut lines = REGISTER.lines();
    let header: Vec<&str> = lines.next().unwrap().split(';').chain(["Beller"]).collect();
    for spoil_time in [false, true] {
        let mut register = header.join(";");
        for line in lines.clone().filter(|line| !line.contains('"')) {
            let cells = line
                .split(';')
                .chain([""])
                .zip(&header)
                .map(|(cell, column)| {
                    let is_time = *column == "Meldtijd" && spoil_time;
                    if PLANTED.contains(column) || is_time {
                        MARK
                    } else {
                        cell
                    }
                });
            register.push('\n');
            register.push_str(&cells.collect::<Vec<_>>().join(";"));
        }
        let rows: Vec<Parsed> = csv::read(register.as_bytes(), &profile)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(rows.len() > 80, "{}", rows.len());
        for parsed in &rows {
            assert_eq!(
                matches!(parsed, Parsed::Rejected(_)),
                spoil_time,
                "{parsed:?}"
            );
            is_clean(parsed);
        }
    }
}

#[test]
fn nothing_of_a_message_but_what_is_read_is_kept() {
    let read = r#"{"source":"gms","id":"1","at":"2026-03-01T12:00:00+01:00","kinds":["fall"],"units":["17-101"],
        "caller":"MARK","patient":{"name":"MARK","born":["MARK"]},"MARK":"MARK","notes":[{"text":"MARK"}],"codes":null}"#;
    let good = read.replace("MARK", MARK);
    let bad = [
        good.replace("2026-03-01T12:00:00+01:00", MARK),
        good.replace("\"codes\":null", &format!("\"minor\":\"{MARK}\"")),
        good.replace("\"codes\":null", &format!("\"status\":\"{MARK}\"")),
        good.replace("\"codes\":null", &format!("\"id\":\"{MARK}\"")),
        good.replace("[\"fall\"]", &format!("[{{\"x\":\"{MARK}\"}}]")),
        good.replace("\"codes\":null", MARK),
    ];
    for (line, is_good) in [(good, true)]
        .into_iter()
        .chain(bad.map(|line| (line, false)))
    {
        let parsed: Vec<Parsed> = ndjson::read(line.replace('\n', " ").as_bytes()).collect();
        assert_eq!(matches!(parsed[..], [Parsed::Read(..)]), is_good, "{line}");
        is_clean(&parsed[0]);
    }
}
