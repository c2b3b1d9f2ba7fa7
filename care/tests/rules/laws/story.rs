//! Random stories: how a case begins, then commands in time.

use crate::common::eva;
use care::ids::{IncidentId, PersonId};
use care::path::{
    Agreement, Answer, Case, Channel, ClosingReason, Consent, ConsentAnswer, EarlyReason, Event,
    FirstContact, HandoverReason, HoldTalk, MissReason, Offer, OpenCase, Outcome, PathRefusal,
    Picture, PlanTalk, ReferralConsent, Requester, Trigger, Wish,
};
use care::protocol::{Anchor, Protocol};
use care::time::Instant;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

/// A command with everything but the present moment; times are relative to it.
#[derive(Clone, Debug)]
pub enum Command {
    Assign(PersonId),
    Picture,
    SkipPicture,
    Consent(ConsentAnswer),
    Attempt(Channel),
    Ask,
    TakeBack,
    Contact {
        ago: SignedDuration,
        by: PersonId,
        channel: Channel,
        wants: Wish,
    },
    Offer,
    Answer(Answer),
    NotReached,
    Plan {
        ahead: SignedDuration,
        agreed: Agreement,
        reason: Option<EarlyReason>,
    },
    Move {
        ahead: SignedDuration,
        agreed: Agreement,
        reason: Option<EarlyReason>,
    },
    Hold {
        ago: SignedDuration,
        outcome: Outcome,
        consent: ReferralConsent,
        reason: Option<EarlyReason>,
    },
    Miss(MissReason),
    Refer(ReferralConsent),
    ReferAcute,
    RequireHandover(HandoverReason),
    HandOver(PersonId),
    Join(IncidentId),
    Close(ClosingReason),
    Reopen,
    Withdraw,
    PutBack,
}

impl Command {
    fn give(&self, case: &Case, now: Instant, tz: &TimeZone) -> Result<Case, PathRefusal> {
        let plan =
            |ahead: &SignedDuration, agreed: &Agreement, reason: &Option<EarlyReason>| PlanTalk {
                at: now.plus(*ahead),
                agreed: *agreed,
                early_reason: *reason,
            };
        match self {
            Self::Assign(who) => case.assign(who.clone()),
            Self::Picture => case.form_picture(eva(), now),
            Self::SkipPicture => case.skip_picture(eva(), now),
            Self::Consent(answer) => case.record_consent(*answer, now),
            Self::Attempt(channel) => case.attempt_contact(*channel, now),
            Self::Ask => case.ask(now),
            Self::TakeBack => case.take_back_question(),
            Self::Contact {
                ago,
                by,
                channel,
                wants,
            } => {
                let contact = FirstContact {
                    at: now.minus(*ago),
                    by: by.clone(),
                    channel: *channel,
                    practical_help: BTreeSet::new(),
                    wants: *wants,
                };
                case.complete_first_contact(contact, now, tz)
            }
            Self::Offer => case.make_offer(now, tz),
            Self::Answer(answer) => case.answer_offer(*answer, now, tz),
            Self::NotReached => case.mark_not_reached(now, tz),
            Self::Plan {
                ahead,
                agreed,
                reason,
            } => case.plan_talk(plan(ahead, agreed, reason), now, tz),
            Self::Move {
                ahead,
                agreed,
                reason,
            } => case.move_talk(plan(ahead, agreed, reason), now, tz),
            Self::Hold {
                ago,
                outcome,
                consent,
                reason,
            } => {
                let hold = HoldTalk {
                    at: now.minus(*ago),
                    outcome: *outcome,
                    referral_consent: *consent,
                    early_reason: *reason,
                };
                case.hold_talk(hold, now, tz)
            }
            Self::Miss(reason) => case.miss_talk(*reason, now),
            Self::Refer(consent) => case.refer(*consent, now),
            Self::ReferAcute => case.refer_acute(now),
            Self::RequireHandover(reason) => case.require_handover(*reason, now),
            Self::HandOver(who) => case.hand_over(who.clone()),
            Self::Join(incident) => case.join(incident.clone()),
            Self::Close(reason) => case.close(*reason, now),
            Self::Reopen => case.reopen(now),
            Self::Withdraw => case.withdraw(now),
            Self::PutBack => case.put_back(),
        }
    }
}

fn commands() -> impl Strategy<Value = Command> {
    let person = || prop_oneof![4 => Just(eva()), 1 => Just(PersonId::new("noor"))];
    let ago = || prop_oneof![6 => 0..3_i64, 1 => -2..60_i64].prop_map(SignedDuration::from_hours);
    let ahead = || {
        prop_oneof![8 => 0..72_i64, 1 => -5..0_i64, 2 => 72..2000_i64]
            .prop_map(SignedDuration::from_hours)
    };
    let agreed = || prop_oneof![9 => Just(Agreement::Joint), 1 => Just(Agreement::SupporterOnly)];
    let reason = || prop::option::of(select(EarlyReason::ALL));
    let outcome = || prop_oneof![6 => Just(Outcome::FollowUp), 1 => Just(Outcome::Refer), 1 => Just(Outcome::Close)];
    let channel = || prop_oneof![4 => Just(Channel::Phone), 1 => select(Channel::ALL)];
    let consent = || select(ReferralConsent::ALL);
    prop_oneof![
        4 => person().prop_map(Command::Assign),
        3 => Just(Command::Picture),
        1 => Just(Command::SkipPicture),
        2 => prop_oneof![4 => Just(ConsentAnswer::Given), 1 => Just(ConsentAnswer::Refused)]
            .prop_map(Command::Consent),
        3 => channel().prop_map(Command::Attempt),
        2 => Just(Command::Ask),
        1 => Just(Command::TakeBack),
        6 => (ago(), person(), channel(), select(Wish::ALL))
            .prop_map(|(ago, by, channel, wants)| Command::Contact { ago, by, channel, wants }),
        2 => Just(Command::Offer),
        6 => prop_oneof![3 => Just(Answer::Accept), 1 => Just(Answer::Decline), 1 => Just(Answer::Later)]
            .prop_map(Command::Answer),
        2 => Just(Command::NotReached),
        8 => (ahead(), agreed(), reason())
            .prop_map(|(ahead, agreed, reason)| Command::Plan { ahead, agreed, reason }),
        1 => (ahead(), agreed(), reason())
            .prop_map(|(ahead, agreed, reason)| Command::Move { ahead, agreed, reason }),
        8 => (ago(), outcome(), consent(), reason())
            .prop_map(|(ago, outcome, consent, reason)| Command::Hold { ago, outcome, consent, reason }),
        1 => select(MissReason::ALL).prop_map(Command::Miss),
        1 => consent().prop_map(Command::Refer),
        1 => Just(Command::ReferAcute),
        1 => select(HandoverReason::ALL).prop_map(Command::RequireHandover),
        2 => person().prop_map(Command::HandOver),
        1 => (0..3_u8).prop_map(|n| Command::Join(IncidentId::new(format!("event-{n}")))),
        1 => select(ClosingReason::ALL).prop_map(Command::Close),
        2 => Just(Command::Reopen),
        1 => Just(Command::Withdraw),
        1 => Just(Command::PutBack),
    ]
}

/// What a supporter would do next; chance alone hardly ever gets to a third talk.
fn sensible(case: &Case) -> Command {
    let (agreed, reason) = (Agreement::Joint, Some(EarlyReason::Absence));
    let consent = ReferralConsent::NotGiven;
    if case.closed.is_some() {
        Command::Reopen
    } else if case.handover_due.is_some() {
        let free = PersonId::new("noor");
        Command::HandOver(if case.supporter.as_ref() == Some(&free) {
            eva()
        } else {
            free
        })
    } else if case.supporter.is_none() {
        Command::Assign(eva())
    } else if case.picture == Picture::Open {
        Command::Picture
    } else if case.consent == Consent::Asked {
        Command::Consent(ConsentAnswer::Given)
    } else if case.first_contact.is_none() {
        let by = case.supporter.clone().unwrap();
        let (ago, channel) = (SignedDuration::ZERO, Channel::InPerson);
        Command::Contact {
            ago,
            by,
            channel,
            wants: Wish::Yes,
        }
    } else if case.planned().is_some() {
        let (ago, outcome) = (SignedDuration::ZERO, Outcome::FollowUp);
        Command::Hold {
            ago,
            outcome,
            consent,
            reason,
        }
    } else if !matches!(case.offer, Offer::Accepted { .. }) {
        Command::Answer(Answer::Accept)
    } else {
        let ahead = SignedDuration::from_hours(1);
        Command::Plan {
            ahead,
            agreed,
            reason,
        }
    }
}

/// A story: how the case begins, then commands, each some hours after the last.
///
/// Where there is no command, the sensible one is given.
#[derive(Clone, Debug)]
pub struct Story {
    pub open: OpenCase,
    pub begins: Instant,
    pub steps: Vec<(i64, Option<Command>)>,
}

pub fn stories() -> impl Strategy<Value = Story> {
    let requester = prop_oneof![3 => Just(Requester::Detection), 1 => select(Requester::ALL)];
    let hours = prop_oneof![6 => 0..4_i64, 2 => 20..80_i64, 1 => 200..1200_i64];
    (
        requester,
        select(Trigger::ALL),
        select(Anchor::ALL),
        prop::option::weighted(0.8, Just(14_u32)),
        prop::option::weighted(0.7, -2..200_i64),
        0..(2 * 365 * 24_i64),
        prop::collection::vec((hours, prop::option::of(commands())), 0..80),
    )
        .prop_map(
            |(requester, trigger, anchor, reoffer, event_ago, begins, steps)| {
                let begins = Instant::from_millis(1_767_225_600_000)
                    .plus(SignedDuration::from_hours(begins));
                let event = event_ago.map(|ago| Event {
                    incident: IncidentId::new("event-0"),
                    at: begins.minus(SignedDuration::from_hours(ago)),
                });
                let protocol = Protocol {
                    anchor,
                    reoffer_after_days: reoffer,
                    ..Protocol::default_policy()
                };
                let open = OpenCase {
                    protocol,
                    trigger,
                    requester,
                    event,
                };
                Story {
                    open,
                    begins,
                    steps,
                }
            },
        )
}

/// One command of a story, as it went.
pub struct Step<'a> {
    pub before: &'a Case,
    pub command: &'a Command,
    pub now: Instant,
    pub result: Result<Case, PathRefusal>,
}

pub fn tell(story: &Story, tz: &TimeZone, mut each: impl FnMut(&Step)) -> Case {
    let mut case = Case::open(story.open.clone(), story.begins);
    let mut now = story.begins;
    for (hours, command) in &story.steps {
        now = now.plus(SignedDuration::from_hours(*hours));
        let command = &command.clone().unwrap_or_else(|| sensible(&case));
        let step = Step {
            before: &case,
            command,
            now,
            result: command.give(&case, now, tz),
        };
        each(&step);
        if let Ok(next) = step.result {
            case = next;
        }
    }
    case
}
