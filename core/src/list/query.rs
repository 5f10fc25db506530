//! Which tokens the list shows, in which order, and the fragment for it.

use chrono::{DateTime, Utc};

use super::{Attention, Column, LastUse, ListedToken, State};
use crate::fragment::{encoded, line, pairs};
use crate::limits::{ENDS_SOON, MAX_SEARCH};

/// An option of the `Status` filter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Usable.
    Active,
    /// Usable, and expires within [`ENDS_SOON`].
    ExpiringSoon,
    /// Usable, and never used.
    NeverUsed,
    /// Past its expiration.
    Expired,
    /// Deleted before its expiration.
    Deleted,
    /// Everything.
    All,
}

impl Status {
    /// In the order of the filter's options.
    pub const ALL: [Self; 6] = [Self::Active, Self::ExpiringSoon, Self::NeverUsed, Self::Expired, Self::Deleted, Self::All];

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

    /// Looks an option up by its value.
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

/// Which tokens the list shows, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// The selected status.
    pub status: Status,
    /// Limits the list to tokens that need this kind of attention.
    pub attention: Option<Attention>,
    /// Words that a token must all contain.
    pub search: String,
    /// The column to sort by.
    pub sort: Column,
    /// Whether to sort in descending order.
    pub descending: bool,
}

impl Default for Query {
    /// Active tokens, with the next to expire first.
    fn default() -> Self {
        Self { status: Status::Active, attention: None, search: String::new(), sort: Column::Expiration, descending: false }
    }
}

impl Query {
    /// Parses a fragment such as `#tokens?status=expired&search=ci&sort=name&order=descending`,
    /// ignoring unknown names and values. `None` if it names another view.
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
                    query.attention = Attention::ALL.into_iter().find(|attention| attention.value() == value);
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

    /// The fragment that shows the same. It holds only what differs from the default.
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
        if pairs.is_empty() { "#tokens".to_owned() } else { format!("#tokens?{}", pairs.join("&")) }
    }

    /// Whether it can hide active tokens.
    #[must_use]
    pub fn narrows(&self) -> bool {
        let all = matches!(self.status, Status::Active | Status::All);
        !all || self.attention.is_some() || !self.search.trim().is_empty()
    }

    /// Whether a token matches, apart from the search.
    pub(super) fn takes(&self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let concerns = |attention: Attention| attention.concerns(token, now);
        self.status.takes(token, now) && self.attention.is_none_or(concerns)
    }

    /// Sorts by a column, or reverses the order if it is already sorted by that one.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
    }
}
