//! The members of a document that are read; whatever else it holds is passed over.

use serde::Deserialize;

use super::list::{Link, List, Word};

/// One document: everything that a sender knows about one incident.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Document {
    #[serde(rename = "$id")]
    pub id: Word,
    #[serde(rename = "lastUpdateTimeStamp")]
    pub updated: Word,
    pub eido_version: Word,
    #[serde(rename = "incidentComponent")]
    pub incidents: List<Incident>,
    #[serde(rename = "dispatchComponent")]
    pub dispatches: List<Dispatch>,
    #[serde(rename = "emergencyResourceComponent")]
    pub resources: List<Resource>,
    #[serde(rename = "agentComponent")]
    pub agents: List<Agent>,
    #[serde(rename = "mergeComponent")]
    pub merges: List<Merge>,
    /// A type of the standard for which it names no member of the document.
    #[serde(rename = "unitEmergencyStateComponent", alias = "unitEmergencyState")]
    pub emergencies: List<Emergency>,
}

impl Document {
    /// Whether it is a document at all, and not a part of one or something else.
    pub fn is_eido(&self) -> bool {
        self.eido_version != Word::default() || !self.incidents.0.is_empty()
    }
}

/// What it is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Incident {
    #[serde(rename = "lastUpdateTimeStamp")]
    pub updated: Word,
    pub internal_incident_id: Word,
    pub incident_tracking_identifier: Word,
    pub incident_tracking_identification: Word,
    #[serde(rename = "incidentTypeCommonRegistryText")]
    pub types: List<Word>,
    #[serde(rename = "incidentTypeInternalCode")]
    pub own_codes: List<Word>,
    #[serde(rename = "incidentTypeInternalText")]
    pub own_texts: List<Word>,
    #[serde(rename = "incidentStatusCommonRegistryText")]
    pub statuses: List<Word>,
    #[serde(rename = "incidentStatusInternalText")]
    pub own_statuses: List<Word>,
    #[serde(rename = "incidentPriorityInternalText")]
    pub priorities: List<Word>,
    #[serde(rename = "incidentCommonPriorityNumber")]
    pub urgencies: List<Word>,
    #[serde(rename = "agentReference")]
    pub agents: List<Link>,
    /// No member of the standard, and sent by some.
    pub incident_created_timestamp: Word,
    pub incident_declared_timestamp: Word,
    pub incident_start_timestamp: Word,
}

/// Who sent whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Dispatch {
    #[serde(rename = "lastUpdateTimeStamp")]
    pub updated: Word,
    #[serde(rename = "agentReference")]
    pub agents: List<Link>,
    #[serde(rename = "emergencyResourceReference")]
    pub resources: List<Link>,
}

/// A unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Resource {
    #[serde(rename = "$id")]
    pub id: Word,
    /// Stands for another component.
    #[serde(rename = "$ref")]
    pub onward: Word,
    #[serde(rename = "emergencyResourceName")]
    pub name: Word,
    #[serde(rename = "activeOnIncidentId")]
    pub active_on: Word,
    #[serde(rename = "stackedOnIncidentId")]
    pub waits_for: List<Word>,
}

/// A colleague at a desk or on a unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Agent {
    #[serde(rename = "$id")]
    pub id: Word,
    /// Stands for another component.
    #[serde(rename = "$ref")]
    pub onward: Word,
    #[serde(rename = "agentRoleRegistryText")]
    pub roles: List<Word>,
}

/// That it and another incident became one, or two.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Merge {
    #[serde(rename = "incidentMergeDirectionCode")]
    pub direction: Word,
    pub internal_incident_id: Word,
    pub incident_tracking_identifier: Word,
    pub incident_tracking_identification: Word,
}

/// That a unit called for help.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Emergency {
    pub emergency_state_type: Word,
    pub start_timestamp: Word,
}
