//! Everything that the page of a case shows, loaded in a bounded number of queries.

use care::{
    access::{Action, Standing},
    ids::IncidentId,
    path::deployability::Light,
    protocol::MAX_TALKS,
    retention::DataKind,
    time::Instant,
};

use super::{
    history::{self, Line},
    may_work,
    now::Now,
    track::Track,
};
use crate::{
    store::{AppointmentRow, CaseRow, HelpItem, PictureRow, Setting, StoreError, Tx, Whose},
    web::{
        ending::{self, Coming},
        incident::words,
        member::Member,
        page::Page,
        support::signals::Events,
    },
};

/// A case as its supporter sees it.
pub(in crate::web::support) struct View {
    pub(in crate::web::support) id: String,
    pub(in crate::web::support) revision: i64,
    pub(in crate::web::support) name: String,
    pub(in crate::web::support) first_name: String,
    pub(in crate::web::support) staff_group: String,
    /// Only for the supporter of the case, and not any more once they have to hand over.
    pub(in crate::web::support) phone: Option<String>,
    pub(in crate::web::support) events: Vec<Event>,
    pub(in crate::web::support) opened_at: Instant,
    /// Who asked for support, as a code (R062).
    pub(in crate::web::support) requester: &'static str,
    /// How many cases came before; never what was in them (C08).
    pub(in crate::web::support) earlier: i64,
    pub(in crate::web::support) now: Now,
    pub(in crate::web::support) stage: String,
    /// Since when the present step is late.
    pub(in crate::web::support) late_since: Option<Instant>,
    pub(in crate::web::support) track: Track,
    pub(in crate::web::support) log: Vec<Line>,
    pub(in crate::web::support) light: Option<LightView>,
    pub(in crate::web::support) help: Vec<HelpItem>,
    pub(in crate::web::support) help_asked: Vec<String>,
    /// The team's picture of the event, formed here or in another case.
    pub(in crate::web::support) picture: Option<PictureRow>,
    pub(in crate::web::support) extras: Vec<Extra>,
    /// Whether the two have spoken.
    pub(in crate::web::support) contacted: bool,
    /// Whether no talk is left (R072).
    pub(in crate::web::support) after_three: bool,
    pub(in crate::web::support) demo_target: Option<Instant>,
    /// Whether personnel affairs arrange the appointments of referrals here (R085).
    pub(in crate::web::support) hr_arranges: bool,
    /// The appointment that they were asked for.
    pub(in crate::web::support) appointment: Option<AppointmentRow>,
    /// What of a closed case goes soon.
    pub(in crate::web::support) coming: Vec<Coming>,
}

/// An event of the case.
pub(in crate::web::support) struct Event {
    pub(in crate::web::support) id: String,
    pub(in crate::web::support) label: Option<String>,
    pub(in crate::web::support) at: Instant,
    /// Why it does not count after all; never who said so.
    pub(in crate::web::support) dismissed: Option<String>,
    /// Whether its source took it back after it had counted.
    pub(in crate::web::support) taken_back: bool,
}

/// The deployability light that is on.
pub(in crate::web::support) struct LightView {
    pub(in crate::web::support) class: &'static str,
    pub(in crate::web::support) code: &'static str,
    pub(in crate::web::support) until: Option<Instant>,
    /// The unit for which a replacement was asked.
    pub(in crate::web::support) replaced: Option<String>,
}

/// What can be done beside the one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::support) enum Extra {
    /// Work on the case.
    Work,
    /// Hand it over.
    HandOver,
    /// Change the answer to the offer.
    Answer,
    /// Open it again.
    Reopen,
}

impl View {
    /// Whether this can be done.
    pub(in crate::web::support) fn may(&self, extra: Extra) -> bool {
        self.extras.contains(&extra)
    }

    pub(super) async fn load(
        member: &Member,
        tx: &Tx,
        row: &CaseRow,
        standing: Standing,
        page: &Page,
    ) -> Result<Self, StoreError> {
        let (l, now, tz) = (member.reader.l(), member.now, &member.org.time_zone);
        let case = &row.case;
        let work = may_work(member, standing);
        let person = tx.person(&row.person).await?;
        let (name, group, phone) =
            person.map_or_else(Default::default, |p| (p.name, p.staff_group, p.phone));
        let incidents = tx.incidents_of(&row.id).await?;
        let help = tx.practical_help().await?;
        let present = Now::of(case, work, now, tz);
        Ok(Self {
            id: row.id.as_str().to_owned(),
            revision: row.revision,
            first_name: name
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
            name,
            staff_group: group,
            phone: phone.filter(|_| {
                case.handover_due.is_none() && member.may(Action::ViewTelephone, standing)
            }),
            events: events(member, tx, incidents).await?,
            opened_at: case.opened_at,
            requester: case.requester.code(),
            earlier: tx.case_count(&row.person).await? - 1,
            stage: l.get(&format!("stage-{}", case.stage_code(now, tz))),
            late_since: case
                .next_due(tz)
                .map(|due| due.window.late_from())
                .filter(|late| now >= *late),
            track: Track::of(case, now, tz),
            log: history::load(tx, row, l).await?,
            light: light(member, tx, row).await?,
            help_asked: help_asked(row, &help, l.language().as_str()),
            help,
            picture: match &case.event {
                Some(event) => tx.picture(&event.incident).await?,
                None => None,
            },
            extras: extras(member, row, standing),
            hr_arranges: tx.settings().await?.has(Setting::HR_ROUTING),
            appointment: tx.appointment_of(&row.id).await?,
            contacted: case.first_contact.is_some(),
            after_three: case.talks_held() >= MAX_TALKS,
            demo_target: present.waits_for(),
            coming: if case.closed.is_some() {
                let kinds = [DataKind::Notes, DataKind::Cases];
                ending::coming(tx, page, tz, &kinds, Whose::Case(&row.id)).await?
            } else {
                Vec::new()
            },
            now: present,
        })
    }
}

/// What the member can do beside the one thing, from where they stand.
fn extras(member: &Member, row: &CaseRow, standing: Standing) -> Vec<Extra> {
    let (work, open) = (may_work(member, standing), row.case.closed.is_none());
    let spoken = row.case.first_contact.is_some();
    let hands_over = member.may(Action::HandOver, standing);
    [
        (work && open, Extra::Work),
        (hands_over && open, Extra::HandOver),
        (work && open && spoken, Extra::Answer),
        (work && !open, Extra::Reopen),
    ]
    .into_iter()
    .filter_map(|(may, extra)| may.then_some(extra))
    .collect()
}

async fn events(
    member: &Member,
    tx: &Tx,
    incidents: Vec<IncidentId>,
) -> Result<Vec<Event>, StoreError> {
    let events = Events::of(member, tx, incidents.iter().cloned()).await?;
    let acts = tx.dismissals_of(&events.dismissed()).await?;
    let l = member.reader.l();
    let event = |id: IncidentId| {
        let (label, at) = events.line(Some(&id));
        Some(Event {
            taken_back: events.is_taken_back(&id),
            dismissed: acts.get(&id).map(|act| words::dismissed(act.why, l)),
            id: id.as_str().to_owned(),
            label,
            at: at?,
        })
    };
    let mut shown: Vec<Event> = incidents.into_iter().filter_map(event).collect();
    shown.sort_by_key(|event| event.at);
    Ok(shown)
}

async fn light(member: &Member, tx: &Tx, row: &CaseRow) -> Result<Option<LightView>, StoreError> {
    let deployability = tx.deployability(&row.person, member.now).await?;
    let Some(light) = deployability.light(member.now) else {
        return Ok(None);
    };
    let replaced = match light {
        Light::Red => tx
            .shift_of(&row.person, member.now)
            .await?
            .map(|shift| shift.unit.to_string()),
        Light::Green | Light::Orange => None,
    };
    let class = match light {
        Light::Green => "go",
        Light::Orange => "wait",
        Light::Red => "stop",
    };
    Ok(Some(LightView {
        class,
        code: light.code(),
        until: deployability.until(),
        replaced,
    }))
}

/// The practical help that was asked for, by name.
fn help_asked(row: &CaseRow, help: &[HelpItem], language: &str) -> Vec<String> {
    let Some(contact) = &row.case.first_contact else {
        return Vec::new();
    };
    let asked = help
        .iter()
        .filter(|item| contact.practical_help.contains(&item.help_id));
    asked.map(|item| label(item, language).to_owned()).collect()
}

/// An item of practical help in the reader's language.
pub(super) fn label<'a>(item: &'a HelpItem, language: &str) -> &'a str {
    if language == "nl" {
        &item.label_nl
    } else {
        &item.label_en
    }
}
