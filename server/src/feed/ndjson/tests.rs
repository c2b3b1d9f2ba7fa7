use super::*;

fn reason(line: &str) -> RejectReason {
    parse_line(line.as_bytes(), 1).unwrap_err().reason
}

const LEAST: &str = r#"{"source":"gms","id":"1","at":"2026-03-01T12:00:00+01:00"}"#;

#[test]
fn a_full_line_becomes_a_record() {
    let line = r#"{"source":"gms","id":26030101,"revision":2,"at":"2026-03-01T12:00:00.5+01:00",
        "until":"2026-03-01T13:00:00Z","kinds":["Cardiac-Arrest"," traffic "],"priority":"A1",
        "units":["17-101","17-102"],"dispatchers":["d07"],"minor":true,"fatal":"no",
        "aggression":null,"major":"unknown","codes":["Burn"],"status":"closed",
        "patient":{"name":"Planted Secret","bsn":[1,2]}}"#;
    let record = parse_line(line.as_bytes(), 1).unwrap();
    assert_eq!(record.source_ref, "26030101");
    assert_eq!(record.at.millis(), 1_772_362_800_500);
    assert_eq!(record.kind_codes.len(), 2);
    assert_eq!((record.minor, record.fatal), (Tri::Yes, Tri::No));
    assert_eq!(record.aggression, Tri::Unknown);
    assert_eq!(record.status, Status::Closed);
    assert!(record.extra.contains("burn"));
    assert!(!format!("{record:?}").contains("Planted"));
}

#[test]
fn the_least_line_is_enough() {
    let record = parse_line(LEAST.as_bytes(), 1).unwrap();
    assert!(record.kind_codes.is_empty() && record.status == Status::Active);
}

#[test]
fn each_fault_has_its_reason() {
    let with = |more: &str| LEAST.replace('}', &format!(",{more}}}"));
    let cases = [
        ("{".to_owned(), RejectReason::NotJson),
        (format!("{LEAST}{LEAST}"), RejectReason::NotJson),
        ("[]".to_owned(), RejectReason::NotAnObject),
        ("\"text\"".to_owned(), RejectReason::NotAnObject),
        ("null".to_owned(), RejectReason::NotAnObject),
        ("{}".to_owned(), RejectReason::IdMissing),
        (with(r#""id":"2""#), RejectReason::MemberTwice),
        (with(r#""kinds":[["x"]]"#), RejectReason::WrongType),
        (with(r#""minor":"perhaps""#), RejectReason::WrongType),
        (with(r#""minor":1"#), RejectReason::WrongType),
        (with(r#""revision":1.5"#), RejectReason::WrongType),
        (with(r#""status":"gone""#), RejectReason::WrongType),
        (
            with(r#""priority":"A\u0000""#),
            RejectReason::ControlCharacter,
        ),
        (
            with(r#""until":"2026-03-01T11:00:00+01:00""#),
            RejectReason::EndsBeforeItBegins,
        ),
        (LEAST.replace("+01:00", ""), RejectReason::OffsetMissing),
        (LEAST.replace("2026", "0026"), RejectReason::TimeUnreadable),
        (
            LEAST.replace("2026-03-01T12:00:00+01:00", "noon"),
            RejectReason::TimeUnreadable,
        ),
        (LEAST.replace("\"1\"", "\"\""), RejectReason::IdMissing),
        (
            LEAST.replace("\"1\"", &format!("{:?}", "x".repeat(65))),
            RejectReason::ValueTooLong,
        ),
        (
            with(&format!("\"x\":{:?}", "x".repeat(65536))),
            RejectReason::LineTooLong,
        ),
        (
            with(&format!("\"kinds\":{}{}", "[".repeat(500), "]".repeat(500))),
            RejectReason::NotJson,
        ),
    ];
    for (line, expected) in cases {
        let line_start: String = line.chars().take(100).collect();
        assert_eq!(reason(&line), expected, "{line_start}");
    }
    let latin1 = b"{\"source\":\"gms\",\"id\":\"\xe9\"}";
    let rejected = parse_line(latin1, 1).unwrap_err();
    assert_eq!(rejected.reason, RejectReason::InvalidEncoding);
}

#[test]
fn depth_under_an_unknown_member_is_passed_over() {
    let deep = format!("\"x\":{}{}}}", "[".repeat(9000), "]".repeat(9000));
    let line = LEAST.replace('}', &format!(",{deep}"));
    assert!(parse_line(line.as_bytes(), 1).is_ok());
}

#[test]
fn only_allow_listed_values_stay_with_a_rejected_line() {
    let line = r#"{"source":"gms","id":"7","kinds":["fall"],"caller":"Planted Secret","dispatchers":["d07"]}"#;
    let rejected = parse_line(line.as_bytes(), 4).unwrap_err();
    assert_eq!(rejected.reason, RejectReason::TimeMissing);
    let kept: Vec<_> = rejected.fields.into_iter().collect();
    assert_eq!(
        kept,
        [
            (Field::Id, "7".to_owned()),
            (Field::Kind, "fall".to_owned())
        ]
    );
}

#[test]
fn a_body_is_read_line_by_line_with_places() {
    let body = format!("\u{feff}{LEAST}\r\n\n{{\n{LEAST}");
    let parsed: Vec<Parsed> = read(body.as_bytes()).collect();
    let [
        Parsed::Read(_, first),
        Parsed::Rejected(bad),
        Parsed::Read(_, last),
    ] = &parsed[..]
    else {
        panic!("{parsed:?}");
    };
    assert_eq!((first.byte_from, first.line), (3, 1));
    assert_eq!((bad.place.line, bad.reason), (3, RejectReason::NotJson));
    assert_eq!(last.byte_to, body.len() as u64);
    let place =
        usize::try_from(bad.place.byte_from).unwrap()..usize::try_from(bad.place.byte_to).unwrap();
    let again = &body.as_bytes()[place];
    assert_eq!(again, b"{\n");
}

#[test]
fn a_stream_is_read_as_its_bytes_are() {
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(3 << 20));
    let body = format!("\u{feff}{LEAST}\r\n\n{{\n{long}\n{LEAST}");
    let whole: Vec<Parsed> = read(body.as_bytes()).collect();
    let streamed: Vec<Parsed> = read_from(body.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(streamed.len(), 4);
    let reason = |parsed: &Parsed| match parsed {
        Parsed::Read(record, place) => (record.source_ref.clone(), place.line),
        Parsed::Rejected(rejected) => (rejected.reason.code().to_owned(), rejected.place.line),
    };
    let told = |all: &[Parsed]| all.iter().map(reason).collect::<Vec<_>>();
    assert_eq!(told(&whole), told(&streamed));
}
