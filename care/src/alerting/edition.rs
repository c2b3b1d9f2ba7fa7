//! The ladder as a document that is kept in versions.

use super::{Ladder, Quiet, Rung, Whom};
use crate::edition::{Edition, Part};
use jiff::civil::Time;

/// The fields of a ladder, in the order in which they are told.
pub const LADDER_FIELDS: [&str; 6] = ["rungs", "rounds", "again", "hold", "each", "quiet"];

impl Edition for Ladder {
    fn parts(&self) -> Vec<Part> {
        let number = |number: u32| [number.to_string()];
        let rung = |rung: &Rung| {
            let (after, people) = (rung.after_minutes, rung.people);
            format!("{after} {} {people}", rung.whom)
        };
        let quiet = self.quiet.map(|quiet| {
            let clock = |time: Time| time.strftime("%H:%M").to_string();
            format!("{} {}", clock(quiet.from), clock(quiet.until))
        });
        let part = Part::new("ladder")
            .with("rungs", self.rungs.iter().map(rung))
            .with("rounds", number(self.rounds))
            .with("again", number(self.again_minutes))
            .with("hold", number(self.hold_minutes))
            .with("each", number(self.colleagues_each))
            .with("quiet", quiet);
        vec![part]
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let part = parts.first()?;
        let number = |field: &str| part.line(field)?.parse().ok();
        let rungs = part.field("rungs").iter();
        Some(Self {
            rungs: rungs.map(|line| rung(line)).collect::<Option<_>>()?,
            rounds: number("rounds")?,
            again_minutes: number("again")?,
            hold_minutes: number("hold")?,
            colleagues_each: number("each")?,
            quiet: match part.line("quiet") {
                Some(line) => Some(quiet(line)?),
                None => None,
            },
        })
    }
}

fn rung(line: &str) -> Option<Rung> {
    let mut words = line.split(' ');
    Some(Rung {
        after_minutes: words.next()?.parse().ok()?,
        whom: Whom::parse(words.next()?)?,
        people: words.next()?.parse().ok()?,
    })
}

fn quiet(line: &str) -> Option<Quiet> {
    let (from, until) = line.split_once(' ')?;
    Some(Quiet {
        from: from.parse().ok()?,
        until: until.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_survives_being_told_as_parts() {
        let ladder = Ladder::default();
        assert_eq!(ladder.with_parts(&ladder.parts()), Some(ladder.clone()));
        let waking = Ladder {
            quiet: None,
            ..ladder.clone()
        };
        assert_eq!(ladder.with_parts(&waking.parts()), Some(waking));
        assert_eq!(ladder.with_parts(&[Part::new("ladder")]), None);
    }

    #[test]
    fn every_field_of_a_ladder_is_told() {
        let parts = Ladder::default().parts();
        let told: std::collections::BTreeSet<_> = parts.iter().flat_map(Part::fields).collect();
        assert_eq!(told, LADDER_FIELDS.into_iter().collect());
    }
}
