//! What of the list is shown and in which order, and the fragment that says so.

use chrono::{DateTime, Utc};

use super::{Attention, Column, LastUse, ListedToken, State};
use crate::fragment::{encoded, line, pairs};
use crate::limits::{ENDS_SOON, MAX_SEARCH};

/// What the `Status` filter offers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// What can be used.
    Active,
    /// What can be used, and ends within [`ENDS_SOON`].
    ExpiringSoon,
    /// What can be used, and never was.
    NeverUsed,
    /// What has ended by itself.
    Expired,
    /// What somebody deleted.
    Deleted,
    /// Everything.
    All,
}

impl Status {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::ExpiringSoon,
        Self::NeverUsed,
        Self::Expired,
        Self::Deleted,
        Self::All,
    ];

    /// The option's text.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::ExpiringSoon => "Expiring soon",
            Self::NeverUsed => "Never used",
            Self::Expired => "Expired",
            Self::Deleted => "Deleted",
            Self::All => "All",
        }
    }

    /// The option's value, and its name in a fragment.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ExpiringSoon => "expiring-soon",
            Self::NeverUsed => "never-used",
            Self::Expired => "expired",
            Self::Deleted => "deleted",
            Self::All => "all",
        }
    }

    /// The option of a value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.value() == value)
    }

    fn takes(self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let active = token.active(now);
        match self {
            Self::Active => active,
            Self::ExpiringSoon => active && token.left(now).is_some_and(|left| left <= ENDS_SOON),
            Self::NeverUsed => active && token.last_used == LastUse::Never,
            Self::Expired => token.state(now) == State::Expired,
            Self::Deleted => token.state(now) == State::Deleted,
            Self::All => true,
        }
    }
}

/// What of the list is shown, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// Which tokens, by what has become of them.
    pub status: Status,
    /// Which of them, by what is remarkable about them.
    pub attention: Option<Attention>,
    /// Words that must all be in what is searched.
    pub search: String,
    /// The column that is sorted by.
    pub sort: Column,
    /// Whether the order is from the last to the first.
    pub descending: bool,
}

impl Default for Query {
    /// What can be used, and what ends next first.
    fn default() -> Self {
        Self {
            status: Status::Active,
            attention: None,
            search: String::new(),
            sort: Column::Expiration,
            descending: false,
        }
    }
}

impl Query {
    /// Reads a fragment such as `#tokens?status=expired&search=ci&sort=name&order=descending`.
    /// Unknown names and values are left out. `None` when it names another view.
    #[must_use]
    pub fn parse(fragment: &str) -> Option<Self> {
        let rest = fragment.strip_prefix('#')?.strip_prefix("tokens")?;
        let mut query = Self::default();
        if rest.is_empty() {
            return Some(query);
        }
        for (name, value) in pairs(rest.strip_prefix('?')?) {
            match name {
                "status" => {
                    query.status = Status::from_value(&value).unwrap_or(query.status);
                }
                "attention" => {
                    query.attention = Attention::ALL
                        .into_iter()
                        .find(|attention| attention.value() == value);
                }
                "search" => query.search = line(&value, MAX_SEARCH),
                "sort" => {
                    query.sort = Column::from_value(&value).unwrap_or(query.sort);
                }
                "order" => query.descending = value == "descending",
                _ => {}
            }
        }
        Some(query)
    }

    /// The fragment that shows the same; only what differs from the default is in it.
    #[must_use]
    pub fn fragment(&self) -> String {
        let default = Self::default();
        let mut pairs = Vec::new();
        if self.status != default.status {
            pairs.push(format!("status={}", self.status.value()));
        }
        if let Some(attention) = self.attention {
            pairs.push(format!("attention={}", attention.value()));
        }
        if !self.search.trim().is_empty() {
            pairs.push(format!("search={}", encoded(self.search.trim())));
        }
        if self.sort != default.sort {
            pairs.push(format!("sort={}", self.sort.value()));
        }
        if self.descending {
            pairs.push("order=descending".to_owned());
        }
        if pairs.is_empty() {
            "#tokens".to_owned()
        } else {
            format!("#tokens?{}", pairs.join("&"))
        }
    }

    /// Whether it leaves out any active token.
    #[must_use]
    pub fn narrows(&self) -> bool {
        let all = matches!(self.status, Status::Active | Status::All);
        !all || self.attention.is_some() || !self.search.trim().is_empty()
    }

    /// Whether a token is among those that are asked for, its search aside.
    pub(super) fn takes(&self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let concerns = |attention: Attention| attention.concerns(token, now);
        self.status.takes(token, now) && self.attention.is_none_or(concerns)
    }

    /// Sorts by a column; by the same one a second time the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
    }
}
