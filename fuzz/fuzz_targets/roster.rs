//! Any bytes as a roster: no panic, and it comes to an end.
#![no_main]

use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use veer::feed::roster;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(rows) = roster::read(bytes, &TimeZone::UTC) {
        assert!(rows.count() <= bytes.len());
    }
});
