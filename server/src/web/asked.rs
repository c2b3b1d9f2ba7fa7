//! "You are asked": the questions of open alerts, on the page where one works (R013, R060).
//!
//! Somebody sees as much of an alert as they could see anyway: the event in the list's words, and how
//! many of its colleagues they may support. When that is nobody any more, the question is not there.

use axum::{
    Router,
    extract::{Path, rejection::PathRejection},
    routing::post,
};
use care::{
    access::{Action, Standing},
    alerting::{About, Answer, Whom},
    ids::IncidentId,
    matching::{Candidate, Occasion, Seeker, exclusions},
};
use std::collections::BTreeSet;

use super::{
    address, error::AppError, flash::Flash, incident::words, member::Member, page::Page,
    redirect::SeeOther, state::App, text::Texts, time::Markup,
};
use crate::store::{AlertRow, CaseRow, IncidentRow, PageRow, StoreError, Tx};

/// The routes of this file.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/support/asked/{alert}/{answer}", post(at_support))
        .route("/coordinate/asked/{alert}/{answer}", post(at_coordinate))
}

/// A question as its reader sees it.
pub(super) struct Question {
    pub(super) alert: String,
    /// What happened, in the words of the list.
    pub(super) label: String,
    /// When it happened, or since when somebody is needed.
    pub(super) at: Markup,
    /// How many colleagues, of those that the reader may know of.
    pub(super) count: usize,
    /// Since when they are asked.
    pub(super) since: Markup,
    /// When they said that they come.
    pub(super) coming: Option<Markup>,
    pub(super) cannot: bool,
}

/// The questions to the reader as one of these, and the cases behind them for the access log.
pub(super) async fn load(
    member: &Member,
    tx: &Tx,
    page: &Page,
    whom: Whom,
) -> Result<(Vec<Question>, Vec<String>), StoreError> {
    let mut mine = tx.questions_of(&member.person.id).await?;
    let mut seen = BTreeSet::new();
    mine.retain(|question| question.whom == whom && seen.insert(question.alert.clone()));
    let ids: Vec<&str> = mine
        .iter()
        .map(|question| question.alert.as_str())
        .collect();
    let alerts = tx.alerts(&ids).await?;
    let behind = Behind::load(member, tx, &alerts).await?;
    let labels = Labels::load(tx, page, &alerts).await?;
    let mut questions: Vec<(u8, Question)> = Vec::new();
    for asked in &mine {
        let Some(alert) = alerts.iter().find(|alert| alert.id == asked.alert) else {
            continue;
        };
        let count = behind.count(alert, whom);
        if count > 0 {
            questions.push((order(asked), view(page, &labels, alert, asked, count)));
        }
    }
    questions.sort_by_key(|(order, _)| *order);
    let questions = questions.into_iter().map(|(_, question)| question);
    Ok((questions.collect(), behind.logged()))
}

/// What was not answered comes first.
fn order(asked: &PageRow) -> u8 {
    match asked.answer {
        None => 0,
        Some((Answer::Coming, _)) => 1,
        Some((Answer::Cannot, _)) => 2,
    }
}

fn view(page: &Page, labels: &Labels, alert: &AlertRow, asked: &PageRow, count: usize) -> Question {
    let (label, at) = labels.of(alert, page.l());
    let said = asked.answer;
    let coming = said.filter(|(answer, _)| *answer == Answer::Coming);
    Question {
        alert: alert.id.clone(),
        label,
        at: page.when(at),
        count,
        since: page.when(asked.at),
        coming: coming.map(|(_, at)| page.when(at)),
        cannot: said.is_some_and(|(answer, _)| answer == Answer::Cannot),
    }
}

/// The cases behind alerts, as they stand towards the reader.
struct Behind {
    me: Candidate,
    today: jiff::civil::Date,
    cases: Vec<(String, CaseRow, Seeker)>,
}

impl Behind {
    async fn load(member: &Member, tx: &Tx, alerts: &[AlertRow]) -> Result<Self, StoreError> {
        let cases = tx.cases_behind(alerts).await?;
        let pairs: Vec<_> = cases
            .iter()
            .map(|(_, case)| (case.id.clone(), case.person.clone()))
            .collect();
        let seekers = tx.seekers(&pairs).await?;
        let cases = cases.into_iter().zip(seekers);
        Ok(Self {
            me: tx
                .candidate(&member.person, member.now, &member.org.time_zone)
                .await?,
            today: member.now.date(&member.org.time_zone),
            cases: cases
                .map(|((alert, case), seeker)| (alert, case, seeker))
                .collect(),
        })
    }

    /// How many the reader may know of: whom they may support, or who is not themselves.
    fn count(&self, alert: &AlertRow, whom: Whom) -> usize {
        let free =
            |seeker: &Seeker| exclusions(&self.me, seeker, Occasion::ByHand, self.today).is_empty();
        let known = |(of, case, seeker): &&(String, CaseRow, Seeker)| {
            *of == alert.id
                && match (whom, alert.about) {
                    (Whom::Coordinators, _) => case.person != self.me.person,
                    (_, About::Call) => case.supporter.as_ref() == Some(&self.me.person),
                    (_, About::Incident | About::Case) => free(seeker),
                    (_, About::Handover) => false,
                }
        };
        self.cases.iter().filter(known).count()
    }

    fn logged(&self) -> Vec<String> {
        let cases = self.cases.iter();
        cases.map(|(_, case, _)| case.pseudonym.clone()).collect()
    }
}

/// What alerts are about, in words.
pub(super) struct Labels {
    rows: Vec<IncidentRow>,
    list: Option<care::incident::IncidentList>,
}

impl Labels {
    /// Loads the events behind these alerts.
    pub(super) async fn load(
        tx: &Tx,
        page: &Page,
        alerts: &[AlertRow],
    ) -> Result<Self, StoreError> {
        let events = alerts.iter().filter(|alert| alert.about == About::Incident);
        let ids: Vec<IncidentId> = events.map(|alert| IncidentId::new(&alert.id)).collect();
        let rows = if ids.is_empty() {
            Vec::new()
        } else {
            tx.incidents(&ids).await?
        };
        let list = words::list(tx, page.now()).await?;
        Ok(Self { rows, list })
    }

    /// What it is about, and when that happened.
    pub(super) fn of(&self, alert: &AlertRow, l: Texts) -> (String, care::time::Instant) {
        let row = self.rows.iter().find(|row| row.id.as_str() == alert.id);
        match (alert.about, row) {
            (About::Incident, Some(row)) => (words::entry(row, self.list.as_ref(), l), row.at),
            (about, _) => (l.get(&format!("asked-about-{about}")), alert.opened),
        }
    }
}

/// The alert, and what is said to it.
type Said = Result<Path<(String, String)>, PathRejection>;

/// `POST /support/asked/{alert}/{answer}`.
async fn at_support(member: Member, said: Said) -> Result<SeeOther, AppError> {
    let place = "/support/asked/{alert}/{answer}";
    answer(&member, said, place, "/support").await
}

/// `POST /coordinate/asked/{alert}/{answer}`.
async fn at_coordinate(member: Member, said: Said) -> Result<SeeOther, AppError> {
    let place = "/coordinate/asked/{alert}/{answer}";
    answer(&member, said, place, "/coordinate").await
}

/// Keeps it; whether there is such a question shows to nobody else.
async fn answer(
    member: &Member,
    said: Said,
    place: &str,
    home: &str,
) -> Result<SeeOther, AppError> {
    member.require(Action::AnswerAlert, Standing::Nobody)?;
    let Path((alert, said)) = said?;
    let alert = address::id(&alert)?;
    let answer = Answer::parse(&said).ok_or(AppError::NotFound)?;
    let tx = member.write("answer question").await?;
    let me = &member.person.id;
    if !tx.answer_alert(alert, me, answer, member.now).await? {
        return Ok(SeeOther::to(home).with_flash(&Flash::new("asked-over")));
    }
    member
        .log_in(&tx, "alert-answered", place, Vec::new())
        .await?;
    tx.commit().await?;
    let flash = match answer {
        Answer::Coming => {
            Flash::new("asked-coming").with_undo(format!("{home}/asked/{alert}/cannot"))
        }
        Answer::Cannot => Flash::new("asked-cannot"),
    };
    Ok(SeeOther::to(home).with_flash(&flash))
}
