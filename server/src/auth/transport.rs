//! How browsers come in, and the cookies they bring.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// How browsers reach this instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Over TLS: browsers are told never to come without it again.
    Tls,
    /// Plain HTTP, on this machine only.
    Local,
}

/// The value of a cookie, if the request carries it; the first of several.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append("cookie", "a=1; veer-lang=en; b".parse().unwrap());
        headers.append("cookie", "c==x=; veer-lang=nl".parse().unwrap());
        assert_eq!(cookie(&headers, "veer-lang"), Some("en"));
        assert_eq!(cookie(&headers, "c"), Some("=x="));
        for name in ["lang", "b", "A", ""] {
            assert_eq!(cookie(&headers, name), None, "{name}");
        }
    }
}
