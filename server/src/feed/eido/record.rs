//! Makes a record of one document.

use std::collections::{BTreeMap, BTreeSet};

use care::ids::{KindCode, UnitCode};
use care::incident::Tri;
use care::time::Instant;
use jiff::Timestamp;

use super::Reading;
use super::document::{Agent, Document, Incident, Merge, Resource};
use super::links::{Linked, Links};
use super::list::{Link, Word};
use crate::feed::codes::CodeTable;
use crate::feed::profile::{Profile, UNMAPPED, UnknownKind, column_key, folded};
use crate::feed::record::{EventRecord, Precision, Status};
use crate::feed::reject::{Field, RejectReason};
use crate::feed::text;
use crate::feed::when;

/// What stands before the id of an incident that is the same for every agency.
const TRACKING: &str = "urn:emergency:uid:incidentid:";

impl Linked for Resource {
    fn id(&self) -> &Word {
        &self.id
    }

    fn onward(&self) -> &Word {
        &self.onward
    }
}

impl Linked for Agent {
    fn id(&self) -> &Word {
        &self.id
    }

    fn onward(&self) -> &Word {
        &self.onward
    }
}

/// What the document says of its incident.
pub fn record(document: &Document, reading: &Reading<'_>) -> Result<EventRecord, RejectReason> {
    let id = number(document)?;
    let (at, from) = moment(document)?.ok_or(RejectReason::TimeMissing)?;
    let mut record = EventRecord::new(reading.source, id, at, Precision::Exact);
    record.revision = updated(document)?.map(Instant::millis);
    for incident in &document.incidents.0 {
        kinds(incident, reading.profile, &mut record)?;
        priorities(incident, reading.profile, &mut record)?;
    }
    record.units = units(document)?;
    record.dispatchers = dispatchers(document)?;
    if document.emergencies.0.iter().any(is_alarm) {
        record.alarm_button = Tri::Yes;
    }
    record.status = status(document, reading.profile)?;
    record.merged_into = replaced_by(document)?;
    record.merged_into.remove(&record.source_ref);
    if !record.merged_into.is_empty() && record.status.is_real() {
        record.status = Status::Merged;
    }
    let active = record.status == Status::Active && is_told_active(document)?;
    let record = if active { record.said_active() } else { record };
    Ok(match from {
        Source::Said => record,
        Source::Inferred => record.with_moment_inferred(),
    })
}

/// Whether the document itself says that it goes on: a later one takes a cancelling back so.
fn is_told_active(document: &Document) -> Result<bool, RejectReason> {
    let words = document.incidents.0.iter().flat_map(|it| &it.statuses.0);
    for word in words {
        if word.text()?.and_then(registered) == Some(Status::Active) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The values that may stay with a document that is rejected, as far as they can be read.
pub fn kept(document: &Document) -> BTreeMap<Field, String> {
    let incidents = &document.incidents.0;
    let types = incidents.iter().flat_map(|incident| &incident.types.0);
    let types = types.filter_map(Word::usable).filter(|word| is_code(word));
    let urgent = incidents.iter().flat_map(|incident| &incident.priorities.0);
    let urgent = urgent.filter_map(Word::usable).filter(|word| is_code(word));
    let joined = |words: Vec<&str>| words.join(" ");
    let id = number(document).ok().filter(|id| is_code(id));
    let units = units(document).unwrap_or_default();
    let units = units.iter().map(UnitCode::as_str).filter(|unit| {
        // people write units with a number in them, and no name has one
        unit.split(' ').all(is_code) && unit.bytes().any(|byte| byte.is_ascii_digit())
    });
    let at = moment(document).ok().flatten();
    let at = at.and_then(|(at, _)| Timestamp::from_millisecond(at.millis()).ok());
    let fields = [
        (Field::Id, id.unwrap_or_default()),
        (Field::Unit, joined(units.collect())),
        (Field::Kind, joined(types.collect())),
        (Field::Priority, joined(urgent.collect())),
        (Field::At, at.map_or_else(String::new, |at| at.to_string())),
    ];
    let fits = |value: &String| (1..=text::LONGEST_KEPT).contains(&value.len());
    fields
        .into_iter()
        .filter(|(_, value)| fits(value))
        .collect()
}

/// The incident number: the sender's own first, because its other formats have the same one.
fn number(document: &Document) -> Result<String, RejectReason> {
    let mut numbers = BTreeSet::new();
    for incident in &document.incidents.0 {
        numbers.extend(own_number(
            &incident.internal_incident_id,
            &incident.incident_tracking_identifier,
            &incident.incident_tracking_identification,
        )?);
    }
    if numbers.len() > 1 {
        return Err(RejectReason::SeveralIncidents);
    }
    let number = match numbers.pop_first() {
        Some(number) => number,
        None => tracking(document.id.text()?.ok_or(RejectReason::IdMissing)?),
    };
    text::fits(&number, text::LONGEST_ID)?;
    Ok(number)
}

fn own_number(internal: &Word, one: &Word, other: &Word) -> Result<Option<String>, RejectReason> {
    if let Some(internal) = internal.text()? {
        return Ok(Some(internal.to_owned()));
    }
    let shared = match one.text()? {
        None => other.text()?,
        one => one,
    };
    Ok(shared.map(tracking))
}

fn tracking(id: &str) -> String {
    id.strip_prefix(TRACKING).unwrap_or(id).to_owned()
}

/// When it happened as its document tells it, and whether that was said or inferred.
///
/// Not said, it is when the first unit was sent or called for help, else when the document was made.
/// Those say when something was last changed, so a later document may give a later moment.
fn moment(document: &Document) -> Result<Option<(Instant, Source)>, RejectReason> {
    let told = document.incidents.0.iter().flat_map(|incident| {
        [
            &incident.incident_created_timestamp,
            &incident.incident_declared_timestamp,
            &incident.incident_start_timestamp,
        ]
    });
    if let Some(told) = earliest(told)? {
        return Ok(Some((told, Source::Said)));
    }
    let sent = document.dispatches.0.iter().map(|it| &it.updated);
    let alarms = document.emergencies.0.iter().map(|it| &it.start_timestamp);
    let mut moment = earliest(sent.chain(alarms))?;
    if moment.is_none() {
        let made = document.incidents.0.iter().map(|it| &it.updated);
        moment = earliest(made.chain([&document.updated]))?;
    }
    Ok(moment.map(|moment| (moment, Source::Inferred)))
}

/// Where a moment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Said,
    Inferred,
}

fn earliest<'d>(words: impl Iterator<Item = &'d Word>) -> Result<Option<Instant>, RejectReason> {
    let mut first: Option<Instant> = None;
    for word in words {
        if let Some(text) = word.text()? {
            let at = when::with_offset(text)?;
            first = Some(first.map_or(at, |first| first.min(at)));
        }
    }
    Ok(first)
}

/// When the sender last changed what it says of the incident.
fn updated(document: &Document) -> Result<Option<Instant>, RejectReason> {
    let words = document.incidents.0.iter().map(|it| &it.updated);
    let mut last = None;
    for word in words.chain([&document.updated]) {
        if let Some(text) = word.text()? {
            last = last.max(Some(when::with_offset(text)?));
        }
    }
    Ok(last)
}

/// Codes of the common registry by its mapping, and the sender's own only as far as they are mapped:
/// they may be free text.
fn kinds(
    incident: &Incident,
    profile: Option<&Profile>,
    record: &mut EventRecord,
) -> Result<(), RejectReason> {
    let unknown_kind = profile.map_or(UnknownKind::Keep, |profile| profile.unknown_kind);
    for word in &incident.types.0 {
        let Some(word) = word.text()? else { continue };
        let code = folded(word);
        if mapped(&code, profile, record) {
            continue;
        }
        if let Some(meaning) = CodeTable::built_in("apco").and_then(|table| table.meaning(&code)) {
            meaning.tell(record);
            continue;
        }
        match unknown_kind {
            UnknownKind::Quarantine => return Err(RejectReason::KindNotMapped),
            UnknownKind::Keep if is_code(word) => {
                record.kind_codes.insert(KindCode::new(code));
            }
            UnknownKind::Keep | UnknownKind::Mark => {
                record.kind_codes.insert(KindCode::new(UNMAPPED));
            }
        }
    }
    for word in incident.own_codes.0.iter().chain(&incident.own_texts.0) {
        if let Some(word) = word.usable() {
            mapped(&folded(word), profile, record);
        }
    }
    Ok(())
}

/// Takes over what a profile says that a word means; false if it says nothing.
fn mapped(word: &str, profile: Option<&Profile>, record: &mut EventRecord) -> bool {
    let Some(profile) = profile else {
        return false;
    };
    if let Some(codes) = profile.kinds.get(word) {
        record.kind_codes.extend(codes.iter().cloned());
        return true;
    }
    let meaning = profile.table.and_then(|table| table.meaning(word));
    if let Some(meaning) = meaning {
        meaning.tell(record);
    }
    meaning.is_some()
}

/// The longest word that is taken for a code without a mapping, in bytes.
const LONGEST_CODE: usize = 32;

/// Whether a word can be a code and no sentence about somebody.
fn is_code(word: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    word.len() <= LONGEST_CODE && word.bytes().all(sign)
}

fn priorities(
    incident: &Incident,
    profile: Option<&Profile>,
    record: &mut EventRecord,
) -> Result<(), RejectReason> {
    for word in &incident.priorities.0 {
        let Some(word) = word.text()? else { continue };
        let known = profile.and_then(|profile| profile.priorities.get(&folded(word)));
        let priority = known.map_or(word, String::as_str);
        text::fits(priority, text::LONGEST_ID)?;
        record.priorities.insert(priority.to_owned());
    }
    for word in &incident.urgencies.0 {
        let number = word.text()?.and_then(|word| word.parse::<u8>().ok());
        if let Some(number @ 0..=10) = number {
            record.extra.insert(format!("urgency:{number}"));
        }
    }
    Ok(())
}

/// The units that a dispatch names, and those that are active on this incident.
fn units(document: &Document) -> Result<BTreeSet<UnitCode>, RejectReason> {
    let resources = Links::new(&document.resources);
    let mut units = BTreeSet::new();
    for dispatch in &document.dispatches.0 {
        for Link(link) in &dispatch.resources.0 {
            if let Some(id) = link.text()? {
                units.extend(unit(resources.follow(id), id)?);
            }
        }
    }
    for resource in &document.resources.0 {
        if resource.onward.usable().is_none() && is_here(resource, document)? {
            let id = resource.id.text()?.unwrap_or_default();
            units.extend(unit(Some(resource), id)?);
        }
    }
    Ok(units)
}

/// Whether a unit is on this incident and not on another, or waiting for one.
fn is_here(resource: &Resource, document: &Document) -> Result<bool, RejectReason> {
    Ok(match (resource.active_on.text()?, document.id.text()?) {
        (Some(other), Some(this)) => tracking(other) == tracking(this),
        (Some(_), None) => true,
        (None, _) => resource.waits_for.0.is_empty(),
    })
}

/// A unit by the name that people use, else by its id.
fn unit(resource: Option<&Resource>, id: &str) -> Result<Option<UnitCode>, RejectReason> {
    let name = match resource {
        Some(resource) => resource.name.text()?,
        None => None,
    };
    let code = name.unwrap_or(id);
    text::fits(code, text::LONGEST_ID)?;
    Ok(UnitCode::parse(code))
}

/// The agents who sent the units, and those of the incident who took the call (R043).
fn dispatchers(document: &Document) -> Result<BTreeSet<String>, RejectReason> {
    let agents = Links::new(&document.agents);
    let mut logins = BTreeSet::new();
    for dispatch in &document.dispatches.0 {
        for Link(link) in &dispatch.agents.0 {
            logins.extend(login(link, &agents)?);
        }
    }
    for incident in &document.incidents.0 {
        for Link(link) in &incident.agents.0 {
            let agent = link.text()?.and_then(|id| agents.follow(id));
            if agent.is_some_and(is_dispatcher) {
                logins.extend(login(link, &agents)?);
            }
        }
    }
    Ok(logins)
}

fn is_dispatcher(agent: &Agent) -> bool {
    let mut roles = agent.roles.0.iter().filter_map(Word::usable);
    roles.any(|role| {
        let role = column_key(role);
        role.contains("dispatch") || role.contains("calltak")
    })
}

/// The login of an agent: what stands before the agency in `login@agency`.
fn login(link: &Word, agents: &Links<'_, Agent>) -> Result<Option<String>, RejectReason> {
    let Some(id) = link.text()? else {
        return Ok(None);
    };
    let id = agents
        .follow(id)
        .and_then(|agent| agent.id.usable())
        .unwrap_or(id);
    let login = id.split('@').next().unwrap_or(id).trim();
    text::fits(login, text::LONGEST_ID)?;
    Ok((!login.is_empty()).then(|| login.to_owned()))
}

/// Whether a unit called for help, and did not crash.
fn is_alarm(emergency: &super::document::Emergency) -> bool {
    let kind = emergency.emergency_state_type.usable().map(column_key);
    !kind.is_some_and(|kind| kind.contains("crash") || kind.contains("collision"))
}

/// How far it is. What may still be going on counts as going on.
fn status(document: &Document, profile: Option<&Profile>) -> Result<Status, RejectReason> {
    let mut all = BTreeSet::new();
    for incident in &document.incidents.0 {
        for word in &incident.own_statuses.0 {
            if let Some(word) = word.text()? {
                let known = profile.and_then(|profile| profile.statuses.get(&folded(word)));
                all.extend(known.copied().or_else(|| not_real(word)));
            }
        }
        for word in &incident.statuses.0 {
            if let Some(word) = word.text()? {
                all.extend(registered(word));
            }
        }
    }
    let real = [Status::Active, Status::Closed, Status::Cancelled];
    let not_real = all.iter().rev().find(|status| !status.is_real());
    let told = real.iter().find(|status| all.contains(status));
    Ok(not_real.or(told).copied().unwrap_or_default())
}

/// Words that nobody uses for a real event.
fn not_real(word: &str) -> Option<Status> {
    match column_key(word).as_str() {
        "exercise" | "oefening" | "drill" | "training" => Some(Status::Exercise),
        "test" => Some(Status::Test),
        _ => None,
    }
}

/// A word of the registry; others are passed over.
fn registered(word: &str) -> Option<Status> {
    match column_key(word).as_str() {
        "closed" => Some(Status::Closed),
        "cancelled" | "canceled" => Some(Status::Cancelled),
        "active" | "reopened" | "newlocation" => Some(Status::Active),
        word if word.starts_with("resources") => Some(Status::Active),
        _ => not_real(word),
    }
}

/// The numbers of the incidents that go on in this one's place.
fn replaced_by(document: &Document) -> Result<BTreeSet<String>, RejectReason> {
    let mut numbers = BTreeSet::new();
    for merge in &document.merges.0 {
        let Merge {
            direction,
            internal_incident_id,
            incident_tracking_identifier,
            incident_tracking_identification,
        } = merge;
        let direction = direction.text()?.unwrap_or_default();
        if direction.eq_ignore_ascii_case("REPLACED") {
            numbers.extend(own_number(
                internal_incident_id,
                incident_tracking_identifier,
                incident_tracking_identification,
            )?);
        }
    }
    for number in &numbers {
        text::fits(number, text::LONGEST_ID)?;
    }
    Ok(numbers)
}
