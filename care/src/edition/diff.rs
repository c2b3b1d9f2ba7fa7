use std::collections::{BTreeMap, BTreeSet};

use super::Part;

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A part that was not there.
    Added {
        /// The part.
        part: Part,
        /// Which part it comes after; none when it comes first.
        after: Option<String>,
    },
    /// A part that is no longer there.
    Removed {
        /// The part as it was.
        part: Part,
    },
    /// A part that stands elsewhere.
    Moved {
        /// Its name.
        id: String,
        /// Which part it comes after; none when it comes first.
        after: Option<String>,
    },
    /// A field that says something else.
    Changed {
        /// The name of the part.
        id: String,
        /// The name of the field.
        field: &'static str,
        /// What it said.
        from: Vec<String>,
        /// What it says.
        to: Vec<String>,
    },
}

impl Change {
    /// The name of the part that it is about.
    pub fn id(&self) -> &str {
        match self {
            Self::Added { part, .. } | Self::Removed { part } => &part.id,
            Self::Moved { id, .. } | Self::Changed { id, .. } => id,
        }
    }
}

/// What has to be done to the old parts to get the new ones; nothing exactly when they are equal.
///
/// Names are unique within the old parts and within the new ones. As few parts as possible move.
pub fn diff(old: &[Part], new: &[Part]) -> Vec<Change> {
    let before = by_name(old);
    let after = by_name(new);
    let mut changes: Vec<Change> = old
        .iter()
        .filter(|part| !after.contains_key(part.id.as_str()))
        .map(|part| Change::Removed { part: part.clone() })
        .collect();
    let staying = staying(old, new);
    let mut last: Option<&str> = None;
    for part in new {
        let place = last.map(str::to_owned);
        match before.get(part.id.as_str()) {
            None => changes.push(Change::Added {
                part: part.clone(),
                after: place,
            }),
            Some(was) => {
                if !staying.contains(part.id.as_str()) {
                    let id = part.id.clone();
                    changes.push(Change::Moved { id, after: place });
                }
                changes.extend(fields(was, part));
            }
        }
        last = Some(&part.id);
    }
    changes
}

fn by_name(parts: &[Part]) -> BTreeMap<&str, &Part> {
    parts.iter().map(|part| (part.id.as_str(), part)).collect()
}

fn fields(was: &Part, is: &Part) -> Vec<Change> {
    let names: BTreeSet<&'static str> = was.fields().chain(is.fields()).collect();
    names
        .into_iter()
        .filter(|field| was.field(field) != is.field(field))
        .map(|field| Change::Changed {
            id: is.id.clone(),
            field,
            from: was.field(field).to_vec(),
            to: is.field(field).to_vec(),
        })
        .collect()
}

/// The names that can stay where they are: the longest run that has the same order in both.
fn staying<'a>(old: &[Part], new: &'a [Part]) -> BTreeSet<&'a str> {
    let places: BTreeMap<&str, usize> = old
        .iter()
        .enumerate()
        .map(|(place, part)| (part.id.as_str(), place))
        .collect();
    // For each common part the longest run that ends with it.
    let mut runs: Vec<(usize, Vec<&'a str>)> = Vec::new();
    for part in new {
        let Some(place) = places.get(part.id.as_str()) else {
            continue;
        };
        let longest = runs
            .iter()
            .filter(|(end, _)| end < place)
            .max_by_key(|(_, run)| run.len());
        let mut run = longest.map_or_else(Vec::new, |(_, run)| run.clone());
        run.push(&part.id);
        runs.push((*place, run));
    }
    let longest = runs.into_iter().map(|(_, run)| run).max_by_key(Vec::len);
    longest.unwrap_or_default().into_iter().collect()
}
