//! Which pages of other origins may call.

use std::{fmt, str::FromStr, time::Duration};

use axum::http::{
    HeaderValue, Method, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use tower_http::cors::CorsLayer;

/// How long a browser may go by a preflight's answer.
const PREFLIGHT_LIFETIME: Duration = Duration::from_secs(600);

/// The origin of a page, as a browser sends it: `https://host` or `http://host:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// A text that isn't an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadOrigin;

impl fmt::Display for BadOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an origin reads http://host:port or https://host, with nothing behind it")
    }
}

impl std::error::Error for BadOrigin {}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let uri: Uri = text.parse().map_err(|_| BadOrigin)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(BadOrigin);
        };
        // A browser compares byte by byte: an origin with a path would never match.
        let plain = format!("{scheme}://{authority}") == text && !text.contains(['@', '*']);
        if plain && matches!(scheme, "http" | "https") {
            HeaderValue::from_str(text).map(Self).map_err(|_| BadOrigin)
        } else {
            Err(BadOrigin)
        }
    }
}

/// The layer that answers preflights; none if no other origin may call.
pub(super) fn layer(origins: &[Origin]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins: Vec<HeaderValue> = origins.iter().map(|origin| origin.0.clone()).collect();
    Some(
        CorsLayer::new()
            .allow_origin(origins)
            .allow_methods([Method::GET, Method::POST, Method::DELETE])
            .allow_headers([AUTHORIZATION, CONTENT_TYPE, ACCEPT])
            .max_age(PREFLIGHT_LIFETIME),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_sends_is_an_origin() {
        for (text, is_origin) in [
            ("http://127.0.0.1:8080", true),
            ("https://portal.example.com", true),
            ("http://[::1]:8080", true),
            ("https://portal.example.com/", false),
            ("https://portal.example.com/path", false),
            ("https://me@portal.example.com", false),
            ("portal.example.com", false),
            ("ftp://portal.example.com", false),
            ("null", false),
            ("*", false),
            ("https://*.example.com", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<Origin>().is_ok(), is_origin, "{text}");
        }
    }
}
