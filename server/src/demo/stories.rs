//! The stories of the demo: one event each, and how far support has come since.

use care::{
    exposure::Shift,
    ids::UnitCode,
    incident::Tri,
    path::{Answer, ClosingReason, Outcome, Requester, Trigger, Wish},
    time::Instant,
};
use jiff::SignedDuration;

use super::{
    Cast,
    events::event,
    walk::{Step, Walk},
};
use crate::{
    feed::intake::Intake,
    store::{Beginning, CaseFailure, Organisation, Store},
};

use Step::{Close, Contact, Hold, Involved, NotReached, Picture, Plan, Take, Try};

/// Hours in a day, for offsets.
const D: i64 = 24;

/// One story: when it began, what it was, who keeps the first colleague's case, and the steps.
struct Story {
    hours_ago: i64,
    code: &'static str,
    child: bool,
    supporter: usize,
    /// Daan is the first colleague of this one.
    daan: bool,
    steps: &'static [(i64, Step)],
}

const fn story(
    hours_ago: i64,
    code: &'static str,
    supporter: usize,
    steps: &'static [(i64, Step)],
) -> Story {
    Story {
        hours_ago,
        code,
        child: false,
        supporter,
        daan: false,
        steps,
    }
}

const BEGUN: [(i64, Step); 3] = [(1, Take), (2, Picture), (5, Contact(Wish::Yes))];

/// Every stage of the path has its story; Sanne (supporter 0) keeps a mix of them.
const STORIES: &[Story] = &[
    // New signals that nobody has taken.
    Story {
        child: true,
        ..story(2, "drowning", 0, &[])
    },
    story(5, "suicide", 0, &[]),
    // First contact is late, and due today.
    story(
        31,
        "suicide-attempt",
        0,
        &[(1, Take), (3, Picture), (6, Try)],
    ),
    story(9, "needle-stick", 0, &[(1, Take), (2, Picture)]),
    // Waiting; the first talk's window is open; the talk is planned for today.
    story(26, "amputation", 0, &BEGUN),
    Story {
        child: true,
        daan: true,
        ..story(55, "resuscitation", 0, &BEGUN)
    },
    story(
        62,
        "shooting",
        0,
        &[BEGUN[0], BEGUN[1], BEGUN[2], (7, Plan(66))],
    ),
    // The talk was yesterday, its outcome is missing.
    story(
        78,
        "homicide",
        0,
        &[BEGUN[0], BEGUN[1], BEGUN[2], (7, Plan(54))],
    ),
    // After the first talk: waiting, second talk due, third due, third planned.
    story(
        12 * D,
        "suicide",
        0,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (7, Plan(52)),
            (53, Hold(Outcome::FollowUp)),
        ],
    ),
    story(
        31 * D,
        "bite",
        0,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (7, Plan(52)),
            (53, Hold(Outcome::FollowUp)),
        ],
    ),
    Story {
        child: true,
        ..story(
            50 * D,
            "burns",
            3,
            &[
                BEGUN[0],
                BEGUN[1],
                BEGUN[2],
                (7, Plan(52)),
                (53, Hold(Outcome::FollowUp)),
                (54, Plan(30 * D)),
                (30 * D + 1, Hold(Outcome::FollowUp)),
            ],
        )
    },
    story(
        57 * D,
        "traffic-accident-entrapment",
        0,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (7, Plan(52)),
            (53, Hold(Outcome::FollowUp)),
            (54, Plan(31 * D)),
            (31 * D + 1, Hold(Outcome::FollowUp)),
            (32 * D, Plan(59 * D)),
        ],
    ),
    // Declined, later, not reached.
    story(
        5 * D,
        "suicide",
        2,
        &[(1, Take), (2, Picture), (9, Contact(Wish::No))],
    ),
    story(
        4 * D,
        "chemical",
        0,
        &[(1, Take), (2, Picture), (9, Contact(Wish::Later))],
    ),
    story(
        6 * D,
        "suicide-attempt",
        4,
        &[
            (1, Take),
            (2, Picture),
            (4, Try),
            (20, Try),
            (44, NotReached),
        ],
    ),
    story(
        16 * D,
        "suicide",
        5,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (30, Step::Answer(Answer::Decline)),
        ],
    ),
    // Referred, completed, and a supporter who was there after all.
    story(
        40 * D,
        "hostage",
        6,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (7, Plan(52)),
            (53, Hold(Outcome::Refer)),
        ],
    ),
    story(
        52 * D,
        "suicide",
        7,
        &[
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            (7, Plan(50)),
            (51, Hold(Outcome::Close)),
        ],
    ),
    story(
        45 * D,
        "bite",
        8,
        &[
            (1, Take),
            (2, Picture),
            (6, Contact(Wish::No)),
            (7, Close(ClosingReason::Declined)),
        ],
    ),
    story(
        40,
        "suicide",
        2,
        &[BEGUN[0], BEGUN[1], BEGUN[2], (20, Involved)],
    ),
];

/// The partner on the unit and the dispatcher: reached, and no talk needed.
const OTHERS: &[(i64, Step)] = &[
    (1, Take),
    (2, Picture),
    (4, Contact(Wish::No)),
    (30, Close(ClosingReason::Declined)),
];

/// Lets every story happen, oldest first.
pub(super) async fn unfold(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), CaseFailure> {
    let mut order: Vec<(usize, &Story)> = STORIES.iter().enumerate().collect();
    order.sort_by_key(|(_, story)| -story.hours_ago);
    for (n, story) in order {
        let begin = now.minus(SignedDuration::from_hours(story.hours_ago));
        report(store, org, cast, (n, story), begin).await?;
        let tx = store.write("walk a story", &org.id).await?;
        let first = if story.daan {
            cast.at(0)
        } else {
            cast.crew(n * 2)
        };
        let people = [
            (first, story.supporter, story.steps),
            (cast.crew(n * 2 + 1), story.supporter + 1, OTHERS),
        ];
        for (person, supporter, steps) in people {
            let Some(row) = tx.open_case_of(&person).await? else {
                continue;
            };
            if story.steps.is_empty() {
                continue;
            }
            let supporter = cast.supporter(supporter);
            let walk = Walk {
                tx: &tx,
                case: row.id,
                supporter,
                begin,
                tz: &org.time_zone,
            };
            walk.take(steps, now).await?;
        }
        tx.commit().await?;
    }
    pile_up(store, org, cast, now).await?;
    ask(store, org, cast, now).await
}

/// The event of a story, with its crew on the unit, told twenty minutes later.
async fn report(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    (n, tale): (usize, &Story),
    at: Instant,
) -> Result<(), CaseFailure> {
    let unit = 501 + n;
    let first = if tale.daan {
        cast.at(0)
    } else {
        cast.crew(n * 2)
    };
    let shift = |person| Shift {
        person,
        unit: UnitCode::new(format!("17-{unit}")),
        from: at.minus(SignedDuration::from_hours(3)),
        until: at.plus(SignedDuration::from_hours(5)),
    };
    let tx = store.write("man the unit", &org.id).await?;
    tx.save_shifts(&[shift(first), shift(cast.crew(n * 2 + 1))])
        .await?;
    tx.commit().await?;
    let mut record = event(30_001 + n, tale.code, unit, at);
    record.minor = if tale.child { Tri::Yes } else { Tri::No };
    take_in(store, org, record, at.plus(SignedDuration::from_mins(20))).await
}

async fn take_in(
    store: &Store,
    org: &Organisation,
    record: crate::feed::record::EventRecord,
    now: Instant,
) -> Result<(), CaseFailure> {
    let mut intake = Intake::begin(store, org, "demo", "demo".to_owned(), now).await?;
    intake.take(&[Ok(record)], now).await?;
    intake.finish(now).await?;
    Ok(())
}

/// Four heavy events in three weeks on one colleague: the team is nudged once.
async fn pile_up(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), CaseFailure> {
    let person = cast.crew(90);
    for (n, days) in [19, 12, 6, 1].into_iter().enumerate() {
        let at = now.minus(SignedDuration::from_hours(days * D + 7));
        let (from, until) = (
            at.minus(SignedDuration::from_hours(2)),
            at.plus(SignedDuration::from_hours(6)),
        );
        let unit = UnitCode::new(format!("17-{}", 601 + n));
        let tx = store.write("man the unit", &org.id).await?;
        tx.save_shifts(&[Shift {
            person: person.clone(),
            unit,
            from,
            until,
        }])
        .await?;
        tx.commit().await?;
        let mut record = event(40_001 + n, "resuscitation", 601 + n, at);
        record.minor = Tri::Yes;
        take_in(store, org, record, at.plus(SignedDuration::from_mins(20))).await?;
    }
    let tx = store.write("walk a story", &org.id).await?;
    if let Some(row) = tx.open_case_of(&person).await? {
        let begin = row.case.opened_at;
        let walk = Walk {
            tx: &tx,
            case: row.id,
            supporter: cast.supporter(5),
            begin,
            tz: &org.time_zone,
        };
        walk.take(
            &[
                (1, Take),
                (2, Picture),
                (6, Contact(Wish::Yes)),
                (7, Plan(52)),
                (53, Hold(Outcome::FollowUp)),
            ],
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A colleague who asks to talk, and one about whom a colleague is concerned.
async fn ask(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), CaseFailure> {
    let tx = store.write("ask for support", &org.id).await?;
    let protocol = tx.protocol(now).await?;
    let tz = &org.time_zone;
    let requests = [
        (70, 0, Trigger::None, Requester::Self_),
        (71, 4, Trigger::Other, Requester::Colleague),
    ];
    for (crew, hours, trigger, requester) in requests {
        let at = now
            .minus(SignedDuration::from_hours(hours))
            .minus(SignedDuration::from_mins(40));
        let beginning = Beginning {
            incident: None,
            trigger,
            requester,
        };
        tx.begin_path(&cast.crew(crew), &beginning, &protocol, None, at, tz)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
