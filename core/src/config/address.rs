//! Addresses that the operator sets.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::Expected;

/// Where the service is. Source: its OpenAPI document.
pub(crate) const SERVICE: &str = "https://api.gcore.com";

/// Where requests go: an https origin (http only for this machine) or a path on the page's own origin, without a
/// trailing slash.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub struct ApiBase(String);

impl ApiBase {
    /// `None` if it is neither an origin nor a path.
    #[must_use]
    pub fn new(base: &str) -> Option<Self> {
        let base = base.trim().trim_end_matches('/');
        let base = &with_usual_origin(base);
        let path = base.starts_with('/') && !base.starts_with("//") && is_plain_path(base);
        (path || is_origin(base)).then(|| Self(base.to_owned()))
    }

    /// The origin or path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a path on the page's own origin.
    #[must_use]
    pub fn is_path(&self) -> bool {
        self.0.starts_with('/')
    }
}

/// An address with its origin as browsers write it, in lower case and without the usual port; a path stays as it is.
fn with_usual_origin(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let usual_port = if scheme == "https" { ":443" } else { ":80" };
    let name = host.strip_suffix(usual_port).filter(|name| !name.contains(':'));
    format!("{scheme}://{}{path}", name.unwrap_or(&host))
}

/// The service's own address, as others reach it: an origin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicApiBase(ApiBase);

impl PublicApiBase {
    /// The origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<Value> for PublicApiBase {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        let base = value.as_str().and_then(ApiBase::new).filter(|base| !base.is_path());
        base.map(Self).ok_or_else(|| "an https origin such as \"https://api.gcore.com\"".into())
    }
}

impl Default for ApiBase {
    fn default() -> Self {
        Self(SERVICE.to_owned())
    }
}

impl TryFrom<Value> for ApiBase {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        value
            .as_str()
            .and_then(Self::new)
            .ok_or_else(|| "an https origin such as \"https://api.gcore.com\", or a path such as \"/gcore\"".into())
    }
}

impl fmt::Display for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An https address.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub struct HttpsUrl(String);

impl HttpsUrl {
    /// `None` if it is not an https address.
    #[must_use]
    pub fn new(url: &str) -> Option<Self> {
        let url = with_usual_origin(url.trim());
        let rest = url.strip_prefix("https://")?;
        let named = !rest.is_empty() && !rest.starts_with('/');
        let plain = !rest.contains(|c: char| c.is_whitespace() || c.is_control());
        (named && plain).then_some(Self(url))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<Value> for HttpsUrl {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        let url = value.as_str().and_then(Self::new);
        url.ok_or_else(|| "an https address".into())
    }
}

/// Whether it is an https origin, or an http one on this machine, and nothing more.
fn is_origin(base: &str) -> bool {
    let (host, loopback_only) = if let Some(host) = base.strip_prefix("https://") {
        (host, false)
    } else if let Some(host) = base.strip_prefix("http://") {
        (host, true)
    } else {
        return false;
    };
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    // Not +8443, which only Rust takes for a number, and not 08443, which browsers write otherwise.
    let good_port = port.is_none_or(|port| !port.starts_with(['+', '0']) && port.parse::<u16>().is_ok());
    let label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let named = name.strip_suffix('.').unwrap_or(name).split('.').all(label);
    // The only loopback addresses that index.html's Content-Security-Policy can name.
    let loopback = matches!(name, "localhost" | "127.0.0.1");
    good_port && named && (!loopback_only || loopback)
}

/// Whether a path has no query, no fragment, no `..` and nothing odd.
fn is_plain_path(path: &str) -> bool {
    path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~'))
        && !path.split('/').any(|part| part == "..")
        && !path[1..].contains("//")
}
