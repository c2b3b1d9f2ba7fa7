//! What was done, in words: the codes of the access log for people (R095).
//!
//! A closed set: a code without a text of its own is told in general words, never shown as code.

use super::text::Texts;
use crate::store::AccessEntry;

/// The role that somebody acted in; none for oneself and for rows that do not say it.
pub(super) fn role(l: Texts, on_behalf: &str) -> Option<String> {
    let key = format!("deed-role-{on_behalf}");
    (!on_behalf.is_empty() && l.has(&key)).then(|| l.get(&key))
}

/// What somebody saw of or did in one's own record.
pub(super) fn towards_me(l: Texts, entry: &AccessEntry) -> String {
    if entry.action == "view" {
        let place = entry.place.as_str();
        let key = if place.starts_with("/coordinate/case") {
            "me-access-saw-path"
        } else if place.starts_with("/coordinate") {
            "me-access-saw-state"
        } else if place.starts_with("/support/case") || place.starts_with("/sealed") {
            "me-access-saw-case"
        } else {
            "me-access-saw-list"
        };
        return l.get(key);
    }
    let key = format!("me-access-did-{}", entry.action.replace(' ', "-"));
    if l.has(&key) {
        return l.get(&key);
    }
    l.get("me-access-did-something")
}

/// What was done, for who reads the whole log.
pub(super) fn done(l: Texts, action: &str) -> String {
    let key = format!("deed-did-{}", action.replace(' ', "-"));
    if !action.is_empty() && l.has(&key) {
        return l.get(&key);
    }
    l.get("deed-did-other")
}

/// On which kind of page, for who reads the whole log.
pub(super) fn room(l: Texts, place: &str) -> String {
    let room = place.trim_start_matches('/').split('/').next();
    let key = format!("deed-room-{}", room.unwrap_or_default());
    if l.has(&key) {
        return l.get(&key);
    }
    l.get("deed-room-other")
}

/// With which kind of client; none when the row does not say it.
pub(super) fn client(l: Texts, client: &str) -> Option<String> {
    let key = format!("deed-client-{client}");
    (!client.is_empty() && l.has(&key)).then(|| l.get(&key))
}
