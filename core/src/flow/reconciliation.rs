//! After a request without an answer: was a token created? The account's list tells.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::created::same_end;
use crate::form::NewToken;
use crate::limits::CLOCK_DIFFERENCE;
use crate::list::{ListedToken, TokenList};
use crate::{TokenId, TokenRole};

/// A requested token of which nobody knows whether it was created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unconfirmed {
    /// As requested.
    pub token: NewToken,
    /// When it was requested, by the browser's clock.
    pub sent: DateTime<Utc>,
    /// The tokens that existed before.
    pub known: KnownTokens,
    /// The id of the API key that it was requested with; `None` for a key that doesn't tell.
    pub key_id: Option<TokenId>,
}

impl Unconfirmed {
    /// The same for somebody who looks with this key. `None` where its list can't tell: a key sees only what its owner made,
    /// unless `sees_all`, as administrators' do.
    #[must_use]
    pub fn seen_with(&self, key_id: Option<TokenId>, sees_all: bool) -> Option<Self> {
        let mut seen = self.clone();
        if key_id != self.key_id {
            // The other key may not have known of all, nor read the same entries.
            seen.known = KnownTokens { ids: seen.known.ids, ..KnownTokens::default() };
            return sees_all.then_some(seen);
        }
        Some(seen)
    }
}

/// The tokens that are known to exist.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct KnownTokens {
    /// Their ids.
    pub ids: Vec<TokenId>,
    /// Whether these are all of them, since the list was read.
    pub complete: bool,
    /// How many entries of that list could not be read.
    pub unreadable: usize,
}

/// What the account's list says about an unconfirmed token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reconciliation {
    /// These have its name, and are new.
    Found(Vec<Arc<ListedToken>>),
    /// These have its name, but are older than the request by this computer's clock, which may be wrong.
    Unclear(Vec<Arc<ListedToken>>),
    /// These have its name and are new, but their role or end isn't the one that was asked for: somebody else may have made them.
    Different(Vec<Arc<ListedToken>>),
    /// None has its name, but these are new: the service may have stored another one.
    OtherName(Vec<Arc<ListedToken>>),
    /// There is none.
    Nothing,
    /// None is found, but it may be among entries that can't be read, or that nobody knows the age of.
    Incomplete,
    /// The list can't be read either.
    Unreadable,
    /// The list of the present key would not show it: see [`Unconfirmed::seen_with`].
    OutOfSight,
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
            Self::Found(tokens) | Self::Unclear(tokens) | Self::Different(tokens) | Self::OtherName(tokens) => tokens,
            Self::Nothing | Self::Incomplete | Self::Unreadable | Self::OutOfSight => &[],
        }
    }
}

/// Further than clocks are ever off: the wrong day, and some minutes.
const MAX_CLOCK_DIFFERENCE: TimeDelta = TimeDelta::hours(25);

/// Looks for the unconfirmed token in the list, if that could be read: one whose name looks the same, and which is neither
/// deleted nor known from before. The service may store another form of Unicode, or drop what nobody sees.
///
/// If all earlier tokens are known, time is only a second opinion, and any other new token may be it, too. Otherwise a
/// token that is older than the request, but by less than clocks can be off, may be an earlier one, and one of another name
/// may be it if it is no older than clocks usually differ.
#[must_use]
pub fn reconcile(list: Option<&TokenList>, unconfirmed: &Unconfirmed) -> Reconciliation {
    let Some(list) = list else {
        return Reconciliation::Unreadable;
    };
    let KnownTokens { ids, complete, unreadable } = &unconfirmed.known;
    let since = |created: DateTime<Utc>, difference| created + difference >= unconfirmed.sent;
    let may_be_since = |token: &ListedToken, difference| token.created.is_none_or(|created| since(latest(created), difference));
    let (named, others): (Vec<_>, Vec<_>) = list
        .tokens()
        .filter(|token| !token.deleted && !ids.contains(&token.id) && may_be_since(token, MAX_CLOCK_DIFFERENCE))
        .cloned()
        .partition(|token| list.rules().look_alike(&token.name, &unconfirmed.token.name));
    let (likely, unclear): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|token| *complete || token.created.is_none_or(|created| since(created, CLOCK_DIFFERENCE)));
    // Of a list without dates, all tokens would be shown.
    let (others, undated): (Vec<_>, Vec<_>) = others
        .into_iter()
        .filter(|token| *complete || may_be_since(token, CLOCK_DIFFERENCE))
        .partition(|token| *complete || token.created.is_some());
    let (likely, different): (Vec<_>, Vec<_>) = likely.into_iter().partition(|token| is_as_asked(token, &unconfirmed.token));
    if !likely.is_empty() {
        Reconciliation::Found(likely)
    } else if !different.is_empty() {
        Reconciliation::Different(different)
    } else if !unclear.is_empty() {
        Reconciliation::Unclear(unclear)
    } else if !others.is_empty() {
        Reconciliation::OtherName(others)
    } else if !undated.is_empty() || list.unreadable > *unreadable {
        Reconciliation::Incomplete
    } else {
        Reconciliation::Nothing
    }
}

/// Whether role and end of a token are those that were asked for, as far as the list tells them.
fn is_as_asked(token: &ListedToken, asked: &NewToken) -> bool {
    let same_role = token.role == TokenRole::Unknown || token.role == asked.role.into();
    same_role && token.expiry.is_none_or(|end| same_end(end, asked.expiry))
}

/// The last instant that may be meant: midnight may stand for a date alone.
fn latest(created: DateTime<Utc>) -> DateTime<Utc> {
    if created.time() == NaiveTime::MIN { created + TimeDelta::days(1) } else { created }
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
    use crate::{AccountId, Role, TokenId, TokenRole};

    /// The verdict on a token named "ci" that was requested on 2026-11-24 at noon.
    fn said_of(tokens: Vec<ListedToken>, known: &[i64], complete: bool) -> Reconciliation {
        said_of_named("ci", tokens, known, complete)
    }

    fn said_of_named(name: &str, tokens: Vec<ListedToken>, known: &[i64], complete: bool) -> Reconciliation {
        let sent = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let mut list = TokenList::new(sent, RULES);
        list.extend(tokens);
        let unconfirmed = Unconfirmed {
            token: NewToken {
                account: AccountId::new(7).unwrap(),
                name: name.to_owned(),
                description: None,
                role: Role::Users,
                expiry: Expiry::Never,
            },
            sent,
            known: KnownTokens { ids: known.iter().copied().map(TokenId::new).collect(), complete, unreadable: 0 },
            key_id: None,
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
        // Somebody else's, or the one that was requested under another name.
        assert_eq!(ids(&[1, 2, 4], true), [3]);
        assert_eq!(ids(&[1, 2, 3, 4], true), [] as [i64; 0]);
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
    fn one_of_another_role_or_end_may_be_somebody_elses() {
        let asked = token(1, "ci", "2026-11-24T12:00:05Z");
        let changed = |change: fn(&mut ListedToken)| {
            let mut changed = token(2, "ci", "2026-11-24T12:00:05Z");
            change(&mut changed);
            changed
        };
        for (other, may_be_it) in [
            (changed(|token| token.role = Role::Engineers.into()), false),
            (changed(|token| token.expiry = Some(Expiry::At(parse_service_time("2027-01-01T00:00:00Z").unwrap()))), false),
            // What the list doesn't tell is no difference.
            (changed(|token| token.role = TokenRole::Unknown), true),
            (changed(|token| token.expiry = None), true),
            (changed(|token| token.issuer_id = None), true),
        ] {
            for complete in [true, false] {
                let alone = arcs([other.clone()]);
                let expected = if may_be_it { Reconciliation::Found(alone) } else { Reconciliation::Different(alone) };
                assert!(!expected.safe_to_try_again());
                assert_eq!(said_of(vec![other.clone()], &[], complete), expected);
                let beside = said_of(vec![asked.clone(), other.clone()], &[], complete);
                let named = if may_be_it { arcs([asked.clone(), other.clone()]).to_vec() } else { arcs([asked.clone()]) };
                assert_eq!(beside, Reconciliation::Found(named));
            }
        }
    }

    #[test]
    fn another_form_of_the_name_is_the_same_name() {
        for (asked, stored) in [
            ("caf\u{e9}", "cafe\u{301}"),
            ("cafe\u{301}", "caf\u{e9}"),
            ("Ａｃ", "Ac"),
            ("ci deploy", "ci\u{a0}deploy"),
            ("ci\u{200b}", "ci"),
            ("ci\u{202e}x", "cix"),
        ] {
            let stored = token(1, stored, "2026-11-24T12:00:05Z");
            for complete in [true, false] {
                let said = said_of_named(asked, vec![stored.clone()], &[], complete);
                assert_eq!(said, Reconciliation::Found(arcs([stored.clone()])), "{asked:?}");
            }
        }
    }

    #[test]
    fn what_was_not_there_before_is_never_nothing() {
        for (name, created, complete, found) in [
            ("ci-cut-off-by-the-serv", "2026-11-24T12:00:05Z", true, true),
            ("", "2026-11-24T12:00:05Z", true, true),
            ("CI", "2026-11-24T12:00:05Z", true, true),
            ("CI", "no date", true, true),
            // A day too old, by any clock.
            ("CI", "2026-11-22T12:00:00Z", true, false),
            // The whole day of a date alone, and a day more for the clocks.
            ("CI", "2026-11-23", true, true),
            ("CI", "2026-11-22", true, false),
            // Where nobody knows what was there, only what was made afterwards, as far as clocks agree.
            ("CI", "2026-11-24T12:00:05Z", false, true),
            ("CI", "2026-11-24T11:59:58Z", false, true),
            ("CI", "2026-11-24T11:50:00Z", false, true),
            ("CI", "2026-11-24T11:49:59Z", false, false),
            ("CI", "2026-11-24", false, true),
            ("CI", "2026-11-23", false, false),
        ] {
            let new = token(9, name, created);
            let said = said_of(vec![token(1, "ci", "2026-01-01"), new.clone()], &[1], complete);
            let expected = if found { Reconciliation::OtherName(arcs([new])) } else { Reconciliation::Nothing };
            assert_eq!(said, expected, "{name} {created} {complete}");
            assert_eq!(said.safe_to_try_again(), !found);
        }
    }

    #[test]
    fn a_date_alone_may_be_any_time_of_that_day() {
        // By its name it may be the one, or one of that morning that is in use: nobody is told to revoke it.
        let today = token(9, "ci", "2026-11-24");
        assert_eq!(said_of(vec![today.clone()], &[], false), Reconciliation::Unclear(arcs([today.clone()])));
        assert_eq!(said_of(vec![today.clone()], &[], true), Reconciliation::Found(arcs([today])));
    }

    #[test]
    fn a_token_without_a_date_may_be_it_under_another_name() {
        let undated = || token(9, "CI", "no date");
        assert_eq!(said_of(vec![undated()], &[], true), Reconciliation::OtherName(arcs([undated()])));
        // Where nobody knows what was there, a list may be full of them: none is shown, and trying again is not called safe.
        assert_eq!(said_of(vec![undated()], &[], false), Reconciliation::Incomplete);
        assert_eq!(said_of(vec![undated()], &[9], false), Reconciliation::Nothing);
        let new = token(10, "other", "2026-11-24T12:00:05Z");
        assert_eq!(said_of(vec![undated(), new.clone()], &[], false), Reconciliation::OtherName(arcs([new])));
    }

    #[test]
    fn an_entry_that_cannot_be_read_may_be_it() {
        let sent = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        for (before, after, complete, expected) in [
            (0, 0, true, Reconciliation::Nothing),
            (2, 2, true, Reconciliation::Nothing),
            (0, 1, true, Reconciliation::Incomplete),
            (1, 3, true, Reconciliation::Incomplete),
            (0, 0, false, Reconciliation::Nothing),
            (0, 1, false, Reconciliation::Incomplete),
        ] {
            let mut list = TokenList::new(sent, RULES);
            list.unreadable = after;
            let known = KnownTokens { ids: Vec::new(), complete, unreadable: before };
            let token = NewToken {
                account: AccountId::new(7).unwrap(),
                name: "ci".to_owned(),
                description: None,
                role: Role::Users,
                expiry: Expiry::Never,
            };
            assert_eq!(reconcile(Some(&list), &Unconfirmed { token, sent, known, key_id: None }), expected, "{before} {after}");
        }
    }

    #[test]
    fn another_key_tells_only_where_it_sees_all_and_knows_less_for_certain() {
        let [one, other] = [1, 2].map(|id| Some(TokenId::new(id)));
        let unconfirmed = Unconfirmed {
            token: NewToken {
                account: AccountId::new(7).unwrap(),
                name: "ci".to_owned(),
                description: None,
                role: Role::Users,
                expiry: Expiry::Never,
            },
            sent: parse_service_time("2026-11-24T12:00:00Z").unwrap(),
            known: KnownTokens { ids: vec![TokenId::new(7)], complete: true, unreadable: 2 },
            key_id: one,
        };
        for (key_id, sees_all, complete) in [
            (one, false, Some(true)),
            (one, true, Some(true)),
            (other, true, Some(false)),
            (other, false, None),
            (None, false, None),
            (None, true, Some(false)),
        ] {
            let seen = unconfirmed.seen_with(key_id, sees_all);
            // What the other key could not read is none of what this one can't.
            let known = complete.map(|complete| KnownTokens {
                complete,
                unreadable: if complete { 2 } else { 0 },
                ..unconfirmed.known.clone()
            });
            assert_eq!(seen.map(|seen| seen.known), known, "{key_id:?} {sees_all}");
        }
    }

    #[test]
    fn trying_again_is_safe_only_when_there_is_certainly_none() {
        for (said, safe) in [
            (Reconciliation::Nothing, true),
            (Reconciliation::Unreadable, false),
            (Reconciliation::OutOfSight, false),
            (Reconciliation::Found(arcs([token(1, "ci", "")])), false),
            (Reconciliation::Unclear(arcs([token(1, "ci", "")])), false),
            (Reconciliation::OtherName(arcs([token(1, "ci", "")])), false),
        ] {
            assert_eq!(said.safe_to_try_again(), safe, "{said:?}");
        }
    }
}
