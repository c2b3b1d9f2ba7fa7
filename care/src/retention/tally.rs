//! What of a case is counted before it goes: months and kinds, nobody (R094a).

use jiff::{civil::Date, tz::TimeZone};

use crate::path::{Case, ClosingReason, Referral};
use crate::protocol::TalkNumber;
use crate::time::Instant;

/// One thing that is counted once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counted {
    /// The first day of its month, in the organisation's zone.
    pub month: Date,
    /// What, as a code.
    pub kind: String,
}

impl Counted {
    /// Something of this kind that happened at a moment.
    pub fn at(kind: impl Into<String>, at: Instant, tz: &TimeZone) -> Self {
        Self {
            month: at.date(tz).first_of_month(),
            kind: kind.into(),
        }
    }

    /// The month as it is stored: `2026-03`.
    pub fn month_code(&self) -> String {
        self.month.strftime("%Y-%m").to_string()
    }
}

/// Everything that a case adds to the monthly counts.
///
/// It follows from the case alone, so counting a live case and having counted
/// it before it went give the same number.
pub fn tally(case: &Case, tz: &TimeZone) -> Vec<Counted> {
    let count = |kind: &str, at: Instant| Counted::at(kind, at, tz);
    let mut counted = vec![count("case-opened", case.opened_at)];
    if let Some(contact) = &case.first_contact {
        counted.push(count("first-contact", contact.at));
    }
    for talk in &case.talks {
        if let Some(at) = talk.held_at() {
            counted.push(count(talk_kind(talk.number), at));
        }
    }
    for referral in &case.referrals {
        match referral {
            Referral::Agreed { at } => counted.push(count("referral", *at)),
            Referral::Acute { at } => counted.push(count("acute-referral", *at)),
            Referral::Discussed { .. } => {}
        }
    }
    if let Some(closing) = case.closed {
        counted.push(count(closing_kind(closing.reason), closing.at));
    }
    counted
}

const fn talk_kind(number: TalkNumber) -> &'static str {
    match number {
        TalkNumber::First => "talk-1",
        TalkNumber::Second => "talk-2",
        TalkNumber::Third => "talk-3",
    }
}

const fn closing_kind(reason: ClosingReason) -> &'static str {
    match reason {
        ClosingReason::Completed => "closed-completed",
        ClosingReason::Declined => "closed-declined",
        ClosingReason::NotReached => "closed-not-reached",
        ClosingReason::Referred => "closed-referred",
        ClosingReason::ConsentRefused => "closed-consent-refused",
        ClosingReason::OpenedInError => "closed-opened-in-error",
        ClosingReason::Left => "closed-left",
    }
}
