//! A step of a case may be worth a reminder: by the one table of reminders, and never as a nag.

use care::{
    access::Role,
    alerting::{
        ChannelKind, Ladder, Purpose, Reminded, ReminderRule, Step, To, due_reminders,
        next_reminder,
    },
    ids::{CaseId, PersonId},
    time::Instant,
};
use jiff::SignedDuration;

use crate::store::{CaseRow, Job, JobKind, NewMessage, PolicyKind, Store, StoreError, Tx};

/// For how long a reminder makes sense.
const SAID_FOR: SignedDuration = SignedDuration::from_hours(24);
/// Within so many hours, reminders of several cases are one message.
const TOGETHER_HOURS: i64 = 6;

/// Says what is due about the present step of a case, and plans when to look again.
pub(super) async fn run(store: &Store, job: &Job, now: Instant) -> Result<(), StoreError> {
    let Some(org) = store.organisation(&job.org).await? else {
        return Ok(());
    };
    let id = CaseId::new(&job.subject);
    let tx = store.write("remind", &job.org).await?;
    let ladder = tx.policy(PolicyKind::Alerting, now).await?;
    let quiet = ladder
        .map_or_else(Ladder::default, |(_, ladder)| ladder)
        .quiet;
    let (case, tz) = (tx.case(&id).await?, &org.time_zone);
    let step = case
        .as_ref()
        .and_then(|case| Step::of(&case.case.summary(tz)));
    if let (Some(case), Some(step)) = (case, step) {
        let mut sent = tx.reminded(&id, &step).await?;
        for rule in due_reminders(&step, &sent, quiet, tz, now) {
            remind(&tx, rule, &case, now).await?;
            tx.keep_reminded(&id, &step, rule.about, now).await?;
            sent.push(Reminded {
                about: rule.about,
                at: now,
            });
        }
        let next = next_reminder(&step, &sent, quiet, tz);
        if let Some(next) = next.filter(|next| *next > now) {
            tx.plan_job(JobKind::Reminder, id.as_str(), next).await?;
        }
    }
    tx.finish_job(job, now).await?;
    tx.commit().await
}

/// Writes a reminder for every quiet channel of its readers; several at once are one message.
async fn remind(
    tx: &Tx,
    rule: &ReminderRule,
    case: &CaseRow,
    now: Instant,
) -> Result<(), StoreError> {
    let readers: Vec<PersonId> = match rule.to {
        To::Supporter => case.supporter.iter().cloned().collect(),
        To::Coordinators => {
            let coordinators = tx.people_with(Role::Coordinator).await?;
            let others = coordinators
                .into_iter()
                .filter(|person| person.id != case.person);
            others.map(|person| person.id).collect()
        }
    };
    let stretch = now.millis().div_euclid(TOGETHER_HOURS * 3_600_000);
    let channels = tx.channels_of(&readers).await?;
    // A telephone that rings is for people who are asked.
    let quiet = channels
        .iter()
        .filter(|channel| channel.works() && channel.kind != ChannelKind::Voice);
    let message = quiet.map(|channel| NewMessage {
        id: format!("r-{stretch}-{}", channel.id),
        person: channel.person.clone(),
        channel: channel.id.clone(),
        kind: channel.kind,
        alert: None,
        purpose: Purpose::Reminder,
        text: String::new(),
        due: now,
        until: now.plus(SAID_FOR),
    });
    tx.write_messages(&message.collect::<Vec<_>>(), now).await?;
    Ok(())
}
