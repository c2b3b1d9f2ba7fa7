//! One place where a rule of the house is broken.

use std::fmt;

/// Where, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    place: String,
    fault: String,
}

impl Finding {
    /// A fault at a place, such as a file or an id.
    pub fn new(place: impl Into<String>, fault: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            fault: fault.into(),
        }
    }

    /// What is wrong, without the place.
    pub fn fault(&self) -> &str {
        &self.fault
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.fault)
    }
}
