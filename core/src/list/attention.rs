//! Which tokens need attention, and why.

use chrono::{DateTime, Utc};

use super::{LastUse, ListedToken};
use crate::Role;
use crate::form::expiry::Expiry;
use crate::limits::{ENDS_SOON, ENDS_VERY_SOON, UNUSED_FOR, in_words};

/// Why an active token needs attention.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Attention {
    /// It expires within [`ENDS_VERY_SOON`].
    EndsVerySoon,
    /// It expires within [`ENDS_SOON`].
    EndsSoon,
    /// It was last used [`UNUSED_FOR`] ago or longer; if never, it was created that long ago.
    Unused,
    /// It can do everything and never expires.
    EndlessAdministrator,
    /// Whoever made it was deleted, and it still works.
    IssuerDeleted,
    /// It breaks one of the operator's rules; see [`Rule`](super::Rule).
    BreaksRules,
}

impl Attention {
    /// Most urgent first.
    pub const ALL: [Self; 6] =
        [Self::EndsVerySoon, Self::EndsSoon, Self::Unused, Self::EndlessAdministrator, Self::IssuerDeleted, Self::BreaksRules];

    /// Its name in a fragment.
    #[must_use]
    pub fn value(self) -> String {
        match self {
            Self::EndsVerySoon => format!("expires-in-{}-days", ENDS_VERY_SOON.num_days()),
            Self::EndsSoon => format!("expires-in-{}-days", ENDS_SOON.num_days()),
            Self::Unused => format!("unused-for-{}-days", UNUSED_FOR.num_days()),
            Self::EndlessAdministrator => "endless-administrators".to_owned(),
            Self::IssuerDeleted => "deleted-issuers".to_owned(),
            Self::BreaksRules => "broken-rules".to_owned(),
        }
    }

    /// What is the matter, in few words.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::EndsVerySoon => format!("Expires within {}", in_words(ENDS_VERY_SOON)),
            Self::EndsSoon => format!("Expires within {}", in_words(ENDS_SOON)),
            Self::Unused => format!("Unused for {}", in_words(UNUSED_FOR)),
            Self::EndlessAdministrator => "Administrators, never expires".to_owned(),
            Self::IssuerDeleted => "Issuer deleted".to_owned(),
            Self::BreaksRules => "Breaks a rule".to_owned(),
        }
    }

    /// What is the matter with `count` tokens, to follow that number.
    #[must_use]
    pub fn said_of(self, count: usize) -> String {
        let verb = |one: &'static str, many: &'static str| if count == 1 { one } else { many };
        match self {
            Self::EndsVerySoon | Self::EndsSoon => {
                let within = if self == Self::EndsSoon { ENDS_SOON } else { ENDS_VERY_SOON };
                let verb = verb("token expires", "tokens expire");
                format!("{verb} within {}", in_words(within))
            }
            Self::Unused => {
                let verb = verb("token is", "tokens are");
                format!("{verb} unused for {}", in_words(UNUSED_FOR))
            }
            Self::EndlessAdministrator => {
                verb("token with the role Administrators never expires", "tokens with the role Administrators never expire")
                    .to_owned()
            }
            Self::IssuerDeleted => {
                verb("token has an issuer who was deleted", "tokens have an issuer who was deleted").to_owned()
            }
            Self::BreaksRules => verb("token breaks the rules here", "tokens break the rules here").to_owned(),
        }
    }

    /// Whether it applies to a token.
    pub(super) fn concerns(self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        // When a token ends whose end is past, nobody knows.
        let ends_within = |time| !token.outlives_end && token.left(now).is_some_and(|left| left <= time);
        let applies = match self {
            Self::EndsVerySoon => ends_within(ENDS_VERY_SOON),
            Self::EndsSoon => ends_within(ENDS_SOON),
            // A token that was never used counts from its creation.
            Self::Unused => {
                let since = match token.last_used {
                    LastUse::Never => token.created,
                    LastUse::At(at) => Some(at).max(token.created),
                    LastUse::Unreadable => None,
                };
                since.is_some_and(|since| now - since >= UNUSED_FOR)
            }
            Self::EndlessAdministrator => token.expiry == Some(Expiry::Never) && token.role.known() == Some(Role::Administrators),
            Self::IssuerDeleted => token.issuer_deleted,
            Self::BreaksRules => !token.broken_rules.is_empty(),
        };
        applies && token.active(now)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Attention, LastUse};
    use crate::Role;
    use crate::form::expiry::Expiry;
    use crate::list::Rule;
    use crate::list::samples::token;
    use crate::time::parse_service_time;

    #[test]
    fn links_and_counts_say_the_period() {
        let said = Attention::ALL.map(|reason| (reason.value(), reason.said_of(1), reason.said_of(2)));
        assert_eq!(
            said.each_ref().map(|(value, one, two)| [value.as_str(), one, two]),
            [
                ["expires-in-7-days", "token expires within 7 days", "tokens expire within 7 days"],
                ["expires-in-30-days", "token expires within 30 days", "tokens expire within 30 days"],
                ["unused-for-90-days", "token is unused for 90 days", "tokens are unused for 90 days"],
                [
                    "endless-administrators",
                    "token with the role Administrators never expires",
                    "tokens with the role Administrators never expire"
                ],
                ["deleted-issuers", "token has an issuer who was deleted", "tokens have an issuer who was deleted"],
                ["broken-rules", "token breaks the rules here", "tokens break the rules here"],
            ]
        );
        assert_eq!(
            Attention::ALL.map(Attention::label),
            [
                "Expires within 7 days",
                "Expires within 30 days",
                "Unused for 90 days",
                "Administrators, never expires",
                "Issuer deleted",
                "Breaks a rule"
            ]
        );
    }

    #[test]
    fn each_reason_is_found_and_only_among_active_tokens() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let base = token(1, "ci", "2026-11-20");
        let days = TimeDelta::days;
        let mut cases = vec![(base.clone(), vec![])];

        let mut ends = base.clone();
        ends.expiry = Some(Expiry::At(now + days(7)));
        cases.push((ends.clone(), vec![Attention::EndsVerySoon, Attention::EndsSoon]));
        ends.expiry = Some(Expiry::At(now + days(30)));
        cases.push((ends.clone(), vec![Attention::EndsSoon]));
        ends.expiry = Some(Expiry::At(now + days(31)));
        cases.push((ends, vec![]));

        let mut unused = token(1, "ci", "2026-08-26T12:00:00Z");
        cases.push((unused.clone(), vec![Attention::Unused]));
        unused.last_used = LastUse::At(now - days(89));
        cases.push((unused.clone(), vec![]));
        unused.last_used = LastUse::At(now - days(90));
        cases.push((unused.clone(), vec![Attention::Unused]));
        unused.created = None;
        cases.push((unused.clone(), vec![Attention::Unused]));
        unused.last_used = LastUse::Never;
        cases.push((unused.clone(), vec![]));
        unused.created = Some(now - days(900));
        unused.last_used = LastUse::Unreadable;
        cases.push((unused, vec![]));

        let mut orphan = base.clone();
        orphan.issuer_deleted = true;
        cases.push((orphan.clone(), vec![Attention::IssuerDeleted]));
        orphan.expired = true;
        cases.push((orphan, vec![]));

        let mut breaking = base.clone();
        breaking.broken_rules = [Rule::Name].into_iter().collect();
        cases.push((breaking.clone(), vec![Attention::BreaksRules]));
        breaking.deleted = true;
        cases.push((breaking, vec![]));

        let mut endless = base;
        endless.role = Role::Administrators.into();
        cases.push((endless.clone(), vec![Attention::EndlessAdministrator]));
        endless.deleted = true;
        cases.push((endless, vec![]));

        for (token, expected) in cases {
            let found: Vec<Attention> = Attention::ALL.into_iter().filter(|reason| reason.concerns(&token, now)).collect();
            assert_eq!(found, expected, "{token:?}");
        }
    }
}
