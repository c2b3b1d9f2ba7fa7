//! The channels of an installation, from a file of its own (docs/channels.md).

use std::path::{Path, PathBuf};

use care::alerting::ChannelKind;
use serde::Deserialize;

/// What an installation can send through; what the file does not name is not there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// Mail.
    pub mail: Option<MailChannel>,
    /// Text messages and calls.
    pub gateway: Option<GatewayChannel>,
    /// Notifications of browsers.
    pub push: Option<PushChannel>,
}

/// The mail server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailChannel {
    /// `smtps://host:465`, `smtp://host:587?tls=required`, or `smtp://127.0.0.1:25` on one machine.
    pub server: String,
    /// Who sends, such as `Veer <veer@example.org>`.
    pub from: String,
    /// The name to log in with, if the server wants one.
    pub login: Option<String>,
    /// The file with the password alone in it.
    pub password_file: Option<PathBuf>,
}

/// The provider of text messages and calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayChannel {
    /// Where messages are handed over.
    pub address: String,
    /// The file with the key alone in it: `whsec_…`.
    pub key_file: PathBuf,
    /// What it does: `sms`, `voice`.
    pub kinds: Vec<ChannelKind>,
}

/// Notifications of browsers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushChannel {
    /// Whom a push service writes to: `mailto:…` or `https://…`.
    pub contact: String,
    /// Whether services on machines inside are allowed. For tests only.
    #[serde(default)]
    pub inside: bool,
}

impl Channels {
    /// Reads the file, and says in words what is wrong with it.
    ///
    /// # Errors
    /// When it cannot be read, or makes no sense.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        use anyhow::Context;
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the channels in {}", path.display()))?;
        let found: Self =
            toml::from_str(&text).with_context(|| format!("{} makes no sense", path.display()))?;
        found.check()?;
        Ok(found)
    }

    fn check(&self) -> anyhow::Result<()> {
        if let Some(mail) = &self.mail {
            anyhow::ensure!(
                mail.login.is_some() == mail.password_file.is_some(),
                "mail: a login goes with a password file, and the other way round"
            );
            anyhow::ensure!(
                is_safe(&mail.server, "smtp", mail.login.is_some()),
                "mail: {:?} would carry mail unencrypted over a network; use smtps:// or ?tls=required",
                mail.server
            );
        }
        if let Some(gateway) = &self.gateway {
            anyhow::ensure!(
                is_safe(&gateway.address, "http", false) && gateway.address.starts_with("http"),
                "gateway: the address must be https:// (http:// on this machine only)"
            );
            let kinds = &gateway.kinds;
            let known = |kind: &ChannelKind| matches!(kind, ChannelKind::Sms | ChannelKind::Voice);
            anyhow::ensure!(
                !kinds.is_empty() && kinds.iter().all(known),
                "gateway: kinds are \"sms\", \"voice\" or both"
            );
        }
        if let Some(push) = &self.push {
            let contact = &push.contact;
            anyhow::ensure!(
                contact.starts_with("mailto:") || contact.starts_with("https://"),
                "push: the contact must be mailto:… or https://…"
            );
        }
        Ok(())
    }
}

/// Whether an address is encrypted, or stays on this machine and carries no password.
fn is_safe(address: &str, plain: &str, secret: bool) -> bool {
    let Some(rest) = address.strip_prefix(&format!("{plain}://")) else {
        return address.starts_with(&format!("{plain}s://"));
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host) && !secret;
    here || rest.contains("tls=required")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let found: Result<Channels, _> = toml::from_str(text);
        match found {
            Ok(found) => found
                .check()
                .map_or_else(|error| error.to_string(), |()| String::new()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        let mail =
            |server: &str| format!("[mail]\nserver = {server:?}\nfrom = \"veer@example.org\"");
        assert_eq!(fault(""), "");
        assert_eq!(fault(&mail("smtps://mail.example.org:465")), "");
        assert_eq!(fault(&mail("smtp://mail.example.org:587?tls=required")), "");
        assert_eq!(fault(&mail("smtp://127.0.0.1:2525")), "");
        assert!(fault(&mail("smtp://mail.example.org")).contains("unencrypted"));
        assert!(fault(&mail("http://mail.example.org")).contains("unencrypted"));
        let login = format!("{}\nlogin = \"veer\"", mail("smtps://m.example.org"));
        assert!(fault(&login).contains("password file"));
        let gateway = |address: &str, kinds: &str| {
            format!("[gateway]\naddress = {address:?}\nkey_file = \"key\"\nkinds = {kinds}")
        };
        assert_eq!(
            fault(&gateway("https://sms.example.org/veer", "[\"sms\"]")),
            ""
        );
        assert!(fault(&gateway("http://sms.example.org", "[\"sms\"]")).contains("https"));
        assert!(fault(&gateway("https://sms.example.org", "[]")).contains("kinds"));
        assert!(fault(&gateway("https://sms.example.org", "[\"mail\"]")).contains("kinds"));
        assert!(fault("[push]\ncontact = \"nobody\"").contains("mailto"));
        assert!(fault("[fax]\nnumber = 1").contains("unknown field"));
    }
}
