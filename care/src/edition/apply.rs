use super::{Change, Part};

/// What came of making changes to a version that they were not made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The parts with the changes in them.
    pub parts: Vec<Part>,
    /// Changes of something that somebody else had changed as well.
    ///
    /// A field then says what the change says; a part that was removed or added by both stays as it
    /// stood there.
    pub clashes: Vec<Change>,
}

/// Makes changes to a version; made to the version that they come from, there are no clashes.
pub fn apply(changes: &[Change], parts: &[Part]) -> Applied {
    let mut applied = Applied {
        parts: parts.to_vec(),
        clashes: Vec::new(),
    };
    for change in changes {
        if !alter(change, &mut applied.parts) {
            applied.clashes.push(change.clone());
        }
    }
    arrange(changes, &mut applied);
    applied
}

/// Removes parts and changes fields; `false` when something else stood there.
fn alter(change: &Change, parts: &mut Vec<Part>) -> bool {
    let place = parts.iter().position(|part| part.id == change.id());
    match change {
        Change::Added { .. } | Change::Moved { .. } => true,
        Change::Removed { part } => {
            let Some(place) = place else { return true };
            let same = parts.get(place) == Some(part);
            if same {
                parts.remove(place);
            }
            same
        }
        Change::Changed {
            field, from, to, ..
        } => {
            let Some(part) = place.and_then(|place| parts.get_mut(place)) else {
                return false;
            };
            let expected = part.field(field) == from || part.field(field) == to;
            part.set(field, to.clone());
            expected
        }
    }
}

/// Puts what was added or moved in its place, each after the one that it follows.
fn arrange(changes: &[Change], applied: &mut Applied) {
    let mut loose: Vec<(Part, Option<&String>)> = Vec::new();
    for change in changes {
        match change {
            Change::Added { part, after } => {
                match applied.parts.iter().find(|known| known.id == part.id) {
                    None => loose.push((part.clone(), after.as_ref())),
                    Some(known) if known == part => {}
                    Some(_) => applied.clashes.push(change.clone()),
                }
            }
            Change::Moved { id, after } => {
                if let Some(place) = applied.parts.iter().position(|part| part.id == *id) {
                    loose.push((applied.parts.remove(place), after.as_ref()));
                }
            }
            Change::Removed { .. } | Change::Changed { .. } => {}
        }
    }
    for (part, after) in loose {
        let parts = &mut applied.parts;
        let place = match after {
            None => 0,
            Some(after) => parts
                .iter()
                .position(|known| known.id == *after)
                .map_or(parts.len(), |place| place + 1),
        };
        parts.insert(place, part);
    }
}
