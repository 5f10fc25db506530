//! Tokens that exist, as the service lists them: everything but their secrets.

use chrono::{DateTime, TimeDelta, Utc};

use crate::token::Role;
use crate::token::expiry::Expiry;

/// One token of the account. Whatever the service left out or wrote oddly is `None`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ListedToken {
    /// Its number.
    pub id: i64,
    /// Empty when it has none.
    pub name: String,
    /// Empty when it has none.
    pub description: String,
    /// The role's name, also of roles that this page doesn't know.
    pub role: String,
    /// The role, if it is a known one.
    pub known_role: Option<Role>,
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LastUse {
    /// Not once: the service says null, or nothing at all.
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
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Expired => "Expired",
            Self::Deleted => "Deleted",
        }
    }
}

impl ListedToken {
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

/// How far the clocks of the browser and of the service may differ where nothing else is known.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(10);

/// More than clocks are ever wrong: the wrong day, and some minutes.
const CLOCK_DIFFERENCE_AT_MOST: TimeDelta = TimeDelta::hours(25);

/// The tokens that a request without an answer may have made: of its name, not deleted, and not
/// known from before; and whether that is likely.
///
/// `known` are the ids from before. Where they are all there were (`all_known`), time is only a
/// second opinion. Else a token that was made before the request by less than a clock can be wrong
/// may be an older one as well.
#[must_use]
pub fn made_by<'t>(
    tokens: impl Iterator<Item = &'t ListedToken>,
    name: &str,
    sent: DateTime<Utc>,
    known: &[i64],
    all_known: bool,
) -> (Vec<&'t ListedToken>, bool) {
    let since = |token: &ListedToken, difference| {
        token
            .created
            .is_none_or(|created| created + difference >= sent)
    };
    let (likely, unclear): (Vec<_>, Vec<_>) = tokens
        .filter(|token| token.name == name && !token.deleted && !known.contains(&token.id))
        .filter(|token| since(token, CLOCK_DIFFERENCE_AT_MOST))
        .partition(|token| all_known || since(token, CLOCK_DIFFERENCE));
    if likely.is_empty() {
        (unclear, false)
    } else {
        (likely, true)
    }
}

#[cfg(test)]
mod tests {
    use super::{State, made_by};
    use crate::token::expiry::Expiry;
    use crate::token::list::samples::token;
    use crate::token::time::parse_service_time;

    #[test]
    fn a_lost_token_is_found_by_name_among_those_that_are_new() {
        let mut deleted = token(5, "ci", "2026-11-24T12:00:30Z");
        deleted.deleted = true;
        let tokens = [
            token(1, "ci", "2026-11-24T12:00:05Z"),
            token(2, "ci", "2026-11-20T12:00:00Z"),
            token(3, "other", "2026-11-24T12:00:05Z"),
            token(4, "ci", "no date"),
            deleted,
        ];
        let sent = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let ids = |known: &[i64], all| -> Vec<i64> {
            made_by(tokens.iter(), "ci", sent, known, all)
                .0
                .iter()
                .map(|token| token.id)
                .collect()
        };
        assert_eq!(ids(&[], false), [1, 4]);
        // What this page made itself is not lost.
        assert_eq!(ids(&[1], false), [4]);
        assert_eq!(ids(&[1, 2, 4], true), [] as [i64; 0]);
        // A service whose clock is almost a day off is no problem where the list was read before.
        let slow = [token(6, "ci", "2026-11-23T13:00:00Z")];
        assert_eq!(
            made_by(slow.iter(), "ci", sent, &[], true),
            (vec![&slow[0]], true)
        );
        // Where it wasn't, nobody knows: the token is named, but not as the one that was lost.
        assert_eq!(
            made_by(slow.iter(), "ci", sent, &[], false),
            (vec![&slow[0]], false)
        );
        let old = [token(7, "ci", "2026-11-22T12:00:00Z")];
        for all_known in [true, false] {
            let found = made_by(old.iter(), "ci", sent, &[], all_known);
            assert!(found.0.is_empty());
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
}
