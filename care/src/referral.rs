//! The referral protocol and its completeness (R082).

use serde::{Deserialize, Serialize};

use crate::edition::{Edition, Part};

/// How an organisation refers a colleague: five parts, all of them needed.
///
/// A draft may be incomplete; [`ReferralProtocol::activate`] is the gate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReferralProtocol {
    /// To whom: at least one of the providers (R084).
    pub to_whom: Vec<Provider>,
    /// How they are reached.
    pub how_reached: String,
    /// Within how many days there must be an appointment; at least 1.
    pub appointment_within_days: Option<u32>,
    /// What HR does; "nothing" is an answer too, silence is not.
    pub hr_role: String,
    /// The situations that call for an acute referral (R083).
    pub acute_situations: Vec<String>,
}

/// Someone to refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// What they are.
    pub kind: ProviderKind,
    /// What they are called here.
    pub name: String,
    /// How they are reached, when it differs from the others: a number, an address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reach: String,
}

crate::codes::codes! {
    /// The professions to refer to (R084).
    pub enum ProviderKind {
        /// Occupational social worker.
        SocialWorker = "social-worker",
        /// Psychologist.
        Psychologist = "psychologist",
        /// Occupational physician.
        OccupationalPhysician = "occupational-physician",
        /// General practitioner.
        GeneralPractitioner = "general-practitioner",
    }
}

crate::codes::codes! {
    /// A part of the protocol that is still empty.
    pub enum MissingPart {
        /// To whom.
        ToWhom = "to-whom",
        /// How they are reached.
        HowReached = "how-reached",
        /// Within what time there must be an appointment.
        AppointmentWithin = "appointment-within",
        /// What HR does.
        HrRole = "hr-role",
        /// When to refer acutely.
        AcuteSituations = "acute-situations",
    }
}

/// A referral protocol with all five parts; made only by `activate`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ActiveReferralProtocol(ReferralProtocol);

impl ActiveReferralProtocol {
    /// The parts.
    pub const fn parts(&self) -> &ReferralProtocol {
        &self.0
    }
}

impl ReferralProtocol {
    /// Puts the protocol to use.
    ///
    /// # Errors
    /// Every part that is still empty (R082).
    pub fn activate(self) -> Result<ActiveReferralProtocol, Vec<MissingPart>> {
        let missing = self.missing();
        if missing.is_empty() {
            Ok(ActiveReferralProtocol(self))
        } else {
            Err(missing)
        }
    }

    /// The parts that are still empty; only space counts as empty.
    pub fn missing(&self) -> Vec<MissingPart> {
        let blank = |text: &str| text.trim().is_empty();
        [
            (
                MissingPart::ToWhom,
                self.to_whom.iter().all(|p| blank(&p.name)),
            ),
            (MissingPart::HowReached, blank(&self.how_reached)),
            (
                MissingPart::AppointmentWithin,
                self.appointment_within_days.unwrap_or(0) == 0,
            ),
            (MissingPart::HrRole, blank(&self.hr_role)),
            (
                MissingPart::AcuteSituations,
                self.acute_situations.iter().all(|s| blank(s)),
            ),
        ]
        .into_iter()
        .filter_map(|(part, empty)| empty.then_some(part))
        .collect()
    }
}

/// The one part of the document.
const WHOLE: &str = "referral";
const TO_WHOM: &str = "to-whom";
const HOW_REACHED: &str = "how-reached";
const APPOINTMENT: &str = "appointment-within";
const HR_ROLE: &str = "hr-role";
const ACUTE: &str = "acute-situations";

impl Provider {
    /// Kind, name and way to reach in one line, for [`Edition`].
    fn line(&self) -> String {
        let plain = |text: &str| text.replace('%', "%25").replace('|', "%7C");
        let (name, reach) = (plain(&self.name), plain(&self.reach));
        format!("{}|{name}|{reach}", self.kind)
    }

    /// Reads a line of [`Edition`].
    pub fn from_line(line: &str) -> Option<Self> {
        let plain = |text: &str| text.replace("%7C", "|").replace("%25", "%");
        let mut texts = line.split('|');
        Some(Self {
            kind: ProviderKind::parse(texts.next()?)?,
            name: plain(texts.next()?),
            reach: plain(texts.next()?),
        })
    }
}

impl Edition for ReferralProtocol {
    fn parts(&self) -> Vec<Part> {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let days = self.appointment_within_days.map(|days| days.to_string());
        let part = Part::new(WHOLE)
            .with(TO_WHOM, self.to_whom.iter().map(Provider::line))
            .with(HOW_REACHED, said(&self.how_reached))
            .with(APPOINTMENT, days)
            .with(HR_ROLE, said(&self.hr_role))
            .with(ACUTE, self.acute_situations.clone());
        vec![part]
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let part = parts.iter().find(|part| part.id == WHOLE)?;
        let said = |field: &str| part.line(field).unwrap_or_default().to_owned();
        let to_whom = part.field(TO_WHOM).iter();
        Some(Self {
            to_whom: to_whom
                .map(|line| Provider::from_line(line))
                .collect::<Option<_>>()?,
            how_reached: said(HOW_REACHED),
            appointment_within_days: match part.line(APPOINTMENT) {
                None => None,
                Some(days) => Some(days.parse().ok()?),
            },
            hr_role: said(HR_ROLE),
            acute_situations: part.field(ACUTE).to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> ReferralProtocol {
        ReferralProtocol {
            to_whom: vec![Provider {
                kind: ProviderKind::OccupationalPhysician,
                name: "Arbodienst Noord".to_owned(),
                reach: String::new(),
            }],
            how_reached: "by telephone, on working days".to_owned(),
            appointment_within_days: Some(5),
            hr_role: "none".to_owned(),
            acute_situations: vec!["risk of harm".to_owned()],
        }
    }

    #[test]
    fn a_complete_protocol_is_activated() {
        assert!(complete().activate().is_ok());
    }

    #[test]
    fn each_empty_part_is_named_alone() {
        let empty = |part, change: fn(&mut ReferralProtocol)| {
            let mut protocol = complete();
            change(&mut protocol);
            assert_eq!(protocol.activate(), Err(vec![part]));
        };
        empty(MissingPart::ToWhom, |p| p.to_whom.clear());
        empty(MissingPart::HowReached, |p| p.how_reached = " ".to_owned());
        empty(MissingPart::AppointmentWithin, |p| {
            p.appointment_within_days = Some(0);
        });
        empty(MissingPart::HrRole, |p| p.hr_role.clear());
        empty(MissingPart::AcuteSituations, |p| {
            p.acute_situations = vec![String::new()];
        });
    }

    #[test]
    fn an_empty_draft_misses_all_five() {
        assert_eq!(ReferralProtocol::default().missing(), MissingPart::ALL);
    }
}
