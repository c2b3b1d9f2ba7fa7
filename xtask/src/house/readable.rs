//! Dutch at level B1: short sentences and few long words, part by part (R009, R047).
//!
//! No measure proves that a text is easy. These three show when it stopped being so; who writes
//! and who reads decide the rest. The limits are below what handbooks for plain Dutch ask at B1
//! (sentences of ten to twelve words on average), and hold for the pages and for the guides.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
use super::locales;
use crate::files;

/// So many words has a sentence on average, in each part, at most.
const MEAN: f64 = 10.0;
/// So many words has any sentence at most.
const LONGEST: usize = 25;
/// From so many letters on a word is long.
const LONG: usize = 13;
/// One word in so many may be long.
const SHARE: f64 = 0.06;
/// A part of fewer words says nothing about its long words.
const ENOUGH: usize = 80;
/// What people here are called; whoever works there knows the word.
const ROLES: [&str; 3] = ["personeelszaken", "leidinggevenden", "privacyfunctionaris"];
/// Names of columns and codes, which nobody reads as sentences.
const NAMES: [&str; 2] = ["copy-is-", "copy-in-"];

/// Holds the Dutch texts and guides against the limits.
///
/// # Errors
/// When a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, text) in locales::read(root, "nl")? {
        if NAMES.iter().all(|names| !key.starts_with(names)) {
            let part = key.split(['-', '.']).next().unwrap_or_default();
            parts
                .entry(part.to_owned())
                .or_default()
                .extend(text.variants);
        }
    }
    for file in files::below(&root.join("docs/guide/nl"), "md").unwrap_or_default() {
        let name = file
            .strip_prefix(root)
            .unwrap_or(&file)
            .display()
            .to_string();
        parts.insert(name, prose(&files::text(&file)?));
    }
    Ok(parts
        .iter()
        .flat_map(|(part, texts)| judge(part, texts))
        .collect())
}

/// The lines of a Markdown file that are read as prose, without its addresses and code.
fn prose(markdown: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut apart = true;
    for line in markdown.lines().map(str::trim) {
        let starts = line.starts_with(|c: char| "#-|>!".contains(c) || c.is_ascii_digit());
        match paragraphs.last_mut() {
            Some(last) if !apart && !starts => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        apart = line.is_empty();
    }
    paragraphs.retain(|text| !text.starts_with('!'));
    let plain = |text: String| {
        let outside = text.split('`').step_by(2).collect::<Vec<_>>().join("…");
        outside
            .split("](")
            .enumerate()
            .map(|(n, part)| {
                if n == 0 {
                    part
                } else {
                    part.split_once(')').map_or("", |(_, rest)| rest)
                }
            })
            .collect::<String>()
    };
    paragraphs.into_iter().map(plain).collect()
}

/// What is too hard in a part.
pub fn judge(part: &str, texts: &[String]) -> Vec<Finding> {
    let sentences: Vec<Vec<&str>> = texts.iter().flat_map(|text| sentences(text)).collect();
    let words: Vec<&str> = sentences.iter().flatten().copied().collect();
    let spoken = sentences.iter().filter(|words| words.len() > 2);
    let (count, sum) = spoken.fold((0, 0), |(count, sum), words| (count + 1, sum + words.len()));
    let mut findings = Vec::new();
    let mean = ratio(sum, count);
    if mean > MEAN {
        findings.push(Finding::new(
            part,
            format!("{mean:.1} words in a sentence on average, over {MEAN}"),
        ));
    }
    for words in sentences.iter().filter(|words| words.len() > LONGEST) {
        let begin = words.iter().take(6).copied().collect::<Vec<_>>().join(" ");
        findings.push(Finding::new(
            part,
            format!("{} words in one sentence: {begin} ...", words.len()),
        ));
    }
    let is_long = |word: &&&str| {
        word.chars().count() >= LONG && !ROLES.contains(&word.to_lowercase().as_str())
    };
    let long = words.iter().filter(is_long).count();
    let share = ratio(long, words.len());
    if words.len() >= ENOUGH && share > SHARE {
        findings.push(Finding::new(
            part,
            format!(
                "{:.1}% of the words are long, over {}%",
                share * 100.0,
                SHARE * 100.0
            ),
        ));
    }
    findings
}

fn sentences(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let ends = |c: char| matches!(c, '.' | '?' | '!' | ':' | ';' | '|');
    text.split_inclusive(char::is_whitespace)
        .collect::<Vec<_>>()
        .split_inclusive(move |word| word.trim_end().ends_with(ends) || word.trim() == "|")
        .map(|sentence| {
            sentence
                .iter()
                .map(|word| bare(word))
                .filter(|word| !word.is_empty())
                .collect()
        })
        .collect::<Vec<Vec<&str>>>()
        .into_iter()
}

/// A word without what stands around it; nothing when there is no letter in it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod samples {
    use super::*;

    fn faults(text: &str) -> usize {
        judge("part", &[text.to_owned()]).len()
    }

    #[test]
    fn short_sentences_pass() {
        assert_eq!(
            faults(&"Je hoeft nu niets te beslissen. Een collega belt je vandaag. ".repeat(20)),
            0
        );
    }

    #[test]
    fn long_sentences_are_noticed_once_by_length_and_once_on_average() {
        let long = format!("{} klaar.", "en dan nog iets ".repeat(8));
        assert_eq!(faults(&long), 2);
        assert_eq!(
            faults(&format!("{long} {}", "Dat is kort genoeg. ".repeat(40))),
            1
        );
    }

    #[test]
    fn long_words_are_noticed() {
        let heavy = "De verantwoordelijkheidsverdeling is er. Ja dat mag. ".repeat(12);
        assert_eq!(faults(&heavy), 1);
    }

    #[test]
    fn a_guide_is_read_without_its_addresses_and_code() {
        let told = prose(
            "# Kop\n\nLees [dit](een/heel-lang-adres.md) met `code` erbij.\n![foto](x.png)\n- punt",
        );
        let told: Vec<&str> = told
            .iter()
            .map(|it| it.trim())
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(told, ["# Kop", "Lees [dit met … erbij.", "- punt"]);
    }
}
