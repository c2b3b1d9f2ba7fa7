//! Cargo subcommands that the checks need, installed from crates.io when absent.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::run::{find_on_path, succeed};
use crate::workspace::Workspace;

/// Tools run for seconds here: their build time counts, not their speed.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

/// A program of crates.io at the version the checks were written for.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Runs each test in a process of its own.
pub const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    version: "0.9.143",
};
/// Licences, banned crates and sources.
pub const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};
/// Dependencies that nothing uses.
pub const MACHETE: Tool = Tool {
    name: "cargo-machete",
    version: "0.9.2",
};

impl Tool {
    /// Where the tool stands, after installing it if need be.
    ///
    /// One on the PATH is taken as it is: a machine that ships the tool should
    /// not have to build it.
    ///
    /// # Errors
    /// When it has to be installed and that fails.
    pub fn find_or_install(self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = workspace
            .tools()
            .join(format!("{}-{}", self.name, self.version));
        let ours = folder.join("bin").join(self.name);
        if let Some(found) =
            find_on_path(self.name).or_else(|| ours.is_file().then(|| ours.clone()))
        {
            return Ok(found);
        }
        eprintln!("building {} from crates.io, once", self.name);
        let mut install = workspace.cargo();
        install
            .args([
                "install",
                "--locked",
                "--quiet",
                self.name,
                "--version",
                self.version,
            ])
            .arg("--root")
            .arg(&folder)
            .arg("--target-dir")
            .arg(workspace.tools().join("build"))
            .envs(QUICK_BUILD);
        succeed(&mut install).with_context(|| format!("installing {}", self.name))?;
        Ok(ours)
    }
}
