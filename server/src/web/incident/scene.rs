//! An event with everyone around it, and where the reader stands towards it.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    access::{Action, Around, Standing},
    exposure::{ExposureRole, Severity},
    ids::{CaseId, IncidentId, PersonId},
    matching::{Occasion, exclusions},
};

use crate::{
    feed::{
        intake::{exposed_by, severity},
        record::EventRecord,
    },
    store::{CaseOverview, IncidentRow, IncidentState, StoreError, Tx},
    web::{error::AppError, member::Member},
};

/// An event with everyone around it.
pub(in crate::web) struct Scene {
    /// The event.
    pub(in crate::web) row: IncidentRow,
    /// What its source told, if this version can read it.
    pub(in crate::web) record: Option<EventRecord>,
    /// Who was part of it, each once; while it does not count yet, who would be called.
    pub(in crate::web) people: BTreeMap<PersonId, ExposureRole>,
    /// The cases that it belongs to.
    pub(in crate::web) cases: Vec<CaseOverview>,
    standing: Standing,
}

impl Scene {
    /// Finds the event; for who was part of it there is none here (R004, R121).
    pub(in crate::web) async fn find(member: &Member, tx: &Tx, id: &str) -> Result<Self, AppError> {
        let id = IncidentId::parse(id).ok_or(AppError::NotFound)?;
        let found = tx.incident(&id).await?;
        let row = found
            .filter(|row| row.state != IncidentState::Stored)
            .ok_or(AppError::NotFound)?;
        let record: Option<EventRecord> = serde_json::from_str(&row.record).ok();
        let mut people = BTreeMap::new();
        for known in tx.exposed_to(&row.id).await? {
            people
                .entry(known.exposure.person)
                .or_insert(known.exposure.role);
        }
        people.retain(|_, role| *role != ExposureRole::Supporter);
        if let Some(record) = record.as_ref().filter(|_| {
            row.state == IncidentState::ToConfirm || row.state == IncidentState::Dismissed
        }) {
            for (person, role) in exposed_by(tx, record, member.now).await? {
                people.entry(person).or_insert(role);
            }
        }
        let cases = tx.cases_of_incident(&row.id).await?;
        let standing = standing(member, &people, &cases);
        let scene = Self {
            row,
            record,
            people,
            cases,
            standing,
        };
        scene.require(member, Action::ViewSignal)?;
        Ok(scene)
    }

    /// Whether it does not count any more, by a person or by its source.
    pub(in crate::web) fn is_off(&self) -> bool {
        matches!(
            self.row.state,
            IncidentState::Dismissed | IncidentState::Withdrawn
        )
    }

    /// Refuses what the access table does not grant from where the member stands.
    pub(in crate::web) fn require(&self, member: &Member, action: Action) -> Result<(), AppError> {
        // Never more than absence: an event at hand is one that exists.
        let granted = member.require(action, self.standing);
        granted.map_err(|_| AppError::NotFound)
    }

    /// Whether the access table grants it from where the member stands.
    pub(in crate::web) fn may(&self, member: &Member, action: Action) -> bool {
        member.may(action, self.standing)
    }

    /// How heavy the event weighs in the ledger.
    pub(in crate::web) fn severity(&self) -> Severity {
        self.record.as_ref().map_or(Severity::Normal, severity)
    }

    /// The people whom the member may see here.
    ///
    /// A supporter does not meet here whom something keeps apart from them: a tie, the line, a
    /// wish (R165). A coordinator sees everybody: that a case is there, never what is in it.
    pub(in crate::web) async fn seen_by(
        &self,
        member: &Member,
        tx: &Tx,
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        if member.may(Action::ViewOpenItems, Standing::Nobody) {
            return Ok(self.people.keys().cloned().collect());
        }
        let today = member.now.date(&member.org.time_zone);
        let candidate = tx
            .candidate(&member.person, member.now, &member.org.time_zone)
            .await?;
        let pairs: Vec<(CaseId, PersonId)> = self
            .people
            .keys()
            .map(|person| (CaseId::new(""), person.clone()))
            .collect();
        let seekers = tx.seekers(&pairs).await?.into_iter();
        let free = seekers.filter(|seeker| {
            exclusions(&candidate, seeker, Occasion::ByHand, today)
                .iter()
                .all(|exclusion| exclusion.is_of_supporter())
        });
        Ok(free.map(|seeker| seeker.person).collect())
    }

    /// The names of its cases in the access log: all of them, whoever looks.
    ///
    /// Who is kept out of sight from one supporter would stand out by missing in that one's rows.
    pub(in crate::web) fn pseudonyms(&self) -> Vec<&str> {
        let cases = self.cases.iter();
        cases.map(|case| case.pseudonym.as_str()).collect()
    }
}

fn standing(
    member: &Member,
    people: &BTreeMap<PersonId, ExposureRole>,
    cases: &[CaseOverview],
) -> Standing {
    let me = &member.person.id;
    let keeps = |case: &CaseOverview| !case.closed && case.supporter.as_ref() == Some(me);
    let participants: BTreeSet<PersonId> = people.keys().cloned().collect();
    let supporter = cases.iter().any(keeps).then_some(me);
    Standing::of(
        me,
        member.person.roles,
        &Around {
            subject: None,
            supporter,
            participants: &participants,
        },
    )
}
