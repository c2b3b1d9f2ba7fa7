//! Just enough SQL to read a schema: words, brackets and commas.

use std::fmt;

/// A statement or a part of one, as upper-case words and single marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement(Vec<String>);

/// What a statement makes, as far as the rules care.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Definition {
    Table { name: String, parts: Vec<Statement> },
    UniqueIndex { table: String, columns: Vec<String> },
    Column(Statement),
    Other,
}

const CONSTRAINTS: [&str; 4] = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];

/// Splits a text at `;`, without comments; a quoted text becomes one empty word.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut current = Vec::new();
    for word in words(text) {
        if word == ";" {
            found.push(Statement(std::mem::take(&mut current)));
        } else {
            current.push(word);
        }
    }
    found.push(Statement(current));
    found.retain(|statement| !statement.0.is_empty());
    found
}

fn words(text: &str) -> Vec<String> {
    let bare: String = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for (at, piece) in bare.split('\'').enumerate() {
        if at % 2 == 1 {
            found.push("''".to_owned());
            continue;
        }
        let mut word = String::new();
        for c in piece.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '_' {
                word.extend(c.to_uppercase());
                continue;
            }
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            if !c.is_whitespace() && c != '"' {
                found.push(c.to_string());
            }
        }
    }
    found
}

impl Statement {
    /// Whether these words stand in it, next to each other.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.0.windows(words.len()).any(|window| window == words)
    }

    /// How often these words stand in it.
    pub(super) fn count(&self, words: &[&str]) -> usize {
        self.0
            .windows(words.len())
            .filter(|window| *window == words)
            .count()
    }

    /// The words that follow one of these.
    pub(super) fn after(&self, keywords: &[&str]) -> Vec<&str> {
        let pairs = self.0.windows(2).filter_map(|pair| match pair {
            [keyword, word] if keywords.contains(&keyword.as_str()) => Some(word.as_str()),
            _ => None,
        });
        pairs.collect()
    }

    pub(super) fn starts_with(&self, words: &[&str]) -> bool {
        self.0
            .iter()
            .map(String::as_str)
            .take(words.len())
            .eq(words.iter().copied())
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.0.get(at).map_or("", String::as_str)
    }

    /// The word a table constraint begins with, its own name passed over.
    pub(super) fn constraint(&self) -> Option<&str> {
        let at = if self.word(0) == "CONSTRAINT" { 2 } else { 0 };
        Some(self.word(at)).filter(|word| CONSTRAINTS.contains(word))
    }

    /// The lists between brackets, at the outermost level.
    pub(super) fn lists(&self) -> Vec<Vec<String>> {
        let mut lists = Vec::new();
        let mut depth = 0_u32;
        for word in &self.0 {
            match word.as_str() {
                "(" => {
                    depth += 1;
                    if depth == 1 {
                        lists.push(Vec::new());
                    }
                }
                ")" => depth = depth.saturating_sub(1),
                "," => {}
                _ if depth > 0 => {
                    if let Some(list) = lists.last_mut() {
                        list.push(word.clone());
                    }
                }
                _ => {}
            }
        }
        lists
    }

    /// What this statement makes.
    pub(super) fn definition(&self) -> Definition {
        if self.starts_with(&["CREATE", "TABLE"]) {
            return Definition::Table {
                name: self.before_bracket(),
                parts: self.parts(),
            };
        }
        if self.starts_with(&["CREATE", "UNIQUE", "INDEX"]) {
            let columns = self.lists().into_iter().next().unwrap_or_default();
            return Definition::UniqueIndex {
                table: self.before_bracket(),
                columns,
            };
        }
        let column = self
            .0
            .windows(2)
            .position(|window| window == ["ADD", "COLUMN"]);
        match column.and_then(|at| self.0.get(at + 2..)) {
            Some(words) if self.starts_with(&["ALTER", "TABLE"]) => {
                Definition::Column(Self(words.to_vec()))
            }
            _ => Definition::Other,
        }
    }

    fn before_bracket(&self) -> String {
        let bracket = self
            .0
            .iter()
            .position(|word| word == "(")
            .unwrap_or_default();
        self.word(bracket.saturating_sub(1)).to_owned()
    }

    /// What stands between the outermost brackets, cut at its commas.
    fn parts(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut current = Vec::new();
        let mut depth = 0_u32;
        for word in &self.0 {
            match word.as_str() {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            let ends = (depth == 1 && word == ",") || (depth == 0 && word == ")");
            if ends {
                parts.push(Self(std::mem::take(&mut current)));
            } else if depth > 1 || (depth == 1 && !(word == "(" && current.is_empty())) {
                current.push(word.clone());
            }
        }
        parts.retain(|part| !part.0.is_empty());
        parts
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join(" ").to_lowercase())
    }
}
