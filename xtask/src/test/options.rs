//! Which steps somebody asked for.

use anyhow::{Context as _, Result, bail, ensure};

use super::steps::STEPS;
use super::{Pace, Step};

/// The flags of `cargo xtask test`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    only: Vec<String>,
    skip: Vec<String>,
    fast: bool,
    pub(super) list: bool,
}

impl Options {
    /// Reads the flags; a step that does not exist is an error.
    ///
    /// # Errors
    /// When a flag or the name of a step is unknown.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--fast" => options.fast = true,
                "--list" => options.list = true,
                "--only" => options.only.push(known(rest.next())?),
                "--skip" => options.skip.push(known(rest.next())?),
                other => bail!(
                    "unknown flag {other}; there are --only STEP, --skip STEP, --fast and --list"
                ),
            }
        }
        Ok(options)
    }

    pub(super) fn wants(&self, step: &Step) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == step.name);
        if !self.only.is_empty() {
            return named(&self.only);
        }
        let too_slow = self.fast && step.pace == Pace::Slow;
        !too_slow && !named(&self.skip)
    }
}

fn known(name: Option<&String>) -> Result<String> {
    let name = name.context("the flag needs the name of a step")?;
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    ensure!(
        names.contains(&name.as_str()),
        "there is no step {name}; there are {}",
        names.join(", ")
    );
    Ok(name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let options = Options::parse(&arguments).unwrap();
        STEPS
            .iter()
            .filter(|step| options.wants(step))
            .map(|step| step.name)
            .collect()
    }

    #[test]
    fn without_flags_every_step_runs() {
        assert_eq!(chosen(&[]).len(), STEPS.len());
    }

    #[test]
    fn only_wins_over_fast() {
        assert_eq!(chosen(&["--fast", "--only", "e2e"]), ["e2e"]);
    }

    #[test]
    fn skip_and_fast_leave_steps_out() {
        assert!(!chosen(&["--skip", "fmt"]).contains(&"fmt"));
        assert!(!chosen(&["--fast"]).contains(&"e2e"));
    }

    #[test]
    fn an_unknown_step_is_refused() {
        assert!(Options::parse(&["--only".to_owned(), "everything".to_owned()]).is_err());
    }
}
