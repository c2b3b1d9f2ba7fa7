//! How often somebody may try: sign-in, invitations, the set-up code, feeds.
//!
//! In memory and on real time. Several processes each count for themselves:
//! that multiplies the limits by a handful, and passphrases of twelve
//! characters do not mind.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest, Sha256};

/// Too often: try again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften(pub Duration);

/// All limits of the doors.
///
/// A sign-in is held against three of them. From one address to one account
/// few tries: that is guessing. From one address to any account more, as a
/// station shares one. To one account from anywhere more again: a crowd of
/// addresses that keeps on guessing does keep its owner from signing in until
/// it stops, but never ends a session.
#[derive(Debug)]
pub struct Limits {
    pair: Limit<(Key, Key)>,
    account: Limit<Key>,
    address: Limit<Key>,
    link: Limit<Key>,
    feed: Limit<Key>,
    bad_feed: Limit<Key>,
    code: Limit<Key>,
    calendar: Limit<Key>,
    clock: DefaultClock,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pair: Limit::new(10, Duration::from_mins(1)),
            account: Limit::new(100, Duration::from_secs(10)),
            address: Limit::new(60, Duration::from_secs(5)),
            link: Limit::new(20, Duration::from_secs(15)),
            // A feed that brings one event a message at the pace that is promised, with room to spare; what
            // keeps a faster one off the disk is the queue at the desk.
            feed: Limit::new(20_000, Duration::from_micros(50)),
            bad_feed: Limit::new(20, Duration::from_secs(15)),
            // Each code is a message to somebody, and costs money.
            code: Limit::new(5, Duration::from_mins(5)),
            // A calendar asks a few times a day; several programs of one person may.
            calendar: Limit::new(30, Duration::from_secs(20)),
            clock: DefaultClock::default(),
        }
    }
}

impl Limits {
    /// Counts a try to sign in to an account from an address.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn sign_in(&self, account: &str, from: IpAddr) -> Result<(), TooOften> {
        let account = key(account.trim().to_lowercase().as_bytes());
        let from = network(from);
        self.address.count(&from, &self.clock)?;
        self.pair.count(&(account, from), &self.clock)?;
        self.account.count(&account, &self.clock)
    }

    /// Counts a try to sign in by passkey; which account it is for shows only afterwards.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn passkey(&self, from: IpAddr) -> Result<(), TooOften> {
        self.address.count(&network(from), &self.clock)
    }

    /// Counts a try at an invitation, a set-up code or another one-time secret.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn one_time_secret(&self, from: IpAddr) -> Result<(), TooOften> {
        self.link.count(&network(from), &self.clock)
    }

    /// Counts a code that is sent: for who asks for it, and for the address that it goes to.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn code(&self, person: &str, address: &str) -> Result<(), TooOften> {
        self.code.count(&key(person.as_bytes()), &self.clock)?;
        let address = address.trim().to_lowercase();
        self.code.count(&key(address.as_bytes()), &self.clock)
    }

    /// Counts how often one calendar is asked for, known or not.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn calendar(&self, link: &str) -> Result<(), TooOften> {
        self.calendar.count(&key(link.as_bytes()), &self.clock)
    }

    /// Counts a delivery by a known feed.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn feed(&self, feed: &str) -> Result<(), TooOften> {
        self.feed.count(&key(feed.as_bytes()), &self.clock)
    }

    /// Counts a delivery with a token that nobody knows.
    ///
    /// # Errors
    /// When it is one too many.
    pub fn unknown_feed(&self, from: IpAddr) -> Result<(), TooOften> {
        self.bad_feed.count(&network(from), &self.clock)
    }
}

/// What is counted: a digest, so that no name or address lies in memory and
/// each key takes the same room.
type Key = [u8; 16];

fn key(text: &[u8]) -> Key {
    let mut key = [0; 16];
    for (to, from) in key.iter_mut().zip(Sha256::digest(text)) {
        *to = from;
    }
    key
}

/// An address as one house: in IPv6 everybody has a /64 to choose from.
fn network(address: IpAddr) -> Key {
    match address.to_canonical() {
        IpAddr::V4(address) => key(&address.octets()),
        IpAddr::V6(address) => {
            let prefix = address.to_bits() >> 64;
            key(&prefix.to_be_bytes())
        }
    }
}

/// A number of tries at once, then one more per interval.
#[derive(Debug)]
struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

/// Above this many keys those that have recovered are forgotten.
const REMEMBERED: usize = 10_000;

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(at_once: u32, then_each: Duration) -> Self {
        let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
        let each = then_each.max(Duration::from_micros(1));
        let quota = Quota::with_period(each).unwrap_or(Quota::per_minute(at_once));
        Self(RateLimiter::keyed(quota.allow_burst(at_once)))
    }

    fn count(&self, key: &K, clock: &DefaultClock) -> Result<(), TooOften> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0
            .check_key(key)
            .map_err(|not_until| TooOften(not_until.wait_time_from(clock.now())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// How many tries pass before one is too many.
    fn passes(attempt: impl Fn(usize) -> Result<(), TooOften>) -> usize {
        (0..1_000).take_while(|i| attempt(*i).is_ok()).count()
    }

    #[test]
    fn guessing_one_account_stops_soon_and_says_how_long() {
        let limits = Limits::default();
        let from = address("192.0.2.1");
        assert_eq!(passes(|_| limits.sign_in("sanne", from)), 10);
        let TooOften(wait) = limits.sign_in(" SANNE ", from).unwrap_err();
        assert!(wait > Duration::from_secs(50) && wait <= Duration::from_mins(1));
        assert_eq!(limits.sign_in("daan", from), Ok(()));
        assert_eq!(limits.sign_in("sanne", address("192.0.2.2")), Ok(()));
    }

    #[test]
    fn many_addresses_together_stop_too() {
        let limits = Limits::default();
        let from = |i: usize| address(&format!("192.0.2.{}", i % 250));
        assert_eq!(passes(|i| limits.sign_in("sanne", from(i))), 100);
    }

    #[test]
    fn many_accounts_from_one_address_stop_too() {
        let limits = Limits::default();
        let from = address("192.0.2.1");
        let found = passes(|i| limits.sign_in(&i.to_string(), from));
        assert_eq!(found, 60);
    }

    #[test]
    fn a_house_is_counted_once() {
        let one = network(address("2001:db8:1:2::1"));
        assert_eq!(one, network(address("2001:db8:1:2:ffff::9")));
        assert_ne!(one, network(address("2001:db8:1:3::1")));
        assert_eq!(
            network(address("::ffff:192.0.2.1")),
            network(address("192.0.2.1"))
        );
    }
}
