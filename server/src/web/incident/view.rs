//! What the page of an event shows.

use std::collections::{BTreeMap, BTreeSet};

use care::{access::Action, ids::PersonId, protocol::Protocol};

use super::{scene::Scene, words};
use crate::{
    feed::{intake::OWN_SOURCE, record::Precision},
    store::{CaseOverview, IncidentState, Person, PictureRow, StoreError, Tx, opens_paths},
    web::{
        colleague::{self, Choice},
        member::Member,
        page::Page,
        time::Markup,
    },
};

/// What happened.
pub(super) struct EventView {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) when: Markup,
    /// The number at the source, when there is a source beside Veer.
    pub(super) number: Option<String>,
    pub(super) units: String,
    pub(super) reasons: Vec<String>,
    pub(super) sure: bool,
    pub(super) state: IncidentState,
    /// Whether it still opens paths, or is too long ago.
    pub(super) recent: bool,
    /// The version of the incident list that judged it; none for what a person reported (R011).
    pub(super) list_version: Option<i64>,
}

impl EventView {
    pub(super) fn is_to_confirm(&self) -> bool {
        self.state == IncidentState::ToConfirm
    }

    pub(super) fn is_dismissed(&self) -> bool {
        self.state == IncidentState::Dismissed
    }

    /// Whether it counted and its source took it back or corrected it.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.state == IncidentState::Withdrawn
    }
}

/// Somebody who was part of it.
pub(super) struct PersonView {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) role: String,
    /// Where their path stands: that it is there and who carries it.
    pub(super) state: String,
    /// The case, when it is the reader's own to keep.
    pub(super) case: Option<String>,
}

/// The team's picture of the situation (R063).
pub(super) struct PictureView {
    pub(super) source: String,
    pub(super) people: i32,
    pub(super) needs: Vec<String>,
    pub(super) by: String,
    pub(super) at: Markup,
}

/// What the reader may do here.
pub(super) struct May {
    pub(super) confirm: bool,
    pub(super) add: bool,
    pub(super) declare: bool,
}

impl May {
    pub(super) fn of(member: &Member, scene: &Scene) -> Self {
        Self {
            confirm: scene.may(member, Action::ConfirmSignal),
            add: scene.may(member, Action::AddParticipant) && !scene.is_off(),
            declare: scene.may(member, Action::DeclareInvolvement) && !scene.is_off(),
        }
    }
}

pub(super) async fn event(
    tx: &Tx,
    page: &Page,
    scene: &Scene,
    protocol: &Protocol,
) -> Result<EventView, StoreError> {
    let (row, l) = (&scene.row, page.l());
    let list = words::list(tx, page.now()).await?;
    let zone = &page.reader().calendar.zone;
    let day_only = scene
        .record
        .as_ref()
        .is_some_and(|record| record.at_precision == Precision::Day);
    let units = scene
        .record
        .iter()
        .flat_map(|record| &record.units)
        .map(ToString::to_string);
    Ok(EventView {
        id: row.id.as_str().to_owned(),
        what: words::entry(row, list.as_ref(), l),
        when: if day_only {
            page.day(row.at.date(zone))
        } else {
            page.when(row.at)
        },
        number: (row.source != OWN_SOURCE).then(|| row.source_ref.clone()),
        units: units.collect::<Vec<_>>().join(", "),
        reasons: words::reasons(&row.reasons, l),
        sure: row.certainty.as_deref() == Some("sure"),
        state: row.state,
        recent: opens_paths(protocol, row.at, page.now()),
        list_version: (row.certainty.is_some() && row.source != OWN_SOURCE)
            .then_some(row.list_version),
    })
}

/// The people the member may see, by name.
pub(super) async fn people(
    member: &Member,
    tx: &Tx,
    page: &Page,
    scene: &Scene,
    seen: &BTreeSet<PersonId>,
) -> Result<Vec<PersonView>, StoreError> {
    let cases: BTreeMap<&PersonId, &CaseOverview> = scene
        .cases
        .iter()
        .map(|case| (&case.person, case))
        .collect();
    let mut ids: Vec<PersonId> = seen.iter().cloned().collect();
    ids.extend(scene.cases.iter().filter_map(|case| case.supporter.clone()));
    let known = tx.people(&ids).await?;
    let names: BTreeMap<&PersonId, &str> = known.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let view = |person: &Person| {
        let case = cases.get(&person.id).copied();
        let role = scene.people.get(&person.id)?;
        let mine =
            case.filter(|case| !case.closed && case.supporter.as_ref() == Some(&member.person.id));
        Some(PersonView {
            name: person.name.clone(),
            group: colleague::group(&person.staff_group, page.l()),
            role: words::role(*role, page.l()),
            state: state(page, case, &names),
            case: mine.map(|case| case.id.as_str().to_owned()),
        })
    };
    Ok(known
        .iter()
        .filter(|person| seen.contains(&person.id))
        .filter_map(view)
        .collect())
}

fn state(page: &Page, case: Option<&CaseOverview>, names: &BTreeMap<&PersonId, &str>) -> String {
    let Some(case) = case else {
        return t!(page, "incident-path-none");
    };
    let with = case
        .supporter
        .as_ref()
        .and_then(|id| names.get(id).copied());
    match with {
        _ if case.closed => t!(page, "incident-path-closed"),
        _ if case.handover => t!(page, "incident-path-handover"),
        Some(name) => t!(page, "incident-path-with", name = name),
        None => t!(page, "incident-path-nobody"),
    }
}

/// The picture of the situation, if somebody of the team formed one.
pub(super) async fn picture(
    tx: &Tx,
    page: &Page,
    scene: &Scene,
) -> Result<Option<PictureView>, StoreError> {
    let Some(picture) = tx.picture(&scene.row.id).await? else {
        return Ok(None);
    };
    let by = tx.person(&PersonId::new(picture.by_id.as_str())).await?;
    Ok(Some(picture_view(
        page,
        &picture,
        by.map_or_else(String::new, |person| person.name),
    )))
}

fn picture_view(page: &Page, picture: &PictureRow, by: String) -> PictureView {
    let word = |family: &str, code: &str| {
        let key = format!("support-{family}-{code}");
        if page.l().has(&key) {
            page.text(&key)
        } else {
            code.to_owned()
        }
    };
    PictureView {
        source: word("source", &picture.source),
        people: picture.people,
        needs: picture
            .needs
            .split_whitespace()
            .map(|need| word("need", need))
            .collect(),
        by,
        at: page.when(care::time::Instant::from_millis(picture.at)),
    }
}

/// Who could be added: found by name, not part of it yet.
pub(super) fn addable(found: Vec<Choice>, scene: &Scene) -> Vec<Choice> {
    found
        .into_iter()
        .filter(|choice| {
            !scene
                .people
                .contains_key(&PersonId::new(choice.id.as_str()))
        })
        .collect()
}
