//! Any bytes as EIDO documents: no panic, and every byte is in one place or between two.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use veer::feed::csv::Parsed;
use veer::feed::eido::{self, Reading};
use veer::feed::Profile;

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    Profile::parse(include_str!("../../packs/dispatch/profile.toml")).expect("the shipped profile works")
});

fuzz_target!(|bytes: &[u8]| {
    for profile in [None, Some(&*PROFILE)] {
        let reading = Reading { source: "fuzz", profile };
        let mut at = 0;
        for parsed in eido::read(bytes, &reading) {
            let place = match parsed {
                Parsed::Read(_, place) => place,
                Parsed::Rejected(rejected) => rejected.place,
            };
            assert!(at <= place.byte_from && place.byte_from < place.byte_to);
            at = place.byte_to;
        }
        assert!(at <= bytes.len() as u64);
    }
});
