//! Snapshots that no test reads any more: they look like a promise and are none.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::files;

/// insta appends the path of each snapshot that a test read to the file named here.
pub(super) const REFERENCES_VARIABLE: &str = "INSTA_SNAPSHOT_REFERENCES_FILE";

/// Refuses `.snap` files below the root that are not among the references.
pub(super) fn all_read(root: &Path, references: &Path) -> Result<()> {
    let read = fs::read_to_string(references).unwrap_or_default();
    let read: BTreeSet<PathBuf> = read
        .lines()
        .filter_map(|line| fs::canonicalize(line).ok())
        .collect();
    let mut orphans = Vec::new();
    for snapshot in files::below(root, "snap")? {
        let snapshot =
            fs::canonicalize(&snapshot).with_context(|| snapshot.display().to_string())?;
        if !read.contains(&snapshot) {
            orphans.push(snapshot.display().to_string());
        }
    }
    ensure!(
        orphans.is_empty(),
        "no test reads these snapshots:\n{}",
        orphans.join("\n")
    );
    Ok(())
}
