//! Erasing: keys first, so that what a disk might keep opens for nobody (crypto-shredding).
//!
//! Every erasure of somebody's own data is journalled before it commits (see [`super::Journal`]),
//! and can be run again: after a crash, and after a restore of an older backup.

use care::{
    ids::{CaseId, OrgId, PersonId},
    retention::{Counted, tally},
    time::Instant,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{StoreError, Tx, settle, upsert::Existing};
use crate::entropy;

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErasureKind {
    /// The sealed notes of a case with their keys.
    Notes,
    /// A whole case.
    Case,
    /// A person's ledger before a moment.
    Exposures,
    /// The ties that a person declared.
    Ties,
    /// Whom a person did not want as a supporter.
    Refused,
}

impl ErasureKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Case => "case",
            Self::Exposures => "exposures",
            Self::Ties => "ties",
            Self::Refused => "refused",
        }
    }

    /// The tables from which it deletes.
    fn tables(self) -> Vec<&'static str> {
        let told = ["erasure_warnings"];
        match self {
            Self::Notes => [settle::CIRCLE, &told].concat(),
            Self::Case => {
                let own = CASE.iter().filter_map(|sql| sql.split(' ').nth(2));
                let names = std::iter::once("case_pseudonyms");
                settle::CIRCLE
                    .iter()
                    .copied()
                    .chain(names)
                    .chain(own)
                    .collect()
            }
            // Staff numbers in events go with the exposures.
            Self::Exposures => vec!["exposures", "incidents"],
            Self::Ties => vec!["private_ties"],
            Self::Refused => vec!["refused_supporters"],
        }
    }
}

/// One line of the journal: enough to erase it again, and no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Its id.
    #[serde(rename = "erasure")]
    pub id: String,
    /// The organisation.
    pub org: OrgId,
    /// What.
    pub kind: ErasureKind,
    /// The case, or the person.
    pub subject: String,
    /// What is older than this (exposures).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Instant>,
    /// When it was erased.
    pub at: Instant,
    /// When no backup holds it any more.
    pub gone_at: Instant,
}

/// When something is erased, and when the last backup that holds it is gone.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub at: Instant,
    /// `care::retention::Retention::gone_from_backups`.
    pub gone_at: Instant,
}

/// What a replay of a journal did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Erasures that were repeated.
    pub again: usize,
    /// Erasures that the backup was made after: what came later is not theirs.
    pub stood: usize,
    /// Lines of which nobody knows whether they were done, that could touch what is wanted.
    pub in_doubt: usize,
}

/// Whether a line of the journal is to be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Yes,
    /// The backup was made after it.
    Stands,
    /// Perhaps it was never done, and it could touch what is wanted: it is left alone.
    InDoubt,
}

/// The tables of a circle, in the order in which they go: what opens goes before what is opened.
const CIRCLE: &[&str] = &[
    "DELETE FROM circle_wraps WHERE org_id = $1 AND circle_id = $2",
    "DELETE FROM circle_keys WHERE org_id = $1 AND circle_id = $2",
    "DELETE FROM recovery_contributions WHERE org_id = $1 AND recovery_id IN \
     (SELECT recovery_id FROM recoveries WHERE org_id = $1 AND circle_id = $2)",
    "DELETE FROM sealed_drafts WHERE org_id = $1 AND circle_id = $2",
    "DELETE FROM sealed_notes WHERE org_id = $1 AND circle_id = $2",
    "DELETE FROM circle_choices WHERE org_id = $1 AND circle_id = $2",
];

/// What else belongs to a case, in the order of its foreign keys.
///
/// `access_cases` holds what earlier releases wrote; the names of today go by
/// [`Tx::forget_pseudonyms`] before.
const CASE: &[&str] = &[
    "DELETE FROM recoveries WHERE org_id = $1 AND circle_id = $2",
    "DELETE FROM disclosures WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM appointments WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM assigned_cases WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM case_incidents WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM case_events WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM access_cases WHERE org_id = $1 AND case_pseudonym IN \
     (SELECT pseudonym FROM cases WHERE org_id = $1 AND case_id = $2)",
    "DELETE FROM erasure_warnings WHERE org_id = $1 AND case_id = $2",
    "DELETE FROM reminders WHERE org_id = $1 AND case_id = $2",
    // An alert of a case without an event bears the case's own id.
    "DELETE FROM messages WHERE org_id = $1 AND alert_id = $2",
    "DELETE FROM pages WHERE org_id = $1 AND alert_id = $2",
    "DELETE FROM alerts WHERE org_id = $1 AND alert_id = $2",
    "DELETE FROM jobs WHERE org_id = $1 AND subject = $2",
    "DELETE FROM cases WHERE org_id = $1 AND case_id = $2",
];

/// Exposures before `$2`, whatever rests on them.
const BEFORE: &str = "COALESCE(until_at, from_at) < $2";

impl Tx {
    /// Erases the sealed notes and keys of a closed case; `false` when it is open or not there.
    pub async fn erase_notes(&self, case: &CaseId, moment: Moment) -> Result<bool, StoreError> {
        if !self.hold_closed(case).await? {
            return Ok(false);
        }
        self.receipt(case, ErasureKind::Notes, moment).await?;
        self.shred(case.as_str()).await?;
        self.told_no_more(case).await?;
        self.journal(ErasureKind::Notes, case.as_str(), None, moment)
            .await?;
        Ok(true)
    }

    /// Erases a closed case with everything that is its own; what it counted for is kept.
    ///
    /// `false` when it is open or not there, so that doing it twice counts once.
    pub async fn erase_case(
        &self,
        case: &CaseId,
        moment: Moment,
        tz: &TimeZone,
    ) -> Result<bool, StoreError> {
        if !self.hold_closed(case).await? {
            return Ok(false);
        }
        self.receipt(case, ErasureKind::Case, moment).await?;
        self.remove_case(case, tz).await?;
        self.journal(ErasureKind::Case, case.as_str(), None, moment)
            .await?;
        Ok(true)
    }

    /// Erases what a person asked to be erased and nobody else needs.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a kind that is a case's and not a person's.
    pub async fn erase_person_data(
        &self,
        person: &PersonId,
        kind: ErasureKind,
        before: Option<Instant>,
        moment: Moment,
    ) -> Result<u64, StoreError> {
        let past = super::sweep::EXPOSURES;
        let gone = self.remove_personal(person, kind, before, past).await?;
        if gone == 0 {
            // No receipt for nothing, and no work for the medium.
            return Ok(0);
        }
        self.keep_receipt(person, kind, moment).await?;
        self.journal(kind, person.as_str(), before, moment).await?;
        Ok(gone)
    }

    /// Whether a line is to be done again in a backup that was taken at this moment.
    ///
    /// A row of `erasures` commits with its deletion: where it stands, everything that is there
    /// came later. It goes when no backup holds the data, so a backup from after that stands too.
    pub(super) async fn again(
        &self,
        erasure: &Erasure,
        done: bool,
        taken_at: Instant,
    ) -> Result<Again, StoreError> {
        #[derive(sea_orm::FromQueryResult)]
        struct Found {
            _n: i64,
        }
        let sql =
            "SELECT CAST(1 AS BIGINT) AS _n FROM erasures WHERE org_id = $1 AND erasure_id = $2";
        let known: Option<Found> = self.one(sql, [erasure.id.as_str().into()]).await?;
        if known.is_some() || erasure.gone_at <= taken_at {
            return Ok(Again::Stands);
        }
        if done {
            return Ok(Again::Yes);
        }
        // In doubt: only what is older than the line, and never a case that is open.
        let sql = "SELECT CAST(1 AS BIGINT) AS _n FROM cases WHERE org_id = $1 AND case_id = $2 \
                   AND closed_at IS NULL";
        let open: Option<Found> = self.one(sql, [erasure.subject.as_str().into()]).await?;
        if taken_at > erasure.at || open.is_some() {
            return Ok(Again::InDoubt);
        }
        Ok(Again::Yes)
    }

    /// Erases again what a journal says was erased, in a database that was restored.
    ///
    /// Also when the case is open in that backup: it was closed and erased after it was made.
    pub async fn erase_again(&self, erasure: &Erasure, tz: &TimeZone) -> Result<(), StoreError> {
        let case = CaseId::new(&erasure.subject);
        let moment = Moment {
            at: erasure.at,
            gone_at: erasure.gone_at,
        };
        match erasure.kind {
            ErasureKind::Notes => {
                self.receipt(&case, erasure.kind, moment).await?;
                self.shred(&erasure.subject).await?;
                self.told_no_more(&case).await?;
            }
            ErasureKind::Case => {
                self.receipt(&case, erasure.kind, moment).await?;
                self.remove_case(&case, tz).await?;
            }
            ErasureKind::Exposures | ErasureKind::Ties | ErasureKind::Refused => {
                let person = PersonId::new(&erasure.subject);
                if self.person(&person).await?.is_some() {
                    self.keep_receipt(&person, erasure.kind, moment).await?;
                }
                // Cases may be open in the backup that were closed when this was erased.
                self.remove_personal(&person, erasure.kind, erasure.before, BEFORE)
                    .await?;
            }
        }
        self.keep_erasure(erasure).await?;
        self.mark_unsettled(&erasure.kind.tables()).await
    }

    /// Destroys the keys of a circle and then what they opened.
    pub(super) async fn shred(&self, circle: &str) -> Result<u64, StoreError> {
        let mut gone = 0;
        for sql in CIRCLE {
            gone += self.run(sql, [circle.into()]).await?;
        }
        Ok(gone)
    }

    /// Adds to the counts of months; numbers only.
    pub(super) async fn count_months(&self, counted: &[Counted]) -> Result<(), StoreError> {
        for one in counted {
            let sql = "INSERT INTO monthly_counts (org_id, month, kind, count) VALUES ($1, $2, $3, 1) \
                       ON CONFLICT (org_id, month, kind) DO UPDATE SET count = monthly_counts.count + 1";
            self.run(sql, [one.month_code().into(), one.kind.as_str().into()])
                .await?;
        }
        Ok(())
    }

    /// Holds the row of a closed case until the transaction ends, so that nobody opens it again meanwhile.
    async fn hold_closed(&self, case: &CaseId) -> Result<bool, StoreError> {
        let sql = "UPDATE cases SET revision = revision WHERE org_id = $1 AND case_id = $2 \
                   AND closed_at IS NOT NULL";
        Ok(self.run(sql, [case.as_str().into()]).await? > 0)
    }

    async fn remove_case(&self, case: &CaseId, tz: &TimeZone) -> Result<(), StoreError> {
        match self.case(case).await {
            Ok(Some(row)) => self.count_months(&tally(&row.case, tz)).await?,
            Ok(None) => {}
            // A document of a lost version cannot be counted; keeping it would be worse.
            Err(StoreError::Unreadable(what)) => {
                tracing::warn!(what, "erased without being counted");
            }
            Err(error) => return Err(error),
        }
        self.shred(case.as_str()).await?;
        self.forget_pseudonyms(case).await?;
        for sql in CASE {
            self.run(sql, [case.as_str().into()]).await?;
        }
        Ok(())
    }

    async fn remove_personal(
        &self,
        person: &PersonId,
        kind: ErasureKind,
        before: Option<Instant>,
        past: &str,
    ) -> Result<u64, StoreError> {
        let who = person.as_str();
        match (kind, before) {
            (ErasureKind::Exposures, Some(before)) => {
                let sql = format!(
                    "DELETE FROM exposures WHERE org_id = $1 AND {past} AND person_id = $3"
                );
                let gone = self.run(&sql, [before.millis().into(), who.into()]).await?;
                Ok(gone + self.unname_in_events(person, before).await?)
            }
            (ErasureKind::Ties, _) => {
                let sql = "DELETE FROM private_ties WHERE org_id = $1 AND person_id = $2";
                self.run(sql, [who.into()]).await
            }
            (ErasureKind::Refused, _) => {
                let sql = "DELETE FROM refused_supporters WHERE org_id = $1 AND person_id = $2";
                self.run(sql, [who.into()]).await
            }
            _ => Err(StoreError::Refused),
        }
    }

    /// The warning has come true; what is written later is warned of anew.
    async fn told_no_more(&self, case: &CaseId) -> Result<(), StoreError> {
        let sql =
            "DELETE FROM erasure_warnings WHERE org_id = $1 AND case_id = $2 AND kind = 'notes'";
        self.run(sql, [case.as_str().into()]).await?;
        Ok(())
    }

    async fn receipt(
        &self,
        case: &CaseId,
        kind: ErasureKind,
        moment: Moment,
    ) -> Result<(), StoreError> {
        #[derive(sea_orm::FromQueryResult)]
        struct Subject {
            person_id: String,
        }
        let sql = "SELECT person_id FROM cases WHERE org_id = $1 AND case_id = $2";
        match self.one::<Subject>(sql, [case.as_str().into()]).await? {
            Some(row) => {
                self.keep_receipt(&PersonId::new(row.person_id), kind, moment)
                    .await
            }
            None => Ok(()),
        }
    }

    async fn keep_receipt(
        &self,
        person: &PersonId,
        kind: ErasureKind,
        moment: Moment,
    ) -> Result<(), StoreError> {
        let columns = ["receipt_id", "person_id", "kind", "erased_at", "gone_at"];
        let row = vec![
            entropy::new_id(moment.at).into(),
            person.as_str().into(),
            kind.code().into(),
            moment.at.millis().into(),
            moment.gone_at.millis().into(),
        ];
        self.upsert(
            "erasure_receipts",
            &columns,
            &["receipt_id"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Notes what is being erased: a row here, a line in the file when the transaction commits.
    async fn journal(
        &self,
        kind: ErasureKind,
        subject: &str,
        before: Option<Instant>,
        moment: Moment,
    ) -> Result<(), StoreError> {
        let erasure = Erasure {
            id: entropy::new_id(moment.at),
            org: self.org().clone(),
            kind,
            subject: subject.to_owned(),
            before,
            at: moment.at,
            gone_at: moment.gone_at,
        };
        self.keep_erasure(&erasure).await?;
        self.mark_unsettled(&kind.tables()).await?;
        self.journal_at_commit(erasure);
        Ok(())
    }

    async fn keep_erasure(&self, erasure: &Erasure) -> Result<(), StoreError> {
        let columns = [
            "erasure_id",
            "kind",
            "subject_id",
            "before_at",
            "at",
            "gone_at",
        ];
        let row = vec![
            erasure.id.as_str().into(),
            erasure.kind.code().into(),
            erasure.subject.as_str().into(),
            erasure.before.map(Instant::millis).into(),
            erasure.at.millis().into(),
            erasure.gone_at.millis().into(),
        ];
        self.upsert(
            "erasures",
            &columns,
            &["erasure_id"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }
}
