//! The steps themselves, cheap ones first.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::snapshots::{self, REFERENCES_VARIABLE};
use super::{Pace, Step};
use crate::postgres::{Postgres, URL_VARIABLE};
use crate::run::succeed;
use crate::tools::{DENY, MACHETE, NEXTEST};
use crate::workspace::Workspace;
use crate::{attack, house, journeys, npm, web};

pub(super) const STEPS: &[Step] = &[
    Step {
        name: "house",
        purpose: "rooms, data rules, requirements, templates, texts",
        pace: Pace::Fast,
        run: house_rules,
    },
    Step {
        name: "fmt",
        purpose: "rustfmt finds nothing to change",
        pace: Pace::Fast,
        run: fmt,
    },
    Step {
        name: "web",
        purpose: "the browser bundle builds and its types hold",
        pace: Pace::Fast,
        run: web::all,
    },
    Step {
        name: "clippy",
        purpose: "no lint, in tests too",
        pace: Pace::Fast,
        run: clippy,
    },
    Step {
        name: "doc",
        purpose: "every link in the documentation leads somewhere",
        pace: Pace::Slow,
        run: doc,
    },
    Step {
        name: "tests",
        purpose: "all Rust tests, storage on both engines",
        pace: Pace::Fast,
        run: tests,
    },
    Step {
        name: "examples",
        purpose: "the documentation's examples run",
        pace: Pace::Slow,
        run: examples,
    },
    Step {
        name: "unused",
        purpose: "no dependency that nothing uses",
        pace: Pace::Slow,
        run: unused,
    },
    Step {
        name: "deny",
        purpose: "licences, banned crates, sources",
        pace: Pace::Slow,
        run: deny,
    },
    Step {
        name: "e2e",
        purpose: "journeys in Chromium, with accessibility",
        pace: Pace::Slow,
        run: e2e,
    },
    Step {
        name: "attack",
        purpose: "what was said is found nowhere outside the vault",
        pace: Pace::Slow,
        run: attack::run,
    },
];

fn house_rules(workspace: &Workspace) -> Result<()> {
    house::check(workspace.root())
}

fn fmt(workspace: &Workspace) -> Result<()> {
    succeed(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]);
    succeed(&mut clippy)
}

fn doc(workspace: &Workspace) -> Result<()> {
    let mut doc = workspace.cargo();
    doc.args([
        "doc",
        "--quiet",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--locked",
    ]);
    succeed(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn tests(workspace: &Workspace) -> Result<()> {
    let nextest = NEXTEST.find_or_install(workspace)?;
    let postgres = Postgres::start()?;
    let references = references_file(workspace)?;
    let mut tests = workspace.cargo_tool(&nextest);
    tests.args([
        "nextest",
        "run",
        "--workspace",
        "--locked",
        "--no-fail-fast",
    ]);
    tests
        .env(URL_VARIABLE, postgres.url())
        .env(REFERENCES_VARIABLE, &references)
        .env("INSTA_UPDATE", "no");
    succeed(&mut tests)?;
    snapshots::all_read(workspace.root(), &references)
}

fn references_file(workspace: &Workspace) -> Result<PathBuf> {
    let file = workspace.tools().join("snapshot-references.txt");
    fs::create_dir_all(workspace.tools()).context("making the tools' folder")?;
    fs::write(&file, "").with_context(|| format!("emptying {}", file.display()))?;
    Ok(file)
}

fn examples(workspace: &Workspace) -> Result<()> {
    succeed(
        workspace
            .cargo()
            .args(["test", "--quiet", "--workspace", "--doc", "--locked"]),
    )
}

fn unused(workspace: &Workspace) -> Result<()> {
    let machete = MACHETE.find_or_install(workspace)?;
    succeed(Command::new(machete).current_dir(workspace.root()))
}

fn deny(workspace: &Workspace) -> Result<()> {
    let deny = DENY.find_or_install(workspace)?;
    let mut check = workspace.cargo_tool(&deny);
    succeed(check.args([
        "--locked",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))
}

fn e2e(workspace: &Workspace) -> Result<()> {
    let folder = journeys::prepare(workspace)?;
    let mut journeys = npm::script_command(&folder, "test");
    succeed(journeys::equip(&mut journeys, workspace))
}
