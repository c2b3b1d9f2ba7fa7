//! The case as marks on a line, for drawing.

use super::{Case, ClosingReason, MissReason, Outcome, Referral};
use crate::protocol::TalkNumber;
use crate::time::{Instant, WindowEnd};
use jiff::tz::TimeZone;

/// A point or a stretch on the timeline of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The point, or where the stretch begins.
    pub from: Instant,
    /// Where the stretch ends, and whether that moment is inside.
    pub until: Option<(Instant, WindowEnd)>,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The event.
    Event,
    /// The case was opened.
    Opened,
    /// The window of a talk by the protocol.
    Window(TalkNumber),
    /// The first contact.
    FirstContact,
    /// A talk that is planned.
    Planned(TalkNumber),
    /// A talk that took place.
    Held(TalkNumber, Outcome),
    /// A talk that did not take place.
    Missed(TalkNumber, MissReason),
    /// A word on referral.
    Referral(Referral),
    /// The case was closed.
    Closed(ClosingReason),
}

impl Case {
    /// Everything on the timeline, in order of time.
    pub fn timeline(&self, tz: &TimeZone) -> Vec<Mark> {
        let windows = TalkNumber::ALL.iter().filter_map(|number| {
            let window = self.talk_window(*number, tz)?;
            Some(Mark {
                kind: MarkKind::Window(*number),
                from: window.opens,
                until: Some((window.closes, window.end)),
            })
        });
        let talks = self.talks.iter().map(|talk| match talk.held {
            Some(held) => point(MarkKind::Held(talk.number, held.outcome), held.at),
            None => point(MarkKind::Planned(talk.number), talk.planned_for),
        });
        let missed = self.missed.iter().map(|missed| {
            let kind = MarkKind::Missed(missed.number, missed.reason);
            point(kind, missed.planned_for)
        });
        let referrals = self
            .referrals
            .iter()
            .map(|referral| point(MarkKind::Referral(*referral), referral.at()));
        let single = [
            self.event
                .as_ref()
                .map(|event| point(MarkKind::Event, event.at)),
            Some(point(MarkKind::Opened, self.opened_at)),
            self.first_contact
                .as_ref()
                .map(|contact| point(MarkKind::FirstContact, contact.at)),
            self.closed
                .map(|closing| point(MarkKind::Closed(closing.reason), closing.at)),
        ];
        let mut marks: Vec<Mark> = single.into_iter().flatten().collect();
        marks.extend(windows);
        marks.extend(talks);
        marks.extend(missed);
        marks.extend(referrals);
        marks.sort_by_key(|mark| mark.from);
        marks
    }
}

fn point(kind: MarkKind, at: Instant) -> Mark {
    Mark {
        kind,
        from: at,
        until: None,
    }
}
