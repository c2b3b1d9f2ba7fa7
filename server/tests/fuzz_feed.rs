//! Throws spoilt input at every parser: none may panic, none may lose a byte.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::io::Cursor;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use veer::auth::webhook::{HookKey, Signed};
use veer::feed::codes::CodeTable;
use veer::feed::csv::{self, Parsed};
use veer::feed::eido::{self, Reading};
use veer::feed::envelope::{self, Format};
use veer::feed::roster::{self, RosterParsed};
use veer::feed::{Place, Profile, ndjson};

const SF: &[u8] = include_bytes!("../../packs/sf-fire/sample.csv");
const DUTCH: &[u8] = include_bytes!("../../packs/ambulance/register-voorbeeld.csv");
const EIDO: &[u8] = include_bytes!("../../packs/ambulance/eido-voorbeeld.json");
const CODES: &str = include_str!("../../packs/codes/nl.toml");
const ROSTER: &[u8] = include_bytes!("../../packs/ambulance/roster-voorbeeld.csv");

static SF_PROFILE: LazyLock<Profile> =
    LazyLock::new(|| Profile::parse(include_str!("../../packs/sf-fire/profile.toml")).unwrap());
static DUTCH_PROFILE: LazyLock<Profile> =
    LazyLock::new(|| Profile::parse(include_str!("../../packs/ambulance/profile.toml")).unwrap());

fn read(bytes: &[u8], profile: &Profile) -> Option<Vec<Parsed>> {
    let rows = csv::read(bytes, profile).ok()?;
    Some(rows.map(Result::unwrap).collect())
}

fn place(parsed: &Parsed) -> Place {
    match parsed {
        Parsed::Read(_, place) => *place,
        Parsed::Rejected(rejected) => rejected.place,
    }
}

fn header_end(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1
}

/// Between the places there is nothing but empty lines and empty cells.
fn keeps_the_books(bytes: &[u8], mut at: usize, places: impl Iterator<Item = Place>) {
    let nothing = |bytes: &[u8]| bytes.iter().all(|byte| b"\r\n \t\",;".contains(byte));
    for place in places {
        let (from, to) = (
            usize::try_from(place.byte_from).unwrap(),
            usize::try_from(place.byte_to).unwrap(),
        );
        assert!(
            at <= from && from < to && to <= bytes.len(),
            "{place:?} after {at}"
        );
        assert!(
            nothing(&bytes[at..from]),
            "{:?}",
            String::from_utf8_lossy(&bytes[at..from])
        );
        at = to;
    }
    assert!(
        nothing(&bytes[at..]),
        "{:?}",
        String::from_utf8_lossy(&bytes[at..])
    );
}

#[derive(Clone, Debug)]
enum Spoil {
    Put(Index, Vec<u8>),
    Replace(Index, u8),
    Delete(Index, usize),
    Repeat(Index, usize),
    CutOff(Index),
}

fn nasty() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"\"".to_vec()),
        Just(b"\"\"".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b",".to_vec()),
        Just(b";".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"\xE9".to_vec()),
        Just("\u{202e}".as_bytes().to_vec()),
        Just(vec![b'x'; 70_000]),
        Just(b"\n\"\n".to_vec()),
        Just(b"{".to_vec()),
        Just(b"[{\"$ref\":".to_vec()),
        Just(b"]}".to_vec()),
        Just(b"1e999".to_vec()),
        vec(any::<u8>(), 1..4),
    ]
}

fn spoil() -> impl Strategy<Value = Spoil> {
    prop_oneof![
        (any::<Index>(), nasty()).prop_map(|(at, bytes)| Spoil::Put(at, bytes)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Spoil::Replace(at, byte)),
        (any::<Index>(), 1_usize..300).prop_map(|(at, count)| Spoil::Delete(at, count)),
        (any::<Index>(), 1_usize..300).prop_map(|(at, count)| Spoil::Repeat(at, count)),
        any::<Index>().prop_map(Spoil::CutOff),
    ]
}

/// Spoils what comes after the header.
fn spoilt(bytes: &[u8], spoils: &[Spoil]) -> Vec<u8> {
    let (header, body) = bytes.split_at(header_end(bytes));
    let mut body = body.to_vec();
    for spoil in spoils {
        let length = body.len();
        let end = |at: usize, count: usize| (at + count).min(length);
        match spoil {
            _ if body.is_empty() => {}
            Spoil::Put(at, bytes) => {
                let at = at.index(length);
                body.splice(at..at, bytes.iter().copied());
            }
            Spoil::Replace(at, byte) => body[at.index(length)] = *byte,
            Spoil::Delete(at, count) => {
                let at = at.index(length);
                body.drain(at..end(at, *count));
            }
            Spoil::Repeat(at, count) => {
                let at = at.index(length);
                let again = body[at..end(at, *count)].to_vec();
                body.splice(at..at, again);
            }
            Spoil::CutOff(at) => body.truncate(at.index(length)),
        }
    }
    [header, &body].concat()
}

fn good(parsed: &[Parsed]) -> usize {
    parsed
        .iter()
        .filter(|parsed| matches!(parsed, Parsed::Read(..)))
        .count()
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..2000)) {
        read(&bytes, &SF_PROFILE);
        read(&bytes, &DUTCH_PROFILE);
        let tz = TimeZone::UTC;
        if let Ok(rows) = roster::read(&bytes[..], &tz) {
            assert!(rows.count() <= bytes.len());
        }
        assert!(ndjson::read(&bytes).count() <= bytes.len());
        _ = Profile::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_spoilt_register_keeps_its_books(spoils in vec(spoil(), 1..6)) {
        for (bytes, profile) in [(SF, &*SF_PROFILE), (DUTCH, &*DUTCH_PROFILE)] {
            let bytes = spoilt(bytes, &spoils);
            let parsed = read(&bytes, profile).unwrap();
            keeps_the_books(&bytes, header_end(&bytes), parsed.iter().map(place));
        }
    }

    #[test]
    fn a_spoilt_roster_keeps_its_books(spoils in vec(spoil(), 1..6)) {
        let bytes = spoilt(ROSTER, &spoils);
        let rows = roster::read(&bytes[..], &TimeZone::UTC).unwrap();
        let places = rows.map(|parsed| match parsed.unwrap() {
            RosterParsed::Read(_, place) => place,
            RosterParsed::Rejected(rejected) => rejected.place,
        });
        keeps_the_books(&bytes, header_end(&bytes), places);
    }

    /// One wrong byte costs the row that it is in, and no other.
    #[test]
    fn one_wrong_byte_costs_one_row(at in any::<Index>(), byte in any::<u8>(), put in any::<bool>()) {
        let body = SF.len() - header_end(SF);
        let place = header_end(SF) + at.index(body);
        prop_assume!(SF[place] != b'\n');
        let mut bytes = SF.to_vec();
        if put { bytes.insert(place, byte) } else { bytes[place] = byte }
        let parsed = read(&bytes, &SF_PROFILE).unwrap();
        prop_assert!(good(&parsed) >= 39, "{} good rows", good(&parsed));
    }

    #[test]
    fn what_was_read_or_refused_is_so_again_when_read_by_its_place(spoils in vec(spoil(), 1..4)) {
        let bytes = spoilt(SF, &spoils);
        let parsed = read(&bytes, &SF_PROFILE).unwrap();
        let places = parsed.iter().map(place).collect();
        let again = csv::reread(Cursor::new(&bytes), &SF_PROFILE, places).unwrap();
        let again: Vec<Parsed> = again.map(Result::unwrap).collect();
        prop_assert_eq!(parsed, again);
    }

    #[test]
    fn a_spoilt_message_is_read_or_refused(spoils in vec(spoil(), 1..4)) {
        let line = br#"{"source":"gms","id":"1","at":"2026-03-01T12:00:00+01:00","kinds":["fall"],"minor":true}"#;
        let body = [b"{}\n", &line[..], b"\n", &line[..]].concat();
        let body = spoilt(&body, &spoils);
        keeps_the_books(&body, 0, ndjson::read(&body).map(|parsed| place(&parsed)));
    }

    #[test]
    fn a_spoilt_document_is_read_or_refused(spoils in vec(spoil(), 1..4)) {
        for (reading, line) in [(None, false), (Some(&*DUTCH_PROFILE), true)] {
            let reading = Reading { source: "eido", profile: reading };
            let mut body = [b"[\n", EIDO, b",\n", EIDO].concat();
            if line {
                body.retain(|byte| *byte != b'\n');
                body.splice(0..0, *b"[\n");
            }
            let body = spoilt(&body, &spoils);
            let places = eido::read(&body, &reading).map(|parsed| place(&parsed));
            keeps_the_documents(&body, places);
        }
    }

    #[test]
    fn a_spoilt_webhook_is_read_or_refused(spoils in vec(spoil(), 1..4)) {
        let event = r#"{"id":"1","at":"2026-03-01T12:00:00+01:00","kinds":["fall"]}"#;
        let wrapped = format!(r#"{{"type":"x","timestamp":"2026-03-01T11:00:01Z","data":[{event},{event}]}}"#);
        let body = spoilt(format!("\n{event}\n{wrapped}\n{event}").as_bytes(), &spoils);
        is_in_order(&body);
    }

    #[test]
    fn any_bytes_are_a_webhook_or_refused(bytes in vec(any::<u8>(), 0..2000), text in ".{0,300}") {
        is_in_order(&bytes);
        let key = [HookKey::new_secret()];
        let signed = Signed::parse("msg_1", "1649367553", &text);
        let now = care::time::Instant::from_millis(1_649_367_553_000);
        prop_assert!(!signed.is_some_and(|signed| signed.is_by(&key, &bytes, now)));
        _ = Signed::parse(&text, &text, &text);
        prop_assert!(HookKey::parse(&text).is_none());
    }

    #[test]
    fn any_bytes_are_a_document_or_refused(bytes in vec(any::<u8>(), 0..2000)) {
        let reading = Reading { source: "eido", profile: None };
        let places = eido::read(&bytes, &reading).map(|parsed| place(&parsed));
        keeps_the_documents(&bytes, places);
    }

    #[test]
    fn a_spoilt_mapping_is_read_or_refused(spoils in vec(spoil(), 1..4)) {
        let text = spoilt(CODES.as_bytes(), &spoils);
        if let Ok(table) = CodeTable::parse(&String::from_utf8_lossy(&text)) {
            _ = table.meaning("Gezondheid / Reanimatie / Kind");
        }
    }
}

/// What a webhook's body holds stands in it one after the other.
fn is_in_order(body: &[u8]) {
    for format in Format::ALL {
        let reading = Reading {
            source: "hook",
            profile: None,
        };
        let mut at = 0;
        for parsed in envelope::read(body, format, &reading) {
            let place = place(&parsed);
            assert!(at <= place.byte_from && place.byte_from < place.byte_to);
            at = place.byte_to;
        }
        assert!(at <= body.len() as u64);
    }
}

/// Between documents there is nothing but space and the signs of an array.
fn keeps_the_documents(bytes: &[u8], places: impl Iterator<Item = Place>) {
    let between = |bytes: &[u8]| {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let nothing = |byte: &u8| byte.is_ascii_whitespace() || b",[]".contains(byte);
        assert!(
            bytes.iter().all(nothing),
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    };
    let mut at = 0;
    for place in places {
        let from = usize::try_from(place.byte_from).unwrap();
        let to = usize::try_from(place.byte_to).unwrap();
        assert!(
            at <= from && from < to && to <= bytes.len(),
            "{place:?} after {at}"
        );
        let lines = bytes[..from].split(|byte| *byte == b'\n').count() - 1;
        assert_eq!(usize::try_from(place.line).unwrap(), lines + 1);
        between(&bytes[at..from]);
        at = to;
    }
    between(&bytes[at..]);
}
