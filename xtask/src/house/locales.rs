//! The texts: one set of keys and arguments in every language, and none idle.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, anyhow};

use super::finding::Finding;
use super::text::{self, Texts};
use crate::files;

const LANGUAGES: [&str; 2] = ["en", "nl"];

/// Holds the languages against each other and the keys against the sources.
///
/// # Errors
/// When a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let [en, nl] = LANGUAGES.map(|language| read(root, language));
    let (en, nl) = (en?, nl?);
    let mut findings = differences(&en, &nl);
    findings.extend(empty(&en).chain(empty(&nl)));
    findings.extend(idle(&en, &sources(root)?));
    Ok(findings)
}

/// All texts of a language.
///
/// # Errors
/// When a file cannot be read, or is not Fluent.
pub(super) fn read(root: &Path, language: &str) -> Result<Texts> {
    let mut texts = Texts::new();
    for file in files::below(&root.join("locales").join(language), "ftl")? {
        let parsed = text::parse(&files::text(&file)?);
        texts.append(
            &mut parsed.map_err(|errors| anyhow!("{}: {}", file.display(), errors.join("; ")))?,
        );
    }
    Ok(texts)
}

fn sources(root: &Path) -> Result<String> {
    let mut all = String::new();
    for (folder, extension) in [
        ("server", "rs"),
        ("server/templates", "html"),
        ("care/src", "rs"),
    ] {
        for file in files::below(&root.join(folder), extension)? {
            all.push_str(&files::text(&file)?);
        }
    }
    Ok(all)
}

/// Keys that one language lacks, and arguments in which they differ.
pub fn differences(en: &Texts, nl: &Texts) -> Vec<Finding> {
    let keys: BTreeSet<&String> = en.keys().chain(nl.keys()).collect();
    let fault = |key: &String| match (en.get(key), nl.get(key)) {
        (Some(_), None) => Some("is missing in nl"),
        (None, Some(_)) => Some("is missing in en"),
        (Some(one), Some(two)) if one.arguments != two.arguments => {
            Some("takes other arguments in nl than in en")
        }
        _ => None,
    };
    keys.into_iter()
        .filter_map(|key| Some(Finding::new(key, fault(key)?)))
        .collect()
}

/// Texts that say nothing, in one of their variants.
pub fn empty(texts: &Texts) -> impl Iterator<Item = Finding> {
    let silent = texts
        .iter()
        .filter(|(_, text)| text.variants.iter().any(|said| said.trim().is_empty()));
    silent.map(|(key, _)| Finding::new(key, "says nothing"))
}

/// Keys that no source names.
///
/// A key is named as a whole (`"key"`), or by a family that the source puts
/// together (`"refusal-{code}"`, `"refusal-"`).
pub fn idle(texts: &Texts, sources: &str) -> Vec<Finding> {
    let quoted: BTreeSet<&str> = sources.split('"').collect();
    let families: BTreeSet<&str> = quoted.iter().filter_map(|text| family(text)).collect();
    let is_named =
        |key: &str| quoted.contains(key) || families.iter().any(|family| key.starts_with(family));
    let idle = texts
        .keys()
        .filter(|key| !key.starts_with('-') && !key.contains('.') && !is_named(key));
    idle.map(|key| Finding::new(key, "no source uses this text"))
        .collect()
}

/// `refusal-{code}` and `refusal-` are the family `refusal-`.
fn family(text: &str) -> Option<&str> {
    let (prefix, rest) = text.split_at_checked(text.find('{').unwrap_or(text.len()))?;
    let plain = prefix.len() > 2 && prefix.ends_with('-') && is_key(prefix);
    (plain && !rest.contains(' ')).then_some(prefix)
}

fn is_key(name: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && name.chars().all(is_name)
}

#[cfg(test)]
mod samples {
    use super::*;

    const EN: &str = "\
# a comment = not a key
hello = Hello { $name }
    and { $other }
    .title = Tip { $day }
count = { $n ->
    [one] one
   *[other] { $n }
  }
refusal-closed = Closed
";

    fn faults(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }

    fn parse(text: &str) -> Texts {
        text::parse(text).unwrap()
    }

    #[test]
    fn an_empty_text_is_noticed() {
        let texts = parse(
            "one = One\nnone = { \"\" }\nsome = { $n ->\n    [one] { \" \" }\n   *[other] many\n  }\n",
        );
        let faults = faults(&empty(&texts).collect::<Vec<_>>());
        assert_eq!(faults, ["none: says nothing", "some: says nothing"]);
    }

    #[test]
    fn a_difference_between_languages_is_noticed() {
        let nl = parse(&EN.replace("$day", "$dag").replace("count =", "aantal ="));
        assert_eq!(
            faults(&differences(&parse(EN), &nl)),
            [
                "aantal: is missing in en",
                "count: is missing in nl",
                "hello.title: takes other arguments in nl than in en",
            ]
        );
    }

    #[test]
    fn an_idle_text_is_noticed() {
        let sources = "t!(page, \"hello\"); format!(\"refusal-{code}\"); \"counts\"";
        assert_eq!(
            faults(&idle(&parse(EN), sources)),
            ["count: no source uses this text"]
        );
    }
}
