//! `/coordinate/alerts`: who was asked, what they said, and what comes next (R013, R060).
//!
//! One's own case is not among them. Who was not asked, and why, is said nowhere: a reason to pass
//! somebody over may be a secret.

use std::collections::BTreeMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Role, Standing},
    alerting::{About, Alert, Answer, ChannelKind, Ladder, Whom, step_ahead},
    ids::PersonId,
    matching::{Candidate, Occasion, Seeker, exclusions},
    time::Instant,
};
use jiff::SignedDuration;

use super::cases;
use crate::{
    store::{AlertRow, CaseRow, PageRow, Person, PolicyKind, QuestionSent, StoreError, Tx},
    web::{
        asked::Labels,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "coordinate/alerts.html")]
struct AlertsPage {
    page: Page,
    alerts: Vec<AlertView>,
}

/// An open alert.
struct AlertView {
    id: String,
    label: String,
    at: Markup,
    count: usize,
    /// What comes next, in a sentence.
    next: String,
    asked: Vec<AskedView>,
    /// The cases behind it, by their names on the board.
    cases: Vec<(String, String)>,
    /// Whom the coordinator can ask by hand.
    choices: Vec<(String, String)>,
}

/// Somebody who was asked.
struct AskedView {
    name: String,
    at: Markup,
    through: String,
    said: String,
    /// Whether nothing is known yet.
    waits: bool,
}

/// `GET /coordinate/alerts`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "alerts-title"))
        .seen_by(t!(member.reader, "alerts-seen-by"));
    let tx = member.read("show alerts").await?;
    let open = Open::load(&member, &tx).await?;
    let labels = Labels::load(&tx, &page, &open.alerts).await?;
    let alerts = open.views(&member, &page, &labels);
    drop(tx);
    let cases = open
        .cases
        .iter()
        .map(|(_, case, _)| case.pseudonym.as_str());
    member
        .log_view("/coordinate/alerts", cases.collect())
        .await?;
    Ok(html(StatusCode::OK, &AlertsPage { page, alerts }))
}

/// How many alerts there are, of others than the reader.
pub(super) async fn count(member: &Member, tx: &Tx) -> Result<usize, StoreError> {
    let alerts = tx.open_alerts().await?;
    let cases = tx.cases_behind(&alerts).await?;
    let of_others = |alert: &&AlertRow| {
        cases
            .iter()
            .any(|(of, case)| *of == alert.id && case.person != member.person.id)
    };
    Ok(alerts.iter().filter(of_others).count())
}

/// Everything about the open alerts.
struct Open {
    alerts: Vec<AlertRow>,
    cases: Vec<(String, CaseRow, Seeker)>,
    pages: Vec<PageRow>,
    sent: Vec<QuestionSent>,
    ladder: Ladder,
    people: BTreeMap<PersonId, Person>,
    supporters: Vec<(Person, Candidate)>,
}

impl Open {
    async fn load(member: &Member, tx: &Tx) -> Result<Self, StoreError> {
        let alerts = tx.open_alerts().await?;
        let pages = tx.pages_for(&alerts).await?;
        let ids: Vec<PersonId> = pages.iter().map(|page| page.person.clone()).collect();
        let people = tx.people(&ids).await?;
        let supporters = tx.people_with(Role::Supporter).await?;
        let candidates = tx
            .candidates(&supporters, member.now, &member.org.time_zone)
            .await?;
        let ladder = tx.policy(PolicyKind::Alerting, member.now).await?;
        Ok(Self {
            cases: behind(tx, &alerts).await?,
            sent: tx.questions_sent(&alerts).await?,
            ladder: ladder.map_or_else(Ladder::default, |(_, ladder)| ladder),
            people: people
                .into_iter()
                .map(|person| (person.id.clone(), person))
                .collect(),
            supporters: supporters.into_iter().zip(candidates).collect(),
            alerts,
            pages,
        })
    }

    fn views(&self, member: &Member, page: &Page, labels: &Labels) -> Vec<AlertView> {
        let views = self.alerts.iter().filter_map(|alert| {
            let of = |(of, case, _): &&(String, CaseRow, Seeker)| {
                *of == alert.id && case.person != member.person.id
            };
            let cases: Vec<_> = self.cases.iter().filter(of).collect();
            (!cases.is_empty()).then(|| self.view(member, page, labels, alert, &cases))
        });
        views.collect()
    }

    fn view(
        &self,
        member: &Member,
        page: &Page,
        labels: &Labels,
        alert: &AlertRow,
        cases: &[&(String, CaseRow, Seeker)],
    ) -> AlertView {
        let (label, at) = labels.of(alert, page.l());
        let pages: Vec<&PageRow> = self
            .pages
            .iter()
            .filter(|it| it.alert == alert.id)
            .collect();
        let line = |case: &CaseRow| {
            let id = case.id.as_str().to_owned();
            (id, cases::code(&case.pseudonym))
        };
        AlertView {
            id: alert.id.clone(),
            label,
            at: page.when(at),
            count: cases.len(),
            next: self.next(member, page, alert, &pages),
            asked: pages.iter().map(|asked| self.asked(page, asked)).collect(),
            cases: cases.iter().map(|(_, case, _)| line(case)).collect(),
            choices: self.choices(member, alert, cases, &pages),
        }
    }

    fn asked(&self, page: &Page, asked: &PageRow) -> AskedView {
        let name = self.people.get(&asked.person);
        let said = match asked.answer {
            Some((Answer::Coming, at)) => {
                t!(page, "alerts-coming", when = page.when(at).words())
            }
            Some((Answer::Cannot, at)) => {
                t!(page, "alerts-cannot", when = page.when(at).words())
            }
            None => t!(page, "alerts-no-answer"),
        };
        AskedView {
            name: name.map_or_else(String::new, |person| person.name.clone()),
            at: page.when(asked.at),
            through: self.through(page, asked),
            said,
            waits: asked.answer.is_none(),
        }
    }

    /// Through which kinds of channel; what did not go out is not among them.
    fn through(&self, page: &Page, asked: &PageRow) -> String {
        let mine = |it: &&QuestionSent| it.alert == asked.alert && it.person == asked.person;
        let kinds: std::collections::BTreeSet<ChannelKind> = self
            .sent
            .iter()
            .filter(mine)
            .filter(|it| it.sent)
            .map(|it| it.kind)
            .collect();
        if !kinds.is_empty() {
            let words = kinds
                .iter()
                .map(|kind| page.text(&format!("channels-kind-{kind}")));
            return words.collect::<Vec<_>>().join(", ");
        }
        let under_way = self.sent.iter().filter(mine).any(|it| !it.failed);
        if under_way {
            t!(page, "alerts-under-way")
        } else {
            t!(page, "alerts-through-nothing")
        }
    }

    /// What comes next.
    fn next(&self, member: &Member, page: &Page, row: &AlertRow, pages: &[&PageRow]) -> String {
        let behind = self.cases.iter().filter(|(of, ..)| *of == row.id);
        let alert = Alert {
            opened: row.opened,
            urgency: row.urgency,
            waiting: u32::try_from(behind.count()).unwrap_or(u32::MAX),
            asked: pages.iter().map(|page| page.asked()).collect(),
        };
        let (now, tz) = (member.now, &member.org.time_zone);
        let begins = alert.begins(&self.ladder, tz);
        let words = |at: Instant| page.when(at).words();
        if alert.need(&self.ladder, now) == 0 {
            let until = held_until(&alert, &self.ladder).unwrap_or(now);
            return t!(page, "alerts-held", when = words(until));
        }
        if begins > now {
            return t!(page, "alerts-morning", when = words(begins));
        }
        match step_ahead(&alert, &self.ladder, tz) {
            Some((at, Whom::OnDuty)) => t!(page, "alerts-next-duty", when = words(at.max(now))),
            Some((at, Whom::Coordinators)) => {
                t!(page, "alerts-next-coordinators", when = words(at.max(now)))
            }
            None => t!(page, "alerts-next-none"),
        }
    }

    /// Supporters who may come to at least one of them and have nothing to answer.
    fn choices(
        &self,
        member: &Member,
        alert: &AlertRow,
        cases: &[&(String, CaseRow, Seeker)],
        pages: &[&PageRow],
    ) -> Vec<(String, String)> {
        if !matches!(alert.about, About::Incident | About::Case) {
            return Vec::new();
        }
        let today = member.now.date(&member.org.time_zone);
        let waits = |person: &Person| {
            pages
                .iter()
                .any(|page| page.person == person.id && page.answer.is_none())
        };
        let free = self.supporters.iter().filter(|(person, candidate)| {
            !waits(person) && may_come(candidate, cases.iter().map(|(.., seeker)| seeker), today)
        });
        free.map(|(person, _)| (person.id.as_str().to_owned(), person.name.clone()))
            .collect()
    }
}

/// Whether nothing stands between somebody and at least one of them.
pub(super) fn may_come<'a>(
    candidate: &Candidate,
    seekers: impl IntoIterator<Item = &'a Seeker>,
    today: jiff::civil::Date,
) -> bool {
    let mut seekers = seekers.into_iter();
    seekers.any(|seeker| exclusions(candidate, seeker, Occasion::ByHand, today).is_empty())
}

/// The cases behind alerts, as matching sees them.
pub(super) async fn behind(
    tx: &Tx,
    alerts: &[AlertRow],
) -> Result<Vec<(String, CaseRow, Seeker)>, StoreError> {
    let cases = tx.cases_behind(alerts).await?;
    let pairs: Vec<_> = cases
        .iter()
        .map(|(_, case)| (case.id.clone(), case.person.clone()))
        .collect();
    let seekers = tx.seekers(&pairs).await?;
    let cases = cases.into_iter().zip(seekers);
    Ok(cases
        .map(|((alert, case), seeker)| (alert, case, seeker))
        .collect())
}

/// Until when the first word that somebody comes still counts.
fn held_until(alert: &Alert, ladder: &Ladder) -> Option<Instant> {
    let hold = SignedDuration::from_mins(i64::from(ladder.hold_minutes));
    let words = alert.asked.iter().filter_map(|asked| match asked.answer {
        Some((Answer::Coming, at)) => Some(at.plus(hold)),
        _ => None,
    });
    words.max()
}
