//! Looks at the alerts that are due: asks who is to be asked, ends what has been settled.

use std::collections::BTreeMap;

use care::{
    access::Role,
    alerting::{About, Alert, Ask, Asked, Ladder, Reach, best_first, due_actions, next_look},
    ids::{OrgId, PersonId},
    matching::{Candidate, Occasion, Seeker, Wishes, rank},
    time::Instant,
};
use jiff::{SignedDuration, civil::Date};

use crate::{
    clock::Clock,
    notify::Notifier,
    store::{AlertRow, CaseRow, Organisation, PageRow, PolicyKind, Store, StoreError, Tx},
};

/// How many alerts are looked at in one round.
const MOST: u32 = 400;
/// How often a round that collided with another writer is tried.
const TRIES: u32 = 5;

/// One round over everything that is due; says how many alerts it looked at.
///
/// # Errors
/// [`StoreError`] when the database is away; nothing is lost, the next round finds it again.
pub async fn round(store: &Store, clock: &Clock, notifier: &Notifier) -> Result<usize, StoreError> {
    let now = clock.now();
    let mut due: BTreeMap<OrgId, Vec<String>> = BTreeMap::new();
    for (org, alert) in store.due_alerts(now, MOST).await? {
        due.entry(org).or_default().push(alert);
    }
    let mut looked = 0;
    for (org, alerts) in due {
        let Some(org) = store.organisation(&org).await? else {
            continue;
        };
        let mut tries = 0;
        looked += loop {
            match look(store, &org, &alerts, notifier, now).await {
                Err(error) if error.is_passing() && tries < TRIES => {
                    tries += 1;
                    let pause = std::time::Duration::from_millis(20 << tries);
                    tokio::time::sleep(pause).await;
                }
                done => break done?,
            }
        };
    }
    Ok(looked)
}

/// Looks at alerts of one organisation in one transaction.
async fn look(
    store: &Store,
    org: &Organisation,
    ids: &[String],
    notifier: &Notifier,
    now: Instant,
) -> Result<usize, StoreError> {
    let tx = store.write("climb ladders", &org.id).await?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut alerts = tx.alerts(&ids).await?;
    alerts.retain(|alert| alert.closed.is_none() && alert.look <= now);
    let facts = Facts::load(&tx, org, &alerts, now).await?;
    let mut asked: Vec<(AlertRow, Vec<Ask>)> = Vec::new();
    for row in &alerts {
        let (next, asks) = facts.decide(row, now);
        // Another process may have taken it in hand since it was read.
        if !tx.take_alert(row, next, now).await? {
            continue;
        }
        if next.is_none() {
            tx.drop_messages(&row.id, None).await?;
        }
        if !asks.is_empty() {
            tx.write_pages(row, &asks, now).await?;
            asked.push((row.clone(), asks));
        }
    }
    tx.write_questions(&asked, |kind| notifier.has(kind), now)
        .await?;
    tx.commit().await?;
    Ok(alerts.len())
}

/// A colleague who waits for what an alert asks.
struct Waiting {
    /// The alert.
    alert: String,
    case: CaseRow,
    seeker: Seeker,
    wishes: Wishes,
}

/// Everything that alerts of one organisation are decided on.
struct Facts {
    org: Organisation,
    ladder: Ladder,
    /// Supporters on duty, as matching sees them.
    on_duty: Vec<Candidate>,
    coordinators: Vec<PersonId>,
    /// The colleagues who wait, each with the id of the alert and the case.
    waiting: Vec<Waiting>,
    pages: Vec<PageRow>,
    today: Date,
}

impl Facts {
    async fn load(
        tx: &Tx,
        org: &Organisation,
        alerts: &[AlertRow],
        now: Instant,
    ) -> Result<Self, StoreError> {
        let ladder = tx.policy(PolicyKind::Alerting, now).await?;
        let moment = SignedDuration::from_millis(1);
        let duties = tx.duty_between(now, now.plus(moment)).await?;
        let mut supporters = tx.people_with(Role::Supporter).await?;
        supporters.retain(|person| duties.iter().any(|(on_duty, ..)| *on_duty == person.id));
        let coordinators = tx.people_with(Role::Coordinator).await?;
        let cases = tx.cases_behind(alerts).await?;
        let pairs: Vec<_> = cases
            .iter()
            .map(|(_, case)| (case.id.clone(), case.person.clone()))
            .collect();
        let seekers = tx.seekers(&pairs).await?;
        let people: Vec<&str> = pairs.iter().map(|(_, person)| person.as_str()).collect();
        let mut wishes = tx.wishes(&people).await?;
        let waiting = |((alert, case), seeker): ((String, CaseRow), Seeker)| Waiting {
            wishes: wishes.remove(&case.person).unwrap_or_default(),
            alert,
            case,
            seeker,
        };
        let waiting = cases.into_iter().zip(seekers).map(waiting).collect();
        Ok(Self {
            org: org.clone(),
            ladder: ladder.map_or_else(Ladder::default, |(_, ladder)| ladder),
            on_duty: tx.candidates(&supporters, now, &org.time_zone).await?,
            coordinators: coordinators.into_iter().map(|person| person.id).collect(),
            waiting,
            pages: tx.pages_for(alerts).await?,
            today: now.date(&org.time_zone),
        })
    }

    /// Who is asked now, and when to look again; no such moment when it has been settled.
    fn decide(&self, row: &AlertRow, now: Instant) -> (Option<Instant>, Vec<Ask>) {
        let behind = self
            .waiting
            .iter()
            .filter(|waiting| waiting.alert == row.id);
        let behind: Vec<&Waiting> = behind.collect();
        let pages = self.pages.iter().filter(|page| page.alert == row.id);
        let mut alert = Alert {
            opened: row.opened,
            urgency: row.urgency,
            waiting: u32::try_from(behind.len()).unwrap_or(u32::MAX),
            asked: pages.map(PageRow::asked).collect(),
        };
        let reach = self.reach(row, &behind);
        let tz = &self.org.time_zone;
        let asks = due_actions(&alert, &self.ladder, &reach, tz, now);
        alert.asked.extend(asks.iter().map(|ask| Asked {
            person: ask.person.clone(),
            round: ask.round,
            rung: ask.rung,
            at: now,
            answer: None,
        }));
        (next_look(&alert, &self.ladder, tz, now), asks)
    }

    /// Whom an alert may reach now: nobody who was there, is close to the colleague, or is one.
    fn reach(&self, row: &AlertRow, behind: &[&Waiting]) -> Reach {
        let is_colleague =
            |person: &PersonId| behind.iter().any(|waiting| waiting.case.person == *person);
        let coordinators = self
            .coordinators
            .iter()
            .filter(|person| !is_colleague(person));
        let rankings: Vec<Vec<PersonId>> = match row.about {
            About::Handover => Vec::new(),
            _ => behind
                .iter()
                .map(|waiting| self.ranking(row, waiting))
                .collect(),
        };
        Reach {
            on_duty: best_first(&rankings),
            coordinators: coordinators.cloned().collect(),
        }
    }

    /// Who may be asked for one colleague, the best first.
    fn ranking(&self, row: &AlertRow, waiting: &Waiting) -> Vec<PersonId> {
        let Waiting { seeker, wishes, .. } = waiting;
        let ranked = rank(&self.on_duty, seeker, wishes, Occasion::Paging, self.today);
        let people = ranked.into_iter().map(|ranked| ranked.person);
        match row.about {
            // Who supports already is the one to call.
            About::Call => people
                .filter(|person| waiting.case.supporter.as_ref() == Some(person))
                .collect(),
            _ => people.collect(),
        }
    }
}
