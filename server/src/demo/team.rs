//! The daily work of the demo's team: ambassadors, tasks, and what a source sent wrongly.

use care::{
    outreach::Session,
    team::{TaskKind, TaskState},
    time::Instant,
};
use jiff::{SignedDuration, Span};

use super::Cast;
use crate::{
    entropy,
    feed::{csv::Parsed, digest, intake::Intake, ndjson},
    store::{AmbassadorSeat, InfoSession, Organisation, Store, StoreError, TeamTask},
};

/// Staff group, ambassador by their place in the list of staff, days until the next check-in.
const SEATS: [(&str, usize, i32); 3] = [
    ("ambulance", 8, 12),
    ("meldkamer", 9, -2),
    ("psycholance", 11, 3),
];
/// What, for whom, in how many days, and how it stands.
const TASKS: [(TaskKind, Option<&str>, usize, i32, TaskState); 4] = [
    (TaskKind::Quarantine, None, 1, 2, TaskState::Open),
    (TaskKind::ConfirmQueue, None, 12, -1, TaskState::Open),
    (TaskKind::TrainingPrep, None, 14, 9, TaskState::Returned),
    (
        TaskKind::InformationSession,
        Some("besteld vervoer"),
        10,
        -6,
        TaskState::Done,
    ),
];
/// Information sessions: for whom (none is everybody), in how many days, and how many came.
const SESSIONS: [(Option<&str>, i32, Option<u32>); 4] = [
    (Some("ambulance"), -48, Some(64)),
    (Some("meldkamer"), -20, Some(17)),
    (None, -6, None),
    (Some("psycholance"), 15, None),
];
/// Three messages of last night that cannot be read as they are: a time without offset, a time in
/// words, no number.
fn messages(now: Instant, org: &Organisation) -> String {
    let at = |hours: i64| {
        let at = now.minus(SignedDuration::from_hours(hours));
        at.zoned(&org.time_zone)
            .strftime("%Y-%m-%dT%H:%M:00")
            .to_string()
    };
    [
        format!(
            r#"{{"id":"26-030001","at":"{}","units":["17-104"],"kinds":["drowning"],"priority":"A1"}}"#,
            at(11)
        ),
        r#"{"id":"26-030002","at":"gisteren","units":["17-107"],"kinds":["medical"]}"#.to_owned(),
        format!(r#"{{"at":"{}+01:00","units":["17-102"],"kinds":["suicide"]}}"#, at(13)),
    ]
    .join("\n")
}

/// Gives the team its week.
pub(super) async fn meet(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), StoreError> {
    let today = now.date(&org.time_zone);
    let day = |days: i32| today.saturating_add(Span::new().days(days));
    let tx = store
        .write("give the demo's team its week", &org.id)
        .await?;
    for (group, person, days) in SEATS {
        let seat = AmbassadorSeat {
            id: entropy::new_id(now),
            group: group.to_owned(),
            person: cast.at(person),
            every_days: 30,
            next_on: day(days),
            held_on: Some(day(days - 30)),
            before: None,
            active: true,
        };
        tx.save_seat(&seat).await?;
    }
    for (kind, group, to, days, state) in TASKS {
        let given = now.minus(SignedDuration::from_hours(24 * 8));
        let task = TeamTask {
            id: entropy::new_id(given),
            kind,
            group: group.map(str::to_owned),
            due: day(days),
            to: cast.at(to),
            by: cast.at(2),
            at: given,
            state,
            ended_at: (state != TaskState::Open).then_some(now),
        };
        tx.save_task(&task).await?;
    }
    for (group, days, attended) in SESSIONS {
        let session = Session {
            day: day(days),
            group: group.map(str::to_owned),
            attended,
        };
        tx.save_info_session(&InfoSession {
            id: entropy::new_id(now),
            session,
            cancelled: false,
        })
        .await?;
    }
    tx.commit().await?;
    let body = messages(now, org);
    let digest = digest::of_bytes(body.as_bytes());
    let mut intake = Intake::begin(store, org, "meldkamer", digest, now).await?;
    let record = |parsed| match parsed {
        Parsed::Read(record, _) => Ok(record),
        Parsed::Rejected(rejected) => Err(rejected),
    };
    let records: Vec<_> = ndjson::read(body.as_bytes()).map(record).collect();
    intake.take(&records, now).await?;
    intake.finish(now).await?;
    Ok(())
}
