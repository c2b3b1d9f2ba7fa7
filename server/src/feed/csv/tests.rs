use std::io::Cursor;

use care::incident::Tri;

use super::*;
use crate::feed::reject::Field;
use crate::feed::{Precision, Status};

const PROFILE: &str = r#"
name = "Test"
source = "test"
time-zone = "Europe/Amsterdam"
empty = ["null"]
keep = ["id", "unit", "kind", "priority", "at"]

[columns]
id = "Id"
units = "Unit"
units-split = "+"
kind = ["Kind", "More"]
priority = "Prio"
dispatchers = "By"
status = "Status"
revision = "Rev"
optional = ["More", "By", "Status", "Rev", "Age", "End"]
at = [
    { column = ["Day", "Time"], format = "%d-%m-%Y %H:%M" },
    { column = "Day", format = "%d-%m-%Y", precision = "day" },
]
until = [{ column = "End", format = "%d-%m-%Y %H:%M" }]

[facts]
minor = { column = "Age", yes = ["child"], no = ["adult"], yes-below = 18 }

[kinds]
"Cardiac Arrest" = "resuscitation"
"Crash" = ["traffic-accident", "entrapment"]

[priorities]
"1" = "A1"

[statuses]
"drill" = "exercise"

[[codes]]
column = "Remarks"
split = ","
values = { "foam" = "foam:yes" }
"#;

const HEADER: &str = "Id,Day,Time,Unit,Kind,Prio,Remarks,Address";

fn profile() -> Profile {
    Profile::parse(PROFILE).unwrap()
}

fn parsed(bytes: &[u8], profile: &Profile) -> Vec<Parsed> {
    read(bytes, profile).unwrap().map(Result::unwrap).collect()
}

fn one(header: &str, row: &str) -> Result<EventRecord, Rejected> {
    let mut all = parsed(format!("{header}\n{row}\n").as_bytes(), &profile());
    assert_eq!(all.len(), 1, "{row}");
    match all.remove(0) {
        Parsed::Read(record, _) => Ok(record),
        Parsed::Rejected(rejected) => Err(rejected),
    }
}

fn reason(row: &str) -> RejectReason {
    one(HEADER, row).unwrap_err().reason
}

#[test]
fn a_row_becomes_a_record() {
    let header = format!("{HEADER},More,By,Status,Rev,Age,End");
    let row = "7,01-03-2026,12:00,A1+A2, CARDIAC ARREST ,1,\"Foam,bar\",Secret St 1,Crash,d07,Drill,3,9,01-03-2026 13:00";
    let record = one(&header, row).unwrap();
    assert_eq!(
        (record.source.as_str(), record.source_ref.as_str()),
        ("test", "7")
    );
    assert_eq!(record.at.millis(), 1_772_362_800_000);
    assert_eq!(record.at_precision, Precision::Exact);
    assert_eq!(record.until.unwrap().since(record.at).as_mins(), 60);
    let kinds: Vec<&str> = record
        .kind_codes
        .iter()
        .map(care::ids::KindCode::as_str)
        .collect();
    assert_eq!(kinds, ["entrapment", "resuscitation", "traffic-accident"]);
    let units: Vec<&str> = record
        .units
        .iter()
        .map(care::ids::UnitCode::as_str)
        .collect();
    assert_eq!(units, ["A1", "A2"]);
    assert_eq!(record.priorities, ["A1".to_owned()].into());
    assert_eq!(record.dispatchers, ["d07".to_owned()].into());
    assert_eq!(record.extra, ["foam:yes".to_owned()].into());
    assert_eq!(
        (record.minor, record.status, record.revision),
        (Tri::Yes, Status::Exercise, Some(3))
    );
    assert!(!format!("{record:?}").contains("Secret"));
}

#[test]
fn a_missing_time_falls_back_to_the_day_and_a_spoilt_one_does_not() {
    let day = one(HEADER, "7,01-03-2026,null,u,,,,").unwrap();
    assert_eq!(day.at_precision, Precision::Day);
    assert_eq!(
        reason("7,01-03-2026,noon,u,,,,"),
        RejectReason::TimeUnreadable
    );
    assert_eq!(reason("7,,12:00,u,,,,"), RejectReason::TimeMissing);
}

#[test]
fn facts_that_nobody_tells_are_unknown() {
    let header = format!("{HEADER},Age");
    for (age, minor) in [
        ("child", Tri::Yes),
        ("ADULT", Tri::No),
        ("17", Tri::Yes),
        ("18", Tri::No),
        ("", Tri::Unknown),
        ("null", Tri::Unknown),
        ("old", Tri::Unknown),
        ("-1", Tri::Unknown),
    ] {
        let record = one(&header, &format!("7,01-03-2026,12:00,u,,,,,{age}")).unwrap();
        assert_eq!(record.minor, minor, "{age:?}");
    }
}

#[test]
fn a_kind_that_is_not_mapped_is_kept_marked_or_refused() {
    let csv =
        format!("{HEADER}\n7,01-03-2026,12:00,u,Bee Sting,,,\n8,01-03-2026,12:00,u,bee sting,,,\n");
    for (choice, code) in [
        ("keep", Some("bee sting")),
        ("mark", Some("unmapped")),
        ("quarantine", None),
    ] {
        let text = PROFILE.replacen("empty", &format!("unknown-kind = \"{choice}\"\nempty"), 1);
        let profile = Profile::parse(&text).unwrap();
        let mut rows = read(csv.as_bytes(), &profile).unwrap();
        for parsed in rows.by_ref() {
            match (parsed.unwrap(), code) {
                (Parsed::Read(record, _), Some(code)) => {
                    assert!(record.kind_codes.contains(&care::ids::KindCode::new(code)));
                }
                (Parsed::Rejected(rejected), None) => {
                    assert_eq!(rejected.reason, RejectReason::KindNotMapped);
                    assert!(rejected.fields[&Field::Kind].eq_ignore_ascii_case("bee sting"));
                }
                (other, _) => panic!("{choice}: {other:?}"),
            }
        }
        let unmapped: Vec<_> = rows.unmapped_kinds().iter().collect();
        assert_eq!(unmapped.len(), usize::from(code.is_some()));
    }
}

#[test]
fn each_fault_has_its_reason() {
    let long = "x".repeat(65);
    let cases = [
        (
            ",01-03-2026,12:00,u,,,,x".to_owned(),
            RejectReason::IdMissing,
        ),
        (
            "7,29-03-2026,02:30,u,,,,".to_owned(),
            RejectReason::TimeDoesNotExist,
        ),
        (
            "7,01-03-0026,12:00,u,,,,".to_owned(),
            RejectReason::TimeUnreadable,
        ),
        (
            format!("{long},01-03-2026,12:00,u,,,,"),
            RejectReason::ValueTooLong,
        ),
        (
            format!("7,01-03-2026,12:00,{long},,,,"),
            RejectReason::ValueTooLong,
        ),
        (
            "7,01-03-2026,12:00,u\0,,,,".to_owned(),
            RejectReason::ControlCharacter,
        ),
        (
            "7,01-03-2026,12:00,u,\"a\nb\",,,".to_owned(),
            RejectReason::ControlCharacter,
        ),
        (
            "7,01-03-2026,12:00,u,,,".to_owned(),
            RejectReason::WrongFieldCount,
        ),
    ];
    for (row, expected) in cases {
        assert_eq!(reason(&row), expected, "{row}");
    }
    let latin1 = [HEADER.as_bytes(), b"\n7,01-03-2026,12:00,caf\xe9,,,,\n"].concat();
    let Parsed::Rejected(rejected) = parsed(&latin1, &profile()).remove(0) else {
        panic!("Latin-1 was taken for UTF-8");
    };
    assert_eq!(rejected.reason, RejectReason::InvalidEncoding);
    assert_eq!(rejected.fields.get(&Field::Unit), None);
    assert_eq!(rejected.fields[&Field::Id], "7");
}

#[test]
fn what_is_not_used_may_be_anything() {
    let bytes = [
        HEADER.as_bytes(),
        b"\n7,01-03-2026,12:00,u,,,,\"\xff\xfe\0\n\"\"x\"\n",
    ]
    .concat();
    assert!(matches!(
        &parsed(&bytes, &profile())[..],
        [Parsed::Read(..)]
    ));
}

#[test]
fn other_encodings_are_read_as_declared() {
    let bytes = [HEADER.as_bytes(), b"\n7,01-03-2026,12:00,caf\xe9\x80,,,,\n"].concat();
    for (encoding, unit) in [("windows-1252", Some("café€")), ("latin1", None)] {
        let text = PROFILE.replacen("empty", &format!("encoding = \"{encoding}\"\nempty"), 1);
        let profile = Profile::parse(&text).unwrap();
        let read = parsed(&bytes, &profile).remove(0);
        match (read, unit) {
            (Parsed::Read(record, _), Some(unit)) => {
                assert!(record.units.contains(&care::ids::UnitCode::new(unit)));
            }
            // In Latin-1 the byte of the euro sign is a control character.
            (Parsed::Rejected(rejected), None) => {
                assert_eq!(rejected.reason, RejectReason::ControlCharacter);
            }
            (other, _) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_rejected_row_keeps_what_is_allowed_and_nothing_else() {
    let rejected = one(HEADER, "7,29-03-2026,02:30,u1,Crash,1,Secret A,Secret B").unwrap_err();
    let kept: Vec<_> = rejected
        .fields
        .iter()
        .map(|(field, text)| (*field, text.as_str()))
        .collect();
    let expected = [
        (Field::Id, "7"),
        (Field::Unit, "u1"),
        (Field::Kind, "Crash"),
        (Field::Priority, "1"),
        (Field::At, "29-03-2026 02:30"),
    ];
    assert_eq!(kept, expected);
    let shifted = one(HEADER, "7,29-03-2026,02:30,Secret A").unwrap_err();
    assert!(
        shifted.fields.is_empty(),
        "no cell is sure to stand in its column"
    );
}

#[test]
fn files_that_cannot_be_read_at_all_say_why() {
    let code = |bytes: &[u8]| read(bytes, &profile()).err().map(|error| error.code());
    assert_eq!(code(b""), Some("file-empty"));
    assert_eq!(code(b"\xEF\xBB\xBF\r\n\r\n"), Some("file-empty"));
    assert_eq!(code(b"\xFF\xFEI\0d\0"), Some("file-utf16"));
    assert_eq!(code(b"\"Id,Day\n"), Some("header-unreadable"));
    assert_eq!(code(b"Id;Day;Time\n"), Some("columns-missing"));
    assert_eq!(
        code(format!("{HEADER},id\n").as_bytes()),
        Some("column-twice")
    );
    assert_eq!(code(format!("{HEADER},x,x\n").as_bytes()), None);
    assert_eq!(code(format!("\u{feff}{HEADER}").as_bytes()), None);
}

#[test]
fn names_of_columns_are_recognised_in_any_spelling() {
    let profile = Profile::parse(include_str!("../../../../packs/sf-fire/profile.toml")).unwrap();
    let csv = "call_number,Unit ID,INCIDENT NUMBER,Call Type,Call Date,received_dttm,call-final-disposition,\
        available_dttm,Original Priority,Priority,Final Priority,Number of Alarms\n\
        1,E01,2,Structure Fire,2024/01/02,2024/01/02 03:04:05 PM,Fire,null,3,3,3,2\n";
    let Parsed::Read(record, _) = parsed(csv.as_bytes(), &profile).remove(0) else {
        panic!("not read");
    };
    assert_eq!(record.source_ref, "2");
    let local = record.at.zoned(profile.time_zone());
    assert_eq!(local.strftime("%F %T").to_string(), "2024-01-02 15:04:05");
    assert!(record.extra.contains("alarms:2"));
}

#[test]
fn a_header_error_does_not_repeat_what_the_file_says() {
    let profile = profile();
    let error = read(&b"Secret Name;Secret Street\n"[..], &profile)
        .err()
        .unwrap();
    let told = error.to_string();
    assert!(
        told.contains("Id, Unit") && !told.contains("Secret"),
        "{told}"
    );
}

#[test]
fn rows_without_any_value_are_passed_over() {
    let csv = format!("{HEADER}\n,,,,,,,\n\n , ,,\"\",,,,\n7,01-03-2026,12:00,u,,,,\n");
    assert_eq!(parsed(csv.as_bytes(), &profile()).len(), 1);
}

#[test]
fn places_can_be_read_again() {
    let csv = format!(
        "{HEADER}\n7,01-03-2026,12:00,u,,,,\n8,29-03-2026,02:30,u,,,,\n9,01-03-2026,12:00,u,,,,"
    );
    let first = parsed(csv.as_bytes(), &profile());
    let [_, Parsed::Rejected(rejected), Parsed::Read(_, last)] = &first[..] else {
        panic!("{first:?}");
    };
    let mended = Profile::parse(&PROFILE.replacen("empty", "gap = \"shift\"\nempty", 1)).unwrap();
    let places = vec![*last, rejected.place];
    let again = reread(Cursor::new(&csv), &mended, places).unwrap();
    let again: Vec<Parsed> = again.map(Result::unwrap).collect();
    let [Parsed::Read(nine, nine_place), Parsed::Read(eight, _)] = &again[..] else {
        panic!("{again:?}");
    };
    assert_eq!(
        (nine.source_ref.as_str(), eight.source_ref.as_str()),
        ("9", "8")
    );
    assert_eq!(nine_place, last);
}

#[test]
fn a_stream_that_breaks_off_is_no_end_of_file() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let profile = profile();
    let start = format!("{HEADER}\n7,01-03-2026,12:00,u,,,,\n");
    let rows = read(start.as_bytes().chain(Broken), &profile).unwrap();
    let all: Vec<_> = rows.collect();
    assert!(
        matches!(
            &all[..],
            [Ok(Parsed::Read(..)), Err(FileError::Unreadable(_))]
        ),
        "{all:?}"
    );
}
