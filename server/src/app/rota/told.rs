//! A plan as it is printed: a table to read, or JSON.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use care::roster::{Hindered, Plan, Told, Unmet, Violation, WishFor};
use serde::Serialize;

use super::words;
use crate::rota::instance::{number, plan_of, supporter};

/// The plan as JSON.
#[derive(Serialize)]
struct Printed {
    /// By day and duty: who, or nobody.
    plan: Vec<Vec<Option<usize>>>,
    violations: Vec<Wrong>,
    /// Largest less smallest number of duties: of all, and on Saturdays and Sundays.
    spread: [u32; 2],
    unmet: Vec<Open>,
    /// Only where the instance has holidays.
    #[serde(skip_serializing_if = "Option::is_none")]
    holiday_spread: Option<u32>,
    wishes: Vec<Unhappy>,
    /// How many duties of the plan that was have somebody else.
    changed: u32,
    /// Whether no plan is better; otherwise the time was up.
    proven: bool,
}

#[derive(Serialize)]
struct Wrong {
    rule: &'static str,
    s: Option<usize>,
    day: usize,
    words: String,
}

#[derive(Serialize)]
struct Open {
    day: usize,
    duty: u8,
    why: Vec<Because>,
    words: String,
}

#[derive(Serialize)]
struct Because {
    s: Option<usize>,
    rules: Vec<&'static str>,
}

#[derive(Serialize)]
struct Unhappy {
    s: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weekday: Option<&'static str>,
    kind: &'static str,
    times: u32,
    cost: u32,
}

/// Prints a plan as one line of JSON.
pub(super) fn json(plan: &Plan, out: &mut impl Write) -> io::Result<()> {
    let holidays = plan.spread.holiday;
    let printed = Printed {
        plan: plan_of(&plan.filled),
        violations: plan.violations.iter().map(wrong).collect(),
        spread: [plan.spread.all, plan.spread.weekend],
        unmet: plan.unmet.iter().map(open).collect(),
        holiday_spread: (holidays > 0).then_some(holidays),
        wishes: plan.wishes.iter().map(unhappy).collect(),
        changed: plan.changed,
        proven: plan.proven,
    };
    serde_json::to_writer(&mut *out, &printed)?;
    writeln!(out)
}

fn wrong(violation: &Violation) -> Wrong {
    Wrong {
        rule: violation.broken.code(),
        s: violation.person.as_ref().and_then(supporter),
        day: words::day_of(violation.from),
        words: words::violation(violation),
    }
}

fn open(unmet: &Unmet) -> Open {
    Open {
        day: number(unmet.slot.day),
        duty: unmet.slot.place,
        why: unmet.why.iter().map(because).collect(),
        words: open_words(unmet),
    }
}

fn because(hindered: &Hindered) -> Because {
    Because {
        s: supporter(&hindered.person),
        rules: hindered.by.iter().map(|it| it.broken.code()).collect(),
    }
}

fn unhappy(told: &Told) -> Unhappy {
    let (day, weekday) = match &told.wish.when {
        WishFor::Day(day) => (Some(number(*day)), None),
        WishFor::Weekday(weekday) => (None, Some(weekday.code())),
        WishFor::Pattern(_) => (None, None),
    };
    Unhappy {
        s: supporter(&told.wish.person),
        day,
        weekday,
        kind: told.wish.kind.code(),
        times: told.times,
        cost: told.cost,
    }
}

/// Which duty stays open, and what holds how many back.
fn open_words(unmet: &Unmet) -> String {
    let mut by: BTreeMap<&'static str, usize> = BTreeMap::new();
    for hindered in &unmet.why {
        let first = hindered
            .by
            .first()
            .map_or("not placed", |it| it.broken.code());
        *by.entry(first).or_default() += 1;
    }
    let why: Vec<String> = by
        .iter()
        .map(|(code, many)| format!("{many} {}", held_back(code)))
        .collect();
    let (day, duty) = (words::of_day(unmet.slot.day), unmet.slot.place + 1);
    if why.is_empty() {
        format!("{day}: nobody for duty {duty}")
    } else {
        format!("{day}: nobody for duty {duty}: {}", why.join(", "))
    }
}

fn held_back(code: &str) -> &str {
    match code {
        "away" => "away",
        "paused" => "stepped out",
        "too-soon" => "too near another duty",
        "too-many-in-a-week" => "with a full week",
        "overlap" | "too-many-in-a-day" => "on duty that day",
        other => other,
    }
}

/// Prints a plan to read: a line for each week, then what is to be said of it.
pub(super) fn table(plan: &Plan, out: &mut impl Write) -> io::Result<()> {
    let days = plan_of(&plan.filled);
    writeln!(
        out,
        "week  mon     tue     wed     thu     fri     sat     sun"
    )?;
    for (n, week) in days.chunks(7).enumerate() {
        write!(out, "{:>4}", n + 1)?;
        for people in week {
            let names = people
                .iter()
                .map(|it| it.map_or("-".to_owned(), |it| it.to_string()));
            write!(out, "  {:<6}", names.collect::<Vec<_>>().join(" "))?;
        }
        writeln!(out)?;
    }
    let spread = plan.spread;
    writeln!(
        out,
        "spread: {} of all duties, {} of weekends",
        spread.all, spread.weekend
    )?;
    if spread.holiday > 0 {
        writeln!(out, "        {} of holidays", spread.holiday)?;
    }
    if plan.changed > 0 {
        writeln!(out, "changed: {} duties", plan.changed)?;
    }
    for told in &plan.wishes {
        let (who, kind) = (words::name(&told.wish.person), told.wish.kind.code());
        let when = match &told.wish.when {
            WishFor::Day(day) => words::of_day(*day),
            WishFor::Weekday(weekday) => weekday.code().to_owned(),
            WishFor::Pattern(pattern) => pattern.as_str().to_owned(),
        };
        let (times, cost) = (told.times, told.cost);
        writeln!(
            out,
            "wish not met: {who}, {kind}, {when}: {times} times, cost {cost}"
        )?;
    }
    for violation in &plan.violations {
        writeln!(out, "wrong: {}", words::violation(violation))?;
    }
    for unmet in &plan.unmet {
        writeln!(out, "unmet: {}", open_words(unmet))?;
    }
    if plan.proven {
        writeln!(out, "no plan is better")
    } else {
        writeln!(out, "the time was up; there may be a better one")
    }
}
