//! Sessions: who is signed in, on which device, until when.
//!
//! The browser holds 256 random bits, the store their SHA-256: a stolen
//! database opens no session. Both limits run on real time.

use axum::http::HeaderMap;
use care::ids::OrgId;
use care::time::Instant;
use jiff::SignedDuration;

use super::bearer::Bearer;
use super::transport::{Transport, cookie};
use crate::entropy::TokenDigest;

/// What a session is stored under.
pub type SessionKey = TokenDigest;

/// A session as it begins; the store keeps the key and the moment.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The secret for the browser.
    pub bearer: Bearer,
    /// What is stored of it.
    pub key: SessionKey,
    /// When it began, on real time; also when it was first seen.
    pub began: Instant,
}

impl NewSession {
    /// Begins a session. Always a new secret: none is taken over from before
    /// the sign-in, so nobody can lay one ready for somebody else.
    pub fn new(org: OrgId, real_now: Instant) -> Self {
        let bearer = Bearer::new(org);
        Self {
            key: bearer.digest(),
            bearer,
            began: real_now,
        }
    }

    /// The `Set-Cookie` header that hands it to the browser.
    pub fn to_cookie(&self, transport: Transport) -> String {
        let life = LIMITS.absolute.as_secs();
        set_cookie(transport, &self.bearer.reveal(), life)
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without a page being asked for.
    pub idle: SignedDuration,
    /// In all.
    pub absolute: SignedDuration,
}

/// An hour idle: a walk to the garage does not sign anybody out, a shared
/// computer does not stay open. Twelve hours in all: the longest duty.
pub const LIMITS: Limits = Limits {
    idle: SignedDuration::from_hours(1),
    absolute: SignedDuration::from_hours(12),
};

/// A session is marked as seen at most this often, so that reading writes little.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How far a clock may be set back without ending what began after it.
const CLOCK_CORRECTION: SignedDuration = SignedDuration::from_mins(5);

/// What the store knows of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it began, on real time.
    pub began: Instant,
    /// When it was last marked as seen, on real time.
    pub seen: Instant,
}

/// Whether a session still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It counts; the store has nothing to do.
    Live,
    /// It counts; the store marks it as seen now.
    LiveAndSeen,
    /// It ended; the store removes it.
    Ended,
}

impl Session {
    /// Whether the session still counts at this moment of real time.
    ///
    /// A session from the future ended too: it began while the clock was wrong
    /// and would otherwise outlive its limits.
    pub fn validity(&self, limits: Limits, real_now: Instant) -> Validity {
        let idle = real_now.since(self.seen);
        let age = real_now.since(self.began);
        if idle >= limits.idle || age >= limits.absolute || age < -CLOCK_CORRECTION {
            Validity::Ended
        } else if idle >= SEEN_EVERY {
            Validity::LiveAndSeen
        } else {
            Validity::Live
        }
    }
}

/// The session's secret that a request carries.
pub fn from_request(transport: Transport, headers: &HeaderMap) -> Option<Bearer> {
    cookie(headers, cookie_name(transport)).and_then(Bearer::parse)
}

/// The `Set-Cookie` header that takes the session from the browser.
pub fn no_cookie(transport: Transport) -> String {
    set_cookie(transport, "", 0)
}

/// `__Host-` ties a cookie to this host and to TLS: no other host, path or
/// plain connection can set or read it.
///
/// Chromium accepts that on `http://localhost` too (tried with 156), other
/// browsers do not all; a local instance without TLS uses a plain name.
fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "__Host-veer",
        Transport::Local => "veer-local",
    }
}

fn set_cookie(transport: Transport, value: &str, seconds: i64) -> String {
    let name = cookie_name(transport);
    let secure = match transport {
        Transport::Tls => "; Secure",
        Transport::Local => "",
    };
    // Lax, not Strict: a link from a message then opens signed in. Reading
    // changes nothing, and forms of other sites are refused by the frame.
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Instant {
        Instant::from_millis(minutes * 60_000)
    }

    fn seen(minutes: i64) -> Session {
        Session {
            began: at(0),
            seen: at(minutes),
        }
    }

    #[test]
    fn it_ends_when_idle_and_in_any_case() {
        for (session, now, expected) in [
            (seen(0), 0, Validity::Live),
            (seen(0), 1, Validity::LiveAndSeen),
            (seen(0), 59, Validity::LiveAndSeen),
            (seen(0), 60, Validity::Ended),
            (seen(719), 719, Validity::Live),
            (seen(719), 720, Validity::Ended),
        ] {
            let found = session.validity(LIMITS, at(now));
            assert_eq!(found, expected, "{session:?} at {now}");
        }
    }

    #[test]
    fn a_clock_set_back_ends_only_what_lies_far_ahead() {
        assert_eq!(seen(0).validity(LIMITS, at(-4)), Validity::Live);
        assert_eq!(seen(0).validity(LIMITS, at(-6)), Validity::Ended);
    }

    #[test]
    fn the_browser_brings_back_what_it_was_given() {
        let session = NewSession::new(OrgId::new("org"), at(0));
        for transport in [Transport::Tls, Transport::Local] {
            let given = session.to_cookie(transport);
            let mut headers = HeaderMap::new();
            let pair = given.split(';').next().unwrap();
            let sent = format!("veer-lang=nl; {pair}; other=1");
            headers.insert("cookie", sent.parse().unwrap());
            let bearer = from_request(transport, &headers).unwrap();
            assert_eq!(bearer.digest(), session.key);
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach() {
        let session = NewSession::new(OrgId::new("org"), at(0));
        let given = session.to_cookie(Transport::Tls);
        assert!(given.starts_with("__Host-veer=org."));
        for part in ["; Path=/;", "; HttpOnly;", "; SameSite=Lax", "; Secure"] {
            assert!(given.contains(part), "{part}");
        }
        assert!(!given.contains("Domain"));
        assert!(no_cookie(Transport::Tls).starts_with("__Host-veer=; Path=/; Max-Age=0;"));
    }
}
