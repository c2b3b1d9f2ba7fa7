//! Any bytes as a message of a live feed: no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use veer::feed::ndjson;

fuzz_target!(|bytes: &[u8]| {
    assert!(ndjson::read(bytes).count() <= bytes.len());
});
