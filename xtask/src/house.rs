//! The rules of the house, held against the sources.
//!
//! Each rule is a function from text to findings, so that it can be shown bad
//! text and proven able to fail. Only this file knows where things stand.

pub mod finding;
pub mod locales;
pub mod migrations;
pub mod readable;
pub mod requirements;
pub mod rooms;
pub mod rust;
mod sql;
pub mod statements;
pub mod table;
pub mod templates;
pub mod text;
pub mod threats;

use std::path::Path;

use anyhow::{Result, ensure};

use finding::Finding;

/// A rule of the house over a clone.
pub type Rule = fn(&Path) -> Result<Vec<Finding>>;

/// All of them, by name.
pub const RULES: &[(&str, Rule)] = &[
    ("rooms", rooms::check),
    ("migrations", migrations::check),
    ("statements", statements::check),
    ("requirements", requirements::check),
    ("templates", templates::check),
    ("threats", threats::check),
    ("locales", locales::check),
    ("readable", readable::check),
];

/// Holds every rule against a clone and prints what was found.
///
/// # Errors
/// When a rule is broken or a file cannot be read.
pub fn check(root: &Path) -> Result<()> {
    let mut broken = Vec::new();
    for (name, rule) in RULES {
        let findings = rule(root)?;
        for finding in &findings {
            eprintln!("{name}: {finding}");
        }
        if !findings.is_empty() {
            broken.push(format!("{name} ({})", findings.len()));
        }
    }
    ensure!(broken.is_empty(), "broken: {}", broken.join(", "));
    Ok(())
}
