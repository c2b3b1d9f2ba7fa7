//! What matching needs to know of people: who was there, who is above whom, who keeps apart.
//!
//! Loaded for many at once, in a number of queries that does not grow with them. The rules are
//! `care::matching`'s; this only brings the facts together.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    access::Role,
    ids::{CaseId, PersonId},
    matching::{Availability, Candidate, Seeker, exclusions},
    team::{RefresherRule, Training},
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{CaseRow, Person, StoreError, Tx, tx::places};

/// How many managers above each other we follow; a roster that runs in circles ends there.
const HEIGHT: u8 = 12;

/// A set of people for each key.
type Around = BTreeMap<String, BTreeSet<PersonId>>;

#[derive(FromQueryResult)]
struct Pair {
    key: String,
    person: String,
}

impl Tx {
    /// The colleague of a case with everyone around it.
    pub async fn seeker(&self, case: &CaseRow) -> Result<Seeker, StoreError> {
        let pair = (case.id.clone(), case.person.clone());
        Ok(self
            .seekers(&[pair])
            .await?
            .pop()
            .unwrap_or_else(|| alone(&case.person)))
    }

    /// The colleagues of these cases with everyone around them, in the order given.
    pub async fn seekers(&self, cases: &[(CaseId, PersonId)]) -> Result<Vec<Seeker>, StoreError> {
        let ids: Vec<&str> = cases.iter().map(|(case, _)| case.as_str()).collect();
        let people: Vec<&str> = cases.iter().map(|(_, person)| person.as_str()).collect();
        let participants = self.participants_of(&ids).await?;
        let managers = self.managers_above(&people).await?;
        let ties = self.ties_of(&people).await?;
        let refused = self.refused_by(&people).await?;
        let seeker = |(case, person): &(CaseId, PersonId)| Seeker {
            person: person.clone(),
            participants: among(&participants, case.as_str()),
            managers: among(&managers, person.as_str()),
            ties: among(&ties, person.as_str()),
            not_with: among(&refused, person.as_str()),
        };
        Ok(cases.iter().map(seeker).collect())
    }

    /// A supporter as matching sees them.
    pub async fn candidate(&self, person: &Person) -> Result<Candidate, StoreError> {
        let one = self.candidates(std::slice::from_ref(person)).await?.pop();
        Ok(one.unwrap_or_else(|| candidate(person, &Around::new(), &Around::new())))
    }

    /// Supporters as matching sees them, in the order given.
    pub async fn candidates(&self, people: &[Person]) -> Result<Vec<Candidate>, StoreError> {
        let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        let managers = self.managers_above(&ids).await?;
        let ties = self.ties_of(&ids).await?;
        Ok(people
            .iter()
            .map(|person| candidate(person, &managers, &ties))
            .collect())
    }

    /// Whether nothing stands between this supporter and the colleague of a case (R004).
    pub async fn may_support(
        &self,
        case: &CaseRow,
        person: &Person,
        today: Date,
    ) -> Result<bool, StoreError> {
        let (candidate, seeker) = (self.candidate(person).await?, self.seeker(case).await?);
        let works = person.active && person.roles.contains(Role::Supporter);
        Ok(works && exclusions(&candidate, &seeker, today).is_empty())
    }

    /// Everyone who may support the colleague of a case, by name.
    pub async fn eligible_supporters(
        &self,
        case: &CaseRow,
        today: Date,
    ) -> Result<Vec<Person>, StoreError> {
        let people = self.people_with(Role::Supporter).await?;
        let (candidates, seeker) = (self.candidates(&people).await?, self.seeker(case).await?);
        let free = candidates
            .iter()
            .map(|candidate| exclusions(candidate, &seeker, today).is_empty());
        Ok(people
            .into_iter()
            .zip(free)
            .filter_map(|(person, free)| free.then_some(person))
            .collect())
    }

    /// Who was there at what a case is about, its colleague among them; nobody where there is none.
    pub async fn people_around(&self, case: &CaseId) -> Result<BTreeSet<PersonId>, StoreError> {
        let around = self.participants_of(&[case.as_str()]).await?;
        Ok(among(&around, case.as_str()))
    }

    /// Everyone who was part of the events of these cases.
    async fn participants_of(&self, cases: &[&str]) -> Result<Around, StoreError> {
        let sql = |places: &str| {
            format!(
                "SELECT i.case_id AS key, e.person_id AS person FROM case_incidents i JOIN exposures e \
                 ON e.org_id = $1 AND e.incident_id = i.incident_id AND e.role <> 'supporter' \
                 WHERE i.org_id = $1 AND i.case_id IN ({places})"
            )
        };
        self.around(cases, sql).await
    }

    /// The managers above these people, direct and higher (R165).
    async fn managers_above(&self, people: &[&str]) -> Result<Around, StoreError> {
        let sql = |places: &str| {
            format!(
                "WITH RECURSIVE above (key, person, height) AS (\
                 SELECT p.person_id, p.line_manager_id, 1 FROM people p WHERE p.org_id = $1 \
                 AND p.line_manager_id IS NOT NULL AND p.person_id IN ({places}) \
                 UNION SELECT a.key, m.line_manager_id, a.height + 1 FROM above a JOIN people m \
                 ON m.org_id = $1 AND m.person_id = a.person AND m.line_manager_id IS NOT NULL \
                 WHERE a.height < {HEIGHT}) SELECT DISTINCT key, person FROM above"
            )
        };
        self.around(people, sql).await
    }

    async fn ties_of(&self, people: &[&str]) -> Result<Around, StoreError> {
        let sql = |places: &str| {
            format!(
                "SELECT person_id AS key, other_id AS person FROM private_ties WHERE org_id = $1 \
                 AND person_id IN ({places})"
            )
        };
        self.around(people, sql).await
    }

    async fn refused_by(&self, people: &[&str]) -> Result<Around, StoreError> {
        let sql = |places: &str| {
            format!(
                "SELECT person_id AS key, supporter_id AS person FROM refused_supporters WHERE org_id = $1 \
                 AND person_id IN ({places})"
            )
        };
        self.around(people, sql).await
    }

    async fn around(
        &self,
        keys: &[&str],
        sql: impl Fn(&str) -> String,
    ) -> Result<Around, StoreError> {
        let mut around = Around::new();
        for chunk in keys.chunks(500) {
            let values = chunk.iter().map(|key| Value::from(*key));
            let pairs: Vec<Pair> = self.all(&sql(&places(2, chunk.len())), values).await?;
            for pair in pairs {
                around
                    .entry(pair.key)
                    .or_default()
                    .insert(PersonId::new(pair.person));
            }
        }
        Ok(around)
    }
}

fn among(around: &Around, key: &str) -> BTreeSet<PersonId> {
    around.get(key).cloned().unwrap_or_default()
}

fn alone(person: &PersonId) -> Seeker {
    Seeker {
        person: person.clone(),
        participants: BTreeSet::new(),
        managers: BTreeSet::new(),
        ties: BTreeSet::new(),
        not_with: BTreeSet::new(),
    }
}

fn candidate(person: &Person, managers: &Around, ties: &Around) -> Candidate {
    Candidate {
        person: person.id.clone(),
        training: Training {
            basic_until: person.trained_until,
            refreshed_on: None,
        },
        refresher: RefresherRule::default(),
        availability: if person.paused_at.is_some() {
            Availability::Paused
        } else {
            Availability::Active
        },
        managers: among(managers, person.id.as_str()),
        ties: among(ties, person.id.as_str()),
    }
}
