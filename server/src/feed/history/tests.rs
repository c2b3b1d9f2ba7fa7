//! The quick way says what the full way says, and every thread count the same.

use std::{fmt::Write as _, io::Write as _};

use care::{
    event::EventRecord,
    exposure::Shift,
    ids::{PersonId, UnitCode},
    incident::IncidentList,
    time::Instant,
};
use proptest::prelude::*;

use super::*;
use crate::feed::ndjson;

const LIST: &str = include_str!("../../../../packs/ambulance/incident-list.toml");

fn list() -> CompiledList {
    let list: IncidentList = toml::from_str(LIST).unwrap();
    list.compile()
}

fn crews() -> Crews {
    let shift = |unit: usize, person: usize| Shift {
        person: PersonId::new(format!("p{person}")),
        unit: UnitCode::new(format!("17-{unit}")),
        from: Instant::from_millis(0),
        until: Instant::from_millis(4_000_000_000_000),
    };
    let shifts: Vec<Shift> = (0..8).map(|n| shift(n % 4, n)).collect();
    Crews::new(&shifts, &[PersonId::new("d1")])
}

fn run_over(text: &[u8], threads: usize, lists: Vec<&CompiledList>) -> (Outcome, String) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    let crews = crews();
    let trial = Trial {
        lists,
        zone: TimeZone::UTC,
        crews: Some(&crews),
        threads,
    };
    let sources = [Source::Lines(file.path().to_owned())];
    let mut ledger = Vec::new();
    let outcome = run(&trial, &sources, Some(&mut ledger), |_| ()).unwrap();
    (outcome, String::from_utf8(ledger).unwrap())
}

/// What comes of the lines when each event is joined as the intake does.
fn slowly(text: &str, list: &CompiledList) -> (u64, u64, Said) {
    let mut records: std::collections::BTreeMap<String, EventRecord> =
        std::collections::BTreeMap::new();
    let mut bad = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match ndjson::parse_line(line.as_bytes(), 1) {
            Err(_) => bad += 1,
            Ok(record) => match records.get_mut(&record.source_ref) {
                Some(known) => {
                    known.merge(&record);
                }
                None => {
                    records.insert(record.source_ref.clone(), record);
                }
            },
        }
    }
    let merged = care::event::gather(&mut records);
    let mut said = Said::default();
    let mut events = 0;
    for (number, record) in &records {
        if merged.contains_key(number) {
            continue;
        }
        events += 1;
        let verdict = list
            .judge(&record.facts())
            .filter(|_| record.status.may_count());
        if let Some(verdict) = verdict {
            said.add(verdict.certainty);
        }
    }
    (events, bad, said)
}

fn line() -> impl Strategy<Value = String> {
    let member = |name: &'static str, value: &'static str| prop_oneof![3 => Just(String::new()), 2 => value.prop_map(move |value| format!(",\"{name}\":{value}"))];
    let id = (0_u8..12).prop_map(|number| format!("\"{number}\""));
    let at = "\"2026-0[1-9]-[0-2][1-8]T[0-2][0-9]:[0-5][0-9]:00(Z|\\+01:00|)\"";
    let words = "(\"(resuscitation|drowning|traffic-accident|suicide|Suicide |é|x)\"|\\[\"(suicide|drowning)\",\"burns\"\\]|7|null|\"\"|\\[\\])";
    let fact = "(true|false|null|\"yes\"|\"no\"|\"unknown\"|\"\"|3)";
    (
        (id, at),
        member("kinds", words),
        member("minor", fact),
        member("fatal", fact),
        member("revision", "([1-4]|1\\.5)"),
        member("status", "\"(active|closed|cancelled|test|exercise|merged|x)\""),
        member("merged_into", "\"[0-9]\""),
        member("units", "(\"17-[0-5]\"|\\[\"17-1\",\"17-2\"\\])"),
        member("note", "(\"secret\"|\\{\"a\":\\[1,2\\]\\})"),
        member("minor", fact),
    )
        .prop_map(|((id, at), kinds, minor, fatal, revision, status, merged, units, note, twice)| {
            format!("{{\"id\":{id},\"at\":{at}{kinds}{minor}{fatal}{revision}{status}{merged}{units}{note}{twice}}}")
        })
}

proptest! {
    #[test]
    fn the_quick_way_says_what_the_full_way_says(lines in prop::collection::vec(line(), 1..30)) {
        let text = lines.join("\n");
        let list = list();
        let (outcome, _) = run_over(text.as_bytes(), 2, vec![&list]);
        let (events, bad, said) = slowly(&text, &list);
        prop_assert_eq!(outcome.events, events, "{}", text);
        prop_assert_eq!(outcome.rejected.values().sum::<u64>(), bad);
        prop_assert_eq!(outcome.lists[0].all, said, "{}", text);
    }
}

#[test]
fn a_chain_of_mergings_is_one_event_in_whatever_order_it_is_told() {
    let told = |number: u8, into: &str| {
        format!("{{\"id\":\"{number}\",\"at\":\"2026-01-01T00:00:00Z\"{into}}}")
    };
    let (first, second) = (told(2, ""), told(1, ",\"merged_into\":\"2\""));
    let third = told(3, ",\"merged_into\":\"1\"");
    let list = list();
    for lines in [
        [&first, &third, &second],
        [&third, &second, &first],
        [&second, &third, &first],
    ] {
        let text = lines.map(String::as_str).join("\n");
        let (outcome, _) = run_over(text.as_bytes(), 2, vec![&list]);
        assert_eq!(outcome.events, 1, "{text}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut text = String::new();
    for number in 0..60_000_u32 {
        let kind = ["resuscitation", "fall", "suicide", "drowning"][number as usize % 4];
        let (day, unit) = (number / 3_000 + 1, number % 5);
        // Every seventh event is told of twice.
        let id = if number % 7 == 0 {
            number.saturating_sub(40)
        } else {
            number
        };
        _ = writeln!(
            text,
            "{{\"id\":\"{id}\",\"at\":\"2026-03-{day:02}T{:02}:{:02}:00Z\",\"kinds\":[\"{kind}\"],\"units\":[\"17-{unit}\"],\"dispatchers\":[\"d1\"],\"minor\":{}}}",
            number / 125 % 24,
            number % 60,
            number % 3 == 0,
        );
    }
    text += "{\"id\":1}\nno json\n\n";
    let list = list();
    let mut other: IncidentList = toml::from_str(LIST).unwrap();
    other.entries.retain(|entry| entry.id != "kind-4");
    let other = other.compile();
    let one = run_over(text.as_bytes(), 1, vec![&other, &list]);
    for threads in [2, 3, 8] {
        assert!(
            run_over(text.as_bytes(), threads, vec![&other, &list]) == one,
            "{threads}"
        );
    }
    let (outcome, ledger) = one;
    assert_eq!(outcome.rejected.values().sum::<u64>(), 2);
    assert_eq!(
        outcome.bad_lines,
        [(60_001, "time-missing"), (60_002, "not-json")]
    );
    assert!(outcome.changed.values().sum::<u64>() > 1_000);
    assert_eq!(
        ledger.lines().count() as u64,
        outcome.people.unwrap().exposures
    );
}

#[test]
fn a_line_without_an_end_and_a_line_of_megabytes_are_one_bad_line_each() {
    let good = "{\"id\":\"1\",\"at\":\"2026-03-01T00:00:00Z\"}";
    let long = format!("{{\"id\":\"2\",\"x\":\"{}\"}}", "y".repeat(20 << 20));
    let list = list();
    let (outcome, _) = run_over(format!("{good}\n{long}\n{good}").as_bytes(), 2, vec![&list]);
    assert_eq!(outcome.events, 1);
    assert_eq!(outcome.rejected["line-too-long"], 1);
    assert_eq!(outcome.read, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A file that is read while it comes in says what a file on the disk says.
    #[test]
    fn a_stream_says_what_a_file_says(lines in prop::collection::vec(line(), 0..40)) {
        let text = lines.join("\n");
        let (tried, other) = (list(), list());
        let (from_file, _) = run_over(text.as_bytes(), 2, vec![&tried, &other]);
        let trial = Trial {
            lists: vec![&tried, &other],
            zone: TimeZone::UTC,
            crews: None,
            threads: 1,
        };
        let streamed = run_records(&trial, ndjson::read_from(text.as_bytes())).unwrap();
        prop_assert_eq!(streamed, Outcome { people: None, ..from_file });
    }
}
