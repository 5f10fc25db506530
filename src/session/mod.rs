//! The session: the person's API key, whose it is, which account it works in, and what is known of that account's tokens.

mod access_card;
mod account_tokens;
mod idle;
mod idle_warning;
mod limit_note;
mod look_up;
mod replacement_facts;

use chrono::{DateTime, Utc};
use gcore_token_core::config::Config;
use gcore_token_core::form::{Field, Problems};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, ApiKey, Holder, Secret, TokenId};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

pub(crate) use access_card::AccessCard;
pub(crate) use account_tokens::AccountTokens;
pub(crate) use idle_warning::IdleWarning;
pub(crate) use limit_note::LimitNote;
pub(crate) use replacement_facts::ReplacementFacts;

use self::look_up::{Asker, Purpose};
use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Announcer, Focus, Latest, Place, Press, ProblemList};

/// Said where the key is needed and its field is not on screen.
const KEY_FORGOTTEN: &str = "This needs your API key, which was forgotten. Paste it again.";

/// See the module. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    config: &'static Config,
    announcer: Announcer,
    focus: Focus,
    /// What stands in the API key's field. It stays in memory for the visit, so that nobody pastes it twice, and nowhere else.
    key: StoredValue<Secret>,
    key_visible: RwSignal<bool>,
    /// Counts up when the key is forgotten: its field is then another element, since undoing would bring the key back in this one.
    key_generation: RwSignal<u32>,
    /// The field, while it is on screen.
    key_input: StoredValue<Option<NodeRef<html::Input>>>,
    /// The id of the last whole key in the field.
    key_id: StoredValue<Option<TokenId>>,
    /// As typed, or as looked up.
    account_id: RwSignal<String>,
    /// Whether it was looked up and not typed: it then belongs to the key.
    account_found: StoredValue<bool>,
    holder: RwSignal<Option<Holder>>,
    look_up: Latest,
    /// Who asked for the look-up that is on its way.
    asker: StoredValue<Asker>,
    /// What the look-up that is on its way is for.
    purpose: StoredValue<Option<Purpose>, LocalStorage>,
    /// Whether the key that is in the field was looked up, whatever came of it.
    looked_up: StoredValue<bool>,
    /// Why the account isn't known, though nobody asked.
    look_up_failed: RwSignal<Option<String>>,
    /// Whether the fields have given way to one line that says whose the key is.
    folded: RwSignal<bool>,
    /// That the key was forgotten because nobody used the page.
    forgotten: RwSignal<bool>,
    press: Press,
    tokens: AccountTokens,
    /// Whether the tokens of this key and account were asked for without anybody's asking.
    tokens_asked_for: StoredValue<bool>,
    last_active: StoredValue<DateTime<Utc>>,
    /// Whether the key is about to be forgotten, since nobody did anything for long.
    warning: RwSignal<bool>,
    /// Whether that was announced for the last time.
    last_call: StoredValue<bool>,
}

impl Session {
    pub(crate) fn new() -> Self {
        let config = expect_context::<&'static Config>();
        let account_id = config.account_id.map_or_else(String::new, |account| account.to_string());
        Self {
            config,
            announcer: expect_context(),
            focus: expect_context(),
            key: StoredValue::new(Secret::new(String::new())),
            key_visible: RwSignal::new(false),
            key_generation: RwSignal::new(0),
            key_input: StoredValue::new(None),
            key_id: StoredValue::new(None),
            account_id: RwSignal::new(account_id),
            account_found: StoredValue::new(false),
            holder: RwSignal::new(None),
            look_up: Latest::new(),
            asker: StoredValue::new(Asker::Nobody),
            purpose: StoredValue::new_local(None),
            looked_up: StoredValue::new(false),
            look_up_failed: RwSignal::new(None),
            folded: RwSignal::new(false),
            forgotten: RwSignal::new(false),
            press: expect_context(),
            tokens: AccountTokens::new(),
            tokens_asked_for: StoredValue::new(false),
            last_active: StoredValue::new(BrowserClock.now()),
            warning: RwSignal::new(false),
            last_call: StoredValue::new(false),
        }
    }

    pub(crate) fn config(self) -> &'static Config {
        self.config
    }

    /// What is known of the account's tokens.
    pub(crate) fn tokens(self) -> AccountTokens {
        self.tokens
    }

    /// Takes what stands in the API key's field. Whom it belongs to has to be asked anew.
    pub(crate) fn set_key(self, typed: String) {
        if let Ok(key) = ApiKey::parse(&typed) {
            let id = key.token_id();
            let is_another = self.key_id.get_value() != id;
            self.key_id.set_value(id);
            if is_another && self.account_found.get_value() {
                self.set_account_id(String::new());
            }
        }
        if !typed.is_empty() {
            self.forgotten.set(false);
        }
        self.key.set_value(Secret::new(typed));
        self.look_up.forget();
        self.looked_up.set_value(false);
        self.tokens_asked_for.set_value(false);
        self.look_up_failed.set(None);
        self.folded.set(false);
        if self.holder.with_untracked(Option::is_some) {
            self.holder.set(None);
        }
        self.tokens.forget();
        self.tokens.note_user(None);
    }

    /// Takes a key that was typed before the program was there, and shows it in its field.
    pub(crate) fn take_typed_key(self, typed: String) {
        if let Some(input) = self.key_input() {
            input.set_value(&typed);
        }
        self.set_key(typed);
    }

    /// The API key's field, while it is on screen.
    fn key_input(self) -> Option<HtmlInputElement> {
        self.key_input.get_value().and_then(|input| input.try_get_untracked()).flatten()
    }

    /// Lets something use what stands in the API key's field, without keeping it.
    pub(crate) fn with_key<T>(self, use_key: impl FnOnce(&str) -> T) -> T {
        self.key.with_value(|key| use_key(key.expose()))
    }

    /// Takes what stands in the Account ID's field.
    pub(crate) fn set_account_id(self, typed: String) {
        self.account_found.set_value(false);
        self.tokens_asked_for.set_value(false);
        self.account_id.set(typed);
        self.tokens.forget();
    }

    /// What stands in the Account ID's field, or the account that config.json fixes.
    pub(crate) fn account_id(self) -> String {
        self.account_id.get()
    }

    /// The account that tokens are made in and listed of, if it is known by now.
    pub(crate) fn account_untracked(self) -> Option<AccountId> {
        self.account_id.with_untracked(|typed| AccountId::parse(typed).ok())
    }

    /// Whether the page works in another account by now: what belongs to this one has no place there.
    pub(crate) fn is_elsewhere(self, account: AccountId) -> bool {
        self.account_id.with(|typed| AccountId::parse(typed).is_ok_and(|current| current != account))
    }

    /// The id of the key, which is no secret; `None` where there is no key, or none that tells.
    pub(crate) fn key_id(self) -> Option<TokenId> {
        self.with_key(ApiKey::parse).ok().and_then(|key| key.token_id())
    }

    /// Who holds the key, once looked up.
    pub(crate) fn holder(self) -> Option<Holder> {
        self.holder.get()
    }

    /// The service, asked with the key; `None` where the key is missing, which is then said.
    pub(crate) fn client(self, problems: ProblemList) -> Option<Client> {
        match self.with_key(ApiKey::parse) {
            Ok(key) => Some(Client::new(self.config, key)),
            Err(message) => {
                problems.show_at(Field::ApiKey, message, KEY_FORGOTTEN);
                None
            }
        }
    }

    /// The same where nobody asked for anything: nothing is said.
    pub(crate) fn client_if_known(self) -> Option<Client> {
        self.with_key(ApiKey::parse).ok().map(|key| Client::new(self.config, key))
    }

    /// Reads the account's tokens where key and account are known and nobody asked: in the form they warn of names that are taken.
    pub(crate) fn read_tokens_quietly(self) {
        if let (Some(client), Some(account)) = (self.client_if_known(), self.account_untracked()) {
            self.tokens_asked_for.set_value(true);
            self.tokens.read_quietly(client, account);
        }
    }

    /// Another number each time the key is forgotten, for fields that forget with it.
    pub(crate) fn key_generation(self) -> u32 {
        self.key_generation.get()
    }

    /// Wipes the API key from memory and from its field.
    pub(crate) fn forget_key(self) {
        self.set_key(String::new());
        self.warning.set(false);
        self.key_visible.set(false);
        // At once, since the page may be on its way into the back/forward cache.
        if let Some(input) = self.key_input() {
            input.set_value("");
        }
        self.key_generation.update(|generation| *generation = generation.wrapping_add(1));
    }

    /// Whether one line says whose the key is, and its field is not on screen.
    pub(crate) fn is_folded_untracked(self) -> bool {
        self.folded.get_untracked()
    }

    /// Brings the fields back.
    fn unfold(self) {
        self.folded.set(false);
        self.focus.move_to(Place::Field(Field::ApiKey));
    }

    /// The account to work in: the one that is typed, or else what is wrong with it.
    pub(crate) fn demand_account(self, problems: ProblemList) -> Option<AccountId> {
        match self.account_id.with_untracked(|typed| AccountId::parse(typed)) {
            Ok(account) => Some(account),
            Err(message) => {
                problems.show(Problems::at(Field::AccountId, message));
                None
            }
        }
    }

    /// Makes the key illegible on the screen.
    pub(crate) fn mask(self) {
        self.key_visible.set(false);
    }
}
