//! Revoking tokens of the list, one or several, with a second look and a result for each.

use std::sync::Arc;

use super::{App, DIALOG_HEADING_ID, DIALOG_ID, HEADING_ID, LIST_ID, View};
use crate::api::{self, Cause, Deed, Deletion, Failure, explain};
use crate::browser;
use crate::config::Config;
use crate::token::list::ListedToken;
use crate::token::{AccountId, ApiKey};

/// Tokens that are about to be revoked, being revoked, or were.
#[derive(Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Each token and what became of it. The one that the page is signed in with comes last.
    pub tokens: Vec<(Arc<ListedToken>, Outcome)>,
    /// How far it has come.
    pub stage: Stage,
    /// Whether one of them is the API key itself.
    pub own: bool,
    account: AccountId,
    /// Whether the tokens that weren't tried yet are to be left alone.
    pub stopped: bool,
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
    pub fn gone(&self) -> bool {
        matches!(self, Self::Revoked | Self::AlreadyGone)
    }
}

impl Revocation {
    /// How many tokens are gone by now.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.tokens
            .iter()
            .filter(|(_, outcome)| outcome.gone())
            .count()
    }

    /// The token, where there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&ListedToken> {
        match self.tokens.as_slice() {
            [(token, _)] => Some(token),
            _ => None,
        }
    }
}

impl App {
    /// Asks whether these tokens of the list are to be revoked.
    pub fn ask_to_revoke(self, tokens: Vec<Arc<ListedToken>>) {
        let account = self
            .draft
            .with_untracked(|draft| AccountId::parse(&draft.account_id));
        if let Ok(account) = account {
            self.ask_to_revoke_of(account, tokens);
        }
    }

    /// Asks whether these tokens of an account are to be revoked.
    pub(super) fn ask_to_revoke_of(self, account: AccountId, tokens: Vec<Arc<ListedToken>>) {
        let Some(key) = self.demand_key() else { return };
        let own = |token: &ListedToken| token.id.to_string() == key.id();
        // Without the key nothing after it could be revoked.
        let (keys, others): (Vec<_>, Vec<_>) = tokens.into_iter().partition(|token| own(token));
        let tokens = [others, keys].concat();
        let Some(last) = tokens.last() else { return };
        self.revocation.set(Some(Revocation {
            own: own(last),
            tokens: tokens
                .iter()
                .map(|token| (Arc::clone(token), Outcome::Waiting))
                .collect(),
            stage: Stage::Asking,
            account,
            stopped: false,
        }));
        browser::show_modal(DIALOG_ID);
        if let [token] = tokens.as_slice() {
            self.look_once_more(key, account, token.id);
        }
    }

    /// The tokens that are selected and still there.
    pub fn ask_to_revoke_selected(self) {
        let tokens = self.existing.with_untracked(|list| {
            self.selected.with_untracked(|ids| {
                list.iter()
                    .flat_map(|list| list.tokens())
                    .filter(|token| ids.contains(&token.id))
                    .cloned()
                    .collect()
            })
        });
        self.ask_to_revoke(tokens);
    }

    /// Asks the service when a token was last used: the list may be hours old. Where it doesn't
    /// answer, the list's word stands.
    fn look_once_more(self, key: ApiKey, account: AccountId, id: i64) {
        browser::spawn(async move {
            let config = &self.config;
            let Ok(Some(fresh)) = api::token(config, &key, account, id).await else {
                return;
            };
            self.learned(id, Some(fresh.clone()));
            self.revocation.update(|revocation| {
                let tokens = revocation.iter_mut().flat_map(|r| &mut r.tokens);
                for (token, _) in tokens.filter(|(token, _)| token.id == id) {
                    *token = Arc::new(fresh.clone());
                }
            });
        });
    }

    /// Revokes what was asked about, or what was left over, one after the other.
    pub fn revoke_these(self) {
        let Some((account, ids)) = self.revocation.with_untracked(|revocation| {
            let revocation = revocation.as_ref()?;
            let left = revocation
                .tokens
                .iter()
                .filter(|(_, outcome)| !outcome.gone());
            Some((
                revocation.account,
                left.map(|(token, _)| token.id).collect::<Vec<i64>>(),
            ))
        }) else {
            return;
        };
        if self.with_key(|key| ApiKey::parse(key).is_err()) {
            self.close_revocation();
        }
        let Some(key) = self.demand_key() else { return };
        self.revocation.update(|revocation| {
            if let Some(revocation) = revocation {
                revocation.stage = Stage::Running;
                revocation.stopped = false;
            }
        });
        browser::focus(DIALOG_HEADING_ID);
        browser::spawn(async move {
            let config = &self.config;
            let mut pointless = false;
            for id in ids {
                if pointless || self.stopped() {
                    self.note(id, Outcome::NotTried);
                    continue;
                }
                self.note(id, Outcome::Running);
                let deleted = api::delete(config, &key, account, &id.to_string()).await;
                let outcome = match deleted {
                    Ok(Deletion::Done) => Outcome::Revoked,
                    Ok(Deletion::AlreadyGone) => Outcome::AlreadyGone,
                    Err(failure) => {
                        pointless = stops_the_rest(&failure);
                        self.after(failure, config, &key, account, id).await
                    }
                };
                if outcome.gone() {
                    self.learned(id, None);
                }
                self.note(id, outcome);
            }
            self.over();
        });
    }

    /// What a deletion without a clear answer came to: the service is asked for the token.
    async fn after(
        self,
        failure: Failure,
        config: &Config,
        key: &ApiKey,
        account: AccountId,
        id: i64,
    ) -> Outcome {
        if failure.outcome_unknown() {
            match api::token(config, key, account, id).await {
                Ok(None) => return Outcome::Revoked,
                Ok(Some(token)) if token.deleted => return Outcome::Revoked,
                _ => {}
            }
        }
        let problems = explain(&failure, Deed::Revoke, config);
        let mut words = problems.general;
        words.extend(problems.service_words);
        Outcome::Failed(words.join(" "))
    }

    fn stopped(self) -> bool {
        self.revocation
            .with_untracked(|revocation| revocation.as_ref().is_none_or(|r| r.stopped))
    }

    fn note(self, id: i64, outcome: Outcome) {
        self.revocation.update(|revocation| {
            let tokens = revocation.iter_mut().flat_map(|r| &mut r.tokens);
            for (_, noted) in tokens.filter(|(token, _)| token.id == id) {
                *noted = outcome.clone();
            }
        });
    }

    fn over(self) {
        let Some(result) = self.revocation.get_untracked() else {
            return;
        };
        self.rotation.update(|rotation| {
            let gone = |old: &ListedToken| {
                let mut tokens = result.tokens.iter();
                tokens.any(|(token, outcome)| token.id == old.id && outcome.gone())
            };
            // What is gone needs no replacing any more.
            if rotation
                .as_ref()
                .is_some_and(|rotation| gone(&rotation.old))
            {
                *rotation = None;
            }
        });
        if result.single().is_some() && result.gone() == 1 {
            return self.close_revocation();
        }
        self.revocation.update(|revocation| {
            if let Some(revocation) = revocation {
                revocation.stage = Stage::Over;
            }
        });
        browser::focus(DIALOG_HEADING_ID);
    }

    /// Leaves the tokens that weren't tried yet alone.
    pub fn stop_revoking(self) {
        self.revocation.update(|revocation| {
            if let Some(revocation) = revocation {
                revocation.stopped = true;
            }
        });
    }

    /// Closes the dialog, unless something is on its way; the focus goes back to where it came
    /// from, or to the heading when that is gone. What came of it is said by then: while a dialog is
    /// open, nothing outside of it is heard.
    pub fn close_revocation(self) {
        let Some(result) = self.revocation.get_untracked() else {
            return;
        };
        let waiting =
            |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Waiting | Outcome::Running);
        if result.stage == Stage::Running && result.tokens.iter().any(waiting) {
            return browser::show_modal(DIALOG_ID);
        }
        browser::close_modal(DIALOG_ID);
        self.revocation.set(None);
        match result.tokens.as_slice() {
            _ if result.stage == Stage::Asking => {}
            [(_, Outcome::Revoked)] => self.announce("Token revoked"),
            [(_, Outcome::AlreadyGone)] => {
                self.announce("The token was already gone: somebody else revoked it");
            }
            [_] => self.announce("The token was not revoked"),
            all => self.announce(format!("{} of {} tokens revoked", result.gone(), all.len())),
        }
        browser::focus_if_lost(if self.sees(View::Tokens) {
            LIST_ID
        } else {
            HEADING_ID
        });
    }
}

/// Whether what went wrong would go wrong with every other token, too.
fn stops_the_rest(failure: &Failure) -> bool {
    matches!(
        failure.cause,
        Cause::KeyRefused | Cause::TooManyRequests | Cause::Unreachable | Cause::TimedOut
    )
}
