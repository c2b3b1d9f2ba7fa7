//! What weighs on supporters, brought together for many at once (R094b, R120, R127).
//!
//! Who did something is who did it: a talk counts for who held it, also when the case was handed
//! over since. Nothing here reads the path of a supporter who is a colleague too (R121).

use std::collections::{BTreeMap, BTreeSet};

use care::{
    access::Role,
    exposure::{Exposure, ExposureRole, Severity},
    ids::{IncidentId, PersonId},
    roster::{self, Duty},
    time::Instant,
    workload::{Band, Burden, Deed, DeedKind, LoadPolicy, Picture, burden, deeds, nights, picture},
};
use jiff::{SignedDuration, tz::TimeZone};
use sea_orm::{FromQueryResult, Value};

use super::{PolicyKind, StoreError, Tx, tx::places};

/// What counts as a talk: a first contact that was made, and a talk that was held.
const TALKS: &str = "('contact', 'held')";

/// What weighs on some supporters at a moment, by the limits in force.
#[derive(Debug, Clone, Default)]
pub struct Loads {
    /// How the organisation reckons.
    pub policy: LoadPolicy,
    /// For the supporter alone.
    pub pictures: BTreeMap<PersonId, Picture>,
    /// For matching, and its band for the coordinator.
    pub burdens: BTreeMap<PersonId, Burden>,
    /// Who has a duty at this moment.
    pub on_duty: BTreeSet<PersonId>,
}

#[derive(FromQueryResult)]
struct TalkRow {
    actor_id: String,
    at: i64,
    heavy: i64,
}

#[derive(FromQueryResult)]
struct LineRow {
    person_id: String,
    incident_id: Option<String>,
    role: String,
    severity: String,
    from_at: i64,
}

#[derive(FromQueryResult)]
struct DutyRow {
    person_id: String,
    from_at: i64,
    until_at: i64,
}

#[derive(FromQueryResult)]
struct OpenRow {
    supporter_id: String,
    n: i64,
}

impl Tx {
    /// How the organisation reckons load; without limits before it says so (C25).
    pub async fn load_policy(&self, now: Instant) -> Result<LoadPolicy, StoreError> {
        let found: Option<(i64, LoadPolicy)> = self.policy(PolicyKind::Load, now).await?;
        Ok(found.map(|(_, policy)| policy).unwrap_or_default())
    }

    /// What weighs on these supporters, in a number of statements that does not grow with them.
    pub async fn loads(
        &self,
        people: &[PersonId],
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Loads, StoreError> {
        let policy = self.load_policy(now).await?;
        self.loads_by(policy, people, now, tz).await
    }

    async fn loads_by(
        &self,
        policy: LoadPolicy,
        people: &[PersonId],
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Loads, StoreError> {
        let days = policy.window_days.max(policy.rest_days.unwrap_or(0));
        let since = now.minus(SignedDuration::from_hours(24 * i64::from(days)));
        let mut loads = Loads {
            policy,
            ..Loads::default()
        };
        for chunk in people.chunks(500) {
            let found = self.deeds_of(chunk, since, now, tz).await?;
            let open = self.open_counts(chunk).await?;
            for person in chunk {
                let deeds = found.deeds.get(person).map_or(&[][..], Vec::as_slice);
                let open = open.get(person).copied().unwrap_or(0);
                let picture = picture(deeds, open, &loads.policy, now);
                let burden = burden(&picture, &loads.policy, now.date(tz), tz);
                loads.pictures.insert(person.clone(), picture);
                loads.burdens.insert(person.clone(), burden);
            }
            loads.on_duty.extend(found.on_duty);
        }
        Ok(loads)
    }

    /// How many supporters would be calm, full and heavy by a policy, whether in force or not.
    pub async fn bands(
        &self,
        policy: &LoadPolicy,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<[usize; 3], StoreError> {
        let people = self.people_with(Role::Supporter).await?;
        let ids: Vec<PersonId> = people.into_iter().map(|person| person.id).collect();
        let loads = self.loads_by(*policy, &ids, now, tz).await?;
        let bands: Vec<Band> = loads.burdens.values().filter_map(|it| it.band).collect();
        let count = |band| bands.iter().filter(|it| **it == band).count();
        // Without limits everybody is below them.
        let free = loads.burdens.len() - bands.len();
        Ok([
            count(Band::Calm) + free,
            count(Band::Full),
            count(Band::Heavy),
        ])
    }

    async fn deeds_of(
        &self,
        people: &[PersonId],
        since: Instant,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Found, StoreError> {
        let mut found = Found::default();
        for talk in self.talks_of(people, since).await? {
            found.add(talk);
        }
        for (person, at) in self.paged_since(people, since).await? {
            found.add((person, Deed::new(DeedKind::Page, at)));
        }
        let duties = self.duties_of(people, since, now).await?;
        for person in people {
            let nights = nights(&duties, person, now, tz).into_iter();
            for at in nights.filter(|at| *at >= since) {
                found.add((person.clone(), Deed::new(DeedKind::Night, at)));
            }
        }
        let on_duty = roster::on_duty(&duties, now);
        found.on_duty = on_duty.into_iter().cloned().collect();
        let mut ledgers: BTreeMap<PersonId, Vec<Exposure>> = BTreeMap::new();
        for line in self.lines_of_many(people, since).await? {
            ledgers.entry(line.person.clone()).or_default().push(line);
        }
        for (person, ledger) in ledgers {
            for deed in deeds(&ledger) {
                found.add((person.clone(), deed));
            }
        }
        Ok(found)
    }

    /// First contacts and talks by who held them, and whether the event was above the ordinary.
    async fn talks_of(
        &self,
        people: &[PersonId],
        since: Instant,
    ) -> Result<Vec<(PersonId, Deed)>, StoreError> {
        let sql = format!(
            "SELECT v.actor_id, v.at, (SELECT COUNT(*) FROM cases c JOIN case_incidents i ON i.org_id = $1 \
             AND i.case_id = c.case_id JOIN exposures e ON e.org_id = $1 AND e.incident_id = i.incident_id \
             AND e.person_id = c.person_id AND e.severity = 'heavy' AND e.role <> 'supporter' \
             WHERE c.org_id = $1 AND c.case_id = v.case_id) AS heavy FROM case_events v \
             WHERE v.org_id = $1 AND v.at >= $2 AND v.what IN {TALKS} AND v.actor_id IN ({})",
            places(3, people.len())
        );
        let rows: Vec<TalkRow> = self.all(&sql, with(since, people)).await?;
        let talk = |row: TalkRow| {
            let deed = Deed {
                kind: DeedKind::Talk,
                at: Instant::from_millis(row.at),
                heavy: row.heavy > 0,
            };
            (PersonId::new(row.actor_id), deed)
        };
        Ok(rows.into_iter().map(talk).collect())
    }

    async fn duties_of(
        &self,
        people: &[PersonId],
        since: Instant,
        now: Instant,
    ) -> Result<Vec<Duty>, StoreError> {
        let sql = format!(
            "SELECT person_id, from_at, until_at FROM duty_periods WHERE org_id = $1 AND NOT removed \
             AND until_at > $2 AND from_at <= $3 AND person_id IN ({})",
            places(4, people.len())
        );
        let ids = people.iter().map(|id| Value::from(id.as_str()));
        let bounds = [since.millis().into(), now.millis().into()];
        let rows: Vec<DutyRow> = self.all(&sql, bounds.into_iter().chain(ids)).await?;
        let duty = |row: DutyRow| Duty {
            person: PersonId::new(row.person_id),
            from: Instant::from_millis(row.from_at),
            until: Instant::from_millis(row.until_at),
        };
        Ok(rows.into_iter().map(duty).collect())
    }

    /// What weighs of these ledgers; strains that somebody noted of oneself are not even read.
    async fn lines_of_many(
        &self,
        people: &[PersonId],
        since: Instant,
    ) -> Result<Vec<Exposure>, StoreError> {
        let sql = format!(
            "SELECT person_id, incident_id, role, severity, from_at FROM exposures WHERE org_id = $1 \
             AND from_at >= $2 AND role <> 'duration' AND gone_at IS NULL AND NOT EXISTS \
             (SELECT 1 FROM incidents n WHERE n.org_id = $1 AND n.incident_id = exposures.incident_id \
             AND n.state IN ('dismissed', 'withdrawn')) AND person_id IN ({})",
            places(3, people.len())
        );
        let rows: Vec<LineRow> = self.all(&sql, with(since, people)).await?;
        let line = |row: LineRow| {
            Some(Exposure {
                person: PersonId::new(row.person_id),
                incident: row.incident_id.map(IncidentId::new),
                role: ExposureRole::parse(&row.role)?,
                from: Instant::from_millis(row.from_at),
                until: None,
                severity: Severity::parse(&row.severity).unwrap_or_default(),
            })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }

    /// How many open cases each keeps; one that waits for a hand-over is still theirs.
    async fn open_counts(
        &self,
        people: &[PersonId],
    ) -> Result<BTreeMap<PersonId, u32>, StoreError> {
        let sql = format!(
            "SELECT supporter_id, COUNT(*) AS n FROM cases WHERE org_id = $1 AND closed_at IS NULL \
             AND supporter_id IN ({}) GROUP BY supporter_id",
            places(2, people.len())
        );
        let ids = people.iter().map(|id| Value::from(id.as_str()));
        let rows: Vec<OpenRow> = self.all(&sql, ids).await?;
        let count = |row: OpenRow| {
            let n = u32::try_from(row.n).unwrap_or(u32::MAX);
            (PersonId::new(row.supporter_id), n)
        };
        Ok(rows.into_iter().map(count).collect())
    }
}

/// What was found of some supporters.
#[derive(Default)]
struct Found {
    deeds: BTreeMap<PersonId, Vec<Deed>>,
    on_duty: BTreeSet<PersonId>,
}

impl Found {
    fn add(&mut self, (person, deed): (PersonId, Deed)) {
        self.deeds.entry(person).or_default().push(deed);
    }
}

fn with(since: Instant, people: &[PersonId]) -> impl Iterator<Item = Value> {
    let ids = people.iter().map(|id| Value::from(id.as_str()));
    std::iter::once(since.millis().into()).chain(ids)
}
