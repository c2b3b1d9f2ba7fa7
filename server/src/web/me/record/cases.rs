//! One's own cases: what happened when, never what was said.

use care::{
    ids::PersonId,
    path::{
        Case, Channel, Consent, Mark, MarkKind, MissReason, Offer, Outcome, Referral, Requester,
    },
};
use jiff::tz::TimeZone;

use super::super::first_name;
use crate::{
    store::{CaseRow, StoreError, Tx},
    web::{page::Page, time::Markup},
};

/// A case as its own colleague reads it.
pub(in super::super) struct CaseView {
    /// When it began.
    pub(in super::super) since: Markup,
    /// How it began.
    pub(in super::super) began: String,
    /// Who supports.
    pub(in super::super) supporter: Option<String>,
    /// What was answered to the offer.
    pub(in super::super) offer: String,
    /// When it was closed.
    pub(in super::super) closed: Option<Markup>,
    /// What happened, in order of time.
    pub(in super::super) log: Vec<(Markup, String)>,
}

/// Puts cases into words, with the names of their supporters.
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    rows: &[CaseRow],
    tz: &TimeZone,
) -> Result<Vec<CaseView>, StoreError> {
    let ids: Vec<PersonId> = rows
        .iter()
        .filter_map(|row| row.supporter.clone())
        .collect();
    let people = tx.people(&ids).await?;
    let name = |id: &PersonId| {
        people
            .iter()
            .find(|person| person.id == *id)
            .map(|person| person.name.clone())
    };
    Ok(rows
        .iter()
        .map(|row| view(page, &row.case, row.supporter.as_ref().and_then(name), tz))
        .collect())
}

fn view(page: &Page, case: &Case, supporter: Option<String>, tz: &TimeZone) -> CaseView {
    let mut log: Vec<(Markup, String)> = case
        .contact_attempts
        .iter()
        .map(|try_| (page.when(try_.at), attempt(page, try_.channel)))
        .collect();
    let marks = case.timeline(tz).into_iter();
    log.extend(marks.filter_map(|told| Some((page.when(told.from), mark(page, case, &told)?))));
    CaseView {
        since: page.when(case.opened_at),
        began: began(page, case),
        supporter: supporter.map(|name| first_name(&name).to_owned()),
        offer: offer(page, case),
        closed: case.closed.map(|closing| page.when(closing.at)),
        log,
    }
}

fn began(page: &Page, case: &Case) -> String {
    match case.requester {
        Requester::Detection => t!(page, "me-began-detection"),
        Requester::Dispatcher => t!(page, "me-began-dispatcher"),
        Requester::Self_ => t!(page, "me-began-self"),
        Requester::Colleague => t!(page, "me-began-colleague"),
        Requester::Manager => t!(page, "me-began-manager"),
        Requester::Supporter => t!(page, "me-began-supporter"),
    }
}

fn offer(page: &Page, case: &Case) -> String {
    if case.consent == Consent::Refused {
        return t!(page, "me-offer-consent-refused");
    }
    match case.offer {
        Offer::NotMade => t!(page, "me-offer-not-made"),
        Offer::Open { .. } => t!(page, "me-offer-open"),
        Offer::Accepted { .. } => t!(page, "me-offer-accepted"),
        Offer::Declined { .. } => t!(page, "me-offer-declined"),
        Offer::Later { .. } => t!(page, "me-offer-later"),
        Offer::NotReached { .. } => t!(page, "me-offer-not-reached"),
    }
}

fn attempt(page: &Page, channel: Channel) -> String {
    match channel {
        Channel::Phone => t!(page, "me-attempt-phone"),
        Channel::InPerson => t!(page, "me-attempt-in-person"),
        Channel::Video => t!(page, "me-attempt-video"),
        Channel::Email => t!(page, "me-attempt-email"),
        Channel::Message => t!(page, "me-attempt-message"),
    }
}

/// A mark in words; windows are plans of the protocol and nothing that happened.
fn mark(page: &Page, case: &Case, mark: &Mark) -> Option<String> {
    Some(match mark.kind {
        MarkKind::Event | MarkKind::Window(_) => return None,
        MarkKind::Opened => t!(page, "me-log-opened"),
        MarkKind::FirstContact => first_contact(page, case),
        MarkKind::Planned(number) => t!(page, "me-log-planned", number = number.get()),
        MarkKind::Held(number, outcome) => held(page, number.get(), outcome),
        MarkKind::Missed(number, reason) => missed(page, number.get(), reason),
        MarkKind::Referral(referral) => referred(page, referral),
        MarkKind::Closed(_) => t!(page, "me-log-closed"),
    })
}

fn first_contact(page: &Page, case: &Case) -> String {
    let help = case
        .first_contact
        .as_ref()
        .is_some_and(|contact| !contact.practical_help.is_empty());
    if help {
        t!(page, "me-log-contact-help")
    } else {
        t!(page, "me-log-contact")
    }
}

fn held(page: &Page, number: u8, outcome: Outcome) -> String {
    match outcome {
        Outcome::FollowUp => t!(page, "me-log-held", number = number),
        Outcome::Refer => t!(page, "me-log-held-refer", number = number),
        Outcome::Close => t!(page, "me-log-held-close", number = number),
    }
}

fn missed(page: &Page, number: u8, reason: MissReason) -> String {
    match reason {
        MissReason::Cancelled => t!(page, "me-log-cancelled", number = number),
        _ => t!(page, "me-log-missed", number = number),
    }
}

fn referred(page: &Page, referral: Referral) -> String {
    match referral {
        Referral::Discussed { .. } => t!(page, "me-log-referral-discussed"),
        Referral::Agreed { .. } => t!(page, "me-log-referral-agreed"),
        Referral::Acute { .. } => t!(page, "me-log-referral-acute"),
    }
}
