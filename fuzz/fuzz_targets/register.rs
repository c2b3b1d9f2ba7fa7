//! Any bytes as a day register: no panic, and the places never overlap.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use veer::feed::csv::{self, Parsed};
use veer::feed::Profile;

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    Profile::parse(include_str!("../../packs/sf-fire/profile.toml")).expect("the shipped profile works")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(rows) = csv::read(bytes, &PROFILE) else {
        return;
    };
    let mut at = 0;
    for parsed in rows {
        let place = match parsed.expect("memory can be read") {
            Parsed::Read(_, place) => place,
            Parsed::Rejected(rejected) => rejected.place,
        };
        assert!(at <= place.byte_from && place.byte_from < place.byte_to);
        at = place.byte_to;
    }
    assert!(at <= bytes.len() as u64);
});
