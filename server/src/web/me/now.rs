//! What happens now on one's own path, in one line.

use care::path::{Case, Consent, Offer, Requester, Stage, Talk};
use jiff::tz::TimeZone;

use super::first_name;
use crate::web::{page::Page, wording::OwnWords};

/// What happens now and which question is open.
pub(super) struct Now {
    /// The line under the greeting.
    pub(super) line: String,
    /// The question to answer on the page.
    pub(super) question: Question,
}

/// What the colleague can decide at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Nothing is asked.
    None,
    /// A third party asked: may somebody call (R062)?
    Consent,
    /// A talk is on offer (R070).
    Offer,
    /// The answer was no or later; yes is still possible.
    StillPossible,
    /// The answer was yes; it may be taken back.
    Accepted,
}

/// Tells where a case stands; without one nothing happens.
pub(super) fn now(
    page: &Page,
    own: &OwnWords,
    case: Option<&Case>,
    supporter: Option<&str>,
    tz: &TimeZone,
) -> Now {
    let nothing = || Now {
        line: t!(page, "me-now-nothing"),
        question: Question::None,
    };
    let Some(case) = case else { return nothing() };
    let who = supporter.map_or_else(
        || t!(page, "me-now-somebody", team = own.team()),
        |name| first_name(name).to_owned(),
    );
    let told = Teller {
        page,
        case,
        who: &who,
        own,
        tz,
    };
    if case.consent == Consent::Asked {
        return Now {
            line: told.consent(),
            question: Question::Consent,
        };
    }
    let question = match (&case.first_contact, case.offer) {
        (None, _) => Question::None,
        (_, Offer::NotMade | Offer::Open { .. }) => Question::Offer,
        (_, Offer::Accepted { .. }) => Question::Accepted,
        (_, Offer::Declined { .. } | Offer::Later { .. } | Offer::NotReached { .. }) => {
            Question::StillPossible
        }
    };
    let line = if case.handover_due.is_some() {
        t!(page, "me-now-handover", team = own.team())
    } else if case.first_contact.is_none() || case.asked_at.is_some() {
        told.contact()
    } else if let Some(talk) = case.planned() {
        told.planned(talk)
    } else {
        told.offer()
    };
    Now { line, question }
}

struct Teller<'a> {
    page: &'a Page,
    case: &'a Case,
    who: &'a str,
    own: &'a OwnWords,
    tz: &'a TimeZone,
}

impl Teller<'_> {
    fn consent(&self) -> String {
        match self.case.requester {
            Requester::Manager => {
                t!(self.page, "me-now-consent-manager", team = self.own.team())
            }
            _ => t!(self.page, "me-now-consent-colleague"),
        }
    }

    fn contact(&self) -> String {
        let page = self.page;
        if matches!(self.case.offer, Offer::NotReached { .. }) && self.case.asked_at.is_none() {
            return t!(page, "me-now-not-reached", who = self.who);
        }
        let now = page.now();
        let Some(due) = self.case.next_due(self.tz) else {
            return t!(page, "me-now-call-soon", who = self.who);
        };
        let until = due.window.closes;
        if now > until {
            t!(page, "me-now-call-soon", who = self.who)
        } else if until.date(self.tz) == now.date(self.tz) {
            t!(page, "me-now-call-today", who = self.who)
        } else {
            t!(
                page,
                "me-now-call-by",
                who = self.who,
                when = page.when(until).words()
            )
        }
    }

    fn planned(&self, talk: &Talk) -> String {
        let page = self.page;
        let (number, when) = (talk.number.get(), page.when(talk.planned_for).words());
        if page.now() < talk.planned_for {
            t!(
                page,
                "me-now-talk",
                number = number,
                when = when,
                who = self.who
            )
        } else {
            t!(
                page,
                "me-now-talk-was",
                number = number,
                when = when,
                who = self.who
            )
        }
    }

    fn offer(&self) -> String {
        let page = self.page;
        match self.case.offer {
            Offer::NotMade | Offer::Open { .. } => t!(page, "me-now-offer", who = self.who),
            Offer::Declined { .. } => t!(page, "me-now-declined"),
            Offer::Later { again_at, .. } => {
                let day = page.day(again_at.date(self.tz)).words();
                t!(page, "me-now-later", who = self.who, day = day)
            }
            Offer::NotReached { .. } => t!(page, "me-now-not-reached", who = self.who),
            Offer::Accepted { .. } => self.accepted(),
        }
    }

    fn accepted(&self) -> String {
        let page = self.page;
        match self
            .case
            .next_due(self.tz)
            .map(|due| (due.what, due.window))
        {
            Some((Stage::Talk(number), window)) if window.opens <= page.now() => {
                let when = page.when(window.closes).words();
                t!(
                    page,
                    "me-now-plan-by",
                    who = self.who,
                    number = number.get(),
                    when = when
                )
            }
            Some((Stage::Talk(number), window)) => {
                let window = page.window(&window).words();
                t!(
                    page,
                    "me-now-plan",
                    who = self.who,
                    number = number.get(),
                    window = window
                )
            }
            Some((Stage::Referral, _)) => t!(page, "me-now-referral", who = self.who),
            _ => t!(page, "me-now-nothing"),
        }
    }
}
