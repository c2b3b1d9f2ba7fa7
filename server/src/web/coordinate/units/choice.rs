//! What was chosen for a name: kept as it was when it cannot be saved yet.

use std::collections::BTreeMap;

use care::{
    exposure::{Learned, folded},
    ids::UnitCode,
};

use super::plain;
use crate::{
    store::{NameKind, SourceName},
    web::{error::AppError, support::fields::Fields},
};

/// What stands in the field of a name of another service.
pub(super) const NOT_OURS: &str = "not-ours";
/// What stands before the unit in the field of a name.
const UNIT: &str = "unit:";

/// The names that were ticked or for which something was chosen, each with both.
#[derive(Default)]
pub(super) struct Choices(BTreeMap<SourceName, (bool, String)>);

impl Choices {
    /// Reads the form: its rows have numbers, each with its own fields.
    pub(super) fn read(fields: &Fields) -> Result<Self, AppError> {
        let mut choices = BTreeMap::new();
        for row in fields.all("row") {
            let field = |name: &str| fields.one(&format!("{name}-{row}"));
            let kind = NameKind::parse(field("kind")).ok_or(AppError::BadForm)?;
            let name = SourceName {
                source: plain(field("source"))?.to_owned(),
                kind,
                name: folded(plain(field("name"))?),
            };
            let means = plain(field("means"))?.to_owned();
            let chosen = (fields.has("take", row), means);
            choices.insert(name, chosen);
        }
        Ok(Self(choices))
    }

    /// Whether a name was ticked, and what was chosen for it.
    pub(super) fn of(&self, name: &SourceName) -> Option<&(bool, String)> {
        self.0.get(name)
    }

    /// What was said of the names that were ticked; nothing where it says nothing yet.
    pub(super) fn taken(&self) -> Vec<(&SourceName, Option<Learned>)> {
        let taken = self.0.iter().filter(|(_, (taken, _))| *taken);
        taken
            .map(|(name, (_, means))| (name, meaning(means)))
            .collect()
    }
}

fn meaning(chosen: &str) -> Option<Learned> {
    if chosen == NOT_OURS {
        return Some(Learned::NotOurs);
    }
    let unit = chosen.strip_prefix(UNIT).and_then(UnitCode::parse)?;
    Some(Learned::Unit(unit))
}

/// The value of a unit in the field of a name.
pub(super) fn value(unit: &UnitCode) -> String {
    format!("{UNIT}{unit}")
}
