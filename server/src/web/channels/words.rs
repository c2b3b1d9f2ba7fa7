//! Channels in words: masked, and how each one is.

use care::alerting::ChannelKind;

use crate::{
    store::ChannelRow,
    web::{page::Page, text::Texts},
};

/// What a kind is called.
pub(super) fn kind(kind: ChannelKind, l: Texts) -> String {
    l.get(&format!("channels-kind-{kind}"))
}

/// Enough of an address for its owner to know it by; a colleague who looks along reads none of it.
pub(super) fn masked(kind: ChannelKind, address: &str) -> String {
    match kind {
        ChannelKind::Mail => {
            let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
            let first: String = name.chars().take(1).collect();
            format!("{first}…@{host}")
        }
        ChannelKind::Sms | ChannelKind::Voice => {
            let digits: Vec<char> = address.chars().collect();
            let begin: String = digits.iter().take(3).collect();
            let end: String = digits.iter().skip(digits.len().saturating_sub(2)).collect();
            format!("{begin} … {end}")
        }
        // Its address says nothing to anybody.
        ChannelKind::Push => String::new(),
    }
}

/// How a channel is, in a sentence.
pub(super) fn state(page: &Page, channel: &ChannelRow) -> String {
    let since = |at| page.when(at).words();
    match (channel.trouble.as_str(), channel.trouble_at, channel.proved) {
        ("", _, Some(at)) => t!(page, "channels-works", when = since(at)),
        ("", _, None) => t!(page, "channels-unproved"),
        ("gone", at, _) => {
            let at = since(at.unwrap_or(channel.created));
            t!(page, "channels-gone", when = at)
        }
        ("undelivered", at, _) => {
            let at = since(at.unwrap_or(channel.created));
            t!(page, "channels-undelivered", when = at)
        }
        (_, at, _) => {
            let at = since(at.unwrap_or(channel.created));
            t!(page, "channels-refused", when = at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_owner_alone() {
        assert_eq!(
            masked(ChannelKind::Mail, "sanne.de.boer@example.org"),
            "s…@example.org"
        );
        assert_eq!(masked(ChannelKind::Sms, "+31612345678"), "+31 … 78");
        assert_eq!(masked(ChannelKind::Push, "{\"endpoint\":\"x\"}"), "");
        assert_eq!(masked(ChannelKind::Mail, ""), "…@");
    }
}
