//! A Fluent file as the rules of the house see it: keys, arguments, and the words themselves.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser;

/// What stands under one key.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Text {
    /// The names of its arguments.
    pub arguments: BTreeSet<String>,
    /// Its words, once for each variant; an argument is `…`, which is nobody's word.
    pub variants: Vec<String>,
}

/// The texts of a language; an attribute is `key.attribute`.
pub type Texts = BTreeMap<String, Text>;

/// Reads a file; what cannot be read comes back as it stands.
///
/// # Errors
/// The first lines of what is not Fluent.
pub fn parse(source: &str) -> Result<Texts, Vec<String>> {
    let resource = parser::parse(source)
        .map_err(|(_, errors)| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let mut texts = Texts::new();
    for entry in resource.body {
        let (name, value, attributes) = match entry {
            Entry::Message(it) => (it.id.name.to_owned(), it.value, it.attributes),
            Entry::Term(it) => (format!("-{}", it.id.name), Some(it.value), it.attributes),
            Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_)
            | Entry::Junk { .. } => continue,
        };
        for attribute in attributes {
            texts.insert(
                format!("{name}.{}", attribute.id.name),
                read(&attribute.value),
            );
        }
        if let Some(value) = value {
            texts.insert(name, read(&value));
        }
    }
    Ok(texts)
}

fn read(pattern: &Pattern<&str>) -> Text {
    let mut text = Text::default();
    text.variants = spell(pattern, &mut text.arguments);
    text
}

/// Every way in which a pattern can be said.
fn spell(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) -> Vec<String> {
    let mut said = vec![String::new()];
    for element in &pattern.elements {
        let parts = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression } => spell_placed(expression, arguments),
        };
        said = said
            .iter()
            .flat_map(|before| parts.iter().map(move |part| format!("{before}{part}")))
            .collect();
    }
    said
}

fn spell_placed(expression: &Expression<&str>, arguments: &mut BTreeSet<String>) -> Vec<String> {
    match expression {
        Expression::Select { selector, variants } => {
            note(selector, arguments);
            variants
                .iter()
                .flat_map(|variant| spell(&variant.value, arguments))
                .collect()
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => vec![(*value).to_owned()],
        Expression::Inline(inline) => {
            note(inline, arguments);
            vec!["…".to_owned()]
        }
    }
}

/// Notes the arguments that are named here.
fn note(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference {
            arguments: call, ..
        }
        | InlineExpression::TermReference {
            arguments: Some(call),
            ..
        } => note_call(call, arguments),
        InlineExpression::Placeable { expression } => {
            spell_placed(expression, arguments);
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

fn note_call(call: &CallArguments<&str>, arguments: &mut BTreeSet<String>) {
    for inline in &call.positional {
        note(inline, arguments);
    }
    for named in &call.named {
        note(&named.value, arguments);
    }
}

#[cfg(test)]
mod samples {
    use super::*;

    const EN: &str = "\
# a comment = not a key
hello = Hello { $name }
    and { $other }
    .title = Tip { DATETIME($day) }
count = { $n ->
    [one] one
   *[other] { $n } times
  }
refusal-closed = Closed
";

    #[test]
    fn keys_arguments_and_words_are_read() {
        let texts = parse(EN).unwrap();
        let keys: Vec<&str> = texts.keys().map(String::as_str).collect();
        assert_eq!(keys, ["count", "hello", "hello.title", "refusal-closed"]);
        let arguments: Vec<_> = texts["hello"].arguments.iter().collect();
        assert_eq!(arguments, ["name", "other"]);
        assert_eq!(texts["hello"].variants, ["Hello …\nand …"]);
        assert_eq!(texts["count"].variants, ["one", "… times"]);
        assert!(texts["hello.title"].arguments.contains("day"));
    }

    #[test]
    fn what_is_not_fluent_is_told() {
        assert!(parse("hello = { $name\n").is_err());
    }
}
