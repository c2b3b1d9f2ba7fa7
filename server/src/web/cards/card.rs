//! Which cards there are.

use super::super::page::Page;

/// A card, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Card {
    /// Numbers to call, and what to do beside somebody in danger (R083).
    Crisis,
    /// What is normal in the first days and weeks (R132, R133).
    FirstDays,
    /// What helps (R134).
    WhatHelps,
    /// Sleep.
    Sleep,
    /// For the people at home (R166).
    Home,
    /// When to look for help, and with whom (R081, R084).
    SeekHelp,
    /// For dispatchers (R043, R107).
    Dispatch,
    /// For supporters about themselves (R122).
    Supporter,
}

impl Card {
    pub(super) const ALL: [Self; 8] = [
        Self::Crisis,
        Self::FirstDays,
        Self::WhatHelps,
        Self::Sleep,
        Self::Home,
        Self::SeekHelp,
        Self::Dispatch,
        Self::Supporter,
    ];

    /// Its address, without the language.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Crisis => "/cards/crisis",
            Self::FirstDays => "/cards/first-days",
            Self::WhatHelps => "/cards/what-helps",
            Self::Sleep => "/cards/sleep",
            Self::Home => "/cards/home",
            Self::SeekHelp => "/cards/seek-help",
            Self::Dispatch => "/cards/dispatch",
            Self::Supporter => "/cards/supporter",
        }
    }

    /// The card with this last part of its address.
    pub(super) fn named(name: &str) -> Option<Self> {
        let place = format!("/cards/{name}");
        Self::ALL.into_iter().find(|card| card.place() == place)
    }

    /// Its heading.
    pub(super) fn title(self, page: &Page) -> String {
        match self {
            Self::Crisis => t!(page, "cards-crisis"),
            Self::FirstDays => t!(page, "cards-first"),
            Self::WhatHelps => t!(page, "cards-helps"),
            Self::Sleep => t!(page, "cards-sleep"),
            Self::Home => t!(page, "cards-home"),
            Self::SeekHelp => t!(page, "cards-seek"),
            Self::Dispatch => t!(page, "cards-dispatch"),
            Self::Supporter => t!(page, "cards-self"),
        }
    }

    /// What it is about, in one line of the list.
    pub(super) fn about(self, page: &Page) -> String {
        match self {
            Self::Crisis => t!(page, "cards-crisis-about"),
            Self::FirstDays => t!(page, "cards-first-about"),
            Self::WhatHelps => t!(page, "cards-helps-about"),
            Self::Sleep => t!(page, "cards-sleep-about"),
            Self::Home => t!(page, "cards-home-about"),
            Self::SeekHelp => t!(page, "cards-seek-about"),
            Self::Dispatch => t!(page, "cards-dispatch-about"),
            Self::Supporter => t!(page, "cards-self-about"),
        }
    }
}
