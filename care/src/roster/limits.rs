//! The limits that an organisation sets to its rota.

use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// Which working-time rules hold for being on call (reference B6.5).
    #[derive(Default)]
    pub enum Regime {
        /// None is checked: an organisation outside the law on working time.
        #[default]
        None = "none",
        /// On call under the law on working time.
        Consignatie = "consignatie",
        /// On call under a collective agreement in care: a duty lasts 24 hours at most, and the
        /// agreement's own counts are not checked here.
        Bereikbaarheidsdienst = "bereikbaarheidsdienst",
    }
}

/// The limits. Veer invents none (C25): they are off until an organisation sets them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The most duties of one person that begin on one day.
    pub a_day: Option<u8>,
    /// The least number of whole calendar days without duty between two duties.
    pub free_days: u8,
    /// The most duties of one person that begin in one week, Monday to Sunday.
    pub a_week: Option<u8>,
    /// Which working-time rules hold.
    pub regime: Regime,
    /// Whether a night with a call is followed by the rest that the law asks for, which lets the
    /// average be 45 hours a week in place of 40.
    pub rest_after_night_calls: bool,
}
