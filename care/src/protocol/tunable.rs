//! The values of a protocol that an organisation tunes, each with its source, default and range.

use super::Protocol;
use crate::codes::codes;
use crate::exposure::{Decay, MilliPoints};

codes! {
    /// A value of the protocol that is a number.
    pub enum Tunable {
        /// See [`Protocol::first_contact_hours`].
        FirstContactHours = "first-contact-hours",
        /// See [`Protocol::first_talk_from_hours`].
        FirstTalkFromHours = "first-talk-from-hours",
        /// See [`Protocol::first_talk_to_hours`].
        FirstTalkToHours = "first-talk-to-hours",
        /// See [`Protocol::second_talk_from_days`].
        SecondTalkFromDays = "second-talk-from-days",
        /// See [`Protocol::second_talk_to_days`].
        SecondTalkToDays = "second-talk-to-days",
        /// See [`Protocol::third_talk_from_days`].
        ThirdTalkFromDays = "third-talk-from-days",
        /// See [`Protocol::third_talk_latest_months`].
        ThirdTalkLatestMonths = "third-talk-latest-months",
        /// See [`Protocol::offer_open_days`].
        OfferOpenDays = "offer-open-days",
        /// See [`Protocol::reoffer_after_days`]; 0 means never again.
        ReofferAfterDays = "reoffer-after-days",
        /// See [`Protocol::outcome_within_days`].
        OutcomeWithinDays = "outcome-within-days",
        /// See [`Protocol::referral_follow_up_days`].
        ReferralFollowUpDays = "referral-follow-up-days",
        /// See [`Protocol::deployability_hours_after_shift`].
        DeployabilityHoursAfterShift = "deployability-hours-after-shift",
        /// See [`Protocol::path_max_event_age_days`].
        PathMaxEventAgeDays = "path-max-event-age-days",
        /// See [`Protocol::handover_margin_minutes`]; 0 means that nobody is asked.
        HandoverMarginMinutes = "handover-margin-minutes",
        /// See [`crate::exposure::StackingPolicy::window_days`].
        StackingWindowDays = "stacking-window-days",
        /// See [`crate::exposure::StackingPolicy::threshold_points`]; 1000 is one ordinary event.
        StackingThreshold = "stacking-threshold",
        /// Days after which half of an event is left; 0 when it fades in another way.
        StackingHalfLifeDays = "stacking-half-life-days",
        /// See [`crate::exposure::StackingPolicy::duration_every_days`].
        StackingDurationDays = "stacking-duration-days",
        /// See [`crate::exposure::SeverityWeights::light`].
        StackingLight = "stacking-light",
        /// See [`crate::exposure::SeverityWeights::normal`].
        StackingNormal = "stacking-normal",
        /// See [`crate::exposure::SeverityWeights::heavy`].
        StackingHeavy = "stacking-heavy",
        /// See [`crate::exposure::RoleShares::crew`].
        StackingCrew = "stacking-crew",
        /// See [`crate::exposure::RoleShares::dispatcher`].
        StackingDispatcher = "stacking-dispatcher",
        /// See [`crate::exposure::RoleShares::added`].
        StackingAdded = "stacking-added",
        /// See [`crate::exposure::RoleShares::supporter`].
        StackingSupporter = "stacking-supporter",
        /// See [`crate::exposure::RoleShares::duration`].
        StackingDuration = "stacking-duration",
    }
}

codes! {
    /// How events fade, as a choice; see [`Decay`].
    pub enum Fading {
        /// See [`Decay::HalfLife`].
        HalfLife = "half-life",
        /// See [`Decay::Linear`].
        Linear = "linear",
        /// See [`Decay::None`].
        None = "none",
    }
}

impl Fading {
    /// How events fade in this protocol.
    pub fn of(p: &Protocol) -> Self {
        match p.stacking.decay {
            Decay::None => Self::None,
            Decay::Linear => Self::Linear,
            Decay::HalfLife { .. } => Self::HalfLife,
        }
    }

    /// Puts it into a protocol; a half-life is set afterwards, by its own value.
    pub fn set(self, p: &mut Protocol) {
        p.stacking.decay = match (self, p.stacking.decay) {
            (Self::None, _) => Decay::None,
            (Self::Linear, _) => Decay::Linear,
            (Self::HalfLife, known @ Decay::HalfLife { .. }) => known,
            (Self::HalfLife, Decay::None | Decay::Linear) => Decay::HalfLife { days: 0 },
        };
    }
}

codes! {
    /// Where a default comes from (R011, C21).
    pub enum Source {
        /// The handbook says it so.
        Handbook = "handbook",
        /// The handbook asks for it without a number, or is silent: the number is ours (C06, C09).
        Ours = "ours",
    }
}

/// The largest number of hours, days and months that a protocol can hold.
pub(super) const LIMITS: (u32, u32, u32) = (24 * 365, 365, 24);

impl Tunable {
    /// What it is in this protocol.
    pub fn get(self, p: &Protocol) -> u32 {
        match self {
            Self::FirstContactHours => p.first_contact_hours,
            Self::FirstTalkFromHours => p.first_talk_from_hours,
            Self::FirstTalkToHours => p.first_talk_to_hours,
            Self::SecondTalkFromDays => p.second_talk_from_days,
            Self::SecondTalkToDays => p.second_talk_to_days,
            Self::ThirdTalkFromDays => p.third_talk_from_days,
            Self::ThirdTalkLatestMonths => p.third_talk_latest_months,
            Self::OfferOpenDays => p.offer_open_days,
            Self::ReofferAfterDays => p.reoffer_after_days.unwrap_or(0),
            Self::OutcomeWithinDays => p.outcome_within_days,
            Self::ReferralFollowUpDays => p.referral_follow_up_days,
            Self::DeployabilityHoursAfterShift => p.deployability_hours_after_shift,
            Self::PathMaxEventAgeDays => p.path_max_event_age_days,
            Self::HandoverMarginMinutes => p.handover_margin_minutes,
            Self::StackingWindowDays => p.stacking.window_days,
            Self::StackingThreshold => points(p.stacking.threshold_points),
            Self::StackingHalfLifeDays => match p.stacking.decay {
                Decay::HalfLife { days } => days,
                Decay::None | Decay::Linear => 0,
            },
            Self::StackingDurationDays => p.stacking.duration_every_days,
            Self::StackingLight => points(p.stacking.severity.light),
            Self::StackingNormal => points(p.stacking.severity.normal),
            Self::StackingHeavy => points(p.stacking.severity.heavy),
            Self::StackingCrew => p.stacking.role.crew,
            Self::StackingDispatcher => p.stacking.role.dispatcher,
            Self::StackingAdded => p.stacking.role.added,
            Self::StackingSupporter => p.stacking.role.supporter,
            Self::StackingDuration => p.stacking.role.duration,
        }
    }

    /// Puts a value into a protocol, whether it holds or not.
    pub fn set(self, p: &mut Protocol, value: u32) {
        match self {
            Self::FirstContactHours => p.first_contact_hours = value,
            Self::FirstTalkFromHours => p.first_talk_from_hours = value,
            Self::FirstTalkToHours => p.first_talk_to_hours = value,
            Self::SecondTalkFromDays => p.second_talk_from_days = value,
            Self::SecondTalkToDays => p.second_talk_to_days = value,
            Self::ThirdTalkFromDays => p.third_talk_from_days = value,
            Self::ThirdTalkLatestMonths => p.third_talk_latest_months = value,
            Self::OfferOpenDays => p.offer_open_days = value,
            Self::ReofferAfterDays => p.reoffer_after_days = (value > 0).then_some(value),
            Self::OutcomeWithinDays => p.outcome_within_days = value,
            Self::ReferralFollowUpDays => p.referral_follow_up_days = value,
            Self::DeployabilityHoursAfterShift => p.deployability_hours_after_shift = value,
            Self::PathMaxEventAgeDays => p.path_max_event_age_days = value,
            Self::HandoverMarginMinutes => p.handover_margin_minutes = value,
            Self::StackingWindowDays => p.stacking.window_days = value,
            Self::StackingThreshold => p.stacking.threshold_points = value.into(),
            Self::StackingHalfLifeDays => {
                if let Decay::HalfLife { days } = &mut p.stacking.decay {
                    *days = value;
                }
            }
            Self::StackingDurationDays => p.stacking.duration_every_days = value,
            Self::StackingLight => p.stacking.severity.light = value.into(),
            Self::StackingNormal => p.stacking.severity.normal = value.into(),
            Self::StackingHeavy => p.stacking.severity.heavy = value.into(),
            Self::StackingCrew => p.stacking.role.crew = value,
            Self::StackingDispatcher => p.stacking.role.dispatcher = value,
            Self::StackingAdded => p.stacking.role.added = value,
            Self::StackingSupporter => p.stacking.role.supporter = value,
            Self::StackingDuration => p.stacking.role.duration = value,
        }
    }

    /// The least and the most that it may be (R001).
    pub const fn range(self) -> (u32, u32) {
        let (hours, days, months) = LIMITS;
        match self {
            Self::FirstContactHours | Self::FirstTalkToHours => (1, hours),
            Self::FirstTalkFromHours => (0, hours),
            Self::SecondTalkFromDays
            | Self::SecondTalkToDays
            | Self::ThirdTalkFromDays
            | Self::OfferOpenDays
            | Self::ReferralFollowUpDays => (1, days),
            Self::ThirdTalkLatestMonths => (1, months),
            Self::ReofferAfterDays | Self::OutcomeWithinDays | Self::PathMaxEventAgeDays => {
                (0, days)
            }
            Self::DeployabilityHoursAfterShift => (0, 72),
            Self::HandoverMarginMinutes => (0, 120),
            Self::StackingWindowDays | Self::StackingHalfLifeDays => (1, 3_650),
            Self::StackingThreshold | Self::StackingHeavy => (1, 1_000_000),
            Self::StackingLight | Self::StackingNormal => (0, 1_000_000),
            Self::StackingDurationDays => (0, 3_650),
            _ => (0, 10_000),
        }
    }

    /// Whether it is a share of an event's weight, in thousandths.
    pub const fn is_share(self) -> bool {
        matches!(
            self,
            Self::StackingCrew
                | Self::StackingDispatcher
                | Self::StackingAdded
                | Self::StackingSupporter
                | Self::StackingDuration
        )
    }

    /// Whether it is a weight in points; 1000 is one ordinary event.
    pub const fn is_points(self) -> bool {
        matches!(
            self,
            Self::StackingThreshold
                | Self::StackingLight
                | Self::StackingNormal
                | Self::StackingHeavy
        )
    }

    /// The value that a refusal names by its field.
    pub fn of_field(field: &str) -> Option<Self> {
        match field {
            "window-days" => Some(Self::StackingWindowDays),
            "threshold-points" => Some(Self::StackingThreshold),
            "decay" => Some(Self::StackingHalfLifeDays),
            "duration-every-days" => Some(Self::StackingDurationDays),
            field => Self::parse(&format!("stacking-{field}"))
                .or_else(|| Self::parse(&field.replace('_', "-"))),
        }
    }

    /// Where its default comes from.
    pub const fn source(self) -> Source {
        match self {
            Self::FirstTalkFromHours
            | Self::FirstTalkToHours
            | Self::SecondTalkFromDays
            | Self::SecondTalkToDays
            | Self::ThirdTalkLatestMonths => Source::Handbook,
            _ => Source::Ours,
        }
    }

    /// The lines of the handbook that it rests on, where there are any.
    pub const fn lines(self) -> Option<&'static str> {
        match self {
            Self::FirstContactHours => Some("H505–519"),
            Self::FirstTalkFromHours | Self::FirstTalkToHours => Some("H556–566"),
            Self::SecondTalkFromDays | Self::SecondTalkToDays => Some("H568–576"),
            Self::ThirdTalkFromDays | Self::ThirdTalkLatestMonths => Some("H576–578"),
            Self::OfferOpenDays | Self::ReofferAfterDays => Some("H550–556"),
            Self::ReferralFollowUpDays => Some("H655–669"),
            Self::DeployabilityHoursAfterShift => Some("H582–595"),
            Self::StackingWindowDays | Self::StackingThreshold | Self::StackingHalfLifeDays => {
                Some("H343–345")
            }
            Self::OutcomeWithinDays
            | Self::PathMaxEventAgeDays
            | Self::HandoverMarginMinutes
            | Self::StackingDurationDays => None,
            // The weights: the handbook asks that heavy events count for more, without numbers.
            _ => Some("H343–345"),
        }
    }
}

fn points(points: MilliPoints) -> u32 {
    u32::try_from(points).unwrap_or(u32::MAX)
}
