//! After a request without an answer: was a token created? The account's list tells.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::TokenId;
use crate::form::NewToken;
use crate::list::{ListedToken, TokenList};

/// A requested token of which nobody knows whether it was created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unconfirmed {
    /// As requested.
    pub token: NewToken,
    /// When it was requested, by the browser's clock.
    pub sent: DateTime<Utc>,
    /// The tokens that existed before.
    pub known: KnownTokens,
}

/// The tokens that are known to exist.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct KnownTokens {
    /// Their ids.
    pub ids: Vec<TokenId>,
    /// Whether these are all of them, since the list was read.
    pub complete: bool,
}

/// What the account's list says about an unconfirmed token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reconciliation {
    /// These have its name, and are new.
    Found(Vec<Arc<ListedToken>>),
    /// These have its name, but are older than the request by this computer's clock, which may be wrong.
    Unclear(Vec<Arc<ListedToken>>),
    /// There is none.
    Nothing,
    /// The list can't be read either.
    Unreadable,
}

impl Reconciliation {
    /// Whether another request can't create a second token by accident.
    #[must_use]
    pub fn safe_to_try_again(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The tokens that may be the unconfirmed one.
    #[must_use]
    pub fn tokens(&self) -> &[Arc<ListedToken>] {
        match self {
            Self::Found(tokens) | Self::Unclear(tokens) => tokens,
            Self::Nothing | Self::Unreadable => &[],
        }
    }
}

/// How far the browser's and the service's clocks may differ if nothing else is known.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(10);

/// Further than clocks are ever off: the wrong day, and some minutes.
const MAX_CLOCK_DIFFERENCE: TimeDelta = TimeDelta::hours(25);

/// Looks for the unconfirmed token in the list, if that could be read: one of the same name that is neither deleted
/// nor known from before.
///
/// If all earlier tokens are known, time is only a second opinion. Otherwise a token that is older than the
/// request, but by less than clocks can be off, may be an earlier one.
#[must_use]
pub fn reconcile(list: Option<&TokenList>, unconfirmed: &Unconfirmed) -> Reconciliation {
    let Some(list) = list else {
        return Reconciliation::Unreadable;
    };
    let KnownTokens { ids, complete } = &unconfirmed.known;
    let since = |token: &ListedToken, difference| token.created.is_none_or(|created| created + difference >= unconfirmed.sent);
    let (likely, unclear): (Vec<_>, Vec<_>) = list
        .tokens()
        .filter(|token| token.name == unconfirmed.token.name && !token.deleted)
        .filter(|token| !ids.contains(&token.id))
        .filter(|token| since(token, MAX_CLOCK_DIFFERENCE))
        .cloned()
        .partition(|token| *complete || since(token, CLOCK_DIFFERENCE));
    match (likely.is_empty(), unclear.is_empty()) {
        (false, _) => Reconciliation::Found(likely),
        (true, false) => Reconciliation::Unclear(unclear),
        (true, true) => Reconciliation::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{KnownTokens, Reconciliation, Unconfirmed, reconcile};
    use crate::form::NewToken;
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{ListedToken, TokenList};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;
    use crate::{AccountId, Role, TokenId};

    /// The verdict on a token named "ci" that was requested on 2026-11-24 at noon.
    fn said_of(tokens: Vec<ListedToken>, known: &[i64], complete: bool) -> Reconciliation {
        let sent = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let mut list = TokenList::new(sent, RULES);
        list.extend(tokens);
        let unconfirmed = Unconfirmed {
            token: NewToken {
                account: AccountId::new(7).unwrap(),
                name: "ci".to_owned(),
                description: None,
                role: Role::Users,
                expiry: Expiry::Never,
            },
            sent,
            known: KnownTokens { ids: known.iter().copied().map(TokenId::new).collect(), complete },
        };
        assert_eq!(reconcile(None, &unconfirmed), Reconciliation::Unreadable, "whatever was asked for");
        reconcile(Some(&list), &unconfirmed)
    }

    fn arcs<const N: usize>(tokens: [ListedToken; N]) -> Vec<Arc<ListedToken>> {
        tokens.map(Arc::new).to_vec()
    }

    #[test]
    fn a_token_is_found_by_name_among_those_that_are_new() {
        let mut deleted = token(5, "ci", "2026-11-24T12:00:30Z");
        deleted.deleted = true;
        let tokens = [
            token(1, "ci", "2026-11-24T12:00:05Z"),
            token(2, "ci", "2026-11-20T12:00:00Z"),
            token(3, "other", "2026-11-24T12:00:05Z"),
            token(4, "ci", "no date"),
            deleted,
        ];
        let ids = |known: &[i64], complete| -> Vec<i64> {
            said_of(tokens.to_vec(), known, complete).tokens().iter().map(|token| token.id.number()).collect()
        };
        assert_eq!(ids(&[], false), [1, 4]);
        // What this page created itself is not unconfirmed.
        assert_eq!(ids(&[1], false), [4]);
        assert_eq!(ids(&[1, 2, 4], true), [] as [i64; 0]);
    }

    #[test]
    fn a_clock_may_be_wrong_where_the_tokens_from_before_are_known() {
        // A service whose clock is almost a day off is no problem if the list was read before.
        let slow = token(6, "ci", "2026-11-23T13:00:00Z");
        let here = arcs([slow.clone()]);
        assert_eq!(said_of(vec![slow.clone()], &[], true), Reconciliation::Found(here.clone()));
        // If it wasn't, nobody knows: the token is mentioned, but not as the one that was requested.
        assert_eq!(said_of(vec![slow], &[], false), Reconciliation::Unclear(here));
        let old = token(7, "ci", "2026-11-22T12:00:00Z");
        for complete in [true, false] {
            assert_eq!(said_of(vec![old.clone()], &[], complete), Reconciliation::Nothing);
        }
    }

    #[test]
    fn a_likely_one_is_named_without_the_unclear_ones() {
        let likely = token(1, "ci", "2026-11-24T11:51:00Z");
        let unclear = token(2, "ci", "2026-11-24T11:49:00Z");
        assert_eq!(said_of(vec![unclear, likely.clone()], &[], false), Reconciliation::Found(arcs([likely])));
    }

    #[test]
    fn trying_again_is_safe_only_when_there_is_certainly_none() {
        for (said, safe) in [
            (Reconciliation::Nothing, true),
            (Reconciliation::Unreadable, false),
            (Reconciliation::Found(arcs([token(1, "ci", "")])), false),
            (Reconciliation::Unclear(arcs([token(1, "ci", "")])), false),
        ] {
            assert_eq!(said.safe_to_try_again(), safe, "{said:?}");
        }
    }
}
