use care::incident::Tri;

use super::*;
use crate::feed::{Field, Precision, Status};

const FULL: &str = include_str!("../../../../packs/ambulance/eido-voorbeeld.json");
const DUTCH: &str = include_str!("../../../../packs/ambulance/profile.toml");

const LEAST: &str = r#"{"$id":"urn:emergency:uid:incidentid:a56e:bcf.example","eidoVersion":"1.0",
"lastUpdateTimeStamp":"2026-01-03T02:14:00+01:00",
"incidentComponent":{"internalIncidentId":"26-1","incidentTypeCommonRegistryText":"FVEH"}}"#;

fn plain() -> Reading<'static> {
    Reading {
        source: "eido",
        profile: None,
    }
}

fn one(document: &str) -> Result<EventRecord, Rejected> {
    parse(document.as_bytes(), &plain())
}

fn reason(document: &str) -> RejectReason {
    one(document).unwrap_err().reason
}

fn kinds(record: &EventRecord) -> Vec<&str> {
    record
        .kind_codes
        .iter()
        .map(care::ids::KindCode::as_str)
        .collect()
}

fn units(record: &EventRecord) -> Vec<&str> {
    record
        .units
        .iter()
        .map(care::ids::UnitCode::as_str)
        .collect()
}

fn dispatchers(record: &EventRecord) -> Vec<&str> {
    record.dispatchers.iter().map(String::as_str).collect()
}

/// A document with more members beside, or in its incident.
fn with(members: &str, in_incident: &str) -> String {
    let document = LEAST.replace("\"FVEH\"}", &format!("\"FVEH\"{in_incident}}}"));
    format!("{}{members}}}", document.strip_suffix('}').unwrap())
}

#[test]
fn a_full_document_becomes_a_record() {
    let record = one(FULL).unwrap();
    assert_eq!(record.source_ref, "2610-0050");
    assert_eq!(kinds(&record), ["suicide"]);
    assert_eq!(record.status, Status::Closed);
    assert_eq!(
        units(&record),
        ["17-102", "17-150"],
        "the third is elsewhere"
    );
    assert_eq!(dispatchers(&record), ["5002"]);
    assert!(record.priorities.contains("A1") && record.extra.contains("urgency:8"));
    assert_eq!(record.at_precision, Precision::Exact);
    // 23:58 in the evening of 24 October
    assert_eq!(record.revision, Some(1_792_879_080_000));
}

/// One incident, told by the day register, the live feed and an EIDO document.
#[test]
fn three_formats_tell_one_event() {
    let profile = Profile::parse(DUTCH).unwrap();
    let register = include_bytes!("../../../../packs/ambulance/register-voorbeeld.csv");
    let rows = crate::feed::csv::read(&register[..], &profile).unwrap();
    let mut row: Option<EventRecord> = None;
    for parsed in rows {
        if let Parsed::Read(record, _) = parsed.unwrap()
            && record.source_ref == "2610-0050"
        {
            match &mut row {
                None => row = Some(record),
                Some(row) => _ = row.merge(&record),
            }
        }
    }
    let row = row.unwrap();
    let reading = Reading {
        source: "meldkamer",
        profile: Some(&profile),
    };
    let eido = parse(FULL.as_bytes(), &reading).unwrap();
    assert_eq!((eido.at, &eido.units), (row.at, &row.units));
    assert_eq!(eido.dispatchers, row.dispatchers);
    assert_eq!(eido.kind_codes, row.kind_codes);
    assert_eq!(
        (&eido.source, &eido.source_ref),
        (&row.source, &row.source_ref)
    );
}

#[test]
fn the_least_document_is_enough() {
    let record = one(LEAST).unwrap();
    assert_eq!(kinds(&record), ["fire-vehicle"]);
    assert_eq!(record.revision, Some(record.at.millis()));
    assert!(record.units.is_empty() && record.status == Status::Active);
}

#[test]
fn what_is_one_may_stand_in_a_list() {
    let listed = LEAST
        .replace("\"incidentComponent\":{", "\"incidentComponent\":[{")
        .replace("\"FVEH\"}", "[\"FVEH\",\"NOT-KNOWN\",\"HLP1 \"]}]");
    let record = one(&listed).unwrap();
    assert_eq!(
        kinds(&record),
        ["crew-in-danger", "fire-vehicle", "not-known"]
    );
    assert_eq!(record.alarm_button, Tri::Yes);
    let parts = r#","agentComponent":{"$id":"7@mka"},
        "dispatchComponent":{"agentReference":"$ref:7@mka","emergencyResourceReference":"u1"},
        "emergencyResourceComponent":{"$id":"u1","emergencyResourceName":"17-101"}"#;
    let record = one(&with(parts, "")).unwrap();
    assert_eq!(
        (units(&record), dispatchers(&record)),
        (vec!["17-101"], vec!["7"])
    );
}

#[test]
fn a_sentence_is_never_taken_for_a_code() {
    let told = LEAST.replace("FVEH", "Jan Verzonnen fell from the roof");
    assert_eq!(kinds(&one(&told).unwrap()), ["unmapped"]);
    let own = with("", r#","incidentTypeInternalText":"Jan Verzonnen fell""#);
    assert_eq!(kinds(&one(&own).unwrap()), ["fire-vehicle"]);
}

#[test]
fn a_profile_maps_the_senders_own_words() {
    let profile = DUTCH
        .replace(
            "unknown-kind = \"keep\"",
            "unknown-kind = \"quarantine\"\ncodes-from = \"nl\"",
        )
        .replace("[kinds]", "[kinds]\nFVEH = \"traffic-accident-entrapment\"")
        .replace("[statuses]", "[priorities]\nEen = \"A1\"\n[statuses]");
    let profile = Profile::parse(&profile).unwrap();
    let reading = Reading {
        source: "meldkamer",
        profile: Some(&profile),
    };
    let own = r#","incidentTypeInternalText":"Gezondheid › Reanimatie › Kind",
        "incidentStatusInternalText":["oefening"],"incidentPriorityInternalText":"een""#;
    let record = parse(with("", own).as_bytes(), &reading).unwrap();
    assert_eq!(
        kinds(&record),
        ["resuscitation", "traffic-accident-entrapment"]
    );
    assert_eq!((record.minor, record.status), (Tri::Yes, Status::Exercise));
    assert!(record.priorities.contains("A1"));
    let unknown = LEAST.replace("FVEH", "NOT-KNOWN");
    let rejected = parse(unknown.as_bytes(), &reading).unwrap_err();
    assert_eq!(rejected.reason, RejectReason::KindNotMapped);
}

#[test]
fn the_number_is_the_senders_own_else_the_shared_one() {
    let number = |document: &str| one(document).unwrap().source_ref;
    let without = LEAST.replace("\"internalIncidentId\":\"26-1\",", "");
    assert_eq!(number(&without), "a56e:bcf.example");
    let tracked = without.replace(
        "\"incidentTypeCommon",
        "\"incidentTrackingIdentifier\":\"urn:emergency:uid:incidentid:b7:x\",\"incidentTypeCommon",
    );
    assert_eq!(number(&tracked), "b7:x");
    assert_eq!(number(&LEAST.replace("\"26-1\"", "2610050")), "2610050");
    let bare = without.replace(
        "\"$id\":\"urn:emergency:uid:incidentid:a56e:bcf.example\",",
        "",
    );
    assert_eq!(reason(&bare), RejectReason::IdMissing);
    let two = LEAST
        .replace(
            "\"incidentComponent\":{",
            "\"incidentComponent\":[{\"internalIncidentId\":\"2\"},{",
        )
        .replace("\"FVEH\"}", "\"FVEH\"}]");
    assert_eq!(reason(&two), RejectReason::SeveralIncidents);
}

#[test]
fn the_moment_is_told_else_sent_else_made() {
    let at = |document: &str| one(document).unwrap().at.millis();
    let made = at(LEAST);
    let sent = r#","dispatchComponent":[{"lastUpdateTimeStamp":"2026-01-03T02:10:00+01:00"},
        {"lastUpdateTimeStamp":"2026-01-03T02:05:00+01:00"}]"#;
    assert_eq!(made - at(&with(sent, "")), 9 * 60_000);
    let told = r#","incidentCreatedTimestamp":"2026-01-03T02:04:00+01:00""#;
    assert_eq!(made - at(&with(sent, told)), 10 * 60_000);
    let timeless = LEAST.replace("\"lastUpdateTimeStamp\":\"2026-01-03T02:14:00+01:00\",", "");
    assert_eq!(reason(&timeless), RejectReason::TimeMissing);
}

#[test]
fn the_newest_change_is_the_revision() {
    let later = with("", r#","lastUpdateTimeStamp":"2026-01-03T03:14:00+01:00""#);
    let (first, second) = (one(LEAST).unwrap(), one(&later).unwrap());
    assert_eq!(
        second.revision.unwrap() - first.revision.unwrap(),
        3_600_000
    );
}

#[test]
fn a_status_that_may_go_on_counts_as_going_on() {
    let status = |words: &str| {
        let member = format!(",\"incidentStatusCommonRegistryText\":{words}");
        one(&with("", &member)).unwrap().status
    };
    assert_eq!(status(r#"["Closed"]"#), Status::Closed);
    assert_eq!(status(r#""Cancelled""#), Status::Cancelled);
    assert_eq!(status(r#"["Cancelled","Closed"]"#), Status::Closed);
    assert_eq!(status(r#"["Closed","ReOpened"]"#), Status::Active);
    assert_eq!(
        status(r#"["Cancelled","ResourcesOnscene"]"#),
        Status::Active
    );
    assert_eq!(status(r#"["Something new"]"#), Status::Active);
    assert_eq!(status("[]"), Status::Active);
    assert_eq!(status(r#"["Exercise","Active"]"#), Status::Exercise);
}

#[test]
fn an_alarm_button_is_an_alarm_and_a_crash_is_not() {
    let alarm = |kind: &str| {
        let part = format!(
            ",\"unitEmergencyStateComponent\":[{{\"severity\":\"high\",\"emergencyStateType\":{kind},\"startTimestamp\":\"2026-01-03T02:00:00+01:00\"}}]"
        );
        one(&with(&part, "")).unwrap().alarm_button
    };
    assert_eq!(alarm("\"EmergencyButton\""), Tri::Yes);
    assert_eq!(alarm("null"), Tri::Yes);
    assert_eq!(alarm("\"Vehicle crash\""), Tri::Unknown);
}

#[test]
fn links_in_circles_and_to_nowhere_end() {
    let parts = r#","agentComponent":[{"$id":"a","$ref":"b"},{"$id":"b","$ref":"a"},
            {"$id":"x@mka","$ref":"y@mka"},{"$id":"y@mka"}],
        "emergencyResourceComponent":[{"$id":"u","$ref":"u"},
            {"$id":"v","$ref":"w"},{"$id":"w","emergencyResourceName":"17-102"}],
        "dispatchComponent":[{"agentReference":[{"$ref":"a"},{"$ref":"x@mka"}],
            "emergencyResourceReference":[{"$ref":"u"},{"$ref":"v"},{"$ref":"nowhere"},{"$ref":null},{}]}]"#;
    let record = one(&with(parts, "")).unwrap();
    assert_eq!(units(&record), ["17-102", "nowhere", "u"]);
    assert_eq!(dispatchers(&record), ["a", "y"]);
}

#[test]
fn only_those_who_took_the_call_or_sent_somebody_are_dispatchers() {
    let parts = r#","agentComponent":[{"$id":"1@mka","agentRoleRegistryText":["Call Taking"]},
        {"$id":"2@mka","agentRoleRegistryText":["Responding"]},{"$id":"3@mka"}]"#;
    let agents = r#","agentReference":[{"$ref":"1@mka"},{"$ref":"2@mka"},{"$ref":"3@mka"}]"#;
    assert_eq!(dispatchers(&one(&with(parts, agents)).unwrap()), ["1"]);
}

#[test]
fn a_replaced_incident_says_by_which() {
    let part = r#","mergeComponent":[
        {"incidentMergeDirectionCode":"REPLACED","incidentTrackingIdentifier":"urn:emergency:uid:incidentid:b7:x"},
        {"incidentMergeDirectionCode":"REPLACING","incidentTrackingIdentifier":"c8:x"},
        {"incidentMergeDirectionCode":"SPLIT","incidentTrackingIdentifier":"d9:x"}]"#;
    let record = one(&with(part, "")).unwrap();
    assert_eq!(record.continues_in(), Some("b7:x"));
    assert_eq!(record.merged_into.len(), 1);
}

#[test]
fn each_fault_has_its_reason() {
    let time = "2026-01-03T02:14:00+01:00";
    let cases = [
        ("[]".to_owned(), RejectReason::NotAnObject),
        ("{".to_owned(), RejectReason::NotJson),
        ("{}".to_owned(), RejectReason::NotAnEido),
        (
            r#"{"$id":"person-1","lastUpdateTimeStamp":"x"}"#.to_owned(),
            RejectReason::NotAnEido,
        ),
        (
            with(r#","eidoVersion":"1.0""#, ""),
            RejectReason::MemberTwice,
        ),
        (
            with("", r#","internalIncidentId":"2""#),
            RejectReason::MemberTwice,
        ),
        (
            with(
                r#","dispatchComponent":{"agentReference":{"$ref":"a","$ref":"b"}}"#,
                "",
            ),
            RejectReason::MemberTwice,
        ),
        (
            with(r#","agentComponent":[[{"$id":"a"}]]"#, ""),
            RejectReason::WrongType,
        ),
        (
            with(r#","agentComponent":"a""#, ""),
            RejectReason::WrongType,
        ),
        (
            with("", r#","incidentCommonPriorityNumber":1e999"#),
            RejectReason::WrongType,
        ),
        (
            with("", r#","incidentCommonPriorityNumber":true"#),
            RejectReason::WrongType,
        ),
        (LEAST.replace("\"26-1\"", "{}"), RejectReason::WrongType),
        (
            LEAST.replace("26-1", "26\\u00001"),
            RejectReason::ControlCharacter,
        ),
        (
            LEAST.replace("26-1", &"x".repeat(65)),
            RejectReason::ValueTooLong,
        ),
        (
            LEAST.replace("26-1", &"x".repeat(300)),
            RejectReason::ValueTooLong,
        ),
        (
            LEAST.replace(time, "2026-01-03T02:14:00"),
            RejectReason::OffsetMissing,
        ),
        (
            LEAST.replace(time, "0000-01-03T02:14:00Z"),
            RejectReason::TimeUnreadable,
        ),
        (
            LEAST.replace(time, "9999-12-31T23:59:59Z"),
            RejectReason::TimeUnreadable,
        ),
        (LEAST.replace(time, "noon"), RejectReason::TimeUnreadable),
    ];
    for (document, expected) in cases {
        let begins: String = document.chars().take(300).collect();
        assert_eq!(reason(&document), expected, "{begins}");
    }
    let latin1 = [b"{\"x\":\"\xe9\",", &LEAST.as_bytes()[1..]].concat();
    let rejected = parse(&latin1, &plain()).unwrap_err();
    assert_eq!(rejected.reason, RejectReason::InvalidEncoding);
}

#[test]
fn numbers_and_depth_that_are_not_read_do_no_harm() {
    let record = one(&with(
        r#","callComponent":[{"x":1e999}],"mediaComponent":7"#,
        "",
    ));
    assert!(record.is_ok());
}

#[test]
fn only_what_is_allowed_stays_with_a_rejected_document() {
    let told = r#","personComponent":[{"ncPersonComponent":"Planted Secret"}],
        "emergencyResourceComponent":[{"$id":"u1","emergencyResourceName":"17-101"}]"#;
    let document = with(told, "").replace("2026-01-03T02:14:00+01:00", "Planted Secret");
    let rejected = one(&document).unwrap_err();
    assert_eq!(rejected.reason, RejectReason::TimeUnreadable);
    let kept: Vec<_> = rejected
        .fields
        .iter()
        .map(|(field, value)| (*field, value.as_str()))
        .collect();
    assert_eq!(
        kept,
        [
            (Field::Id, "26-1"),
            (Field::Unit, "17-101"),
            (Field::Kind, "FVEH")
        ]
    );
}

fn all(body: &[u8]) -> Vec<Parsed> {
    read(body, &plain()).collect()
}

fn told(body: &str) -> Vec<Result<(String, u64), (RejectReason, u64)>> {
    let told = all(body.as_bytes()).into_iter().map(|parsed| match parsed {
        Parsed::Read(record, place) => Ok((record.source_ref, place.line)),
        Parsed::Rejected(rejected) => Err((rejected.reason, rejected.place.line)),
    });
    told.collect()
}

#[test]
fn one_document_a_list_or_one_per_line() {
    let line = LEAST.replace('\n', "");
    let second = line.replace("26-1", "26-2");
    let both = |lines: (u64, u64)| vec![Ok(("26-1".into(), lines.0)), Ok(("26-2".into(), lines.1))];
    assert_eq!(
        told(&format!("\u{feff}{line}\r\n{second}\r\n")),
        both((1, 2))
    );
    assert_eq!(told(&format!("[{line},{second}]")), both((1, 1)));
    assert_eq!(told(&format!("[\n {line},\n {second}\n]\n")), both((2, 3)));
    assert_eq!(told(LEAST), [Ok(("26-1".into(), 1))]);
    assert_eq!(told("[]"), []);
    assert_eq!(told(" \n"), []);
}

#[test]
fn one_bad_document_costs_that_document() {
    let line = LEAST.replace('\n', "");
    let good = |at| Ok(("26-1".to_owned(), at));
    let not_json = |at| Err((RejectReason::NotJson, at));
    assert_eq!(told(&format!("{{\n{line}\n")), [not_json(1), good(2)]);
    assert_eq!(
        told(&format!("{{\"a\":\"\n{line}\n")),
        [not_json(1), good(2)]
    );
    assert_eq!(
        told(&format!("nonsense\n{line}\n\"text\"\n")),
        [not_json(1), good(2), Err((RejectReason::NotAnObject, 3))]
    );
    assert_eq!(
        told(&format!("[{line},null,{line}]")),
        [good(1), Err((RejectReason::NotAnObject, 1)), good(1)]
    );
    assert_eq!(
        told(&format!("{line}{{\"x\"}}{line}")),
        [good(1), not_json(1), good(1)]
    );
    let deep = format!("{}{}", "{\"x\":[".repeat(40), "]}".repeat(40));
    assert_eq!(
        told(&format!("{deep}\n{line}")),
        [Err((RejectReason::NestedTooDeeply, 1)), good(2)]
    );
    assert_eq!(told(&"[".repeat(100_000)), []);
    assert_eq!(
        told(&"{".repeat(100_000)),
        [Err((RejectReason::NestedTooDeeply, 1))]
    );
}

#[test]
fn a_document_has_an_end_and_so_has_a_list_in_it() {
    let line = LEAST.replace('\n', "");
    let links = "{\"$ref\":\"a\"},".repeat(1_000_000);
    let huge = format!("{{\"eidoVersion\":\"1.0\",\"dispatchComponent\":[{links}");
    let told_of = told(&format!("{huge}\n{line}"));
    assert_eq!(
        told_of,
        [
            Err((RejectReason::DocumentTooLarge, 1)),
            Ok(("26-1".to_owned(), 2))
        ]
    );
    let links = "{\"$ref\":\"a\"},".repeat(20_000);
    let links = links.trim_end_matches(',');
    let long = with(
        &format!(",\"dispatchComponent\":[{{\"agentReference\":[{links}]}}]"),
        "",
    );
    assert_eq!(reason(&long), RejectReason::DocumentTooLarge);
}

#[test]
fn a_stream_is_read_in_bounded_memory() {
    let line = LEAST.replace('\n', "").into_bytes();
    let text = [
        b"{\"notesComponent\":\"".to_vec(),
        vec![b'x'; 20 << 20],
        b"\"}\n".to_vec(),
        line,
    ]
    .concat();
    let mut documents = read_from(&text[..], &plain());
    let first = documents.next().unwrap().unwrap();
    assert!(
        matches!(first, Parsed::Rejected(rejected) if rejected.reason == RejectReason::DocumentTooLarge)
    );
    assert!(documents.pieces.capacity() < 16 << 20);
    assert!(matches!(
        documents.next().unwrap().unwrap(),
        Parsed::Read(..)
    ));
}

#[test]
fn hostile_streams_are_read_in_reasonable_time() {
    for line in ["{\n", "{\"\n", "{}\n{\n", "x\n", "{\"a\":[\n", "[{\n]\n"] {
        let body = line.repeat(20_000);
        assert!(!all(body.as_bytes()).is_empty());
    }
}
