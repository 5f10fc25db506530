//! Tokens that exist, as the service lists them: everything but their secrets.

use chrono::{DateTime, TimeDelta, Utc};

use super::Role;
use super::expiry::Expiry;

/// One token of the account. Whatever the service left out or wrote oddly is `None`.
#[derive(Clone, PartialEq, Eq, Debug)]
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
    /// When it was last used; `None` is never, or not told.
    pub last_used: Option<DateTime<Utc>>,
    /// The name or e-mail address of who made it.
    pub issuer: String,
    /// Whether that person was deleted.
    pub issuer_deleted: bool,
}

impl ListedToken {
    /// Whether it can be used at an instant.
    #[must_use]
    pub fn active(&self, now: DateTime<Utc>) -> bool {
        let ended = matches!(self.expiry, Some(Expiry::At(at)) if at <= now);
        !self.expired && !self.deleted && !ended
    }
}

/// How far the clocks of the browser and of the service may differ where nothing else is known.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(10);

/// The same where the tokens of before are known, so that time is only a second opinion.
const CLOCK_DIFFERENCE_AT_MOST: TimeDelta = TimeDelta::days(1);

/// The tokens that a request without an answer may have made: of its name, not deleted, not known
/// from before, and made since. `known` are the ids from before; `all_known` tells whether they are
/// all there were, or only some.
#[must_use]
pub fn made_by<'t>(
    tokens: &'t [ListedToken],
    name: &str,
    sent: DateTime<Utc>,
    known: &[i64],
    all_known: bool,
) -> Vec<&'t ListedToken> {
    let difference = if all_known {
        CLOCK_DIFFERENCE_AT_MOST
    } else {
        CLOCK_DIFFERENCE
    };
    tokens
        .iter()
        .filter(|token| token.name == name && !token.deleted && !known.contains(&token.id))
        .filter(|token| {
            token
                .created
                .is_none_or(|created| created + difference >= sent)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ListedToken, made_by};
    use crate::token::expiry::Expiry;
    use crate::token::time::parse_service_time;

    fn token(id: i64, name: &str, created: &str) -> ListedToken {
        ListedToken {
            id,
            name: name.to_owned(),
            description: String::new(),
            role: "Users".to_owned(),
            known_role: None,
            expiry: Some(Expiry::Never),
            expired: false,
            deleted: false,
            created: parse_service_time(created),
            last_used: None,
            issuer: String::new(),
            issuer_deleted: false,
        }
    }

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
            made_by(&tokens, "ci", sent, known, all)
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
        assert_eq!(made_by(&slow, "ci", sent, &[], true).len(), 1);
        assert_eq!(made_by(&slow, "ci", sent, &[], false).len(), 0);
    }

    #[test]
    fn a_token_is_active_until_it_ends_or_is_deleted() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let mut listed = token(1, "ci", "2026-11-24");
        assert!(listed.active(now));
        listed.expiry = Some(Expiry::At(now));
        assert!(!listed.active(now));
        listed.expiry = None;
        listed.expired = true;
        assert!(!listed.active(now));
    }
}
