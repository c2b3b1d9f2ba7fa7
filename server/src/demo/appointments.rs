//! Referrals in the demo that personnel affairs arrange: one to do, one that is past its term (R085).

use care::{
    disclosure::{ConsentWay, Disclosure, DisclosureConsent, DisclosureReason, Listener, Told},
    ids::{CaseId, PersonId},
    path::{ReferralConsent, Requester, Trigger, Wish},
    time::Instant,
};
use jiff::SignedDuration;

use super::{
    Cast,
    walk::{Step, Walk},
};
use crate::{
    entropy,
    store::{Beginning, CaseFailure, DisclosureRow, Organisation, Setting, Store, StoreError, Tx},
};

/// The manager hears that other work is needed, as the colleague agreed (R102).
async fn tell(tx: &Tx, case: &CaseId, supporter: &PersonId, at: Instant) -> Result<(), StoreError> {
    let on = at.date(&jiff::tz::TimeZone::UTC);
    let row = DisclosureRow {
        case: case.clone(),
        disclosure: Disclosure {
            told: Told::OtherWork,
            to: Listener::Manager,
            reason: DisclosureReason::Arrange,
            consent: DisclosureConsent {
                way: ConsentWay::Phone,
                on,
            },
        },
        by: supporter.clone(),
        at,
    };
    tx.disclose(&entropy::new_id(at), &row).await
}

/// Who, by their place among the crews, and how many days ago.
const REFERRED: [(usize, i64); 2] = [(101, 9), (102, 2)];
/// The term in days.
const WITHIN: i64 = 7;

/// Lets two colleagues agree to a referral, with Mo as their supporter.
pub(super) async fn ask(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), CaseFailure> {
    let (tz, days) = (&org.time_zone, |count: i64| {
        SignedDuration::from_hours(24 * count)
    });
    let tx = store.write("refer in the demo", &org.id).await?;
    tx.set(Setting::HR_ROUTING, "on", now).await?;
    let protocol = tx.protocol(now).await?;
    for (place, ago) in REFERRED {
        let (person, begin) = (cast.crew(place), now.minus(days(ago)));
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let case = tx
            .begin_path(&person, &beginning, &protocol, Some(&person), begin, tz)
            .await?;
        let supporter = cast.at(8);
        let walk = Walk {
            tx: &tx,
            case: case.clone(),
            supporter: supporter.clone(),
            begin,
            tz,
        };
        let steps = [
            (1, Step::Take),
            (1, Step::Picture),
            (2, Step::Contact(Wish::Yes)),
        ];
        walk.take(&steps, now).await?;
        let at = begin.plus(SignedDuration::from_hours(3));
        tx.decide_case(&case, None, Some(&supporter), "referred", at, tz, |case| {
            case.refer(ReferralConsent::Given, at)
        })
        .await?;
        tx.need_appointment(&entropy::new_id(at), &case, at.plus(days(WITHIN)))
            .await?;
        tell(&tx, &case, &supporter, at).await?;
    }
    Ok(tx.commit().await?)
}
