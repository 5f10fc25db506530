//! The operator's settings: config.json → [`Config`], or what is wrong with it.

mod address;
mod bounded;
mod error;
mod pattern;
mod policy;
mod values;

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment, Track};

pub use address::{ApiBase, HttpsUrl, PublicApiBase};
pub use bounded::Bounded;
pub use error::{ConfigError, Expected, Mistake, Unread};
pub use pattern::slow_pattern_probes;
pub use policy::{Days, Policy};

use crate::AccountId;
pub(crate) use address::SERVICE;
use values::{PATTERN, object, or_null, text};

/// Which version of the service's paths to use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub enum ApiVersion {
    /// The deprecated paths, for gateways that still serve them.
    V1,
    /// The current paths.
    V2,
}

impl TryFrom<Value> for ApiVersion {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        match value.as_str() {
            Some("v1") => Ok(Self::V1),
            Some("v2") => Ok(Self::V2),
            _ => Err("\"v1\" or \"v2\"".into()),
        }
    }
}

/// The operator's settings.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Config {
    /// Where requests go.
    pub api_base: ApiBase,
    /// See [`ApiVersion`].
    pub api_version: ApiVersion,
    /// Fixes the account, so that the page doesn't ask for it.
    #[serde(deserialize_with = "or_null")]
    pub account_id: Option<AccountId>,
    /// The heading and the page's title.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// A link shown with errors, and as "Help" in the footer.
    #[serde(deserialize_with = "or_null")]
    pub support_url: Option<HttpsUrl>,
    /// The service's address in everything that is handed over or copied; see [`Config::public_api_base`].
    #[serde(deserialize_with = "or_null")]
    pub public_api_base: Option<PublicApiBase>,
    /// Where an API key comes from, for those who have none.
    #[serde(deserialize_with = "or_null")]
    pub api_key_help_url: Option<HttpsUrl>,
    /// How many tokens the account may hold.
    #[serde(deserialize_with = "or_null")]
    pub token_limit: Option<Bounded<1, 1_000_000>>,
    /// How long a request may take, in seconds.
    pub timeout_seconds: Bounded<1, 300>,
    /// The rules for new tokens.
    #[serde(deserialize_with = "object")]
    pub policy: Policy,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_base: ApiBase::default(),
            api_version: ApiVersion::V2,
            account_id: None,
            title: "Gcore API tokens".to_owned(),
            support_url: None,
            public_api_base: None,
            api_key_help_url: HttpsUrl::new("https://gcore.com/docs/developer-tools/rest-api/authentication"),
            token_limit: None,
            timeout_seconds: Bounded::clamped(30),
            policy: Policy::default(),
        }
    }
}

impl Config {
    /// Parses config.json. Every key is optional, and an unknown one is an error: a misspelt rule
    /// would otherwise be silently ignored.
    ///
    /// `is_pattern` tells whether JavaScript accepts a text as a regular expression.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(text: &str, is_pattern: impl Fn(&str) -> bool) -> Result<Self, ConfigError> {
        // Windows editors start the file with a byte order mark, which is not JSON.
        let text = text.trim_start_matches('\u{feff}');
        let mut json = serde_json::Deserializer::from_str(text);
        let mut track = Track::new();
        let config: Self = object(serde_path_to_error::Deserializer::new(&mut json, &mut track))
            .and_then(|config| json.end().map(|()| config))
            .map_err(|error| explained(&error, &track.path(), text))?;
        match &config.policy.name_pattern {
            Some(pattern) if !is_pattern(pattern) => {
                Err(mistake(text, &["policy", "namePattern"], Mistake::Expected(format!("{PATTERN}, or null"))))
            }
            _ => Ok(config),
        }
    }

    /// The service's address for what is used elsewhere: the operator's, or else the one that requests go to, unless that is a
    /// path of the portal, where most of the service isn't.
    #[must_use]
    pub fn public_api_base(&self) -> &str {
        match &self.public_api_base {
            Some(base) => base.as_str(),
            None if self.api_base.is_path() => SERVICE,
            None => self.api_base.as_str(),
        }
    }
}

impl ConfigError {
    /// The mistake of a `policy.namePattern` that takes too long to test, in the text of config.json.
    #[must_use]
    pub fn slow_pattern(text: &str) -> Self {
        mistake(text, &["policy", "namePattern"], Mistake::SlowPattern)
    }
}

fn explained(error: &serde_json::Error, path: &Path, text: &str) -> ConfigError {
    let line = error.line().max(1);
    match error.classify() {
        Category::Eof => ConfigError::NotJson { line, column: None },
        Category::Syntax | Category::Io => ConfigError::NotJson { line, column: Some(error.column()) },
        Category::Data => {
            let mut keys: Vec<String> = path
                .iter()
                .filter_map(|segment| match segment {
                    Segment::Map { key } => Some(key.clone()),
                    _ => None,
                })
                .collect();
            match Mistake::read(error, &mut keys) {
                Mistake::Expected(_) if keys.is_empty() => ConfigError::NotAnObject,
                kind @ Mistake::Expected(_) => mistake(text, &keys.iter().map(String::as_str).collect::<Vec<_>>(), kind),
                // serde stops right at these keys; a value, it has read to its end.
                kind => ConfigError::Mistake { line: Some(line), key: keys.join("."), mistake: kind },
            }
        }
    }
}

/// A mistake at a key, whose line is looked up in the text.
fn mistake(text: &str, keys: &[&str], mistake: Mistake) -> ConfigError {
    ConfigError::Mistake { line: line_of(text, keys), key: keys.join("."), mistake }
}

/// The line of a key within its parents; `None` for a key that is written with escapes.
fn line_of(text: &str, keys: &[&str]) -> Option<usize> {
    let end = keys.iter().try_fold(0, |from, key| Some(from + end_of_key(text.get(from..)?, key)?))?;
    Some(1 + text.get(..end)?.matches('\n').count())
}

/// The end of a key. Quoted text before a colon can only be a key: inside a string, its quotation
/// marks would be escaped.
fn end_of_key(json: &str, key: &str) -> Option<usize> {
    let quoted = format!("\"{key}\"");
    json.match_indices(&quoted).map(|(at, _)| at + quoted.len()).find(|end| json[*end..].trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests;
