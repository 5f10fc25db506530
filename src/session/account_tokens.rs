//! The account's tokens, as far as they were read.

use std::collections::BTreeSet;
use std::sync::Arc;

use gcore_token_core::config::Config;
use gcore_token_core::flow::reconciliation::KnownTokens;
use gcore_token_core::limits::counted;
use gcore_token_core::list::{ListedToken, Replacements, TokenList, Usage};
use gcore_token_core::service::{Operation, explain, worth_repeating};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, TokenId};
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Announcer, Latest, ProblemList};

/// See the module: part of the [`Session`].
#[derive(Clone, Copy)]
pub(crate) struct AccountTokens {
    config: &'static Config,
    announcer: Announcer,
    list: RwSignal<Option<TokenList>>,
    /// The user whose key it is, once looked up.
    user_id: StoredValue<Option<i64>>,
    reading: Latest,
    /// Whether a token was made since the list that is being read was asked for.
    outdated: StoredValue<bool>,
    /// The problems of the view that waits for the list.
    audience: StoredValue<Option<ProblemList>>,
    /// The ids of the tokens that were made on this page, none of which needs looking for.
    created_ids: StoredValue<BTreeSet<TokenId>>,
    /// Of an API key's id and a token's, that this key sees this token: what its list lacks of them is gone.
    seen: StoredValue<BTreeSet<(TokenId, TokenId)>>,
    /// The ids of the tokens that were revoked on this page: a list that was asked for before may come after.
    revoked_ids: RwSignal<BTreeSet<TokenId>>,
    replacements: StoredValue<Replacements>,
}

impl AccountTokens {
    pub(super) fn new() -> Self {
        Self {
            config: expect_context(),
            announcer: expect_context(),
            list: RwSignal::new(None),
            user_id: StoredValue::new(None),
            reading: Latest::new(),
            outdated: StoredValue::new(false),
            audience: StoredValue::new(None),
            created_ids: StoredValue::new(BTreeSet::new()),
            seen: StoredValue::new(BTreeSet::new()),
            revoked_ids: RwSignal::new(BTreeSet::new()),
            replacements: StoredValue::new(Replacements::default()),
        }
    }

    /// Whether they were read.
    pub(crate) fn known(self) -> bool {
        self.list.with(Option::is_some)
    }

    /// Whether they are being read.
    pub(crate) fn reading(self) -> Signal<bool> {
        self.reading.waiting()
    }

    /// Looks at the list, and follows it.
    pub(crate) fn with<T>(self, look: impl FnOnce(&TokenList) -> T) -> Option<T> {
        self.list.with(|list| list.as_ref().map(look))
    }

    /// Looks at the list as it is now.
    pub(crate) fn with_untracked<T>(self, look: impl FnOnce(&TokenList) -> T) -> Option<T> {
        self.list.with_untracked(|list| list.as_ref().map(look))
    }

    /// Whether an active token is called so, as far as is known.
    pub(crate) fn name_is_taken(self, name: &str) -> bool {
        let now = BrowserClock.now();
        self.with_untracked(|list| list.twin(name, now).is_some()).unwrap_or_default()
    }

    /// How many tokens are active of those that there may be, where both are known.
    pub(crate) fn usage(self) -> Option<Usage> {
        let limit = self.config.token_limit?.get() as usize;
        self.with(|list| Usage { active: list.active_count(BrowserClock.now()), limit })
    }

    /// The tokens that exist by now.
    pub(crate) fn known_tokens(self) -> KnownTokens {
        let mut ids: Vec<TokenId> = self.created_ids.with_value(|ids| ids.iter().copied().collect());
        let listed = self.with_untracked(|list| list.tokens().map(|token| token.id).collect::<Vec<_>>());
        let complete = listed.is_some();
        ids.extend(listed.unwrap_or_default());
        let unreadable = self.with_untracked(|list| list.unreadable).unwrap_or_default();
        KnownTokens { ids, complete, unreadable }
    }

    /// Records whose key it is, which tells their own tokens from other people's.
    pub(super) fn note_user(self, user_id: Option<i64>) {
        self.user_id.set_value(user_id);
        if self.with_untracked(|list| list.user_id != user_id).unwrap_or_default() {
            self.list.update(|list| {
                if let Some(list) = list {
                    list.user_id = user_id;
                }
            });
        }
    }

    /// What was known is out of date, or of another account.
    pub(crate) fn forget(self) {
        self.reading.forget();
        if self.list.with_untracked(Option::is_some) {
            self.list.set(None);
        }
    }

    /// Records that these tokens were made here, or that their maker knows of them by now.
    pub(crate) fn note_created(self, ids: impl IntoIterator<Item = TokenId>) {
        self.created_ids.update_value(|created| created.extend(ids));
        self.outdated.set_value(true);
    }

    /// Records that an API key sees these tokens: it made them, or was told of them.
    pub(crate) fn note_seen(self, key_id: Option<TokenId>, ids: impl IntoIterator<Item = TokenId>) {
        if let Some(key_id) = key_id {
            self.seen.update_value(|seen| seen.extend(ids.into_iter().map(|id| (key_id, id))));
        }
    }

    /// Whether the present API key, of this id, is known to see a token.
    pub(crate) fn sees(self, key_id: Option<TokenId>, id: TokenId) -> bool {
        let is_seen = |key_id| self.seen.with_value(|seen| seen.contains(&(key_id, id)));
        self.token(id).is_some() || key_id.is_some_and(is_seen)
    }

    /// Whether a token was revoked on this page.
    pub(crate) fn was_revoked(self, id: TokenId) -> bool {
        self.revoked_ids.with(|ids| ids.contains(&id))
    }

    /// Records that a token was revoked.
    pub(crate) fn note_revoked(self, id: TokenId) {
        self.revoked_ids.update(|ids| {
            ids.insert(id);
        });
        self.replacements.update_value(|replacements| replacements.forget_new(id));
        self.update(id, None);
    }

    /// Records that a token was made to replace another one.
    pub(crate) fn note_replaced(self, old: &ListedToken, new_id: TokenId, new_name: &str) {
        self.replacements.update_value(|replacements| replacements.note(old, new_id, new_name));
    }

    /// What a token replaces, as far as it was made on this page: name and id.
    pub(crate) fn replaces(self, id: TokenId) -> Option<String> {
        self.replacements.with_value(|replacements| replacements.replaces(id))
    }

    /// What a token was replaced by on this page: name and id.
    pub(crate) fn replaced_by(self, id: TokenId) -> Option<String> {
        self.replacements.with_value(|replacements| replacements.replaced_by(id))
    }

    /// Records what the service says of a token by now.
    pub(crate) fn refresh(self, token: ListedToken) {
        self.update(token.id, Some(token));
    }

    fn update(self, id: TokenId, token: Option<ListedToken>) {
        if self.list.with_untracked(|list| list.as_ref().is_some_and(|list| list.token(id).is_some())) {
            self.list.update(|list| {
                if let Some(list) = list {
                    list.update(id, token);
                }
            });
        }
    }

    /// Reads the tokens without anybody asking.
    pub(super) fn read_quietly(self, client: Client, account: AccountId) {
        if !self.reading.waiting().get_untracked() {
            self.read(client, account, false, || {});
        }
    }

    /// Reads the tokens because somebody wants to see them. `then` follows when they are there.
    pub(crate) fn read_for(self, client: Client, account: AccountId, then: impl FnOnce() + 'static) {
        self.announcer.say("Reading the tokens");
        self.read(client, account, true, then);
    }

    /// A view waits for the list from now on: what comes of reading it is said there.
    pub(crate) fn show_in(self, problems: ProblemList) {
        self.audience.set_value(Some(problems));
    }

    /// Nobody waits for the list any more.
    pub(crate) fn hide(self) {
        self.audience.set_value(None);
    }

    /// Where nobody asked for it, only a first list is announced.
    fn read(self, client: Client, account: AccountId, asked: bool, then: impl FnOnce() + 'static) {
        // What was revoked before, the list that is asked for now knows better.
        self.revoked_ids.update(BTreeSet::clear);
        self.outdated.set_value(false);
        let question = async move {
            let read = client.list(account, BrowserClock.now()).await;
            (client, read)
        };
        self.reading.ask(question, move |(client, read)| {
            if read.is_ok() && self.outdated.get_value() {
                return self.read(client, account, asked, then);
            }
            let audience = self.audience.get_value().filter(|_| asked || self.list.with_untracked(Option::is_none));
            match read {
                Ok(list) => {
                    let active = list.active_count(BrowserClock.now());
                    self.take(list);
                    if let Some(problems) = audience {
                        problems.clear();
                        self.announcer.say(counted(active as i64, "active token"));
                    }
                    then();
                }
                Err(failure) => {
                    // Where nobody waits for it, nobody is bothered.
                    if let Some(problems) = audience {
                        self.announcer.clear();
                        let repeat = worth_repeating(&failure, Operation::List).then_some(Operation::List);
                        problems.show_repeatable(explain(&failure, Operation::List, self.config), repeat);
                    }
                }
            }
        });
    }

    /// Takes out of a list what was revoked here since it was asked for.
    pub(crate) fn without_revoked(self, mut list: TokenList) -> TokenList {
        self.revoked_ids.with_untracked(|ids| ids.iter().for_each(|id| list.update(*id, None)));
        list
    }

    /// Takes a list of this account's tokens that was asked for now.
    pub(crate) fn take(self, list: TokenList) {
        let mut list = self.without_revoked(list);
        list.user_id = self.user_id.get_value();
        self.list.set(Some(list));
    }

    /// The token of an id, as the list has it.
    pub(crate) fn token(self, id: TokenId) -> Option<Arc<ListedToken>> {
        self.with_untracked(|list| list.token(id).cloned()).flatten()
    }
}
