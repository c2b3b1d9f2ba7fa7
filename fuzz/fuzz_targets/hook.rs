//! Any bytes as a signed message: id, timestamp and signatures, each on a line, then the body.
//! No panic, nobody is believed, and every part of the body is in one place, in order.
#![no_main]

use std::sync::LazyLock;

use care::time::Instant;
use libfuzzer_sys::fuzz_target;
use veer::auth::webhook::{HookKey, Signed};
use veer::feed::csv::Parsed;
use veer::feed::eido::Reading;
use veer::feed::envelope::{self, Format};

/// A secret and a public key that no input was signed with.
static KEYS: LazyLock<[HookKey; 2]> = LazyLock::new(|| {
    let secret = HookKey::new_secret();
    let public = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    [secret, HookKey::parse(public).expect("a point that signs")]
});

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n');
    let mut header = || std::str::from_utf8(parts.next().unwrap_or_default()).unwrap_or_default();
    let (id, at, signatures) = (header(), header(), header());
    let body = parts.next().unwrap_or_default();
    if let Some(signed) = Signed::parse(id, at, signatures) {
        let seconds: i64 = at.parse().expect("digits alone");
        let now = Instant::from_millis(seconds * 1000);
        assert!(!signed.is_by(&*KEYS, body, now));
    }
    _ = HookKey::parse(signatures);
    for format in Format::ALL {
        let reading = Reading { source: "fuzz", profile: None };
        let mut at = 0;
        for parsed in envelope::read(body, format, &reading) {
            let place = match parsed {
                Parsed::Read(_, place) => place,
                Parsed::Rejected(rejected) => rejected.place,
            };
            assert!(at <= place.byte_from && place.byte_from < place.byte_to);
            at = place.byte_to;
        }
        assert!(at <= body.len() as u64);
    }
});
