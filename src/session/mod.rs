//! The session: the person's API key, whose it is, which account it works in, and what is known of that account's tokens.

mod access_card;
mod account_tokens;
mod idle_warning;
mod limit_note;

use chrono::{DateTime, TimeDelta, Utc};
use gcore_token_core::config::Config;
use gcore_token_core::flow::idle::{KeyFate, KeyUse, idle, left_in_words};
use gcore_token_core::form::{Field, Problems};
use gcore_token_core::limits;
use gcore_token_core::service::{Failure, Operation, explain, worth_repeating};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, ApiKey, Holder, Secret, TokenId};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

pub(crate) use access_card::AccessCard;
pub(crate) use account_tokens::AccountTokens;
pub(crate) use idle_warning::IdleWarning;
pub(crate) use limit_note::LimitNote;

use crate::browser::clock::BrowserClock;
use crate::browser::focus::is_focused;
use crate::client::Client;
use crate::components::{Announcer, Focus, Latest, Place, Press, ProblemList};

/// Said where the key is needed and its field is not on screen.
const KEY_FORGOTTEN: &str = "The API key was forgotten, and this needs it.";

const LOOKING_UP: &str = "Looking up the account";

/// Who wants to know whose key it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asker {
    /// A whole key was pasted, or its field left: what goes wrong takes nobody's focus.
    Nobody,
    /// Somebody pressed what needs the account.
    Somebody,
    /// Somebody pressed "Look up account", which fills it in whatever is there.
    LookUpButton,
}

/// What a look-up is for.
struct Purpose {
    /// Where it is said what went wrong.
    problems: ProblemList,
    /// What follows when the account is found.
    then: Box<dyn FnOnce()>,
}

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

    /// Asks the service whose key it is, since somebody pressed what needs the account, and fills that in where it is empty. `then`
    /// follows when it is known.
    pub(crate) fn look_up(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.look_up_for(Asker::Somebody, problems, then);
    }

    /// Asks the same once more after it failed. What was to follow then does not: somebody decides that anew.
    pub(crate) fn look_up_again(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        let asker = match self.asker.get_value() {
            Asker::LookUpButton => Asker::LookUpButton,
            Asker::Somebody | Asker::Nobody => Asker::Somebody,
        };
        self.look_up_for(asker, problems, then);
    }

    fn look_up_for(self, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        if self.look_up.waiting().get_untracked() {
            // What comes of it is for whoever asks now.
            if self.asker.get_value() == Asker::Nobody {
                self.announcer.say(LOOKING_UP);
            }
            return self.answer_to(asker, problems, then);
        }
        if let Some(client) = self.client(problems) {
            self.announcer.say(LOOKING_UP);
            self.ask_who(client, asker, problems, then);
        }
    }

    /// Asks the same once a whole key is in its field.
    pub(crate) fn look_up_by_itself(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.press.once_over(move || {
            let is_due = !self.look_up.waiting().get_untracked() && !self.looked_up.get_value();
            if let Some(client) = self.client_if_known().filter(|_| is_due) {
                self.ask_who(client, Asker::Nobody, problems, then);
            }
        });
    }

    /// Has what comes of the look-up that is on its way, if there is one, be for the view that is on screen from now on.
    pub(crate) fn follow_look_up(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        if self.look_up.waiting().get_untracked() {
            self.answer_to(self.asker.get_value(), problems, then);
        }
    }

    fn answer_to(self, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.asker.set_value(asker);
        self.purpose.set_value(Some(Purpose { problems, then: Box::new(then) }));
    }

    fn ask_who(self, client: Client, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.answer_to(asker, problems, then);
        self.looked_up.set_value(true);
        self.look_up_failed.set(None);
        let typed_account = self.account_id.get_untracked();
        let question = async move { client.who_am_i().await };
        self.look_up.ask(question, move |found| {
            if let Ok(holder) = &found {
                self.tokens.note_user(holder.user_id);
                self.holder.set(Some(holder.clone()));
            }
            // While a token is created nobody waits for more.
            let purpose = self.purpose.try_update_value(Option::take).flatten().filter(|purpose| purpose.problems.has_fields());
            if let Some(purpose) = purpose {
                self.take_found(found, &typed_account, purpose);
            }
        });
    }

    /// Takes what came of a look-up; `typed_account` is what stood in the Account ID's field when it was asked for.
    fn take_found(self, found: Result<Holder, Failure>, typed_account: &str, Purpose { problems, then }: Purpose) {
        match found {
            Ok(holder) => {
                let account = self.account_id.get_untracked();
                let fills_in = match self.asker.get_value() {
                    Asker::Nobody => false,
                    Asker::Somebody => account.trim().is_empty(),
                    Asker::LookUpButton => account == typed_account,
                };
                if fills_in {
                    self.take_found_account(holder.account);
                }
                self.announcer.say(format!("Account {} found", holder.account));
                problems.resolve(&[Field::ApiKey, Field::AccountId]);
                self.adopt_account();
                then();
            }
            Err(failure) => {
                let mut found = explain(&failure, Operation::LookUp, self.config);
                let asked_for = self.asker.get_value() != Asker::Nobody;
                if !asked_for && found.of(Field::ApiKey).is_none() {
                    return self.look_up_failed.set(Some(format!("The account is not known yet. {}", found.general.join(" "))));
                }
                self.announcer.clear();
                if self.config.account_id.is_none() {
                    found.general.push("You can still enter the Account ID yourself.".to_owned());
                }
                if asked_for {
                    let repeat = worth_repeating(&failure, Operation::LookUp).then_some(Operation::LookUp);
                    problems.show_repeatable(found, repeat);
                } else {
                    problems.show_without_focus(found);
                }
            }
        }
    }

    fn take_found_account(self, account: AccountId) {
        if self.config.account_id.is_none() {
            self.set_account_id(account.to_string());
            self.account_found.set_value(true);
        }
    }

    /// Fills in the account of the key where none is typed, and has the fields give way to one line if the page works in that very
    /// account. Nothing changes under the hand of somebody who is at the account. Tells whether the fields give way by it.
    fn adopt_account(self) -> bool {
        let Some(account) = self.holder.with_untracked(|holder| holder.as_ref().map(|holder| holder.account)) else {
            return false;
        };
        if is_focused(Field::AccountId.id()) {
            return false;
        }
        if self.account_id.with_untracked(|account| account.trim().is_empty()) {
            self.take_found_account(account);
        }
        let folds =
            !self.is_folded_untracked() && (self.config.account_id.is_some() || self.account_untracked() == Some(account));
        if folds {
            // By then the key may be forgotten.
            self.press.once_over(move || self.folded.set(self.holder.with_untracked(Option::is_some)));
        }
        folds
    }

    /// What is said of the account: that it is being looked up, why that failed, or else this.
    fn account_hint(self, otherwise: String) -> Signal<String> {
        let looking_up = self.look_up.waiting();
        Signal::derive(move || {
            if looking_up.get() {
                "Looking up the account…".to_owned()
            } else {
                self.look_up_failed.get().unwrap_or_else(|| otherwise.clone())
            }
        })
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
                let mut found = Problems::default();
                found.add(Field::AccountId, message);
                problems.show(found);
                None
            }
        }
    }

    /// Notes that somebody is there, which answers the warning.
    pub(crate) fn note_activity(self) {
        self.note_presence();
        if self.warning.get_untracked() {
            self.warning.set(false);
            self.announcer.say("The API key is kept");
        }
    }

    /// Notes that somebody reads. A warning stays until it is answered: it is not to vanish under a pointer on its way to the button.
    pub(crate) fn note_reading(self) {
        if !self.warning.get_untracked() {
            self.note_presence();
        }
    }

    fn note_presence(self) {
        self.last_active.set_value(BrowserClock.now());
    }

    /// How long nobody has done anything.
    fn idle_for(self) -> TimeDelta {
        BrowserClock.now() - self.last_active.get_value()
    }

    /// How long the key is kept if nobody does anything, in words.
    fn key_is_kept_for(self) -> String {
        left_in_words(self.idle_for())
    }

    /// Makes the key illegible on the screen.
    pub(crate) fn mask(self) {
        self.key_visible.set(false);
    }

    /// Does what is due by the clock; `key_needed` tells whether a token could not be revoked any more without the key. Tells
    /// whether what is secret is to be masked.
    pub(crate) fn check_idle(self, key_needed: bool) -> bool {
        let key = match (self.with_key(str::is_empty), key_needed) {
            (true, _) => KeyUse::Absent,
            (false, true) => KeyUse::Needed,
            (false, false) => KeyUse::Free,
        };
        let idle_for = self.idle_for();
        let due = idle(idle_for, key);
        match due.key {
            KeyFate::Keep => {}
            KeyFate::Warn => {
                let last_call = idle_for >= limits::FORGET_AFTER - limits::LAST_CALL;
                // Heard twice: each second would be too often.
                if !self.warning.get_untracked() || last_call && !self.last_call.get_value() {
                    let left = if last_call { limits::LAST_CALL } else { limits::FORGET_AFTER - limits::WARN_AFTER };
                    let left = limits::in_words(left);
                    self.announcer.say(format!("The API key will be forgotten in {left}. Press any key to keep it."));
                    self.last_call.set_value(last_call);
                }
                if !self.warning.get_untracked() {
                    self.warning.set(true);
                }
            }
            KeyFate::Forget => {
                self.forget_key();
                self.forgotten.set(true);
                let after = limits::in_words(limits::FORGET_AFTER);
                self.announcer.say(format!("The API key was forgotten after {after} without use"));
                // What had the focus may be gone with what the key had shown.
                self.focus.move_if_lost(Place::ScreenHeading);
            }
        }
        due.mask
    }
}
