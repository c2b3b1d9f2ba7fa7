//! The rules of the house, held against this clone.
//!
//! Each rule has samples beside it that prove it able to fail.

use anyhow::{Result, ensure};
use xtask::house::{Rule, locales, migrations, requirements, rooms, statements, templates};
use xtask::workspace::Workspace;

fn holds(rule: Rule) -> Result<()> {
    let findings = rule(Workspace::here().root())?;
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    ensure!(lines.is_empty(), "\n{}", lines.join("\n"));
    Ok(())
}

#[test]
fn rooms_keep_to_the_table_of_rooms() -> Result<()> {
    holds(rooms::check)
}

#[test]
fn migrations_keep_the_data_rules() -> Result<()> {
    holds(migrations::check)
}

#[test]
fn statements_name_the_organisation_of_every_table() -> Result<()> {
    holds(statements::check)
}

#[test]
fn every_requirement_has_a_state_and_done_has_a_test() -> Result<()> {
    holds(requirements::check)
}

#[test]
fn templates_hold_nothing_that_the_browser_refuses() -> Result<()> {
    holds(templates::check)
}

#[test]
fn texts_are_the_same_in_every_language_and_all_used() -> Result<()> {
    holds(locales::check)
}
