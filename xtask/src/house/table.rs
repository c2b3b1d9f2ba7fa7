//! Tables in Markdown, so that a document and the rule it states are one text.

/// The rows of the first table whose first heading is `heading`.
///
/// Each row is its cells, trimmed. Nothing when there is no such table.
pub fn rows<'a>(markdown: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let mut lines = markdown.lines().map(cells);
    let found = lines.any(|cells| cells.first() == Some(&heading));
    if !found {
        return Vec::new();
    }
    lines
        .skip(1)
        .take_while(|cells| !cells.is_empty())
        .collect()
}

/// The words of a cell that stand between backquotes.
pub fn code_words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn cells(line: &str) -> Vec<&str> {
    let Some(inner) = line
        .trim()
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'))
    else {
        return Vec::new();
    };
    inner.split('|').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
| other | x |
|---|---|
| `no` | |

words
| room | may use |
|---|---|
| `store` | `care`, `clock` |
| `care` | nothing |

| `later` | |";

    #[test]
    fn rows_are_those_of_the_table_with_the_heading() {
        assert_eq!(
            rows(TEXT, "room"),
            [["`store`", "`care`, `clock`"], ["`care`", "nothing"]]
        );
        assert!(rows(TEXT, "absent").is_empty());
    }

    #[test]
    fn code_words_leave_prose_out() {
        assert_eq!(code_words("`care`, and `clock`"), ["care", "clock"]);
        assert!(code_words("nothing").is_empty());
    }
}
