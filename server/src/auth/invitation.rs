//! Invitations: a single-use link with which somebody sets their passphrase.
//!
//! Opening the link only shows a page; the form on it uses the link up. Mail
//! scanners that open every link therefore use up none.

use care::ids::OrgId;
use care::time::Instant;
use jiff::SignedDuration;

use super::bearer::Bearer;
use crate::entropy::TokenDigest;

/// How long an invitation stands: a week of absence does not spoil it.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24 * 14);

/// An invitation as it is made; the store keeps the digest and the end.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The secret of the link.
    pub bearer: Bearer,
    /// What is stored of it.
    pub digest: TokenDigest,
    /// When it ends, on real time.
    pub ends: Instant,
}

impl NewInvitation {
    /// Makes an invitation into an organisation.
    pub fn new(org: OrgId, real_now: Instant) -> Self {
        let bearer = Bearer::new(org);
        Self {
            digest: bearer.digest(),
            bearer,
            ends: real_now.plus(LIFE),
        }
    }

    /// The path of its page on this site.
    pub fn path(&self) -> String {
        format!("/invitation/{}", self.bearer.reveal())
    }
}

/// What the store knows of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// When it ends, on real time.
    pub ends: Instant,
    /// When it was used up.
    pub used: Option<Instant>,
}

impl Invitation {
    /// Whether it still opens the door.
    ///
    /// The store also uses it up by a guarded update, so that of two who come
    /// at once only one enters.
    pub fn is_open(&self, real_now: Instant) -> bool {
        self.used.is_none() && real_now < self.ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_once_and_not_for_ever() {
        let made = Instant::from_millis(1_000);
        let new = NewInvitation::new(OrgId::new("org"), made);
        let fresh = Invitation {
            ends: new.ends,
            used: None,
        };
        assert!(fresh.is_open(made));
        assert!(!fresh.is_open(new.ends));
        let used = Invitation {
            used: Some(made),
            ..fresh
        };
        assert!(!used.is_open(made));
    }

    #[test]
    fn its_path_leads_back_to_what_is_stored() {
        let new = NewInvitation::new(OrgId::new("org"), Instant::default());
        let path = new.path();
        let text = path.strip_prefix("/invitation/").unwrap();
        assert_eq!(Bearer::parse(text).unwrap().digest(), new.digest);
    }
}
