//! Who may lean on whom: the tables of `docs/ARCHITECTURE.md` against the sources.

mod care;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};

use super::finding::Finding;
use super::rust::{self, Path as Words};
use super::table;
use crate::files;

/// The room of `lib.rs`, `main.rs` and the other programs: the wiring.
const WIRING: &str = "main";
const OWN_NAMES: [&str; 2] = ["crate", "veer"];

/// Holds both tables against every source of the server, and `care` against its own rule.
///
/// # Errors
/// When the document or a source cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let plan = Plan::parse(&files::text(&root.join("docs/ARCHITECTURE.md"))?);
    let mut findings = care::check(root)?;
    let sources = root.join("server/src");
    for file in files::below(&sources, "rs")? {
        let place = file
            .strip_prefix(&sources)
            .unwrap_or(&file)
            .display()
            .to_string();
        let tokens = rust::tokens(&files::text(&file)?).with_context(|| place.clone())?;
        findings.extend(
            plan.faults(&place, &rust::paths(tokens))
                .into_iter()
                .map(|it| Finding::new(place.clone(), it)),
        );
    }
    Ok(findings)
}

/// What the document allows.
#[derive(Debug, Default)]
pub struct Plan {
    /// Room by room, the rooms it may use.
    rooms: BTreeMap<String, BTreeSet<String>>,
    /// Foreign crates that have a home, and the rooms that are theirs.
    homes: BTreeMap<String, BTreeSet<String>>,
}

impl Plan {
    /// Reads the tables headed `room` and `crate` out of the document.
    pub fn parse(markdown: &str) -> Self {
        Self {
            rooms: column(markdown, "room"),
            homes: column(markdown, "crate"),
        }
    }

    /// The faults of one source, named as below `server/src`.
    pub fn faults(&self, place: &str, paths: &BTreeSet<Words>) -> BTreeSet<String> {
        let module = module_of(place);
        let room = module.first().map_or(WIRING, String::as_str);
        let Some(allowed) = self.rooms.get(room) else {
            return BTreeSet::from([format!("the room `{room}` is not in the table of rooms")]);
        };
        let mut faults = BTreeSet::new();
        for path in paths {
            if let Some(other) = self.room_meant(&module, path)
                && other != room
                && !allowed.contains(other)
            {
                faults.insert(format!(
                    "`{room}` may not use `{other}` ({})",
                    path.join("::")
                ));
            }
            if let Some((krate, homes)) =
                path.first().and_then(|root| self.homes.get_key_value(root))
                && !homes.contains(room)
                && !is_own_name(krate, paths)
            {
                faults.insert(format!(
                    "`{krate}` is not used in `{room}` ({})",
                    path.join("::")
                ));
            }
        }
        faults
    }

    fn room_meant<'a>(&self, module: &[String], path: &'a Words) -> Option<&'a str> {
        let (first, rest) = path.split_first()?;
        let (ups, other) = match first.as_str() {
            own if OWN_NAMES.contains(&own) => (module.len(), rest.first()?),
            "super" => (
                1 + rest.iter().take_while(|word| *word == "super").count(),
                rest.iter().find(|word| *word != "super")?,
            ),
            "care" => (module.len(), first),
            _ => return None,
        };
        (ups >= module.len() && self.rooms.contains_key(other)).then_some(other.as_str())
    }
}

/// Whether the source brings in a module of ours under the name of a foreign crate.
fn is_own_name(krate: &str, paths: &BTreeSet<Words>) -> bool {
    let is_ours = |path: &Words| path.len() > 2 && path.last().is_some_and(|last| last == krate);
    paths.iter().any(is_ours)
}

fn column(markdown: &str, heading: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for row in table::rows(markdown, heading) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else {
            continue;
        };
        for name in table::code_words(first) {
            found.insert(
                name.to_owned(),
                table::code_words(last)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            );
        }
    }
    found
}

/// `store/case/mod.rs` is the module `store::case`; the wiring is the root itself.
fn module_of(place: &str) -> Vec<String> {
    let mut words: Vec<String> = place
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if words.last().is_some_and(|word| word == "mod") {
        words.pop();
    }
    let is_wiring = words
        .first()
        .is_none_or(|word| matches!(word.as_str(), "lib" | "main" | "bin"));
    if is_wiring { Vec::new() } else { words }
}

#[cfg(test)]
mod samples {
    use super::*;

    const PLAN: &str = "\
| room | holds | may use |
|---|---|---|
| `care` | rules | nothing |
| `store` | rows | `care` |
| `web`, `api` | pages | `care`, `store` |
| `main` | wiring | `web`, `api`, `store` |

| crate | only in |
|---|---|
| `sea_orm` | `store` |
";

    fn faults(place: &str, source: &str) -> Vec<String> {
        let paths = rust::paths(rust::tokens(source).unwrap());
        Plan::parse(PLAN)
            .faults(place, &paths)
            .into_iter()
            .collect()
    }

    #[test]
    fn what_the_table_allows_passes() {
        assert!(
            faults(
                "web/me/talk.rs",
                "use crate::store::Store; use care::ids; use super::super::page;"
            )
            .is_empty()
        );
        assert!(faults("store/case.rs", "use sea_orm::Value; use super::tx;").is_empty());
        assert!(faults("main.rs", "use veer::web; fn main() { veer::api::go() }").is_empty());
    }

    #[test]
    fn rooms_of_one_floor_never_meet() {
        assert_eq!(
            faults("web/me.rs", "use crate::api::Feed;"),
            ["`web` may not use `api` (crate::api::Feed)"]
        );
        assert_eq!(
            faults("web/me/mod.rs", "use super::super::api;"),
            ["`web` may not use `api` (super::super::api)"]
        );
        assert_eq!(
            faults("api.rs", "fn a() { super::web::go() }"),
            ["`api` may not use `web` (super::web::go)"]
        );
    }

    #[test]
    fn nobody_leans_upwards() {
        assert_eq!(
            faults("store/mod.rs", "use crate::{web::Page};"),
            ["`store` may not use `web` (crate::web::Page)"]
        );
    }

    #[test]
    fn a_crate_stays_in_its_home() {
        assert_eq!(
            faults("web/me.rs", "use sea_orm::Entity;"),
            ["`sea_orm` is not used in `web` (sea_orm::Entity)"]
        );
    }

    #[test]
    fn a_module_of_ours_may_be_called_like_a_crate() {
        let source = "use crate::store::sea_orm; fn a() { sea_orm::read() }";
        assert!(faults("web/me.rs", source).is_empty());
    }

    #[test]
    fn a_room_that_nobody_planned_is_noticed() {
        assert_eq!(
            faults("attic/box.rs", ""),
            ["the room `attic` is not in the table of rooms"]
        );
    }
}
