//! The referral protocol as it is typed.

use std::collections::BTreeMap;

use care::referral::{Provider, ProviderKind, ReferralProtocol};

use crate::web::text::Texts;

/// The most names of one kind.
const MOST: usize = 8;
/// The longest name or way to reach, and the longest text.
const SHORT: usize = 120;
const LONG: usize = 600;

/// What was typed.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) kinds: Vec<KindView>,
    pub(super) how_reached: String,
    pub(super) appointment: String,
    pub(super) hr_role: String,
    /// One on each line.
    pub(super) acute: String,
    pub(super) seen: i64,
}

/// The professionals of one kind.
pub(super) struct KindView {
    pub(super) code: &'static str,
    pub(super) name: String,
    /// Name and way to reach; the last is empty, for one more.
    pub(super) rows: Vec<(String, String)>,
}

impl Typed {
    /// A protocol as it is.
    pub(super) fn of(protocol: &ReferralProtocol, seen: i64, l: Texts) -> Self {
        let kind = |kind: &ProviderKind| {
            let mine = protocol.to_whom.iter().filter(|it| it.kind == *kind);
            view(*kind, mine.map(|it| (it.name.clone(), it.reach.clone())), l)
        };
        let days = protocol.appointment_within_days;
        Self {
            kinds: ProviderKind::ALL.iter().map(kind).collect(),
            how_reached: protocol.how_reached.clone(),
            appointment: days.map_or_else(String::new, |days| days.to_string()),
            hr_role: protocol.hr_role.clone(),
            acute: protocol.acute_situations.join("\n"),
            seen,
        }
    }

    /// What a form brought.
    pub(super) fn read(form: &BTreeMap<String, String>, l: Texts) -> Self {
        let said = |name: &str| {
            let text = form.get(name).map_or("", |text| text.trim());
            text.replace("\r\n", "\n")
        };
        let kind = |kind: &ProviderKind| {
            let row = |number: usize| {
                let name = said(&format!("name-{kind}-{number}"));
                let reach = said(&format!("reach-{kind}-{number}"));
                (!name.is_empty() || !reach.is_empty()).then_some((name, reach))
            };
            view(*kind, (0..MOST).filter_map(row), l)
        };
        Self {
            kinds: ProviderKind::ALL.iter().map(kind).collect(),
            how_reached: said("how-reached"),
            appointment: said("appointment-within"),
            hr_role: said("hr-role"),
            acute: said("acute-situations"),
            seen: said("seen").parse().unwrap_or_default(),
        }
    }

    /// The protocol, complete or not; the key of what is wrong when it cannot even be kept.
    pub(super) fn protocol(&self) -> Result<ReferralProtocol, &'static str> {
        let days = match self.appointment.as_str() {
            "" => None,
            days => match days.parse() {
                Ok(days @ 1..=90) => Some(days),
                _ => return Err("referral-refused-days"),
            },
        };
        let fits = |text: &str, most: usize| text.chars().count() <= most;
        let mut to_whom = Vec::new();
        for view in &self.kinds {
            let Some(kind) = ProviderKind::parse(view.code) else {
                continue;
            };
            for (name, reach) in view
                .rows
                .iter()
                .filter(|(name, reach)| !name.is_empty() || !reach.is_empty())
            {
                if name.is_empty() {
                    return Err("referral-refused-name");
                }
                if !fits(name, SHORT) || !fits(reach, SHORT) {
                    return Err("referral-refused-long");
                }
                to_whom.push(Provider {
                    kind,
                    name: name.clone(),
                    reach: reach.clone(),
                });
            }
        }
        let texts = [&self.how_reached, &self.hr_role, &self.acute];
        if !texts.iter().all(|text| fits(text, LONG)) {
            return Err("referral-refused-long");
        }
        let lines = self.acute.lines().map(str::trim);
        Ok(ReferralProtocol {
            to_whom,
            how_reached: self.how_reached.clone(),
            appointment_within_days: days,
            hr_role: self.hr_role.clone(),
            acute_situations: lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

fn view(kind: ProviderKind, rows: impl Iterator<Item = (String, String)>, l: Texts) -> KindView {
    let mut rows: Vec<(String, String)> = rows.collect();
    if rows.len() < MOST {
        rows.push((String::new(), String::new()));
    }
    KindView {
        code: kind.code(),
        name: l.get(&format!("referral-kind-{kind}")),
        rows,
    }
}
