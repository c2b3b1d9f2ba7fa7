//! `GET /vault`: make, open and keep one's vault; the work is done in the browser.

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::require;
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
    redirect::is_local,
    state::App,
};

#[derive(Template)]
#[template(path = "vault/page.html")]
struct VaultPage {
    page: Page,
    name: String,
    site: String,
    next: String,
}

/// What the script may have to say: the codes of its own and of the server's answers.
const SAYINGS: [&str; 26] = [
    "wrong-words",
    "unknown-word",
    "count",
    "wait",
    "damaged",
    "not-for-you",
    "wrong-context",
    "changed-key",
    "bad-signature",
    "offline",
    "sign-in",
    "stale",
    "busy",
    "rate-limited",
    "passkey",
    "vault-locks",
    "cancelled",
    "no-secret",
    "not-the-words",
    "internal",
    "row-passkey",
    "row-words",
    "row-made",
    "row-used",
    "row-signs-in",
    "done-words",
];

/// Why something that was written cannot be saved; the codes of `Trouble` in `web/src/sealed`.
const REFUSALS: [&str; 4] = ["gone", "too-long", "stale", "refused"];

impl VaultPage {
    fn refusals(&self) -> Vec<(&'static str, String)> {
        let text = |code: &'static str| (code, self.page.text(&format!("vault-stuck-{code}")));
        REFUSALS.into_iter().map(text).collect()
    }

    fn sayings(&self) -> Vec<(&'static str, String)> {
        let text = |code: &'static str| (code, self.page.text(&format!("vault-say-{code}")));
        SAYINGS.into_iter().map(text).collect()
    }
}

/// Where to go when the vault is open.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /vault`.
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    next: Result<Query<Next>, QueryRejection>,
) -> Result<Response, AppError> {
    require(&member)?;
    let Query(Next { next }) = next?;
    member.log_view("/vault", Vec::new()).await?;
    let page = member.page(t!(member.reader, "vault-title")).vault();
    Ok(html(
        StatusCode::OK,
        &VaultPage {
            page: page.seen_by(t!(member.reader, "vault-seen-by")),
            name: member.person.name.clone(),
            site: app.passkeys.site().unwrap_or_default().to_owned(),
            next: if is_local(&next) { next } else { String::new() },
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::{REFUSALS, SAYINGS};
    use crate::web::text::{Language, Texts};

    #[test]
    fn the_script_finds_words_for_every_code() {
        for language in Language::ALL {
            for code in SAYINGS {
                assert!(
                    Texts::new(language).has(&format!("vault-say-{code}")),
                    "{code}"
                );
            }
            for code in REFUSALS {
                let id = format!("vault-stuck-{code}");
                assert!(Texts::new(language).has(&id), "{code}");
            }
        }
    }
}
