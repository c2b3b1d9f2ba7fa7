//! To whom a backup is sealed, and who opens it.

use std::io::BufRead;
use std::str::FromStr;

use age::x25519;
use anyhow::{Context, bail};

/// The offline keys that a backup is sealed to: at least one.
///
/// They are X25519 recipients (`age1…`). The hybrid kind that the vaults use is
/// not in this age library; a backup holds sealed notes only as they already
/// stand in the database, sealed to hybrid keys.
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Reads recipients as somebody typed them, and the lines of a file of them.
    ///
    /// # Errors
    /// When there is none, or one cannot be read. A secret key is refused with a
    /// warning: it has been on this machine now.
    pub fn parse(given: &[String], file: Option<&str>) -> anyhow::Result<Self> {
        let lines = file.unwrap_or_default().lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let all = given.iter().map(|line| line.trim()).chain(lines);
        let all: Vec<x25519::Recipient> = all.map(recipient).collect::<anyhow::Result<_>>()?;
        if all.is_empty() {
            bail!(
                "a backup needs an offline key to be sealed to, and this file has none: make it with \
                 veer backup-key FILE, or give --recipient age1…"
            );
        }
        Ok(Self(all))
    }

    pub(super) fn encryptor(&self) -> anyhow::Result<age::Encryptor> {
        let each = self.0.iter().map(|one| one as &dyn age::Recipient);
        age::Encryptor::with_recipients(each).context("these recipients cannot be used together")
    }
}

fn recipient(text: &str) -> anyhow::Result<x25519::Recipient> {
    if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
        bail!(
            "this is a secret key, and it has to stay offline: give its public part (age1…), and \
             make a new key, as this one has been on the server"
        );
    }
    if text.starts_with("age1pq1") || text.starts_with("age1tag") {
        bail!("{text:.12}…: this kind of key cannot seal a backup yet; make one with age-keygen");
    }
    // The library's own words name the fault; the key is public.
    x25519::Recipient::from_str(text)
        .map_err(|fault| anyhow::anyhow!("{text:.20}… is not a recipient (age1…): {fault}"))
}

/// Reads the file of secret keys that opens a backup.
///
/// # Errors
/// When it holds none.
pub fn identities(file: impl BufRead) -> anyhow::Result<Vec<Box<dyn age::Identity>>> {
    let read = age::IdentityFile::from_buffer(file).context("this is not a file of age keys")?;
    let keys = read.into_identities();
    let keys = keys.map_err(|_| anyhow::anyhow!("this is not a file of age keys"))?;
    if keys.is_empty() {
        bail!("there is no key in this file (AGE-SECRET-KEY-1…)");
    }
    Ok(keys
        .into_iter()
        .map(|key| key as Box<dyn age::Identity>)
        .collect())
}
