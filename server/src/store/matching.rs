//! What matching needs to know of people: who was there, who is above whom, who keeps apart.
//!
//! Loaded for many at once, in a number of queries that does not grow with them. The rules are
//! `care::matching`'s; this only brings the facts together.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    access::Role,
    ids::{CaseId, PersonId},
    matching::{
        About, Availability, Candidate, Occasion, Profile, Ranked, Seeker, exclusions, rank,
    },
    team::{RefresherRule, Training},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Value};

use super::{CaseRow, Loads, Person, StoreError, Tx, tx::places};

/// How many managers above each other we follow; a roster that runs in circles ends there.
const HEIGHT: u8 = 12;

/// A set of people for each key.
type Around = BTreeMap<String, BTreeSet<PersonId>>;

#[derive(FromQueryResult)]
struct AboutRow {
    person_id: String,
    staff_group: String,
    line_manager_id: Option<String>,
}

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
            .unwrap_or_else(|| Seeker::of(case.person.clone())))
    }

    /// The colleagues of these cases with everyone around them, in the order given.
    pub async fn seekers(&self, cases: &[(CaseId, PersonId)]) -> Result<Vec<Seeker>, StoreError> {
        let ids: Vec<&str> = cases.iter().map(|(case, _)| case.as_str()).collect();
        let people: Vec<&str> = cases.iter().map(|(_, person)| person.as_str()).collect();
        let participants = self.participants_of(&ids).await?;
        let managers = self.managers_above(&people).await?;
        let ties = self.ties_of(&people).await?;
        let refused = self.refused_by(&people).await?;
        let earlier = self.earlier_supporters(&people).await?;
        let about = self.about_many(&people).await?;
        let seeker = |(case, person): &(CaseId, PersonId)| Seeker {
            person: person.clone(),
            participants: among(&participants, case.as_str()),
            managers: among(&managers, person.as_str()),
            ties: among(&ties, person.as_str()),
            not_with: among(&refused, person.as_str()),
            earlier: among(&earlier, person.as_str()),
            about: about.get(person).cloned().unwrap_or_default(),
        };
        Ok(cases.iter().map(seeker).collect())
    }

    /// A supporter as matching sees them at a moment.
    pub async fn candidate(
        &self,
        person: &Person,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Candidate, StoreError> {
        let one = std::slice::from_ref(person);
        let found = self.candidates(one, now, tz).await?.pop();
        Ok(found.unwrap_or_else(|| Candidate::of(person.id.clone())))
    }

    /// Supporters as matching sees them at a moment, in the order given.
    pub async fn candidates(
        &self,
        people: &[Person],
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Vec<Candidate>, StoreError> {
        let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        let known: Vec<PersonId> = people.iter().map(|person| person.id.clone()).collect();
        let around = Surroundings {
            managers: self.managers_above(&ids).await?,
            ties: self.ties_of(&ids).await?,
            loads: self.loads(&known, now, tz).await?,
            profiles: self.profiles(&ids).await?,
        };
        let people = people.iter();
        Ok(people.map(|person| around.candidate(person)).collect())
    }

    /// Whether nothing stands between this supporter and the colleague of a case (R004).
    pub async fn may_support(
        &self,
        case: &CaseRow,
        person: &Person,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<bool, StoreError> {
        let candidate = self.candidate(person, now, tz).await?;
        let seeker = self.seeker(case).await?;
        let works = person.active && person.roles.contains(Role::Supporter);
        let against = exclusions(&candidate, &seeker, Occasion::ByHand, now.date(tz));
        Ok(works && against.is_empty())
    }

    /// Everyone who may support the colleague of a case, best first, with why.
    pub async fn ranked_supporters(
        &self,
        case: &CaseRow,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Vec<(Person, Ranked)>, StoreError> {
        let people = self.people_with(Role::Supporter).await?;
        let candidates = self.candidates(&people, now, tz).await?;
        let seeker = self.seeker(case).await?;
        let wishes = self.wishes_of(&case.person).await?;
        let mut people: BTreeMap<PersonId, Person> = people
            .into_iter()
            .map(|person| (person.id.clone(), person))
            .collect();
        let ranked = rank(
            &candidates,
            &seeker,
            &wishes,
            Occasion::ByHand,
            now.date(tz),
        );
        Ok(ranked
            .into_iter()
            .filter_map(|ranked| Some((people.remove(&ranked.person)?, ranked)))
            .collect())
    }

    /// Who was there at what a case is about, its colleague among them; nobody where there is none.
    pub async fn people_around(&self, case: &CaseId) -> Result<BTreeSet<PersonId>, StoreError> {
        let around = self.participants_of(&[case.as_str()]).await?;
        Ok(among(&around, case.as_str()))
    }

    /// Who spoke with these colleagues before, on any of their paths that are still kept.
    async fn earlier_supporters(&self, people: &[&str]) -> Result<Around, StoreError> {
        let sql = |places: &str| {
            format!(
                "SELECT DISTINCT c.person_id AS key, v.actor_id AS person FROM cases c JOIN case_events v \
                 ON v.org_id = $1 AND v.case_id = c.case_id AND v.what IN ('contact', 'held') \
                 AND v.actor_id IS NOT NULL WHERE c.org_id = $1 AND c.person_id IN ({places})"
            )
        };
        self.around(people, sql).await
    }

    /// The line of work and the team of these people.
    async fn about_many(&self, people: &[&str]) -> Result<BTreeMap<PersonId, About>, StoreError> {
        let mut about = BTreeMap::new();
        for chunk in people.chunks(500) {
            let sql = format!(
                "SELECT person_id, staff_group, line_manager_id FROM people WHERE org_id = $1 \
                 AND person_id IN ({})",
                places(2, chunk.len())
            );
            let values = chunk.iter().map(|id| Value::from(*id));
            let rows: Vec<AboutRow> = self.all(&sql, values).await?;
            about.extend(rows.into_iter().map(|row| {
                let about = About {
                    lines: BTreeSet::from([row.staff_group]),
                    team: row.line_manager_id.map(PersonId::new),
                };
                (PersonId::new(row.person_id), about)
            }));
        }
        Ok(about)
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

/// What was found around supporters.
struct Surroundings {
    managers: Around,
    ties: Around,
    loads: Loads,
    profiles: BTreeMap<PersonId, Profile>,
}

impl Surroundings {
    fn candidate(&self, person: &Person) -> Candidate {
        let profile = self.profiles.get(&person.id).cloned().unwrap_or_default();
        let own = std::iter::once(person.staff_group.clone());
        Candidate {
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
            managers: among(&self.managers, person.id.as_str()),
            ties: among(&self.ties, person.id.as_str()),
            on_duty: self.loads.on_duty.contains(&person.id),
            burden: self
                .loads
                .burdens
                .get(&person.id)
                .copied()
                .unwrap_or_default(),
            about: About {
                lines: own.chain(profile.lines).collect(),
                team: person.line_manager.clone(),
            },
            languages: profile.languages,
            gender: profile.gender,
            person: person.id.clone(),
        }
    }
}
