//! The case: what happened on it so far.

use super::{
    Attempt, Closing, Consent, FirstContact, Handover, MissedTalk, Offer, PathRefusal, Picture,
    Referral, Reoffer, Talk,
};
use crate::codes::codes;
use crate::ids::{IncidentId, PersonId};
use crate::protocol::{Anchor, MAX_TALKS, Protocol, TalkNumber};
use crate::time::{Instant, Window};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

codes! {
    /// Why a case begins; an event is not needed (R041).
    pub enum Trigger {
        /// One event.
        Incident = "incident",
        /// Several events in a short time (R050).
        Cumulative = "cumulative",
        /// Something else that can be named.
        Other = "other",
        /// No reason that can be named.
        None = "none",
    }
}

codes! {
    /// Who asked for support (R062).
    pub enum Requester {
        /// The incident list, from dispatch records.
        Detection = "detection",
        /// A dispatcher's report.
        Dispatcher = "dispatcher",
        /// The colleague.
        Self_ = "self",
        /// Another colleague; the colleague's consent comes first.
        Colleague = "colleague",
        /// A manager; the colleague's consent comes first.
        Manager = "manager",
        /// A supporter, for example after a nudge.
        Supporter = "supporter",
    }
}

impl Requester {
    /// Whether the colleague has to agree before there is an appointment (R062).
    pub const fn needs_consent(self) -> bool {
        matches!(self, Self::Colleague | Self::Manager)
    }
}

/// The event with which a case began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub incident: IncidentId,
    /// When it happened.
    pub at: Instant,
}

/// What it takes to open a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// The version under which the case runs to its end (R011).
    pub protocol: Protocol,
    /// Why it begins.
    pub trigger: Trigger,
    /// Who asked.
    pub requester: Requester,
    /// The event, if there is one (R041).
    pub event: Option<Event>,
}

/// The care path of one person, as it stands.
///
/// The store keeps it as opaque JSON. Change it through commands only: they
/// keep the rules, field by field assignment does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Case {
    /// The version under which it runs (R011).
    pub protocol: Protocol,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was last opened: at first, or again.
    pub signal_at: Instant,
    /// Why it began.
    pub trigger: Trigger,
    /// Who asked.
    pub requester: Requester,
    /// The event with which it began, if there is one.
    pub event: Option<Event>,
    /// Later events that joined while it was open (C08).
    pub joined: Vec<IncidentId>,
    /// Whether the colleague agreed, when a third party asked (R062).
    pub consent: Consent,
    /// The situation picture (R063).
    pub picture: Picture,
    /// Who supports.
    pub supporter: Option<PersonId>,
    /// Set while the supporter has to hand over (R004).
    pub handover_due: Option<Handover>,
    /// Every try to reach the colleague.
    pub contact_attempts: Vec<Attempt>,
    /// The first contact (R064).
    pub first_contact: Option<FirstContact>,
    /// Since when the colleague asks to be called, until somebody did (R042).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Instant>,
    /// The offer of a talk (R070).
    pub offer: Offer,
    /// Whether the one further offer was made (R070, C26).
    pub reoffer: Reoffer,
    /// Held talks in order, then at most one that is planned (R072).
    pub talks: Vec<Talk>,
    /// Planned talks that did not take place; they do not count.
    pub missed: Vec<MissedTalk>,
    /// What was said about referral, in order (R080, R083).
    pub referrals: Vec<Referral>,
    /// Set while the case is closed.
    pub closed: Option<Closing>,
    /// How often it was reopened.
    pub reopened: u32,
}

impl Case {
    /// Opens a case.
    ///
    /// An event cannot be later than the case that it opens: what a clock that
    /// runs ahead says is cut off at `now`.
    pub fn open(open: OpenCase, now: Instant) -> Self {
        let OpenCase {
            protocol,
            trigger,
            requester,
            event,
        } = open;
        Self {
            protocol,
            opened_at: now,
            signal_at: now,
            trigger,
            requester,
            event: event.map(|event| Event {
                at: event.at.min(now),
                ..event
            }),
            joined: Vec::new(),
            consent: if requester.needs_consent() {
                Consent::Asked
            } else {
                Consent::NotNeeded
            },
            picture: Picture::Open,
            supporter: None,
            handover_due: None,
            contact_attempts: Vec::new(),
            first_contact: None,
            asked_at: None,
            offer: Offer::NotMade,
            reoffer: Reoffer::Unused,
            talks: Vec::new(),
            missed: Vec::new(),
            referrals: Vec::new(),
            closed: None,
            reopened: 0,
        }
    }

    /// Adds a new event of the same person (C08).
    ///
    /// Nothing else changes: no counter starts again, no window moves.
    ///
    /// # Errors
    /// `AlreadyJoined` for an event that the case has, so that feeding an event
    /// twice changes nothing.
    pub fn join(&self, incident: IncidentId) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let own = self.event.as_ref().map(|event| &event.incident);
        if own == Some(&incident) || self.joined.contains(&incident) {
            return Err(PathRefusal::AlreadyJoined);
        }
        let mut next = self.clone();
        next.joined.push(incident);
        Ok(next)
    }

    /// The moment from which the talks' windows are counted (C06).
    ///
    /// `None` while the protocol counts from a first contact that was not made.
    pub fn anchor(&self) -> Option<Instant> {
        match self.protocol.anchor {
            Anchor::Incident => Some(self.event.as_ref().map_or(self.opened_at, |e| e.at)),
            Anchor::FirstContact => self.first_contact.as_ref().map(|contact| contact.at),
            Anchor::CaseOpening => Some(self.opened_at),
        }
    }

    /// The window of a talk by the case's own protocol; `None` without an anchor.
    pub fn talk_window(&self, talk: TalkNumber, tz: &TimeZone) -> Option<Window> {
        let anchor = self.anchor()?;
        Some(self.protocol.talk_window(talk, anchor, tz))
    }

    /// Talks that took place, in order.
    pub fn held(&self) -> impl Iterator<Item = &Talk> {
        self.talks.iter().filter(|talk| talk.held.is_some())
    }

    /// How many talks took place (R072).
    pub fn talks_held(&self) -> usize {
        self.held().count()
    }

    /// Whether somebody spoke with the colleague since an earlier state of this case.
    ///
    /// A first contact or a talk: that is when an event weighs on who supports, too (R120).
    pub fn has_spoken_since(&self, before: &Self) -> bool {
        let contacted = self.first_contact.is_some() && before.first_contact.is_none();
        contacted || self.talks_held() > before.talks_held()
    }

    /// The talk that is planned and not held.
    pub fn planned(&self) -> Option<&Talk> {
        self.talks.iter().find(|talk| talk.held.is_none())
    }

    /// The number of the next talk; `None` after three (R072).
    pub fn next_talk(&self) -> Option<TalkNumber> {
        TalkNumber::after(self.talks_held().min(MAX_TALKS))
    }

    pub(super) fn ensure_open(&self) -> Result<(), PathRefusal> {
        match self.closed {
            Some(_) => Err(PathRefusal::AlreadyClosed),
            None => Ok(()),
        }
    }

    pub(super) fn ensure_contact(&self) -> Result<&FirstContact, PathRefusal> {
        self.first_contact
            .as_ref()
            .ok_or(PathRefusal::FirstContactMissing)
    }
}
