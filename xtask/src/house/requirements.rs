//! The catalogue's ids against `docs/requirements.toml`, and its tests against the sources.

mod catalogue;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};

use super::finding::Finding;
use super::rust;
use crate::files;
pub use catalogue::IDS;

const DOCUMENT: &str = "docs/requirements.toml";
const STATES: [&str; 4] = ["done", "partial", "not yet", "content"];

/// Holds the document against the catalogue and the sources.
///
/// # Errors
/// When the document is not TOML or a named source cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let document: toml::Table = files::text(&root.join(DOCUMENT))?
        .parse()
        .context(DOCUMENT)?;
    let mut known = Known::below(root);
    Ok(findings(&document, &mut |reference| known.fault(reference)))
}

/// The faults of a document; `fault_of` judges one reference to a test.
pub fn findings(
    document: &toml::Table,
    fault_of: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<Finding> {
    let missing = IDS.iter().filter(|id| !document.contains_key(**id));
    let mut found: Vec<Finding> = missing
        .map(|id| Finding::new(*id, "is not in the document"))
        .collect();
    for (id, entry) in document {
        if !IDS.contains(&id.as_str()) {
            found.push(Finding::new(id, "is not in the catalogue"));
        }
        found.extend(
            entry_faults(entry, fault_of)
                .into_iter()
                .map(|fault| Finding::new(id, fault)),
        );
    }
    found
}

fn entry_faults(
    entry: &toml::Value,
    fault_of: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<String> {
    let state = entry
        .get("state")
        .and_then(toml::Value::as_str)
        .unwrap_or("(none)");
    let tests: Vec<&str> = entry
        .get("tests")
        .and_then(toml::Value::as_array)
        .map(|tests| tests.iter().filter_map(toml::Value::as_str).collect())
        .unwrap_or_default();
    let mut faults: Vec<String> = tests
        .iter()
        .filter_map(|reference| fault_of(reference))
        .collect();
    if !STATES.contains(&state) {
        faults.push(format!(
            "the state {state} is none of {}",
            STATES.join(", ")
        ));
    }
    if state == "done" && tests.is_empty() {
        faults.push("is done, yet no test shows it".to_owned());
    }
    faults
}

/// The tests that exist, file by file as they are asked for.
pub(super) struct Known<'a> {
    root: &'a Path,
    read: BTreeMap<String, Option<Tests>>,
}

enum Tests {
    /// Names of Rust's test functions.
    Functions(BTreeSet<String>),
    /// The text of a journey, in which a title stands between quotes.
    Titles(String),
}

impl<'a> Known<'a> {
    /// None asked for yet.
    pub(super) fn below(root: &'a Path) -> Self {
        Self {
            root,
            read: BTreeMap::new(),
        }
    }

    /// A reference is `path/of/file.rs::function` or `path/of/file.mjs::title`.
    pub(super) fn fault(&mut self, reference: &str) -> Option<String> {
        let Some((file, name)) = reference.split_once("::") else {
            return Some(format!("{reference} is not FILE::TEST"));
        };
        let root = self.root;
        let tests = self
            .read
            .entry(file.to_owned())
            .or_insert_with(|| read(root, file));
        let exists = match tests {
            None => return Some(format!("{file} is not there, or cannot be read")),
            Some(Tests::Functions(names)) => names.contains(name),
            Some(Tests::Titles(text)) => is_title(text, name),
        };
        (!exists).then(|| format!("{file} has no test {name}"))
    }
}

fn read(root: &Path, file: &str) -> Option<Tests> {
    let text = files::text(&root.join(file)).ok()?;
    if Path::new(file).extension().is_none_or(|it| it != "rs") {
        return Some(Tests::Titles(text));
    }
    Some(Tests::Functions(rust::tests(rust::tokens(&text).ok()?)))
}

fn is_title(text: &str, title: &str) -> bool {
    ['"', '\'', '`']
        .iter()
        .any(|quote| text.contains(&format!("{quote}{title}{quote}")))
}

#[cfg(test)]
mod samples {
    use super::*;

    fn whole() -> toml::Table {
        let entry: toml::Value = toml::Value::Table("state = 'not yet'".parse().unwrap());
        IDS.iter()
            .map(|id| ((*id).to_owned(), entry.clone()))
            .collect()
    }

    fn faults(change: impl FnOnce(&mut toml::Table)) -> Vec<String> {
        let mut document = whole();
        change(&mut document);
        let mut judge =
            |reference: &str| (reference != "care/src/a.rs::b").then(|| "no such test".to_owned());
        findings(&document, &mut judge)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    fn with(id: &str, entry: &str) -> Vec<String> {
        let entry = toml::Value::Table(entry.parse().unwrap());
        faults(|document| {
            document.insert(id.to_owned(), entry);
        })
    }

    #[test]
    fn a_whole_document_passes() {
        assert!(faults(|_| ()).is_empty());
        assert!(with("R001", "state = 'done'\ntests = ['care/src/a.rs::b']").is_empty());
    }

    #[test]
    fn a_missing_and_an_invented_id_are_noticed() {
        assert_eq!(
            faults(|document| drop(document.remove("R072"))),
            ["R072: is not in the document"]
        );
        assert_eq!(
            with("R999", "state = 'not yet'"),
            ["R999: is not in the catalogue"]
        );
    }

    #[test]
    fn done_needs_a_test_that_exists() {
        assert_eq!(
            with("R001", "state = 'done'"),
            ["R001: is done, yet no test shows it"]
        );
        assert_eq!(
            with("R001", "state = 'done'\ntests = ['care/src/a.rs::c']"),
            ["R001: no such test"]
        );
    }

    #[test]
    fn another_state_is_refused() {
        assert_eq!(with("R001", "state = 'nearly'").len(), 1);
    }

    #[test]
    fn a_title_stands_between_quotes() {
        assert!(is_title(
            "test('walks the path', async () => {",
            "walks the path"
        ));
        assert!(!is_title("// walks the path", "walks the path"));
    }
}
