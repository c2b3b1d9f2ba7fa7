//! Running other programs: each failure says which command failed and how.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

/// Runs a command to its end with its output shown.
///
/// # Errors
/// When it cannot be started or ends with failure.
pub fn succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {}", shown(command)))?;
    ensure!(status.success(), "{} ended with {status}", shown(command));
    Ok(())
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// When it cannot be started, fails, or prints what is not UTF-8.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting {}", shown(command)))?;
    ensure!(
        output.status.success(),
        "{} ended with {}",
        shown(command),
        output.status
    );
    String::from_utf8(output.stdout)
        .with_context(|| format!("reading the output of {}", shown(command)))
}

/// Where a program stands on the PATH.
pub fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether this process is root.
///
/// # Errors
/// When `id` cannot tell.
pub fn is_root() -> Result<bool> {
    Ok(output_of(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Installs Debian packages, or says which ones are missing.
///
/// # Errors
/// When this process may not install, or the installation fails.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if find_on_path("apt-get").is_none() || !is_root()? {
        bail!("please install these first: {names}");
    }
    eprintln!("installing {names}");
    succeed(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages);
    succeed(
        install
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null()),
    )
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
