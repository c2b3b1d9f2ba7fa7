//! Differences between two versions, in words.

use std::collections::BTreeMap;

use care::edition::{Change, Part};

use super::Document;
use crate::web::text::Texts;

/// What differs in one part.
pub(super) struct ChangeView {
    /// Added, changed, moved, removed.
    pub(super) what: Vec<String>,
    pub(super) name: String,
    pub(super) lines: Vec<LineView>,
    /// Whether somebody else changed the same.
    pub(super) clash: bool,
}

/// What a field said and says.
pub(super) struct LineView {
    pub(super) field: String,
    pub(super) gone: Vec<String>,
    pub(super) come: Vec<String>,
}

/// The changes in words, part by part; `names` are the parts of both versions.
pub(super) fn views<D: Document>(
    changes: &[Change],
    clashes: &[Change],
    names: &[&[Part]],
    l: Texts,
) -> Vec<ChangeView> {
    let known: BTreeMap<&str, &Part> = names
        .iter()
        .flat_map(|parts| parts.iter())
        .map(|part| (part.id.as_str(), part))
        .collect();
    let mut views: Vec<(String, ChangeView)> = Vec::new();
    for change in changes {
        let id = change.id();
        if views.last().is_none_or(|(last, _)| last != id) {
            let name = known
                .get(id)
                .map_or_else(String::new, |part| D::part_name(part, l));
            let view = ChangeView {
                what: Vec::new(),
                name,
                lines: Vec::new(),
                clash: false,
            };
            views.push((id.to_owned(), view));
        }
        if let Some((_, view)) = views.last_mut() {
            view.clash |= clashes.contains(change);
            tell::<D>(view, change, l);
        }
    }
    views.into_iter().map(|(_, view)| view).collect()
}

fn tell<D: Document>(view: &mut ChangeView, change: &Change, l: Texts) {
    let what = match change {
        Change::Added { part, .. } => {
            let fields = part.fields();
            view.lines
                .extend(fields.map(|field| line::<D>(field, &[], part.field(field), l)));
            t!(l, "document-added")
        }
        Change::Removed { part } => {
            let fields = part.fields();
            view.lines
                .extend(fields.map(|field| line::<D>(field, part.field(field), &[], l)));
            t!(l, "document-removed")
        }
        Change::Moved { .. } => t!(l, "document-moved"),
        Change::Changed {
            field, from, to, ..
        } => {
            view.lines.push(line::<D>(field, from, to, l));
            t!(l, "document-changed")
        }
    };
    if !view.what.contains(&what) {
        view.what.push(what);
    }
}

fn line<D: Document>(field: &str, from: &[String], to: &[String], l: Texts) -> LineView {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let these = these.iter().filter(|line| !those.contains(line));
        these.map(|line| D::line_words(field, line, l)).collect()
    };
    let (gone, mut come) = (only(from, to), only(to, from));
    if gone.is_empty() && come.is_empty() {
        come.push(t!(l, "document-order"));
    }
    LineView {
        field: D::field_name(field, l),
        gone,
        come,
    }
}
