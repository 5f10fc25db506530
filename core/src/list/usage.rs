//! How many tokens an account has of those that it may have, and which could go.

use chrono::{DateTime, Utc};

use super::{Attention, Column, LastUse, Query, TokenList};
use crate::limits::{UNUSED_FOR, grouped, in_words};

/// The active tokens of an account, against the limit that the operator knows of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// How many are active.
    pub active: usize,
    /// How many there may be.
    pub limit: usize,
}

/// How close a limit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    /// Nothing to think about.
    Enough,
    /// A tenth of the limit is left, or three tokens.
    Little,
    /// The service will refuse another one.
    None,
}

impl Usage {
    /// How close the limit is.
    #[must_use]
    pub fn room(self) -> Room {
        match self.limit.saturating_sub(self.active) {
            0 => Room::None,
            left if left <= (self.limit / 10).max(3) => Room::Little,
            _ => Room::Enough,
        }
    }

    /// `24 of 50`
    #[must_use]
    pub fn words(self) -> String {
        format!("{} of {}", grouped(self.active), grouped(self.limit))
    }
}

/// Active tokens that hardly anybody would miss. The service deletes expired ones by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unneeded {
    /// Never used.
    pub never_used: usize,
    /// Used, and the last time [`UNUSED_FOR`] ago or longer.
    pub unused: usize,
}

impl Unneeded {
    /// What could go, in a sentence; `None` if nothing could.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let unused = format!("unused for {}", in_words(UNUSED_FOR));
        let parts = [(self.never_used, "never used"), (self.unused, &unused)];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", grouped(count))).collect();
        (!parts.is_empty()).then(|| format!("Some may no longer be needed: {}.", parts.join(", ")))
    }

    /// Shows the active tokens with these first: never used, then unused for the longest time.
    #[must_use]
    pub fn query() -> Query {
        Query { sort: Column::LastUsed, ..Query::default() }
    }
}

impl TokenList {
    /// What could go when the limit is near.
    #[must_use]
    pub fn unneeded(&self, now: DateTime<Utc>) -> Unneeded {
        let active = self.tokens().filter(|token| token.active(now));
        let (never, used): (Vec<_>, Vec<_>) = active.partition(|token| token.last_used == LastUse::Never);
        Unneeded {
            never_used: never.len(),
            unused: used.into_iter().filter(|token| Attention::Unused.concerns(token, now)).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Room, Unneeded, Usage};
    use crate::list::samples::token;
    use crate::list::{LastUse, ListedToken, TokenList};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;

    #[test]
    fn what_could_go_is_counted_and_comes_first() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let used =
            |id, days| ListedToken { last_used: LastUse::At(now - TimeDelta::days(days)), ..token(id, "ci", "2026-01-01") };
        let mut list = TokenList::new(now, RULES);
        list.extend([used(1, 3), used(2, 200), used(3, 90), token(4, "ci", "2026-11-24"), used(5, 400)]);
        list.extend([ListedToken { deleted: true, ..token(6, "ci", "") }, ListedToken { expired: true, ..used(7, 500) }]);
        let unneeded = list.unneeded(now);
        assert_eq!(unneeded, Unneeded { never_used: 1, unused: 3 });
        assert_eq!(unneeded.words().as_deref(), Some("Some may no longer be needed: 1 never used, 3 unused for 90 days."));
        let query = Unneeded::query();
        assert_eq!(query.fragment(), "#tokens?sort=last-used");
        let ids: Vec<i64> = list.matching(&query, now).iter().map(|token| token.id.number()).collect();
        assert_eq!(ids, [4, 5, 2, 3, 1]);
        assert_eq!(Unneeded { never_used: 0, unused: 0 }.words(), None);
        assert_eq!(
            Unneeded { never_used: 0, unused: 2 }.words().as_deref(),
            Some("Some may no longer be needed: 2 unused for 90 days.")
        );
    }

    #[test]
    fn the_limit_is_said_before_it_is_met() {
        for (active, limit, room) in [
            (0, 50, Room::Enough),
            (44, 50, Room::Enough),
            (45, 50, Room::Little),
            (49, 50, Room::Little),
            (50, 50, Room::None),
            (51, 50, Room::None),
            (0, 1, Room::Little),
            (1, 1, Room::None),
            (90, 100, Room::Little),
        ] {
            assert_eq!(Usage { active, limit }.room(), room, "{active} of {limit}");
        }
        assert_eq!(Usage { active: 24, limit: 50 }.words(), "24 of 50");
    }
}
