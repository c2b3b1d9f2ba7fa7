//! The words of a mapping: what a column can be, and how days are written.

use crate::feed::when::TimeFormat;

/// What a column of a register can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventField {
    /// The incident number.
    Id,
    /// When it happened: a moment, or a day beside a time of day.
    At,
    /// The time of day that belongs to the day in another column.
    Clock,
    /// The day alone, for rows without a moment.
    Day,
    /// Until when it lasted.
    Until,
    /// The units sent.
    Units,
    /// What it was.
    Kind,
    /// How urgent.
    Priority,
    /// Who handled the call.
    Dispatchers,
    /// How far it is.
    Status,
    /// Whether a child was involved.
    Minor,
    /// Whether somebody died.
    Fatal,
    /// Whether there was aggression.
    Aggression,
    /// Whether an alarm button was pressed.
    AlarmButton,
    /// Whether it was scaled up.
    Major,
}

impl EventField {
    /// Every field, with its word in forms and profiles.
    pub const ALL: [(Self, &str); 15] = [
        (Self::Id, "id"),
        (Self::At, "at"),
        (Self::Clock, "clock"),
        (Self::Day, "day"),
        (Self::Until, "until"),
        (Self::Units, "units"),
        (Self::Kind, "kind"),
        (Self::Priority, "priority"),
        (Self::Dispatchers, "dispatchers"),
        (Self::Status, "status"),
        (Self::Minor, "minor"),
        (Self::Fatal, "fatal"),
        (Self::Aggression, "aggression"),
        (Self::AlarmButton, "alarm-button"),
        (Self::Major, "major"),
    ];

    /// Its word.
    #[must_use]
    pub fn code(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(field, _)| *field == self)
            .map_or("", |(_, code)| code)
    }

    /// The field that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, code)| *code == word).map(|(field, _)| field)
    }
}

/// In which order a source writes day, month and year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// 31-12-2026
    #[default]
    DayFirst,
    /// 2026-12-31
    YearFirst,
    /// 12/31/2026
    MonthFirst,
}

impl DayOrder {
    /// Every order; of equals the first is guessed.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::YearFirst, Self::MonthFirst];

    /// The word for it in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::YearFirst => "year-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == word)
    }

    fn dates(self) -> &'static [&'static str] {
        match self {
            Self::DayFirst => &["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"],
            Self::YearFirst => &["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"],
            Self::MonthFirst => &["%m/%d/%Y", "%m-%d-%Y"],
        }
    }

    fn clocks(self) -> &'static [&'static str] {
        match self {
            Self::DayFirst => &["%H:%M:%S", "%H:%M"],
            Self::YearFirst => &["%H:%M:%S", "%H:%M", "%H:%M:%S%.f"],
            Self::MonthFirst => &["%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M"],
        }
    }

    /// The formats of a moment, as a source of this order may write it.
    #[must_use]
    pub fn moments(self) -> Vec<String> {
        let dates = self.dates().iter();
        let mut all: Vec<String> = dates
            .flat_map(|date| {
                self.clocks()
                    .iter()
                    .map(move |clock| format!("{date} {clock}"))
            })
            .collect();
        if self == Self::YearFirst {
            let iso = ["%H:%M:%S%:z", "%H:%M:%S%.f%:z", "%H:%M:%S", "%H:%M"];
            all.extend(iso.map(|clock| format!("%Y-%m-%dT{clock}")));
        }
        all
    }

    /// The formats of a day.
    #[must_use]
    pub fn days(self) -> Vec<String> {
        self.dates().iter().map(ToString::to_string).collect()
    }

    /// Whether a value is written in this order.
    #[must_use]
    pub fn reads(self, value: &str) -> bool {
        let formats = self.moments().into_iter().chain(self.days());
        formats
            .filter_map(|format| TimeFormat::new(&format).ok())
            .any(|format| format.read(value).is_some())
    }
}
