//! Words for what it was that Veer does not know, and the kinds that they can be matched to.

use std::collections::BTreeSet;

use care::incident::IncidentList;

use super::choice::{Choice, MOST_WORDS};
use crate::{
    store::PolicyKind,
    web::{coordinate::codes, error::AppError, member::Member, text::Texts},
};

/// What the words of a file can be matched to, and the words.
pub(super) struct WordsView {
    /// Kinds that the organisation's incident list names, by code, in words.
    pub(super) listed: Vec<(String, String)>,
    /// Kinds that no entry of it names: such an event is kept, and begins nothing.
    pub(super) others: Vec<(String, String)>,
    /// The words, with what was chosen for them.
    pub(super) words: Vec<WordView>,
    /// How many more there are.
    pub(super) more: usize,
}

/// A word of the file.
pub(super) struct WordView {
    pub(super) at: usize,
    pub(super) word: String,
    /// In how many rows it stands; none when it is already matched.
    pub(super) rows: u64,
    /// The code that was chosen; empty when none was.
    pub(super) chosen: String,
}

/// The words that are not known, those that were matched first: a mistake can be taken back.
///
/// A word that is itself a kind's code is known, although no profile says so.
pub(super) async fn load(
    member: &Member,
    choice: &Choice,
    unknown: &[(String, u64)],
) -> Result<WordsView, AppError> {
    let tx = member.read("show kinds").await?;
    let list: Option<(i64, IncidentList)> = tx.policy(PolicyKind::IncidentList, member.now).await?;
    drop(tx);
    let entries = list.map(|(_, list)| list.entries).unwrap_or_default();
    let rules = entries
        .iter()
        .filter(|it| it.enabled)
        .flat_map(|it| &it.rules);
    let named: BTreeSet<&str> = rules
        .flat_map(|rule| &rule.codes)
        .map(care::ids::KindCode::as_str)
        .collect();
    let l = member.reader.l();
    let known = codes::all();
    let others = known.iter().copied().filter(|code| !named.contains(code));
    let matched = choice.kinds.iter();
    let matched = matched.map(|(word, code)| (word.clone(), 0, code.clone()));
    let is_new = |(word, _): &&(String, u64)| {
        let word = word.as_str();
        !named.contains(word) && !known.contains(&word) && !choice.kinds.contains_key(word)
    };
    let unknown = unknown.iter().filter(is_new);
    // A word that stands on the list as it is called there needs no looking for.
    let meant = |word: &str| codes::meant(word).unwrap_or_default().to_owned();
    let unknown = unknown.map(|(word, rows)| (word.clone(), *rows, meant(word)));
    let mut all: Vec<(String, u64, String)> = matched.chain(unknown).collect();
    let more = all.len().saturating_sub(MOST_WORDS);
    all.truncate(MOST_WORDS);
    let view = |(at, (word, rows, chosen)): (usize, (String, u64, String))| WordView {
        at,
        word,
        rows,
        chosen,
    };
    Ok(WordsView {
        listed: in_words(named.iter().copied(), l),
        others: in_words(others, l),
        words: all.into_iter().enumerate().map(view).collect(),
        more,
    })
}

/// Codes by their words, in order of the alphabet.
fn in_words<'a>(codes: impl Iterator<Item = &'a str>, l: Texts) -> Vec<(String, String)> {
    let by_word: BTreeSet<(String, &str)> =
        codes.map(|code| (codes::word(code, l), code)).collect();
    let pair = |(word, code): (String, &str)| (code.to_owned(), word);
    by_word.into_iter().map(pair).collect()
}
