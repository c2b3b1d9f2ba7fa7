//! Taking a file in, beside the request: whoever closes the page loses nothing.

use std::sync::Arc;

use axum::body::Bytes;
use care::time::Instant;
use jiff::tz::TimeZone;

use super::{
    choice::Reading,
    uploads::{Outcome, Progress, Tallied, Upload},
};
use crate::{
    feed::{
        csv::{self, Parsed},
        register::{self, TakeError},
        reject::Rejected,
        roster::{self, RosterParsed},
        roster_intake::{self, RosterIntake},
    },
    store::{Organisation, Store},
    web::member::Member,
};

/// How many rows that were set aside are told.
const TOLD: usize = 20;

/// What the work needs of the request that began it.
struct Job {
    store: Store,
    org: Organisation,
    zone: TimeZone,
    now: Instant,
    bytes: Bytes,
    upload: Arc<Upload>,
    /// Whether a roster decides alone about roles.
    roles_decide: bool,
}

/// Begins the work; the file's progress tells how far it is.
pub(super) fn start(member: &Member, upload: &Arc<Upload>, bytes: Bytes, reading: Reading) {
    let job = Job {
        store: member.store().clone(),
        org: member.org.clone(),
        zone: member.org.time_zone.clone(),
        now: member.now,
        bytes,
        upload: Arc::clone(upload),
        roles_decide: upload.choice().roles_decide,
    };
    tokio::spawn(async move {
        let done = match reading {
            Reading::Register(profile) => job.register(&profile).await,
            Reading::Roster(profile) => job.roster(&profile).await,
        };
        let progress = match done {
            Ok(outcome) => Progress::Done(Arc::new(outcome)),
            Err(error) => {
                tracing::warn!(%error, "an import from a browser stopped");
                Progress::Failed
            }
        };
        job.upload.tell(progress);
    });
}

impl Job {
    async fn register(
        &self,
        profile: &crate::feed::profile::Profile,
    ) -> Result<Outcome, TakeError> {
        let aside = csv::read(self.bytes.as_ref(), profile)?
            .filter_map(|row| match row {
                Ok(Parsed::Rejected(rejected)) => Some(rejected),
                _ => None,
            })
            .take(TOLD)
            .collect();
        let rows = csv::read(self.bytes.as_ref(), profile)?;
        let digest = self.upload.digest.clone();
        let told = |rows| self.upload.tell(Progress::Working(rows));
        let (store, org) = (&self.store, &self.org);
        let tally = register::take(store, org, rows, profile, digest, self.now, told).await?;
        Ok(Outcome {
            tally: Tallied::Register(tally),
            aside,
        })
    }

    async fn roster(
        &self,
        profile: &crate::feed::roster::profile::RosterProfile,
    ) -> Result<Outcome, TakeError> {
        let rows = roster::read_by(self.bytes.as_ref(), &self.zone, Some(profile))?;
        let columns = rows.columns();
        let rows: Vec<RosterParsed> = rows.collect::<Result<_, _>>()?;
        let tx = self.store.read("foresee roster", &self.org.id).await?;
        let decide = self.roles_decide;
        let foreseen = roster_intake::foresee(&tx, rows.clone(), &columns, decide).await?;
        drop(tx);
        let aside: Vec<Rejected> = foreseen
            .rows
            .into_iter()
            .filter_map(|row| match row {
                RosterParsed::Rejected(rejected) => Some(rejected),
                RosterParsed::Read(..) => None,
            })
            .take(TOLD)
            .collect();
        let intake = RosterIntake {
            store: &self.store,
            org: &self.org,
            digest: self.upload.digest.clone(),
            columns,
            roles_decide: self.roles_decide,
        };
        let tally = intake.take(rows, self.now).await?;
        Ok(Outcome {
            tally: Tallied::Roster(tally),
            aside,
        })
    }
}
