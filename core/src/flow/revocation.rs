//! Revoking one or several tokens, one after the other: the outcome of each, and when to stop.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::limits::grouped;
use crate::list::{ListedToken, TokenList, csv_file};
use crate::service::{Cause, Failure};
use crate::text::one_line;
use crate::time::utc_text;
use crate::{AccountId, TokenId};

/// Tokens that are to be revoked, are being revoked, or were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revocation {
    /// Each token and its outcome. The token that is the API key itself comes last.
    pub tokens: Vec<(Arc<ListedToken>, Outcome)>,
    /// How far it has got.
    pub stage: Stage,
    /// Whether to leave the remaining tokens alone.
    pub stopped: bool,
    /// The one of them that is the API key itself.
    pub own_key: Option<TokenId>,
    /// The account that the tokens belong to.
    pub account: AccountId,
    /// Those that the API key sees: what its list lacks of them is gone.
    seen: Vec<TokenId>,
}

/// How far a revocation has got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The user is asked to confirm.
    Asking,
    /// Requests are being sent.
    Running,
    /// It is over, and there is a result to read.
    Over,
}

/// What became of a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It has not been tried yet.
    Waiting,
    /// The request is on its way.
    Running,
    /// It is deleted.
    Revoked,
    /// It had been deleted already.
    AlreadyGone,
    /// It still works, for this reason.
    Failed(String),
    /// It may still work: nothing confirms that it is deleted. These words say what to do.
    Unconfirmed(String),
    /// It was left alone, since an earlier one failed or the user stopped.
    NotTried,
}

impl Outcome {
    /// Whether the token is gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Revoked | Self::AlreadyGone)
    }

    /// What became of the token, on screen and in a report.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Waiting => "Waiting".to_owned(),
            Self::Running => "Revoking…".to_owned(),
            Self::Revoked => "Revoked".to_owned(),
            Self::AlreadyGone => "Was already gone".to_owned(),
            Self::Failed(why) => format!("Not revoked: {why}"),
            Self::Unconfirmed(why) => why.clone(),
            Self::NotTried => "Not tried".to_owned(),
        }
    }
}

impl Revocation {
    /// Asks whether to revoke these tokens of an account; `None` if there are none. `key_id` is the id of the API key:
    /// that token comes last, since none after it could be revoked. `sees` tells whether the service, asked with that key,
    /// tells of a token as long as it exists: administrators' keys see all, others their owner's.
    #[must_use]
    pub fn ask(
        tokens: Vec<Arc<ListedToken>>,
        account: AccountId,
        key_id: Option<TokenId>,
        sees: impl Fn(TokenId) -> bool,
    ) -> Option<Self> {
        let is_key = |token: &Arc<ListedToken>| Some(token.id) == key_id;
        let (key, others): (Vec<_>, Vec<_>) = tokens.into_iter().partition(is_key);
        let own_key = key.first().and(key_id);
        let tokens: Vec<_> = others.into_iter().chain(key).map(|token| (token, Outcome::Waiting)).collect();
        let seen = tokens.iter().map(|(token, _)| token.id).filter(|id| sees(*id)).collect();
        (!tokens.is_empty()).then_some(Self { tokens, stage: Stage::Asking, stopped: false, own_key, account, seen })
    }

    /// The token, if there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&Arc<ListedToken>> {
        match self.tokens.as_slice() {
            [(token, _)] => Some(token),
            _ => None,
        }
    }

    /// How many tokens are gone.
    #[must_use]
    pub fn revoked_count(&self) -> usize {
        let gone = self.tokens.iter().filter(|(_, outcome)| outcome.is_gone());
        gone.count()
    }

    /// The tokens that still exist, in the order in which to revoke them.
    #[must_use]
    pub fn left(&self) -> Vec<TokenId> {
        self.tokens.iter().filter(|(_, outcome)| !outcome.is_gone()).map(|(token, _)| token.id).collect()
    }

    /// Whether requests are on their way or still to come, so that the dialog has to stay.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.stage == Stage::Running
            && self.tokens.iter().any(|(_, outcome)| matches!(outcome, Outcome::Waiting | Outcome::Running))
    }

    /// Starts, or starts again with the tokens that are left.
    pub fn start(&mut self) {
        self.stage = Stage::Running;
        self.stopped = false;
        for (_, outcome) in &mut self.tokens {
            if !outcome.is_gone() {
                *outcome = Outcome::Waiting;
            }
        }
    }

    /// Leaves the remaining tokens alone.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Notes the outcome of a token.
    pub fn note(&mut self, id: TokenId, outcome: Outcome) {
        if let Some((_, noted)) = self.tokens.iter_mut().find(|(token, _)| token.id == id) {
            *noted = outcome;
        }
    }

    /// Ends it: tokens that still wait were not tried. Returns whether there is a result to read, which there isn't for
    /// a single token that is gone.
    pub fn finish(&mut self) -> bool {
        self.stage = Stage::Over;
        for (_, outcome) in &mut self.tokens {
            if *outcome == Outcome::Waiting {
                *outcome = Outcome::NotTried;
            }
        }
        !(self.tokens.len() == 1 && self.revoked_count() == 1)
    }

    /// What became of each token, as plain text, for example for a ticket: one line a token.
    #[must_use]
    pub fn report(&self, now: DateTime<Utc>) -> String {
        let (gone, all) = (grouped(self.revoked_count()), grouped(self.tokens.len()));
        let mut out = format!("Account {}, {}: {gone} of {all} tokens gone\n", self.account, utc_text(now));
        for (token, outcome) in &self.tokens {
            let name = one_line(&token.label());
            out.push_str(&format!("{name} (ID {}): {}\n", token.id, one_line(&outcome.words())));
        }
        out
    }

    /// The same as a file for spreadsheets; see [`csv`](crate::list::csv) for its quoting.
    #[must_use]
    pub fn csv(&self) -> String {
        let row = |(token, outcome): &(Arc<ListedToken>, Outcome)| [token.name.clone(), token.id.to_string(), outcome.words()];
        csv_file(["name", "id", "outcome"], self.tokens.iter().map(row))
    }

    /// Updates what is known about a token, since the list may be hours old. The API key sees it, then.
    pub fn refresh(&mut self, token: ListedToken) {
        self.seen.push(token.id);
        if let Some((known, _)) = self.tokens.iter_mut().find(|(known, _)| known.id == token.id) {
            *known = Arc::new(token);
        }
    }

    /// Whether a failure says that a token works no more, since it is the API key, which the service accepted before.
    #[must_use]
    pub fn is_dead_key(&self, id: TokenId, failure: &Failure) -> bool {
        failure.says_key_is_refused() && self.own_key == Some(id) && self.seen.contains(&id)
    }

    /// What became of a token whose deletion nothing confirmed, by the account's list that was read afterwards. `failure` is
    /// what came instead of a confirmation.
    ///
    /// A list proves something by what is missing from it only if the API key sees the token, and if all its entries can be
    /// read.
    #[must_use]
    pub fn checked_by_list(&self, id: TokenId, failure: &Failure, list: Result<&TokenList, &Failure>) -> Outcome {
        let not_found = failure.cause == Cause::NotFound;
        let gone = || if not_found { Outcome::AlreadyGone } else { Outcome::Revoked };
        let with_messages = |words: String| [vec![words], failure.messages.clone()].concat().join(" ");
        let answer = match failure.status {
            Some(status) => format!("The answer (status {status}) doesn’t confirm that it was revoked"),
            None => "No answer came".to_owned(),
        };
        let unconfirmed =
            |why: &str| Outcome::Unconfirmed(with_messages(format!("Not confirmed: it may still work. {answer}, and {why}")));
        match list.map(|list| (list.token(id), list.unreadable)) {
            Err(refused) if self.is_dead_key(id, refused) => gone(),
            Err(_) => unconfirmed("the account’s list can’t be read. Try again in a moment."),
            Ok((Some(token), _)) if token.deleted || token.expired => gone(),
            Ok((Some(_), _)) => {
                Outcome::Failed(with_messages(format!("{answer}, and the account’s list still contains it. Revoke it again.")))
            }
            Ok((None, _)) if !self.seen.contains(&id) => unconfirmed(
                "this API key might not be able to see it. Revoke it with the API key that created it, or an administrator’s.",
            ),
            Ok((None, 0)) => gone(),
            Ok((None, _)) => unconfirmed("part of the account’s list can’t be read. Try again in a moment."),
        }
    }
}

/// Whether every other token would fail in the same way.
#[must_use]
pub fn stops_the_rest(failure: &Failure) -> bool {
    matches!(failure.cause, Cause::KeyRefused | Cause::TooManyRequests | Cause::LoginPage | Cause::Unreachable | Cause::TimedOut)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Outcome, Revocation, Stage, stops_the_rest};
    use crate::list::TokenList;
    use crate::list::samples::token;
    use crate::service::{Cause, Failure};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;
    use crate::{AccountId, TokenId};

    fn ask(ids: &[i64], key: Option<i64>) -> Option<Revocation> {
        let tokens = ids.iter().map(|id| Arc::new(token(*id, "ci", ""))).collect();
        Revocation::ask(tokens, AccountId::new(7).unwrap(), key.map(TokenId::new), |_| true)
    }

    fn unseen(ids: &[i64], key: Option<i64>) -> Revocation {
        let tokens = ids.iter().map(|id| Arc::new(token(*id, "ci", ""))).collect();
        Revocation::ask(tokens, AccountId::new(7).unwrap(), key.map(TokenId::new), |_| false).unwrap()
    }

    fn numbers(ids: Vec<TokenId>) -> Vec<i64> {
        ids.into_iter().map(TokenId::number).collect()
    }

    fn note(revocation: &mut Revocation, id: i64, outcome: Outcome) {
        revocation.note(TokenId::new(id), outcome);
    }

    fn failed() -> Outcome {
        Outcome::Failed("why".to_owned())
    }

    #[test]
    fn the_key_itself_comes_last() {
        for (ids, key, order, own_key) in [
            (&[1, 2, 3][..], Some(1), &[2, 3, 1][..], true),
            (&[1, 2, 3], Some(3), &[1, 2, 3], true),
            (&[1, 2, 3], Some(4), &[1, 2, 3], false),
            (&[1, 2, 3], None, &[1, 2, 3], false),
            (&[1], Some(1), &[1], true),
        ] {
            let revocation = ask(ids, key).unwrap();
            assert_eq!(numbers(revocation.left()), order);
            assert_eq!(revocation.own_key, key.filter(|_| own_key).map(TokenId::new));
            assert_eq!(revocation.single().is_some(), ids.len() == 1);
            assert_eq!(revocation.stage, Stage::Asking);
            assert!(!revocation.is_busy());
        }
        assert_eq!(ask(&[], Some(1)), None);
    }

    #[test]
    fn several_go_one_after_the_other_and_what_is_left_can_be_tried_again() {
        let mut revocation = ask(&[1, 2, 3, 4], None).unwrap();
        revocation.start();
        assert!(revocation.is_busy());
        note(&mut revocation, 1, Outcome::Revoked);
        note(&mut revocation, 2, Outcome::AlreadyGone);
        note(&mut revocation, 3, Outcome::Running);
        assert!(revocation.is_busy());
        note(&mut revocation, 3, failed());
        revocation.stop();
        assert!(revocation.stopped);
        assert!(revocation.finish());
        assert!(!revocation.is_busy());
        assert_eq!(
            revocation.tokens.iter().map(|(_, outcome)| outcome.clone()).collect::<Vec<_>>(),
            [Outcome::Revoked, Outcome::AlreadyGone, failed(), Outcome::NotTried]
        );
        assert_eq!(revocation.revoked_count(), 2);
        assert_eq!(numbers(revocation.left()), [3, 4]);

        revocation.start();
        assert!(!revocation.stopped && revocation.is_busy());
        note(&mut revocation, 3, Outcome::Revoked);
        note(&mut revocation, 4, Outcome::Revoked);
        assert!(!revocation.is_busy());
        // For several tokens there is always a result to read.
        assert!(revocation.finish());
        assert_eq!((revocation.revoked_count(), revocation.left()), (4, vec![]));
    }

    #[test]
    fn of_a_single_token_that_is_gone_there_is_nothing_to_read() {
        for (outcome, result) in [
            (Outcome::Revoked, false),
            (Outcome::AlreadyGone, false),
            (failed(), true),
            (Outcome::Unconfirmed("why".to_owned()), true),
            (Outcome::NotTried, true),
        ] {
            let mut revocation = ask(&[1], None).unwrap();
            revocation.start();
            note(&mut revocation, 1, outcome.clone());
            assert_eq!(revocation.finish(), result, "{outcome:?}");
            assert_eq!(revocation.stage, Stage::Over);
        }
    }

    #[test]
    fn what_is_learned_of_a_token_is_shown_of_that_one() {
        let mut revocation = ask(&[1, 2], None).unwrap();
        revocation.refresh(token(2, "renamed", ""));
        revocation.refresh(token(9, "other", ""));
        note(&mut revocation, 9, Outcome::Revoked);
        let names: Vec<&str> = revocation.tokens.iter().map(|(token, _)| token.name.as_str()).collect();
        assert_eq!(names, ["ci", "renamed"]);
        assert_eq!(revocation.revoked_count(), 0);
    }

    #[test]
    fn a_report_says_what_became_of_each_token() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let mut revocation = ask(&[1, 2, 3, 4, 5], None).unwrap();
        revocation.start();
        revocation.refresh(token(1, "=1+1, \"a\"\n\u{202e}b", ""));
        revocation.refresh(token(2, "", ""));
        note(&mut revocation, 1, Outcome::Revoked);
        note(&mut revocation, 2, Outcome::AlreadyGone);
        note(&mut revocation, 3, Outcome::Failed("Not allowed.\nSee below".to_owned()));
        note(&mut revocation, 4, Outcome::Unconfirmed("Not confirmed: it may still work.".to_owned()));
        revocation.finish();
        assert_eq!(
            revocation.report(now),
            "Account 7, 2026-11-24 12:00 UTC: 2 of 5 tokens gone\n\
             =1+1, \"a\" [U+202E]b (ID 1): Revoked\n\
             Token 2 (ID 2): Was already gone\n\
             ci (ID 3): Not revoked: Not allowed. See below\n\
             ci (ID 4): Not confirmed: it may still work.\n\
             ci (ID 5): Not tried\n"
        );
        assert_eq!(
            revocation.csv(),
            "\u{feff}name,id,outcome\r\n\
             \"'=1+1, \"\"a\"\"\n\u{202e}b\",\"1\",\"Revoked\"\r\n\
             \"\",\"2\",\"Was already gone\"\r\n\
             \"ci\",\"3\",\"Not revoked: Not allowed.\nSee below\"\r\n\
             \"ci\",\"4\",\"Not confirmed: it may still work.\"\r\n\
             \"ci\",\"5\",\"Not tried\"\r\n"
        );
    }

    #[test]
    fn only_what_would_fail_every_token_stops_the_rest() {
        for (cause, stops) in [
            (Cause::KeyRefused, true),
            (Cause::TooManyRequests, true),
            (Cause::Unreachable, true),
            (Cause::TimedOut, true),
            (Cause::LoginPage, true),
            (Cause::Refused, false),
            (Cause::NotAllowed, false),
            (Cause::NotFound, false),
            (Cause::ServiceFailed, false),
            (Cause::Unreadable, false),
        ] {
            assert_eq!(stops_the_rest(&Failure::without_answer(cause)), stops, "{cause:?}");
        }
    }

    fn list(tokens: &[(i64, bool, bool)], unreadable: usize) -> TokenList {
        let mut list = TokenList::new(parse_service_time("2026-11-24").unwrap(), RULES);
        list.extend(tokens.iter().map(|(id, deleted, expired)| {
            let mut token = token(*id, "ci", "");
            (token.deleted, token.expired) = (*deleted, *expired);
            token
        }));
        list.unreadable = unreadable;
        list
    }

    #[test]
    fn only_a_list_that_was_read_whole_tells_that_a_token_is_gone() {
        let live = [(7, false, false), (8, false, false)];
        let others = [(8, false, false), (9, true, false)];
        for (list, gone, unknown) in [
            (Some(list(&others, 0)), true, false),
            (Some(list(&[(7, true, false)], 0)), true, false),
            (Some(list(&[(7, false, true)], 0)), true, false),
            (Some(list(&[], 0)), true, false),
            // It may be the entry that can't be read.
            (Some(list(&others, 1)), false, true),
            (Some(list(&[], 3)), false, true),
            (Some(list(&[(7, true, false)], 2)), true, false),
            (Some(list(&live, 0)), false, false),
            (Some(list(&live, 9)), false, false),
            (None, false, true),
        ] {
            for (cause, when_gone) in [
                (Cause::Unreadable, Outcome::Revoked),
                (Cause::LoginPage, Outcome::Revoked),
                (Cause::ServiceFailed, Outcome::Revoked),
                (Cause::TimedOut, Outcome::Revoked),
                (Cause::NotFound, Outcome::AlreadyGone),
            ] {
                let unread = Failure::without_answer(Cause::KeyRefused);
                let failure = Failure::without_answer(cause);
                let outcome = ask(&[7], None).unwrap().checked_by_list(TokenId::new(7), &failure, list.as_ref().ok_or(&unread));
                assert_eq!(outcome.is_gone(), gone, "{list:?} {outcome:?}");
                assert!(!gone || outcome == when_gone);
                assert_eq!(matches!(outcome, Outcome::Unconfirmed(_)), unknown, "{list:?} {outcome:?}");
            }
        }
    }

    #[test]
    fn what_is_not_confirmed_says_so_and_what_the_service_said() {
        let failure =
            Failure { status: Some(200), messages: vec!["Sign in".to_owned()], ..Failure::without_answer(Cause::Unreadable) };
        let revocation = ask(&[7], None).unwrap();
        let checked = |list| revocation.checked_by_list(TokenId::new(7), &failure, list);
        let words = "Not confirmed: it may still work. The answer (status 200) doesn’t confirm that it was revoked, and the \
                     account’s list can’t be read. Try again in a moment. Sign in";
        assert_eq!(checked(Err(&failure)), Outcome::Unconfirmed(words.to_owned()));
        let words = "The answer (status 200) doesn’t confirm that it was revoked, and the account’s list still contains it. \
                     Revoke it again. Sign in";
        let live = list(&[(7, false, false)], 0);
        assert_eq!(checked(Ok(&live)), Outcome::Failed(words.to_owned()));
    }

    #[test]
    fn a_list_that_would_not_show_a_token_does_not_tell_that_it_is_gone() {
        let (id, mut revocation) = (TokenId::new(7), unseen(&[7], None));
        let words = "Not confirmed: it may still work. No answer came, and this API key might not be able to see it. Revoke it \
                     with the API key that created it, or an administrator’s.";
        for cause in [Cause::NotFound, Cause::TimedOut] {
            let failure = Failure::without_answer(cause);
            let said = |revocation: &Revocation, tokens| revocation.checked_by_list(id, &failure, Ok(&list(tokens, 0)));
            assert_eq!(said(&revocation, &[]), Outcome::Unconfirmed(words.to_owned()));
            // What it does show counts.
            assert!(said(&revocation, &[(7, true, false)]).is_gone());
            assert!(matches!(said(&revocation, &[(7, false, false)]), Outcome::Failed(_)));
        }
        // The service told of another one, and then of this one.
        let failure = Failure::without_answer(Cause::NotFound);
        revocation.refresh(token(8, "ci", ""));
        assert!(!revocation.checked_by_list(id, &failure, Ok(&list(&[], 0))).is_gone());
        revocation.refresh(token(7, "ci", ""));
        assert_eq!(revocation.checked_by_list(id, &failure, Ok(&list(&[], 0))), Outcome::AlreadyGone);
        assert!(!revocation.checked_by_list(id, &failure, Ok(&list(&[], 1))).is_gone());
    }

    #[test]
    fn a_key_that_was_accepted_and_no_longer_is_works_no_more() {
        let [own, other] = [1, 2].map(TokenId::new);
        let lost = Failure::without_answer(Cause::TimedOut);
        let reason = "Token is invalid or expired";
        for (cause, message, seen, id, dead) in [
            (Cause::KeyRefused, reason, true, own, true),
            (Cause::KeyRefused, reason, true, other, false),
            // Nobody knows whether the service ever took what was pasted.
            (Cause::KeyRefused, reason, false, own, false),
            // It may be a proxy that knows this browser no longer.
            (Cause::KeyRefused, "", true, own, false),
            (Cause::LoginPage, reason, true, own, false),
            (Cause::NotAllowed, reason, true, own, false),
            (Cause::TimedOut, "", true, own, false),
        ] {
            let revocation = if seen { ask(&[1, 2], Some(1)).unwrap() } else { unseen(&[1, 2], Some(1)) };
            let messages = [message].into_iter().filter(|message| !message.is_empty()).map(str::to_owned).collect();
            let failure = Failure { messages, ..Failure::without_answer(cause) };
            assert_eq!(revocation.is_dead_key(id, &failure), dead, "{cause:?} {seen} {id}");
            let outcome = revocation.checked_by_list(id, &lost, Err(&failure));
            assert_eq!(outcome == Outcome::Revoked, dead, "{cause:?} {seen} {id}");
            assert_eq!(matches!(outcome, Outcome::Unconfirmed(_)), !dead);
        }
        let failure = Failure { messages: vec![reason.to_owned()], ..Failure::without_answer(Cause::KeyRefused) };
        assert!(!ask(&[2], Some(1)).unwrap().is_dead_key(own, &failure));
    }

    #[test]
    fn what_is_not_confirmed_can_be_tried_again() {
        let mut revocation = ask(&[1, 2], None).unwrap();
        revocation.start();
        note(&mut revocation, 1, Outcome::Unconfirmed("why".to_owned()));
        note(&mut revocation, 2, Outcome::Revoked);
        assert!(revocation.finish());
        assert_eq!((revocation.revoked_count(), numbers(revocation.left())), (1, vec![1]));
    }

    proptest! {
        #[test]
        fn none_is_lost_or_revoked_twice(
            ids in prop::collection::btree_set(0..20_i64, 1..8),
            key in prop::option::of(0..20_i64),
            fails in prop::collection::vec(any::<bool>(), 8),
        ) {
            let ids: Vec<i64> = ids.into_iter().collect();
            let mut revocation = ask(&ids, key).unwrap();
            let mut sent = Vec::new();
            for fails in [fails, vec![false; 8]] {
                revocation.start();
                for (id, fails) in revocation.left().into_iter().zip(fails) {
                    sent.push(id.number());
                    revocation.note(id, if fails { failed() } else { Outcome::Revoked });
                    let left = revocation.left().len();
                    prop_assert_eq!(revocation.revoked_count() + left, ids.len());
                }
                revocation.finish();
            }
            prop_assert_eq!(revocation.revoked_count(), ids.len());
            sent.sort_unstable();
            sent.dedup();
            prop_assert_eq!(sent, ids);
        }
    }
}
