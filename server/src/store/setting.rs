//! What an organisation chose, by name: few and small settings that need no version of their own.

use std::collections::BTreeMap;

use care::time::Instant;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

/// The name of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting(&'static str);

impl Setting {
    /// The number of the team, as the public page shows it.
    pub const NUMBER: Self = Self("info-number");
    /// The sites that may show the public page within theirs.
    pub const FRAMES: Self = Self("info-frames");
    /// Whether personnel affairs arrange the appointment of a referral (R085).
    pub const HR_ROUTING: Self = Self("hr-routing");

    /// A condition that management says is there (R106).
    #[must_use]
    pub const fn condition(code: &'static str) -> Self {
        Self(code)
    }
}

#[derive(FromQueryResult)]
struct Row {
    choice: String,
    value: String,
}

/// Everything that an organisation chose.
#[derive(Debug, Clone, Default)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// What was chosen; empty when nothing was.
    #[must_use]
    pub fn get(&self, setting: Setting) -> &str {
        self.0.get(setting.0).map_or("", String::as_str)
    }

    /// Whether it was chosen at all.
    #[must_use]
    pub fn has(&self, setting: Setting) -> bool {
        !self.get(setting).is_empty()
    }
}

impl Tx {
    /// Everything that the organisation chose, at most 200 choices.
    pub async fn settings(&self) -> Result<Settings, StoreError> {
        let sql = "SELECT choice, value FROM organisation_choices WHERE org_id = $1 \
                   ORDER BY choice LIMIT 200";
        let rows: Vec<Row> = self.all(sql, []).await?;
        let pair = |row: Row| (row.choice, row.value);
        Ok(Settings(rows.into_iter().map(pair).collect()))
    }

    /// Chooses; nothing takes the choice away.
    pub async fn set(&self, setting: Setting, value: &str, now: Instant) -> Result<(), StoreError> {
        let sql = "INSERT INTO organisation_choices (org_id, choice, value, at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, choice) \
                   DO UPDATE SET value = excluded.value, at = excluded.at";
        self.run(sql, [setting.0.into(), value.into(), now.millis().into()])
            .await?;
        Ok(())
    }
}
