//! Tokens that exist, as the service lists them: everything but their secrets.

use chrono::{DateTime, TimeDelta, Utc};

use crate::form::expiry::Expiry;
use crate::{Receipt, TokenId, TokenRole};

/// One token of the account. Whatever the service left out or wrote oddly is `None`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ListedToken {
    /// Its number.
    pub id: TokenId,
    /// Empty when it has none.
    pub name: String,
    /// Empty when it has none.
    pub description: String,
    /// What it may do.
    pub role: TokenRole,
    /// When it ends.
    pub expiry: Option<Expiry>,
    /// Whether the service says that it ended.
    pub expired: bool,
    /// Whether somebody deleted it.
    pub deleted: bool,
    /// When it was made.
    pub created: Option<DateTime<Utc>>,
    /// When it was last used.
    pub last_used: LastUse,
    /// The name of who made it, or else the e-mail address, or else the user's number.
    pub issuer: String,
    /// The e-mail address of who made it; empty when it isn't told.
    pub issuer_email: String,
    /// Whether that person was deleted.
    pub issuer_deleted: bool,
}

/// When a token was last used.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LastUse {
    /// Not once: the service says null, or nothing at all.
    #[default]
    Never,
    /// At an instant.
    At(DateTime<Utc>),
    /// The service says something that can't be read: the token may well be in use.
    Unreadable,
}

/// What has become of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// It can be used.
    Active,
    /// It has ended by itself.
    Expired,
    /// Somebody deleted it before its end.
    Deleted,
}

impl State {
    /// The state's name on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
            Self::Deleted => "Deleted",
        }
    }
}

impl ListedToken {
    /// A token that was just made, which no list has named yet; `None` where the service didn't tell its number.
    #[must_use]
    pub fn from_receipt(receipt: &Receipt) -> Option<Self> {
        Some(Self {
            id: receipt.id?,
            name: receipt.name.clone(),
            description: String::new(),
            role: TokenRole::new(None, Some(receipt.role.clone())),
            expiry: Some(receipt.expiry),
            expired: false,
            deleted: false,
            created: None,
            last_used: LastUse::Never,
            issuer: String::new(),
            issuer_email: String::new(),
            issuer_deleted: false,
        })
    }

    /// What has become of it by an instant. The service deletes what has expired, so a token that
    /// is both has expired.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> State {
        let ended = matches!(self.expiry, Some(Expiry::At(at)) if at <= now);
        match (self.expired, self.deleted) {
            (false, true) => State::Deleted,
            (true, _) => State::Expired,
            (false, false) if ended => State::Expired,
            (false, false) => State::Active,
        }
    }

    /// Whether it can be used at an instant.
    #[must_use]
    pub fn active(&self, now: DateTime<Utc>) -> bool {
        self.state(now) == State::Active
    }

    /// What people call it: its name, or its number where it has none.
    #[must_use]
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            format!("token {}", self.id)
        } else {
            self.name.clone()
        }
    }

    /// How far away its end is, if it has one and it is known.
    #[must_use]
    pub fn left(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        match self.expiry {
            Some(Expiry::At(at)) => Some(at - now),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::time::parse_service_time;

    #[test]
    fn a_token_is_active_until_it_ends_or_is_deleted() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let mut listed = token(1, "ci", "2026-11-24");
        assert_eq!(listed.state(now), State::Active);
        listed.expiry = Some(Expiry::At(now));
        assert_eq!(listed.state(now), State::Expired);
        listed.deleted = true;
        assert_eq!(listed.state(now), State::Deleted);
        // The service has swept it up.
        listed.expired = true;
        assert_eq!(listed.state(now), State::Expired);
        listed.expiry = None;
        assert_eq!(listed.state(now), State::Expired);
    }
}
