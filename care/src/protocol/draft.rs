//! A draft of a policy, and what it may not change.

use super::{Anchor, MAX_TALKS, Protocol, tunable::LIMITS};
use crate::exposure::StackingPolicy;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an organisation wants to change; what is left out stays as it is.
///
/// The last four fields are not settings. They exist so that the attempt is
/// answered with a reason instead of being ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProtocolDraft {
    /// Where the new values come from; must not be empty (R011).
    pub source: String,
    /// The first day of the new version; not before that of the old one.
    pub effective: Option<Date>,
    /// See [`Protocol::anchor`].
    pub anchor: Option<Anchor>,
    /// See [`Protocol::first_contact_hours`].
    pub first_contact_hours: Option<u32>,
    /// See [`Protocol::first_talk_from_hours`].
    pub first_talk_from_hours: Option<u32>,
    /// See [`Protocol::first_talk_to_hours`].
    pub first_talk_to_hours: Option<u32>,
    /// See [`Protocol::second_talk_from_days`].
    pub second_talk_from_days: Option<u32>,
    /// See [`Protocol::second_talk_to_days`].
    pub second_talk_to_days: Option<u32>,
    /// See [`Protocol::third_talk_from_days`].
    pub third_talk_from_days: Option<u32>,
    /// See [`Protocol::third_talk_latest_months`].
    pub third_talk_latest_months: Option<u32>,
    /// See [`Protocol::reoffer_after_days`]; 0 means never again.
    pub reoffer_after_days: Option<u32>,
    /// See [`Protocol::offer_open_days`].
    pub offer_open_days: Option<u32>,
    /// See [`Protocol::outcome_within_days`].
    pub outcome_within_days: Option<u32>,
    /// See [`Protocol::referral_follow_up_days`].
    pub referral_follow_up_days: Option<u32>,
    /// See [`Protocol::deployability_hours_after_shift`].
    pub deployability_hours_after_shift: Option<u32>,
    /// See [`Protocol::path_max_event_age_days`].
    pub path_max_event_age_days: Option<u32>,
    /// See [`Protocol::handover_margin_minutes`].
    pub handover_margin_minutes: Option<u32>,
    /// See [`Protocol::stacking`].
    pub stacking: Option<StackingPolicy>,
    /// Names of local activities; an emotional debriefing is refused (R069).
    pub activities: Option<Vec<String>>,
    /// Three, or refused (R072).
    pub max_talks: Option<u32>,
    /// On, or refused (R004).
    pub exclude_involved: Option<bool>,
    /// Off, or refused (R161).
    pub email_completes_first_contact: Option<bool>,
}

impl ProtocolDraft {
    /// The draft that asks for exactly these values, from this day on and for this reason.
    pub fn of(wanted: &Protocol, source: &str, effective: Date) -> Self {
        let p = wanted.clone();
        Self {
            source: source.to_owned(),
            effective: Some(effective),
            anchor: Some(p.anchor),
            first_contact_hours: Some(p.first_contact_hours),
            first_talk_from_hours: Some(p.first_talk_from_hours),
            first_talk_to_hours: Some(p.first_talk_to_hours),
            second_talk_from_days: Some(p.second_talk_from_days),
            second_talk_to_days: Some(p.second_talk_to_days),
            third_talk_from_days: Some(p.third_talk_from_days),
            third_talk_latest_months: Some(p.third_talk_latest_months),
            reoffer_after_days: Some(p.reoffer_after_days.unwrap_or(0)),
            offer_open_days: Some(p.offer_open_days),
            outcome_within_days: Some(p.outcome_within_days),
            referral_follow_up_days: Some(p.referral_follow_up_days),
            deployability_hours_after_shift: Some(p.deployability_hours_after_shift),
            path_max_event_age_days: Some(p.path_max_event_age_days),
            handover_margin_minutes: Some(p.handover_margin_minutes),
            stacking: Some(p.stacking),
            activities: Some(p.activities),
            ..Self::default()
        }
    }
}

/// Why a draft is not adopted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolRefusal {
    /// The number of talks is not a setting (R072).
    #[error("a case has at most three talks")]
    TalksAreThree,
    /// Nobody supports at an event that they were part of (R004).
    #[error("a person who was involved in the event cannot support there")]
    InvolvedStayOut,
    /// No emotional debriefing, whatever it is called (R069).
    #[error("`{0}` reads as an emotional debriefing")]
    EmotionalDebriefing(String),
    /// A message alone is no contact (R161).
    #[error("an e-mail or message never completes a first contact")]
    MessageIsNoContact,
    /// A policy names its source (R011).
    #[error("the source is missing")]
    SourceMissing,
    /// A version cannot take effect before the one that it replaces.
    #[error("the version would take effect before the one that it replaces")]
    EffectiveTooEarly,
    /// A value is zero or absurdly large; names the field.
    #[error("`{0}` is out of range")]
    OutOfRange(&'static str),
    /// A window ends before it begins, or overlaps the next; names the field.
    #[error("`{0}` is out of order")]
    OutOfOrder(&'static str),
}

impl ProtocolRefusal {
    /// The stable code, also the key of the translation.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TalksAreThree => "talks-are-three",
            Self::InvolvedStayOut => "involved-stay-out",
            Self::EmotionalDebriefing(_) => "emotional-debriefing",
            Self::MessageIsNoContact => "message-is-no-contact",
            Self::SourceMissing => "source-missing",
            Self::EffectiveTooEarly => "effective-too-early",
            Self::OutOfRange(_) => "out-of-range",
            Self::OutOfOrder(_) => "out-of-order",
        }
    }
}

/// Makes the next version of a policy, or says everything that is against it.
///
/// # Errors
/// All refusals at once, guard-rails first (R001, R004, R069, R072, R161).
pub fn adopt(draft: &ProtocolDraft, base: &Protocol) -> Result<Protocol, Vec<ProtocolRefusal>> {
    let next = merged(draft, base);
    let mut refusals = guard_rails(draft);
    refusals.extend(disorder(&next));
    refusals.extend(
        next.stacking
            .out_of_range()
            .map(ProtocolRefusal::OutOfRange),
    );
    refusals.extend(
        next.stacking
            .out_of_order()
            .map(ProtocolRefusal::OutOfOrder),
    );
    if next.source.is_empty() {
        refusals.push(ProtocolRefusal::SourceMissing);
    }
    if next.effective < base.effective {
        refusals.push(ProtocolRefusal::EffectiveTooEarly);
    }
    if refusals.is_empty() {
        Ok(next)
    } else {
        Err(refusals)
    }
}

fn merged(draft: &ProtocolDraft, base: &Protocol) -> Protocol {
    let d = draft;
    Protocol {
        version: base.version.saturating_add(1),
        source: d.source.trim().to_owned(),
        effective: d.effective.unwrap_or(base.effective),
        anchor: d.anchor.unwrap_or(base.anchor),
        first_contact_hours: d.first_contact_hours.unwrap_or(base.first_contact_hours),
        first_talk_from_hours: d
            .first_talk_from_hours
            .unwrap_or(base.first_talk_from_hours),
        first_talk_to_hours: d.first_talk_to_hours.unwrap_or(base.first_talk_to_hours),
        second_talk_from_days: d
            .second_talk_from_days
            .unwrap_or(base.second_talk_from_days),
        second_talk_to_days: d.second_talk_to_days.unwrap_or(base.second_talk_to_days),
        third_talk_from_days: d.third_talk_from_days.unwrap_or(base.third_talk_from_days),
        third_talk_latest_months: d
            .third_talk_latest_months
            .unwrap_or(base.third_talk_latest_months),
        reoffer_after_days: d
            .reoffer_after_days
            .map_or(base.reoffer_after_days, |days| (days > 0).then_some(days)),
        offer_open_days: d.offer_open_days.unwrap_or(base.offer_open_days),
        outcome_within_days: d.outcome_within_days.unwrap_or(base.outcome_within_days),
        referral_follow_up_days: d
            .referral_follow_up_days
            .unwrap_or(base.referral_follow_up_days),
        deployability_hours_after_shift: d
            .deployability_hours_after_shift
            .unwrap_or(base.deployability_hours_after_shift),
        path_max_event_age_days: d
            .path_max_event_age_days
            .unwrap_or(base.path_max_event_age_days),
        handover_margin_minutes: d
            .handover_margin_minutes
            .unwrap_or(base.handover_margin_minutes),
        stacking: d.stacking.unwrap_or(base.stacking),
        activities: d
            .activities
            .clone()
            .unwrap_or_else(|| base.activities.clone()),
    }
}

fn guard_rails(draft: &ProtocolDraft) -> Vec<ProtocolRefusal> {
    let mut refusals = Vec::new();
    if draft.max_talks.is_some_and(|max| max as usize != MAX_TALKS) {
        refusals.push(ProtocolRefusal::TalksAreThree);
    }
    if draft.exclude_involved == Some(false) {
        refusals.push(ProtocolRefusal::InvolvedStayOut);
    }
    if draft.email_completes_first_contact == Some(true) {
        refusals.push(ProtocolRefusal::MessageIsNoContact);
    }
    let named = draft.activities.iter().flatten();
    refusals.extend(
        named
            .filter(|name| is_emotional_debriefing(name))
            .map(|name| ProtocolRefusal::EmotionalDebriefing(name.clone())),
    );
    refusals
}

fn disorder(p: &Protocol) -> Vec<ProtocolRefusal> {
    let (most_hours, most_days, most_months) = LIMITS;
    let ranges = [
        ("first_contact_hours", p.first_contact_hours, 1, most_hours),
        (
            "first_talk_from_hours",
            p.first_talk_from_hours,
            0,
            most_hours,
        ),
        ("first_talk_to_hours", p.first_talk_to_hours, 1, most_hours),
        (
            "second_talk_from_days",
            p.second_talk_from_days,
            1,
            most_days,
        ),
        ("second_talk_to_days", p.second_talk_to_days, 1, most_days),
        ("third_talk_from_days", p.third_talk_from_days, 1, most_days),
        (
            "third_talk_latest_months",
            p.third_talk_latest_months,
            1,
            most_months,
        ),
        (
            "reoffer_after_days",
            p.reoffer_after_days.unwrap_or(1),
            1,
            most_days,
        ),
        ("offer_open_days", p.offer_open_days, 1, most_days),
        ("outcome_within_days", p.outcome_within_days, 0, most_days),
        (
            "referral_follow_up_days",
            p.referral_follow_up_days,
            1,
            most_days,
        ),
        (
            "deployability_hours_after_shift",
            p.deployability_hours_after_shift,
            0,
            72,
        ),
        (
            "path_max_event_age_days",
            p.path_max_event_age_days,
            0,
            most_days,
        ),
        ("handover_margin_minutes", p.handover_margin_minutes, 0, 120),
    ];
    // The shortest quarter counts: every month is taken as 28 days.
    let order = [
        (
            "first_talk_to_hours",
            p.first_talk_from_hours <= p.first_talk_to_hours,
        ),
        (
            "second_talk_from_days",
            p.first_talk_to_hours / 24 < p.second_talk_from_days,
        ),
        (
            "second_talk_to_days",
            p.second_talk_from_days <= p.second_talk_to_days,
        ),
        (
            "third_talk_from_days",
            p.second_talk_to_days < p.third_talk_from_days,
        ),
        (
            "third_talk_latest_months",
            p.third_talk_from_days <= p.third_talk_latest_months.saturating_mul(28),
        ),
    ];
    let outside = ranges
        .into_iter()
        .filter(|(_, value, least, most)| !(least..=most).contains(&value))
        .map(|(field, ..)| ProtocolRefusal::OutOfRange(field));
    let unordered = order
        .into_iter()
        .filter(|(_, holds)| !holds)
        .map(|(field, _)| ProtocolRefusal::OutOfOrder(field));
    outside.chain(unordered).collect()
}

/// Whether a name reads as an emotional debriefing (R069, C23).
///
/// Case, accents, spaces and punctuation do not matter. A technical or
/// operational debriefing is something else and passes (R068).
pub fn is_emotional_debriefing(name: &str) -> bool {
    let plain: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'é' | 'è' | 'ë' | 'ê' | '3' => 'e',
            'ó' | 'ò' | 'ö' | 'ô' | '0' => 'o',
            'í' | 'ì' | 'ï' | 'î' | '1' => 'i',
            other => other,
        })
        .filter(char::is_ascii_alphabetic)
        .collect();
    let has = |part: &str| plain.contains(part);
    let session = has("debrief") || has("nabespreking");
    let feeling = has("emotion") || has("emotie") || has("psycholog") || has("stress");
    (session && feeling) || plain == "cisd"
}
