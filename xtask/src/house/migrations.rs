//! The data rules, held against the text of the migrations.
//!
//! Rule 1: column types. Rule 2: the organisation comes first. Rule 5: nothing
//! volatile, no triggers. Rule 11: additive. `docs/ARCHITECTURE.md` has them all.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
use super::sql::{self, Definition, Statement};
use super::table;
use crate::files;

const FOLDER: &str = "server/migrations";
const TYPES: [&str; 4] = ["TEXT", "BIGINT", "INTEGER", "BOOLEAN"];
const OWNER: &str = "ORG_ID";
/// Words that may stand nowhere, each with the rule that says why.
const BANNED: [(&str, &str); 14] = [
    ("TRIGGER", "rule 5: no triggers"),
    ("SEQUENCE", "rule 5: numbers come from a head row"),
    ("SERIAL", "rule 5: ids are made by the application"),
    ("AUTOINCREMENT", "rule 5: ids are made by the application"),
    ("IDENTITY", "rule 5: ids are made by the application"),
    ("CURRENT_TIMESTAMP", "rule 5: time is a parameter"),
    ("CURRENT_DATE", "rule 5: time is a parameter"),
    ("NOW", "rule 5: time is a parameter"),
    ("RANDOM", "rule 5: randomness is a parameter"),
    ("MERGE", "rule 5: no MERGE"),
    ("JSONB", "rule 1: JSON is opaque TEXT"),
    ("DROP", "rule 11: expand, then contract a release later"),
    ("RENAME", "rule 11: expand, then contract a release later"),
    ("WITHOUT", "rule 8: no table option of one engine"),
];

/// What contracted before the first release, when no other version could be running beside it.
const BEFORE_THE_FIRST_RELEASE: [&str; 2] = ["0005_drafts: RENAME", "0005_drafts: DROP"];

/// Holds the rules against every migration.
///
/// # Errors
/// When a migration or the list of reference tables cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let plan = files::text(&root.join("docs/ARCHITECTURE.md"))?;
    let references = reference_tables(&plan);
    let mut findings = Vec::new();
    for (file, number) in files::below(&root.join(FOLDER), "sql")?.iter().zip(1..) {
        let place = files::shown(root, file);
        let name = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let mut faults = text_faults(&files::text(file)?, &references);
        faults.retain(|fault| {
            let waived = |known: &&str| format!("{name}: {fault}").starts_with(*known);
            !BEFORE_THE_FIRST_RELEASE.iter().any(waived)
        });
        faults.extend(name_fault(name, number));
        findings.extend(
            faults
                .into_iter()
                .map(|fault| Finding::new(place.clone(), fault)),
        );
    }
    Ok(findings)
}

/// Tables that stand outside every organisation, from the document's table.
pub fn reference_tables(markdown: &str) -> BTreeSet<String> {
    let rows = table::rows(markdown, "reference table");
    let names = rows
        .iter()
        .filter_map(|row| row.first())
        .flat_map(|cell| table::code_words(cell));
    names.map(str::to_ascii_uppercase).collect()
}

/// `NNNN_what`, numbered without a gap: two branches cannot both add the same number unseen.
fn name_fault(name: &str, number: u32) -> Option<String> {
    let what = name.strip_prefix(&format!("{number:04}_"));
    let plain =
        |what: &str| !what.is_empty() && what.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (!what.is_some_and(plain)).then(|| format!("is not called {number:04}_what.sql"))
}

/// The faults of one migration's text.
pub fn text_faults(text: &str, references: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for statement in sql::statements(text) {
        faults.extend(banned(&statement));
        faults.extend(structure_faults(&statement, references));
    }
    faults
}

fn banned(statement: &Statement) -> Vec<String> {
    let mut faults: Vec<String> = BANNED
        .iter()
        .filter(|(word, _)| statement.has(&[word]))
        .map(|(word, why)| format!("{word} ({why})"))
        .collect();
    if statement.has(&["SET", "NULL"]) {
        faults.push("ON DELETE SET NULL (rule 2: it would empty org_id)".to_owned());
    }
    faults
}

fn structure_faults(statement: &Statement, references: &BTreeSet<String>) -> Vec<String> {
    match statement.definition() {
        Definition::Table { name, parts } => {
            let owned = !references.contains(&name);
            let mut faults: Vec<String> = parts
                .iter()
                .flat_map(|part| part_faults(part, owned))
                .collect();
            let has_owner = parts
                .iter()
                .any(|part| part.starts_with(&[OWNER, "TEXT", "NOT", "NULL"]));
            if owned && !has_owner {
                faults.push("has no org_id TEXT NOT NULL (rule 2)".to_owned());
            }
            if !parts.iter().any(|part| part.has(&["PRIMARY", "KEY"])) {
                faults.push("has no primary key".to_owned());
            }
            faults
                .into_iter()
                .map(|fault| format!("{}: {fault}", name.to_ascii_lowercase()))
                .collect()
        }
        Definition::UniqueIndex { table, columns } => {
            let wrong = !references.contains(&table)
                && columns.first().is_none_or(|column| column != OWNER);
            let fault = || {
                format!(
                    "{}: a unique index without org_id first (rule 2)",
                    table.to_ascii_lowercase()
                )
            };
            wrong.then(fault).into_iter().collect()
        }
        Definition::Column(column) => column_faults(&column),
        Definition::Other => Vec::new(),
    }
}

/// The faults of one part of a table: a constraint or a column.
fn part_faults(part: &Statement, owned: bool) -> Vec<String> {
    let Some(constraint) = part.constraint() else {
        let mut faults = column_faults(part);
        let alone =
            part.has(&["UNIQUE"]) || part.has(&["REFERENCES"]) || part.has(&["PRIMARY", "KEY"]);
        if owned && alone && !part.starts_with(&[OWNER]) {
            faults.push(format!(
                "{part}: a constraint of one column leaves org_id out (rule 2)"
            ));
        }
        return faults;
    };
    let lists = part.lists();
    let all_owned = !lists.is_empty()
        && lists
            .iter()
            .all(|list| list.first().is_some_and(|it| it == OWNER));
    let bare_reference = constraint == "FOREIGN" && lists.len() < 2;
    let wrong = owned && constraint != "CHECK" && (!all_owned || bare_reference);
    wrong
        .then(|| format!("{part}: org_id does not come first (rule 2)"))
        .into_iter()
        .collect()
}

fn column_faults(column: &Statement) -> Vec<String> {
    let known = TYPES.contains(&column.word(1)) && column.word(2) != "(";
    let fault = || {
        format!(
            "{column}: the type is none of {} (rule 1)",
            TYPES.join(", ")
        )
    };
    (!known).then(fault).into_iter().collect()
}

#[cfg(test)]
mod samples {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        text_faults(
            text,
            &reference_tables("| reference table | why |\n|---|---|\n| `logins` | found first |"),
        )
    }

    #[test]
    fn a_good_table_passes() {
        let good = "-- DROP is only a word in this comment
            CREATE TABLE cases (
                org_id TEXT NOT NULL, -- the owner
                case_id TEXT NOT NULL,
                opened_at BIGINT NOT NULL CHECK (opened_at > 0),
                state TEXT NOT NULL DEFAULT 'now; random',
                PRIMARY KEY (org_id, case_id),
                FOREIGN KEY (org_id, case_id) REFERENCES people (org_id, person_id)
            );
            CREATE TABLE heads (org_id TEXT NOT NULL PRIMARY KEY, next BIGINT NOT NULL);
            CREATE TABLE logins (login TEXT NOT NULL PRIMARY KEY);
            CREATE UNIQUE INDEX open ON cases (org_id, case_id) WHERE opened_at IS NULL;
            CREATE INDEX due ON cases (opened_at);
            ALTER TABLE cases ADD COLUMN more INTEGER;";
        assert_eq!(faults(good), Vec::<String>::new());
    }

    #[test]
    fn each_broken_rule_is_noticed() {
        let table = |inside: &str| format!("CREATE TABLE t (org_id TEXT NOT NULL, {inside})");
        for bad in [
            &table("a TIMESTAMP NOT NULL, PRIMARY KEY (org_id, a)"),
            &table("a VARCHAR(10), PRIMARY KEY (org_id, a)"),
            &table("a TEXT, PRIMARY KEY (a, org_id)"),
            &table("a TEXT PRIMARY KEY"),
            &table("a TEXT UNIQUE, PRIMARY KEY (org_id, a)"),
            &table("a TEXT, PRIMARY KEY (org_id, a), UNIQUE (a)"),
            &table("a TEXT, PRIMARY KEY (org_id, a), FOREIGN KEY (a) REFERENCES b (a)"),
            &table(
                "a TEXT, PRIMARY KEY (org_id, a), CONSTRAINT c FOREIGN KEY (org_id, a) REFERENCES b (a)",
            ),
            &table("a TEXT, PRIMARY KEY (org_id, a), FOREIGN KEY (org_id, a) REFERENCES b"),
            &table(
                "a TEXT, PRIMARY KEY (org_id, a), FOREIGN KEY (org_id, a) REFERENCES b (org_id, a) ON DELETE SET NULL",
            ),
            &table("a TEXT"),
            "CREATE TABLE t (a TEXT NOT NULL, org_id TEXT, PRIMARY KEY (org_id, a))",
            "CREATE UNIQUE INDEX i ON t (a)",
            "CREATE TRIGGER x AFTER INSERT ON t",
            "ALTER TABLE t ADD COLUMN a JSON",
            "DROP TABLE t",
            "UPDATE t SET a = now()",
        ] {
            assert_eq!(faults(bad).len(), 1, "{bad}: {:?}", faults(bad));
        }
    }

    #[test]
    fn migrations_are_numbered_without_a_gap() {
        assert_eq!(name_fault("0001_house", 1), None);
        assert!(name_fault("0003_house", 2).is_some());
        assert!(name_fault("0002_", 2).is_some());
    }
}
