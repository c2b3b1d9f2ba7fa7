//! A referral that personnel affairs arrange, where the organisation chose that (R085).

use care::{path::Case, referral::ReferralProtocol};
use jiff::SignedDuration;

use super::Step;
use crate::{
    entropy,
    store::{PolicyKind, Setting, StoreError},
};

/// Within how many days, where the referral protocol does not say.
const WITHIN_DAYS: u32 = 7;

/// Asks for an appointment when this step added a referral that the colleague agreed to.
///
/// An acute referral is never left to personnel affairs: the supporter arranges it at once (R083).
pub(super) async fn ask(step: &Step, after: &Case) -> Result<(), StoreError> {
    if after.agreed_referrals() <= step.case.case.agreed_referrals() {
        return Ok(());
    }
    if !step.tx.settings().await?.has(Setting::HR_ROUTING) {
        return Ok(());
    }
    let protocol: Option<(i64, ReferralProtocol)> = step
        .tx
        .policy(PolicyKind::Referral, step.member.now)
        .await?;
    let days = protocol.and_then(|(_, it)| it.appointment_within_days);
    let days = i64::from(days.filter(|days| *days > 0).unwrap_or(WITHIN_DAYS));
    let now = step.member.now;
    let due = now.plus(SignedDuration::from_hours(24 * days.min(366)));
    step.tx
        .need_appointment(&entropy::new_id(now), &step.case.id, due)
        .await
}
