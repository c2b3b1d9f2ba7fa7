//! Rust source read as tokens: comments and strings cannot fool it.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path as written, such as `crate::store::Store`.
pub type Path = Vec<String>;

/// Reads a source into tokens.
///
/// # Errors
/// When it is not Rust.
pub fn tokens(source: &str) -> Result<TokenStream> {
    source.parse().map_err(|error| anyhow!("not Rust: {error}"))
}

/// Every path of at least two segments, in `use` lines, code and macros.
///
/// A group such as `use crate::{store::Store, clock}` yields one path each.
pub fn paths(stream: TokenStream) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    collect_paths(&stream.into_iter().collect::<Vec<_>>(), &mut found);
    found.retain(|path| path.len() > 1);
    found
}

fn collect_paths(trees: &[TokenTree], found: &mut BTreeSet<Path>) {
    let mut rest = trees;
    while let Some((tree, tail)) = rest.split_first() {
        match tree {
            TokenTree::Ident(_) => rest = collect_tree(Vec::new(), rest, found),
            TokenTree::Group(group) => {
                collect_paths(&trees_of(group), found);
                rest = tail;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => rest = tail,
        }
    }
}

/// Takes one path off the front, groups included; returns what follows it.
fn collect_tree<'a>(
    mut path: Path,
    mut rest: &'a [TokenTree],
    found: &mut BTreeSet<Path>,
) -> &'a [TokenTree] {
    while let [TokenTree::Ident(word), tail @ ..] = rest {
        path.push(word.to_string());
        rest = tail;
        let Some(tail) = after_separator(rest) else {
            break;
        };
        rest = tail;
        if let [TokenTree::Group(group), tail @ ..] = rest
            && group.delimiter() == Delimiter::Brace
        {
            collect_branches(&path, &trees_of(group), found);
            return tail;
        }
    }
    if path.len() > 1 && path.last().is_some_and(|word| word == "self") {
        path.pop();
    }
    found.insert(path);
    rest
}

fn after_separator(rest: &[TokenTree]) -> Option<&[TokenTree]> {
    let is_colon =
        |tree: &TokenTree| matches!(tree, TokenTree::Punct(mark) if mark.as_char() == ':');
    match rest {
        [one, two, tail @ ..] if is_colon(one) && is_colon(two) => Some(tail),
        _ => None,
    }
}

fn collect_branches(path: &Path, trees: &[TokenTree], found: &mut BTreeSet<Path>) {
    for branch in
        trees.split(|tree| matches!(tree, TokenTree::Punct(mark) if mark.as_char() == ','))
    {
        collect_tree(path.clone(), branch, found);
    }
}

/// The macro that makes two tests of each name it is given, one per engine.
const ENGINES: &str = "on_both_engines";

/// Names of functions that are tests, or stand inside a macro that makes them.
pub fn tests(stream: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect_tests(&stream.into_iter().collect::<Vec<_>>(), false, &mut found);
    found
}

fn collect_tests(trees: &[TokenTree], inside_macro: bool, found: &mut BTreeSet<String>) {
    let mut is_test = inside_macro;
    let mut before = (None, None);
    for tree in trees {
        match tree {
            TokenTree::Group(group) if is_mark(before.1, '#') => is_test |= mentions_test(group),
            TokenTree::Group(group) => {
                let is_macro = is_mark(before.1, '!');
                if is_macro && is_word(before.0, ENGINES) {
                    found.extend(words_of(group));
                }
                collect_tests(&trees_of(group), inside_macro || is_macro, found);
                if group.delimiter() == Delimiter::Brace {
                    is_test = inside_macro;
                }
            }
            TokenTree::Ident(word) if is_test && is_word(before.1, "fn") => {
                found.insert(word.to_string());
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => is_test = inside_macro,
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        before = (before.1, Some(tree));
    }
}

fn words_of(group: &Group) -> impl Iterator<Item = String> {
    let is_ident = |tree: &TokenTree| matches!(tree, TokenTree::Ident(_));
    trees_of(group)
        .into_iter()
        .filter(is_ident)
        .map(|tree| tree.to_string())
}

/// The texts of string literals, as they are when the program runs.
pub fn strings(stream: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for tree in stream {
        match tree {
            TokenTree::Group(group) => found.append(&mut strings(group.stream())),
            TokenTree::Literal(literal) => found.extend(unquoted(&literal.to_string())),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

/// A literal without its quotes; a line that was broken with `\` is one again.
fn unquoted(literal: &str) -> Option<String> {
    let bare = literal.trim_start_matches(['r', '#']).trim_end_matches('#');
    let inner = bare.strip_prefix('"')?.strip_suffix('"')?;
    let mut lines = inner.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    Some(
        lines
            .fold(first, |text, line| text + line.trim_start())
            .replace("\\\"", "\""),
    )
}

fn is_mark(tree: Option<&TokenTree>, mark: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_word(tree: Option<&TokenTree>, word: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == word)
}

/// `#[test]` and `#[tokio::test]`, but not `#[cfg(test)]`.
fn mentions_test(attribute: &Group) -> bool {
    trees_of(attribute)
        .iter()
        .any(|tree| matches!(tree, TokenTree::Ident(word) if word == "test"))
}

fn trees_of(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

#[cfg(test)]
mod samples {
    use super::*;

    fn paths_in(source: &str) -> Vec<String> {
        paths(tokens(source).unwrap())
            .iter()
            .map(|path| path.join("::"))
            .collect()
    }

    #[test]
    fn a_grouped_use_is_taken_apart() {
        let found = paths_in("use crate::{store::{Store, Tx as T}, clock::{self}}; use care::ids;");
        assert_eq!(
            found,
            [
                "care::ids",
                "crate::clock",
                "crate::store::Store",
                "crate::store::Tx"
            ]
        );
    }

    #[test]
    fn a_path_in_code_and_in_a_macro_counts() {
        let found = paths_in("fn a() { let x = crate::web::go::<u8>(); vec![crate::api::no()]; }");
        assert_eq!(found, ["crate::api::no", "crate::web::go"]);
    }

    #[test]
    fn the_body_of_an_item_is_read() {
        let found = paths_in("mod a { use crate::web::Page; } struct B { c: crate::api::D, e: F }");
        assert_eq!(found, ["crate::api::D", "crate::web::Page"]);
    }

    #[test]
    fn comments_and_strings_do_not_count() {
        assert!(paths_in("// crate::web::x\nconst A: &str = \"crate::api::y\";").is_empty());
    }

    #[test]
    fn strings_are_read_as_the_program_sees_them() {
        let source = "fn a() { b(\"one \\\n   two\", r#\"raw\"#, 'c', 1); } // \"no\"";
        assert_eq!(strings(tokens(source).unwrap()), ["one two", "raw"]);
    }

    #[test]
    fn tests_are_functions_with_the_attribute_or_in_a_macro() {
        let source = "
            #[test] fn one() {} fn no() {}
            #[tokio::test] pub async fn two() {}
            #[cfg(test)] mod tests { #[test] fn three() {} fn not_this() {} }
            proptest! { fn four(n in 0..3) {} }
            on_both_engines!(five, six,);";
        let found: Vec<String> = tests(tokens(source).unwrap()).into_iter().collect();
        assert_eq!(found, ["five", "four", "one", "six", "three", "two"]);
    }
}
