//! Files of the clone, without what is built or fetched.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", ".git"];

/// All files with an extension below a folder, sorted; none if it is not there.
///
/// # Errors
/// When a folder cannot be read.
pub fn below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        collect(folder, extension, &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// A file's text.
///
/// # Errors
/// When it cannot be read; the message names it.
pub fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// A path as it stands in the clone, for messages.
pub fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root)
        .unwrap_or(file)
        .display()
        .to_string()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry
            .with_context(|| format!("reading {}", folder.display()))?
            .path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() && !NOT_OURS.contains(&name) {
            collect(&path, extension, found)?;
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    Ok(())
}
