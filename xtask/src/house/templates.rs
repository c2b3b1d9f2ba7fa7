//! What a template may not hold, because the content security policy refuses it.
//!
//! In the browser these fail silently, and only on the page that has them.

use std::path::Path;

use anyhow::Result;

use super::finding::Finding;
use crate::files;

/// Holds the rule against every template of the server.
///
/// # Errors
/// When a template cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files::below(&root.join("server/templates"), "html")? {
        let text = files::text(&file)?;
        let faults = faults(&text);
        findings.extend(
            faults
                .into_iter()
                .map(|fault| Finding::new(files::shown(root, &file), fault)),
        );
    }
    Ok(findings)
}

/// The faults of one template.
pub fn faults(template: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for tag in tags(&without_marks(template)) {
        let (name, attributes) = tag
            .split_once(|c: char| c.is_whitespace())
            .unwrap_or((tag, ""));
        match name.to_ascii_lowercase().as_str() {
            "style" => faults.push("a <style> element: it belongs in web/src".to_owned()),
            "script" if !attributes.contains("src=") => {
                faults.push("an inline <script>: it belongs in web/src".to_owned());
            }
            _ => {}
        }
        faults.extend(
            attributes_of(attributes)
                .filter_map(|(name, value)| fault_of(&name.to_ascii_lowercase(), value)),
        );
    }
    faults
}

fn fault_of(name: &str, value: &str) -> Option<String> {
    if name.starts_with("hx-on") {
        return Some(format!("{name}: htmx would evaluate text as code"));
    }
    if name == "style" {
        return Some("a style attribute: write a class".to_owned());
    }
    if name.len() > 2 && name.starts_with("on") && name.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(format!("{name}: an inline handler"));
    }
    if name == "hx-trigger" && value.contains('[') {
        return Some("a filter in hx-trigger: htmx would evaluate text as code".to_owned());
    }
    let value = value.trim_start().to_ascii_lowercase();
    let is_code = value.starts_with("js:") || value.starts_with("javascript:");
    is_code.then(|| format!("{name} holds code"))
}

/// The template without the marks of its language: an expression becomes `x`.
fn without_marks(template: &str) -> String {
    let mut plain = String::new();
    let mut rest = template;
    while let Some((before, mark)) = rest.split_once('{') {
        plain.push_str(before);
        let (end, instead) = match mark.chars().next() {
            Some('{') => ("}}", "x"),
            Some('%') => ("%}", " "),
            Some('#') => ("#}", " "),
            _ => {
                plain.push('{');
                rest = mark;
                continue;
            }
        };
        plain.push_str(instead);
        rest = mark.split_once(end).map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// The inside of every opening tag.
fn tags(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (inside, tail) = after
                .split_at_checked(end_of_tag(after))
                .unwrap_or((after, ""));
            found.push(inside);
            rest = tail;
        }
    }
    found
}

/// Where the tag ends: at the first `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('>', None) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Attributes as name and value.
fn attributes_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, tail) = match quote {
            Some(quote) => value
                .strip_prefix(quote)
                .and_then(|inner| inner.split_once(quote))
                .unwrap_or((value, "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = tail;
        Some((name, value))
    })
}

#[cfg(test)]
mod samples {
    use super::faults;

    #[test]
    fn each_ban_is_noticed() {
        for bad in [
            "<button hx-on:click=\"go()\">",
            "<button hx-on::after-request='go()'>",
            "<p style=\"color: red\">",
            "<p class=\"a\" STYLE='x'>",
            "<style>p {}</style>",
            "<script>go()</script>",
            "<a onclick=\"go()\">",
            "<a\n  href=\"javascript:go()\">",
            "<form hx-vals='js:{a: b()}'>",
            "<input hx-trigger=\"keyup[key=='Enter']\">",
            "<p {% if a > b %}class=\"x\"{% endif %} onload=go>",
            "<p title=\"{{ a }}\" onfocus=\"x\">",
        ] {
            assert_eq!(faults(bad).len(), 1, "{bad}: {:?}", faults(bad));
        }
    }

    #[test]
    fn a_plain_template_passes() {
        let good = "<script src=\"/assets/app.js\" defer></script>
            <form method=\"post\" hx-post=\"/x\" hx-trigger=\"submit\" {% if one < 2 %}hidden{% endif %}>
            <p title=\"{{ t!(page, \"on\") }}\">The style=\"x\" of onclick=\"y\" in text is only text</p>
            <input name=\"one\" value=\"{{ on }}\"><br/></form> 1 < 2";
        assert!(faults(good).is_empty(), "{:?}", faults(good));
    }
}
