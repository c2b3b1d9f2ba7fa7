//! Cases and moments to start from.

use care::ids::{IncidentId, PersonId};
use care::path::{
    Agreement, Case, Channel, EarlyReason, Event, FirstContact, HoldTalk, OpenCase, Outcome,
    PlanTalk, ReferralConsent, Requester, Trigger, Wish,
};
use care::protocol::Protocol;
use care::time::Instant;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

/// A local time in Amsterdam, such as `2026-01-12 09:30`.
pub fn at(local: &str) -> Instant {
    let local: DateTime = local.parse().unwrap();
    local.to_zoned(amsterdam()).unwrap().into()
}

pub fn eva() -> PersonId {
    PersonId::new("eva")
}

pub fn case(requester: Requester, event: &str, now: &str) -> Case {
    let open = OpenCase {
        protocol: Protocol::default_policy(),
        trigger: Trigger::Incident,
        requester,
        event: Some(Event {
            incident: IncidentId::new("drowning"),
            at: at(event),
        }),
    };
    Case::open(open, at(now))
}

/// Event on 12 January 2026 at noon, first contact at 18:00 with this wish.
pub fn contacted(requester: Requester, wants: Wish) -> Case {
    case(requester, "2026-01-12 12:00", "2026-01-12 13:00")
        .assign(eva())
        .unwrap()
        .skip_picture(eva(), at("2026-01-12 13:05"))
        .unwrap()
        .complete_first_contact(
            contact(at("2026-01-12 18:00"), Channel::Phone, wants),
            at("2026-01-12 18:10"),
            &amsterdam(),
        )
        .unwrap()
}

pub fn contact(at: Instant, channel: Channel, wants: Wish) -> FirstContact {
    FirstContact {
        at,
        by: eva(),
        channel,
        practical_help: ["transport-home".to_owned()].into(),
        wants,
    }
}

pub fn plan(local: &str, early_reason: Option<EarlyReason>) -> PlanTalk {
    PlanTalk {
        at: at(local),
        agreed: Agreement::Joint,
        early_reason,
    }
}

pub fn hold(local: &str, outcome: Outcome) -> HoldTalk {
    HoldTalk {
        at: at(local),
        outcome,
        referral_consent: ReferralConsent::NotGiven,
        early_reason: None,
    }
}

/// The case after one more talk, planned a day ahead and recorded at its time.
pub fn after_talk(case: &Case, local: &str, outcome: Outcome) -> Case {
    let tz = amsterdam();
    let before = at(local).minus(jiff::SignedDuration::from_hours(24));
    case.plan_talk(plan(local, None), before, &tz)
        .unwrap()
        .hold_talk(hold(local, outcome), at(local), &tz)
        .unwrap()
}
