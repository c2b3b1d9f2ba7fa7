//! Everything that Veer ever sends, in one readable table: what, to whom, when, how often at most.

use care::alerting::{Ladder, Purpose, RULES, ReminderRule};

use super::words;
use crate::{
    store::CALL_AFTER,
    web::{page::Page, text::Texts},
};

/// One kind of message.
pub(super) struct SentRow {
    /// What it is about; that stands in no message.
    pub(super) about: String,
    /// What it says, word for word.
    pub(super) says: String,
    pub(super) to: String,
    pub(super) when: String,
    pub(super) most: String,
}

/// Every message there is: the rungs of this ladder, the table of reminders, the code.
pub(super) fn rows(page: &Page, ladder: &Ladder) -> Vec<SentRow> {
    let l = page.l();
    let mut rows: Vec<SentRow> = ladder
        .rungs
        .iter()
        .map(|rung| SentRow {
            about: t!(l, "alerting-sent-asked"),
            says: says(Purpose::Asked, l),
            to: words::whom(rung.whom, rung.people, l),
            when: words::after(rung.after_minutes, l),
            most: t!(l, "alerting-sent-rounds", count = ladder.rounds),
        })
        .collect();
    rows.extend(RULES.iter().map(|rule| reminder(rule, l)));
    rows.push(SentRow {
        about: t!(l, "alerting-sent-code"),
        says: says(Purpose::Code, l),
        to: t!(l, "alerting-sent-code-to"),
        when: t!(l, "alerting-sent-code-when"),
        most: t!(l, "alerting-sent-code-most"),
    });
    rows
}

fn reminder(rule: &ReminderRule, l: Texts) -> SentRow {
    SentRow {
        about: l.get(&format!("alerting-reminder-{}", rule.about)),
        says: says(Purpose::Reminder, l),
        to: l.get(&format!("alerting-to-{}", rule.to)),
        when: l.get(&format!("alerting-since-{}", rule.since)),
        most: match rule.most {
            1 => t!(l, "alerting-once"),
            most => t!(l, "alerting-most", count = most, hours = rule.apart_hours),
        },
    }
}

fn says(purpose: Purpose, l: Texts) -> String {
    match purpose {
        Purpose::Code => format!("{} 123456", t!(l, "message-code")),
        Purpose::Asked => t!(l, "message-asked"),
        Purpose::Reminder => t!(l, "message-reminder"),
    }
}

/// How much later a telephone rings than everything else, in minutes.
pub(super) fn call_minutes() -> i64 {
    CALL_AFTER.as_mins()
}
