//! What the operator allows.

use super::Role;

/// The operator's rules for new tokens, from `policy` in config.json.
///
/// They help people; they protect nothing, since a browser can't enforce them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// The longest lifetime in days; `None` sets no bound.
    pub max_lifetime_days: Option<u32>,
    /// Whether a token may never expire.
    pub allow_never: bool,
    /// The preselected lifetime in days; see [`Policy::default_days`].
    pub default_lifetime_days: u32,
    /// The roles that are offered, in the order of [`Role::ALL`].
    pub allowed_roles: Vec<Role>,
    /// Whether a token needs a description.
    pub require_description: bool,
    /// A regular expression that the whole name must match.
    pub name_pattern: Option<String>,
    /// The pattern in words, for people.
    pub name_hint: Option<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_lifetime_days: None,
            allow_never: true,
            default_lifetime_days: 90,
            allowed_roles: Role::ALL.to_vec(),
            require_description: false,
            name_pattern: None,
            name_hint: None,
        }
    }
}

impl Policy {
    /// The preselected lifetime in days, within the maximum.
    #[must_use]
    pub fn default_days(&self) -> u32 {
        let bound = self.max_lifetime_days.unwrap_or(u32::MAX);
        self.default_lifetime_days.min(bound)
    }

    /// Whether the operator set any rule of their own.
    #[must_use]
    pub fn restricts(&self) -> bool {
        *self
            != Self {
                default_lifetime_days: self.default_lifetime_days,
                ..Self::default()
            }
    }

    /// Whether a token without an end is offered and accepted: a maximum rules it out as well.
    #[must_use]
    pub fn never_allowed(&self) -> bool {
        self.allow_never && self.max_lifetime_days.is_none()
    }
}
