//! Which organisation a public address means: one it chose, or its id.

use axum::{
    extract::{Path, rejection::PathRejection},
    http::{HeaderMap, header::HOST},
};
use care::ids::{OrgId, is_id};

use crate::{
    store::{Organisation, Tx},
    web::{error::AppError, reader::Transport, state::App},
};

/// The longest address; an id is longer, so that neither is ever taken for the other.
const LONGEST: usize = 32;

/// Whether an organisation may choose this: small letters, figures and hyphens between them.
pub(super) fn is_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (3..=LONGEST).contains(&text.len())
        && text.chars().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// The organisation that an address means.
pub(super) async fn organisation(
    app: &App,
    path: Result<Path<String>, PathRejection>,
) -> Result<Organisation, AppError> {
    let Path(text) = path?;
    let id = if is_address(&text) {
        app.store.info_page(&text).await?
    } else {
        Some(OrgId::new(&text)).filter(|_| is_id(&text))
    };
    let id = id.ok_or(AppError::NotFound)?;
    let org = app.store.organisation(&id).await?;
    org.ok_or(AppError::NotFound)
}

/// The page's place on this site.
pub(super) async fn place(tx: &Tx) -> Result<String, AppError> {
    let address = tx.info_address().await?;
    let address = address.unwrap_or_else(|| tx.org().as_str().to_owned());
    Ok(format!("/info/{address}"))
}

/// A place of ours with the name of this site before it, as this reader's browser asked for it.
pub(in crate::web) fn whole(app: &App, headers: &HeaderMap, place: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.filter(|host| host.len() <= 255 && host.chars().all(plain));
    let scheme = match app.site.transport {
        Transport::Tls => "https",
        Transport::Local => "http",
    };
    format!("{scheme}://{}{place}", host.unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_short_and_plain_and_never_an_id() {
        for good in ["noord", "ambulance-noord", "vr-17"] {
            assert!(is_address(good), "{good}");
        }
        let long = "a".repeat(LONGEST + 1);
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for bad in [
            "", "ab", "-noord", "noord-", "Noord", "no/ord", "n\u{e9}", &long, id,
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
