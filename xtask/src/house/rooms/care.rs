//! The ground floor is pure: no input, output, clock, thread or environment.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::files;
use crate::house::finding::Finding;
use crate::house::rust::{self, Path as Words};

/// What the rules may be built with: dates, stored forms, error enums.
const DEPENDENCIES: [&str; 3] = ["jiff", "serde", "thiserror"];
/// Parts of the standard library that reach into the world.
const WORLD: [&str; 8] = ["env", "fs", "io", "net", "os", "process", "thread", "time"];

/// Holds the rule against the manifest and every source of `care`.
pub(super) fn check(root: &Path) -> Result<Vec<Finding>> {
    let manifest = files::text(&root.join("care/Cargo.toml"))?;
    let mut findings: Vec<Finding> = foreign(&manifest)?
        .into_iter()
        .map(|fault| Finding::new("care/Cargo.toml", fault))
        .collect();
    for file in files::below(&root.join("care/src"), "rs")? {
        let place = files::shown(root, &file);
        if place.ends_with("tests.rs") || place.contains("/tests/") {
            continue; // A test may read a golden file.
        }
        let tokens = rust::tokens(&files::text(&file)?).with_context(|| place.clone())?;
        findings.extend(
            worldly(&rust::paths(tokens))
                .into_iter()
                .map(|fault| Finding::new(place.clone(), fault)),
        );
    }
    Ok(findings)
}

fn foreign(manifest: &str) -> Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse().context("care/Cargo.toml")?;
    let dependencies = manifest
        .get("dependencies")
        .and_then(toml::Value::as_table)
        .cloned()
        .unwrap_or_default();
    let foreign = dependencies
        .keys()
        .filter(|name| !DEPENDENCIES.contains(&name.as_str()));
    Ok(foreign
        .map(|name| format!("`care` may not depend on `{name}`"))
        .collect())
}

fn worldly(paths: &BTreeSet<Words>) -> BTreeSet<String> {
    paths
        .iter()
        .filter(|path| match path.as_slice() {
            [root, part, ..] => root == "std" && WORLD.contains(&part.as_str()),
            _ => false,
        })
        .map(|path| {
            format!(
                "`{}` reaches into the world; make it a parameter",
                path.join("::")
            )
        })
        .collect()
}

#[cfg(test)]
mod samples {
    use super::*;

    #[test]
    fn a_foreign_dependency_is_noticed() {
        let faults = foreign(
            "[dependencies]\njiff = \"1\"\nrand = \"1\"\n[dev-dependencies]\ninsta = \"1\"",
        )
        .unwrap();
        assert_eq!(faults, ["`care` may not depend on `rand`"]);
    }

    #[test]
    fn the_world_is_noticed() {
        let found = |source: &str| worldly(&rust::paths(rust::tokens(source).unwrap())).len();
        assert_eq!(
            found("use std::{fs, collections::BTreeMap, time::Duration};"),
            2
        );
        assert_eq!(found("fn a() { std::env::var(\"A\"); }"), 1);
        assert_eq!(
            found("use std::collections::BTreeSet; use crate::time::Instant;"),
            0
        );
    }
}
