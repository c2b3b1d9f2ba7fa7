//! A yearly talk in words.

use care::team::{AnnualState, AnnualTopic, Interviewer};

use crate::{
    store::AnnualTalk,
    web::{member::Member, notes::Notes, page::Page, text::Texts, time::Markup},
};

/// How it stands: words, and whether it asks for a hand.
pub(super) struct StateView {
    pub(super) words: String,
    pub(super) by: Option<Markup>,
    pub(super) late: bool,
}

impl StateView {
    pub(super) fn of(page: &Page, state: AnnualState) -> Self {
        let (key, by, late) = match state {
            AnnualState::Overdue(by) => ("annual-state-overdue", Some(by), true),
            AnnualState::Never => ("annual-state-never", None, false),
            AnnualState::Due(by) => ("annual-state-due", Some(by), false),
            AnnualState::Current(by) => ("annual-state-current", Some(by), false),
        };
        Self {
            words: page.text(key),
            by: by.map(|by| page.day(by)),
            late,
        }
    }
}

/// A talk, planned or held.
pub(super) struct TalkView {
    /// Its id, where Veer keeps a sealed record of it.
    pub(super) sealed: Option<String>,
    pub(super) with: String,
    pub(super) planned: Option<Markup>,
    pub(super) held: Option<Markup>,
    pub(super) next: Option<Markup>,
}

impl TalkView {
    pub(super) fn of(page: &Page, talk: &AnnualTalk, interviewer: Option<&str>) -> Self {
        Self {
            sealed: talk.interviewer.keeps_notes().then(|| talk.id.clone()),
            with: with(page.l(), talk.interviewer, interviewer),
            planned: talk.planned_on.map(|day| page.day(day)),
            held: talk.held_on.map(|day| page.day(day)),
            next: talk.next_on.map(|day| page.day(day)),
        }
    }
}

/// Who holds it: the coordinator's name, or what somebody from outside is.
fn with(l: Texts, interviewer: Interviewer, name: Option<&str>) -> String {
    name.map_or_else(
        || l.get(&format!("annual-with-{}", interviewer.code())),
        str::to_owned,
    )
}

/// What the talk is about.
pub(super) fn agenda(page: &Page) -> Vec<String> {
    let topic = |topic: &AnnualTopic| page.text(&format!("annual-topic-{}", topic.code()));
    AnnualTopic::ALL.iter().map(topic).collect()
}

/// The sealed record of a talk, for the two people of it; `place` is the page it stands on.
pub(super) fn notes(member: &Member, talk: &AnnualTalk, place: &str) -> Notes {
    let zone = member.org.time_zone.iana_name().unwrap_or("UTC");
    Notes::of_annual_talk(member.reader.l(), &talk.id, zone, place)
}
