//! Where the clone, the build output and the tools stand.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The clone and the folder that cargo builds into.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The clone that `cargo xtask` was called in.
    ///
    /// Cargo says it when the program runs; the folder it was built in counts only without cargo,
    /// since clones may share what is built.
    ///
    /// Without `CARGO_TARGET_DIR` the output goes to the user's cache, so that
    /// several clones share the compiled dependencies.
    pub fn here() -> Self {
        let said = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let home = said.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = home.parent().unwrap_or(&home).to_path_buf();
        let given = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let cache = || Some(Path::new(&env::var_os("HOME")?).join(".cache/veer-target"));
        let target = given.or_else(cache).unwrap_or_else(|| root.join("target"));
        Self { root, target }
    }

    /// The top folder of the clone.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder inside the clone.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// A program that the workspace built in the development profile.
    pub fn built(&self, program: &str) -> PathBuf {
        self.target.join("debug").join(program)
    }

    /// Where tools from crates.io are kept between runs.
    pub fn tools(&self) -> PathBuf {
        self.target.join("veer-tools")
    }

    /// A cargo command that runs in the clone.
    pub fn cargo(&self) -> Command {
        self.cargo_tool(Path::new(
            &env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        ))
    }

    /// A program that works with cargo, run in the clone.
    pub fn cargo_tool(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }
}
