//! Which tokens somebody should look at, and why.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LastUse, ListedToken};
use crate::token::Role;
use crate::token::expiry::Expiry;

/// How long a token may lie unused before it is worth a question.
const UNUSED_FOR: TimeDelta = TimeDelta::days(90);

/// A reason to look at an active token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attention {
    /// It ends within a week.
    ExpiresIn7Days,
    /// It ends within 30 days.
    ExpiresIn30Days,
    /// It was made, and last used if ever, 90 days ago or longer.
    UnusedFor90Days,
    /// It can do everything, and never ends.
    EndlessAdministrator,
}

impl Attention {
    /// All reasons, the most urgent first.
    pub const ALL: [Self; 4] = [
        Self::ExpiresIn7Days,
        Self::ExpiresIn30Days,
        Self::UnusedFor90Days,
        Self::EndlessAdministrator,
    ];

    /// The reason's name in a fragment.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::ExpiresIn7Days => "expires-in-7-days",
            Self::ExpiresIn30Days => "expires-in-30-days",
            Self::UnusedFor90Days => "unused-for-90-days",
            Self::EndlessAdministrator => "endless-administrators",
        }
    }

    /// What is true of `count` tokens, as the end of a sentence that starts with the number.
    #[must_use]
    pub fn said_of(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::ExpiresIn7Days, 1) => "token expires within 7 days",
            (Self::ExpiresIn7Days, _) => "tokens expire within 7 days",
            (Self::ExpiresIn30Days, 1) => "token expires within 30 days",
            (Self::ExpiresIn30Days, _) => "tokens expire within 30 days",
            (Self::UnusedFor90Days, 1) => "token is unused for 90 days",
            (Self::UnusedFor90Days, _) => "tokens are unused for 90 days",
            (Self::EndlessAdministrator, 1) => "token of an administrator never expires",
            (Self::EndlessAdministrator, _) => "tokens of administrators never expire",
        }
    }

    /// Whether this is a reason to look at a token.
    #[must_use]
    pub fn concerns(self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let ends_within =
            |days| matches!(token.left(now), Some(left) if left <= TimeDelta::days(days));
        let applies = match self {
            Self::ExpiresIn7Days => ends_within(7),
            Self::ExpiresIn30Days => ends_within(30),
            // A token that was never used counts from when it was made.
            Self::UnusedFor90Days => {
                let since = match token.last_used {
                    LastUse::Never => token.created,
                    LastUse::At(at) => Some(at).max(token.created),
                    LastUse::Unreadable => None,
                };
                since.is_some_and(|since| now - since >= UNUSED_FOR)
            }
            Self::EndlessAdministrator => {
                token.expiry == Some(Expiry::Never)
                    && token.known_role == Some(Role::Administrators)
            }
        };
        applies && token.active(now)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Attention, LastUse};
    use crate::token::Role;
    use crate::token::expiry::Expiry;
    use crate::token::list::samples::token;
    use crate::token::time::parse_service_time;

    #[test]
    fn each_reason_is_found_and_only_among_active_tokens() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let base = token(1, "ci", "2026-11-20");
        let days = TimeDelta::days;
        let mut cases = vec![(base.clone(), vec![])];

        let mut ends = base.clone();
        ends.expiry = Some(Expiry::At(now + days(7)));
        cases.push((
            ends.clone(),
            vec![Attention::ExpiresIn7Days, Attention::ExpiresIn30Days],
        ));
        ends.expiry = Some(Expiry::At(now + days(30)));
        cases.push((ends.clone(), vec![Attention::ExpiresIn30Days]));
        ends.expiry = Some(Expiry::At(now + days(31)));
        cases.push((ends, vec![]));

        let mut unused = token(1, "ci", "2026-08-26T12:00:00Z");
        cases.push((unused.clone(), vec![Attention::UnusedFor90Days]));
        unused.last_used = LastUse::At(now - days(89));
        cases.push((unused.clone(), vec![]));
        unused.last_used = LastUse::At(now - days(90));
        cases.push((unused.clone(), vec![Attention::UnusedFor90Days]));
        unused.created = None;
        cases.push((unused.clone(), vec![Attention::UnusedFor90Days]));
        unused.last_used = LastUse::Never;
        cases.push((unused.clone(), vec![]));
        unused.created = Some(now - days(900));
        unused.last_used = LastUse::Unreadable;
        cases.push((unused, vec![]));

        let mut endless = base;
        endless.known_role = Some(Role::Administrators);
        cases.push((endless.clone(), vec![Attention::EndlessAdministrator]));
        endless.deleted = true;
        cases.push((endless, vec![]));

        for (token, expected) in cases {
            let found: Vec<Attention> = Attention::ALL
                .into_iter()
                .filter(|reason| reason.concerns(&token, now))
                .collect();
            assert_eq!(found, expected, "{token:?}");
        }
    }
}
