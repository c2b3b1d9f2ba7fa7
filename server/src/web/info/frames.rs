//! Which other sites may show a page of ours within theirs: none, unless an organisation says so.

/// The most sites that one organisation names.
const MOST: usize = 10;

/// Carried by an answer that other sites may frame: the sources for `frame-ancestors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Framed(String);

impl Framed {
    /// What an organisation set; anything that we would not write ourselves is nobody.
    pub(super) fn by(text: &str) -> Self {
        Self(
            sites(text)
                .filter(|sites| !sites.is_empty())
                .map_or_else(|| "'none'".to_owned(), |sites| sites.join(" ")),
        )
    }

    /// The sources, safe to stand in a header.
    pub(crate) fn sources(&self) -> &str {
        &self.0
    }
}

/// The sites of a text, one on a line or between spaces; `None` when one is no site.
pub(super) fn sites(text: &str) -> Option<Vec<String>> {
    let sites: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_end_matches('/').to_ascii_lowercase())
        .collect();
    let fit = sites.len() <= MOST && sites.iter().all(|site| is_site(site));
    fit.then_some(sites)
}

/// `https://` and a host name of at least two parts, with a port at most.
fn is_site(text: &str) -> bool {
    let Some(host) = text.strip_prefix("https://") else {
        return false;
    };
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !part.is_empty() && part.len() <= 63 && part.chars().all(plain)
    };
    host.len() <= 200
        && name.contains('.')
        && name.split('.').all(part)
        && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sites_by_name_may_frame() {
        let two = "https://intranet.noord.nl/\nHTTPS://portaal.noord.nl:8443";
        assert_eq!(
            Framed::by(two).sources(),
            "https://intranet.noord.nl https://portaal.noord.nl:8443"
        );
        for nobody in [
            "",
            "*",
            "https://*",
            "https:",
            "http://intranet.noord.nl",
            "https://localhost",
            "https://a.nl; script-src *",
            "https://a.nl/path",
            "https://a.nl:99999",
            "'self'",
        ] {
            assert_eq!(Framed::by(nobody).sources(), "'none'", "{nobody}");
        }
        assert_eq!(sites(&"https://a.nl ".repeat(11)), None);
    }
}
