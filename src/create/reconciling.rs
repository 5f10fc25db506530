//! A request without an answer, until it is known whether it made a token.

use gcore_token_core::AccountId;
use gcore_token_core::flow::reconciliation::{Reconciliation, Unconfirmed, reconcile};
use gcore_token_core::time::Clock;
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Announcer, Focus, Latest, Place, ProblemList};
use crate::session::Session;

/// The request whose outcome is unknown, and how far looking for its token has come.
#[derive(Clone, Copy)]
pub(super) struct Reconciling {
    pub(super) session: Session,
    problems: ProblemList,
    announcer: Announcer,
    pub(super) focus: Focus,
    pub(super) unconfirmed: RwSignal<Option<Unconfirmed>>,
    /// `None` while the account's list is on its way.
    pub(super) found: RwSignal<Option<Reconciliation>>,
    /// Whether a token that was found was revoked since.
    pub(super) revoked: RwSignal<bool>,
    search: Latest,
}

impl Reconciling {
    pub(super) fn new(problems: ProblemList) -> Self {
        Self {
            session: expect_context(),
            problems,
            announcer: expect_context(),
            focus: expect_context(),
            unconfirmed: RwSignal::new(None),
            found: RwSignal::new(None),
            revoked: RwSignal::new(false),
            search: Latest::new(),
        }
    }

    /// Whether a request waits for that.
    pub(super) fn is_open(self) -> bool {
        self.unconfirmed.with_untracked(Option::is_some)
    }

    /// Whether such a token may be there.
    pub(super) fn is_unclear(self) -> bool {
        self.is_open() && !self.found.with_untracked(|found| found.as_ref().is_some_and(Reconciliation::safe_to_try_again))
    }

    /// The account that the request was about.
    pub(super) fn account(self) -> Option<AccountId> {
        self.unconfirmed.with_untracked(|unconfirmed| unconfirmed.as_ref().map(|unconfirmed| unconfirmed.token.account))
    }

    /// What the list of the present key can tell of the request; `None` if nothing.
    pub(super) fn seen_from_here(self) -> Option<Unconfirmed> {
        let sees_all = self.session.holder().is_some_and(|holder| holder.sees_all());
        let key_id = self.session.key_id();
        self.unconfirmed.with(|unconfirmed| {
            let unconfirmed = unconfirmed.as_ref()?;
            if self.session.is_elsewhere(unconfirmed.token.account) { None } else { unconfirmed.seen_with(key_id, sees_all) }
        })
    }

    /// Looks for the token that an unanswered request may have made.
    pub(super) fn start(self, unconfirmed: Unconfirmed) {
        self.found.set(None);
        self.revoked.set(false);
        self.unconfirmed.set(Some(unconfirmed));
        self.look_again();
    }

    /// What was found may be revoked here or in the list: then there may be nothing more to decide.
    pub(super) fn follow_found(self) {
        let tokens = self.session.tokens();
        let is_gone = self
            .found
            .with(|found| found.as_ref().is_some_and(|found| found.tokens().iter().any(|token| tokens.was_revoked(token.id))));
        if is_gone {
            self.revoked.set(true);
            // The dialog says what became of the token; of this look nothing is announced, since nobody asked for it.
            self.look(self.session.client_if_known(), |_| {});
        }
    }

    /// Looks once more: a request that is slow on its way may still arrive.
    pub(super) fn look_again(self) {
        if self.is_open() {
            self.look(self.session.client(self.problems), move |found| self.announce(found));
        }
    }

    fn announce(self, found: &Reconciliation) {
        self.announcer.say(match found {
            Reconciliation::Found(_) => "A token was created",
            Reconciliation::Unclear(_)
            | Reconciliation::Different(_)
            | Reconciliation::OtherName(_)
            | Reconciliation::Incomplete => "It is not known whether a token was created",
            Reconciliation::Nothing if self.revoked.get_untracked() => "There is no other token: trying again is safe",
            Reconciliation::Nothing => "No token was created: trying again is safe",
            Reconciliation::Unreadable | Reconciliation::OutOfSight => "The list of tokens can’t be read right now",
        });
    }

    /// Looks with this client, if there is one; `say` is told what was found.
    fn look(self, client: Option<Client>, say: impl FnOnce(&Reconciliation) + 'static) {
        let Some(account) = self.account() else {
            return;
        };
        let Some(client) = client else {
            return self.found.set(Some(Reconciliation::Unreadable));
        };
        // A key of another account, or of somebody else, would be told of other tokens, or of none.
        let Some(unconfirmed) = untrack(move || self.seen_from_here()) else {
            return self.found.set(Some(Reconciliation::OutOfSight));
        };
        self.found.set(None);
        let key_id = client.key_id();
        let question = async move { client.list(account, BrowserClock.now()).await };
        self.search.ask(question, move |listed| {
            let listed = listed.map(|list| self.session.tokens().without_revoked(list));
            let found = reconcile(listed.as_ref().ok(), &unconfirmed);
            self.session.tokens().note_seen(key_id, found.tokens().iter().map(|token| token.id));
            say(&found);
            self.found.set(Some(found));
            if let Ok(list) = listed {
                self.session.tokens().take(list);
            }
        });
    }

    /// Whether another request can't make a second token by accident; what is known by that is closed.
    pub(super) fn safe_to_try_again(self) -> bool {
        let safe = !self.is_unclear();
        if safe {
            self.close();
        }
        safe
    }

    /// The person has seen what there is, and goes on.
    pub(super) fn dismiss(self) {
        // What was found and kept is not looked for a second time.
        if let Some(found) = self.found.get_untracked() {
            self.session.tokens().note_created(found.tokens().iter().map(|token| token.id));
        }
        self.close();
        self.problems.clear();
        self.focus.move_to(Place::CreateButton);
    }

    fn close(self) {
        self.search.forget();
        self.unconfirmed.set(None);
        self.found.set(None);
    }
}
