//! The rota of the demo: what the duties are, who is away, and a question that waits.

use std::collections::BTreeSet;

use care::{
    label::Label,
    period::Period,
    roster::{Limits, Pattern, PatternCode, Weekday, WishFor, WishKind},
    rota::RotaPolicy,
    swap::{Swap, SwapState},
    time::Instant,
};
use jiff::{
    SignedDuration, Span,
    civil::{Time, time},
};

use super::{Cast, KARIN};
use crate::{
    entropy,
    store::{Leave, Organisation, PolicyKind, RotaRequest, RotaWish, Store, StoreError},
};

/// Who is away, by their place in the list of staff: from how many days ahead, for how many days.
const AWAY: [(usize, i32, i32); 3] = [(8, 16, 7), (9, 20, 2), (11, 25, 14)];
/// Who wishes what.
const WISHES: [(usize, Weekday, WishKind); 2] = [
    (1, Weekday::Wednesday, WishKind::RatherNot),
    (9, Weekday::Sunday, WishKind::Gladly),
];

/// Two duties a day, as the demo's team has them; no more than one a day and no other limit, so that
/// nothing that a visitor tries is forbidden by a rule that nobody explained.
fn policy() -> RotaPolicy {
    let every: BTreeSet<Weekday> = Weekday::ALL.iter().copied().collect();
    let duty = |code: &str, name: Label, from: Time, until: Time| Pattern {
        code: PatternCode::new(code),
        name,
        days: every.clone(),
        from,
        until,
        places: 1,
    };
    let (morning, evening) = (time(8, 0, 0, 0), time(20, 0, 0, 0));
    RotaPolicy {
        patterns: vec![
            duty("day", Label::new("Dagdienst", "Day duty"), morning, evening),
            duty(
                "night",
                Label::new("Nachtdienst", "Night duty"),
                evening,
                morning,
            ),
        ],
        limits: Limits {
            a_day: Some(1),
            ..Limits::default()
        },
        ..RotaPolicy::default()
    }
}

/// Keeps the pattern, lets people say when they are away, and lets one ask another.
pub(super) async fn keep(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), StoreError> {
    let (tz, today) = (&org.time_zone, now.date(&org.time_zone));
    let tx = store.write("keep the demo's rota", &org.id).await?;
    let by = cast.at(KARIN);
    tx.publish_policy(
        PolicyKind::Rota,
        1,
        today,
        &policy(),
        "demo",
        Some(&by),
        now,
    )
    .await?;
    for (place, from, days) in AWAY {
        let person = cast.at(place);
        let first = today.saturating_add(Span::new().days(from));
        let last = first.saturating_add(Span::new().days(days - 1));
        let next = last.saturating_add(Span::new().days(1));
        tx.add_leave(&Leave {
            id: entropy::new_id(now),
            by: person.clone(),
            person,
            first,
            last,
            until: Instant::start_of(next, tz),
            at: now,
        })
        .await?;
    }
    for (place, day, kind) in WISHES {
        tx.add_wish(&RotaWish {
            id: entropy::new_id(now),
            wish: RotaWish::of(cast.at(place), WishFor::Weekday(day), kind),
            until: None,
            at: now,
        })
        .await?;
    }
    // Somebody of the team asks everybody to take over a duty of next week.
    let ahead = now.plus(SignedDuration::from_hours(24 * 6));
    let until = ahead.plus(SignedDuration::from_hours(24 * 7));
    let sanne = cast.at(1);
    let found = tx.rota_between(ahead, until).await?;
    let paused = cast.at(17);
    let other = found
        .iter()
        .find(|it| it.person != sanne && it.person != paused && it.from > ahead);
    if let Some(duty) = other {
        let id = entropy::new_id(now);
        let period = Period {
            from: duty.from,
            until: duty.until,
        };
        tx.ask_rota_request(&RotaRequest {
            swap: Swap {
                asker: duty.person.clone(),
                to: None,
                answerer: None,
                begins: period.from,
                state: SwapState::Asked,
            },
            duty: period,
            other: None,
            change: id.clone(),
            id,
            at: now,
            ended_at: None,
        })
        .await?;
    }
    tx.commit().await
}
