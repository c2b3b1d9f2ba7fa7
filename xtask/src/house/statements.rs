//! Data rules 4 and 5, held against the statements in the store's sources.
//!
//! A statement that forgets the organisation works on every test with one
//! organisation in it, and leaks with two.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::finding::Finding;
use super::sql::{self, Definition, Statement};
use super::{migrations, rust};
use crate::files;

const FOLDER: &str = "server/src/store";
/// Words after which a table's name follows, and whose rows then need an organisation.
const READS: [&str; 3] = ["FROM", "JOIN", "UPDATE"];
const VOLATILE: [&str; 5] = [
    "NOW",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "RANDOM",
    "MERGE",
];
/// Where a statement may cross organisations: the scans for what is due, and whether a provider of
/// the installation delivers.
const CROSSINGS: [(&str, &str); 3] = [
    ("server/src/store/job.rs", "JOBS"),
    ("server/src/store/alert.rs", "ALERTS"),
    ("server/src/store/message.rs", "MESSAGES"),
];

/// Holds the rules against every text of the store that names a table.
///
/// # Errors
/// When a source or a migration cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let owned = owned_tables(root)?;
    let mut findings = Vec::new();
    for file in files::below(&root.join(FOLDER), "rs")? {
        let place = files::shown(root, &file);
        if place.ends_with("tests.rs") || place.contains("/tests/") {
            continue; // A test may look across organisations to see that nothing crossed.
        }
        let tokens = rust::tokens(&files::text(&file)?).with_context(|| place.clone())?;
        for text in rust::strings(tokens) {
            let crossing = |table: &str| CROSSINGS.contains(&(place.as_str(), table));
            findings.extend(
                fault(&text, &owned, &crossing).map(|fault| Finding::new(place.clone(), fault)),
            );
        }
    }
    Ok(findings)
}

fn owned_tables(root: &Path) -> Result<BTreeSet<String>> {
    let references =
        migrations::reference_tables(&files::text(&root.join("docs/ARCHITECTURE.md"))?);
    let mut owned = BTreeSet::new();
    for file in files::below(&root.join("server/migrations"), "sql")? {
        for statement in sql::statements(&files::text(&file)?) {
            if let Definition::Table { name, .. } = statement.definition() {
                owned.insert(name);
            }
        }
    }
    Ok(&owned - &references)
}

/// The fault of one text, if it is a statement or a part of one.
fn fault(text: &str, owned: &BTreeSet<String>, crossing: &dyn Fn(&str) -> bool) -> Option<String> {
    let is_sql = |word: &str| READS.contains(&word) || word == "INTO";
    if !text.split_whitespace().any(is_sql) {
        return None; // Statements are written with keywords in capitals; the rest is prose.
    }
    let statements = sql::statements(text);
    let statement = statements.first()?;
    let tables = statement
        .after(&READS)
        .into_iter()
        .filter(|table| owned.contains(*table) && !crossing(table));
    let asked = tables.count();
    let named = statement.count(&["ORG_ID", "="]);
    if asked > named {
        return Some(format!(
            "names {asked} tables and {named} times org_id = (rule 4): {text}"
        ));
    }
    let inserts = statement
        .after(&["INTO"])
        .into_iter()
        .any(|table| owned.contains(table));
    if inserts && !inserts_owner_first(statement) {
        return Some(format!("inserts without org_id first (rule 4): {text}"));
    }
    let is_statement = asked > 0 || inserts;
    let volatile = VOLATILE
        .iter()
        .find(|word| is_statement && statement.has(&[word]))?;
    Some(format!("uses {volatile} (rule 5): {text}"))
}

fn inserts_owner_first(statement: &Statement) -> bool {
    statement
        .lists()
        .first()
        .and_then(|list| list.first())
        .is_some_and(|column| column == "ORG_ID")
}

#[cfg(test)]
mod samples {
    use super::*;

    fn found(text: &str) -> Option<String> {
        let owned = BTreeSet::from(["CASES".to_owned(), "PEOPLE".to_owned(), "JOBS".to_owned()]);
        fault(text, &owned, &|table| table == "JOBS")
    }

    #[test]
    fn a_statement_that_names_the_organisation_passes() {
        for good in [
            "SELECT a FROM cases WHERE org_id = $1 AND case_id = $2",
            "SELECT c.a FROM cases c JOIN people p ON p.org_id = $1 AND p.id = c.id WHERE c.org_id = $1",
            "{LIST} AND c.id IN (SELECT id FROM cases WHERE org_id = $1)",
            "INSERT INTO cases (org_id, case_id) VALUES ($1, $2) ON CONFLICT (org_id, case_id) DO UPDATE SET a = 1",
            "SELECT org_id, job_id FROM jobs WHERE done_at IS NULL",
            "SELECT person_id FROM logins WHERE login = $1",
            "a message from cases that is no statement, now and then",
        ] {
            assert_eq!(found(good), None, "{good}");
        }
    }

    #[test]
    fn a_statement_that_forgets_it_is_noticed() {
        for bad in [
            "SELECT a FROM cases WHERE case_id = $1",
            "SELECT a FROM cases c JOIN people p ON p.id = c.id WHERE c.org_id = $1",
            "SELECT a FROM cases WHERE org_id = $1 AND id IN (SELECT id FROM people WHERE name = $2)",
            "UPDATE cases SET a = $1",
            "DELETE FROM cases",
            "INSERT INTO cases (case_id, org_id) VALUES ($1, $2)",
            "INSERT INTO cases SELECT 1",
        ] {
            assert!(found(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_volatile_function_is_noticed() {
        assert!(found("UPDATE cases SET at = now() WHERE org_id = $1").is_some());
    }
}
