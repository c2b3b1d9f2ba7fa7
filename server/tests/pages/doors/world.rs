//! One organisation with somebody of each kind around one case, for asking at every door.

use care::{
    access::{Role, RoleSet},
    alerting::ChannelKind,
    data_request::{RequestKind, RequestState, due_on},
    ids::{CaseId, OrgId, PersonId, UnitCode},
    outreach::Session,
    recovery::{Quorum, RecoveryReason},
    staff::Given,
    team::{TaskKind, TaskState},
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};
use veer::{
    auth::{bearer::Bearer, invitation::NewInvitation, webhook::HookKey},
    entropy,
    store::{
        AmbassadorSeat, Asking, DataRequest, Hook, InfoSession, NewTeam, NudgeRow, QuarantineRow,
        ReplacementRow, TeamTask, Tx,
    },
};

use super::router::Door;
use crate::{
    addresses::scenario::FIELDS,
    support::{
        pages::{Browser, House},
        sealed::vault,
    },
};

/// Who asks: a heading of the table, and who it is towards Daan's case.
pub const ASKING: [(&str, &str); 15] = [
    ("nobody", "nobody is signed in"),
    (
        "colleague",
        "a colleague who has nothing to do with the case",
    ),
    ("Daan", "the colleague whose case it is"),
    ("supporter", "the supporter of the case"),
    ("team", "another supporter"),
    (
        "involved",
        "a supporter who was there, and may support nobody in it",
    ),
    ("coordinator", "the coordinator of the team"),
    ("manager", "the manager of Daan"),
    ("dispatcher", "a dispatcher"),
    ("HR", "personnel affairs"),
    ("privacy", "the privacy officer"),
    ("admin", "the administrator"),
    ("holder", "one who holds a share of the team's key"),
    (
        "former",
        "somebody who had every role until an hour ago, and no role now",
    ),
    (
        "elsewhere",
        "somebody with every role, in another organisation",
    ),
];

/// A house in which Daan has a case that Sanne keeps.
pub struct World {
    pub house: House,
    asking: Vec<Option<(care::ids::OrgId, PersonId)>>,
    ids: Ids,
}

/// What stands in addresses.
struct Ids {
    case: CaseId,
    incident: String,
    help: String,
    nudge: String,
    row: String,
    seat: String,
    task: String,
    recovery: String,
    supporter: PersonId,
    subject: PersonId,
    token: String,
    invitation: String,
    appointment: String,
    request: String,
    hook: String,
    channel: String,
}

impl World {
    /// Founds an organisation of its own beside those that are there.
    pub async fn new(house: House) -> Self {
        let here = house.org.id.clone();
        let person = async |name: &str, roles: &[Role]| house.person(name, roles).await;
        let [daan, pieter] = [
            person("Daan Visser", &[]).await,
            person("Pieter", &[]).await,
        ];
        let sanne = person("Sanne de Boer", &[Role::Supporter]).await;
        let mo = person("Mo", &[Role::Supporter]).await;
        let ines = person("Ines", &[Role::Supporter]).await;
        let manager = person("Karin", &[Role::Manager]).await;
        let mut others = Vec::new();
        for role in [
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            others.push(person(role.code(), &[role]).await);
        }
        let coordinator = person("Carla", &[Role::Coordinator]).await;
        let holders = [
            person("Hedwig", &[Role::Holder]).await,
            person("Ronald", &[Role::Holder]).await,
        ];
        let former = former(&house).await;
        let other = house.fixture.organisation().await;
        let far = house.person_of(&other.id, "Far", Role::ALL).await;
        let incident = house.incident(&[&daan, &ines]).await;
        let case = house.case_of(&daan).await.id;
        house
            .sign_in(&sanne)
            .post(&format!("/support/case/{case}/take"), &[])
            .await
            .location();
        for each in [&daan, &sanne, &holders[0], &holders[1]] {
            vault(&house, each).await;
        }
        let ids = ids(
            &house,
            &daan,
            &pieter,
            &sanne,
            &holders,
            (&case, incident.as_str()),
        )
        .await;
        let mut asking = vec![None];
        let inside = [pieter, daan, sanne, mo, ines, coordinator, manager]
            .into_iter()
            .chain(others)
            .chain([holders[0].clone(), former]);
        asking.extend(inside.map(|who| Some((here.clone(), who))));
        asking.push(Some((other.id, far)));
        assert_eq!(asking.len(), ASKING.len());
        Self { house, asking, ids }
    }

    /// A browser of who stands at this place of [`ASKING`].
    pub fn browser(&self, at: usize) -> Browser<'_> {
        match &self.asking[at] {
            Some((org, who)) => self.house.sign_in_to(org, who),
            None => self.house.stranger(),
        }
    }

    /// An answer for most fields of most forms, of people who are there.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let known = [
            ("person", &self.ids.subject),
            ("supporter", &self.ids.supporter),
        ];
        let said = |name: &str| {
            known
                .iter()
                .find(|(of, _)| *of == name)
                .map(|(_, id)| id.as_str())
        };
        FIELDS
            .iter()
            .map(|(name, value)| (*name, said(name).unwrap_or(value)))
            .collect()
    }

    /// The address of a door to what is here.
    ///
    /// # Panics
    /// For an address that nobody said yet how to fill.
    pub fn fill(&self, door: &Door) -> String {
        let address = door.address.as_str();
        let Some((_, rest)) = address.split_once('{') else {
            return address.to_owned();
        };
        let name = rest.split('}').next().unwrap_or_default();
        let id = self.id(address, name);
        let filled = address.replacen(&format!("{{{name}}}"), &id, 1);
        self.fill(&Door {
            address: filled,
            method: door.method.clone(),
        })
    }

    fn id(&self, address: &str, name: &str) -> String {
        let ids = &self.ids;
        let starts = |with: &str| address.starts_with(with);
        match name {
            "id" if starts("/support/case/") || starts("/coordinate/case/") => ids.case.to_string(),
            "id" if starts("/support/incident/")
                || starts("/coordinate/event/")
                || starts("/dispatch/report/") =>
            {
                ids.incident.clone()
            }
            "id" if starts("/desk/people/") => ids.subject.to_string(),
            "id" if starts("/desk/shifts/") => entropy::new_id(self.house.now()),
            "id" if starts("/support/rota/") || starts("/coordinate/rota/") => {
                entropy::new_id(self.house.now())
            }
            "version" => "1".to_owned(),
            "link" => "absent.ics".to_owned(),
            "id" if starts("/desk/import/") => entropy::new_id(self.house.now()),
            "id" if starts("/support/nudge/") => ids.nudge.clone(),
            "id" if starts("/coordinate/help/") => ids.help.clone(),
            "id" | "ids" if starts("/coordinate/quarantine/") => ids.row.clone(),
            "ids" if starts("/coordinate/confirm/") => ids.incident.clone(),
            "seat" => ids.seat.clone(),
            "id" if starts("/support/check-in/") => ids.seat.clone(),
            "id" if starts("/support/task/") || starts("/coordinate/tasks/") => ids.task.clone(),
            "id" if starts("/coordinate/annual/") => ids.supporter.to_string(),
            "id" if starts("/coordinate/list/entry/") => "kind-5".to_owned(),
            "id" if starts("/dispatch/replacement/") => "r-1".to_owned(),
            "id" if starts("/recovery/") => ids.recovery.clone(),
            "id" if starts("/vault/locks/") || starts("/passkey/") => {
                entropy::new_id(self.house.now())
            }
            "id" if starts("/desk/requests/") || starts("/me/requests/") => ids.request.clone(),
            "id" if starts("/desk/appointments/") => ids.appointment.clone(),
            "id" if starts("/coordinate/outreach/") => ids.task.clone(),
            "organisation" => self.house.org.id.to_string(),
            "month" => "2026-02".to_owned(),
            "quarter" => "2025-q4".to_owned(),
            "condition" => "budget".to_owned(),
            "there" => "yes".to_owned(),
            "at" => self.house.now().millis().to_string(),
            "shown" => "name".to_owned(),
            "way" => "on".to_owned(),
            "circle" | "alert" => ids.case.to_string(),
            "note" | "message" | "right" => entropy::new_id(self.house.now()),
            "key" => ids.token.clone(),
            "hook" => ids.hook.clone(),
            "source" => "meldkamer".to_owned(),
            "person" => ids.supporter.to_string(),
            "secret" => ids.invitation.clone(),
            "channel" => ids.channel.clone(),
            "answer" => "cannot".to_owned(),
            "to" => "green".to_owned(),
            "replacement" => "r-1".to_owned(),
            "name" if starts("/guide/") => "absent.webp".to_owned(),
            "name" => "sleep".to_owned(),
            "role" => "supporter".to_owned(),
            "*name" => "app.css".to_owned(),
            _ => panic!("say in {} what stands for {name} in {address}", file!()),
        }
    }

    /// Ids of what is here, none of which another organisation ever reads.
    pub fn names_here(&self) -> [&str; 7] {
        let ids = &self.ids;
        [
            ids.case.as_str(),
            &ids.incident,
            &ids.nudge,
            &ids.recovery,
            ids.supporter.as_str(),
            &ids.appointment,
            &ids.request,
        ]
    }

    /// The same address of what is not there, as long as the other; `None` where none names anything.
    pub fn fill_absent(&self, door: &Door) -> Option<String> {
        let filled = self.fill(door);
        let ids = &self.ids;
        let named = [
            ids.case.as_str(),
            &ids.incident,
            &ids.nudge,
            &ids.help,
            &ids.row,
            &ids.seat,
            &ids.task,
            &ids.recovery,
            ids.supporter.as_str(),
            ids.subject.as_str(),
            &ids.token,
            &ids.appointment,
            &ids.request,
            &ids.hook,
            &ids.channel,
        ];
        let here = named.into_iter().find(|id| filled.contains(*id))?;
        Some(filled.replacen(here, &absent(here), 1))
    }
}

/// Somebody from whom every role was taken an hour ago.
async fn former(house: &House) -> PersonId {
    let former = house.person("Femke", Role::ALL).await;
    let tx = house.write().await;
    let at = house.now().minus(SignedDuration::from_hours(1));
    let left = Given {
        roles: RoleSet::from(Role::Colleague),
        ..Given::default()
    };
    tx.set_roles(&former, left, at).await.unwrap();
    tx.commit().await.unwrap();
    former
}

/// An id of the same length that nothing has.
fn absent(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() { '7' } else { c })
        .collect()
}

async fn ids(
    house: &House,
    daan: &PersonId,
    pieter: &PersonId,
    sanne: &PersonId,
    holders: &[PersonId; 2],
    (case, incident): (&CaseId, &str),
) -> Ids {
    let now = house.now();
    let tx = house.write().await;
    let nudge = entropy::new_id(now);
    let (id, person) = (nudge.clone(), pieter.clone());
    tx.save_nudge(&NudgeRow {
        id,
        person,
        at: now,
        count: 4,
        span_days: 21,
        made_of: None,
    })
    .await
    .unwrap();
    let (id, unit) = ("r-1".to_owned(), UnitCode::new("17-101"));
    let replaced = ReplacementRow {
        id,
        unit,
        from: now,
        until: now.plus(SignedDuration::from_hours(6)),
    };
    tx.request_replacement(&replaced).await.unwrap();
    let quorum = Quorum::new(2, 2).unwrap();
    let generation = tx
        .appoint_team(quorum, holders, &holders[0], now)
        .await
        .unwrap();
    let shares = holders.clone().map(|id| (id, "share".to_owned()));
    let (recipient, proof) = ("age1pq1", "proof");
    let team = NewTeam {
        generation,
        recipient,
        threshold: 2,
        made_by: &holders[0],
        proof,
        shares: &shares,
    };
    tx.found_team(team, now).await.unwrap();
    tx.choose_recoverable(case.as_str(), true, now)
        .await
        .unwrap();
    let recovery = entropy::new_id(now);
    let asked = Some((case, RecoveryReason::ALL[0]));
    tx.ask_recovery(
        Asking {
            id: &recovery,
            case: asked,
            by: sanne,
        },
        now,
    )
    .await
    .unwrap();
    let appointment = entropy::new_id(now);
    tx.need_appointment(&appointment, case, now).await.unwrap();
    let request = about_data(&tx, house, daan).await;
    let help = tx.practical_help().await.unwrap().remove(0).help_id;
    let [row, seat, task] = day(&tx, sanne, holders, now, &house.org.time_zone).await;
    let token = feed(&tx, house).await;
    let hook = webhook(&tx, &house.org.id, now).await;
    let invitation = NewInvitation::new(house.org.id.clone(), house.clock.real_now());
    let key = invitation.digest.as_text();
    tx.invite(&key, daan, invitation.ends).await.unwrap();
    let channel = mail(&tx, sanne, now).await;
    tx.commit().await.unwrap();
    let path = invitation.path();
    let invitation = path.rsplit('/').next().unwrap_or_default().to_owned();
    let subject = daan.clone();
    let (case, incident, supporter) = (case.clone(), incident.to_owned(), sanne.clone());
    Ids {
        case,
        incident,
        help,
        nudge,
        row,
        seat,
        task,
        recovery,
        supporter,
        subject,
        token,
        invitation,
        appointment,
        request,
        hook,
        channel,
    }
}

/// A request of somebody about their own data: its id.
async fn about_data(tx: &Tx, house: &House, person: &PersonId) -> String {
    let now = house.now();
    let request = entropy::new_id(now);
    let asked = DataRequest {
        id: request.clone(),
        reference: entropy::reference(),
        kind: RequestKind::Copy,
        state: RequestState::Open,
        why: None,
        asked_at: now,
        due_on: due_on(now.date(&house.org.time_zone)),
        extended: false,
        settled_at: None,
    };
    tx.ask_about_data(&asked, person).await.unwrap();
    request
}

/// A channel of somebody: its id.
async fn mail(tx: &Tx, person: &PersonId, now: Instant) -> String {
    let channel = entropy::new_id(now);
    tx.add_channel(&channel, person, ChannelKind::Mail, "s@example.org", now)
        .await
        .unwrap();
    channel
}

/// A source with a token and a watched folder: the token's digest.
async fn feed(tx: &Tx, house: &House) -> String {
    let token = Bearer::new(house.org.id.clone()).digest().as_text();
    let given = tx.give_feed_token(&token, "meldkamer", house.clock.real_now());
    given.await.unwrap();
    tx.hear_inbox("meldkamer", house.now()).await.unwrap();
    token
}

/// A webhook of the source that has a token too: its id.
async fn webhook(tx: &Tx, org: &OrgId, now: Instant) -> String {
    let hook = Hook {
        hook_id: entropy::new_id(now),
        org_id: org.to_string(),
        source: "meldkamer".to_owned(),
        format: "events".to_owned(),
        signing_key: HookKey::new_secret().reveal(),
        previous_key: String::new(),
        previous_until: 0,
        created_at: now.millis(),
        seen_at: None,
        expected_minutes: None,
    };
    tx.make_hook(&hook).await.unwrap();
    hook.hook_id
}

/// A row that was set aside, the seat of an ambassador and a task, the last two of this supporter.
async fn day(
    tx: &Tx,
    to: &PersonId,
    [by, _]: &[PersonId; 2],
    at: Instant,
    zone: &TimeZone,
) -> [String; 3] {
    let [row, seat, task] = [(); 3].map(|()| entropy::new_id(at));
    let (group, due) = (tx.staff_groups().await.unwrap().remove(0), at.date(zone));
    let aside = QuarantineRow {
        quarantine_id: row.clone(),
        source: "meldkamer".to_owned(),
        digest: "digest".to_owned(),
        byte_from: 0,
        byte_to: 9,
        line: 1,
        reason: "not-json".to_owned(),
        fields: "{}".to_owned(),
    };
    tx.quarantine(&[aside], at).await.unwrap();
    tx.save_info_session(&InfoSession {
        id: task.clone(),
        session: Session {
            day: due,
            group: None,
            attended: None,
        },
        cancelled: false,
    })
    .await
    .unwrap();
    tx.save_seat(&AmbassadorSeat {
        id: seat.clone(),
        group,
        person: to.clone(),
        every_days: 30,
        next_on: due,
        held_on: None,
        before: Some((due, None)),
        active: true,
    })
    .await
    .unwrap();
    tx.save_task(&TeamTask {
        id: task.clone(),
        kind: TaskKind::Pictures,
        group: None,
        due,
        to: to.clone(),
        by: by.clone(),
        at,
        state: TaskState::Open,
        ended_at: None,
    })
    .await
    .unwrap();
    [row, seat, task]
}
