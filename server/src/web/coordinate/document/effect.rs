//! What a draft would do differently.

use crate::web::time::Markup;

/// What would be different, as far as it can be told beforehand.
#[derive(Default)]
pub(in super::super) struct Effects {
    pub(in super::super) lead: String,
    /// What the rows are, where they are no steps.
    pub(in super::super) head: Option<String>,
    pub(in super::super) groups: Vec<Group>,
    pub(in super::super) rows: Vec<Row>,
    /// What is told line by line.
    pub(in super::super) told: Vec<String>,
    /// Where it is told of longer ago.
    pub(in super::super) further: Option<(&'static str, String)>,
    /// The stretches of days to look back over; none where nothing is looked back at.
    pub(in super::super) stretches: &'static [i64],
}

/// Events that would be judged differently in one way: how many, and some by kind and time.
pub(in super::super) struct Group {
    pub(in super::super) title: String,
    pub(in super::super) count: usize,
    pub(in super::super) examples: Vec<Example>,
}

/// An event without anybody in it.
pub(in super::super) struct Example {
    pub(in super::super) when: Markup,
    pub(in super::super) what: String,
}

/// A step of an invented case, or what people read, before and after.
pub(in super::super) struct Row {
    pub(in super::super) name: String,
    pub(in super::super) before: String,
    pub(in super::super) after: String,
    /// The language of both, where it may be another than that of the page; else empty.
    pub(in super::super) lang: &'static str,
}

impl Row {
    pub(in super::super) fn differs(&self) -> bool {
        self.before != self.after
    }
}
