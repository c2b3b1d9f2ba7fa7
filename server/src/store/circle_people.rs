//! The people of a circle: whose it is, who may read now, and the public keys of their vaults.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    access::{Action, Around, Role, RoleSet, Standing, permits},
    circle::{Holder, Ring, case_members},
    ids::{CaseId, CircleId, PersonId},
};
use sea_orm::FromQueryResult;

use super::{CaseRow, Choices, StoreError, Tx, tx::places};

/// What a circle is about.
#[derive(Debug, Clone)]
pub enum CircleKind {
    /// A case, with where everyone stands who was part of its events.
    Case(Box<CaseRow>, BTreeSet<PersonId>),
    /// The yearly talk of a supporter (R126).
    Annual {
        /// The supporter.
        supporter: PersonId,
        /// Who talks with them, when that is somebody of the organisation.
        interviewer: Option<PersonId>,
    },
}

/// The few people who may read some sealed notes.
#[derive(Debug, Clone)]
pub struct Circle {
    /// Its id.
    pub id: CircleId,
    /// What it is about.
    pub kind: CircleKind,
    /// What was chosen for it.
    pub choices: Choices,
    /// Who may read now.
    pub members: BTreeSet<PersonId>,
}

impl Circle {
    /// Its name in the access log.
    pub fn pseudonym(&self) -> &str {
        match &self.kind {
            CircleKind::Case(case, _) => &case.pseudonym,
            CircleKind::Annual { .. } => self.id.as_str(),
        }
    }

    /// Where somebody with these roles stands towards it.
    pub fn standing(&self, person: &PersonId, roles: RoleSet) -> Standing {
        match &self.kind {
            CircleKind::Case(case, participants) => {
                let around = Around {
                    subject: Some(&case.person),
                    supporter: case.supporter.as_ref(),
                    participants,
                };
                Standing::of(person, roles, &around)
            }
            CircleKind::Annual { supporter, .. } if supporter == person => Standing::Assigned,
            CircleKind::Annual { .. } => Standing::Nobody,
        }
    }

    /// Whose notes they are: the colleague of a case, the supporter of a yearly talk.
    pub fn about(&self) -> &PersonId {
        match &self.kind {
            CircleKind::Case(case, _) => &case.person,
            CircleKind::Annual { supporter, .. } => supporter,
        }
    }
}

#[derive(FromQueryResult)]
struct VaultRow {
    person_id: String,
    generation: i64,
}

#[derive(FromQueryResult)]
struct AnnualRow {
    supporter_id: String,
    interviewer_id: Option<String>,
}

#[derive(FromQueryResult)]
struct HeldRow {
    generation: i64,
    holder_id: String,
    vault: i64,
}

#[derive(FromQueryResult)]
struct LinkRow {
    generation: i64,
    linked: bool,
}

impl Tx {
    /// The circle with this id and who may read it now: the one place that says so.
    pub async fn circle(&self, id: &CircleId) -> Result<Option<Circle>, StoreError> {
        let choices = self.circle_choices(id).await?;
        let Some((kind, members)) = self.circle_members(id, choices).await? else {
            return Ok(None);
        };
        Ok(Some(Circle {
            id: id.clone(),
            kind,
            choices,
            members,
        }))
    }

    async fn circle_members(
        &self,
        id: &CircleId,
        choices: Choices,
    ) -> Result<Option<(CircleKind, BTreeSet<PersonId>)>, StoreError> {
        if let Some(case) = self.case(&CaseId::new(id.as_str())).await? {
            let participants = self.people_around(&case.id).await?;
            let roles = match &case.supporter {
                Some(supporter) => self.working_roles(supporter).await?,
                None => RoleSet::NONE,
            };
            let around = Around {
                subject: Some(&case.person),
                supporter: case.supporter.as_ref(),
                participants: &participants,
            };
            let members = case_members(&around, roles, choices.reads_along);
            return Ok(Some((
                CircleKind::Case(Box::new(case), participants),
                members,
            )));
        }
        let sql = "SELECT supporter_id, interviewer_id FROM annual_talks WHERE org_id = $1 \
                   AND talk_id = $2";
        let Some(row) = self.one::<AnnualRow>(sql, [id.as_str().into()]).await? else {
            return Ok(None);
        };
        let supporter = PersonId::new(row.supporter_id);
        let interviewer = row.interviewer_id.map(PersonId::new);
        let mut members = BTreeSet::new();
        let roles = self.working_roles(&supporter).await?;
        if permits(&roles, Action::ReadSealed, Standing::Assigned) {
            members.insert(supporter.clone());
        }
        if let Some(interviewer) = &interviewer {
            let roles = self.working_roles(interviewer).await?;
            if permits(&roles, Action::HoldAnnualTalk, Standing::Nobody) {
                members.insert(interviewer.clone());
            }
        }
        let kind = CircleKind::Annual {
            supporter,
            interviewer,
        };
        Ok(Some((kind, members)))
    }

    /// What somebody may do here; nothing once they left.
    async fn working_roles(&self, person: &PersonId) -> Result<RoleSet, StoreError> {
        let person = self.person(person).await?.filter(|person| person.active);
        Ok(person.map_or(RoleSet::NONE, |person| person.roles.with(Role::Colleague)))
    }

    /// The keys of a circle and who holds which, as the rules look at them.
    ///
    /// A wrap that is sealed to another than its holder's present vault, or to another than the
    /// team's key in force, opens nothing any more and does not count.
    pub async fn ring(&self, circle: &Circle) -> Result<Ring, StoreError> {
        let sql = "SELECT generation, CASE WHEN previous IS NULL THEN FALSE ELSE TRUE END AS linked \
                   FROM circle_keys WHERE org_id = $1 AND circle_id = $2";
        let keys: Vec<LinkRow> = self.all(sql, [circle.id.as_str().into()]).await?;
        let sql = "SELECT generation, holder_id, vault FROM circle_wraps WHERE org_id = $1 \
                   AND circle_id = $2";
        let held: Vec<HeldRow> = self.all(sql, [circle.id.as_str().into()]).await?;
        let wraps: BTreeSet<(i64, Holder, i64)> = held
            .into_iter()
            .map(|row| (row.generation, Holder::new(&row.holder_id), row.vault))
            .collect();
        let present = self
            .present_vaults(wraps.iter().map(|(_, holder, _)| holder))
            .await?;
        let opens = |(_, holder, vault): &(i64, Holder, i64)| present.get(holder) == Some(vault);
        let team = self.recovery_team().await?.is_some();
        Ok(Ring {
            members: circle.members.clone(),
            team: circle.choices.recoverable && team,
            newest: keys.iter().map(|key| key.generation).max().unwrap_or(0),
            linked: keys
                .iter()
                .filter(|key| key.linked)
                .map(|key| key.generation)
                .collect(),
            wraps: wraps
                .into_iter()
                .filter(opens)
                .map(|(generation, holder, _)| (generation, holder))
                .collect(),
            due: circle.choices.rotation_due,
        })
    }

    /// Which vault of these holders is the present one; of the team, which key is in force.
    pub async fn present_vaults<'a>(
        &self,
        holders: impl Iterator<Item = &'a Holder> + Send,
    ) -> Result<BTreeMap<Holder, i64>, StoreError> {
        let holders: BTreeSet<&Holder> = holders.collect();
        let mut present = BTreeMap::new();
        if holders.contains(&Holder::Team)
            && let Some(team) = self.recovery_team().await?
        {
            present.insert(Holder::Team, team.generation);
        }
        let people = || holders.iter().filter(|holder| ***holder != Holder::Team);
        if people().next().is_none() {
            return Ok(present);
        }
        let sql = format!(
            "SELECT person_id, MAX(generation) AS generation FROM vaults WHERE org_id = $1 \
             AND person_id IN ({}) GROUP BY person_id",
            places(2, people().count())
        );
        let values: Vec<sea_orm::Value> = people().map(|one| one.as_str().into()).collect();
        let rows: Vec<VaultRow> = self.all(&sql, values).await?;
        let vault = |row: VaultRow| (Holder::new(&row.person_id), row.generation);
        present.extend(rows.into_iter().map(vault));
        Ok(present)
    }

    /// Deletes the wraps that nobody needs any more, after members or keys changed.
    pub async fn tidy_circle(&self, circle: &Circle) -> Result<(), StoreError> {
        for (generation, holder) in self.ring(circle).await?.to_forget() {
            self.forget_wrap(&circle.id, generation, &holder).await?;
        }
        Ok(())
    }
}
