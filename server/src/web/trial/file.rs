//! The picture of a trial as one file that stands alone: no script, nothing fetched.

use std::fmt;

use askama::{Template, filters::HtmlSafe};
use care::incident::IncidentList;
use jiff::tz::TimeZone;

use super::{Kept, Lists, Picture};
use crate::{
    feed::history::Outcome,
    web::text::{Language, Texts},
};

/// What the page looks like; our own text, so it is not escaped.
const STYLE: &str = concat!(
    "<style>\n",
    include_str!("../../../../web/src/css/trial-file.css"),
    "</style>"
);

/// Stands in the page as it is.
struct Style;

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STYLE)
    }
}

impl HtmlSafe for Style {}

#[derive(Template)]
#[template(path = "trial/file.html")]
struct File {
    page: Texts,
    style: Style,
    language: &'static str,
    whole: Picture,
    /// What the lists are called.
    tried: String,
    beside: String,
}

/// The page of an outcome, in a language; none when it cannot be made.
pub(crate) fn write(
    outcome: &Outcome,
    [tried, beside]: [(&str, &IncidentList); 2],
    zone: &TimeZone,
    language: Language,
) -> Option<String> {
    let l = Texts::new(language);
    let kept = Kept::of(outcome)?;
    let lists = Lists {
        tried: tried.1,
        beside: beside.1,
    };
    let file = File {
        whole: Picture::of(&kept, &lists, zone, l),
        language: language.as_str(),
        tried: tried.0.to_owned(),
        beside: beside.0.to_owned(),
        page: l,
        style: Style,
    };
    file.render().ok()
}
