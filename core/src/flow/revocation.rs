//! Revoking one token or several, one after the other: what became of each, and when to stop.

use std::sync::Arc;

use crate::list::ListedToken;
use crate::service::{Cause, Deletion, Failure};
use crate::{AccountId, TokenId};

/// Tokens that are about to be revoked, being revoked, or were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revocation {
    /// Each token and what became of it. The one that is the API key itself comes last.
    pub tokens: Vec<(Arc<ListedToken>, Outcome)>,
    /// How far it has come.
    pub stage: Stage,
    /// Whether the tokens that weren't tried yet are to be left alone.
    pub stopped: bool,
    /// Whether one of them is the API key itself.
    pub own_key: bool,
    /// The account that the tokens belong to.
    pub account: AccountId,
}

/// How far a revocation has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// It is asked about.
    Asking,
    /// It is going on.
    Running,
    /// It is over, and something went wrong or there is more than one result to read.
    Over,
}

/// What became of one token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Nothing yet.
    Waiting,
    /// The request is on its way.
    Running,
    /// It is deleted.
    Revoked,
    /// It wasn't there any more.
    AlreadyGone,
    /// It may still work, for this reason.
    Failed(String),
    /// Something before it made it pointless to try.
    NotTried,
}

impl Outcome {
    /// Whether the token is gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Revoked | Self::AlreadyGone)
    }
}

impl From<Deletion> for Outcome {
    fn from(deletion: Deletion) -> Self {
        match deletion {
            Deletion::Done => Self::Revoked,
            Deletion::AlreadyGone => Self::AlreadyGone,
        }
    }
}

impl Revocation {
    /// Asks about these tokens of an account; `None` when there are none. `key_id` is the number of the API key: the
    /// token of that number comes last, since nothing after it could be revoked.
    #[must_use]
    pub fn ask(
        tokens: Vec<Arc<ListedToken>>,
        account: AccountId,
        key_id: Option<TokenId>,
    ) -> Option<Self> {
        let is_key = |token: &Arc<ListedToken>| Some(token.id) == key_id;
        let (key, others): (Vec<_>, Vec<_>) = tokens.into_iter().partition(is_key);
        let own_key = !key.is_empty();
        let tokens: Vec<_> = others
            .into_iter()
            .chain(key)
            .map(|token| (token, Outcome::Waiting))
            .collect();
        (!tokens.is_empty()).then_some(Self {
            tokens,
            stage: Stage::Asking,
            stopped: false,
            own_key,
            account,
        })
    }

    /// The token, where there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&Arc<ListedToken>> {
        match self.tokens.as_slice() {
            [(token, _)] => Some(token),
            _ => None,
        }
    }

    /// How many tokens are gone by now.
    #[must_use]
    pub fn revoked_count(&self) -> usize {
        let gone = self.tokens.iter().filter(|(_, outcome)| outcome.is_gone());
        gone.count()
    }

    /// Whether a token is gone by now; `false` for one that isn't among these.
    #[must_use]
    pub fn has_revoked(&self, id: TokenId) -> bool {
        self.tokens
            .iter()
            .any(|(token, outcome)| token.id == id && outcome.is_gone())
    }

    /// The tokens that are still there, in the order in which they are to be revoked.
    #[must_use]
    pub fn left(&self) -> Vec<TokenId> {
        self.tokens
            .iter()
            .filter(|(_, outcome)| !outcome.is_gone())
            .map(|(token, _)| token.id)
            .collect()
    }

    /// Whether a request is on its way or still to come, so that what is shown of it has to stay.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.stage == Stage::Running
            && self
                .tokens
                .iter()
                .any(|(_, outcome)| matches!(outcome, Outcome::Waiting | Outcome::Running))
    }

    /// Begins, or begins once more with what is left: that waits now.
    pub fn start(&mut self) {
        self.stage = Stage::Running;
        self.stopped = false;
        for (_, outcome) in &mut self.tokens {
            if !outcome.is_gone() {
                *outcome = Outcome::Waiting;
            }
        }
    }

    /// Leaves the tokens that weren't tried yet alone.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Notes what became of a token.
    pub fn note(&mut self, id: TokenId, outcome: Outcome) {
        if let Some((_, noted)) = self.tokens.iter_mut().find(|(token, _)| token.id == id) {
            *noted = outcome;
        }
    }

    /// Ends it: what waits was not tried. Says whether there is a result to read: of a single token that is gone,
    /// there is none.
    pub fn finish(&mut self) -> bool {
        self.stage = Stage::Over;
        for (_, outcome) in &mut self.tokens {
            if *outcome == Outcome::Waiting {
                *outcome = Outcome::NotTried;
            }
        }
        !(self.tokens.len() == 1 && self.revoked_count() == 1)
    }

    /// Takes up what was learned of a token: the list may be hours old.
    pub fn refresh(&mut self, id: TokenId, token: ListedToken) {
        if let Some((known, _)) = self.tokens.iter_mut().find(|(known, _)| known.id == id) {
            *known = Arc::new(ListedToken { id, ..token });
        }
    }
}

/// Whether what went wrong would go wrong with every other token, too.
#[must_use]
pub fn stops_the_rest(failure: &Failure) -> bool {
    matches!(
        failure.cause,
        Cause::KeyRefused | Cause::TooManyRequests | Cause::Unreachable | Cause::TimedOut
    )
}

/// Whether a token turned out to be gone after a deletion without a clear answer: `found` is what the service says
/// of it by then, `Ok(None)` that there is none.
#[must_use]
pub fn gone_after_all(found: &Result<Option<ListedToken>, Failure>) -> bool {
    match found {
        Ok(None) => true,
        Ok(Some(token)) => token.deleted,
        Err(_) => false,
    }
}
