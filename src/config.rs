//! The operator's settings: the text of config.json → [`Config`], or what is wrong with it.

use crate::json::Json;
use crate::token::{AccountId, Policy, Role};

/// Which generation of the service's paths is spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApiVersion {
    /// The deprecated paths, for gateways that still serve them.
    V1,
    /// The current paths.
    V2,
}

/// The operator's settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// Where requests go: an origin or a path of the same origin, without a slash at its end.
    pub api_base: String,
    /// See [`ApiVersion`].
    pub api_version: ApiVersion,
    /// Fixes the account, so that the page doesn't ask.
    pub account: Option<AccountId>,
    /// The heading and the page's title.
    pub title: String,
    /// An https address that is shown with errors.
    pub support_url: Option<String>,
    /// How long a request may take, 1 to 300 seconds.
    pub timeout_seconds: u32,
    /// The rules for new tokens.
    pub policy: Policy,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_base: "https://api.gcore.com".to_owned(),
            api_version: ApiVersion::V2,
            account: None,
            title: "Gcore API tokens".to_owned(),
            support_url: None,
            timeout_seconds: 30,
            policy: Policy::default(),
        }
    }
}

/// What is wrong with config.json, for the operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    /// The line, counted from 1, where it can be told.
    pub line: Option<usize>,
    /// The key, with its parent: `policy.maxLifetimeDays`.
    pub key: Option<String>,
    /// What is expected instead.
    pub message: String,
}

impl ConfigError {
    /// The file exists, or may exist, but didn't arrive; `status` is 0 when nothing did.
    #[must_use]
    pub fn unread(status: u16) -> Self {
        let answer = if status == 0 {
            "no answer came".to_owned()
        } else {
            format!("the host answered with status {status}")
        };
        Self {
            line: None,
            key: None,
            message: format!("It could not be read: {answer}. Load the page again."),
        }
    }
}

impl Config {
    /// Reads the text of config.json. All keys are optional; what is unknown is an error, since a
    /// misspelt rule that is silently ignored is a rule that isn't there.
    ///
    /// `compiles` tells whether a regular expression is one.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str, compiles: impl Fn(&str) -> bool) -> Result<Self, ConfigError> {
        // Windows editors put a byte order mark in front, which is not JSON.
        let text = text.trim_start_matches('\u{feff}');
        let tree = Json::parse(text.as_bytes()).map_err(|place| ConfigError {
            line: Some(place.line),
            key: None,
            message: match place.column {
                None => "It ends too early.".to_owned(),
                Some(column) => format!("It is not JSON from column {column} on."),
            },
        })?;
        let mut config = Self::default();
        let read = Reader { text, parent: "" };
        for (key, value) in read.entries(&tree)? {
            match key.as_str() {
                "apiBase" => {
                    config.api_base = read.checked(key, value, "an https origin such as \"https://api.gcore.com\", or a path such as \"/gcore\"", api_base)?;
                }
                "apiVersion" => {
                    config.api_version =
                        read.checked(key, value, "\"v1\" or \"v2\"", |value| match value {
                            Json::Text(v) if v == "v1" => Some(ApiVersion::V1),
                            Json::Text(v) if v == "v2" => Some(ApiVersion::V2),
                            _ => None,
                        })?;
                }
                "accountId" => {
                    config.account =
                        read.optional(key, value, "an account's number, or null", account)?;
                }
                "title" => config.title = read.checked(key, value, "a text", text_of)?,
                "supportUrl" => {
                    config.support_url =
                        read.optional(key, value, "an https address, or null", |value| {
                            text_of(value).filter(|url| https_url(url))
                        })?;
                }
                "timeoutSeconds" => {
                    config.timeout_seconds =
                        read.checked(key, value, "a whole number from 1 to 300", |v| {
                            whole(v, 300)
                        })?;
                }
                "policy" => {
                    let inner = Reader {
                        text,
                        parent: "policy.",
                    };
                    if !matches!(value, Json::Object(_)) {
                        return Err(read.expected(key, "an object"));
                    }
                    config.policy = inner.policy(value, &compiles)?;
                }
                _ => return Err(read.unknown(key)),
            }
        }
        Ok(config)
    }
}

/// Ten thousand years would overflow no calendar, and is more than anybody means.
const MOST_DAYS: u32 = 36_500;

struct Reader<'a> {
    text: &'a str,
    parent: &'static str,
}

impl Reader<'_> {
    fn policy(&self, tree: &Json, compiles: &impl Fn(&str) -> bool) -> Result<Policy, ConfigError> {
        const DAYS: &str = "a whole number of days from 1 to 36500";
        let mut policy = Policy::default();
        for (key, value) in self.entries(tree)? {
            match key.as_str() {
                "maxLifetimeDays" => {
                    policy.max_lifetime_days = self.optional(
                        key,
                        value,
                        "a whole number of days from 1 to 36500, or null",
                        |v| whole(v, MOST_DAYS),
                    )?;
                }
                "allowNever" => policy.allow_never = self.checked(key, value, TRUTH, truth)?,
                "defaultLifetimeDays" => {
                    policy.default_lifetime_days =
                        self.checked(key, value, DAYS, |v| whole(v, MOST_DAYS))?;
                }
                "allowedRoles" => {
                    policy.allowed_roles = self.checked(
                        key,
                        value,
                        "a list of at least one of \"Administrators\", \"Engineers\", \"Purge and Prefetch only (API+Web)\", \"Purge and Prefetch only (API)\", \"Users\"",
                        roles,
                    )?;
                }
                "requireDescription" => {
                    policy.require_description = self.checked(key, value, TRUTH, truth)?;
                }
                "namePattern" => {
                    policy.name_pattern = self.optional(
                        key,
                        value,
                        "a regular expression in JavaScript's syntax, or null",
                        |v| text_of(v).filter(|pattern| compiles(pattern)),
                    )?;
                }
                "nameHint" => {
                    policy.name_hint = self.optional(key, value, "a text, or null", text_of)?;
                }
                _ => return Err(self.unknown(key)),
            }
        }
        Ok(policy)
    }

    /// The entries of an object, none of which may come twice.
    fn entries<'t>(&self, tree: &'t Json) -> Result<&'t [(String, Json)], ConfigError> {
        let Json::Object(entries) = tree else {
            return Err(ConfigError {
                line: Some(1),
                key: None,
                message: "It has to be an object: { … }.".to_owned(),
            });
        };
        for (at, (key, _)) in entries.iter().enumerate() {
            if entries[..at].iter().any(|(earlier, _)| earlier == key) {
                return Err(self.error(key, "It is there twice; keep one.".to_owned()));
            }
        }
        Ok(entries)
    }

    fn checked<T>(
        &self,
        key: &str,
        value: &Json,
        expected: &str,
        read: impl Fn(&Json) -> Option<T>,
    ) -> Result<T, ConfigError> {
        read(value).ok_or_else(|| self.expected(key, expected))
    }

    fn optional<T>(
        &self,
        key: &str,
        value: &Json,
        expected: &str,
        read: impl Fn(&Json) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        match value {
            Json::Null => Ok(None),
            value => self.checked(key, value, expected, read).map(Some),
        }
    }

    fn expected(&self, key: &str, expected: &str) -> ConfigError {
        self.error(key, format!("It has to be {expected}."))
    }

    fn unknown(&self, key: &str) -> ConfigError {
        self.error(key, "No such key is known; check its spelling.".to_owned())
    }

    fn error(&self, key: &str, message: String) -> ConfigError {
        ConfigError {
            line: line_of(self.text, key),
            key: Some(format!("{}{key}", self.parent)),
            message,
        }
    }
}

/// The line of a key, the last one where it comes twice. In JSON, a quoted text before a colon can
/// only be a key: inside a string its quotation marks would have a backslash.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let quoted = format!("\"{key}\"");
    text.match_indices(&quoted)
        .filter(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
        .last()
        .map(|(at, _)| text[..at].matches('\n').count() + 1)
}

const TRUTH: &str = "true or false";

fn truth(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(truth) => Some(*truth),
        _ => None,
    }
}

fn text_of(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    }
}

fn whole(value: &Json, most: u32) -> Option<u32> {
    match value {
        Json::Integer(number) => u32::try_from(*number)
            .ok()
            .filter(|number| (1..=most).contains(number)),
        _ => None,
    }
}

fn account(value: &Json) -> Option<AccountId> {
    match value {
        Json::Integer(number) => u64::try_from(*number).ok().and_then(AccountId::new),
        _ => None,
    }
}

fn roles(value: &Json) -> Option<Vec<Role>> {
    let Json::Array(names) = value else {
        return None;
    };
    let named: Option<Vec<Role>> = names
        .iter()
        .map(|name| match name {
            Json::Text(name) => Role::ALL.into_iter().find(|role| role.name() == name),
            _ => None,
        })
        .collect();
    let named = named?;
    let roles: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| named.contains(role))
        .collect();
    (!roles.is_empty()).then_some(roles)
}

fn api_base(value: &Json) -> Option<String> {
    let base = text_of(value)?;
    let base = base.trim_end_matches('/');
    let path = base.starts_with('/') && !base.starts_with("//") && plain(base);
    (path || origin(base)).then(|| base.to_owned())
}

/// Whether it is an https origin, or an http one of this machine, and nothing more.
fn origin(base: &str) -> bool {
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
    let good_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let named = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    // Of all loopback addresses these two can be named in index.html's policy.
    let loopback = matches!(name, "localhost" | "127.0.0.1");
    good_port && named && (!loopback_only || loopback)
}

fn https_url(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// Whether an address path has no query, no fragment, no way up and nothing odd.
fn plain(path: &str) -> bool {
    path.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~'))
        && !path.split('/').any(|part| part == "..")
        && !path[1..].contains("//")
}

#[cfg(test)]
mod tests {
    use super::{ApiVersion, Config, ConfigError};
    use crate::token::{Policy, Role};
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, |pattern| !pattern.contains('('))
    }

    #[test]
    fn an_empty_object_means_the_defaults() {
        assert_eq!(parse("{}"), Ok(Config::default()));
        assert_eq!(parse("\u{feff}{}\n"), Ok(Config::default()));
    }

    #[test]
    fn the_shipped_file_says_what_the_defaults_are() {
        assert_eq!(parse(include_str!("../config.json")), Ok(Config::default()));
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            r#"{
            "apiBase": "/gcore/", "apiVersion": "v1", "accountId": 7350925, "title": "Tokens",
            "supportUrl": "https://help.example/it", "timeoutSeconds": 5,
            "policy": {"maxLifetimeDays": 30, "allowNever": false, "defaultLifetimeDays": 60,
                "allowedRoles": ["Users", "Engineers"], "requireDescription": true,
                "namePattern": "ci-.+", "nameHint": "ci- and a name"}}"#,
        )
        .unwrap();
        assert_eq!(config.api_base, "/gcore");
        assert_eq!(config.api_version, ApiVersion::V1);
        assert_eq!(config.account.unwrap().to_string(), "7350925");
        assert_eq!(config.title, "Tokens");
        assert_eq!(
            config.support_url.as_deref(),
            Some("https://help.example/it")
        );
        assert_eq!(config.timeout_seconds, 5);
        assert_eq!(
            config.policy,
            Policy {
                max_lifetime_days: Some(30),
                allow_never: false,
                default_lifetime_days: 60,
                allowed_roles: vec![Role::Engineers, Role::Users],
                require_description: true,
                name_pattern: Some("ci-.+".to_owned()),
                name_hint: Some("ci- and a name".to_owned()),
            }
        );
        assert_eq!(config.policy.default_days(), 30);
    }

    #[test]
    fn a_mistake_names_its_key_and_its_line() {
        for (text, line, key, words) in [
            ("{\n\"apibase\": \"/x\"}", 2, "apibase", "No such key"),
            (
                "{\n\"policy\": {\n\"allownever\": true}}",
                3,
                "policy.allownever",
                "No such key",
            ),
            (
                "{\n\n\"timeoutSeconds\": \"30\"}",
                3,
                "timeoutSeconds",
                "from 1 to 300",
            ),
            (
                "{\"timeoutSeconds\": 0}",
                1,
                "timeoutSeconds",
                "from 1 to 300",
            ),
            (
                "{\"timeoutSeconds\": 1.5}",
                1,
                "timeoutSeconds",
                "from 1 to 300",
            ),
            ("{\"title\": \"\"}", 1, "title", "a text"),
            (
                "{\"title\": \"title\",\n\"title\": \"x\"}",
                2,
                "title",
                "twice",
            ),
            (
                "{\"apiVersion\": \"v3\"}",
                1,
                "apiVersion",
                "\"v1\" or \"v2\"",
            ),
            ("{\"accountId\": \"1\"}", 1, "accountId", "number"),
            (
                "{\"supportUrl\": \"javascript:alert(1)\"}",
                1,
                "supportUrl",
                "https",
            ),
            (
                "{\"supportUrl\": \"http://help.example\"}",
                1,
                "supportUrl",
                "https",
            ),
            ("{\"policy\": null}", 1, "policy", "an object"),
            (
                "{\"policy\":\n{\"allowedRoles\": []}}",
                2,
                "policy.allowedRoles",
                "at least one",
            ),
            (
                "{\"policy\":\n{\"allowedRoles\": [\"Root\"]}}",
                2,
                "policy.allowedRoles",
                "at least one",
            ),
            (
                "{\"policy\":\n{\"namePattern\": \"(\"}}",
                2,
                "policy.namePattern",
                "regular expression",
            ),
            (
                "{\"policy\":\n{\"maxLifetimeDays\": 99999}}",
                2,
                "policy.maxLifetimeDays",
                "36500",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(
                (error.line, error.key.as_deref()),
                (Some(line), Some(key)),
                "{text}"
            );
            assert!(error.message.contains(words), "{text}: {}", error.message);
        }
    }

    #[test]
    fn a_file_that_is_not_json_names_the_line() {
        for (text, line) in [
            ("", 1),
            ("{\n\"title\": \"a\",\n}", 3),
            ("<!doctype html>", 1),
            ("[]", 1),
            ("{} {}", 1),
        ] {
            assert_eq!(
                parse(text).unwrap_err().line.unwrap_or(1).max(1),
                line,
                "{text}"
            );
        }
    }

    #[test]
    fn requests_go_to_https_to_a_path_or_to_this_machine() {
        for good in [
            "https://api.gcore.com",
            "https://api.gcore.com/",
            "https://gateway.example:8443",
            "http://localhost:4010",
            "http://127.0.0.1:4010",
            "/gcore",
            "/tools/api/gcore",
        ] {
            assert!(
                parse(&format!("{{\"apiBase\": \"{good}\"}}")).is_ok(),
                "{good}"
            );
        }
        for bad in [
            "",
            "/",
            "http://api.gcore.com",
            "http://127.0.0.1.evil.example",
            "http://[::1]:4010",
            "https://",
            "https://user@evil.example",
            "https://a.example/path",
            "https://a.example?x",
            "https://a.example:0",
            "//evil.example",
            "/..//evil.example",
            "/a/../b",
            "/gcore?x=1",
            "gcore",
            "javascript:alert(1)",
            "ftp://a.example",
        ] {
            assert!(
                parse(&format!("{{\"apiBase\": \"{bad}\"}}")).is_err(),
                "{bad}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = parse(&text);
            let _ = parse(&format!("{{\"apiBase\": {text:?}}}"));
        }
    }
}
