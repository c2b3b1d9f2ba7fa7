//! A rule in one line of text, so that versions of it can be laid side by side.

use std::collections::BTreeSet;

use super::{Certainty, Rule, Tri};
use crate::ids::KindCode;

impl Rule {
    /// The rule in one line: `sure;codes=drowning,burns;minor=yes`.
    pub fn line(&self) -> String {
        let mut words = vec![self.certainty.code().to_owned()];
        let codes: BTreeSet<String> = self.codes.iter().map(ToString::to_string).collect();
        let sets = [
            ("codes", &codes),
            ("priority", &self.priority),
            ("extra", &self.extra),
        ];
        for (name, set) in sets.into_iter().filter(|(_, set)| !set.is_empty()) {
            let texts: Vec<String> = set.iter().map(|text| plain(text)).collect();
            words.push(format!("{name}={}", texts.join(",")));
        }
        let facts = self.facts();
        let asked = facts
            .iter()
            .filter_map(|(name, fact)| Some((name, (*fact)?)));
        words.extend(asked.map(|(name, fact)| format!("{name}={fact}")));
        words.join(";")
    }

    /// Reads a line of [`Rule::line`].
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split(';');
        let mut rule = Self {
            certainty: Certainty::parse(words.next()?)?,
            ..Self::default()
        };
        for word in words {
            let (name, value) = word.split_once('=')?;
            let texts = || value.split(',').map(read);
            match name {
                "codes" => rule.codes = texts().map(KindCode::new).collect(),
                "priority" => rule.priority = texts().collect(),
                "extra" => rule.extra = texts().collect(),
                _ => *rule.fact_mut(name)? = Some(Tri::parse(value)?),
            }
        }
        Some(rule)
    }

    /// What it asks of each fact, by the fact's name.
    pub const fn facts(&self) -> [(&'static str, Option<Tri>); 5] {
        [
            ("minor", self.minor),
            ("fatal", self.fatal),
            ("aggression", self.aggression),
            ("alarm-button", self.alarm_button),
            ("major", self.major),
        ]
    }

    /// The place for what it asks of a fact; none when there is no such fact.
    pub fn fact_mut(&mut self, name: &str) -> Option<&mut Option<Tri>> {
        match name {
            "minor" => Some(&mut self.minor),
            "fatal" => Some(&mut self.fatal),
            "aggression" => Some(&mut self.aggression),
            "alarm-button" => Some(&mut self.alarm_button),
            "major" => Some(&mut self.major),
            _ => None,
        }
    }
}

const MARKS: [(&str, &str); 4] = [("%", "%25"), (";", "%3B"), (",", "%2C"), ("=", "%3D")];

fn plain(text: &str) -> String {
    let marks = MARKS.iter();
    marks.fold(text.to_owned(), |text, (mark, code)| {
        text.replace(mark, code)
    })
}

fn read(text: &str) -> String {
    let marks = MARKS.iter().rev();
    marks.fold(text.to_owned(), |text, (mark, code)| {
        text.replace(code, mark)
    })
}
