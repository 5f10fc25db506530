//! A token as the service lists it: everything but the secret.

use chrono::{DateTime, TimeDelta, Utc};

use super::Rule;
use crate::form::expiry::Expiry;
use crate::limits::CLOCK_DIFFERENCE;
use crate::text::{is_blank, shown};
use crate::{Receipt, TokenId, TokenRole};

/// A token of the account. What the service left out or wrote illegibly is `None`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ListedToken {
    /// Unique within the service.
    pub id: TokenId,
    /// Empty if it has none.
    pub name: String,
    /// Empty if it has none.
    pub description: String,
    /// What it may do.
    pub role: TokenRole,
    /// When it expires.
    pub expiry: Option<Expiry>,
    /// Whether the service says that it has expired.
    pub expired: bool,
    /// Whether somebody deleted it.
    pub deleted: bool,
    /// Whether the service said that it has not expired when by this computer's clock it had, long ago: the clock is
    /// wrong then. Set by [`TokenList`](super::TokenList), which knows when that was said.
    pub outlives_end: bool,
    /// When it was created.
    pub created: Option<DateTime<Utc>>,
    /// When it was last used.
    pub last_used: LastUse,
    /// The number of the person who created it.
    pub issuer_id: Option<i64>,
    /// The name of the person who created it, or else the e-mail address, or else the user's id.
    pub issuer: String,
    /// Empty if unknown.
    pub issuer_email: String,
    /// Whether that person was deleted.
    pub issuer_deleted: bool,
    /// Which of the operator's rules it breaks. Set by [`TokenList`](super::TokenList), which knows the rules.
    pub broken_rules: Vec<Rule>,
}

/// When a token was last used.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LastUse {
    /// The service says null, or nothing at all.
    #[default]
    Never,
    /// At an instant.
    At(DateTime<Utc>),
    /// What the service says is illegible: the token may well be in use.
    Unreadable,
}

/// What has become of a token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// It works.
    Active,
    /// It is past its expiration.
    Expired,
    /// Somebody deleted it before that.
    Deleted,
}

impl State {
    /// The state's name on screen.
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
    /// A token that was just created and that no list has shown yet; `None` if the service didn't tell its id.
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
            outlives_end: false,
            created: None,
            last_used: LastUse::Never,
            issuer_id: None,
            issuer: String::new(),
            issuer_email: String::new(),
            issuer_deleted: false,
            broken_rules: Vec::new(),
        })
    }

    /// Its state at an instant. The service deletes expired tokens, so one that is both counts as
    /// expired. Where the service and this computer's clock contradict each other, the service is right.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> State {
        let ended = !self.outlives_end && matches!(self.expiry, Some(Expiry::At(at)) if at <= now);
        match (self.expired, self.deleted) {
            (false, true) => State::Deleted,
            (true, _) => State::Expired,
            (false, false) if ended => State::Expired,
            (false, false) => State::Active,
        }
    }

    /// Whether it works at an instant.
    #[must_use]
    pub fn active(&self, now: DateTime<Utc>) -> bool {
        self.state(now) == State::Active
    }

    /// Whether it can be revoked: by the service's word it lives, whatever this computer's clock says.
    #[must_use]
    pub fn can_be_revoked(&self) -> bool {
        !self.expired && !self.deleted
    }

    /// Records when the service said all this.
    pub(super) fn told_at(mut self, told: DateTime<Utc>) -> Self {
        let ended = |at| told - at > CLOCK_DIFFERENCE;
        self.outlives_end = self.can_be_revoked() && matches!(self.expiry, Some(Expiry::At(at)) if ended(at));
        self
    }

    /// Its name with nothing hidden in it, or its number if that shows nothing.
    #[must_use]
    pub fn label(&self) -> String {
        label(self.id, &self.name)
    }

    /// The time until it expires, if known and finite.
    #[must_use]
    pub fn left(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        match self.expiry {
            Some(Expiry::At(at)) => Some(at - now),
            _ => None,
        }
    }
}

/// A token's name with nothing hidden in it, or its number if that shows nothing.
pub(super) fn label(id: TokenId, name: &str) -> String {
    if is_blank(name) { format!("Token {id}") } else { shown(name).into_owned() }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::State;
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::time::parse_service_time;

    #[test]
    fn a_label_shows_what_a_name_hides() {
        for (name, label) in [
            ("ci", "ci"),
            ("ci\u{202e}gpj", "ci[U+202E]gpj"),
            ("ci\u{200b}", "ci[U+200B]"),
            ("", "Token 29841"),
            ("\u{200b}", "Token 29841"),
            (" \u{a0}\u{feff}", "Token 29841"),
            ("\u{202e}\u{3164}", "Token 29841"),
        ] {
            assert_eq!(token(29_841, name, "").label(), label);
        }
    }

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

    #[test]
    fn the_services_word_counts_more_than_this_computers_clock() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let minutes = TimeDelta::minutes;
        for (end, told, expired, state, revocable) in [
            // The clock is a year fast.
            (now - TimeDelta::days(365), now, false, State::Active, true),
            (now - minutes(11), now, false, State::Active, true),
            // Clocks may differ by a little, and the service may sweep late.
            (now - minutes(9), now, false, State::Expired, true),
            // It ended while the list was on screen.
            (now - minutes(20), now - minutes(30), false, State::Expired, true),
            (now - minutes(20), now, true, State::Expired, false),
            (now + minutes(1), now, false, State::Active, true),
        ] {
            let mut listed = token(1, "ci", "2026-11-01");
            (listed.expiry, listed.expired) = (Some(Expiry::At(end)), expired);
            let listed = listed.told_at(told);
            assert_eq!((listed.state(now), listed.can_be_revoked()), (state, revocable), "{end}");
        }
        let mut deleted = token(1, "ci", "");
        deleted.deleted = true;
        assert!(!deleted.told_at(now).can_be_revoked());
    }
}
