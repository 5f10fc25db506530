//! What the operator allows.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::values::{or_null, pattern_or_null, text_or_null, truth};
use super::{Bounded, Expected};
use crate::Role;
use crate::limits::MAX_DAYS;

/// A lifetime in days.
pub type Days = Bounded<1, MAX_DAYS>;

/// The operator's rules for new tokens, from `policy` in config.json.
///
/// They help people but protect nothing, since a browser can't enforce them.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Policy {
    /// The longest lifetime; `None` means no limit.
    #[serde(deserialize_with = "or_null")]
    pub max_lifetime_days: Option<Days>,
    /// Whether a token may never expire; see [`Policy::never_allowed`].
    #[serde(deserialize_with = "truth")]
    pub allow_never: bool,
    /// The preselected lifetime; see [`Policy::default_days`].
    pub default_lifetime_days: Days,
    /// The roles on offer, in the order of [`Role::ALL`].
    #[serde(deserialize_with = "roles")]
    pub allowed_roles: Vec<Role>,
    /// Whether a token needs a description.
    #[serde(deserialize_with = "truth")]
    pub require_description: bool,
    /// A regular expression that the whole name must match.
    #[serde(deserialize_with = "pattern_or_null")]
    pub name_pattern: Option<String>,
    /// The pattern in words.
    #[serde(deserialize_with = "text_or_null")]
    pub name_hint: Option<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_lifetime_days: None,
            allow_never: true,
            default_lifetime_days: Days::clamped(90),
            allowed_roles: Role::ALL.to_vec(),
            require_description: false,
            name_pattern: None,
            name_hint: None,
        }
    }
}

impl Policy {
    /// The longest lifetime in days, if limited.
    #[must_use]
    pub fn max_days(&self) -> Option<u32> {
        self.max_lifetime_days.map(Days::get)
    }

    /// The preselected lifetime in days, within the maximum.
    #[must_use]
    pub fn default_days(&self) -> u32 {
        let bound = self.max_days().unwrap_or(u32::MAX);
        self.default_lifetime_days.get().min(bound)
    }

    /// Whether the operator restricts anything.
    #[must_use]
    pub fn restricts(&self) -> bool {
        *self != Self { default_lifetime_days: self.default_lifetime_days, ..Self::default() }
    }

    /// Whether a token may never expire: a maximum lifetime rules that out, too.
    #[must_use]
    pub fn never_allowed(&self) -> bool {
        self.allow_never && self.max_lifetime_days.is_none()
    }
}

fn roles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Role>, D::Error> {
    roles_named(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The named roles, in the order of [`Role::ALL`]. Names are spelled exactly as on the wire.
fn roles_named(names: &Value) -> Result<Vec<Role>, Expected> {
    let named = |name: &Value| Role::ALL.into_iter().find(|role| name == role.name());
    let roles: Option<Vec<Role>> = names.as_array().and_then(|names| names.iter().map(named).collect());
    match roles {
        Some(mut roles) if !roles.is_empty() => {
            roles.sort_unstable();
            roles.dedup();
            Ok(roles)
        }
        _ => {
            let names = Role::ALL.map(|role| format!("\"{}\"", role.name()));
            Err(format!("a list of at least one of {}", names.join(", ")).into())
        }
    }
}
