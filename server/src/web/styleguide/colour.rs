//! The palette as the style sheet says it, with its contrast by WCAG 2.2.

use std::collections::BTreeMap;

/// The colours of text and outlines, each held against the grounds on which it stands.
const INKS: [&str; 11] = [
    "ink",
    "muted",
    "accent",
    "accent-deep",
    "late",
    "acute",
    "go",
    "wait",
    "stop",
    "edge",
    "line",
];

/// One colour by day or by night.
pub(super) struct Shade {
    /// As it is written: `#0d5f66`.
    pub(super) hex: String,
    /// Against the page, such as `7.2`.
    pub(super) on_paper: String,
    /// Against a card.
    pub(super) on_surface: String,
}

/// A token with its two colours.
pub(super) struct Token {
    pub(super) name: &'static str,
    pub(super) light: Shade,
    pub(super) dark: Shade,
}

/// The tokens of the style sheet; none when it was not built.
pub(super) fn tokens(css: &str) -> Vec<Token> {
    let (day, night) = css
        .split_once("prefers-color-scheme:")
        .unwrap_or((css, css));
    let day = colours(day);
    let mut dark = day.clone();
    dark.extend(colours(night.split("@media").next().unwrap_or_default()));
    let token = |name: &'static str| {
        Some(Token {
            name,
            light: shade(&day, name)?,
            dark: shade(&dark, name)?,
        })
    };
    INKS.into_iter().filter_map(token).collect()
}

fn shade(colours: &BTreeMap<String, String>, name: &str) -> Option<Shade> {
    let hex = colours.get(name)?;
    let against = |ground: &str| Some(format!("{:.1}", ratio(hex, colours.get(ground)?)?));
    Some(Shade {
        on_paper: against("paper")?,
        on_surface: against("surface")?,
        hex: hex.clone(),
    })
}

/// What is declared as `--name:#hex`.
fn colours(css: &str) -> BTreeMap<String, String> {
    let declared = css.split("--").skip(1).filter_map(|each| {
        let (name, value) = each.split_once(':')?;
        let value = value.split([';', '}']).next()?.trim();
        let is_colour = value.starts_with('#') && [4, 7].contains(&value.len());
        is_colour.then(|| (name.to_owned(), value.to_owned()))
    });
    declared.collect()
}

/// The contrast of two colours: 1 is none, 21 is black on white.
fn ratio(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

fn luminance(hex: &str) -> Option<f64> {
    let digits: Vec<u32> = hex.chars().skip(1).filter_map(|c| c.to_digit(16)).collect();
    let parts: [u32; 3] = match *digits.as_slice() {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [r, r2, g, g2, b, b2] => [r * 16 + r2, g * 16 + g2, b * 16 + b2],
        _ => return None,
    };
    let [r, g, b] = parts.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    Some(0.2126 * r + 0.7152 * g + 0.0722 * b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_guideline_says() {
        let told = |one, other| format!("{:.2}", ratio(one, other).unwrap());
        assert_eq!(told("#000", "#ffffff"), "21.00");
        assert_eq!(told("#767676", "#fff"), "4.54");
        assert_eq!(ratio("#12", "#fff"), None);
    }

    #[test]
    fn day_and_night_are_told_apart() {
        let css = ":root{--icon-x:url(\"#\");--paper:#fff;--surface:#fff;--ink:#000}\
            @media (prefers-color-scheme:dark){:root{--paper:#000;--surface:#000;--ink:#fff}}\
            @media print{:root{--ink:#333}}";
        let found = tokens(css);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].light.hex, "#000");
        assert_eq!(found[0].dark.hex, "#fff");
        assert_eq!(found[0].dark.on_paper, "21.0");
    }
}
