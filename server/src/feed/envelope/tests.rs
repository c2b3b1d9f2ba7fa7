use super::*;

const EVENT: &str = r#"{"id":"1","at":"2026-03-01T12:00:00+01:00","kinds":["fall"]}"#;
const EIDO: &str = include_str!("../../../../packs/ambulance/eido-voorbeeld.json");

const READING: Reading<'_> = Reading {
    source: "hook",
    profile: None,
};

fn all(body: &str, format: Format) -> Vec<Parsed> {
    read(body.as_bytes(), format, &READING).collect()
}

/// The numbers that were read, and reasons with their lines.
fn told(body: &str) -> Vec<String> {
    let told = |parsed: &Parsed| match parsed {
        Parsed::Read(record, place) => format!("{}@{}", record.source_ref, place.line),
        Parsed::Rejected(it) => format!("{}@{}", it.reason.code(), it.place.line),
    };
    all(body, Format::Events).iter().map(told).collect()
}

fn wrapped(data: &str) -> String {
    format!(r#"{{"type":"incident.updated","timestamp":"2026-03-01T11:00:01Z","data":{data}}}"#)
}

#[test]
fn an_event_is_read_alone_and_in_an_envelope() {
    assert_eq!(told(EVENT), ["1@1"]);
    assert_eq!(told(&wrapped(EVENT)), ["1@1"]);
    assert_eq!(
        told(&wrapped(&format!("\n[{EVENT},\n{EVENT}]"))),
        ["1@2", "1@3"]
    );
    let pretty = EVENT.replace(',', ",\n  ");
    assert_eq!(told(&pretty), ["1@1"]);
    let lines = format!("{EVENT}\n{}\n\n[{EVENT}]\n", wrapped(EVENT));
    assert_eq!(told(&lines), ["1@1", "1@2", "1@4"]);
    // type and timestamp may stand beside what they are about
    let squashed = EVENT.replacen('{', r#"{"type":"incident","data":{"x":1},"#, 1);
    assert_eq!(told(&squashed), ["1@1"]);
    assert_eq!(told(&wrapped("[]")), [""; 0]);
}

#[test]
fn what_was_read_is_where_it_is_said_to_be() {
    let body = format!("\n {}\n", wrapped(&format!(" {EVENT}")));
    let Parsed::Read(_, place) = &all(&body, Format::Events)[0] else {
        panic!("read")
    };
    let range = usize::try_from(place.byte_from).unwrap()..usize::try_from(place.byte_to).unwrap();
    assert_eq!(&body[range], EVENT);
}

#[test]
fn a_document_is_read_alone_and_in_an_envelope() {
    for body in [EIDO.to_owned(), wrapped(EIDO), format!("[{EIDO}]")] {
        let parsed = all(&body, Format::Eido);
        assert!(matches!(parsed[..], [Parsed::Read(..)]), "{parsed:?}");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_costs_itself() {
    let twice = wrapped(EVENT).replacen("\"data\"", "\"data\":{},\"data\"", 1);
    let deep = wrapped(&format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    for (bad, reason) in [
        (twice, "member-twice"),
        (deep, "nested-too-deeply"),
        (wrapped("{}"), "id-missing"),
        (wrapped("7"), "id-missing"),
        (r#"{"type":"x","timestamp":1}"#.to_owned(), "id-missing"),
        ("nonsense".to_owned(), "not-json"),
        ("17".to_owned(), "not-an-object"),
        (EVENT.replace("\"1\"", "1e999"), "not-json"),
        (wrapped(&EVENT.replace("2026", "0000")), "time-unreadable"),
        (wrapped(&EVENT.replace("2026", "9999")), "time-unreadable"),
        (EVENT.replacen('{', "{\"id\":\"2\",", 1), "member-twice"),
        (
            format!("{{\"id\":\"{}\"}}", "x".repeat(70_000)),
            "line-too-long",
        ),
    ] {
        let expected = [format!("{reason}@1"), "1@2".to_owned()];
        assert_eq!(told(&format!("{bad}\n{EVENT}")), expected, "{bad:.80}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    for bytes in [
        &b"{\"id\":\"\xE9\"}"[..],
        b"\xFF\xFE",
        b"{\"type\":\"\xE9\",\"data\":{}}",
    ] {
        let parsed: Vec<Parsed> = read(bytes, Format::Events, &READING).collect();
        assert!(matches!(parsed[..], [Parsed::Rejected(_)]), "{parsed:?}");
    }
}
