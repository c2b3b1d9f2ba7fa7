//! The tests that `docs/THREATS.md` names as proof, against the sources.

use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
use super::requirements;
use crate::files;

const DOCUMENT: &str = "docs/THREATS.md";

/// Holds each named test against the sources.
///
/// # Errors
/// When the document cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let document = files::text(&root.join(DOCUMENT))?;
    let mut known = requirements::Known::below(root);
    let named = references(&document);
    if named.is_empty() {
        return Ok(vec![Finding::new(DOCUMENT, "names no test")]);
    }
    Ok(named
        .into_iter()
        .filter_map(|reference| known.fault(reference))
        .map(|fault| Finding::new(DOCUMENT, fault))
        .collect())
}

/// What stands between backticks as `file.ext::name`.
fn references(document: &str) -> Vec<&str> {
    let is_test = |text: &&str| {
        text.split_once("::").is_some_and(|(file, _)| {
            let kind = Path::new(file).extension();
            kind.is_some_and(|it| it == "rs" || it == "mjs")
        })
    };
    let quoted = document.split('`').skip(1).step_by(2);
    quoted.filter(is_test).collect()
}

#[cfg(test)]
mod samples {
    use super::*;

    #[test]
    fn tests_are_found_between_backticks_and_code_is_not() {
        let text = "One (`a/b.rs::c_d`), `care::access`, `docs/x.md`,\n`e2e/f.test.mjs::g, h's i`.";
        assert_eq!(
            references(text),
            ["a/b.rs::c_d", "e2e/f.test.mjs::g, h's i"]
        );
    }
}
