//! The best assignment of everyone of an event who has nobody yet.

use std::collections::BTreeMap;

use care::{
    access::Role,
    exposure::ExposureRole,
    ids::{CaseId, PersonId},
    matching::{
        Candidate, Occasion, Wishes,
        assignment::{Demand, Field, Plan, Price, Seat, Wave, price},
    },
    path::Requester,
};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::{
    assign::{self, Unsolved},
    store::{CaseRow, Given, Person, StoreError, Tx},
    web::{error::AppError, incident::scene::Scene, member::Member},
};

/// The most that one supporter is given at once.
pub(super) const MOST_ROOM: u32 = 40;
/// The least that is proposed: a talk or three can be carried by anybody who may.
const LEAST_ROOM: usize = 3;

/// Who would get whom.
pub(super) struct Proposal {
    /// Those who have nobody, in the order of the plan.
    pub(super) cases: Vec<CaseRow>,
    /// The supporters who could be asked, in the order of the plan.
    pub(super) people: Vec<Person>,
    pub(super) field: Field,
    pub(super) plan: Plan,
    /// How many each supporter has room for.
    pub(super) room: u32,
}

/// What is known before it is solved.
struct Known {
    cases: Vec<CaseRow>,
    people: Vec<Person>,
    field: Field,
    room: u32,
}

impl Proposal {
    /// Reckons it from what stands in the database now; `room` as asked, or a room that is enough.
    pub(super) async fn of(
        member: &Member,
        tx: &Tx,
        scene: &Scene,
        room: Option<u32>,
    ) -> Result<Self, AppError> {
        let known = Known::load(member, tx, scene, room).await?;
        let Known {
            cases,
            people,
            field,
            room,
        } = known;
        let solved = tokio::task::spawn_blocking(move || {
            let plan = assign::solve(&field);
            (field, plan)
        });
        let (field, plan) = solved.await.map_err(|error| AppError::internal(&error))?;
        let plan = plan.map_err(|unsolved| match unsolved {
            Unsolved::TooMany => AppError::Refused("too-many-at-once"),
            Unsolved::NoAnswer => AppError::internal(&unsolved),
        })?;
        Ok(Self {
            cases,
            people,
            field,
            plan,
            room,
        })
    }

    /// A mark of exactly this proposal: what is published is what was shown.
    pub(super) fn mark(&self) -> String {
        let mut digest = Sha256::new();
        for (case, given) in self.cases.iter().zip(&self.plan.given) {
            let to = given.and_then(|seat| self.people.get(seat));
            let to = to.map_or("-", |person| person.id.as_str());
            digest.update(format!("{} {} {to}\n", case.id.as_str(), case.revision));
        }
        HEXLOWER.encode(&digest.finalize())
    }

    /// Who gets whom, for the store.
    pub(super) fn given(&self) -> Vec<Given> {
        let all = self.cases.iter().zip(&self.plan.given);
        all.zip(&self.field.demands)
            .filter_map(|((case, given), demand)| {
                let to = self.people.get((*given)?)?;
                Some(Given {
                    case: case.id.clone(),
                    to: to.id.clone(),
                    wave: demand.wave,
                })
            })
            .collect()
    }
}

impl Known {
    async fn load(
        member: &Member,
        tx: &Tx,
        scene: &Scene,
        room: Option<u32>,
    ) -> Result<Self, StoreError> {
        let (now, tz) = (member.now, &member.org.time_zone);
        let cases = free_cases(tx, scene).await?;
        let pairs: Vec<(CaseId, PersonId)> = cases
            .iter()
            .map(|case| (case.id.clone(), case.person.clone()))
            .collect();
        let seekers = tx.seekers(&pairs).await?;
        let ids: Vec<&str> = cases.iter().map(|case| case.person.as_str()).collect();
        let wishes = tx.wishes(&ids).await?;
        let people = tx.people_with(Role::Supporter).await?;
        let candidates = tx.candidates(&people, now, tz).await?;
        let nothing = Wishes::default();
        let today = now.date(tz);
        let of_pair = |row: usize, at: usize| -> Option<Price> {
            let (seeker, candidate) = (seekers.get(row)?, candidates.get(at)?);
            let wishes = wishes.get(&seeker.person).unwrap_or(&nothing);
            price(candidate, seeker, wishes, Occasion::ByHand, today)
        };
        // Who may support nobody here is no supporter of this event, and does not show.
        let helps = |at: &usize| (0..cases.len()).any(|row| of_pair(row, *at).is_some());
        let free: Vec<usize> = (0..people.len()).filter(helps).collect();
        let enough = cases.len().div_ceil(free.len().max(1)).max(LEAST_ROOM);
        let enough = u32::try_from(enough).unwrap_or(MOST_ROOM);
        let room = room.unwrap_or(enough).clamp(1, MOST_ROOM);
        let most = tx.load_policy(now).await?.most_open_cases;
        let open = tx.loads(&ids_of(&candidates), now, tz).await?;
        let seat = |at: &usize| {
            let person = people.get(*at)?.id.clone();
            let has = open.pictures.get(&person).map_or(0, |it| it.open_cases);
            // Nobody is given more than the organisation's own limit allows (R127).
            let left = most.map_or(u32::MAX, |most| most.saturating_sub(has));
            Some(Seat {
                person,
                room: room.min(left),
            })
        };
        let field = Field::new(
            cases.iter().map(|case| demand(case, scene)).collect(),
            free.iter().filter_map(seat).collect(),
            |row, at| of_pair(row, *free.get(at)?),
        );
        let mut people: Vec<Option<Person>> = people.into_iter().map(Some).collect();
        let chosen = free.iter().filter_map(|at| people.get_mut(*at)?.take());
        let people = chosen.collect();
        Ok(Self {
            cases,
            people,
            field,
            room,
        })
    }
}

fn ids_of(candidates: &[Candidate]) -> Vec<PersonId> {
    let ids = candidates.iter().map(|candidate| candidate.person.clone());
    ids.collect()
}

/// The open cases of the event that nobody keeps, each once, in a fixed order.
async fn free_cases(tx: &Tx, scene: &Scene) -> Result<Vec<CaseRow>, StoreError> {
    let all = tx.cases_with(std::slice::from_ref(&scene.row.id)).await?;
    let free = all.into_iter().map(|(_, case)| case);
    let mut free: BTreeMap<CaseId, CaseRow> = free
        .filter(|case| case.supporter.is_none() && case.case.closed.is_none())
        .map(|case| (case.id.clone(), case))
        .collect();
    Ok(std::mem::take(&mut free).into_values().collect())
}

fn demand(case: &CaseRow, scene: &Scene) -> Demand {
    let role = scene.people.get(&case.person).copied();
    let asked = case.case.asked_at.is_some() || case.case.requester == Requester::Self_;
    let late = case.late_since.is_some();
    Demand {
        case: case.id.clone(),
        wave: Wave::of(role.unwrap_or(ExposureRole::Added), asked, late),
    }
}
