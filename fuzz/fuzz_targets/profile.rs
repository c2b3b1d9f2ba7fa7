//! Any text as a mapping profile: no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use veer::feed::Profile;

fuzz_target!(|text: &str| {
    _ = Profile::parse(text);
});
