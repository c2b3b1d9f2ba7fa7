//! What a person reports, and not a feed (R045, R051).

use care::{
    access::Role,
    ids::{IncidentId, PersonId},
    path::Requester,
    time::Instant,
};

use super::{Intake, Known};
use crate::{
    feed::record::EventRecord,
    store::{Actor, EventReport, IncidentState, StoreError, Tx, View},
};

/// The mark among an incident's reasons that a person reported it.
pub const REPORTED: &str = "reported";

/// The source of reports that carry no number of the register.
pub const OWN_SOURCE: &str = "veer";

/// The register that a number belongs to while no source is known yet.
const DEFAULT_REGISTER: &str = "meldkamer";

/// An event as somebody reports it.
#[derive(Debug, Clone)]
pub struct Report {
    /// What is known of it.
    pub record: EventRecord,
    /// The entry of the incident list to record; none for another event (R051).
    pub entry: Option<String>,
    /// Who reports.
    pub by: PersonId,
    /// What the page gave to the report, so that sending twice is sending once.
    pub once: String,
    /// Pseudonym of who reports, for the access log.
    pub reporter: String,
    /// The kind of client it came with, for the access log.
    pub client: &'static str,
}

impl Intake<'_> {
    /// Takes in a person's report: it counts at once, whatever the facts say.
    ///
    /// It merges with what the register tells under the same number, before or later, so that it
    /// stays one incident (R046); the same report twice is one report.
    pub async fn report(&self, report: &Report, now: Instant) -> Result<IncidentId, StoreError> {
        super::until_done(|| self.report_once(report, now)).await
    }

    async fn report_once(&self, report: &Report, now: Instant) -> Result<IncidentId, StoreError> {
        let tx = self.store.write("take in a report", &self.org.id).await?;
        tx.wait_for_intake().await?;
        let record = &report.record;
        let known = self.known(&tx, &[record]).await?.into_values().next();
        if let Some(known) = &known
            && is_repeated(&tx, report, known).await?
        {
            return Ok(known.id.clone());
        }
        let mut incident = match known {
            Some(mut known) => {
                known.record.merge(record);
                known
            }
            None => Known::fresh(record, now),
        };
        incident.state = IncidentState::Counted;
        incident.entry.clone_from(&report.entry);
        incident.certainty = Some("sure".to_owned());
        REPORTED.clone_into(&mut incident.reasons);
        let id = incident.id.clone();
        tx.note_report(&EventReport {
            incident: id.clone(),
            once: report.once.clone(),
            by: report.by.clone(),
            at: now,
            taken_back_at: None,
        })
        .await?;
        tx.save_incidents(&[incident.row(self.list_version)?])
            .await?;
        let followed = self
            .follow(&tx, &[incident], Requester::Dispatcher, now)
            .await;
        followed.map_err(|failure| super::collided(&failure))?;
        // Without the cases that began: their colleagues read this log.
        let act = View {
            actor: Actor::Person(&report.reporter),
            on_behalf: Role::Dispatcher.code(),
            client: report.client,
            action: "report",
            place: "/dispatch",
            cases: Vec::new(),
        };
        tx.log_access(act, now).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Whether this very report was read before and its event dismissed since: a form that a browser
/// sends again does not make it count again.
async fn is_repeated(tx: &Tx, report: &Report, known: &Known) -> Result<bool, StoreError> {
    if known.state == IncidentState::Counted {
        return Ok(false);
    }
    let reports = tx.reports_of(&known.id).await?;
    Ok(reports.iter().any(|before| before.once == report.once))
}

impl Known {
    /// Whether a person reported it, so that what they chose stands.
    pub(super) fn is_reported(&self) -> bool {
        self.reasons
            .split_whitespace()
            .any(|reason| reason == REPORTED)
    }
}

/// The source whose register a number belongs to.
///
/// `known` is where the number stands already, `feeds` may send events by token, `sources` have
/// sent some. With none of them, the register of the pack that every organisation begins with.
pub fn register<'a>(known: Option<&'a str>, feeds: &'a [String], sources: &'a [String]) -> &'a str {
    let told = |source: &&String| source.as_str() != OWN_SOURCE;
    known
        .or_else(|| feeds.iter().find(told).map(String::as_str))
        .or_else(|| sources.iter().find(told).map(String::as_str))
        .unwrap_or(DEFAULT_REGISTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_belongs_to_the_register_that_tells_most_about_it() {
        let (feeds, sources) = (
            ["feed".to_owned()],
            ["csv".to_owned(), OWN_SOURCE.to_owned()],
        );
        assert_eq!(register(Some("csv"), &feeds, &sources), "csv");
        assert_eq!(register(None, &feeds, &sources), "feed");
        assert_eq!(register(None, &[], &sources), "csv");
        assert_eq!(register(None, &[], &[OWN_SOURCE.to_owned()]), "meldkamer");
    }
}
