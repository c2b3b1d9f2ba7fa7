//! What a dispatcher reported in the last day, and whether they can still take it back (R045).

use std::collections::BTreeMap;

use care::{
    ids::IncidentId,
    incident::{IncidentList, take_back},
    path::Case,
};
use jiff::SignedDuration;

use crate::{
    feed::record::EventRecord,
    store::{EventReport, IncidentRow, IncidentState, StoreError, Tx},
    web::{incident::words, member::Member, page::Page, time::Markup},
};

/// How long a report stands on the page.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// A report of one's own.
pub(super) struct Made {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) when: Markup,
    pub(super) units: String,
    /// Whether its event does not count any more.
    pub(super) gone: bool,
    /// Whether it can still be taken back.
    pub(super) free: bool,
}

/// One's own reports, newest first, in a bounded number of statements.
pub(super) async fn load(tx: &Tx, member: &Member, page: &Page) -> Result<Vec<Made>, StoreError> {
    let since = member.now.minus(A_DAY);
    let reports = tx.reports_by(&member.person.id, since).await?;
    let ids: Vec<IncidentId> = reports.iter().map(|it| it.incident.clone()).collect();
    let rows = tx.incidents(&ids).await?.into_iter();
    let rows: BTreeMap<IncidentId, IncidentRow> = rows.map(|row| (row.id.clone(), row)).collect();
    let mut paths: BTreeMap<IncidentId, Vec<Case>> = BTreeMap::new();
    for (incident, row) in tx.cases_with(&ids).await? {
        paths.entry(incident).or_default().push(row.case);
    }
    let list = words::list(tx, page.now()).await?;
    let made = |report: &EventReport| {
        let row = rows.get(&report.incident)?;
        let of = paths.get(&report.incident).map_or(&[][..], Vec::as_slice);
        Some(line(member, page, list.as_ref(), (report, row, of)))
    };
    Ok(reports.iter().filter_map(made).collect())
}

fn line(
    member: &Member,
    page: &Page,
    list: Option<&IncidentList>,
    (report, row, paths): (&EventReport, &IncidentRow, &[Case]),
) -> Made {
    let record: Option<EventRecord> = serde_json::from_str(&row.record).ok();
    let units = record.iter().flat_map(|record| &record.units);
    let units: Vec<String> = units.map(ToString::to_string).collect();
    let gone = report.taken_back_at.is_some() || row.state != IncidentState::Counted;
    Made {
        id: row.id.as_str().to_owned(),
        what: words::entry(row, list, page.l()),
        when: page.when(row.at),
        units: units.join(", "),
        gone,
        free: !gone && take_back(report.at, paths, member.now).is_ok(),
    }
}

/// Where the team is reached, as the desk keeps it.
pub(super) fn call(member: &Member) -> Option<String> {
    let mut lines = member.org.team_phones.lines().map(str::trim);
    lines.find(|line| !line.is_empty()).map(str::to_owned)
}
