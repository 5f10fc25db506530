//! What is being revoked, and what became of it.

use std::sync::Arc;

use gcore_token_core::config::Config;
use gcore_token_core::flow::revocation::{Outcome, Revocation, Stage, stops_the_rest};
use gcore_token_core::form::Problems;
use gcore_token_core::list::ListedToken;
use gcore_token_core::service::{Deletion, Failure, Operation, explain};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, TokenId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Announcer, Focus, Latest, Place, ProblemList};
use crate::session::{AccountTokens, Session};

/// What is being revoked, if anything. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Revoking {
    config: &'static Config,
    session: Session,
    tokens: AccountTokens,
    announcer: Announcer,
    focus: Focus,
    revocation: RwSignal<Option<Revocation>>,
    asker: StoredValue<Option<Asker>>,
    /// A look at the token that is asked about.
    look: Latest,
}

/// Who asked for it.
#[derive(Clone)]
struct Asker {
    problems: ProblemList,
    /// Where the focus goes when what had it is gone.
    return_to: Place,
    /// Not a `Callback`, which would end with the view that asked: what had the button may be gone by then.
    on_revoked: Arc<dyn Fn(TokenId) + Send + Sync>,
}

impl Revoking {
    pub(crate) fn new() -> Self {
        let session = expect_context::<Session>();
        Self {
            config: expect_context(),
            session,
            tokens: session.tokens(),
            announcer: expect_context(),
            focus: expect_context(),
            revocation: RwSignal::new(None),
            asker: StoredValue::new(None),
            look: Latest::new(),
        }
    }

    /// Asks whether these tokens of an account are to be revoked. `on_revoked` is called for each that is gone afterwards.
    pub(crate) fn ask(
        self,
        account: AccountId,
        tokens: Vec<Arc<ListedToken>>,
        problems: ProblemList,
        return_to: Place,
        on_revoked: impl Fn(TokenId) + Send + Sync + 'static,
    ) {
        // Another account's key would be refused, or know nothing of these tokens.
        if untrack(move || self.session.is_elsewhere(account)) {
            return problems.show(Problems::general(format!(
                "This token belongs to account {account}. Enter an API key for that account to revoke it."
            )));
        }
        let Some(client) = self.session.client(problems) else {
            return;
        };
        let sees_all = untrack(move || self.session.holder()).is_some_and(|holder| holder.sees_all());
        let key_id = client.key_id();
        let sees = |id| sees_all || self.tokens.sees(key_id, id);
        let Some(revocation) = Revocation::ask(tokens, account, key_id, sees) else {
            return;
        };
        let single = revocation.single().map(|token| token.id);
        self.asker.set_value(Some(Asker { problems, return_to, on_revoked: Arc::new(on_revoked) }));
        self.revocation.set(Some(revocation));
        if let Some(id) = single {
            self.look_once_more(client, account, id);
        }
    }

    /// Forgets what was asked about.
    pub(crate) fn forget(self) {
        self.look.forget();
        self.asker.set_value(None);
        self.revocation.set(None);
    }

    /// Asks the service when a token was last used: the list may be hours old. Where it doesn't answer, the list's word stands.
    fn look_once_more(self, client: Client, account: AccountId, id: TokenId) {
        self.look.ask(async move { client.token(account, id).await }, move |answer| {
            if let Ok(token) = answer {
                self.tokens.refresh(token.clone());
                self.update(|revocation| revocation.refresh(token));
            }
        });
    }

    /// Revokes what was asked about, or what is left of it, one after the other.
    pub(super) fn confirm(self) {
        let (Some(asked), Some(asker)) = (self.revocation.get_untracked(), self.asker.get_value()) else {
            return;
        };
        let Some(client) = self.session.client(asker.problems) else {
            return self.close();
        };
        // What was asked before would bring back a token that is revoked by then.
        self.look.forget();
        self.update(Revocation::start);
        self.focus.move_to(Place::DialogHeading);
        spawn_local(async move {
            let mut pointless = false;
            let mut unconfirmed = Vec::new();
            for id in asked.left() {
                // Without the key, the list could not be read any more.
                if asked.own_key == Some(id) {
                    self.check_list(&client, &asked, &mut unconfirmed, &asker).await;
                }
                let stopped = self.with_untracked(|revocation| revocation.stopped).unwrap_or(true);
                if pointless || stopped || !self.is_for(&asker) {
                    self.note(id, Outcome::NotTried, &asker);
                    continue;
                }
                self.note(id, Outcome::Running, &asker);
                match client.revoke(asked.account, id).await {
                    Deletion::Done => self.note(id, Outcome::Revoked, &asker),
                    Deletion::Refused(failure) if asked.is_dead_key(id, &failure) => {
                        self.note(id, Outcome::AlreadyGone, &asker);
                    }
                    Deletion::Refused(failure) => {
                        pointless = stops_the_rest(&failure);
                        self.note(id, self.refused(&failure), &asker);
                    }
                    Deletion::Unconfirmed(failure) => {
                        pointless = stops_the_rest(&failure);
                        unconfirmed.push((id, failure));
                    }
                }
            }
            self.check_list(&client, &asked, &mut unconfirmed, &asker).await;
            if self.is_for(&asker) {
                self.finish();
            }
        });
    }

    /// Whether what is being revoked was asked for by this one, and not by another one since the page was left and came back.
    fn is_for(self, asker: &Asker) -> bool {
        self.asker
            .with_value(|current| current.as_ref().is_some_and(|current| Arc::ptr_eq(&current.on_revoked, &asker.on_revoked)))
    }

    /// Asks the account's list, once, what became of the tokens whose deletion nothing confirmed.
    async fn check_list(self, client: &Client, asked: &Revocation, unconfirmed: &mut Vec<(TokenId, Failure)>, asker: &Asker) {
        if unconfirmed.is_empty() {
            return;
        }
        let list = client.list(asked.account, BrowserClock.now()).await;
        for (id, failure) in unconfirmed.drain(..) {
            self.note(id, asked.checked_by_list(id, &failure, list.as_ref()), asker);
        }
    }

    /// Records what became of a token, and passes on that it is gone.
    fn note(self, id: TokenId, outcome: Outcome, asker: &Asker) {
        if outcome.is_gone() {
            self.tokens.note_revoked(id);
            (asker.on_revoked)(id);
        }
        if self.is_for(asker) {
            self.update(|revocation| revocation.note(id, outcome));
        }
    }

    fn refused(self, failure: &Failure) -> Outcome {
        let problems = explain(failure, Operation::Revoke, self.config);
        let messages: Vec<String> = problems.general.into_iter().chain(problems.service_messages).collect();
        Outcome::Failed(messages.join(" "))
    }

    fn finish(self) {
        let mut to_read = false;
        self.update(|revocation| to_read = revocation.finish());
        if to_read {
            self.focus.move_to(Place::DialogHeading);
        } else {
            self.close();
        }
    }

    /// Leaves the tokens alone that weren't tried yet.
    pub(super) fn stop(self) {
        self.update(Revocation::stop);
    }

    /// Closes the dialog, unless something is on its way; the focus goes back to where it came from, or to another place when that
    /// is gone. What came of it is said by then: while a dialog is open, nothing outside of it is heard.
    pub(super) fn close(self) {
        let Some(revocation) = self.revocation.get_untracked() else {
            return;
        };
        if revocation.is_busy() {
            return;
        }
        self.revocation.set(None);
        if let Some(said) = said_of(&revocation) {
            self.announcer.say(said);
        }
        if let Some(asker) = self.asker.get_value() {
            self.focus.move_if_lost(asker.return_to);
        }
    }

    /// Whether a dialog asks, or tells what came of it.
    pub(super) fn is_open(self) -> bool {
        self.revocation.with(Option::is_some)
    }

    /// Whether leaving now would leave tokens that are still to be revoked.
    pub(crate) fn is_busy(self) -> bool {
        self.with_untracked(Revocation::is_busy).unwrap_or(false)
    }

    pub(super) fn with<T>(self, look: impl FnOnce(&Revocation) -> T) -> Option<T> {
        self.revocation.with(|revocation| revocation.as_ref().map(look))
    }

    pub(super) fn with_untracked<T>(self, look: impl FnOnce(&Revocation) -> T) -> Option<T> {
        untrack(move || self.with(look))
    }

    fn update(self, change: impl FnOnce(&mut Revocation)) {
        self.revocation.update(|revocation| {
            if let Some(revocation) = revocation {
                change(revocation);
            }
        });
    }
}

/// What is announced of a revocation when its dialog closes.
fn said_of(revocation: &Revocation) -> Option<String> {
    if revocation.stage == Stage::Asking {
        return None;
    }
    Some(match revocation.tokens.as_slice() {
        [(_, Outcome::Revoked)] => "Token revoked".to_owned(),
        [(_, Outcome::AlreadyGone)] => "The token was already gone".to_owned(),
        [(_, Outcome::Unconfirmed(_))] => "Not confirmed: the token may still work".to_owned(),
        [_] => "The token was not revoked".to_owned(),
        all => format!("{} of {} tokens revoked", revocation.revoked_count(), all.len()),
    })
}
